"""What paper and page are made from: a written letter and who sends it to whom, as data."""

from dataclasses import dataclass
from typing import Any

from stegvis.adapters.letters.wording import WrittenLetter
from stegvis.domain.letters.blocks import Block
from stegvis.domain.letters.languages import direction_of


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The letter's translation, which follows it on a page of its own."""

    language: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One letter, ready for paper and page. ``address`` begins with the name."""

    letter: WrittenLetter
    language: str
    sender: str
    department: str
    address: tuple[str, ...]
    enclosure: Enclosure | None = None

    def as_data(self) -> dict[str, Any]:
        """Return the letter as lists, mappings and text, as templates take it."""
        return {
            "lang": self.language,
            "dir": direction_of(self.language),
            "title": self.letter.title,
            "sender": self.sender,
            "department": self.department,
            "address": list(self.address),
            "head": _rows(self.letter.head),
            "blocks": [_block(block) for block in self.letter.body],
            "foot": _rows(self.letter.foot),
            "enclosure": _enclosure(self.enclosure) if self.enclosure else None,
        }


def _enclosure(enclosure: Enclosure) -> dict[str, Any]:
    return {
        "lang": enclosure.language,
        "dir": direction_of(enclosure.language),
        "blocks": [_block(block) for block in enclosure.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind.value,
        "text": block.text,
        "items": list(block.items),
        "facts": [list(row) for row in block.facts],
        "lang": block.language,
        "dir": direction_of(block.language),
    }


def _rows(blocks: tuple[Block, ...]) -> list[list[str]]:
    return [list(row) for block in blocks for row in block.facts]
