"""A database's failures in words that show no person's data.

PostgreSQL puts the refused row or the value into its messages, so those never
go on; the constraint's name and the SQLSTATE do.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError, ProgrammingError

from stegvis.errors import WarehouseError, WarehouseUnavailable


@contextmanager
def failures_in_words(dialect: Dialect) -> Iterator[None]:
    """Turn the driver's errors into ours.

    Raises:
        WarehouseUnavailable: The database cannot be reached, stayed locked or has no room.
        WarehouseError: It refuses a row.
    """
    driver = dialect.loaded_dbapi
    try:
        yield
    except ProgrammingError:
        # Our own SQL is wrong: a defect, whose message holds the statement and no values.
        raise
    except DBAPIError as error:
        if error.orig is None:
            raise
        raise _in_words(dialect, error.orig) from None
    except driver.ProgrammingError:
        raise
    except driver.Error as error:
        raise _in_words(dialect, error) from None


def _in_words(dialect: Dialect, error: BaseException) -> WarehouseError:
    kind = type(error).__name__
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
