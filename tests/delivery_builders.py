"""Delivered files for tests: say what matters of a row, the rest is ordinary.

Columns are named as in the files' headers. Everybody is invented; identity
numbers come from the official test series.
"""

import hashlib
import json
from functools import cache

from repository import ROOT
from stegvis.adapters.municipality_files import load_municipality
from stegvis.domain.deliveries import parse_delivery_name
from stegvis.domain.municipalities import Municipality
from stegvis.domain.row_rules.settled import ReadDelivery
from stegvis.steps.intake.read_deliveries import read_delivery

WOMAN = "199003022382"
MAN = "199003032399"
CHILD = "201501022386"
TEMPORARY = "19900302T0201"
COORDINATION = "198001662397"
OBSTACLE = "Arbetslös, ingen ersättning/stöd"


def a_number(born, individual=238):
    """A test number for a birth date written like ``2008-11-01``; 239 is a man's."""
    digits = f"{born.replace('-', '')}{individual}"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits[2:])]
    return f"{digits}{-sum(number // 10 + number % 10 for number in doubled) % 10}"


def an_aid_row(**but):
    """A single woman with assistance, 9,500 kronor, in Åmål, November 2026."""
    return {
        "ar": "2026",
        "manad": "11",
        "kommun": "1492",
        "hushall_id": "H1",
        "arende_id": "EB-1",
        "personnr": WOMAN,
        "hhstatus": "1",
        "fornamn": "Alexandra",
        "efternamn": "Testdotter",
        "kon": "2",
        "hushallstyp": "5",
        "antal_barn": "0",
        "sbel": "9500",
        "sbel_forsorjningsstod": "9000",
        "sbel_livsforing": "500",
        "norm_behov": "11000",
        "forsorjningshinder": OBSTACLE,
        "beslut_typ": "01",
        "beslut_datum": "2026-11-02",
        "beslut_from": "2026-11-01",
        "beslut_tom": "2026-11-30",
        "manader_i_rad": "7",
        "arbetsmarknadsinsats": "0",
        "enhet": "Försörjningsstöd",
        "handlaggare": "HL1",
        "tolkbehov": "0",
        "tolksprak": "",
        "sekretessmarkering": "0",
        "skyddad_folkbokforing": "0",
        "co_adress": "",
        "gatuadress": "Provgatan 12",
        "postnr": "66200",
        "postort": "Exempelstad",
        "epost": "",
        "mobil": "",
        **but,
    }


def another_household(number=2, **but):
    """A single man without children, in a household of his own."""
    return an_aid_row(
        **{
            "hushall_id": f"H{number}",
            "arende_id": f"EB-{number}",
            "personnr": MAN,
            "kon": "1",
            "hushallstyp": "3",
            "fornamn": "Bertil",
            "efternamn": "Provson",
            **but,
        }
    )


def a_couple(**but):
    """Two adults without children who live together."""
    shared = {"hushallstyp": "7", **but}
    return [
        an_aid_row(**shared),
        an_aid_row(**{"personnr": MAN, "kon": "1", "hhstatus": "2", "sbel": "", **shared}),
    ]


def an_application(**but):
    return {
        "ansokan_id": "A1",
        "kommun": "1492",
        "hushall_id": "H1",
        "arende_id": "EB-1",
        "personnr": WOMAN,
        "ansokt_at": "2026-11-19T14:05:00+01:00",
        "kanal": "etjanst",
        "forsorjningshinder": OBSTACLE,
        "undantag_kod": "",
        "enhet": "Försörjningsstöd",
        "handlaggare": "HL1",
        "tolkbehov": "0",
        "tolksprak": "",
        "sekretessmarkering": "0",
        "skyddad_folkbokforing": "0",
        "fornamn": "Alexandra",
        "efternamn": "Testdotter",
        "gatuadress": "Provgatan 12",
        **but,
    }


def an_answer(**but):
    return {
        "personnr": WOMAN,
        "fraga_datum": "2026-11-18",
        "status_kod": "0",
        "status_text": "OK",
        "sekretessmarkering": "",
        "arbetssokande": "1",
        "skat_text": "Öppet arbetslös",
        "skat_kod": "11",
        "registrerad": "2025-01-07+01:00",
        "avaktualiserad": "",
        "omfattning": "100",
        "aktivitetsrapport_senaste": "",
        "akassa": "",
        **but,
    }


def a_word(**but):
    """Arbetsförmedlingen's word on a form of support."""
    return {
        "personnr": WOMAN,
        "form": "nystartsjobb",
        "besked": "ja",
        "niva": "3",
        "kalla": "af_beslut",
        "datum": "2026-11-02",
        "giltig_till": "2027-05-01",
        **but,
    }


def a_plan(**but):
    return {
        "plan_id": "P1",
        "personnr": WOMAN,
        "typ": "handlingsplan",
        "inriktning": "arbete",
        "upprattad": "2026-10-01",
        "uppfoljning": "2026-12-01",
        "planerade_timmar_vecka": "20",
        "arbetsformaga_procent": "50",
        "avslutad": "",
        **but,
    }


def a_placement(**but):
    return {
        "placering_id": "PL1",
        "personnr": WOMAN,
        "program": "amal_utvecklingsjobb",
        "start": "2026-09-01",
        "planerat_slut": "2027-08-31",
        "faktiskt_slut": "",
        "avslutsorsak": "",
        **but,
    }


def a_place(**but):
    return {
        "plats_id": "PLATS1",
        "program": "amal_utvecklingsjobb",
        "omfattning_procent": "100",
        "start": "2026-12-01",
        "slut": "",
        "antal": "2",
        **but,
    }


def an_exit(**but):
    return {
        "ar": "2026",
        "manad": "11",
        "kommun": "1492",
        "hushall_id": "H1",
        "personnr": WOMAN,
        "avslutsorsak": "arbete",
        "datum": "2026-11-10",
        **but,
    }


def csv_text(rows, separator=";", line_end="\r\n", header=None):
    """The rows as a file; the first one's columns are the header."""
    names = header or list(rows[0])
    lines = [names, *([row[name] for name in names] for row in rows)]
    return "".join(separator.join(line) + line_end for line in lines)


def as_file(*rows, encoding="utf-8", **how):
    """The rows as the bytes of a file."""
    return csv_text(rows, **how).encode(encoding)


def a_manifest(file_name, data, rows_in_file, **but):
    """The manifest that belongs to a file."""
    name = parse_delivery_name(file_name)
    says = {
        "municipality_code": name.municipality_code,
        "extract": name.extract,
        "period": name.period,
        "extracted_at": "2026-11-20T05:00:00+01:00",
        "source_system": "test",
        "rows": rows_in_file,
        "sha256": hashlib.sha256(data).hexdigest(),
        "backfill": False,
        **but,
    }
    return json.dumps(says).encode()


@cache
def a_municipality(slug="amal") -> Municipality:
    return load_municipality(ROOT / "include", slug)


FILE_NAMES = {
    "bistand": "bistand_1492_202611.csv",
    "avslut": "avslut_1492_202611.csv",
    **{
        name: f"{name}_1492_20261120.csv"
        for name in (
            "ansokan",
            "af_status",
            "stodbedomning",
            "bedomning",
            "plats",
            "erbjudande",
            "placering",
            "plan",
            "valbefinnande",
            "befolkning",
        )
    },
}


def read(extract, *rows, slug="amal", received_on=None, **how) -> ReadDelivery:
    """Read rows as a delivery of an extract, as the pipeline does."""
    name = parse_delivery_name(FILE_NAMES[extract])
    return read_delivery(name, as_file(*rows, **how), None, a_municipality(slug), received_on)


def broken(result: ReadDelivery) -> list[tuple[int, str, str]]:
    """Row number, column and rule of everything quarantined."""
    return [tuple(line) for line in result.quarantined.to_numpy().tolist()]
