"""Laws 4 and 5 and the habits: names, the engine, and how long things may be."""

import ast
import re
from collections.abc import Iterable

from tests.house.reading import Source, planted, sources

ENGINE = re.compile(r"sqlite|postgres|pragma|pg_catalog", re.IGNORECASE)
OF_A_FILE = {f"evidence/{one}.py" for one in ("command/process", "process/ocel", "process/ocel_sqlite")}  # a log's form
KNOWS_ENGINE = {"access/db.py", "web/settings.py", *OF_A_FILE}
SWEDISH = re.compile("[åäöÅÄÖéÉ]")
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_VIEW = 300, 50, 25


def engine_asked(files: Iterable[Source]) -> list[str]:
    """Places that know which database runs."""
    found = []
    for file in files:
        if file.path in KNOWS_ENGINE:
            continue
        found += [
            f"{file.path}:{n.lineno}"
            for n in ast.walk(file.tree)
            if isinstance(n, ast.Attribute) and n.attr == "vendor"
        ]
        found += [f"{file.path}:{word.lineno}" for word in file.words() if ENGINE.search(word.value)]
    return found


def swedish_names(files: Iterable[Source]) -> list[str]:
    """Identifiers and file names with å, ä or ö."""
    return [
        f"{file.path}: {name}"
        for file in files
        for name in [file.path, *_names(file.tree)]
        if SWEDISH.search(name)
    ]


def _names(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        for field in ("id", "arg", "attr", "name", "asname"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                found.add(value)
    return found


def too_long(files: Iterable[Source]) -> list[str]:
    """Files, functions and views over the hard limits."""
    found = []
    for file in files:
        if file.text.count("\n") > LONGEST_FILE:
            found.append(file.path)
        most = LONGEST_VIEW if file.name == "views.py" else LONGEST_FUNCTION
        found += [f"{file.path}:{f.name}" for f in file.functions() if _lines(f) > most]
    return found


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How long it is without what it says of itself: a library's docstrings hold shapes, errors, sources, examples."""
    said = ast.get_docstring(function, clean=False) or ""
    return (function.end_lineno or 0) - function.lineno + 1 - said.count("\n") - bool(said)


def test_one_file_knows_the_engine():
    assert engine_asked(sources()) == []


def test_a_planted_question_about_the_engine_is_found():
    text = '"""Works on PostgreSQL."""\nif connection.vendor == "sqlite":\n    pass\n'
    assert engine_asked(planted(text)) == ["journey/note/views.py:2", "journey/note/views.py:2"]


def test_names_are_english():
    assert swedish_names(sources()) == []


def test_a_planted_swedish_name_is_found():
    assert swedish_names(planted("def spara(möte): ...\n")) == ["journey/note/views.py: möte"]


def test_nothing_is_too_long():
    assert too_long(sources()) == []


def test_planted_long_things_are_found():
    view = "def show(request):\n" + "    x = 1\n" * 25
    assert too_long(planted(view)) == ["journey/note/views.py:show"]
    assert too_long(planted(view, "journey/note/actions.py")) == []
    assert too_long(planted("x = 1\n" * 301, "a.py")) == ["a.py"]
