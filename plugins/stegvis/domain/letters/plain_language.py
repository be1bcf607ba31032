"""Rules for how a letter may sound (requirements 3, språklagen 11 §, A12, K18, T16).

Pure checks of finished blocks. Each finding is a Swedish sentence for whoever
writes the letters.
"""

import re
from collections.abc import Iterable, Mapping

from stegvis.domain.letters.blocks import Block, BlockKind

FORBIDDEN = {
    "automatiskt": "inget sker automatiskt; en handläggare bedömer varje fall (A12)",
    "utan försörjningsstöd": "ett nej avgör aldrig i sig rätten till stöd (A12)",
    "dras in": "hotar; skriv vad som bedöms och av vem (A12)",
    "skyldig att tacka ja": "ett erbjudande är ett erbjudande (K18)",
    "förlorar du": "hotar; skriv vad som kan påverkas (T16)",
    "förlora din rätt": "hotar; skriv vad som kan påverkas (T16)",
    "sanktion": "hotar; skriv vad som bedöms och av vem (T16)",
    "bidragsberoende": "dömer; skriv om det personen kan vinna (T16)",
    "härmed": "kanslispråk; stryk det",
    "vi har beslutat": "brevet är inget beslut (X4)",
    "nämnden har beslutat": "brevet är inget beslut (X4)",
    "personnummer": "brevet visar ärendenummer, aldrig personnummer",
    "§": "lagrum hör inte hemma i brevets text",
}
"""Words that stop a letter, and why."""

LONGEST_SENTENCE = 25
"""Words. Longer sentences lose readers who read slowly or in a new language."""

HARDEST_LIX = 45
"""LIX: below 30 very easy, 30-40 easy, 40-50 ordinary prose."""

LONG_WORD = 7
"""Letters from which LIX counts a word as long."""

_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?:؟])\s+|\n")
_NUMBER = re.compile(
    r"(?<!\d)(?:19|20)?(\d{2}(?:0\d|1[0-2])(?:[0-3]|[6-9])\d)[-+]?(?:(\d{4})|T\d{4})(?!\d)"
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+")


def forbidden_words(
    blocks: Iterable[Block], forbidden: Mapping[str, str] = FORBIDDEN
) -> tuple[str, ...]:
    """Return a finding for each word that may not stand in a letter.

    ``forbidden`` are the words of the letter's language, and why.
    """
    text = " ".join(block.words() for block in blocks).casefold()
    return tuple(
        f"”{word}” får inte stå i ett brev: {why}"
        for word, why in forbidden.items()
        if word in text
    )


def personal_numbers(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return a finding if anything looks like a personal number; never the number itself."""
    if any(_has_personal_number(block.words()) for block in blocks):
        return ("något i brevet ser ut som ett personnummer; skriv ärendenumret i stället",)
    return ()


def heading_order(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return findings where titles and headings do not make an outline."""
    kinds = [block.kind for block in blocks]
    findings = []
    if kinds.count(BlockKind.TITLE) != 1 or kinds[0] is not BlockKind.TITLE:
        findings.append("brevet ska börja med en rubrik (”# …”), och bara en")
    before = zip(kinds, [*kinds[1:], BlockKind.HEADING], strict=True)
    if any(kind is after is BlockKind.HEADING for kind, after in before):
        findings.append("en mellanrubrik har ingen text under sig")
    return tuple(findings)


def sentences(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return the sentences of running text; labels, facts and headings are none."""
    running = (BlockKind.PARAGRAPH, BlockKind.NOTICE, BlockKind.ITEMS)
    texts = (block.words() for block in blocks if block.kind in running)
    parts = (part for text in texts for part in _SENTENCE_END.split(text))
    return tuple(part.strip() for part in parts if _WORD.search(part))


def long_sentences(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return a finding for each sentence that has too many words."""
    counted = ((sentence, _word_count(sentence)) for sentence in sentences(blocks))
    return tuple(
        f"en mening har {count} ord, fler än {LONGEST_SENTENCE}: ”{sentence[:50]} …”"
        for sentence, count in counted
        if count > LONGEST_SENTENCE
    )


def reading_ease(blocks: Iterable[Block]) -> int:
    """Return LIX: words per sentence plus the percentage of words longer than six letters."""
    running = [_ADDRESS.sub("", sentence) for sentence in sentences(blocks)]
    words = [word for sentence in running for word in _WORD.findall(sentence)]
    if not words:
        return 0
    long_words = sum(len(word) >= LONG_WORD for word in words)
    return round(len(words) / len(running) + 100 * long_words / len(words))


def hard_reading(blocks: Iterable[Block], hardest: int | None = HARDEST_LIX) -> tuple[str, ...]:
    """Return a finding if the letter is harder to read than it may be.

    ``hardest`` is the highest LIX of the letter's language; None: there is none.
    """
    ease = reading_ease(blocks)
    if hardest is None or ease <= hardest:
        return ()
    return (f"LIX {ease}, högst {hardest} väntades: kortare meningar och ord",)


def _word_count(sentence: str) -> int:
    return len(_WORD.findall(_ADDRESS.sub("", sentence)))


def _has_personal_number(text: str) -> bool:
    """Whether digits of the right form have the right check digit, or are a temporary number."""
    found = _NUMBER.finditer(text)
    return any(not match[2] or _luhn_sum(match[1] + match[2]) % 10 == 0 for match in found)


def _luhn_sum(digits: str) -> int:
    weighted = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(product // 10 + product % 10 for product in weighted)
