"""The repository seen as text: what the tests of architecture and documentation read."""

import ast
import functools
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "plugins" / "stegvis"
DAGS = ROOT / "dags"
CODE = (ROOT / "plugins", DAGS, ROOT / "benchmarks")
FOLDERS = (*CODE, ROOT / "include", ROOT / "docs", ROOT / "tests", ROOT / ".ci")
ROOT_FILES = (
    "*.md",
    "*.toml",
    "*.yaml",
    "*.yml",
    "Makefile",
    "Dockerfile",
    ".env.example",
    ".pre*",
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python_files(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


@functools.cache
def text_files() -> dict[str, str]:
    """Every text of ours by its path; locks, the licence, fonts and pictures are not ours."""
    paths = [path for folder in FOLDERS for path in folder.rglob("*")]
    paths += [path for pattern in ROOT_FILES for path in ROOT.glob(pattern)]
    texts = {}
    for path in sorted(paths):
        if not path.is_file() or "__pycache__" in path.parts:
            continue
        content = path.read_bytes()
        if b"\0" not in content:
            texts[name_of(path)] = content.decode("utf-8", errors="replace")
    return texts


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported_modules(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of every import, wherever it stands in the file."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@functools.cache
def lines_with_code(path: Path) -> frozenset[int]:
    """Numbers of the lines that hold anything but a comment."""
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    text = path.read_text(encoding="utf-8")
    return frozenset(
        number
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type not in silent
        for number in range(token.start[0], token.end[0] + 1)
    )


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length of every function's body, without docstring, comments, inner functions."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first, last = node.body[0].lineno, node.end_lineno or node.lineno
            own = set(range(first, last + 1))
            for inner in ast.walk(node):
                if inner is not node and isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                    own -= _span(inner)
            if ast.get_docstring(node) is not None:
                own -= _span(node.body[0])
            yield node.name, len(own & lines_with_code(path))


def _span(node: ast.stmt) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
