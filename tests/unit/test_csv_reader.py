"""Files as they come: encodings, separators, quotes, ragged rows, and what is no CSV."""

import csv
import io
import string
from itertools import product

import pandas as pd
import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from delivery_builders import MAN, WOMAN, a_plan, an_aid_row, an_answer, as_file, csv_text
from stegvis.adapters.csv_reader import count_rows, parsing, read_rows, refusal_of
from stegvis.adapters.csv_reader.source_text import open_text
from stegvis.adapters.csv_reader.typed_columns import Form, arrow_type, typed_column
from stegvis.domain.deliveries import parse_delivery_name
from stegvis.domain.row_rules.header import read_header
from stegvis.domain.sources import empty_rows
from stegvis.errors import DeliveryRejected

AID = parse_delivery_name("bistand_1492_202611.csv")
ANSWERS = parse_delivery_name("af_status_1492_20261120.csv")
APPLICATIONS = parse_delivery_name("ansokan_1492_20261120.csv")
PLANS = parse_delivery_name("plan_1492_20261120.csv")


def rejection(name, data):
    with pytest.raises(DeliveryRejected) as rejected:
        read_rows(name, data)
    return rejected.value


@pytest.mark.parametrize(
    ("separator", "line_end", "encoding"),
    product([";", ",", "\t"], ["\r\n", "\n"], ["utf-8", "utf-8-sig"]),
)
def test_separators_line_ends_and_a_byte_order_mark(separator, line_end, encoding):
    rows = [an_answer(skat_text="Öppet arbetslös"), an_answer(personnr=MAN)]
    data = as_file(*rows, separator=separator, line_end=line_end, encoding=encoding)
    received = read_rows(ANSWERS, data)

    assert received.rows["personal_number"].tolist() == [WOMAN, MAN]
    assert received.rows["jobseeker_category_text"].iloc[0] == "Öppet arbetslös"
    assert dict(received.warnings) == {}


def test_a_header_may_be_written_freely_and_stand_in_any_order():
    names = list(an_answer())
    text = csv_text([an_answer()], header=[names[-1], *names[:-1]])
    header, rest = text.split("\r\n", 1)
    data = f"\r\n{header.upper().replace(';', ' ; ')}\r\n{rest}".encode()

    assert read_rows(ANSWERS, data).rows["personal_number"].tolist() == [WOMAN]


def test_quoted_cells_may_hold_separators_quotes_and_line_breaks():
    goal = 'Arbete; gärna "ute"\r\ni höst'
    row = a_plan() | {"mal": '"' + goal.replace('"', '""') + '"'}
    received = read_rows(PLANS, as_file(row, a_plan(plan_id="P2") | {"mal": ""}))

    assert received.rows["goal"].iloc[0] == goal
    assert received.rows["plan_id"].tolist() == ["P1", "P2"]


def test_empty_lines_are_no_rows():
    data = (
        as_file(an_answer()) + b"\r\n\r\n" + as_file(an_answer(personnr=MAN)).split(b"\r\n", 1)[1]
    )

    assert read_rows(ANSWERS, data).rows["row_number"].tolist() == [1, 2]


def test_an_empty_cell_is_missing_and_so_are_spaces():
    received = read_rows(
        AID, as_file(an_aid_row(sbel="", tolkbehov=" ", enhet="\u00a0", beslut_tom=" "))
    )
    row = received.rows.iloc[0]

    assert row[["assistance_sek", "needs_interpreter", "unit", "decision_to_date"]].isna().all()
    assert received.marks.empty


def test_spaces_around_a_value_mean_nothing():
    row = read_rows(
        AID, as_file(an_aid_row(enhet=" Nord ", sbel=" 9500 ", kon="\u202f2"))
    ).rows.iloc[0]

    assert row["unit"] == "Nord"
    assert row["assistance_sek"] == 9500
    assert row["sex_code"] == "2"


def test_every_declared_column_comes_with_its_type():
    lean = {
        name: an_aid_row()[name] for name in an_aid_row() if name not in ("norm_behov", "epost")
    }
    received = read_rows(AID, as_file(lean))
    expected = empty_rows(received.extract)

    for column in received.extract.columns:
        assert received.rows[column.name].dtype == expected[column.name].dtype


def test_a_day_alone_is_marked_as_imputed():
    header = (
        "ansokan_id;kommun;hushall_id;personnr;ansokt_at;sekretessmarkering;skyddad_folkbokforing"
    )
    lines = [f"A1;1492;H1;{WOMAN};2026-11-20;0;0", f"A2;1492;H1;{WOMAN};2026-11-20T00:00;0;0"]
    rows = read_rows(APPLICATIONS, "\n".join([header, *lines]).encode()).rows

    assert rows["applied_at_is_imputed"].tolist() == [True, False]
    assert rows["applied_at"].nunique() == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbf\r\n",
        b"%PDF-1.7 personnr;fraga_datum;status_kod",
        b"PK\x03\x04 personnr;fraga_datum;status_kod",
        b"\x1f\x8b\x08 personnr;fraga_datum;status_kod",
        as_file(an_answer(), encoding="utf-16"),
        as_file(an_answer(akassa="\0")),
        b"<html><body>Fel 500</body></html>",
        csv_text([an_answer()]).split("\r\n", 1)[1].encode(),
        b"personnr;fraga_datum;status_kod\n1;2;x\x81y\xd6z",
        b'personnr;fraga_datum;status_kod;akassa\n1;2026-11-18;0;"a\n2;2026-11-18;0;b\n3;2026-11-18;0;c\n',
        b'personnr;fraga_datum;status_kod;akassa\n"1;2026-11-18;0;a\n"2;2026-11-18;0;b\n3;2026-11-18;0;c\n',
        b"personnr;fraga_datum;status_kod\n1,2026-11-18,0\n2,2026-11-18,0\n",
    ],
    ids=[
        "empty",
        "only a mark",
        "PDF",
        "zip",
        "gzip",
        "UTF-16",
        "NUL",
        "HTML",
        "no header",
        "neither encoding",
        "open quote",
        "two open quotes",
        "other separator in rows",
    ],
)
def test_what_is_no_csv_is_rejected(data):
    assert rejection(ANSWERS, data).reason == "not_csv"


def test_a_missing_required_column_is_named():
    rows = [{name: value for name, value in an_aid_row().items() if name not in ("sbel", "kon")}]
    rejected = rejection(AID, as_file(*rows))

    assert rejected.reason == "missing_column"
    assert "sbel" in str(rejected)
    assert "kon" in str(rejected)
    assert rejected.rows == 1


def test_a_repeated_column_is_rejected():
    data = as_file(an_answer()).replace(b";akassa", b";Personnr ")
    rejected = rejection(ANSWERS, data)

    assert rejected.reason == "duplicate_column"


def test_an_unknown_column_rejects_an_answer_file():
    """X6: of such a file only hash, column names and number of rows may be kept."""
    data = as_file(an_answer(anteckning="hemligt"), an_answer(anteckning="också"))
    rejected = refusal_of(ANSWERS, data)

    assert (rejected.reason, rejected.rows) == ("unknown_column", 2)
    assert "anteckning" in rejected.columns
    assert "hemligt" not in str(rejected)
    assert rejection(ANSWERS, data).reason == "unknown_column"


def test_a_data_row_in_the_header_s_place_is_never_kept_as_column_names():
    data = as_file(an_answer()).replace(b";akassa", f";{WOMAN}".encode(), 1)

    assert WOMAN not in "".join(refusal_of(ANSWERS, data).columns)


def test_files_that_may_hold_anything_are_never_refused_unread():
    assert refusal_of(AID, as_file(an_aid_row(anteckning="x"))) is None
    assert refusal_of(ANSWERS, as_file(an_answer())) is None
    assert refusal_of(ANSWERS, b"%PDF").reason == "not_csv"


def test_rows_of_a_rejected_file_are_counted():
    assert count_rows(AID, as_file(an_aid_row(), an_aid_row())) == 2
    assert count_rows(AID, as_file(an_aid_row(efternamn="Ö"), encoding="cp1252")) == 1
    assert count_rows(AID, b"%PDF") == 0


def test_ragged_rows_keep_their_place():
    good = csv_text([an_answer(personnr=WOMAN), an_answer(personnr=MAN)]).split("\r\n")
    lines = [good[0], "1;2", good[1], "", ";" * 20, good[2]]
    received = read_rows(ANSWERS, "\r\n".join(lines).encode())

    assert received.rows["row_number"].tolist() == [1, 2, 3, 4]
    assert received.rows["personal_number"].tolist()[1::2] == [WOMAN, MAN]
    ragged = received.marks[received.marks["mark"] == "ragged"]
    assert ragged["position"].tolist() == [0, 2]


def test_many_blocks_are_read_as_one_file():
    rows = [
        an_answer(fraga_datum=f"2026-11-{day:02d}", akassa="A" * 200) for day in range(1, 21)
    ] * 2500
    data = csv_text(rows, line_end="\n").replace("2026-11-07", "2026-11-07+01:00").encode()
    received = read_rows(ANSWERS, data)

    assert len(data) > 5 * 2_097_152
    assert received.rows["asked_date"].dt.day.tolist() == list(range(1, 21)) * 2500


ODD = (
    ["", " ", " 7 ", "007", "9 500,00", "9500,5", "0x1F", "+5", "1.0", "99999999999999999999"],
    ["2026-11-02+01:00", " 2026-11-02 ", "2026-13-01", "0000-01-01", "20261102", "\u00a05", "x"],
)
ODD_CELLS = st.one_of(
    *map(st.sampled_from, ODD),
    st.text(string.ascii_letters + "0123456789 +-.,:åäöÅÄÖ\u00a0", max_size=12),
)
NUMBERS = st.integers(-(2**63), 2**63 - 1).map(str)
PLAIN_ROWS = st.tuples(
    NUMBERS,
    st.one_of(st.just(""), NUMBERS),
    st.one_of(st.just(""), st.dates().map(str)),
    st.sampled_from(["", "0", "1", "J", "nej", "TRUE", "false"]),
    st.sampled_from(["", "1", " 2", "3", "x"]),
).map(list)


@st.composite
def tables(draw):
    """Rows of five columns, most of them written plainly, now and then with an odd cell."""
    rows = draw(st.lists(PLAIN_ROWS, min_size=1, max_size=4))
    if draw(st.booleans()):
        draw(st.sampled_from(rows))[draw(st.integers(0, 4))] = draw(ODD_CELLS)
    return rows


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
@example([["1", "-3", "0000-01-01", "J", "2"]])
def test_both_ways_of_reading_give_the_same(table):
    """What Arrow can read by itself means what the careful reading says it means."""
    names = ["antal_barn", "sbel", "beslut_datum", "arbetsmarknadsinsats", "kon"]
    row = {name: value for name, value in an_aid_row().items() if name not in names}
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow([*row, *names])
    writer.writerows([*row.values(), *cells] for cells in table)
    source = open_text(AID, text.getvalue().encode())
    header = read_header(AID, source.header)

    careful = columns_read(source, header, Form.DISTINCT)
    if source.has_hexadecimals:
        return
    try:
        fast = columns_read(source, header, Form.DECLARED)
    except parsing.NotPlain:
        return
    event("read both ways")
    for name, column in careful.items():
        pd.testing.assert_series_equal(fast[name].values, column.values)
        assert column.marks is None


def columns_read(source, header, form):
    parsed = parsing.parse(AID, source, [arrow_type(column, form) for column in header.columns])
    return {
        column.name: typed_column(column, parsed.columns[position])
        for position, column in enumerate(header.columns)
    }
