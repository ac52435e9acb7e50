"""Prices and money: the commands' own tables, and what a new sheet changes and costs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import licmodel
from licmodel.analysis.accounts.budgets import budget_of
from licmodel.analysis.accounts.shares import shares
from licmodel.analysis.checks import checks
from licmodel.analysis.decisions.asked import ask, embodied
from licmodel.analysis.results import run
from licmodel.dashboard.telling import grid_html, plain_words
from licmodel.intake import read
from licmodel.report.amounts import Amounts
from licmodel.report.budgets import budget_blocks, budget_text
from licmodel.report.grid import Block, Grid, blocks_text
from licmodel.report.imports import remark_sentences
from licmodel.report.price_sources import prices_read
from licmodel.report.shares import shares_blocks
from tests.dashboard.conftest import ROOT, Start, faults, html

SAMPLES = ROOT / "tests" / "intake" / "samples"
Open = Callable[..., AppTest]

# a tenth dearer than the catalogue's, and for the whole horizon
BOOK = (
    "product,title,segment,unit,price,currency,per,from,to,source,source_date,status\n"
    "microsoft_365_e3,Microsoft 365 E3,commercial,user,38.01,GBP,month,2023-04,,"
    "quote of November,2026-11,quote\n"
)


@pytest.fixture
def money(shelf: Path, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Return what opens a part of the page."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def opened(part: str, place: Path = shelf, **said: str) -> AppTest:
        app = start(place, "prices")
        app.session_state["money"] = part
        for key, value in said.items():
            app.session_state[key] = value
        return app.run()

    return opened


def tables(told: list[Block]) -> list[Grid]:
    return [part for block in told for part in block if isinstance(part, Grid)]


@pytest.mark.parametrize("units", ["pounds", "millions"])
def test_a_budget_is_the_one_of_the_command(money: Open, shelf: Path, units: str) -> None:
    app = money("budget", units=units, changes="cumulative")
    assert faults(app) == []
    scenario = licmodel.load(shelf / "council_2027.yaml")
    found = budget_of(scenario, "renew", "millions" if units == "millions" else "pounds")
    told = budget_blocks(scenario, found, cumulative=True)
    for grid in tables(told):
        assert grid_html(grid) in html(app)
    assert blocks_text(told[1:]) in budget_text(scenario, found, cumulative=True)


def test_who_pays_and_who_loses_is_told_of_an_option_that_shares(
    money: Open, tmp_path: Path
) -> None:
    place = tmp_path / "shared"
    place.mkdir()
    shutil.copy(ROOT / "scenarios" / "shared_platform.yaml", place)
    app = money("shares", place)
    assert faults(app) == []
    results = run(licmodel.load(place / "shared_platform.yaml"))
    found = {key: each for key, each in shares(results).items() if each.shares}
    option = next(iter(found))
    told = shares_blocks(results, {option: found[option]}, checks(results))
    for grid in tables(told):
        assert grid_html(grid) in html(app)
    (loser,) = [part for block in told for part in block
                if isinstance(part, str) and part.startswith("Pays more than before")]  # fmt: skip
    assert plain_words(loser) in [each.value for each in app.markdown]


def test_the_prices_in_use_stand_with_their_sources(money: Open, shelf: Path) -> None:
    app = money("book")
    assert faults(app) == []
    grid = prices_read(run(licmodel.load(shelf / "council_2027.yaml")), keys=False)
    # on a page a file goes by its name, wherever it stands
    assert grid_html(grid, words=True).replace(f"{shelf}/", "") in html(app)
    assert any("catalogue" in each for each in grid.cells[1][4:])
    assert "Microsoft 365 E3, at first" in html(app)
    assert "1980-01" not in html(app)
    assert any("What is doubtful in prices.csv" in each.label for each in app.expander)


def test_a_sheet_that_came_is_reported_row_by_row(money: Open) -> None:
    app = money("sheet")
    sheet = SAMPLES / "new_commerce_2026-07-01.csv"
    app.file_uploader[0].upload(sheet.name, sheet.read_bytes(), "text/csv").run()
    assert not app.exception
    said = "\n".join(each.value for each in app.markdown).replace("\\", "")
    assert "a month's price?" in said
    assert "Checked: in = held + set aside + refused." in said
    # monthly and yearly terms of one product: nothing says which is meant, and nobody guesses
    assert any("several prices" in each.value for each in app.error)


def test_what_is_not_used_of_a_quotation_is_told_and_its_mapping_reads_the_next(
    money: Open, tmp_path: Path
) -> None:
    """Its own sums are done again as on the command line, those that do not come out told."""
    quote = (SAMPLES / "quote.csv").read_bytes().replace(b"360000.00", b"360500.00")
    (tmp_path / "quote.csv").write_bytes(quote)
    app = money("sheet")
    app.file_uploader[0].upload("quote.csv", quote, "text/csv").run()
    assert not app.exception
    said = "\n".join(each.value for each in app.info).replace("\\", "")
    assert "Not used: “Contact”." in said
    assert "the total of a line from “Extended Price”" in said
    kept = (SAMPLES / "quote_mapping.yaml").read_bytes()
    app.file_uploader[1].upload("kept.yaml", kept, "application/yaml").run()
    assert not app.exception
    assert not any("by its headings" in each.value for each in app.info)
    assert "<td>2</td>" in html(app)  # rows held: one is a total, one is priced for what remains
    report = read(tmp_path / "quote.csv", mapping=SAMPLES / "quote_mapping.yaml")
    assert report.arithmetic
    said = "\n".join(each.value for each in app.markdown)
    for sentence in remark_sentences(report.arithmetic):
        assert plain_words(sentence) in said
    app.file_uploader[1].upload("kept.yaml", b"holds: seats\ncolumns: {product: Item Description, "
                                b"bought: Quantity}\n", "application/yaml").run()  # fmt: skip
    assert not app.exception
    assert any("another kind of list" in each for each in faults(app))


def test_what_a_new_book_costs_is_what_prices_diff_says_and_the_draft_can_read_it(
    money: Open, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = shelf / "offer.csv"
    book.write_text(BOOK, "utf-8")
    from licmodel.cli import main  # noqa: PLC0415  as a user calls it

    main(["prices", "diff", "catalogue", str(book), str(shelf / "council_2027.yaml")])
    printed = capsys.readouterr().out
    book.write_text(BOOK.replace("38.01", "38.02"), "utf-8")  # somebody else's, of the same name
    app = money("sheet")
    app.file_uploader[0].upload("offer.csv", BOOK.encode(), "text/csv").run()
    assert faults(app) == []
    rows = [line.split() for line in printed.splitlines() if line.startswith("Renew, E3 for")]
    for cell in rows[0][4:]:
        assert f"<td>{escape(cell)}</td>" in html(app)
    name = {each.label: each for each in app.text_input}["Keep it beside the scenario as"]
    name.set_value("offer.csv")
    book.write_text(f"{BOOK}\n", "utf-8")  # another one by that name
    press = next(each for each in app.button if each.label == "Use these prices in the draft")
    press.click().run()
    assert any("already there" in each.value.replace("\\", "") for each in app.error)
    name = {each.label: each for each in app.text_input}["Keep it beside the scenario as"]
    name.set_value("offer_kept.csv")
    next(each for each in app.button if each.label == "Use these prices in the draft").click().run()
    assert faults(app) == []
    assert (shelf / "offer_kept.csv").read_text("utf-8") == BOOK
    name = {each.label: each for each in app.text_input}["Keep it beside the scenario as"]
    name.set_value("offer_kept.csv")  # pressed twice, which is no failure
    next(each for each in app.button if each.label == "Use these prices in the draft").click().run()
    assert faults(app) == []
    assert any("1 change not yet saved" in each.value for each in app.header)
    assert "more than as it stands" in html(app)
    before = html(app)
    (shelf / "offer_kept.csv").write_text(BOOK.replace("38.01", "76.02"), "utf-8")
    assert html(app.run()) != before  # the draft is of the book as it is now
    (shelf / "offer_kept.csv").write_text(BOOK, "utf-8")
    app.session_state["look at council_2027.yaml"] = "save"
    app.run()
    {each.label: each for each in app.text_input}["What to call it"].set_value("As offered")
    next(each for each in app.button if each.label == "Save the draft").click().run()
    assert faults(app) == []
    saved = licmodel.load(shelf / "council_2027_as_offered.yaml")
    assert saved.own_book is not None
    assert [point.price for point in saved.own_book.points] == [38.01]


def test_a_file_that_is_no_sheet_is_told_and_nothing_is_lost(money: Open) -> None:
    app = money("sheet")
    app.file_uploader[0].upload("notes.csv", b"hello\n", "text/csv").run()
    assert not app.exception
    assert len(app.error) == 1
    app = money("sheet")
    app.file_uploader[0].upload("bomb.xlsx", b"PK\x03\x04 nonsense", "application/zip").run()
    assert not app.exception
    assert len(app.error) == 1


def test_what_is_asked_holds_for_the_budget_and_who_pays(shelf: Path, start: Start) -> None:
    scenario = licmodel.load(shelf / "council_2027.yaml")
    found = budget_of(scenario, "renew", what_if="headcount_falls")
    assert found.by_year != budget_of(scenario, "renew").by_year
    app = start(shelf, "prices")
    at_left = next(each for each in app.selectbox if each.label == "What-if")
    at_left.set_value("headcount_falls").run()
    assert faults(app) == []
    said = [each.value for each in [*app.caption, *app.markdown]]
    assert "Under the what-if *Staff and devices fall by 5% a year*." in said
    assert any("headcount falls: Staff and devices" in each.replace("\\", "") for each in said)
    assert all(f"<td>{Amounts('GBP').text(figure)}</td>" in html(app) for figure in found.by_year)
    app.button_group(key="money").set_value("shares").run()
    assert faults(app) == []
    assert "Under the what-if *Staff and devices fall by 5% a year*." in [
        each.value for each in app.caption
    ]


def test_what_is_asked_and_in_no_file_holds_for_the_budget_too(shelf: Path, start: Start) -> None:
    app = start(shelf, "prices", times="prices.microsoft_365_e3=1.1")
    assert faults(app) == []
    scenario = licmodel.load(shelf / "council_2027.yaml")
    asked = ask(scenario, {"prices.microsoft_365_e3": {"times": "1.1"}})
    found = budget_of(embodied(scenario, asked), "renew", what_if=asked.name)
    assert all(f"<td>{Amounts('GBP').text(figure)}</td>" in html(app) for figure in found.by_year)
    assert any(each.value.startswith("Under what is asked: ") for each in app.caption)
