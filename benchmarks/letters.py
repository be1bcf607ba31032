"""Letters: PDF, page and ledger together, against WeasyPrint's PDF alone.

Both write the same letters to invented people, in turn. Memory is read after
every tenth of our letters, and has to stay flat.

    python benchmarks/letters.py --letters 500
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from stegvis.adapters.letters.press import LetterPress
from stegvis.adapters.municipality_files import load_municipality
from stegvis.adapters.raw_store import RawStore
from stegvis.adapters.row_store import RowStore
from stegvis.adapters.warehouse import append, migrate, open_warehouse, tables
from stegvis.domain.clock import STOCKHOLM
from stegvis.domain.letters.mock_cases import mock_subject
from stegvis.settings import Settings, include_dir
from stegvis.steps.context import StepContext
from stegvis.steps.letters.planning import plan_letters
from stegvis.steps.letters.rendering import render_letters
from stegvis.steps.offers.offer import draft

NOW = datetime(2026, 11, 20, 8, tzinfo=STOCKHOLM)
GOAL = 8
WEASYPRINT_LETTERS = 5
FACE = "@font-face {{ font-family: 'Noto Sans'; font-weight: {weight}; src: url('{address}') }}"
WEIGHTS = {400: "NotoSans-Regular.ttf", 700: "NotoSans-Bold.ttf"}


def a_context(include: Path, folder: Path) -> StepContext:
    url = f"sqlite:///{folder}/warehouse.db"
    migrate(url)
    owner = load_municipality(include, "varmdo")
    rules = owner.letters.model_copy(update={"absolute_batch_limit": 10**6})
    settings = Settings(
        include_dir=include,
        data_dir=folder,
        output_dir=folder / "output",
        inbox=str(folder),
        warehouse_url=url,
        pseudonym_key=b"p" * 32,
        list_signing_key=b"l" * 32,
    )
    return StepContext(
        settings=settings,
        municipality=owner.model_copy(update={"letters": rules}),
        now=NOW,
        warehouse=open_warehouse(url),
        raw_store=RawStore(folder / "raw"),
        row_store=RowStore(folder / "rows"),
    )


def screened(context: StepContext, count: int) -> str:
    """Store invented people who are all eligible; each with a name and a street of their own."""
    ids = pd.Series([f"p-{number:06d}" for number in range(count)])
    own = {"municipality_code": context.municipality.code}
    screening = {**own, "run_id": "run", "as_of": NOW.date(), "screened_at": NOW}
    screening |= {"rule_versions": "", "code_version": ""}
    with context.warehouse.begin() as connection:
        append(connection, tables.screening_run, [screening])
        append(connection, tables.person, people(ids).assign(**own))
        results = eligible(ids, context.programmes[0].programme_id)
        append(connection, tables.screening_result, results.assign(**own))
    return "run"


def people(ids: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"person_id": ids}).assign(
        personal_number=ids,
        first_name="Anna" + ids.str[2:],
        last_name="Provsson",
        street_address="Provgatan " + ids.str[2:],
        postcode="12345",
        post_town="Exempelstad",
        is_protected=False,
        case_id="EB-" + ids.str[2:],
        delivery_id="d",
        seen_period="202611",
        seen_at=NOW,
    )


def eligible(ids: pd.Series, programme_id: str) -> pd.DataFrame:
    return pd.DataFrame({"person_id": ids}).assign(
        run_id="run",
        programme_id=programme_id,
        household_id=ids,
        as_of=pd.Timestamp(NOW.date()),
        outcome="eligible",
        not_met="",
        unknown="",
        rank=range(1, len(ids) + 1),
        rule_version="r",
    )


@dataclass(frozen=True)
class Spent:
    """Seconds that letters took, by the clock and of the processors."""

    letters: int
    wall: float
    cpu: float

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.letters + other.letters, self.wall + other.wall, self.cpu + other.cpu)


def spent(letters: int, work: Callable[[], object]) -> Spent:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Spent(letters, time.perf_counter() - wall, time.process_time() - cpu)


class WeasyPrint:
    """Fonts and style sheet are read once, as its users are told to."""

    def __init__(self, include: Path, pages: list[str]) -> None:
        self.fonts, self.pages = FontConfiguration(), pages
        faces = " ".join(
            FACE.format(weight=weight, address=(include / "fonts" / file).as_uri())
            for weight, file in WEIGHTS.items()
        )
        style = f"@page {{ size: A4 }} {faces}"
        self.sheet = weasyprint.CSS(string=style, font_config=self.fonts)
        self.write()

    def write(self) -> None:
        """Write every page as PDF."""
        for page in self.pages:
            weasyprint.HTML(string=page).write_pdf(
                stylesheets=[self.sheet], font_config=self.fonts, pdf_variant="pdf/ua-1"
            )


def invented_pages(context: StepContext, count: int) -> list[str]:
    press, programme = LetterPress.of(context.settings.include_dir), context.programmes[0]
    subject = mock_subject(programme, context.municipality, "single", NOW.date())
    page = press.pages.html(press.compose(subject, programme, context.municipality)).decode()
    return [page.replace("Alexandra", f"Anna{number}") for number in range(count)]


def megabytes() -> float:
    """Memory in use now, not the most there ever was."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def measure(include: Path, context: StepContext, count: int) -> tuple[Spent, Spent]:
    """Ours and WeasyPrint's, a part of each in turn, so that both meet the same load."""
    rival = WeasyPrint(include, invented_pages(context, WEASYPRINT_LETTERS))
    tenth = max(1, count // 10)
    ours = theirs = Spent(0, 0, 0)
    while ours.letters < count:
        ours += spent(tenth, lambda: render_letters(context, tenth))
        print(f"  {ours.letters:>7} letters   {megabytes():>6.0f} MB")
        theirs += spent(WEASYPRINT_LETTERS, rival.write)
    return ours, theirs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=500)
    count = parser.parse_args().letters
    include = include_dir(os.environ)
    with tempfile.TemporaryDirectory() as name:
        context = a_context(include, Path(name))
        draft(context, screened(context, count))
        plan_letters(context)
        print(f"PDF, page and ledger of {count} letters ({datetime.now(UTC):%Y-%m-%d})")
        ours, theirs = measure(include, context, count)
    for name, by in (("by the clock", "wall"), ("of the processors", "cpu")):
        our_ms, their_ms = (1000 * getattr(one, by) / one.letters for one in (ours, theirs))
        print(f"Milliseconds a letter, {name}")
        print(f"  stegvis, all three        {our_ms:>8.2f}")
        print(f"  WeasyPrint, PDF alone     {their_ms:>8.2f}")
        print(f"  WeasyPrint / stegvis      {their_ms / our_ms:>8.1f}   (goal: at least {GOAL})")


if __name__ == "__main__":
    main()
