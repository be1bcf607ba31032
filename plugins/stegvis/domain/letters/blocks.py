"""A letter as blocks of plain text, the one form that paper and page are made from.

Wording is written as lines: ``# `` begins the title, ``## `` a heading, ``- ``
an item of a list, ``! `` what must not be missed, ``@ so `` a sentence in the
language of that code, and ``label | value`` is a row of facts. All other lines
that stand together are one paragraph.

A value that somebody else wrote, a name for instance, can look like one of
those marks. ``as_value`` makes it text and nothing but text.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

_BORDER = "\ue000"  # before a value, so that no line begins with what the value begins with
_BAR = "\ue001"  # a bar inside a value, which parts no row of facts
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ue000\ue001]")


class BlockKind(StrEnum):
    """What a block is, in meaning and not in looks."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    NOTICE = "notice"  # the one thing the reader must not miss
    ITEMS = "items"
    FACTS = "facts"  # label and value, such as workplace and first day
    FOREIGN = "foreign"  # a sentence in another language than the letter


@dataclass(frozen=True, slots=True)
class Block:
    """One block. ``text``, ``items`` or ``facts`` is filled, as its kind says.

    ``language`` is the ISO 639 code of a ``FOREIGN`` block's own language.
    """

    kind: BlockKind
    text: str = ""
    items: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    language: str = ""

    def words(self) -> str:
        """Return everything the block says, one line for each part."""
        rows = (f"{label}: {value}" for label, value in self.facts)
        return "\n".join(part for part in (self.text, *self.items, *rows) if part)


def as_value(value: object) -> str:
    """Return a value as text that can be nothing but text in a line of wording.

    Line breaks and other unprintable characters become spaces, and so do marks
    that turn the direction of writing.
    """
    text = " ".join(_UNPRINTABLE.sub(" ", str(value)).split())
    return _BORDER + text.replace("|", _BAR)


def parse_blocks(wording: str) -> tuple[Block, ...]:
    """Read written lines into blocks, in their order."""
    lines = [" ".join(line.split(" ")).strip() for line in wording.splitlines()]
    blocks: list[Block] = []
    for kind, run in groupby(lines, key=_kind_of):
        if kind is not None:
            blocks.extend(_READERS[kind](list(run)))
    return tuple(blocks)


def _kind_of(line: str) -> BlockKind | None:
    """Say what a line belongs to; an empty line belongs to nothing and parts paragraphs."""
    if not line:
        return None
    marks = {"#": BlockKind.TITLE, "##": BlockKind.HEADING, "-": BlockKind.ITEMS}
    marks |= {"!": BlockKind.NOTICE, "@": BlockKind.FOREIGN}
    mark, _, rest = line.partition(" ")
    if rest and mark in marks:
        return marks[mark]
    return BlockKind.FACTS if " | " in line else BlockKind.PARAGRAPH


def _one_each(kind: BlockKind) -> Callable[[list[str]], Iterable[Block]]:
    return lambda lines: (Block(kind, text=plain(_unmarked(line))) for line in lines)


def _paragraph(lines: list[str]) -> Iterable[Block]:
    yield Block(BlockKind.PARAGRAPH, text=plain(" ".join(lines)))


def _items(lines: list[str]) -> Iterable[Block]:
    yield Block(BlockKind.ITEMS, items=tuple(plain(_unmarked(line)) for line in lines))


def _foreign(lines: list[str]) -> Iterable[Block]:
    for line in lines:
        language, _, text = _unmarked(line).partition(" ")
        yield Block(BlockKind.FOREIGN, text=plain(text), language=plain(language))


def _facts(lines: list[str]) -> Iterable[Block]:
    rows = (line.partition(" | ") for line in lines)
    yield Block(BlockKind.FACTS, facts=tuple((plain(row[0]), plain(row[2])) for row in rows))


def _unmarked(line: str) -> str:
    return line.partition(" ")[2]


def plain(text: str) -> str:
    """Return text as the reader sees it, without the marks that ``as_value`` puts into it."""
    return text.replace(_BORDER, "").replace(_BAR, "|").strip()


_READERS: dict[BlockKind, Callable[[list[str]], Iterable[Block]]] = {
    BlockKind.TITLE: _one_each(BlockKind.TITLE),
    BlockKind.HEADING: _one_each(BlockKind.HEADING),
    BlockKind.NOTICE: _one_each(BlockKind.NOTICE),
    BlockKind.PARAGRAPH: _paragraph,
    BlockKind.ITEMS: _items,
    BlockKind.FACTS: _facts,
    BlockKind.FOREIGN: _foreign,
}
