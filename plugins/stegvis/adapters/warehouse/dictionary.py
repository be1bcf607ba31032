"""The warehouse in words: every table and column, what it means and why it is held (X8).

``docs/data-dictionary-warehouse.md`` holds this text, and a test says when it is out of date.
"""

from collections.abc import Iterator

from sqlalchemy import CheckConstraint, Column, Table

from stegvis.adapters.warehouse.frames import Kind, kind_of
from stegvis.adapters.warehouse.schema import metadata, view_metadata
from stegvis.adapters.warehouse.schema.retention import NOT_STATED, RETENTION
from stegvis.adapters.warehouse.views import view_statements

_HEAD = """# Data dictionary: the warehouse

Written by `stegvis dictionary --warehouse > docs/data-dictionary-warehouse.md` from
`stegvis.adapters.warehouse.schema`; change it there. What municipalities deliver is in
[data-dictionary.md](data-dictionary.md), which SQL runs on both databases in
[warehouse-sql.md](warehouse-sql.md).

- **Ledgers** only grow: a row is added once, under its key, and never rewritten. Every other table
  is derived: what a delivery, a run or a close wrote is replaced whole.
- **Views** show what stands now.
- A person is a pseudonym everywhere but in `person` and `person_alias`, which are restricted. No
  table compiles people's obstacles, illness, support forms or capacity (X8); what a caseworker
  answered in one case stands in `answer`, which belongs to that case.
- Moments are UTC inside and come back in Swedish time; days are Swedish days. Amounts are whole
  kronor. Missing is null: unknown, not zero and not "no". In keys of figures, empty text means the
  total.
- The purpose of a table is the reason why it may be held, its retention how long (X5). Both are in
  Swedish, since they are answered for in Sweden.
"""

_KINDS: dict[Kind, str] = {
    "text": "text",
    "whole": "whole number",
    "real": "number",
    "flag": "true or false",
    "day": "day",
    "instant": "moment",
}


def warehouse_dictionary() -> str:
    """Return the page as Markdown."""
    tables = "".join("\n".join(_table(table)) for table in metadata.tables.values())
    views = "".join("\n".join(_view(view)) for view in view_metadata.tables.values())
    return f"{_HEAD}\n# Views\n{views}\n# Tables\n{tables}"


def _table(table: Table) -> Iterator[str]:
    yield f"\n## {table.name}\n"
    yield f"{table.comment}\n"
    yield f"Purpose: {table.info['purpose']}\n"
    yield f"Retention: {RETENTION.get(table.name, NOT_STATED).words}\n"
    yield f"Key: {_listed(column.name for column in table.primary_key)}.\n"
    for rule in _rules(table):
        yield f"Rule: `{rule}`.\n"
    yield from _columns(list(table.columns))


def _view(view: Table) -> Iterator[str]:
    yield f"\n## {view.name} (view)\n"
    yield f"{_header_of(view.name)}\n"
    yield from _columns(list(view.columns))


def _columns(columns: list[Column]) -> Iterator[str]:  # type: ignore[type-arg]
    yield "| column | type | may be missing | meaning |"
    yield "|---|---|---|---|"
    for column in columns:
        missing = "yes" if column.nullable else ""
        meaning = (column.comment or "").replace("|", "\\|")
        yield f"| `{column.name}` | {_KINDS[kind_of(column.type)]} | {missing} | {meaning} |"
    yield ""


def _rules(table: Table) -> list[str]:
    checks = (rule for rule in table.constraints if isinstance(rule, CheckConstraint))
    return sorted(str(check.sqltext) for check in checks)


def _header_of(view: str) -> str:
    """Return the comment at the head of the view's SQL, which says what it shows."""
    lines = view_statements()[view].splitlines()
    header = [line.removeprefix("--").strip() for line in lines if line.startswith("--")]
    return "\n".join(header)


def _listed(names: Iterator[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
