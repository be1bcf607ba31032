"""Inboxes by configuration alone: a folder, SFTP and S3, each on a real server on loopback."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from airflow.sdk import ObjectStoragePath

from delivery_builders import FILE_NAMES, an_aid_row, an_answer, as_file
from inbox_servers import PASSWORD, USER, SftpServer, connection, forget_connections
from received import Inbox
from stegvis.adapters.inbox import list_inbox
from stegvis.adapters.warehouse import append, tables
from stegvis.errors import DeliveryMissing, InboxRefused, InboxUnavailable
from stegvis.steps.intake.new_deliveries import find_new
from stegvis.steps.worklists.collect import collect

BISTAND = FILE_NAMES["bistand"]
BUCKET = "stegvis"


@dataclass
class Place:
    """An inbox behind an address, and how a supplier puts a file there."""

    address: str
    put: Callable[[str, bytes], object]

    @property
    def path(self) -> ObjectStoragePath:
        """As the DAG gets it, in a process that has met no server yet."""
        forget_connections()
        return ObjectStoragePath(self.address) / "amal"


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "inbox" / "amal"
    root.mkdir(parents=True)
    return Place(str(root.parent), lambda name, data: (root / name).write_bytes(data))


@pytest.fixture
def sftp_server(tmp_path):
    server = SftpServer(tmp_path / "sftp")
    (server.root / "inbox" / "amal").mkdir(parents=True)
    server.start()
    yield server
    server.stop()


def sftp_account(server, password=PASSWORD):
    return {
        "conn_type": "sftp",
        "host": "127.0.0.1",
        "port": server.port,
        "login": USER,
        "password": password,
        "extra": {"no_host_key_check": "true"},
    }


@pytest.fixture
def sftp(sftp_server):
    root = sftp_server.root / "inbox" / "amal"
    with connection("inbox", **sftp_account(sftp_server)):
        yield Place("sftp://inbox@/inbox", lambda name, data: (root / name).write_bytes(data))


@pytest.fixture(scope="session")
def s3_server():
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def s3_account(url, secret="hemligt-hemligt"):  # noqa: S107 - moto's own
    extra = {"endpoint_url": url, "region_name": "eu-north-1"}
    return {"conn_type": "aws", "login": "nyckel", "password": secret, "extra": extra}


@pytest.fixture
def s3(s3_server):
    """A bucket; the supplier's side goes past the network, which is many times faster."""
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.s3.models import s3_backends

    backend = s3_backends[DEFAULT_ACCOUNT_ID]["aws"]
    backend.create_bucket(BUCKET, "eu-north-1")

    def put(name, data):
        backend.put_object(BUCKET, f"inbox/amal/{name}", data)

    with connection("inbox", **s3_account(s3_server)):
        yield Place(f"s3://inbox@{BUCKET}/inbox", put)
    backend.reset()


@pytest.fixture(params=["folder", "sftp", "s3"])
def place(request) -> Place:
    return request.getfixturevalue(request.param)


@pytest.fixture
def amal(sqlite_warehouse, tmp_path):
    return Inbox(sqlite_warehouse, tmp_path)


def test_a_delivery_is_found_and_kept_byte_for_byte(place, amal):
    data = as_file(an_aid_row())
    place.put(BISTAND, data)

    (delivery_id,) = find_new(amal.context, place.path)

    receipt = amal.context.raw_store.receipt("1492", delivery_id)
    assert amal.context.raw_store.read(receipt.sha256) == data


def test_what_comes_after_the_first_look_is_seen_at_the_second(place, amal):
    """A client that remembers its listings must not hide a file."""
    path = place.path
    place.put(BISTAND, as_file(an_aid_row()))
    assert len(find_new(amal.context, path)) == 1

    place.put(FILE_NAMES["af_status"], as_file(an_answer()))

    assert len(find_new(amal.context, path)) == 2


@pytest.mark.parametrize("name", ["svar_Åsa Öberg 2.xlsx", "svar_ a+b%20c#d.xlsx"])
def test_a_name_with_a_space_or_an_a_ring_is_read(place, amal, name):
    place.put(name, b"no workbook")
    place.put("kopia av bistånd (2).csv", b"a;b")

    assert collect(amal.context, place.path) == 0
    assert amal.rows("select file_name from inbox_file")["file_name"].tolist() == [name]
    assert list_inbox(place.path).not_taken == 1


def test_a_missing_inbox_says_what_to_do(place):
    place.put(BISTAND, b"x")
    forget_connections()

    with pytest.raises(DeliveryMissing, match="no inbox called kramfors"):
        list_inbox(ObjectStoragePath(place.address) / "kramfors")


def test_a_thousand_old_files_are_listed_and_opened_never(place, amal, monkeypatch):
    names = [f"ansokan_1492_{day}.csv" for day in range(20200101, 20200101 + 1_000)]
    for name in names:
        place.put(name, b"x")
    path = place.path
    listing = list_inbox(path)
    assert len(listing.deliveries) == 1_000
    received_before(amal, listing)

    started = time.monotonic()
    monkeypatch.setattr(ObjectStoragePath, "open", None)

    assert find_new(amal.context, path) == []
    assert time.monotonic() - started < 20


def received_before(amal, listing):
    """What the warehouse knows when all of these have been received."""
    sha256 = hashlib.sha256(b"x").hexdigest()
    counts = [
        name for name in [c.name for c in tables.delivery_record.columns] if name[:5] == "rows_"
    ]
    fixed = {"municipality_code": "1492", "sha256": sha256}
    records = [
        {**fixed, **dict.fromkeys(counts, 0), "delivery_id": file.name.period,
         "extract": "ansokan", "period": file.name.period, "ordinal": 0, "columns_present": "",
         "status": "accepted", "is_backfill": False, "received_at": amal.now,
         "known_at": amal.now}
        for file in listing.deliveries
    ]  # fmt: skip
    seen = [
        {**fixed, "file_name": file.path.name, "size": file.size, "modified_at": file.modified_at}
        for file in listing.deliveries
    ]
    with amal.warehouse.begin() as connected:
        append(connected, tables.delivery_record, records)
        append(connected, tables.inbox_file, seen)


def test_a_file_that_grows_while_it_is_looked_at_is_left_for_the_next_time(
    place, amal, monkeypatch
):
    whole = as_file(an_aid_row(), an_aid_row(personnr="199003032399", hushall_id="H2"))
    place.put(BISTAND, whole[:200])

    assert find_new(amal.context, place.path, lambda: place.put(BISTAND, whole)) == []

    (delivery_id,) = find_new(amal.context, place.path)
    receipt = amal.context.raw_store.receipt("1492", delivery_id)
    assert amal.context.raw_store.read(receipt.sha256) == whole


def test_a_file_under_a_working_name_is_no_delivery_yet(place, amal):
    """SFTP clients write to .filepart or .part, and rename when the file is whole."""
    place.put(f"{BISTAND}.filepart", b"a;b")
    place.put(f"{BISTAND}.part", b"a;b")

    assert find_new(amal.context, place.path) == []


def test_a_password_that_is_wrong_is_told_without_it_and_not_tried_again(sftp_server):
    with (
        connection("inbox", **sftp_account(sftp_server, "fel lösenord")),
        pytest.raises(InboxRefused, match="PermissionError") as refused,
    ):
        listed("sftp://inbox@/inbox")

    assert "fel lösenord" not in str(refused.value)
    assert USER not in str(refused.value)


def test_a_key_that_is_wrong_is_told_without_it(s3_server):
    import requests

    # From here on the server asks who it is.
    requests.post(f"{s3_server}/moto-api/reset-auth", data=b"0", timeout=5)
    try:
        with (
            connection("inbox", **s3_account(s3_server, "fel-hemlighet")),
            pytest.raises(InboxRefused, match="PermissionError") as refused,
        ):
            listed(f"s3://inbox@{BUCKET}/inbox")
    finally:
        requests.post(f"{s3_server}/moto-api/reset-auth", data=b"1000000000", timeout=5)
    assert "fel-hemlighet" not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "account"),
    [
        (
            "sftp://inbox@/inbox",
            {"conn_type": "sftp", "host": "127.0.0.1", "port": 1, "login": "a", "password": "b"},
        ),
        (f"s3://inbox@{BUCKET}/inbox", s3_account("http://127.0.0.1:1")),
    ],
)
def test_a_server_that_is_down_may_be_tried_again(address, account):
    with connection("inbox", **account), pytest.raises(InboxUnavailable, match="does not answer"):
        listed(address)


def test_a_server_that_hangs_up_in_the_middle_leaves_nothing_half(sftp, sftp_server, amal):
    big = as_file(*(an_aid_row(hushall_id=f"H{n}") for n in range(4_000)))
    sftp.put(BISTAND, big)
    sftp_server.drop_after = 100_000

    with pytest.raises(InboxUnavailable):
        find_new(amal.context, sftp.path)
    assert amal.context.raw_store.received("1492") == frozenset()

    sftp_server.drop_after = None
    (delivery_id,) = find_new(amal.context, sftp.path)
    receipt = amal.context.raw_store.receipt("1492", delivery_id)
    assert amal.context.raw_store.read(receipt.sha256) == big


def test_a_connection_that_is_not_there_is_told():
    forget_connections()

    with pytest.raises(InboxRefused):
        listed("sftp://nowhere@/inbox")


def listed(address):
    """As find_new does it."""
    from stegvis.adapters.inbox import inbox_failures

    forget_connections()
    path = ObjectStoragePath(address) / "amal"
    with inbox_failures(path):
        return list_inbox(path)
