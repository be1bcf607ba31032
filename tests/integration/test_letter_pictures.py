"""Letters look as they did when a person last looked at them; see tests/pictures."""

import io
import sys
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from PIL import Image

from offer_builders import INCLUDE, municipality, programme
from repository import ROOT
from stegvis.adapters.letters.paper import Paper
from stegvis.adapters.letters.press import LetterPress
from stegvis.domain.letters.mock_cases import mock_subject

PICTURES = ROOT / "tests/pictures"
FRIDAY = date(2026, 11, 20)
APPROVED = {
    "amal-parent-sv": ("amal", "parent", "sv", 0),
    "varmdo-single-ar": ("varmdo", "single", "ar", 1),
}
"""Picture → municipality, case, language and page."""

DOTS_PER_INCH = 75
NOTICEABLE = 40  # of 255: less is how machines differ in smoothing an edge


def drawn(name: str) -> np.ndarray:
    """The letter of an approved picture as it is set today, in shades of grey."""
    slug, case, language, page = APPROVED[name]
    press, rules, owner = LetterPress.of(INCLUDE), programme(slug), municipality(slug)
    subject = mock_subject(rules, owner, case, FRIDAY, language=language)
    return _pages(press, press.compose(subject, rules, owner))[page]


def _pages(press: LetterPress, paper: Paper) -> list[np.ndarray]:
    pictures = press.printer.pictures(paper, dots_per_inch=DOTS_PER_INCH)
    return [np.asarray(Image.open(io.BytesIO(one)).convert("L")) for one in pictures]


def differs(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether anybody could see a difference."""
    if one.shape != other.shape:
        return True
    return bool((np.abs(one.astype(int) - other.astype(int)) > NOTICEABLE).any())


@pytest.mark.parametrize("name", sorted(APPROVED))
def test_the_letter_looks_as_it_did_when_it_was_approved(name):
    approved = np.asarray(Image.open(PICTURES / f"{name}.png").convert("L"))

    assert not differs(drawn(name), approved), (
        f"{name} looks different. If that was meant, follow tests/pictures/README.md."
    )


def test_a_single_changed_word_is_seen():
    slug, case, _, _ = APPROVED["amal-parent-sv"]
    press, rules, owner = LetterPress.of(INCLUDE), programme(slug), municipality(slug)
    subject = mock_subject(rules, owner, case, FRIDAY)
    other = press.compose(replace(subject, first_name="Alexandro"), rules, owner)

    assert differs(_pages(press, other)[0], drawn("amal-parent-sv"))


if __name__ == "__main__":
    for picture in APPROVED:
        Image.fromarray(drawn(picture)).save(PICTURES / f"{picture}.png", optimize=True)
        sys.stdout.write(f"Written: tests/pictures/{picture}.png. Look at it.\n")
