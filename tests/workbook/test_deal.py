"""The Deal sheet: what is proposed reaches every figure, and comes back by name."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from licmodel.analysis.results import Results, example, run
from licmodel.assembly.assemble import assemble
from licmodel.cli import CHECKS_FAILED, FINE, main
from licmodel.scenario.change import WhatIf
from licmodel.scenario.loading import load
from licmodel.scenario.scenario import Scenario
from licmodel.workbook.deal import NAME
from licmodel.workbook.deal_lines import deal_lines
from licmodel.workbook.export import Book, make_workbook
from licmodel.workbook.importing import read_workbook, read_workbooks
from licmodel.workbook.inputs import BASE
from tests.recalculation import differences, named_error, recalculate_with_libreoffice
from tests.workbook.books import ROOT, SHIPPED, Opened, checked, export, send, shipped
from tests.workbook.deals import beside, cells_of, proposed

BOUGHT = {"subscription", "perpetual", "hardware"}
COUNCIL = ROOT / "scenarios" / "council_2027.yaml"
PROPOSED = {
    "renew.e3.discount": 0.2,
    "prices.microsoft_365_e3.2023-04": 33.0,
    "frontline.f3.discount": 0.25,
    "agreements.corporate.term": 24,
    "renew.backup.tiers.2.price": 0.1,
    "drivers.hosts": 20,
    "mixed.e1.discount, net": 7.5,
}
SMALL = """
title: Seats and hosts
organisation: {name: Northmoor Council}
timeline: {start: 2027-04, years: 2}
baseline: stay
drivers: {hosts: {unit: server, value: 24}}
options:
  stay:
    lines:
      seats: {kind: subscription, quantity: 100, price: 10, per: month, discount: 10%}
      boxes: {kind: hardware, quantity: hosts, price: 1_000, life_years: 5}
  fewer:
    based_on: stay
    lines:
      seats: {quantity: 90}
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a small scenario, and its workbook as it is sent out."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "small.yaml").write_text(SMALL, "utf-8")
    export(load(folder / "small.yaml"), folder / "sent.xlsx")
    return folder


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the council's workbook as it is sent out."""
    path = tmp_path_factory.mktemp("deal") / "council.xlsx"
    send(COUNCIL, path)
    return path


def dealt(scenario: Scenario, figures: Mapping[str, float]) -> Results:
    """The engine's own figures for the same change."""
    changes = {key: {"set": str(value)} for key, value in figures.items() if ", net" not in key}
    for line in deal_lines(assemble(scenario)):
        if (net := figures.get(f"{line.key}.discount, net")) is not None and line.net is not None:
            of = figures.get(line.net) or assemble(scenario).program.inputs[line.net].value
            changes[f"{line.key}.discount"] = {"set": str(1 - net / of)}
    deal = WhatIf.model_validate(changes)
    more = scenario.model_copy(update={"what_ifs": {**scenario.what_ifs, "deal": deal}})
    return run(assemble(more, budget="pounds"), ["deal"])


def as_dealt(book: Book, results: Results) -> Book:
    return book._replace(results=results.under("deal"))


def test_each_line_with_a_price_stands_there_with_its_figures(sent: Path) -> None:
    """Quantity, list price, discount and term, each input with one cell to write into."""
    cells = cells_of(sent)
    assert set(PROPOSED) < set(cells)
    assert len(set(cells.values())) == len(cells)
    lines = deal_lines(assemble(load(COUNCIL)))
    asked = {key for line in lines for keys in line.inputs.values() for key in keys}
    assert asked == {key for key in cells if not key.endswith(", net")}
    with_net = {line.key for line in lines if line.net is not None}
    assert {f"{key}.discount, net" for key in with_net} == cells.keys() - asked
    # backup has a price by tiers, and servers have no discount to be had
    assert with_net >= {"renew.e3", "frontline.f3"}
    assert not with_net & {"renew.backup", "renew.servers"}
    assert {line.product for line in lines} >= {"Microsoft 365 E3", "hardware", "perpetual"}
    # what is no longer in force when the horizon begins is not bargained over
    assert "prices.microsoft_365_e3.2022-03" not in cells


def test_what_is_proposed_gives_the_engines_figures(sent: Path, tmp_path: Path) -> None:
    """In every cell of the book, and in the totals and savings beside it."""
    scenario = load(COUNCIL)
    results = dealt(scenario, PROPOSED)
    book = shipped(COUNCIL)
    opened = Opened(proposed(sent, tmp_path / "proposed.xlsx", PROPOSED))
    opened.show("Base")
    asked = checked(as_dealt(book, results), tmp_path / "proposed.xlsx")
    assert differences(asked, opened.cells(asked)) == []
    figures = beside(opened)
    for key, option in results.model.options.items():
        before, after = (results.figure(f"{key}.billed.total", each) for each in (None, "deal"))
        assert figures[option.title] == pytest.approx([before, after, before - after])
    assert opened.book.get_value(NAME, 5, 5) == len(PROPOSED)
    assert opened.book.get_value("Summary", 3, 3) == "with the deal"
    opened.book.set_value(NAME, 3, 5, "no")
    opened.show("Base")
    plain = checked(book, tmp_path / "proposed.xlsx")
    assert differences(plain, opened.cells(plain)) == []
    assert opened.book.get_value(NAME, 5, 5) == 0


def test_a_deal_stands_over_a_what_if_too(sent: Path, tmp_path: Path) -> None:
    """Without the deal is then the what-if's total."""
    scenario = load(COUNCIL)
    opened = Opened(proposed(sent, tmp_path / "proposed.xlsx", {"renew.e3.discount": 0.2}))
    name = next(iter(scenario.what_ifs))
    opened.show(scenario.what_ifs[name].title or name)
    before = run(scenario, [name]).figure("renew.billed.total", name)
    without, with_it, saving = beside(opened)["Renew, E3 for everybody"]
    assert without == pytest.approx(before)
    assert with_it < without
    assert saving == pytest.approx(without - with_it)


def test_a_base_changed_beside_it_is_told(sent: Path) -> None:
    """What stands without the deal is of the export, and says when it no longer is."""
    opened = Opened(sent)
    opened.show("Base")
    assert opened.book.get_value(NAME, 6, 5) == "yes"
    place = shipped(COUNCIL).layout.input_lines["renew.e3.discount"]
    opened.book.set_value("Inputs", place.line + 1, 7, 0.13)
    opened.show("Base")
    assert str(opened.book.get_value(NAME, 6, 5)).startswith("NO: ")


@pytest.mark.libreoffice
def test_libreoffice_gives_the_engines_figures(small: Path, tmp_path: Path) -> None:
    scenario = load(small / "small.yaml")
    figures = {"stay.seats.discount, net": 7.2, "stay.seats.price": 9.0, "drivers.hosts": 20.0}
    target = proposed(small / "sent.xlsx", tmp_path / "proposed.xlsx", figures)
    (cells,) = recalculate_with_libreoffice([target], tmp_path)
    asked = checked(as_dealt(make_workbook(scenario), dealt(scenario, figures)), target)
    assert differences(asked, cells) == []
    # and what comes back is checked against the deal that it follows
    (copy,) = read_workbook(tmp_path / "saved" / "proposed.xlsx", small / "small.yaml").copies
    assert (copy.figures.differing, copy.figures.typed_over) == ((), ())
    assert copy.figures.checked > len(asked.figures)


def test_a_deal_comes_back_as_a_what_if_of_its_own(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Named in the change list, with what it does to every total; the base stays as it was."""
    figures = {"stay.seats.discount": 0.2, "drivers.hosts": " 20 "}
    target = proposed(small / "sent.xlsx", tmp_path / "back.xlsx", figures)
    imported = read_workbook(target, small / "small.yaml")
    assert imported.refused == ()
    told = {each.key: (each.before, each.after, each.what_if) for each in imported.changes}
    assert told == {"stay.seats.discount": (0.1, 0.2, "deal"), "drivers.hosts": (24, 20, "deal")}
    assert all("Deal!" in each.place for each in imported.changes)
    # 100 (or 90) seats at 10.00 for 24 months with 10% off, then 20%; 24 hosts, then 20
    effects = {each.option: (each.before, each.after) for each in imported.deal}
    assert effects["stay"] == pytest.approx((21_600 + 24_000, 19_200 + 20_000))
    assert effects["fewer"] == pytest.approx((19_440 + 24_000, 17_280 + 20_000))
    results = run(imported.scenario, ["deal"])
    assert results.figure("stay.billed.total") == pytest.approx(45_600)
    assert results.figure("stay.billed.total", "deal") == pytest.approx(39_200)
    assert main(["import", str(target), "--onto", str(small / "small.yaml")]) == FINE
    words = capsys.readouterr().out
    assert "stay.seats.discount under deal: 10% -> 20%" in words
    assert "VAT excluded), with the deal" in words


def test_a_net_price_comes_back_as_the_discount_that_it_is(small: Path, tmp_path: Path) -> None:
    """Net of the list price that is proposed beside it: 7.20 of 9.00 is 20% off."""
    figures = {"stay.seats.discount, net": "£7.20", "stay.seats.price": 9}
    target = proposed(small / "sent.xlsx", tmp_path / "back.xlsx", figures)
    imported = read_workbook(target, small / "small.yaml")
    assert imported.refused == ()
    told = {each.key: (each.before_text, each.after_text) for each in imported.changes}
    assert told == {"stay.seats.discount": ("10%", "20%"), "stay.seats.price": ("10", "9")}
    (note,) = [each for each in imported.notes if "net price" in each]
    assert note.endswith("a net price of 7.2 is a discount of 20.000000% of 9")
    # 100 seats at 7.20 for 24 months; 24 hosts
    assert imported.deal[0].after == pytest.approx(17_280 + 24_000)


def test_a_discount_and_a_net_price_are_not_both_taken(small: Path, tmp_path: Path) -> None:
    """The book says so by the line, and shows nothing that would rest on either of them."""
    figures = {"stay.seats.discount, net": 7, "stay.seats.discount": 0.2, "drivers.hosts": 20}
    target = proposed(small / "sent.xlsx", tmp_path / "back.xlsx", figures)
    opened = Opened(target)
    opened.show("Base")
    assert str(opened.book.get_value(NAME, 7, 5)).startswith("YES")
    row = int(cells_of(small / "sent.xlsx")["stay.seats.discount"][1:])
    assert opened.book.get_value(NAME, row, 18) == "discount and net price: clear one"
    assert named_error(beside(opened)["stay"][1]) == "#N/A"
    imported = read_workbook(target, small / "small.yaml")
    (refused,) = imported.refused
    assert (refused.key, refused.place) == (
        "stay.seats.discount",
        f"back.xlsx, Deal!{cells_of(small / 'sent.xlsx')['stay.seats.discount, net']}",
    )
    assert "neither counts" in refused.reason
    assert [each.key for each in imported.changes] == ["drivers.hosts"]


@pytest.mark.parametrize(("net", "said"), [(12, "no list price of 10 less"), ("x", "x: ")])
def test_what_is_no_net_price_is_refused(
    small: Path, tmp_path: Path, net: object, said: str
) -> None:
    figures = {"stay.seats.discount, net": net}
    target = proposed(small / "sent.xlsx", tmp_path / "back.xlsx", figures)
    imported = read_workbook(target, small / "small.yaml")
    (refused,) = imported.refused
    assert said in refused.reason
    assert imported.changes == ()


def test_a_net_price_is_what_the_line_then_pays() -> None:
    """Of every shipped line with one: it is the price of the month in which the line starts."""
    found = 0
    for path in SHIPPED:
        model = assemble(load(path))
        lines = [each for each in deal_lines(model) if each.net is not None]
        for line in lines:
            assert line.after is not None
            price = model.program.inputs[line.net or ""].value
            # at list, and the list price itself lowered; or 30% off, and as it was
            given = {
                f"{line.key}.discount": np.array([0.0, 0.3]),
                line.net or "": np.array([0.7 * price, price]),
            }
            row = model.evaluator(frozenset(given)).run(given)[line.after]
            period = min(line.month, len(row) - 1)
            assert row[period, 0] == pytest.approx(row[period, 1]), line.key
            found += row[period, 0] > 0
    assert found > 20


def test_a_deal_is_told_on_top_of_what_changed_in_the_base(small: Path, tmp_path: Path) -> None:
    """A base of 30 hosts and a proposal of 20: the deal takes away ten, not four."""
    target = proposed(small / "sent.xlsx", tmp_path / "back.xlsx", {"drivers.hosts": 20})
    book: Any = openpyxl.load_workbook(target)
    row = next(row for row in book["Inputs"].iter_rows() if row[0].value == "drivers.hosts")
    row[BASE].value = 30
    book.save(target)
    imported = read_workbook(target, small / "small.yaml")
    told = {each.what_if: (each.before, each.after) for each in imported.changes}
    assert told == {None: (24, 30), "deal": (30, 20)}
    (deal, _), (base, _) = imported.deal, imported.effects
    assert (base.before, base.after) == pytest.approx((45_600, 51_600))
    assert (deal.before, deal.after) == pytest.approx((51_600, 41_600))


def test_the_next_deal_has_another_name(small: Path, tmp_path: Path) -> None:
    """Two rounds of a negotiation stand beside each other."""
    scenario = tmp_path / "small.yaml"
    first = "what_ifs: {deal: {stay.seats.discount: {set: 15%}}}\n"
    scenario.write_text(SMALL + first, "utf-8")
    target = proposed(small / "sent.xlsx", tmp_path / "back.xlsx", {"stay.seats.discount": 0.2})
    imported = read_workbook(target, scenario)
    assert [each.what_if for each in imported.changes] == ["deal_2"]
    assert imported.scenario.what_ifs.keys() == {"deal", "deal_2"}


def test_deals_of_several_copies_are_one_and_what_they_dispute_is_left_to_people(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two suppliers: one for seats, one for hosts; and both say otherwise of the discount."""
    scenario = small / "small.yaml"
    seats = {"stay.seats.price": 9, "stay.seats.discount": 0.2}
    hosts = {"drivers.hosts": 20, "stay.seats.discount": 0.2}
    one = proposed(small / "sent.xlsx", tmp_path / "one.xlsx", seats)
    two = proposed(small / "sent.xlsx", tmp_path / "two.xlsx", hosts)
    imported = read_workbooks([one, two], scenario)
    assert (imported.conflicts, imported.refused) == ((), ())
    assert {each.key: each.what_if for each in imported.changes} == dict.fromkeys(
        seats | hosts, "deal"
    )
    # 100 seats for 24 months, at 9.00 and at 10.00 less 20%; 24 hosts, then 20
    alone = {
        copy.name: next(each.after for each in copy.deal if each.option == "stay")
        for copy in imported.copies
    }
    assert alone == pytest.approx({"one.xlsx": 17_280 + 24_000, "two.xlsx": 19_200 + 20_000})
    assert imported.deal[0].after == pytest.approx(17_280 + 20_000)
    three = proposed(small / "sent.xlsx", tmp_path / "three.xlsx", {"stay.seats.discount": 0.3})
    imported = read_workbooks([two, three], scenario)
    (conflict,) = imported.conflicts
    assert (conflict.key, conflict.what_if) == ("stay.seats.discount", "deal")
    assert [said for _, said in conflict.sayings] == ["20%", "30%"]
    assert [each.key for each in imported.changes] == ["drivers.hosts"]
    arguments = ["import", str(two), str(three), "--onto", str(scenario)]
    assert main(arguments) == CHECKS_FAILED
    words = " ".join(capsys.readouterr().out.split())
    assert "Conflict: stay.seats.discount under deal, 10% before: NOT TAKEN" in words
    assert "with the deal of three.xlsx alone" in words
    assert "Offers between which you choose are imported one after another" in words
    assert main([*arguments, "--prefer", "three.xlsx"]) == FINE
    assert "stay.seats.discount under deal: 10% -> 30%" in capsys.readouterr().out


def test_what_cannot_be_proposed_is_refused_by_its_cell(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = {
        "stay.seats.discount": 20,
        "drivers.hosts": "about twenty",
        "stay.seats.price": 9,
        "stay.boxes.price": 1000,  # as it is
    }
    target = proposed(small / "sent.xlsx", tmp_path / "back.xlsx", figures)
    imported = read_workbook(target, small / "small.yaml")
    assert {each.key for each in imported.refused} == {"stay.seats.discount", "drivers.hosts"}
    assert [(each.key, each.after) for each in imported.changes] == [("stay.seats.price", 9)]
    assert main(["import", str(target), "--onto", str(small / "small.yaml")]) == CHECKS_FAILED
    assert f"Deal!{cells_of(target)['drivers.hosts']}" in capsys.readouterr().out


def test_a_sheet_moved_about_is_read_by_its_headings(small: Path, tmp_path: Path) -> None:
    figures = {"stay.seats.discount": 0.2}
    target = proposed(small / "sent.xlsx", tmp_path / "back.xlsx", figures)
    book: Any = openpyxl.load_workbook(target)
    book[NAME].insert_cols(4)
    book[NAME].insert_rows(3, 2)
    book[NAME].title = "Round three"
    book.save(target)
    imported = read_workbook(target, small / "small.yaml")
    assert [(each.key, each.after) for each in imported.changes] == [("stay.seats.discount", 0.2)]
    assert "Round three!" in imported.changes[0].place


def test_a_book_without_prices_has_no_such_sheet() -> None:
    assert deal_lines(assemble(example())) == ()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_subscription_and_licence_can_be_bargained_over(path: Path) -> None:
    model = assemble(load(path))
    wanted = {
        key
        for rows in model.options.values()
        for name, key in rows.lines.items()
        if model.scenario.options[key.split(".")[0]].lines[name].kind in BOUGHT
    }
    found = {line.key: line for line in deal_lines(model)}
    assert wanted <= found.keys()
    assert all(line.inputs["quantity"] for line in found.values())
