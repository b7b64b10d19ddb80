"""Reads a tree of source files for the proofs of the laws; the tree may be one with a planted violation."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMSYN = ROOT / "samsyn"


@dataclass(frozen=True)
class Source:
    """One Python file: its path in the package and its tree."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """Parsed once per text."""
        return _parsed(self.text)

    @property
    def name(self) -> str:
        """File name."""
        return self.path.rsplit("/", 1)[-1]

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function, methods and inner ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def words(self) -> Iterator[ast.Constant]:
        """String constants that are not docstrings."""
        documentation = {id(node.body[0].value) for node in ast.walk(self.tree) if _has_docstring(node)}
        for node in ast.walk(self.tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in documentation
            ):
                yield node


def sources(root: Path = SAMSYN) -> list[Source]:
    """The package's Python files, migrations left out."""
    found = (path for path in sorted(root.rglob("*.py")) if "migrations" not in path.parts)
    return [Source(path.relative_to(root).as_posix(), path.read_text()) for path in found]


def planted(text: str, path: str = "journey/note/views.py") -> list[Source]:
    """A tree of one file, to show that a proof finds what it looks for."""
    return [Source(path, text)]


def pages(root: Path = SAMSYN) -> dict[str, str]:
    """Every page and component: path -> text."""
    return {path.relative_to(root).as_posix(): path.read_text() for path in sorted(root.rglob("*.html"))}


def dotted(node: ast.AST) -> str:
    """`a.b.c` for a chain of names; calls and subscripts in it are passed through."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Subscript):
        return dotted(node.value)
    return ""


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with its dotted name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def _has_docstring(node: ast.AST) -> bool:
    body = getattr(node, "body", None)
    return (
        isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and bool(body)
        and isinstance(body[0], ast.Expr)
        and isinstance(body[0].value, ast.Constant)
    )


@lru_cache(maxsize=1000)
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)
