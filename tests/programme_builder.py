"""A small programme file, and small municipalities, for tests that change one thing in them."""

from pathlib import Path

from repository import ROOT

INCLUDE = ROOT / "include"

LINES = """\
programme_id: testjobb
municipality: amal
name: Testjobb
purpose: Ett program för prov.
decided_by: Nämnden
decision_reference: Protokoll 1
open_from: 2026-01-01
population: recipients
criteria:
  - id: age
    fact: age
    between: [20, 65]
    because: Testjobb är till för den som är mellan 20 och 65 år.
    source: prov
  - id: known_to_someone
    any_of:
      - fact: registered_jobseeker
        is: true
      - fact: has_active_plan
        is: true
    because: Någon ska känna till personen.
    source: prov
rank: [months_with_income_support_desc]
letter: varmdo_insats
legal_basis: SoL_12_3
reply_days: 7
contact_unit: forsorjning
examples:
  - name: Den som är 20 år räknas med
    as_of: 2026-11-20
    facts: {age: 20, registered_jobseeker: true}
    outcome: eligible
  - name: Den som är 65 år räknas med
    as_of: 2026-11-20
    facts: {age: 65, has_active_plan: true}
    outcome: eligible
  - name: Den som är 19 år är för ung
    as_of: 2026-11-20
    facts: {age: 19, registered_jobseeker: true}
    outcome: not_eligible
    not_met: [age]
  - name: Den som är 66 år är för gammal
    as_of: 2026-11-20
    facts: {age: 66, registered_jobseeker: true}
    outcome: not_eligible
    not_met: [age]
  - name: Är åldern okänd får någon titta
    as_of: 2026-11-20
    facts: {registered_jobseeker: true}
    outcome: needs_review
    unknown: [age]
"""


def changed(old: str, new: str) -> str:
    """The small programme with one passage changed."""
    assert LINES.count(old) == 1, f"{old!r} stands there {LINES.count(old)} times"
    return LINES.replace(old, new)


def line_of(passage: str, text: str = LINES) -> int:
    """The line on which a passage begins, from 1."""
    return text[: text.index(passage)].count("\n") + 1


def write_programme(folder: Path, text: str = LINES, name: str = "testjobb") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path
