"""What is uploaded is read, asked about where its headings do not tell, and gone afterwards."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from licmodel.dashboard.uploads import Holder
from tests.dashboard.conftest import Start

LIST = b"""Item;Seats;Total;Expires
Microsoft 365 E3;1,200;;31/03/2027
Power BI Pro;75;;31/03/2027
"""


@pytest.fixture
def demand(shelf: Path, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Return the page on which spreadsheets of seats are taken in."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    app = start(shelf, "estate")
    app.session_state["part"] = "demand"
    return app.run()


def test_a_column_that_may_be_either_is_asked_about_and_never_guessed(demand: AppTest) -> None:
    app = demand.file_uploader[0].upload("our list.csv", LIST, "text/csv").run()
    assert not app.exception
    assert any("Say which column is which" in each.value for each in app.warning)
    label = "Which column holds how many seats were bought?"
    box = next(each for each in app.selectbox if each.label == label)
    assert list(box.options) == ["Seats", "Total"]
    box.set_value("Seats").run()
    assert not app.exception
    said = "\n".join(each.proto.body for each in app.get("html"))
    assert "<td>1,200</td>" in said
    assert "<td>1,275</td>" in said  # both rows held


def test_invoices_are_sent_where_they_belong(demand: AppTest) -> None:
    data = b"Invoice date,Description,Net amount,Invoice number\n2026-11-02,Microsoft 365 E3,12,7\n"
    app = demand.file_uploader[0].upload("invoices.csv", data, "text/csv").run()
    assert not app.exception
    assert len(app.error) == 1
    assert "To mend it" in app.error[0].value


def test_an_upload_is_gone_with_its_window() -> None:
    place = Holder()
    path = place.path
    (path / "prices.csv").write_text("confidential", "utf-8")
    del place
    gc.collect()
    assert not path.exists()


def test_a_list_of_seats_may_hold_prices_as_well(demand: AppTest) -> None:
    data = "Product,Qty,Unit price £/month\nMicrosoft 365 E3,1200,30.10\n".encode()
    app = demand.file_uploader[0].upload("ours.csv", data, "text/csv").run()
    assert not app.exception
    assert len(app.error) == 0
    assert "<td>1,200</td>" in "\n".join(each.proto.body for each in app.get("html"))
