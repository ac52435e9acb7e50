"""No unit price can be had from the public's copy: by division, by differences, by solving."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from numpy.typing import NDArray

from licmodel.analysis.comparison import compare
from licmodel.analysis.results import run
from licmodel.assembly.assemble import Model, assemble
from licmodel.scenario.loading import from_data, load
from licmodel.workbook.derivable import Withholding, is_lump, is_unit_price, undisclosed
from licmodel.workbook.export import make_workbook
from licmodel.workbook.public import WITHHELD, PublicCopy, public_copy
from tests.workbook.books import ROOT, SHIPPED
from tests.workbook.copies import COUNCIL, printed, text_in

NEAR = 1e-6
WORLDS = 3
Numbers = NDArray[np.float64]
PRICED = {
    "title": "Example",
    "organisation": {"name": "An example"},
    "baseline": "none",
    "timeline": {"start": "2027-04", "years": "2"},
}


def copy_of(model: Model) -> PublicCopy:
    return public_copy(compare(run(model), what_ifs=False))


def prices_of(model: Model) -> dict[str, float]:
    """Unit prices that are nowhere public, found here without the help of what is tested."""
    money = model.scenario.finance.currency
    found: dict[str, float] = {}
    for key, each in model.program.inputs.items():
        per = {name for name, power in each.unit if power < 0} - {"month", "year"}
        if money not in dict(each.unit) or not per or not each.origin.given:
            continue
        how_many = model.program.inputs.get(key.rpartition(".")[0] + ".quantity")
        whole = key.endswith(".amount") and how_many is not None and not how_many.origin.given
        if each.origin.status not in {"published", "projected"} and not whole and each.value > 0:
            found[key] = each.value
    return found


def quotients_that_are(prices: Sequence[float], numbers: Sequence[float]) -> list[float]:
    """Prices, by the month or the year too, that one number divided by another is."""
    some = np.unique(np.abs(np.array([each for each in numbers if each])))
    quotients = np.sort((some[:, None] / some).ravel())
    wanted = [price * times for price in prices for times in (1, 12, 1 / 12) if price * times != 1]
    return [
        each
        for each in wanted
        if np.searchsorted(quotients, each * (1 - NEAR))
        < np.searchsorted(quotients, each * (1 + NEAR))
    ]


def in_other_worlds(model: Model, copy: PublicCopy) -> tuple[Numbers, dict[str, Numbers]]:
    """Figures of the copy, unrounded, in worlds where undisclosed figures are others."""
    chance = np.random.default_rng(7)
    inputs = model.program.inputs
    given = {
        key: inputs[key].value * np.concatenate(([1.0], chance.uniform(0.6, 0.9, WORLDS)))
        for key in undisclosed(model)
    }
    values = model.evaluator(frozenset(given)).run(given)
    worlds = 1 + WORLDS
    rows = [np.broadcast_to(values[key][period], (worlds,)) for key, period in copy.rows]
    steps = (
        np.broadcast_to(values[key][span.first], (worlds,))
        for key in model.program.rows
        if key.startswith("drivers.") and key.endswith(".count")
        for span in model.program.periods.years
    )
    return np.array([*rows, *steps]), {key: given[key] for key in prices_of(model) if key in given}


def structural(figures: Numbers, prices: dict[str, Numbers]) -> list[str]:
    """Prices that a quotient is in every world, so that it is no accident."""
    some = figures[(np.abs(figures) > 0).all(axis=1)]
    quotients = some[:, None, :] / some[None, :, :]
    found = []
    for key, price in prices.items():
        for times in (1, 12, 1 / 12):
            near = np.abs(quotients - price * times) <= NEAR * price * times
            if near.all(axis=2).any():
                found.append(key)
    return found


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_number_divided_by_another_is_a_unit_price(path: Path) -> None:
    """All pairs of all numbers in the finished book, and of the figures before rounding."""
    model = assemble(load(path))
    copy = copy_of(model)
    numbers = printed(copy)
    assert len(numbers) > 40
    assert quotients_that_are(list(prices_of(model).values()), numbers) == []
    assert structural(*in_other_worlds(model, copy)) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_combination_of_figures_is_a_unit_price(path: Path) -> None:
    """Whoever knows all else and solves for every price still has room left for each."""
    model = assemble(load(path))
    copy = copy_of(model)
    keys = [key for key in undisclosed(model) if model.program.inputs[key].value]
    if not keys:
        return
    step = 1e-5
    given = {}
    for number, key in enumerate(keys):
        given[key] = np.full(len(keys) + 1, model.program.inputs[key].value)
        given[key][number + 1] *= 1 + step
    values = model.evaluator(frozenset(given)).run(given)
    wide = [np.broadcast_to(values[key][at], (len(keys) + 1,)) for key, at in copy.rows]
    moves = np.array([(row[1:] - row[0]) / step for row in wide])
    moves = moves[np.abs(moves).max(axis=1) > 1e-3]
    moves /= np.linalg.norm(moves, axis=1, keepdims=True)
    for number, key in enumerate(keys):
        if not is_lump(model, key):
            wanted = np.zeros(len(keys))
            wanted[number] = 1
            by, *_ = np.linalg.lstsq(moves.T, wanted, rcond=1e-5)
            assert np.linalg.norm(moves.T @ by - wanted) > 0.005, key


def test_the_brute_force_finds_what_is_there_to_find(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the rule, the council's figures tell prices: the tests above can fail."""

    def lets_all_through(
        self: Withholding, key: str | None, periods: Sequence[int], _: Sequence[float]
    ) -> None:
        self.taken += [(key, period) for period in periods] if key is not None else []

    monkeypatch.setattr(Withholding, "take", lets_all_through)
    model = assemble(load(COUNCIL))
    told = structural(*in_other_worlds(model, copy_of(model)))
    assert {"frontline.training.amount", "prices.office_ltsc_standard.2027-04"} <= set(told)


def a_copy(lines: Mapping[str, object], drivers: Mapping[str, object] | None = None) -> PublicCopy:
    option = {"title": "Stay", "lines": lines}
    data = {**PRICED, "drivers": drivers or {}, "options": {"stay": option}}
    return copy_of(assemble(from_data(data)))


SEATS = {"seats": {"unit": "user", "value": "250"}}
SEAT = {
    "kind": "subscription",
    "title": "Seats",
    "quantity": "seats",
    "price": "137.31",
    "per": "year",
    "billing": "yearly in advance",
}


def test_a_line_with_one_price_is_withheld_beside_its_quantity() -> None:
    """34,327.50 over 250 seats would be the price."""
    copy = a_copy({"seats": SEAT}, SEATS)
    (lines,) = copy.sheets["Lines"]
    assert (lines.lines, lines.left_out) == ([], 1)
    whole = copy.sheets["Summary"][0].lines[0].figures
    assert whole[0] == WITHHELD
    assert 250.0 in printed(copy)


def test_two_prices_hide_each_other_until_a_second_figure_tells() -> None:
    """The total may be told; no year that would make two equations of it."""
    other = {**SEAT, "title": "More seats", "price": "52.17", "starts": "2028-04"}
    copy = a_copy({"seats": SEAT, "more": other}, SEATS)
    table, years, *_ = copy.sheets["Summary"]
    assert table.lines[0].figures[0] == round(2 * 250 * 137.31 + 250 * 52.17)
    assert (years.lines, years.left_out) == ([], 1)


def test_it_says_which_costs_least_of_what_is_told_alone() -> None:
    """Of Wales's four options one has no present value to show: it is named as one left out."""
    google = ' What is not told, of "Google, free edition", may be lower.'
    wales = ROOT / "scenarios/welsh_schools.yaml"
    for path, said, title, left in (
        (COUNCIL, "lowest of all options", "E3, E1 and perpetual Office", ""),
        (wales, "lowest of those that are told", "Free web", google),
    ):
        copy = copy_of(assemble(load(path)))
        (sentence,) = [text for head, text in copy.sentences if head == "What it says"]
        assert said in sentence
        assert title in sentence
        told, _, rest = sentence.rpartition("£")[2].partition(".")
        assert rest == left
        least = int(told.replace(",", ""))
        assert least in copy.figures


def test_a_lump_and_a_public_price_are_told() -> None:
    """What a contract costs in all is spending, and a list price that is public is no secret."""
    lump = {"kind": "recurring", "title": "Support", "amount": "9_137", "per": "year"}
    published = {**SEAT, "source": "price list, http://example.org", "status": "published"}
    copy = a_copy({"support": lump, "seats": published}, SEATS)
    assert copy.withheld == 0


def test_values_only_and_no_prices() -> None:
    """No formulas, no sheets of inputs, no source, no key."""
    data = make_workbook(load(COUNCIL), "public").data
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Read me", "Summary", "Lines", "Quantities"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    said = text_in(data)
    assert "invented council, October 2026" not in said
    assert "renew.e3" not in said
    assert "34.55" not in said


def test_unit_prices_are_known_by_their_units() -> None:
    gbp = ("GBP", 1)
    assert is_unit_price((gbp, ("fte", -1), ("year", -1)), "GBP")
    assert not is_unit_price((gbp, ("month", -1)), "GBP")
