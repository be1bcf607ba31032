"""Reading ``include/sql/metrics``: each file's header becomes a metric, its body the SQL.

A header is the comment that a file begins with. Its lines read ``-- key: text``;
a line that is indented further goes on with the text. Which keys there are, and
what they mean, stands in ``include/sql/metrics/README.md``.
"""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path
from typing import TypeVar

from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.metrics.catalogue import (
    BASE,
    Catalogue,
    Direction,
    Grain,
    Guard,
    Metric,
    MonthsBack,
    Rule,
    Theme,
    Unit,
)
from stegvis.errors import MetricError

METRICS_FOLDER = Path("sql") / "metrics"
CLOSING_FOLDER = Path("sql") / "closing"

_REQUIRED = (
    "title",
    "definition",
    "grain",
    "grain_text",
    "unit",
    "rule",
    "direction",
    "guard",
    "theme",
    "requirement",
    "parameters",
)
_OPTIONAL = (
    "order",
    "needs",
    "months",
    "absent",
    "empty",
    "beside",
    "part_of",
    "siblings",
    "shown_with",
    "sums",
    "sentence",
)
_TEXTS = (
    "title",
    "definition",
    "grain_text",
    "absent",
    "empty",
    "beside",
    "part_of",
    "siblings",
    "shown_with",
    "sentence",
)
_LAST = "99"
_LINE = re.compile(r"--\s?(?:(?P<key>[a-z_]+): )?(?P<text>.*)")
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_0-9]+)")

Choice = TypeVar("Choice", bound=Enum)


def load_catalogue(include_dir: Path) -> Catalogue:
    """Read all metrics.

    Raises:
        MetricError: A file breaks the header's rules, or names a metric that there is not.
    """
    files = sorted((include_dir / METRICS_FOLDER).glob("*.sql"))
    metrics = {path.stem: read_metric(path) for path in files}
    for metric in metrics.values():
        named = [("part_of", metric.part_of), ("shown_with", metric.shown_with)]
        for key, name in [*named, *(("sums", summed) for summed in metric.sums)]:
            if name and name not in metrics:
                raise _mistake(metric.id, f"{key} names {name}, which has no file here")
    return Catalogue(metrics)


def load_statement(include_dir: Path, name: str) -> str:
    """The statement of a file in ``include/sql/closing``, which a close works with."""
    _, sql = split_header((include_dir / CLOSING_FOLDER / f"{name}.sql").read_text("utf-8"))
    return sql


def read_metric(path: Path) -> Metric:
    """Read one metric.

    Raises:
        MetricError: Its header lacks a key, has an unknown one or a value that does not fit,
            or the SQL and the header disagree on the parameters.
    """
    header, sql = split_header(path.read_text(encoding="utf-8"))
    keys = _keys(path.stem, header)
    parameters = _listed(keys["parameters"])
    _check_parameters(path.stem, parameters, sql)
    return Metric(
        id=path.stem,
        grain=_choice(path.stem, "grain", keys, Grain),
        unit=_choice(path.stem, "unit", keys, Unit),
        rule=_choice(path.stem, "rule", keys, Rule),
        direction=_choice(path.stem, "direction", keys, Direction),
        guard=_choice(path.stem, "guard", keys, Guard),
        theme=_theme(path.stem, keys["theme"]),
        order=int(keys.get("order", _LAST)),
        requirements=_listed(keys["requirement"]),
        parameters=parameters,
        needs=_listed(keys.get("needs", "")),
        months=_months(path.stem, keys.get("months", "")),
        sums=_months_back(path.stem, keys.get("sums", "")),
        sql=sql,
        **{name: keys.get(name, "") for name in _TEXTS},
    )


def split_header(text: str) -> tuple[list[str], str]:
    """The comment lines that a file begins with, and the statement without any comment.

    The driver would read a colon and a word in a comment as a parameter.
    """
    lines = text.splitlines()
    length = next(
        (number for number, line in enumerate(lines) if not line.startswith("--")), len(lines)
    )
    body = [line for line in lines[length:] if not line.lstrip().startswith("--")]
    return lines[:length], "\n".join(body).strip()


def _keys(metric_id: str, header: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    key = ""
    for line in header:
        match = _LINE.fullmatch(line)
        if match is None:
            raise _mistake(metric_id, f"a header line that cannot be read: {line}")
        if match["key"] and not match["text"].startswith(" "):
            key = match["key"]
            if key in found or key not in (*_REQUIRED, *_OPTIONAL):
                raise _mistake(metric_id, f"the key {key} is unknown or stands there twice")
            found[key] = match["text"].strip()
        elif key:
            found[key] = f"{found[key]} {match['text'].strip()}".strip()
    missing = [name for name in _REQUIRED if not found.get(name)]
    if missing:
        raise _mistake(metric_id, f"the header lacks {', '.join(missing)}")
    return found


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _choice(metric_id: str, key: str, keys: dict[str, str], choices: type[Choice]) -> Choice:
    try:
        return choices(keys[key])
    except ValueError:
        allowed = ", ".join(str(choice.value) for choice in choices)
        raise _mistake(metric_id, f"{key} is {keys[key]}; expected one of {allowed}") from None


def _theme(metric_id: str, name: str) -> Theme:
    try:
        return Theme[name.upper()]
    except KeyError:
        allowed = ", ".join(theme.name.lower() for theme in Theme)
        raise _mistake(metric_id, f"theme is {name}; expected one of {allowed}") from None


def _months(metric_id: str, text: str) -> dict[str, MonthsBack]:
    """``bistand 0 12; avslut 0-11`` as extract to months counted back."""
    months = _months_back(metric_id, text)
    for extract in months:
        if extract not in EXTRACTS or not EXTRACTS[extract].monthly:
            raise _mistake(metric_id, f"months names {extract}, which is no monthly extract")
    return months


def _months_back(metric_id: str, text: str) -> dict[str, MonthsBack]:
    """``exits_to_work 0-4 12-16`` as a name to months counted back."""
    months: dict[str, MonthsBack] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, *offsets = part.split()
        months[name] = tuple(
            offset for written in offsets for offset in _offsets(metric_id, written)
        )
    return months


def _offsets(metric_id: str, written: str) -> list[int | str]:
    if written == BASE:
        return [BASE]
    first, _, last = written.partition("-")
    if not first.isdigit() or (last and not last.isdigit()):
        raise _mistake(metric_id, f"months has {written}; expected 0, 0-11 or {BASE}")
    return list(range(int(first), int(last or first) + 1))


def _check_parameters(metric_id: str, declared: tuple[str, ...], sql: str) -> None:
    used = set(_PARAMETER.findall(sql))
    named = {name.rstrip("?") for name in declared}
    if used != named:
        differing = ", ".join(sorted(used ^ named))
        raise _mistake(metric_id, f"header and SQL disagree on the parameters {differing}")


def _mistake(metric_id: str, what: str) -> MetricError:
    return MetricError(
        f"include/sql/metrics/{metric_id}.sql: {what}. The keys of a header are described in "
        "include/sql/metrics/README.md. Correct the file."
    )
