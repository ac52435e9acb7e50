"""Scenarios written out in the tests of agreements."""

from collections.abc import Callable
from pathlib import Path

import pytest

from licmodel.analysis.results import Results, run
from licmodel.scenario.loading import load

HEAD = """\
title: By hand
organisation: {name: An invented council, kind: council}
baseline: none
"""


@pytest.fixture
def results_of(tmp_path: Path) -> Callable[[str], Results]:
    """Return what reckons the rest of a scenario's text."""

    def of(text: str) -> Results:
        path = tmp_path / "by_hand.yaml"
        path.write_text(HEAD + text, "utf-8")
        return run(load(path))

    return of
