"""Changelog fragments can be gathered, and tests cite conventions that exist."""

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

NOT_FRAGMENTS = {"README.md", "template.md"}
CITATION = re.compile(r"(?<![\w\]])\[(\d+)\]")
CONVENTION = re.compile(r"^(?:#+\s+)?(\d+)\.\s", re.MULTILINE)


def test_every_changelog_fragment_has_an_issue_a_known_type_and_a_text(
    root: Path, files: list[Path]
) -> None:
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["towncrier"]
    types = "|".join(kind["directory"] for kind in settings["type"])
    wrong = [
        str(path)
        for path in files
        if path.parts[0] == settings["directory"]
        and path.name not in NOT_FRAGMENTS
        and not (
            re.fullmatch(rf"\d+-[a-z0-9-]+\.({types})\.md", path.name)
            and (root / path).read_text("utf-8").strip()
        )
    ]
    assert not wrong, f"name each <issue>-<slug>.<{types}>.md"


def test_every_convention_that_a_test_cites_exists(root: Path, modules: list[Path]) -> None:
    cited = {
        (number, str(path))
        for path in modules
        if path.parts[0] == "tests"
        for words in said((root / path).read_text("utf-8"))
        for number in CITATION.findall(words)
    }
    page = root / "docs" / "conventions.md"
    known = set(CONVENTION.findall(page.read_text("utf-8"))) if page.exists() else set()
    unknown = sorted((number, path) for number, path in cited if number not in known)
    assert not unknown, "docs/conventions.md has no convention of these numbers"


def said(source: str) -> Iterator[str]:
    """Yield the docstrings and comments of a module, where conventions are cited."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield ast.get_docstring(node) or ""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string
