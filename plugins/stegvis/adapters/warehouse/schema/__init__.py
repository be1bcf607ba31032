"""Every table and view of the warehouse by name, such as ``tables.delivery``."""

from collections.abc import Iterator

from sqlalchemy import Table

# Importing the modules is what declares their tables.
from stegvis.adapters.warehouse.schema import (  # noqa: F401
    accountability,
    closing,
    deliveries,
    events,
    metrics,
    months,
    participation,
    people,
    screening,
    views,
    worklists,
)
from stegvis.adapters.warehouse.schema.declaration import metadata
from stegvis.adapters.warehouse.schema.views import view_metadata


class Tables:
    """The tables and views, as attributes or by ``tables["name"]``.

    Tables are written. The views ``delivery``, ``offer``, ``letter`` and ``task``
    are read, and derive from ``delivery_record``, ``offer_event``,
    ``letter_event`` and ``task_event``.
    """

    def __getattr__(self, name: str) -> Table:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"the warehouse has no table or view {name}") from None

    def __getitem__(self, name: str) -> Table:
        found = metadata.tables.get(name)
        return view_metadata.tables[name] if found is None else found

    def __iter__(self) -> Iterator[Table]:
        yield from metadata.sorted_tables
        yield from view_metadata.tables.values()


tables = Tables()

__all__ = ["metadata", "tables", "view_metadata"]
