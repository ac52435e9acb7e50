"""Fixtures of the tests of files."""

from pathlib import Path

import pytest
import yaml

from licmodel.scenario import files


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(params=["C", "Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "Python":
        monkeypatch.setattr(files, "LOADER", yaml.BaseLoader)
    return str(request.param)
