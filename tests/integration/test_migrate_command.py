"""``stegvis migrate`` on a real database."""

import sys

import pytest

from stegvis import cli
from stegvis.adapters.warehouse import open_warehouse


def call(monkeypatch) -> int:
    monkeypatch.setattr(sys, "argv", ["stegvis", "migrate"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code or 0


def test_a_warehouse_is_made_without_any_key_and_a_second_call_changes_nothing(
    monkeypatch, capsys, tmp_path
):
    for name in ("STEGVIS_WAREHOUSE_URL", "STEGVIS_PSEUDONYM_KEY", "STEGVIS_LIST_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STEGVIS_DATA", str(tmp_path))

    assert call(monkeypatch) == 0
    first = capsys.readouterr().out
    assert call(monkeypatch) == 0

    assert capsys.readouterr().out == first
    assert first.startswith("The warehouse's schema is ")
    open_warehouse(f"sqlite:///{tmp_path}/warehouse.db")


def test_a_warehouse_that_cannot_be_reached_is_a_sentence(monkeypatch, capsys):
    monkeypatch.setenv("STEGVIS_WAREHOUSE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")

    assert call(monkeypatch) == 2
    assert capsys.readouterr().err.startswith("stegvis: ")
