"""YAML files that people write, with the line of everything in them.

YAML 1.2: ``yes``, ``no`` and ``on`` are text, and so is nothing else that looks
like a number or a date. A number with a leading zero loses it unless it stands
in quotes, which the type of the field then tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from stegvis.errors import StegvisError

_DUPLICATE = re.compile(r'found duplicate key "(?P<key>[^"]*)"')


@dataclass(frozen=True, slots=True)
class YamlSource:
    """One file: its plain values, and its tree with line numbers.

    ``kind`` is the error that the file's mistakes are raised as.
    """

    path: Path
    data: dict[str, Any]
    tree: CommentedMap
    kind: type[StegvisError]

    def key_path(self, location: Sequence[object]) -> tuple[object, ...]:
        """The part of a location that stands in the file, as the file's own keys.

        A location may name what the file lacks (a missing key) or what only
        the model knows (which kind of criterion); those steps are left out.
        """
        node: Any = self.tree
        found: list[object] = []
        for step in location:
            key = _key_of(node, step)
            if key is not None:
                found.append(key)
                node = node[key]
        return tuple(found)

    def line_of(self, location: Sequence[object]) -> int:
        """The line (from 1) on which ``location``, or what is nearest to it, begins."""
        node: Any = self.tree
        line = 0
        for key in self.key_path(location):
            line = node.lc.key(key)[0] if isinstance(node, CommentedMap) else node.lc.item(key)[0]
            node = node[key]
        return line + 1

    def error(self, location: Sequence[object], message: str) -> StegvisError:
        """The file's error for one mistake at ``location``."""
        return self.kind(f"{shown(self.path)}, line {self.line_of(location)}: {message}")


def shown(path: Path) -> str:
    """A path as a message shows it: from the working directory if it lies below it."""
    working_directory = Path.cwd()
    if path.is_absolute() and path.is_relative_to(working_directory):
        return path.relative_to(working_directory).as_posix()
    return path.as_posix()


def read_yaml(path: Path, kind: type[StegvisError]) -> YamlSource:
    """Read a file that holds one mapping.

    Raises:
        StegvisError: Of the given ``kind``, with file and line: the file is
            missing, is not UTF-8 or YAML, has a key twice or a key that is not text.
    """
    try:
        tree = _tree(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise kind(f"{shown(path)}: there is no such file") from None
    except UnicodeDecodeError:
        raise kind(f"{shown(path)}: the file is not UTF-8; save it as UTF-8") from None
    except DuplicateKeyError as error:
        key = _DUPLICATE.search(str(error.problem))
        name = key["key"] if key else "?"
        message = f"the key `{name}` stands here for the second time; keep one of them"
        raise kind(f"{shown(path)}, line {_mark(error)}: {message}") from None
    except MarkedYAMLError as error:
        message = f"this is not YAML ({error.problem}); look for a missing colon or quote"
        raise kind(f"{shown(path)}, line {_mark(error)}: {message}") from None
    except YAMLError as error:
        raise kind(f"{shown(path)}: this is not YAML ({error})") from None
    if not isinstance(tree, CommentedMap):
        raise kind(f"{shown(path)}, line 1: expected keys and values such as `name: …`")
    source = YamlSource(path, _plain(tree), tree, kind)
    _require_text_keys(source, tree, ())
    return source


@lru_cache(maxsize=128)
def _tree(text: str) -> Any:
    """A file's tree: each task of a process reads the same few files, and this takes longest."""
    return YAML(typ="rt").load(text)


def _mark(error: MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _key_of(node: Any, step: object) -> object | None:
    """The key in ``node`` that a step means; dates are compared as text."""
    if isinstance(node, CommentedSeq):
        return step if isinstance(step, int) and 0 <= step < len(node) else None
    if isinstance(node, CommentedMap):
        return next((key for key in node if step in (key, str(key), repr(key))), None)
    return None


def _plain(value: Any) -> Any:
    """Values without the reader's own types, which remember how they were written."""
    if isinstance(value, CommentedMap):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, CommentedSeq):
        return [_plain(item) for item in value]
    if isinstance(value, bool):
        return bool(value)
    for plain in (int, float, str):
        if isinstance(value, plain):
            return plain(value)
    return value


def _require_text_keys(source: YamlSource, node: Any, location: tuple[object, ...]) -> None:
    """Keys are text, or dates where limits change by date."""
    items = node.items() if isinstance(node, CommentedMap) else ()
    for key, value in items:
        if not isinstance(key, str | date):
            message = f"the key {key!r} is not text; a key that looks like a number or is empty"
            raise source.error((*location, key), f"{message} stands in quotes")
        _require_text_keys(source, value, (*location, key))
    if isinstance(node, CommentedSeq):
        for number, value in enumerate(node):
            _require_text_keys(source, value, (*location, number))
