"""What a close knew of people's sex and protection, kept for when its week is computed again.

``person`` holds what is known now. Somebody who gets protected identity next
month leaves the breakdowns then; the weeks before keep what they reported. Only
people of whom something changed are written, so this does not grow by the week.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, and_, exists, func, literal, select, update
from sqlalchemy.sql import ColumnElement

from stegvis.adapters.warehouse import tables

_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
_STILL = datetime(9999, 1, 1, tzinfo=UTC)


def keep_what_is_known_of_people(
    connection: Connection, municipality_code: str, known_at: datetime
) -> None:
    """Note what is known of people at a close, if it is later than all closes before it.

    An older week that is closed, or closed again, uses what its own time
    knew. What the first close of all knows holds for the time before it too.

    Args:
        connection: Of the close's own transaction.
        municipality_code: Municipality code.
        known_at: The close.
    """
    known = tables.known_person.columns
    newest = connection.execute(
        select(func.max(known.known_from)).where(known.municipality_code == municipality_code)
    ).scalar_one()
    if newest is not None and newest >= known_at:
        return
    _end_what_has_changed(connection, municipality_code, known_at)
    _begin(connection, municipality_code, _ALWAYS if newest is None else known_at)


def _end_what_has_changed(
    connection: Connection, municipality_code: str, known_at: datetime
) -> None:
    known = tables.known_person.columns
    same = and_(_is_of_the_same_person(), *_says_the_same())
    connection.execute(
        update(tables.known_person)
        .where(
            known.municipality_code == municipality_code,
            known.known_until == _STILL,
            ~exists().where(same),
        )
        .values(known_until=known_at)
    )


def _begin(connection: Connection, municipality_code: str, known_from: datetime) -> None:
    person, known = tables.person.columns, tables.known_person.columns
    held = exists().where(_is_of_the_same_person(), known.known_until == _STILL)
    columns = ["municipality_code", "person_id", "sex_code", "is_protected"]
    new = select(
        *(person[name] for name in columns),
        literal(known_from, known.known_from.type),
        literal(_STILL, known.known_until.type),
    ).where(person.municipality_code == municipality_code, ~held)
    insert = tables.known_person.insert()
    connection.execute(insert.from_select([*columns, "known_from", "known_until"], new))


def _is_of_the_same_person() -> ColumnElement[bool]:
    person, known = tables.person.columns, tables.known_person.columns
    return and_(
        person.municipality_code == known.municipality_code, person.person_id == known.person_id
    )


def _says_the_same() -> tuple[ColumnElement[bool], ...]:
    person, known = tables.person.columns, tables.known_person.columns
    return (
        person.is_protected == known.is_protected,
        person.sex_code.is_not_distinct_from(known.sex_code),
    )
