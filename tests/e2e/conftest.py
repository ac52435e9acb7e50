"""One server and one browser, Debian's Chromium, for all tests here; a page of its own for each."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright

from tests.e2e.screen import CHROMIUM, Scheme, settled

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(ROOT.glob("scenarios/*.yaml"))
_HERE = Path(__file__).parent

Open = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder needs Chromium; under loadgroup, one worker has them all.

    They come first. They wait a good deal, which costs nothing while other workers reckon; and
    where work is stolen it is stolen from the end, so that one server and one browser will do.
    """
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.chromium)
            item.add_marker(pytest.mark.xdist_group("chromium"))
    items.sort(key=lambda item: not item.path.is_relative_to(_HERE))


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that is served: every scenario that is shipped."""
    folder = tmp_path_factory.mktemp("shelf")
    for file in SHIPPED:
        shutil.copy(file, folder)
    return folder


@pytest.fixture(scope="session")
def address(shelf: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return where the folder is served, by the command that a person types."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = tmp_path_factory.mktemp("server") / "said.txt"
    command = ["-m", "licmodel.cli", "app", str(shelf), "--no-browser", "--port", str(port)]
    # As a person has it: what was compiled once is kept.
    kept = {name: each for name, each in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept["XDG_CACHE_HOME"] = str(said.parent)  # drafts that were not saved are of the tests alone
    with said.open("w") as log:
        server = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=kept, stdout=log, stderr=subprocess.STDOUT
        )
    found = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{found}/_stcore/health", timeout=1):  # noqa: S310  here
                    break
            except OSError:
                assert server.poll() is None, said.read_text("utf-8")
                time.sleep(0.05)
        yield found
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:  # it still talks to a window that has gone
            server.kill()
            server.wait()
    assert "Traceback" not in said.read_text("utf-8"), said.read_text("utf-8")


@pytest.fixture(scope="session")
def player() -> Iterator[Playwright]:
    """Return what drives the browser."""
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="session")
def browser(player: Playwright) -> Iterator[BrowserContext]:
    """Return the browser: its cache serves every page, as that of a person does."""
    found = player.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
    context = found.new_context(
        viewport={"width": 1440, "height": 1000},
        locale="en-GB",
        timezone_id="Europe/London",
        reduced_motion="reduce",
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    yield context
    context.close()
    found.close()


@pytest.fixture
def asked() -> set[str]:
    """Return the hosts that the pages of a test asked for anything."""
    return set()


@pytest.fixture
def open_page(browser: BrowserContext, address: str, asked: set[str]) -> Iterator[Open]:
    """Return what opens a page in a window of its own; no window asks another host."""
    pages: list[Page] = []
    faults: list[str] = []

    def opened(
        path: str = "", *, width: int = 1440, scheme: Scheme = "light", wait: bool = True
    ) -> Page:
        page = browser.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 1000})
        page.emulate_media(color_scheme=scheme)
        page.on("request", lambda each: asked.add(each.url.split("/")[2]))
        page.on("pageerror", lambda each: faults.append(str(each)))
        page.goto(f"{address}/{path}")
        if wait:
            settled(page)
        return page

    yield opened
    for page in pages:
        page.close()
    assert asked <= {address.split("/")[2]}
    assert faults == []


@pytest.fixture
def copy_of(shelf: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[str], str]]:
    """Return what puts a scenario of the test's own on the shelf, and gives its name."""
    made: list[str] = []

    def copied(name: str) -> str:
        mark = "".join(each if each.isalnum() else "_" for each in request.node.name)
        mark = mark[:30].strip("_")  # as it stays in the name of a file that is made of it
        made.append(f"{name}_{mark}_{os.getpid()}")
        shutil.copy(ROOT / "scenarios" / f"{name}.yaml", shelf / f"{made[-1]}.yaml")
        return made[-1]

    yield copied
    for stem in made:
        for file in shelf.glob(f"{stem}*.yaml"):
            file.unlink()
