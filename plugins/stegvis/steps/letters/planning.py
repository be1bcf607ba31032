"""Planning letters: from here on a letter has an id, a basis and a fixed wording.

``stegvis.steps.letters.rendering`` makes the files. Nothing is ever sent: a
person releases each letter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd
from sqlalchemy.engine import Connection

from stegvis.adapters.letters.files import LetterFiles
from stegvis.adapters.letters.languages import LetterLanguages
from stegvis.adapters.letters.press import LETTERS
from stegvis.adapters.letters.wording import SHARED, LetterTemplate, Wording
from stegvis.adapters.warehouse import append, tables
from stegvis.domain.letters import ledger
from stegvis.domain.letters.legal_basis import legal_bases
from stegvis.domain.letters.reply_time import appointment_at, reply_due_date
from stegvis.domain.offers.events import PLANNED, offer_events
from stegvis.domain.offers.planning import is_out_of_date, offers_for_letters, with_places
from stegvis.domain.offers.reminding import first_letters, is_needless, offers_to_remind
from stegvis.domain.offers.stops import reasons_to_wait
from stegvis.domain.programmes import Programme
from stegvis.steps.context import StepContext
from stegvis.steps.letters.subjects import interpreter_languages, ledger_template
from stegvis.steps.offers.offer_rows import Situation, person_months, situation

_UNRENDERED = (ledger.PLANNED, ledger.FAILED)
_UNRELEASED = (*_UNRENDERED, ledger.RENDERED)


def plan_letters(context: StepContext) -> list[str]:
    """Plan a letter for each offer that is to have one; returns the ids of the new letters.

    A draft that names a day that has passed, or that waits with wording that
    has changed since, is withdrawn and planned anew.
    """
    with context.warehouse.begin() as connection:
        now = situation(context, connection)
        if now is None:
            return []
        planning = _Planning(context, connection, now)
        outdated = planning.withdraw_outdated()
        planned = planning.plan_all()
    for path in outdated:
        LetterFiles(context.output).remove(path)
    return planned


@dataclass
class _Planning:
    """One run's planning; ``now`` follows what it has withdrawn."""

    context: StepContext
    connection: Connection
    now: Situation

    @cached_property
    def wording(self) -> Wording:
        return Wording(self.context.settings.include_dir / LETTERS)

    @cached_property
    def languages(self) -> LetterLanguages:
        return LetterLanguages(self.wording.folder / SHARED)

    @cached_property
    def months(self) -> pd.DataFrame:
        return person_months(self.context, self.connection, self.now.run_id)

    @cached_property
    def spoken(self) -> dict[str, str]:
        """Interpreter language by person, of those who have one."""
        return interpreter_languages(self.context, self.connection)

    @cached_property
    def first_planned(self) -> pd.Series:
        """By offer, when the letter that the person has was planned."""
        return first_letters(self.now.letters)

    def plan_all(self) -> list[str]:
        open_ = (p for p in self.context.programmes if not reasons_to_wait(p, self.context.as_of))
        return [
            letter_id
            for programme in open_
            for letter_id in (*self._plan_offers(programme), *self._plan_reminders(programme))
        ]

    def _plan_offers(self, programme: Programme) -> list[str]:
        """Plan the letters of a programme's offers, as events of letters and of their offers."""
        now = self.now
        ready = offers_for_letters(now.offers, now.results, now.letters, now.protected, programme)
        ready = with_places(ready, now.standing(self.context, programme).slots, programme)
        ready = self._as_letters(ready, programme, ledger.OFFER)
        ready = ready.assign(reply_due_date=self._reply_due_dates(ready, programme))
        events = offer_events(ready, PLANNED, at=self.context.now, cycle=ready["letter_id"])
        append(self.connection, tables.offer_event, events)
        return self._write_planned(ready)

    def _plan_reminders(self, programme: Programme) -> list[str]:
        """Plan a letter to each who is soon to answer; nothing happens to the offer."""
        now = self.now
        calendar, today = self.context.calendar, self.context.as_of
        ready = offers_to_remind(now.offers, now.letters, now.protected, programme, calendar, today)
        return self._write_planned(self._as_letters(ready, programme, ledger.REMINDER))

    def _write_planned(self, letters: pd.DataFrame) -> list[str]:
        rows = letters.to_dict("records")
        planned = [
            ledger.letter_event(
                row,
                ledger.PLANNED,
                at=self.context.now,
                legal_basis=row["legal_basis"],
                enclosure_language=row["enclosure_language"] or None,
            )
            for row in rows
        ]
        append(self.connection, tables.letter_event, planned)
        return [row["letter_id"] for row in rows]

    def _as_letters(self, offers: pd.DataFrame, programme: Programme, kind: str) -> pd.DataFrame:
        """Pin everything that a letter is not to find out again when it is rendered."""
        plain = LetterTemplate(programme.letter, kind=kind)
        own = self.now.letters[self.now.letters["template"] == plain.name]
        earlier = offers["offer_id"].map(own["offer_id"].value_counts()).fillna(0)
        letter_ids = [
            ledger.letter_id_of(offer_id, plain.name, plain.language, int(count) + 1)
            for offer_id, count in zip(offers["offer_id"], earlier, strict=True)
        ]
        enclosures = [
            self.languages.enclosure_for(self.spoken.get(person_id))
            for person_id in offers["person_id"]
        ]
        versions = [self.wording.version(replace(plain, enclosure=code)) for code in enclosures]
        rules = self.context.municipality.letters
        return offers.assign(
            letter_id=pd.Series(letter_ids, index=offers.index, dtype="str"),
            legal_basis=legal_bases(offers["person_id"], self.months, programme.legal_basis, rules),
            template=plain.name,
            template_version=pd.Series(versions, index=offers.index, dtype="str"),
            language=plain.language,
            enclosure_language=pd.Series(enclosures, index=offers.index, dtype="str"),
        )

    def _reply_due_dates(self, offers: pd.DataFrame, programme: Programme) -> pd.Series:
        today, calendar = self.context.as_of, self.context.calendar
        dates = []
        for offer_id in offers["offer_id"]:
            visit = appointment_at(programme.reception, today, offer_id, calendar)
            due = reply_due_date(today, programme.reply_days, calendar, received_at=visit)
            dates.append(pd.Timestamp(due))
        return pd.Series(dates, index=offers.index, dtype="datetime64[s]")

    def withdraw_outdated(self) -> list[str]:
        """Withdraw drafts that cannot be released any more; returns the paths of their files."""
        known = self.now.offers[["offer_id", "programme_id", "reply_due_date", "status"]]
        known = known.rename(columns={"status": "offer_status"})
        drafts = self.now.letters[self.now.letters["status"].isin(_UNRELEASED)]
        drafts = drafts.merge(known, on="offer_id")
        is_late = is_out_of_date(drafts, self._first_days(drafts), self.context.as_of)
        is_answered = is_needless(drafts, drafts["offer_status"])
        is_rewritten = drafts["status"].isin(_UNRENDERED) & (
            drafts["template_version"] != self._versions(drafts)
        )
        reasons = pd.Series(ledger.NEW_WORDING, index=drafts.index, dtype="str")
        reasons = reasons.mask(is_late, ledger.OUT_OF_DATE).mask(is_answered, ledger.ANSWERED)
        outdated = drafts.assign(reason=reasons)[is_late | is_rewritten | is_answered]
        self._withdraw(outdated)
        return list(outdated["path"].dropna())

    def _versions(self, letters: pd.DataFrame) -> pd.Series:
        """The version that each letter's wording has now; missing: no such programme any more."""
        names = {p.programme_id: p.letter for p in self.context.programmes}
        versions = [
            self.wording.version(ledger_template(row, names[row["programme_id"]]))
            if row["programme_id"] in names
            else None
            for row in letters.to_dict("records")
        ]
        return pd.Series(versions, index=letters.index, dtype="str")

    def _withdraw(self, letters: pd.DataFrame) -> None:
        events = [
            ledger.letter_event(row, ledger.WITHDRAWN, at=self.context.now, reason=row["reason"])
            for row in letters.to_dict("records")
        ]
        append(self.connection, tables.letter_event, events)
        is_gone = self.now.letters["letter_id"].isin(letters["letter_id"])
        reasons = self.now.letters["letter_id"].map(letters.set_index("letter_id")["reason"])
        known = self.now.letters.assign(
            status=self.now.letters["status"].mask(is_gone, ledger.WITHDRAWN),
            withdrawn_reason=self.now.letters["withdrawn_reason"].fillna(reasons),
        )
        self.now = replace(self.now, letters=known)

    def _first_days(self, letters: pd.DataFrame) -> pd.Series:
        """The day that each letter asks the person to come; missing where it names none."""
        receptions = {p.programme_id: p.reception for p in self.context.programmes}
        days = []
        for row in letters.to_dict("records"):
            reception = receptions.get(row["programme_id"])
            is_reminder = ledger.kind_of(row["template"]) == ledger.REMINDER
            planned_at = self.first_planned.get(row["offer_id"]) if is_reminder else None
            planned_on = (planned_at or row["planned_at"]).date()
            visit = appointment_at(reception, planned_on, row["offer_id"], self.context.calendar)
            days.append(pd.Timestamp(visit.date()) if visit else pd.NaT)
        return pd.Series(days, index=letters.index, dtype="datetime64[s]")
