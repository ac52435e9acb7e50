"""This year's money: the causes of the command, from files that are uploaded and asked about."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from licmodel.analysis.accounts.causes import CAUSES
from licmodel.cli import main
from licmodel.report.amounts import number
from tests.dashboard.conftest import ROOT, Start, drawn, faults, html
from tests.dashboard.test_view import asked

SAMPLES = ROOT / "tests" / "reconciling" / "samples"
ACTUALS, SEATS, MAPPING = range(3)
"""The fields for files, in order."""
PART = "This year's money"
Open = Callable[..., AppTest]


@pytest.fixture
def accounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a scenario of a year that has accounts."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    place = tmp_path / "place"
    place.mkdir()
    shutil.copy(SAMPLES / "council.yaml", place)
    return place


def upload(app: AppTest, at: int, name: str, data: bytes | None = None) -> AppTest:
    """Upload a file into one of the fields; a sample, unless it is said what it holds."""
    data = (SAMPLES / name).read_bytes() if data is None else data
    return app.file_uploader[at].upload(name, data, "text/csv").run()


def words(app: AppTest) -> str:
    told = [each.value for each in [*app.markdown, *app.warning, *app.info, *app.caption]]
    return "\n".join(told).replace("\\", "")


def said(capsys: pytest.CaptureFixture[str], place: Path, *more: str) -> dict[str, Any]:
    """What the command answers."""
    main(["reconcile", str(place / "council.yaml"), str(SAMPLES / "invoices.csv"), "--json", *more])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def assert_told(app: AppTest, told: dict[str, Any]) -> None:
    """The page says every figure of it, line by line and cause by cause."""
    causes = [each for each in CAUSES if told["total"]["causes"][each]]
    for line in (*told["lines"].values(), told["total"]):
        if line["modelled"] or line["actual"]:
            caused = [number(line["causes"][each], 2) if line["causes"][each] else ""
                      for each in causes]  # fmt: skip
            cells = [number(line["modelled"], 2), *caused, number(line["actual"], 2)]
            row = "".join(f"<td>{each}</td>" for each in cells)
            assert f'<th scope="row">{line["title"]}</th>{row}' in html(app)
        for reason in line["reasons"]:
            assert reason in words(app)
    bars = {row["cause"]: row["amount"] for row in drawn(app)}
    assert bars.pop("Difference in all") == told["total"]["difference"]
    assert list(bars.values()) == [told["total"]["causes"][each] for each in causes]
    for account in ("budget", "ledger"):
        assert f"<td>{number(told[account], 2)}</td>" in html(app)
    for title, each in told["seats"].items():
        if each["assigned"] is not None:
            assert f'"row">{title}</th><td>{number(each["contracted"], 0)}</td>' in html(app)
            assert f"<td>{number(each['assigned'], 0)}</td>" in html(app)


def test_it_says_what_the_command_says(
    accounts: Path, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    app = start(accounts, "prices", money=PART, within="150")
    assert "The base budget of 2026/27 is £340,000.00" in words(app)
    for row in ("Base budget</th><td>340,000.00</td><td>4,240.00</td>",
                "Modelled</th><td>335,760.00</td><td>0.00</td>",
                "Ledger</th><td>341,902.50</td><td>6,142.50</td>"):  # fmt: skip
        assert f'<th scope="row">{row}' in html(app)
    assert "in the file" not in html(app)
    upload(app, MAPPING, "mapping.yaml")
    upload(app, SEATS, "seats_2027-03-31.csv")
    upload(app, ACTUALS, "invoices.csv")
    assert faults(app) == []
    samples = ["--map", str(SAMPLES / "mapping.yaml"),
               "--seats", str(SAMPLES / "seats_2027-03-31.csv")]  # fmt: skip
    assert_told(app, said(capsys, accounts, *samples))
    assert "Checked: £150.00 is unexplained; £150.00 may be." in words(app)
    assert app.code[0].value == (
        "licmodel reconcile council.yaml invoices.csv --map invoices_map.yaml "
        "--seats seats_2027-03-31.csv --within 150"
    )
    (figure,) = [each for each in app.selectbox if each.label == "Figure"]
    figure.set_value("reconciliation.lines.support.timing").run()
    assert "invoice 1005 (invoices.csv:10)" in html(app)


def test_what_the_list_does_not_tell_is_asked(
    accounts: Path, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    """Said on the page, what the sample's mapping says gives its figures."""
    app = start(accounts, "prices", money=PART)
    upload(app, ACTUALS, "invoices.csv")
    assert faults(app) == []
    assert "no row of the file is for it" in words(app)
    lines = {"Visio Plan 2 (5 rows)": "visio", "Premier support (2 rows)": "support",
             "Cloud backup (1 row)": "backup"}  # fmt: skip
    for label, line in lines.items():
        {each.label: each for each in app.selectbox}[label].set_value(line)
    {each.label: each for each in app.multiselect}["Cost centre of this budget"].set_value(
        ["D4471"]
    )
    app.run()
    assert faults(app) == []
    assert_told(app, said(capsys, accounts, "--map", str(SAMPLES / "mapping.yaml")))


def test_a_column_that_may_be_two_things_is_asked_about(accounts: Path, start: Start) -> None:
    text = "Invoice date,Line,Amount,Net amount\n01/04/2026,e3,300000,1\n"
    app = start(accounts, "prices", money=PART)
    upload(app, ACTUALS, "list.csv", text.encode())
    assert not app.exception
    assert "Say which column is which" in words(app)
    assert not app.code
    label = "Which column holds the amount without VAT?"
    (which,) = [each for each in app.selectbox if each.label == label]
    assert which.value is None
    which.set_value("Amount").run()
    assert faults(app) == []
    assert "£300,000.00 is invoiced" in html(app)


def test_what_is_likely_is_asked_about_and_may_be_left_out(accounts: Path, start: Start) -> None:
    text = "Invoice date,Line,Net,Quantitty\n01/04/2026,e3,300001,7\n"
    app = start(accounts, "prices", money=PART)
    upload(app, ACTUALS, "list.csv", text.encode())
    (which,) = [each for each in app.selectbox if each.label == "Which column holds the quantity?"]
    which.set_value("no column of it").run()
    assert faults(app) == []
    assert "no quantity and no price" in words(app)


def test_what_lacks_is_said_and_can_be_put_into_the_draft(accounts: Path, start: Start) -> None:
    text = (accounts / "council.yaml").read_text("utf-8")
    start_, _, rest = text.partition("today:")
    (accounts / "council.yaml").write_text(start_ + rest.partition("\n")[2], "utf-8")
    app = start(accounts, "prices", money=PART)
    assert faults(app) == []
    assert "says no base budget and no ledger of 2026/27" in words(app)
    assert "Upload what was paid in the year" in words(app)
    fields = {each.label: each for each in app.text_input}
    assert fields["Year *"].value == "2025/26"  # what a budget from 2026/27 on starts from
    fields["Year *"].set_value("2026/27")
    fields["Budget *"].set_value("£340,000")
    fields["Source"].set_value("the budget book")
    {each.label: each for each in app.button}["Put it into the draft"].click().run()
    assert faults(app) == []
    assert "The base budget of 2026/27 is £340,000.00; what the ledger shows" in words(app)
    assert "With the draft." in words(app)


def test_a_horizon_without_a_whole_year_says_so_and_offers_none(
    accounts: Path, start: Start
) -> None:
    text = (accounts / "council.yaml").read_text("utf-8")
    short = text.replace("{start: 2026-04, years: 3}", "{start: 2026-09, years: 1}")
    (accounts / "council.yaml").write_text(short, "utf-8")
    app = start(accounts, "prices", money=PART)
    assert faults(app) == []
    assert "September 2026 to August 2027, and holds no whole financial year" in words(app)
    assert "Let it begin in April 2026" in words(app)
    assert "Year" not in [each.label for each in app.selectbox]


def test_a_base_budget_of_a_year_of_which_nothing_is_modelled_leaves_the_first(
    accounts: Path, start: Start
) -> None:
    text = (accounts / "council.yaml").read_text("utf-8")
    later = text.replace("{start: 2026-04, years: 3}", "{start: 2027-04, years: 2}")
    later = later.replace("    holdings: {e3: {seats: 1_000, price: 300, per: year}}\n", "")
    (accounts / "council.yaml").write_text(later, "utf-8")
    app = start(accounts, "prices", money=PART)
    assert faults(app) == []
    (years,) = (each for each in app.selectbox if each.label == "Year")
    assert (years.options, years.value) == (["2027/28", "2028/29"], "2027/28")
    told = "The base budget of 2026/27 is £340,000.00; of 2027/28 the scenario says no base budget"
    assert told in words(app)


def test_what_is_chosen_stands_in_the_address(accounts: Path, start: Start) -> None:
    app = start(accounts, "prices", money=PART, of_year="2025/26")
    {each.label: each for each in app.selectbox}["Year"].set_value("2027/28").run()
    assert asked(app)["of_year"] == "2027/28"
    told = "The base budget of 2026/27 is £340,000.00; of 2027/28 the scenario says no base budget"
    assert told in words(app)
    upload(app, ACTUALS, "invoices.csv")
    assert "What is signed, 2027/28: the model against invoices.csv" in [
        each.value.replace("\\", "") for each in app.header
    ]
    {each.label: each for each in app.text_input}["May stay unexplained, £"].set_value("x").run()
    assert not app.exception
    assert any("how much may stay unexplained" in each for each in faults(app))
    {each.label: each for each in app.text_input}["May stay unexplained, £"].set_value("5").run()
    assert faults(app) == []
    assert asked(app)["within"] == "5"
    assert app.code[0].value.endswith("--year 2027/28 --within 5")
    app.switch_page("views/compare.py").run()
    assert not {"of_year", "within"} & set(asked(app))


def test_a_file_that_is_no_list_is_told_and_nothing_is_lost(accounts: Path, start: Start) -> None:
    app = start(accounts, "prices", money=PART)
    upload(app, ACTUALS, "bomb.xlsx", b"PK\x03\x04 nonsense")
    assert not app.exception
    assert len(app.error) == 1
    upload(app, ACTUALS, "invoices.csv")
    upload(
        app, MAPPING, "seats.yaml", b"holds: seats\ncolumns: {product: Item, bought: Quantity}\n"
    )
    assert not app.exception
    assert any("another kind of list" in each for each in faults(app))
