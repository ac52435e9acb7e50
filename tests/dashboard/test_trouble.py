"""A full disk and a folder without rights: a clear message, and nothing lost or half written."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import ROOT, Start, faults, html, refuse_writing

ASKED = ["renew.e3.discount=5%"]
MOUNT, UMOUNT = shutil.which("mount"), shutil.which("umount")


def save(app: AppTest) -> AppTest:
    """Keep what is asked under a name."""
    {each.label: each for each in app.text_input}["What to call it"].set_value("Five per cent")
    return {each.label: each for each in app.button}["Save as a what-if"].click().run()


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk that has room for a scenario and for nothing else."""
    if MOUNT is None or UMOUNT is None or os.geteuid():
        pytest.skip("only root can make a small disk")
    made = [MOUNT, "-t", "tmpfs", "-o", "size=64k", "none", str(tmp_path)]
    if subprocess.run(made, check=False, capture_output=True).returncode:
        pytest.skip("no small disk can be made here")
    try:
        shutil.copy(ROOT / "scenarios" / "council_2027.yaml", tmp_path)
        with (tmp_path / "rest").open("wb", buffering=0) as rest, suppress(OSError):
            while rest.write(bytes(4096)):
                pass
        yield tmp_path
    finally:
        subprocess.run([UMOUNT, str(tmp_path)], check=True)


def test_a_full_disk_is_told_and_what_is_asked_stays(full: Path, start: Start) -> None:
    before = (full / "council_2027.yaml").read_bytes()
    app = save(start(full, "what_if", set=ASKED))
    assert not app.exception
    (said,) = faults(app)
    assert "No space left" in said
    assert "To mend it: make room on the disk" in said
    assert "As asked" in html(app)  # what was asked is still there
    assert sorted(each.name for each in full.iterdir()) == ["council_2027.yaml", "rest"]
    assert (full / "council_2027.yaml").read_bytes() == before


def test_a_folder_that_may_not_be_written_to_is_told(
    shelf: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = start(shelf, "what_if", set=ASKED)
    refuse_writing(shelf, monkeypatch)
    app = save(app)
    assert not app.exception
    (said,) = faults(app)
    assert "Permission denied" in said
    assert "To mend it" in said
    assert [each.name for each in shelf.iterdir()] == ["council_2027.yaml"]


def test_a_folder_that_may_not_be_read_is_told(
    shelf: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: Path) -> Iterator[Path]:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "iterdir", refused)
    app = start(shelf)
    assert not app.exception
    (said,) = faults(app)
    assert "Permission denied" in said
    assert "start the dashboard on another folder" in said
