"""What is known around the tasks of a morning, read from warehouse and row store."""

from __future__ import annotations

import pandas as pd
from sqlalchemy.engine import Connection

from stegvis.adapters.warehouse import deliveries_in_force, read_frame, tables
from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.clock_columns import STOCKHOLM_DTYPE
from stegvis.domain.pseudonyms import person_ids
from stegvis.domain.sources import Sources, is_unreadable
from stegvis.domain.tasks.reminders import newest_reminders
from stegvis.domain.tasks.sharing import EMPLOYMENT, GROUNDS, REFUSED, with_ground
from stegvis.domain.tasks.worklist_lines import Background
from stegvis.steps.context import StepContext
from stegvis.steps.screening.criterion_reasons import criterion_reasons
from stegvis.steps.screening.newest_run import newest_run
from stegvis.steps.worklists.task_state import own_rows, rows_in_force

_NAMES = ("person_id", "first_name", "last_name", "is_protected")
_RESULT = ("programme_id", "person_id", "outcome", "rank", "eligible_from")
_PLACE = ("place_id", *EMPLOYMENT)
_PAIR = ["programme_id", "person_id"]


def read_background(
    context: StepContext, connection: Connection, tasks: pd.DataFrame
) -> Background:
    """Read what is in force at ``context.now`` about the people of ``tasks``."""
    run_id = newest_run(context, connection)
    offers = read_frame(connection, own_rows(context, "offer"))
    results = own_rows(context, "screening_result", *_RESULT)
    of_run = tables.screening_result.columns.run_id == (run_id or "")
    return Background(
        people=read_frame(connection, own_rows(context, "person", *_NAMES)),
        drafts=_drafts(context, connection, offers),
        reasons=criterion_reasons(context, run_id, tasks),
        results=read_frame(connection, results.where(of_run)),
        employments=_employments(context, connection, offers),
        shareable=_shareable(context, connection),
        reminders=newest_reminders(
            read_frame(connection, own_rows(context, "task_reminder")), tasks
        ),
    )


def _drafts(context: StepContext, connection: Connection, offers: pd.DataFrame) -> pd.DataFrame:
    letters = read_frame(connection, own_rows(context, "letter"))
    waiting = letters.loc[letters["status"] == "rendered", ["offer_id", "path"]]
    return waiting.merge(offers[["offer_id", *_PAIR]], on="offer_id").drop(columns="offer_id")


def _employments(
    context: StepContext, connection: Connection, offers: pd.DataFrame
) -> pd.DataFrame:
    """One row per programme and person: the newest placement, else the place that is offered."""
    places = rows_in_force(context, connection, "place", "plats")
    offered = offers.sort_values("round")[[*_PAIR, "place_id"]]
    offered = offered.merge(places[list(_PLACE)], on="place_id").drop(columns="place_id")
    placed = rows_in_force(context, connection, "placement", "placering")
    placed = placed.rename(columns={"planned_end_date": "end_date"}).sort_values("start_date")
    # The warehouse keeps no employer of a placement (X8); what the place says is enough.
    both = pd.concat([offered, placed.reindex(columns=[*_PAIR, *EMPLOYMENT])], ignore_index=True)
    first = both.groupby(_PAIR, sort=False)[["employer", "workplace"]].last().reset_index()
    newest = both.drop_duplicates(_PAIR, keep="last").drop(columns=["employer", "workplace"])
    return newest.merge(first, on=_PAIR)


def _shareable(context: StepContext, connection: Connection) -> frozenset[str]:
    """Who may be shown to the labour-market unit, by file or by answer, the newest counting."""
    records = [_grounds_in_files(context, connection), _grounds_in_answers(context, connection)]
    return with_ground(pd.concat(records, ignore_index=True))


def _grounds_in_files(context: StepContext, connection: Connection) -> pd.DataFrame:
    """Consent as ``bedomning`` has it. A row that cannot be trusted is no ground."""
    in_force = deliveries_in_force(
        connection, context.municipality.code, "bedomning", context.as_of, context.now
    )
    delivered = [context.row_store.read("bedomning", found) for found in in_force["delivery_id"]]
    rows = Sources.pinned(context.as_of, delivered).rows("bedomning")
    told = rows["has_ame_consent"].notna() | is_unreadable(rows, "has_ame_consent")
    rows = rows[told & rows["personal_number"].notna()]
    consents = rows["has_ame_consent"].fillna(False).astype(bool) & ~rows["is_quarantined"]
    key, code = context.settings.pseudonym_key, context.municipality.code
    return pd.DataFrame(
        {
            "person_id": person_ids(key, code, rows["personal_number"]),
            "ground": consents.map({True: GROUNDS[0], False: REFUSED}).astype("str"),
            "at": rows["assessed_date"].dt.tz_localize(STOCKHOLM).astype(STOCKHOLM_DTYPE),
        }
    )


def _grounds_in_answers(context: StepContext, connection: Connection) -> pd.DataFrame:
    answer = tables.answer.columns
    said = own_rows(context, "answer", "task_id", "value", "answered_at", "recorded_at").where(
        answer.field == "share_ground", answer.recorded_at <= context.now
    )
    whose = read_frame(connection, own_rows(context, "task", "task_id", "person_id"))
    rows = read_frame(connection, said).merge(whose, on="task_id")
    rows = rows.sort_values(["answered_at", "recorded_at"])
    rows = rows.rename(columns={"value": "ground", "answered_at": "at"})
    return rows[["person_id", "ground", "at"]].astype({"at": STOCKHOLM_DTYPE})
