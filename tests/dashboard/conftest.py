"""Pages run without a browser, each on a folder of its own."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
MAIN = ROOT / "licmodel" / "dashboard" / "main.py"

Start = Callable[..., AppTest]
Upload = Callable[[str, bytes], AppTest]
Open = Callable[..., AppTest]
STAFF = {"edited_rows": {0: {"start": "3,120"}}, "added_rows": [], "deleted_rows": []}
"""What is typed into the grid of drivers."""


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Return a folder with one scenario in it."""
    shutil.copy(ROOT / "scenarios" / "council_2027.yaml", tmp_path)
    return tmp_path


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Start:
    """Return what opens a page on a file or folder."""

    def opened(place: Path, page: str = "compare", **address: str | list[str]) -> AppTest:
        monkeypatch.setenv("LICMODEL_PLACE", str(place))
        app = AppTest.from_file(str(MAIN), default_timeout=60)
        for key, value in address.items():
            app.query_params[key] = value
        if page == "what_if":  # its address is written otherwise, so it is not found before
            app.run()
        if page != "compare":  # which opens by itself
            app.switch_page(f"views/{page}.py")
        return app.run()

    return opened


def html(app: AppTest) -> str:
    """All that a page says in HTML, without its styles."""
    said = (each.proto.body for each in app.get("html"))
    return whole("\n".join(each for each in said if not each.startswith("<style>")))


def whole(told: str) -> str:
    """HTML without the places at which a key may be parted."""
    return re.sub(r'<span class="key">(.*?)</span>', r"\1", told).replace("<wbr>", "")


def faults(app: AppTest) -> list[str]:
    """Every fault that a page shows."""
    return [each.value for each in [*app.error, *app.exception]]


def drawn(app: AppTest, at: int = 0) -> list[dict[str, Any]]:
    """Figures that a chart of a page draws, those of its first layer."""
    told = app.get("vega_lite_chart")[at].proto
    spec = json.loads(told.spec)
    data = spec.get("data") or spec["layer"][0].get("data")
    if data is None:  # one table for all layers is sent apart from them
        frame: Any = convert_arrow_bytes_to_pandas_df(told.data.data)
        return list(frame.to_dict("records"))
    found = data.get("values") or spec["datasets"][data["name"]]
    assert isinstance(found, list)
    return found


def refuse_writing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to write into a folder, as the system does; root would be refused nothing."""
    opened = Path.open

    def refused(self: Path, mode: str = "r", *more: object, **said: object) -> object:
        if self.parent == folder and mode[:1] in {"x", "w", "a"}:
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, mode, *more, **said)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refused)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which drafts are kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def estate(shelf: Path, start: Start, cache: Path) -> Open:
    """Return what opens a part of the page."""
    del cache

    def opened(part: str, **address: str) -> AppTest:
        app = start(shelf, "estate", **address)
        app.session_state["part"] = part
        return app.run()

    return opened


def type_into(app: AppTest, sheet: str, state: dict[str, Any]) -> AppTest:
    """Put edits into a grid, as a browser sends them."""
    key = [each for each in app.session_state["grids"] if each.startswith(f"grid {sheet} ")][-1]
    app.session_state[key] = state
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    return next(each for each in app.button if each.label == label).click().run()


@pytest.fixture
def uploaded(shelf: Path, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Upload:
    """Return what uploads a sheet on its part of the page."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def upload(name: str, data: bytes) -> AppTest:
        app = start(shelf, "prices")
        app.session_state["money"] = "sheet"
        app.run()
        app.file_uploader[0].upload(name, data, "application/octet-stream").run()
        assert not app.exception
        return app

    return upload
