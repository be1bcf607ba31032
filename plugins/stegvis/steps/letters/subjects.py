"""Whom and what a planned letter is about, from the warehouse. Restricted: names and addresses."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Select, select
from sqlalchemy.engine import Connection

from stegvis.adapters.letters.wording import LetterTemplate
from stegvis.adapters.warehouse import read_frame, tables
from stegvis.domain.letters.address import with_address
from stegvis.domain.letters.ledger import REMINDER, kind_of
from stegvis.domain.letters.reply_time import appointment_at
from stegvis.domain.letters.values import LetterSubject, OfferedPlace
from stegvis.domain.offers.places import with_term
from stegvis.domain.offers.reminding import first_letters
from stegvis.domain.programmes import Programme
from stegvis.errors import LetterError
from stegvis.steps.context import StepContext
from stegvis.steps.offers.offer_rows import households_with_children, places_in_force
from stegvis.steps.screening.newest_run import newest_run

Row = Mapping[Hashable, Any]

_OFFER = (
    "programme_id",
    "place_id",
    "person_id",
    "household_id",
    "selected_by",
    "reply_due_date",
)
_PERSON = (
    "first_name",
    "last_name",
    "care_of",
    "street_address",
    "postcode",
    "post_town",
    "needs_interpreter",
    "interpreter_language",
    "is_protected",
    "case_id",
    "caseworker",
)
_PLACE = (
    "place_id",
    "employer",
    "workplace",
    "duties",
    "extent_percent",
    "start_date",
    "last_day",
    "supervisor",
)


def letter_rows(
    context: StepContext, connection: Connection, letter_ids: list[str]
) -> list[dict[Hashable, Any]]:
    """Return the letters with offer, person, place and children, in the order they were planned.

    What is not known is None.
    """
    rows = with_address(read_frame(connection, _query(context, letter_ids)))
    rows = rows.merge(_places(context, connection), on="place_id", how="left")
    run_id = newest_run(context, connection) or ""
    parents = households_with_children(context, connection, run_id)
    reminded = rows.loc[rows["template"].map(kind_of) == REMINDER, "offer_id"]
    first = first_letters(letters_of(context, connection, list(reminded)))
    rows = rows.merge(first.rename("first_planned_at"), on="offer_id", how="left")
    rows = rows.assign(has_children=rows["household_id"].isin(parents))
    ordered = rows.sort_values(["planned_at", "letter_id"]).astype(object)
    return ordered.where(ordered.notna(), None).to_dict("records")


def subject_of(row: Row, programme: Programme, context: StepContext) -> LetterSubject:
    """Return what one letter is about.

    Raises:
        LetterError: The person has no name, or the place is not offered any more.
    """
    _expect_a_name(row)
    planned_on, kind = row["planned_at"].date(), kind_of(row["template"])
    first_on = _first_letter_on(row) if kind == REMINDER else None
    return LetterSubject(
        first_name=row["first_name"],
        last_name=row["last_name"],
        address_lines=tuple(row["address_lines"].split("\n")),
        address_problem=row["address_problem"],
        case_reference=row["case_id"] or f"E-{row['offer_id'][:8].upper()}",
        legal_basis=row["legal_basis"],
        planned_on=planned_on,
        reply_due_date=row["reply_due_date"].date(),
        kind=kind,
        enclosure=row["enclosure_language"] or "",
        caseworker=row["caseworker"],
        has_children=row["has_children"],
        needs_interpreter=bool(row["needs_interpreter"]),
        interpreter_language=row["interpreter_language"],
        place=_place(row) if programme.needs_place else None,
        appointment_at=appointment_at(
            programme.reception, first_on or planned_on, row["offer_id"], context.calendar
        ),
        first_letter_on=first_on,
    )


def _expect_a_name(row: Row) -> None:
    if not row["first_name"] or not row["last_name"]:
        raise LetterError(
            "Personens namn saknas. Förnamn och efternamn väntades. Rätta dem i "
            "verksamhetssystemet, eller skriv brevet för hand."
        )


def ledger_template(row: Row, letter: str) -> LetterTemplate:
    """Return the wording of a planned letter, from its row and the programme's letter."""
    kind, enclosure = kind_of(row["template"]), row["enclosure_language"]
    return LetterTemplate(letter, row["language"], kind, enclosure if pd.notna(enclosure) else "")


def interpreter_languages(context: StepContext, connection: Connection) -> dict[str, str]:
    """Return ``person_id`` to the language of the interpreter, for those who have one."""
    person = tables.person.columns
    query = select(person.person_id, person.interpreter_language).where(
        person.municipality_code == context.municipality.code,
        person.interpreter_language.is_not(None),
    )
    return {row.person_id: row.interpreter_language for row in connection.execute(query)}


def letters_of(context: StepContext, connection: Connection, offer_ids: list[str]) -> pd.DataFrame:
    """Return all letters of some offers, with what tells which of them was the first."""
    letter = tables.letter.columns
    query = select(letter.offer_id, letter.template, letter.status, letter.planned_at).where(
        letter.municipality_code == context.municipality.code, letter.offer_id.in_(offer_ids)
    )
    return read_frame(connection, query)


def _first_letter_on(row: Row) -> date:
    """The date of the letter that a reminder reminds of.

    Raises:
        LetterError: No letter has been released, so there is nothing to remind of.
    """
    if row["first_planned_at"] is None:
        raise LetterError(
            "Inget brev med erbjudandet har lämnats ut. Ett frisläppt brev väntades. Dra tillbaka "
            "påminnelsen."
        )
    day: date = row["first_planned_at"].date()
    return day


def _query(context: StepContext, letter_ids: list[str]) -> Select[Any]:
    letter, offer, person = tables.letter.columns, tables.offer.columns, tables.person.columns
    return (
        select(
            tables.letter,
            *(offer[name] for name in _OFFER),
            *(person[name] for name in _PERSON),
        )
        .join(
            tables.offer,
            (offer.municipality_code == letter.municipality_code)
            & (offer.offer_id == letter.offer_id),
        )
        .outerjoin(
            tables.person,
            (person.municipality_code == offer.municipality_code)
            & (person.person_id == offer.person_id),
        )
        .where(
            letter.municipality_code == context.municipality.code,
            letter.letter_id.in_(letter_ids),
        )
    )


def _places(context: StepContext, connection: Connection) -> pd.DataFrame:
    """Places in force with the last day of the employment that each programme gives them."""
    places = places_in_force(context, connection)
    with_terms = [
        with_term(places[places["programme_id"] == programme.programme_id], programme.employment)
        for programme in context.programmes
        if programme.employment
    ]
    known = pd.concat(with_terms) if with_terms else places.assign(last_day=places["end_date"])
    return known[list(_PLACE)]


def _place(row: Row) -> OfferedPlace:
    if row["start_date"] is None or row["last_day"] is None:
        raise LetterError(
            "Platsen finns inte längre, eller saknar första eller sista dag. En plats med känd "
            "tid väntades (K12). Lämna en ny fil plats, så planeras brevet om."
        )
    return OfferedPlace(
        employer=row["employer"],
        workplace=row["workplace"],
        duties=row["duties"],
        extent_percent=int(row["extent_percent"]),
        start_date=row["start_date"].date(),
        end_date=row["last_day"].date(),
        supervisor=row["supervisor"],
    )
