"""Modules stay small, are named by nouns, and say what they offer."""

import ast
from collections.abc import Iterator
from pathlib import Path

MOST_LINES = 400
SAYS_NOTHING = {"common", "helper", "helpers", "manager", "misc", "util", "utils"}


def test_no_module_is_longer_than_400_lines(root: Path, modules: list[Path]) -> None:
    lengths = {path: len((root / path).read_text("utf-8").splitlines()) for path in modules}
    long = [f"{path}: {count}" for path, count in lengths.items() if count > MOST_LINES]
    assert not long, "split these by noun, not by size"


def test_every_name_of_a_module_says_something(modules: list[Path]) -> None:
    empty = [
        str(path)
        for path in modules
        if SAYS_NOTHING.intersection(part.removeprefix("_") for part in path.with_suffix("").parts)
    ]
    assert not empty, "name each for the noun it holds"


def test_everything_public_has_a_docstring(root: Path, modules: list[Path]) -> None:
    silent = [
        f"{path}:{getattr(node, 'lineno', 1)} {getattr(node, 'name', 'the module')}"
        for path in modules
        if path.parts[0] == "licmodel"
        for node in public(ast.parse((root / path).read_text("utf-8")))
        if not ast.get_docstring(node)
    ]
    assert not silent, "each needs a docstring"


def public(
    tree: ast.Module,
) -> Iterator[ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the module, and its classes and functions that do not start with an underscore."""
    yield tree
    for node in tree.body:
        if isinstance(
            node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        ) and not node.name.startswith("_"):
            yield node
