"""Letters: PDF, page and ledger together, against WeasyPrint's PDF alone.

Both write the same letters to invented people. Memory is read after every
tenth of our letters, and has to stay flat.

    python benchmarks/letters.py --letters 500
"""

import argparse
import os
import resource
import tempfile
import time
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
from stegvis.steps.letters import plan_letters
from stegvis.steps.offer import draft
from stegvis.steps.render_letters import render_letters

NOW = datetime(2026, 11, 20, 8, tzinfo=STOCKHOLM)
GOAL = 8
WEASYPRINT_LETTERS = 30
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


def with_stegvis(context: StepContext, tenth: int) -> list[float]:
    """Seconds of each tenth, memory beside it."""
    seconds = []
    while True:
        started = time.perf_counter()
        if not render_letters(context, tenth):
            return seconds
        seconds.append(time.perf_counter() - started)
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rate = tenth / seconds[-1]
        print(f"  {len(seconds) * tenth:>7} letters   {rate:>6.0f} a second   {megabytes:>6.0f} MB")


def with_weasyprint(include: Path, pages: list[str]) -> float:
    """Seconds for one letter; fonts and style sheet are read once, as its users are told to."""
    fonts = FontConfiguration()
    faces = " ".join(
        FACE.format(weight=weight, address=(include / "fonts" / file).as_uri())
        for weight, file in WEIGHTS.items()
    )
    sheet = weasyprint.CSS(string=f"@page {{ size: A4 }} {faces}", font_config=fonts)
    started = time.perf_counter()
    for page in pages:
        weasyprint.HTML(string=page).write_pdf(
            stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1"
        )
    return (time.perf_counter() - started) / len(pages)


def invented_pages(context: StepContext, count: int) -> list[str]:
    press, programme = LetterPress.of(context.settings.include_dir), context.programmes[0]
    subject = mock_subject(programme, context.municipality, "single", NOW.date())
    page = press.pages.html(press.compose(subject, programme, context.municipality)).decode()
    return [page.replace("Alexandra", f"Anna{number}") for number in range(count)]


def measure(include: Path, context: StepContext, count: int) -> tuple[float, float]:
    """Seconds a letter: ours, and WeasyPrint's before and after on average."""
    pages = invented_pages(context, WEASYPRINT_LETTERS)
    with_weasyprint(include, pages[:2])
    before = with_weasyprint(include, pages)
    ours = sum(with_stegvis(context, max(1, count // 10))) / count
    return ours, (before + with_weasyprint(include, pages)) / 2


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
    print(f"  stegvis, all three            {ours * 1000:>8.2f} ms a letter")
    print(f"  WeasyPrint, PDF alone         {theirs * 1000:>8.2f} ms a letter")
    print(f"  WeasyPrint / stegvis          {theirs / ours:>8.1f}   (goal: at least {GOAL})")


if __name__ == "__main__":
    main()
