"""The data dictionary: every extract in words, for whoever makes the files.

``docs/data-dictionary.md`` holds this text, and a test says when it is out of date.
"""

from __future__ import annotations

from collections.abc import Iterable

from stegvis.domain.extracts.declaration import Column, Extract, Kind, Mode, Need

_HEAD = """# Data dictionary: what a municipality delivers

Written by `stegvis dictionary > docs/data-dictionary.md` from `stegvis.domain.extracts`; change it
there. The reader, the validation, the invented data and the error messages come from the same
declaration.

- A file is called `<extract>_<code>_<period>.csv`; the period is `yyyymm` for monthly extracts and
  `yyyymmdd` for the others. `<file>.manifest.json` beside it may say what it should contain.
- UTF-8 (Windows-1252 is read, with a warning), `;`, `,` or tab, a header, columns in any order.
- An empty cell is missing: not zero, and not "no".
- Dates are `YYYY-MM-DD`; what follows the tenth character is ignored. Timestamps are ISO 8601, in
  Swedish time where no offset is given. Yes and no are `1/0`, `true/false`, `J/N`, `ja/nej`.
- Columns that are not listed are ignored with a warning, except where it says that they reject the
  file.

"""

_NEEDS = {
    Need.KEY: "key",
    Need.ALWAYS: "yes",
    Need.PROTECTION: "the column; empty means protected",
    Need.SOMETIMES: "the column; see meaning",
    Need.OPTIONAL: "no",
}

_KINDS = {
    Kind.TEXT: "text",
    Kind.CODE: "code",
    Kind.LABEL: "label; one that is not known warns",
    Kind.DIGITS: "digits",
    Kind.IDENTITY: "identity number",
    Kind.INTEGER: "whole number",
    Kind.PERCENT: "whole percent, 0–100",
    Kind.KRONOR: "whole kronor",
    Kind.DATE: "date",
    Kind.TIMESTAMP: "timestamp",
    Kind.YES_NO: "yes or no",
}

_MODES = {
    Mode.MONTH: "A new file replaces the same month whole; a header without rows is rejected.",
    Mode.ADDS: "Files add up; for the same key the newest period counts.",
    Mode.SNAPSHOT: "The file of the newest period is the truth, whole.",
}


def data_dictionary(extracts: Iterable[Extract]) -> str:
    """Return the dictionary of ``extracts`` as Markdown, ending with a line break."""
    return _HEAD + "\n".join(_section(extract) for extract in extracts)


def _section(extract: Extract) -> str:
    key = ", ".join(f"`{extract.column(name).source}`" for name in extract.key)
    lines = [
        f"## `{extract.name}`: {extract.title}",
        "",
        f"Why we may hold it: {extract.purpose}",
        "",
        f"{'Monthly' if extract.monthly else 'Dated by day'}. {_MODES[extract.mode]} Key: {key}.",
        *_order(extract),
        *(["A column that is not listed rejects the file."] if extract.strict_columns else []),
        "",
        "| column | in code | holds | required | meaning |",
        "|---|---|---|---|---|",
        *map(_row, extract.columns),
        "",
    ]
    return "\n".join(lines)


def _order(extract: Extract) -> list[str]:
    pairs = [
        f"`{extract.column(first).source}` ≤ `{extract.column(last).source}`"
        for first, last in extract.ordered
    ]
    return [f"In this order: {'; '.join(pairs)}."] if pairs else []


def _row(column: Column) -> str:
    codes = ", ".join(
        f"`{code}` {meaning}" if meaning != code else f"`{code}`"
        for code, meaning in column.codes.items()
    )
    meaning = f"{column.meaning} {codes}".strip().replace("|", "\\|")
    required = _NEEDS[column.need]
    return f"| `{column.source}` | `{column.name}` | {_holds(column)} | {required} | {meaning} |"


def _holds(column: Column) -> str:
    if column.kind is Kind.DIGITS:
        return f"{column.length} digits"
    if column.length:
        return f"{_KINDS[column.kind]}, at most {column.length} characters"
    if column.maximum is not None:
        return f"{_KINDS[column.kind]}, {column.minimum or 0}–{column.maximum}"
    if column.minimum is not None:
        return f"{_KINDS[column.kind]}, at least {column.minimum}"
    return _KINDS[column.kind]
