"""Parts of a page drawn again alone: with the catalogue of their file, and no traceback."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from licmodel.analysis.comparison import compare
from licmodel.analysis.freezing import freeze, thawed
from licmodel.catalogue.files import FEATURES, PRICES, catalogue_files, use_files
from licmodel.dashboard import ahead, figures
from licmodel.dashboard import shelf as shelves
from tests.dashboard.conftest import ROOT


@pytest.fixture
def signed(shelf: Path) -> Path:
    """Return a version of record whose catalogue has every price at twice what it is today."""
    files = catalogue_files()
    rows = list(csv.DictReader(io.StringIO(files[PRICES])))
    for row in rows:
        row["price"] = str(2 * float(row["price"])) if row["price"] else ""
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    with use_files({**files, PRICES: out.getvalue()}):
        freeze(shelf / "council_2027.yaml", shelf / "signed.json")
    return shelf / "signed.json"


def total(of: shelves.Opened) -> float:
    return figures.compared(of).options["renew"].total


def test_a_version_of_record_worked_out_ahead_has_its_own_prices(
    signed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LICMODEL_PLACE", str(signed))
    ahead.make_ready()
    with thawed(signed) as scenario:
        meant = compare(scenario).options["renew"].total
    assert total(shelves.opened(signed)) == meant
    assert meant > 1.5 * total(shelves.opened(signed.parent / "council_2027.yaml"))


def drawn_alone(path: str) -> None:
    """Parts as Streamlit draws them alone: nothing of the frame runs around them."""
    from pathlib import Path  # noqa: PLC0415  a page of its own

    import streamlit as st  # noqa: PLC0415

    from licmodel.dashboard import figures  # noqa: PLC0415
    from licmodel.dashboard.parts import part  # noqa: PLC0415
    from licmodel.errors import InputError  # noqa: PLC0415

    @part
    def told() -> None:
        found = figures.compared(figures.current()).options["renew"].total
        st.text(f"{found:.2f}")

    @part
    def broken(what: str) -> None:
        raise InputError(what)

    st.session_state["path"] = Path(path)
    told()
    broken("it cannot be told")
    st.text("what follows")


def test_a_part_alone_reads_its_files_own_catalogue_and_tells_a_fault(signed: Path) -> None:
    app = AppTest.from_function(drawn_alone, args=(str(signed),), default_timeout=60).run()
    with thawed(signed) as scenario:
        meant = compare(scenario).options["renew"].total
    assert [each.value for each in app.text] == [f"{meant:.2f}", "what follows"]
    assert not app.exception
    assert "it cannot be told" in app.error[0].value


def test_every_part_of_a_page_that_is_drawn_alone_is_such_a_part() -> None:
    for each in (ROOT / "licmodel" / "dashboard").rglob("*.py"):
        assert each.name == "parts.py" or "st.fragment" not in each.read_text("utf-8"), each


def test_a_file_opened_beside_a_version_of_record_is_read_as_ever(shelf: Path) -> None:
    shutil.copy(shelf / "council_2027.yaml", shelf / "other.yaml")
    without = {key: text for key, text in catalogue_files().items() if key != FEATURES}
    with use_files(without):
        assert shelves.opened(shelf / "other.yaml").scenario.personas
