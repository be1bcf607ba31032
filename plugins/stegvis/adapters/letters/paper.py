"""What paper and page are made from: a written letter and who sends it to whom, as data."""

from dataclasses import dataclass
from typing import Any

from stegvis.adapters.letters.wording import WrittenLetter
from stegvis.domain.letters.blocks import Block

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "prs", "ps", "ur"})
"""Languages that are read from right to left."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One letter, ready for paper and page. ``address`` begins with the name."""

    letter: WrittenLetter
    language: str
    sender: str
    department: str
    address: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        """Return the letter as lists, mappings and text, as templates take it."""
        return {
            "lang": self.language,
            "dir": "rtl" if self.language in RIGHT_TO_LEFT else "ltr",
            "title": self.letter.title,
            "sender": self.sender,
            "department": self.department,
            "address": list(self.address),
            "head": _rows(self.letter.head),
            "blocks": [_block(block) for block in self.letter.body],
            "foot": _rows(self.letter.foot),
        }


def _block(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind.value,
        "text": block.text,
        "items": list(block.items),
        "facts": [list(row) for row in block.facts],
    }


def _rows(blocks: tuple[Block, ...]) -> list[list[str]]:
    return [list(row) for block in blocks for row in block.facts]
