"""The dictionary of metrics for management, in Swedish, from the files' own headers."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from stegvis.domain.metrics.catalogue import Catalogue, Direction, Guard, Metric, Rule, Theme
from stegvis.domain.metrics.wording import DIRECTIONS

_RULES = {
    Rule.NUMERATOR: "Talet självt.",
    Rule.QUOTIENT: "Täljaren delad med nämnaren.",
    Rule.DIFFERENCE: "Täljaren minus nämnaren.",
    Rule.PERCENT_CHANGE: "Täljarens förändring från nämnaren, i procent.",
}

_GUARDS = {
    Guard.COUNT: "Ett tal från 1 till 4 visas inte.",
    Guard.SHARE: "Visas inte om täljaren, eller det som är kvar av nämnaren, är från 1 till 4.",
    Guard.REMAINDER: "Visas inte om det som är kvar av nämnaren är från 1 till 4.",
    Guard.SIDES: "Visas bara om båda sidor är minst 5.",
    Guard.BASIS: "Visas bara om det bygger på minst 5 personer, hushåll eller ärenden.",
    Guard.NOTHING: "Offentlig statistik; allt visas.",
}

_WIDTH = 100

_HEAD = """\
# Veckans nyckeltal

Den här sidan är skriven ur huvudena i `include/sql/metrics/`. Ändra där, och skriv sedan sidan på
nytt: `stegvis metrics --dictionary > docs/metrics.md`. Hur ett huvud är gjort står i
[include/sql/metrics/README.md](../include/sql/metrics/README.md).

Alla tal är **beskrivande, inte effekt**: de säger hur det är och hur det har förändrats, inte vad
som beror på insatserna.

- **Veckan** är en ISO-vecka, från måndag till söndag. Den stängs måndagen efter klockan 05.00, på
  det som var känt då. Det som rapporterades först (revision 1) ändras aldrig. Kommer leveranser
  fram senare som skulle ha räknats görs en ny revision med angiven orsak.
- **Månadstal** gäller den senaste hela månaden som var levererad. Månaden är den som biståndet
  gäller. Kom filen innan månaden var slut står det *preliminär*.
- **Saknas** något står det varför: *data saknas*, *ej mogen* eller *ej mätt*. Det är aldrig noll.
- **Små tal** visas inte för ledningen, och inte heller tal som skulle avslöja dem genom
  subtraktion. Personer med skyddade personuppgifter räknas bara i totaler.
- **Sedan förra veckan** anges bara när båda veckors tal är minst 5.
- **Ej mätt** är närmare samarbete med näringslivet (V10) samt ökad egenmakt och självständighet
  (V14): de går inte att läsa ur uppgifterna.
"""


def metrics_dictionary(catalogue: Catalogue) -> str:
    """The whole page as Markdown."""
    return "\n".join([_HEAD, *_chapters(catalogue)])


def _chapters(catalogue: Catalogue) -> Iterator[str]:
    for theme in Theme:
        metrics = catalogue.of_theme(theme)
        if metrics:
            yield f"## {theme.value}\n"
            for metric in metrics:
                yield from _entry(metric)


def _entry(metric: Metric) -> Iterator[str]:
    yield f"### {metric.title}\n\n`{metric.id}`\n\n{textwrap.fill(metric.definition, _WIDTH)}\n"
    yield textwrap.fill(f"- Omfattning: {metric.grain_text}", _WIDTH, subsequent_indent="  ")
    yield f"- Enhet: {metric.unit.value}. {_RULES[metric.rule]}{_better(metric)}"
    yield f"- Skydd: {_GUARDS[metric.guard]}"
    if metric.beside:
        yield f"- Redovisas bredvid: {metric.beside}."
    yield f"- Krav: {', '.join(metric.requirements)}\n"


def _better(metric: Metric) -> str:
    if metric.direction is Direction.NONE:
        return ""
    words = DIRECTIONS[metric.direction]
    return f" {words[0].upper()}{words[1:]}."
