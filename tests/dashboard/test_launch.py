"""The server is for this machine only, asks no other, and starts in two ways."""

from __future__ import annotations

import gc
import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from licmodel.cli import main
from licmodel.dashboard import launch
from licmodel.errors import InputError
from tests.dashboard.conftest import ROOT, faults, html

CONFIGS = (ROOT / ".streamlit", ROOT / "licmodel" / "dashboard" / ".streamlit")


@pytest.mark.parametrize("folder", CONFIGS, ids=["app.py", "licmodel app"])
def test_only_this_machine_is_served_and_no_other_is_asked(folder: Path) -> None:
    settings = tomllib.loads((folder / "config.toml").read_text("utf-8"))
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["client"]["showErrorLinks"] == "false"


def test_both_ways_of_starting_have_the_same_settings() -> None:
    first, second = (
        tomllib.loads((folder / "config.toml").read_text("utf-8")) for folder in CONFIGS
    )
    assert first == second
    told = launch.arguments(None, browser=False)
    assert "--server.address=127.0.0.1" in told
    assert "--browser.gatherUsageStats=false" in told


def test_nothing_on_the_pages_is_fetched_from_elsewhere() -> None:
    """An icon of the page that is a name, and not a file, is fetched from a font's host."""
    texts = {
        path: path.read_text("utf-8") for path in (ROOT / "licmodel" / "dashboard").rglob("*.py")
    }
    assert not [path for path, text in texts.items() if re.search(r"https?://(?!localhost)", text)]
    icon = re.search(r"page_icon=([^,]+),", texts[ROOT / "licmodel" / "dashboard" / "main.py"])
    assert icon is not None
    assert "icon.svg" in icon[1]


def test_no_folder_is_called_pages() -> None:
    """Streamlit would run its files by themselves, before the frame says which file is open."""
    assert not (ROOT / "licmodel" / "dashboard" / "pages").exists()


def test_app_py_shows_the_same_pages(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(launch.PLACE, str(shelf))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert faults(app) == []
    assert "is the cheapest by present value" in html(app)


def test_a_place_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        launch.launch("nowhere.yaml")


def test_without_its_libraries_it_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        launch, "find_spec", lambda name: None if name == "streamlit" else find_spec(name)
    )
    with pytest.raises(InputError, match=re.escape("pip install 'licmodel[dashboard]'")):
        launch.launch(None)


def test_the_command_line_loads_no_page_until_it_is_asked() -> None:
    """Starting stays quick: its help says what it takes, and loads neither library."""
    code = (
        "import sys; from licmodel.cli import main\n"
        "try: main(['app', '--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'streamlit', 'altair', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "FILE|FOLDER" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(("command", "seldom"), [("compare", True), ("app", False)])
def test_a_server_that_stays_looks_for_circles_of_objects_as_ever(
    monkeypatch: pytest.MonkeyPatch, command: str, *, seldom: bool
) -> None:
    """A command that is soon over need not: what it leaves is gone when it ends."""
    told: list[int] = []
    monkeypatch.setattr(gc, "set_threshold", told.append)
    monkeypatch.setattr(sys, "argv", ["licmodel", command, "--help"])
    with pytest.raises(SystemExit):
        main()
    assert bool(told) == seldom
