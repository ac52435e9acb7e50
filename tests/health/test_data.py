"""YAML files can be read by people and strict readers alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml


@pytest.fixture(scope="module")
def pages(files: list[Path]) -> list[Path]:
    """Return every YAML file outside the tests, which may hold broken ones on purpose."""
    return [path for path in files if path.suffix in {".yaml", ".yml"} and path.parts[0] != "tests"]


def test_no_yaml_file_holds_a_tab(root: Path, pages: list[Path]) -> None:
    tabbed = [
        f"{path}:{number}"
        for path in pages
        for number, line in enumerate((root / path).read_text("utf-8").splitlines(), 1)
        if "\t" in line
    ]
    assert not tabbed, "write spaces"


def test_no_yaml_file_repeats_a_key(root: Path, pages: list[Path]) -> None:
    repeated = [
        f"{path}:{line} {key}"
        for path in pages
        for key, line in repeats(yaml.compose((root / path).read_text("utf-8")))
    ]
    assert not repeated, "the last of two equal keys would win without a word"


def test_a_repeated_key_is_found_at_any_depth() -> None:
    assert list(repeats(yaml.compose("a: 1\nb:\n  - {c: 1, c: 2}\na: 2\n"))) == [("c", 3), ("a", 4)]


def repeats(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    """Yield each key that stands twice in one mapping, with its line; innermost first."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from repeats(item)
    elif isinstance(node, yaml.MappingNode):
        seen = set()
        again = []
        for key, value in node.value:
            if key.value in seen:
                again.append((key.value, key.start_mark.line + 1))
            seen.add(key.value)
            yield from repeats(value)
        yield from again
