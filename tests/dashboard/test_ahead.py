"""What the first page needs is loaded and worked out before anybody asks for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from licmodel.dashboard import ahead, figures
from licmodel.dashboard.shelf import opened

# In a process of its own, since here everything is loaded already.
CODE = """
import sys
from licmodel.dashboard import ahead
before = set(sys.modules)
ahead.begin().join()
from licmodel.dashboard import shelf
loaded = set(sys.modules) - before
print(sorted({"altair", "pandas", "licmodel.dashboard.views.compare"} & loaded))
print([each.name for each in shelf._kept()])
"""


def told(place: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LICMODEL_PLACE": str(place)},
    )
    return done.stdout.splitlines()


def test_libraries_and_the_first_scenario_are_ready(shelf: Path) -> None:
    assert told(shelf) == [
        "['altair', 'licmodel.dashboard.views.compare', 'pandas']",
        "['council_2027.yaml']",
    ]


def test_a_file_that_cannot_be_read_is_left_to_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.yaml").write_text("options: {keep: {lines: {a: 3}}}\n", "utf-8")
    monkeypatch.setenv("LICMODEL_PLACE", str(tmp_path))
    ahead.make_ready()


def test_a_page_finds_what_was_worked_out_ahead(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LICMODEL_PLACE", str(shelf))
    ahead.make_ready()

    def again(*_: object, **__: object) -> None:
        pytest.fail("it is worked out again")

    monkeypatch.setattr(figures, "compare", again)
    found = figures.compared(opened(shelf / "council_2027.yaml"))
    assert found.cheapest() == "mixed"
