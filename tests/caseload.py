"""A municipality's caseload from delivered rows on, for tests of reminding and collecting.

Rows are built, stored and screened by the real parts; only reading files and
setting letters is left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pandas as pd
from openpyxl import load_workbook

from repository import ROOT
from row_builders import MAN, WOMAN, an_aid_row, delivered
from stegvis.adapters.raw_store import RawStore
from stegvis.adapters.row_store import RowStore
from stegvis.adapters.warehouse import (
    Warehouse,
    append,
    read_frame,
    replace_partition,
    tables,
    upsert,
)
from stegvis.adapters.worklists.workbook import TASK_SHEET
from stegvis.domain import identity
from stegvis.domain.letters.ledger import letter_event
from stegvis.domain.offers.events import offer_events
from stegvis.domain.pseudonyms import household_ids, person_ids, short_hash
from stegvis.domain.sources import DeliveredRows
from stegvis.settings import Settings
from stegvis.steps.context import StepContext
from stegvis.steps.screening.screen import screen
from stegvis.steps.worklists.lists import write_worklists
from stegvis.steps.worklists.remind import remind
from task_builders import FRIDAY, municipality, programmes

KEY = b"p" * 32
KRAMFORS = "kramfors_arbetsmarknadsanstallning"
ROUTED = {"case_id": "K-2026-7", "unit": "forsorjning", "caseworker": "Eva Öst"}
MONTHS = ("202605", "202606", "202607", "202608", "202609", "202610")


def aid(number=WOMAN, **but):
    told = {"municipality_code": "2282", "personal_number": number, "household_id": f"H{number}"}
    return an_aid_row(**(told | ROUTED | but))


@dataclass(frozen=True)
class Caseload:
    """One municipality in a warehouse, with folders of its own."""

    slug: str
    warehouse: Warehouse
    folder: Path

    @property
    def code(self) -> str:
        return municipality(self.slug).code

    @property
    def inbox(self) -> Path:
        inbox = self.folder / "inbox" / self.slug
        inbox.mkdir(parents=True, exist_ok=True)
        return inbox

    @property
    def output(self) -> Path:
        return self.folder / "output" / self.slug

    def context(self, now: datetime = FRIDAY) -> StepContext:
        settings = Settings(
            include_dir=ROOT / "include",
            data_dir=self.folder / "data",
            output_dir=self.folder / "output",
            inbox=str(self.folder / "inbox"),
            warehouse_url="",
            pseudonym_key=KEY,
            list_signing_key=b"l" * 32,
        )
        context = StepContext(
            settings=settings,
            municipality=municipality(self.slug),
            now=now,
            warehouse=self.warehouse,
            raw_store=RawStore(settings.data_dir / "raw"),
            row_store=RowStore(settings.data_dir / "rows"),
        )
        context.__dict__["programmes"] = programmes(self.slug)  # read once for all tests
        return context

    def deliver(self, made: DeliveredRows, received_at: datetime | None = None) -> None:
        """Store a delivery as if it had been received, by default the evening before Friday."""
        known_at = received_at or FRIDAY - timedelta(hours=12)
        self.context().row_store.write(made)
        counts = ("quarantined", "rejected", "held", "repeated")
        record = {
            "municipality_code": self.code,
            "delivery_id": made.delivery_id,
            "extract": made.extract,
            "period": made.period,
            "sha256": made.delivery_id,
            "ordinal": 0,
            "columns_present": "|".join(sorted(made.columns_present)),
            **{f"rows_{name}": 0 for name in counts},
            "rows_received": len(made.rows),
            "rows_accepted": len(made.rows),
            "status": "accepted",
            "is_backfill": False,
            "received_at": known_at,
            "known_at": known_at,
        }
        with self.warehouse.begin() as connection:
            append(connection, tables.delivery_record, [record])
            for name, rows in self._derived(made).items():
                key = {"municipality_code": self.code, "delivery_id": made.delivery_id}
                replace_partition(connection, tables[name], key, rows)

    def people(self, rows: pd.DataFrame, **columns: object) -> None:
        """Store who stands behind the numbers of delivered rows."""
        numbers = rows["personal_number"]
        protected = (rows["has_secrecy_marking"] | rows["has_protected_registration"]).fillna(True)
        frame = pd.DataFrame(
            {
                "municipality_code": self.code,
                "person_id": person_ids(KEY, self.code, numbers),
                "personal_number": numbers,
                "birth_date": identity.birth_dates(numbers),
                "first_name": "Testa",
                "last_name": [f"Testsson{number}" for number in range(len(rows))],
                "is_protected": protected,
                "case_id": rows["case_id"],
                "unit": rows["unit"],
                "caseworker": rows["caseworker"],
                "delivery_id": "d-0",
                "seen_period": "202611",
                "seen_at": FRIDAY,
            }
        ).assign(**columns)
        with self.warehouse.begin() as connection:
            upsert(connection, tables.person, frame)

    def screened(self, now: datetime = FRIDAY) -> str:
        return screen(self.context(now))

    def offered(
        self, programme_id: str, numbers: list[str], *events: str, **columns: object
    ) -> None:
        """Offers that have come as far as ``events`` say, one per person."""
        ids = person_ids(KEY, self.code, pd.Series(numbers, dtype="str"))
        rows = pd.DataFrame({"person_id": ids}).assign(
            municipality_code=self.code,
            offer_id=[short_hash("offer", found) for found in ids],
            programme_id=programme_id,
            household_id="h",
            round=1,
            rank=range(1, len(ids) + 1),
            **columns,
        )
        with self.warehouse.begin() as connection:
            for event in events:
                append(connection, tables.offer_event, offer_events(rows, event, at=FRIDAY))

    def drafted_letters(self) -> None:
        """A rendered letter for every planned offer."""
        events = []
        for offer in self.table("offer").itertuples():
            letter = {
                "municipality_code": self.code,
                "letter_id": short_hash("letter", offer.offer_id),
                "offer_id": offer.offer_id,
                "template": "t",
                "template_version": "1",
                "language": "sv",
            }
            path = f"letters/{offer.programme_id}/2026-11-20/{letter['letter_id']}.pdf"
            events.append(letter_event(letter, "planned", at=FRIDAY))
            events.append(letter_event(letter, "rendered", at=FRIDAY, path=path, sha256="0"))
        with self.warehouse.begin() as connection:
            append(connection, tables.letter_event, events)

    def table(self, name: str) -> pd.DataFrame:
        with self.warehouse.read() as connection:
            return read_frame(connection, f"select * from {name}")  # noqa: S608

    def tasks(self, status: str = "open") -> pd.DataFrame:
        tasks = self.table("task")
        return tasks[tasks["status"] == status].reset_index(drop=True)

    def workbooks(self, day: str = "2026-11-20", unit: str = "forsorjning") -> list[Path]:
        return sorted((self.output / "worklists" / day / unit).glob("*.xlsx"))

    def answer(
        self, workbook: Path, name: str, fill: Callable[[dict[str, str]], dict[str, object]]
    ):
        """Fill in a workbook as a person would and drop it in the inbox as ``name``.

        ``fill`` gets a row's text by header and gives the answers by header.
        """
        opened = load_workbook(BytesIO(workbook.read_bytes()))
        sheet = opened[TASK_SHEET]
        header = [cell.value for cell in sheet[1]]
        for line in sheet.iter_rows(min_row=2):
            told = {title: cell.value for title, cell in zip(header, line, strict=True)}
            for title, value in fill(told).items():
                line[header.index(title)].value = value
        dropped = self.inbox / name
        opened.save(dropped)
        return dropped

    def _derived(self, made: DeliveredRows) -> dict[str, pd.DataFrame]:
        rows = made.rows
        if made.extract == "ansokan":
            return {"application": self._applications(made)}
        if made.extract != "bistand":
            return {}
        base = pd.DataFrame(
            {
                "aid_month": pd.Timestamp(f"{made.period[:4]}-{made.period[4:]}-01"),
                "household_id": household_ids(KEY, self.code, rows["household_id"]),
                "is_assisted": rows["decision_type_code"].isin(["01", "03"]),
                "is_protected": False,
                "unit": rows["unit"],
            }
        )
        members = base.assign(
            person_id=person_ids(KEY, self.code, rows["personal_number"]),
            household_role=rows["household_role"],
        )
        households = base.assign(
            adults_count=1, children_count=rows["children_count"], case_reference=rows["case_id"]
        )
        return {
            "person_month": members,
            "household_month": households.drop_duplicates("household_id"),
        }

    def _applications(self, made: DeliveredRows) -> pd.DataFrame:
        rows = made.rows
        return pd.DataFrame(
            {
                "period": made.period,
                "application_ref": [short_hash(found) for found in rows["application_id"]],
                "person_id": person_ids(KEY, self.code, rows["personal_number"]),
                "household_id": household_ids(KEY, self.code, rows["household_id"]),
                "applied_at": rows["applied_at"].dt.tz_convert("Europe/Stockholm"),
                "is_time_imputed": rows["applied_at_is_imputed"],
                "unit": rows["unit"],
                "caseworker": rows["caseworker"],
                "case_reference": rows["case_id"],
                "is_protected": rows["has_secrecy_marking"].fillna(True),
            }
        )


def a_caseload(warehouse, folder, *more, **but):
    """Kramfors: two people with support for six months; neither capacity nor AF's word is known."""
    caseload = Caseload("kramfors", warehouse, folder)
    rows = [aid(WOMAN, **but), aid(MAN, **but), *more]
    for month in MONTHS:
        caseload.deliver(delivered("bistand", month, *rows))
    caseload.people(delivered("bistand", MONTHS[-1], *rows).rows)
    return caseload


def morning(caseload, now=FRIDAY):
    """Screen, remind and write; returns how many task events were new."""
    caseload.screened(now)
    events = remind(caseload.context(now))
    write_worklists(caseload.context(now))
    return events


def ready(caseload):
    """Everything that Kramfors asks is answered, so that both are eligible."""
    said = {"word": "ja", "support_form": "osa", "word_source": "af_beslut"}
    words = [{"personal_number": n, "word_date": "2026-11-02", **said} for n in (WOMAN, MAN)]
    assessed = [
        {"personal_number": n, "assessed_date": "2026-11-02", "work_capacity_percent": 60}
        for n in (WOMAN, MAN)
    ]
    caseload.deliver(delivered("stodbedomning", "20261102", *words))
    caseload.deliver(delivered("bedomning", "20261102", *assessed))
