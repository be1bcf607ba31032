"""What stegvis has come to know itself, in the shape of deliveries.

Answers from worklists and offers released here count in the next screening
just like rows that a source system delivers, so they are kept the same way:
in the row store, under an id that is a hash of their content.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from sqlalchemy.engine import Connection

from stegvis.adapters.warehouse import read_frame
from stegvis.domain.extracts import EXTRACTS
from stegvis.domain.pseudonyms import person_ids, short_hash
from stegvis.domain.sources import DeliveredRows, Sources, empty_rows
from stegvis.steps.context import StepContext
from stegvis.steps.worklists.collect import answered_rows

_PROVENANCE = ("period", "delivery_id")
_RELEASED = """
    select offer_id, person_id, programme_id, drafted_at, released_at from offer
    where municipality_code = :municipality_code and exists (
        select 1 from offer_event as release
        where release.municipality_code = offer.municipality_code
            and release.offer_id = offer.offer_id
            and release.event = 'released'
            and release.recorded_at <= :now)
"""


def rows_known_in_stegvis(
    context: StepContext, connection: Connection, delivered: Iterable[DeliveredRows]
) -> list[DeliveredRows]:
    """Answers as ``bedomning`` and ``stodbedomning``, released offers as ``erbjudande``."""
    known = dict(answered_rows(context))
    known["erbjudande"] = _released_offers(context, connection, delivered)
    return [_kept(context, extract, rows) for extract, rows in known.items() if not rows.empty]


def _kept(context: StepContext, extract: str, rows: pd.DataFrame) -> DeliveredRows:
    """The rows as one delivery of today, stored under a hash of what they say."""
    declared = EXTRACTS[extract]
    empty = empty_rows(declared).drop(columns=list(_PROVENANCE))
    whole = pd.concat([empty, rows], ignore_index=True)[list(empty.columns)]
    whole = whole.assign(row_number=range(1, len(whole) + 1), is_quarantined=False, unreadable="")
    whole = whole.astype(empty.dtypes.to_dict())
    content = short_hash(context.municipality.code, extract, whole.to_csv(index=False))
    present = frozenset(rows.columns) & {column.name for column in declared.columns}
    period = f"{context.as_of:%Y%m%d}"
    kept = DeliveredRows(extract, period, f"stegvis-{content}", present, whole)
    context.row_store.write(kept)
    return kept


def _released_offers(
    context: StepContext, connection: Connection, delivered: Iterable[DeliveredRows]
) -> pd.DataFrame:
    """The applications that an offer released here has answered [T1, V1].

    An offer answers the person's applications made before it was drafted. What
    was recorded after the moment of the run is not known yet, so that a run
    that is repeated says the same.
    """
    parameters = {"municipality_code": context.municipality.code, "now": context.now}
    offers = read_frame(connection, _RELEASED, parameters)
    applications = Sources.pinned(context.as_of, delivered).rows("ansokan")
    applications = applications.dropna(subset=["application_id", "applied_at", "personal_number"])
    key, code = context.settings.pseudonym_key, context.municipality.code
    whose = applications.assign(person_id=person_ids(key, code, applications["personal_number"]))
    answered = whose.merge(offers, on="person_id")
    answered = answered[answered["applied_at"] <= answered["drafted_at"]]
    return pd.DataFrame(
        {
            "outside_offer_id": answered["offer_id"] + "/" + answered["application_id"],
            "application_id": answered["application_id"],
            "personal_number": answered["personal_number"],
            "programme_id": answered["programme_id"],
            "offered_at": answered["released_at"],
            "offered_at_is_imputed": False,
        }
    )
