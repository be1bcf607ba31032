"""Wording becomes blocks, and a value can never become anything but text."""

import pytest

from stegvis.domain.letters.blocks import Block, BlockKind, as_value, parse_blocks


def test_lines_become_blocks_by_their_marks():
    blocks = parse_blocks("# Titel\n\nEtt.\nTvå.\n\n## Rubrik\n! Viktigt\n- a\n- b\nNär | Nu\n")

    assert blocks == (
        Block(BlockKind.TITLE, text="Titel"),
        Block(BlockKind.PARAGRAPH, text="Ett. Två."),
        Block(BlockKind.HEADING, text="Rubrik"),
        Block(BlockKind.NOTICE, text="Viktigt"),
        Block(BlockKind.ITEMS, items=("a", "b")),
        Block(BlockKind.FACTS, facts=(("När", "Nu"),)),
    )


def test_an_empty_line_parts_two_paragraphs():
    texts = [block.text for block in parse_blocks("Ett.\n\n\nTvå.")]

    assert texts == ["Ett.", "Två."]


@pytest.mark.parametrize(
    "value",
    ["# rubrik", "## rubrik", "- punkt", "! obs", "a | b", "#eval(1)", "=cmd|' /C calc'!A0"],
)
def test_a_value_that_looks_like_a_mark_is_text(value):
    assert parse_blocks(as_value(value)) == (Block(BlockKind.PARAGRAPH, text=value),)


def test_a_value_with_a_bar_does_not_part_a_fact():
    block = parse_blocks(f"Namn | {as_value('a | b')}")[0]

    assert block.facts == (("Namn", "a | b"),)


@pytest.mark.parametrize(
    "mark", ["\n", "\r\n", "\x00", "\u2028", "\u202e", "\ue000", "\ue001", "\t"]
)
def test_line_breaks_and_unprintable_marks_in_a_value_become_a_space(mark):
    assert parse_blocks(as_value(f"Anna{mark}# Berg"))[0].text == "Anna # Berg"
