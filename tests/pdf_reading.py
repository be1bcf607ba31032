"""Reading a PDF in tests: its text, its outline of tags, its language."""

import io
import re
from collections.abc import Iterator

import pikepdf


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All text in the order in which it is drawn, with single spaces."""
    return " ".join(pages_of(pdf))


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, in the order in which it is drawn, with single spaces."""
    with opened(pdf) as document:
        return [" ".join("".join(_words(page)).split()) for page in document.pages]


def languages_of(pdf: bytes) -> list[tuple[str, str]]:
    """Tag and language of each element of the structure tree that has a language of its own."""
    with opened(pdf) as document:
        elements = _elements(document.Root.StructTreeRoot.K)
        return [(str(e.S).lstrip("/"), str(e.Lang)) for e in elements if "/Lang" in e]


def tags_of(pdf: bytes) -> list[str]:
    """The structure tree's tags in reading order, such as H1, P, L."""
    with opened(pdf) as document:
        root = document.Root.StructTreeRoot.K
        return [str(element.S).lstrip("/") for element in _elements(root)]


def _elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _elements(node.K)


def _words(page: pikepdf.Page) -> Iterator[str]:
    maps = {name: _characters(font) for name, font in page.Resources.Font.items()}
    characters: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                characters = maps[str(operands[0])]
            case "Tj":
                yield _decoded(operands[0], characters)
            case "TJ":
                strings = (part for part in operands[0] if isinstance(part, pikepdf.String))
                yield "".join(_decoded(part, characters) for part in strings)
            case "ET":
                yield " "


def _decoded(string: pikepdf.String, characters: dict[int, str]) -> str:
    raw = bytes(string)
    codes = (int.from_bytes(raw[place : place + 2], "big") for place in range(0, len(raw), 2))
    return "".join(characters.get(code, "?") for code in codes)


def _characters(font: pikepdf.Object) -> dict[int, str]:
    """What each glyph of a font stands for, from its ToUnicode map."""
    source = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", source, re.DOTALL):
        for glyph, character in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(glyph, 16)] = bytes.fromhex(character).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", source, re.DOTALL):
        ranges = re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block)
        for first, last, character in ranges:
            start = int.from_bytes(bytes.fromhex(character), "big")
            for step, glyph in enumerate(range(int(first, 16), int(last, 16) + 1)):
                found[glyph] = chr(start + step)
    return found
