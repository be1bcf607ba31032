"""Figures in Swedish: decimal comma, narrow space between thousands, a real minus sign.

Only what is shown is rounded; the figure itself never is.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from stegvis.domain.metrics.catalogue import Direction, Unit
from stegvis.domain.programmes import Target

NARROW_SPACE = "\u202f"
MINUS = "\u2212"

DIMENSIONS = {
    "kon": "kön",
    "enhet": "enhet",
    "forsorjningshinder": "försörjningshinder",
    "sokande": "sökande",
}

DIMENSION_VALUES = {
    "kvinna": "kvinnor",
    "man": "män",
    "nysokande": "nysökande",
    "aterkommande": "återkommande",
    "unemployed": "arbetslösa",
    "involuntary_part_time": "ofrivillig deltid",
    "full_time_work": "arbetar heltid",
    "sick_leave": "sjukskrivna",
    "sickness_compensation": "sjuk- eller aktivitetsersättning",
    "social_reasons": "sociala skäl",
    "parental_leave": "föräldralediga",
    "establishment": "etablering",
    "pension": "pension",
    "student_youth": "studerande ungdomar",
    "language": "språkhinder",
    "other": "annat",
    "none": "utan försörjningshinder",
    "unmapped": "osorterade",
}

DIRECTIONS = {
    Direction.UP: "högre är bättre",
    Direction.DOWN: "lägre är bättre",
    Direction.NONE: "",
}

NOT_SHOWN = "visas inte"
"""In place of a hidden figure: it is neither zero nor missing."""

MISSING = "saknas"

_MILLION = 1_000_000
_TEN_THOUSAND = 10_000


def number(value: float, decimals: int = 0) -> str:
    """``1 234,5`` with narrow spaces, halves rounded away from zero as people expect."""
    exponent = Decimal(1).scaleb(-decimals)
    rounded = Decimal(repr(value)).quantize(exponent, ROUND_HALF_UP)
    whole, _, rest = f"{abs(rounded):,}".partition(".")
    text = whole.replace(",", NARROW_SPACE) + (f",{rest}" if rest else "")
    return f"{MINUS}{text}" if rounded < 0 else text


def amount(value: float) -> str:
    """Kronor as ``2,5 mnkr``, ``843 tkr`` or ``9 500 kr``; the unit is always said."""
    if abs(value) >= _MILLION:
        return f"{number(value / _MILLION, 1)} mnkr"
    if abs(value) >= _TEN_THOUSAND:
        return f"{number(value / 1000)} tkr"
    return f"{number(value)} kr"


def figure_text(unit: str, value: float) -> str:
    """A value with its unit."""
    kind = Unit(unit)
    if kind is Unit.SHARE:
        return f"{number(value * 100, 1)} %"
    if kind is Unit.PERCENT:
        return f"{number(value, 1)} %"
    if kind is Unit.KRONOR:
        return amount(value)
    if kind is Unit.KRONOR_PER_MONTH:
        return f"{amount(value)} per månad"
    if kind is Unit.DAYS:
        return f"{number(value, 0 if value == round(value) else 1)} dagar"
    if kind is Unit.RATIO:
        return f"{number(value, 1)} gånger"
    if kind is Unit.YES_NO:
        return "ja" if value else "nej"
    return number(value)


def change_text(unit: str, change: float) -> str:
    """A change with its sign; shares in percentage points."""
    sign = "+" if change > 0 else ""
    kind = Unit(unit)
    if kind is Unit.SHARE:
        return f"{sign}{number(change * 100, 1)} procentenheter"
    if kind is Unit.PERCENT:
        return f"{sign}{number(change, 1)} procentenheter"
    return sign + figure_text(unit, change)


def target_text(target: Target, unit: str, bound: float | None) -> str:
    """What the programme is to reach, such as ``minst 60,0 %``."""
    if bound is None:
        year = target.lower_than_in or target.higher_than_in
        return f"{'lägre' if target.lower_than_in else 'högre'} än {year}"
    shown = figure_text(unit, bound).replace(",0 ", " ")
    if target.at_least is not None:
        return f"minst {shown}"
    if target.at_most is not None:
        return f"högst {shown}"
    if target.lower_than_in:
        return f"lägre än {shown} ({target.lower_than_in})"
    if target.higher_than_in:
        return f"högre än {shown} ({target.higher_than_in})"
    return f"mer än {shown}"


def value_label(dimension_value: str, units: dict[str, str]) -> str:
    """A dimension's value as people call it; a unit by its name."""
    return units.get(dimension_value) or DIMENSION_VALUES.get(dimension_value, dimension_value)
