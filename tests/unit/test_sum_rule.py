"""Whatever comes, every row received is accounted for once (contract 1)."""

import csv
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from delivery_builders import MAN, WOMAN, a_municipality, an_aid_row, an_answer
from stegvis.domain.deliveries import parse_delivery_name
from stegvis.steps.intake.read_deliveries import DeliveryFile, read_deliveries

AID = parse_delivery_name("bistand_1492_202611.csv")
ANSWERS = parse_delivery_name("af_status_1492_20261120.csv")
TEXTS = ["", " ", "0", "1", "2", "3", "7", "-5", "x", "9 500,00", "9500,5", "1488", "10", "11"]
OTHERS = [WOMAN, MAN, "199003022383", "2026-11-02", "2026-13-01", "H1", "H2"]
AWKWARD = ['a"b', "två\nrader", "a;b"]
VALUES = st.sampled_from([*TEXTS, *OTHERS, *AWKWARD])


@st.composite
def files(draw, row):
    """A handful of rows with some cells changed, some rows repeated, some ragged."""
    lines = []
    for _ in range(draw(st.integers(1, 6))):
        changed = draw(st.dictionaries(st.sampled_from(list(row)), VALUES, max_size=3))
        cells = list((row | changed).values())
        cells = cells[: draw(st.sampled_from([len(cells)] * 6 + [1, len(cells) - 1]))]
        lines += [cells + draw(st.sampled_from([[]] * 6 + [["för", "mycket"]]))]
        lines += [lines[-1]] * draw(st.sampled_from([0, 0, 0, 1, 2]))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([list(row), *lines])
    return text.getvalue().encode(), len(lines)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(files(an_aid_row()), min_size=3, max_size=5))
def test_every_row_of_assistance_is_counted_once(some):
    check(AID, some)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(files(an_answer()), min_size=3, max_size=5))
def test_every_row_of_answers_is_counted_once(some):
    check(ANSWERS, some)


def check(name, some):
    """Several files at once, each with its own sum."""
    reading = read_deliveries([DeliveryFile(name, data) for data, _ in some], a_municipality())
    for (_, rows), result in zip(some, reading.results, strict=True):
        if isinstance(result, Exception):
            assert result.rows == rows
            continue
        result.counts.check()
        assert result.counts.received == rows
        delivered = result.delivered.rows
        assert len(delivered) == rows - result.counts.repeated
        assert result.counts.quarantined == delivered["is_quarantined"].sum()
        assert set(result.quarantined["row_number"]) == set(
            delivered.loc[delivered["is_quarantined"], "row_number"]
        )
