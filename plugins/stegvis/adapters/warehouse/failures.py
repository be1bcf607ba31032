"""A database's failures in words that show no person's data.

PostgreSQL puts the refused row or the value into its messages, so those never
go on; the constraint's name and the SQLSTATE do.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError

from stegvis.errors import WarehouseError, WarehouseUnavailable

_OUR_OWN_MISTAKES = {"SQLITE_ERROR", "SQLITE_READONLY", "SQLITE_MISUSE", "SQLITE_RANGE"}
"""SQLite calls wrong SQL an operational error."""


@contextmanager
def failures_in_words(dialect: Dialect) -> Iterator[None]:
    """Turn the driver's errors into ours.

    Wrong SQL is a defect and goes on as it is: its message holds the statement
    and no values.

    Raises:
        WarehouseUnavailable: The database cannot be reached, stayed locked or has no room.
        WarehouseError: It refuses a row.
    """
    try:
        yield
    except DBAPIError as error:
        if error.orig is None or _is_wrong_sql(dialect, error.orig):
            raise
        raise _in_words(dialect, error.orig) from None
    except dialect.loaded_dbapi.Error as error:
        if _is_wrong_sql(dialect, error):
            raise
        raise _in_words(dialect, error) from None


def _is_wrong_sql(dialect: Dialect, error: BaseException) -> bool:
    if isinstance(error, dialect.loaded_dbapi.ProgrammingError):
        return True
    return getattr(error, "sqlite_errorname", "") in _OUR_OWN_MISTAKES


def _in_words(dialect: Dialect, error: BaseException) -> WarehouseError:
    kind = getattr(error, "sqlite_errorname", type(error).__name__)
    if isinstance(error, dialect.loaded_dbapi.OperationalError):
        return WarehouseUnavailable(
            f"The warehouse ({dialect.name}) does not answer ({kind}). An open, unlocked database "
            "with room was expected. Check STEGVIS_WAREHOUSE_URL and that the database runs, "
            "then run again."
        )
    return WarehouseError(
        f"The warehouse ({dialect.name}) refused a row ({kind}: {_rule_of(error)}). A row that "
        "keeps its rules was expected; docs/data-dictionary-warehouse.md lists them."
    )


def _rule_of(error: BaseException) -> str:
    """Name the constraint that was broken, never the value that broke it."""
    diagnosis = getattr(error, "diag", None)
    if diagnosis is None:
        # SQLite names the constraint or the columns, and no values.
        return str(error)
    names = (diagnosis.table_name, diagnosis.column_name, diagnosis.constraint_name)
    return " ".join(name for name in (*names, f"SQLSTATE {diagnosis.sqlstate}") if name)
