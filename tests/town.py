"""A municipality in a warehouse, for tests of steps: people, a screening, places, answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
from sqlalchemy import text

from offer_builders import FRIDAY, INCLUDE, PROGRAMMES, municipality, programme
from stegvis.adapters.raw_store import RawStore
from stegvis.adapters.row_store import RowStore
from stegvis.adapters.warehouse import Warehouse, append, read_frame, replace_partition, tables
from stegvis.domain.pseudonyms import short_hash
from stegvis.settings import Settings
from stegvis.steps.context import StepContext


def a_person(**but: object) -> dict[str, object]:
    """A row of ``person``: somebody with an address and nothing out of the ordinary."""
    return {
        "personal_number": "199003022382",
        "first_name": "Alexandra",
        "last_name": "Testdotter",
        "care_of": None,
        "street_address": "Provgatan 12 B",
        "postcode": "12345",
        "post_town": "Exempelstad",
        "needs_interpreter": False,
        "interpreter_language": None,
        "is_protected": False,
        "case_id": "EB-2026-01482",
        "caseworker": "HL204",
        "unit": "Enheten",
        **but,
    }


@dataclass(frozen=True)
class Town:
    """A municipality with people, a screening and places in a warehouse."""

    slug: str
    warehouse: Warehouse
    folder: Path
    include: Path = INCLUDE

    @property
    def code(self) -> str:
        return municipality(self.slug).code

    def context(self, now: datetime = FRIDAY, **rules: object) -> StepContext:
        """The context at a moment; ``rules`` change the municipality's rules for letters."""
        settings = Settings(
            include_dir=self.include,
            data_dir=self.folder / "data",
            output_dir=self.folder / "output",
            inbox=str(self.folder / "inbox"),
            warehouse_url="",
            pseudonym_key=b"p" * 32,
            list_signing_key=b"l" * 32,
        )
        owner = municipality(self.slug)
        letters = owner.letters.model_copy(update=rules)
        context = StepContext(
            settings=settings,
            municipality=owner.model_copy(update={"letters": letters}),
            now=now,
            warehouse=self.warehouse,
            raw_store=RawStore(settings.data_dir / "raw"),
            row_store=RowStore(settings.data_dir / "rows"),
        )
        if self.include == INCLUDE:  # reading the same files again takes a second each time
            context.__dict__["programmes"] = (programme(self.slug),)
        return context

    def screened(self, people: pd.DataFrame, now: datetime = FRIDAY, run_id: str = "run-1") -> str:
        """Store a screening of ``in_line`` people for the municipality's programme."""
        results = people[["person_id", "household_id", "outcome", "rank"]].assign(
            programme_id=PROGRAMMES[self.slug],
            as_of=pd.Timestamp(now.date()),
            not_met="",
            unknown="",
            rule_version="r-1",
        )
        run = {
            "municipality_code": self.code,
            "run_id": run_id,
            "as_of": now.date(),
            "rule_versions": "",
            "code_version": "1",
            "screened_at": now,
        }
        with self.warehouse.begin() as connection:
            append(connection, tables.screening_run, [run])
            replace_partition(
                connection,
                tables.screening_result,
                {"municipality_code": self.code, "run_id": run_id},
                results,
            )
        return run_id

    def inhabited(self, person_ids: pd.Series, **but: object) -> None:
        """Store ordinary people; a value given as a list goes to one after the other."""
        rows = []
        for number, person_id in enumerate(person_ids):
            own = {name: v[number] if isinstance(v, list) else v for name, v in but.items()}
            rows.append({"person_id": person_id, **a_person(**own)})
        provenance = {"delivery_id": "d-0", "seen_period": "202611", "seen_at": FRIDAY}
        frame = pd.DataFrame(rows).assign(municipality_code=self.code, **provenance)
        with self.warehouse.begin() as connection:
            append(connection, tables.person, frame)

    def with_places(self, rows: pd.DataFrame, period: str = "20261119") -> None:
        """Deliver a snapshot of places."""
        rows = rows.assign(programme_id=PROGRAMMES[self.slug], period=period)
        self._delivered("plats", period, "place", rows)

    def with_placements(self, rows: pd.DataFrame, period: str = "20261119") -> None:
        """Deliver a snapshot of placements: ``person_id, start_date`` and ends."""
        whole = rows.assign(
            programme_id=PROGRAMMES[self.slug],
            period=period,
            placement_id=["pl-" + person for person in rows["person_id"]],
            has_supervisor=True,
        )
        self._delivered("placering", period, "placement", whole)

    def with_months(
        self, person_ids: pd.Series, months: list[str], *, children: int = 0, run_id: str = "run-1"
    ) -> None:
        """Give people income support in the months, in a household of their own."""
        for month in months:
            delivery_id = f"d-bistand-{month}"
            base = pd.DataFrame({"person_id": person_ids}).assign(
                household_id=person_ids.str.replace("p-", "h-"),
                aid_month=pd.Timestamp(month),
                is_protected=False,
                is_assisted=True,
            )
            households = base.drop(columns="person_id").assign(
                children_count=children, adults_count=1
            )
            self._delivered("bistand", month.replace("-", "")[:6], "household_month", households)
            people = base.assign(household_role="1", counts_income_support=True)
            key = {"municipality_code": self.code, "delivery_id": delivery_id}
            pinned = {**key, "run_id": run_id, "extract": "bistand"}
            with self.warehouse.begin() as connection:
                replace_partition(connection, tables.person_month, key, people)
                append(connection, tables.screening_run_delivery, [pinned])

    def with_applications(self, people: pd.DataFrame, run_id: str = "run-1") -> None:
        """Store each person's application, pinned by the screening."""
        rows = people[["person_id", "household_id", "applied_at"]].assign(
            application_ref=["a-" + person for person in people["person_id"]],
            is_time_imputed=False,
            is_protected=False,
            period="20261119",
        )
        delivery_id = self._delivered("ansokan", "20261119", "application", rows)
        pinned = {
            "municipality_code": self.code,
            "delivery_id": delivery_id,
            "run_id": run_id,
            "extract": "ansokan",
        }
        with self.warehouse.begin() as connection:
            append(connection, tables.screening_run_delivery, [pinned])

    def events(self, *rows: dict[str, object]) -> None:
        """Write events of offers as a person's answers would: offer_id, event, by."""
        with self.warehouse.begin() as connection:
            known = read_frame(connection, "select * from offer").set_index("offer_id")
            whole = []
            for row in rows:
                offer = known.loc[row["offer_id"]]
                fixed = {"municipality_code": self.code, "at": FRIDAY, "recorded_at": FRIDAY}
                named = ("programme_id", "person_id", "household_id", "round")
                whole.append(
                    {
                        **fixed,
                        **{name: offer[name] for name in named},
                        "event_key": short_hash(str(row["offer_id"]), str(row["event"])),
                        **row,
                    }
                )
            append(connection, tables.offer_event, whole)

    def released(self, letter_id: str, by: str = "HL204") -> None:
        """Write that a person released a letter, and its offer with it."""
        letter = self.letters().set_index("letter_id").loc[letter_id]
        event = {
            **{name: letter[name] for name in ("offer_id", "template", "template_version")},
            "municipality_code": self.code,
            "letter_id": letter_id,
            "language": "sv",
            "event": "released",
            "event_key": short_hash(letter_id, "released"),
            "at": FRIDAY,
            "recorded_at": FRIDAY,
            "by": by,
        }
        with self.warehouse.begin() as connection:
            append(connection, tables.letter_event, [event])
        self.events({"offer_id": letter["offer_id"], "event": "released", "by": by})

    def becomes_protected(self, person_id: str) -> None:
        """Protect a person whom we know."""
        statement = "update person set is_protected = true where person_id = :person_id"
        with self.warehouse.begin() as connection:
            connection.execute(text(statement), {"person_id": person_id})

    def answered(self, event: str, at: datetime = FRIDAY) -> None:
        """Everybody with a released offer answers it."""
        offers = self.offers()
        for offer_id in offers.loc[offers["status"] == "released", "offer_id"]:
            self.events({"offer_id": offer_id, "event": event, "by": "HL204", "at": at})

    def forget_selector(self, offer_id: str) -> None:
        """Take away who selected: what no run can do, a broken import could."""
        with self.warehouse.begin() as connection:
            statement = "update offer_event set by = null where offer_id = :offer_id"
            connection.execute(text(statement), {"offer_id": offer_id})

    def table(self, name: str) -> pd.DataFrame:
        with self.warehouse.read() as connection:
            return read_frame(connection, f"select * from {name}")  # noqa: S608

    def offers(self) -> pd.DataFrame:
        return self.table("offer").sort_values("rank").reset_index(drop=True)

    def letters(self) -> pd.DataFrame:
        return self.table("letter").sort_values("letter_id").reset_index(drop=True)

    def files(self) -> list[str]:
        """Every file below the output folder, by its path from there."""
        output = self.folder / "output" / self.slug
        return sorted(str(p.relative_to(output)) for p in output.rglob("*") if p.is_file())

    def output(self) -> Path:
        return self.folder / "output" / self.slug

    def _delivered(self, extract: str, period: str, table: str, rows: pd.DataFrame) -> str:
        delivery_id = f"d-{extract}-{period}" if extract != "bistand" else _month_id(rows)
        record = {
            "municipality_code": self.code,
            "delivery_id": delivery_id,
            "extract": extract,
            "period": period,
            "sha256": delivery_id,
            "ordinal": 0,
            "columns_present": "",
            **dict.fromkeys(
                (f"rows_{kind}" for kind in ("quarantined", "rejected", "held", "repeated")), 0
            ),
            "rows_received": len(rows),
            "rows_accepted": len(rows),
            "status": "accepted",
            "is_backfill": False,
            "received_at": FRIDAY - timedelta(days=1),
            "known_at": FRIDAY - timedelta(days=1),
        }
        key = {"municipality_code": self.code, "delivery_id": delivery_id}
        with self.warehouse.begin() as connection:
            append(connection, tables.delivery_record, [record])
            replace_partition(connection, tables[table], key, rows)
        return delivery_id


def _month_id(rows: pd.DataFrame) -> str:
    return f"d-bistand-{rows['aid_month'].iloc[0].date()}"
