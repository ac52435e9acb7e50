"""Prices, budgets and shares as their commands work them out, kept while their file stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import streamlit as st

from licmodel.analysis.accounts.budgets import Budget, budget_of
from licmodel.analysis.accounts.shares import Borne, shares
from licmodel.analysis.checks import Check, checks
from licmodel.analysis.price_cost import PriceCosts, beside_catalogue, in_a_model, price_costs
from licmodel.analysis.price_reach import lines_in_use, own_prices
from licmodel.analysis.results import Results, run
from licmodel.assembly.assemble import Units
from licmodel.catalogue.files import PRICES, file_text
from licmodel.catalogue.price_changes import PriceChange, price_changes
from licmodel.catalogue.price_doubts import Doubt, doubts
from licmodel.catalogue.price_point import PricePoint
from licmodel.catalogue.price_reading import Reading, Refused, by_product, read_prices
from licmodel.dashboard import drafts, figures
from licmodel.dashboard.cases import Case
from licmodel.dashboard.cells import GONE, Said
from licmodel.dashboard.drafting import BOOK, Edits, laid_over
from licmodel.dashboard.removals import with_change
from licmodel.dashboard.shelf import Opened
from licmodel.intake.own_books import book_of, unsaid_rows, with_standing, without_lines
from licmodel.intake.standing import Standing
from licmodel.records import record
from licmodel.scenario.overlay import Keys
from licmodel.scenario.scenario import Scenario


@st.cache_resource(max_entries=1, show_spinner=False)
def catalogue() -> Reading:
    """The catalogue's own price book."""
    return read_prices(file_text(PRICES), PRICES, disputes=True)


def in_use(of: Opened) -> Reading:
    """The price book that a scenario reads: its own where it names one, else the catalogue's."""
    return of.scenario.own_book or catalogue()


def products_read(results: Results) -> set[str]:
    """Products whose price lists the options read."""
    inputs = results.model.program.inputs
    return {key.split(".")[1] for key in inputs if key.startswith("prices.")}


def doubtful(of: Opened, results: Results) -> tuple[Doubt, ...]:
    """What is doubtful in the prices of a scenario: all of its own book, or else those read."""
    read = products_read(results)
    return _doubtful(of.mark, tuple(sorted(read)), of)


@st.cache_resource(max_entries=10, show_spinner=False)
def _doubtful(mark: str, read: tuple[str, ...], _of: Opened) -> tuple[Doubt, ...]:  # noqa: ARG001
    own, today = _of.scenario.own_book, dt.datetime.now(tz=dt.UTC)
    month = _of.scenario.as_of or today.year * 12 + today.month - 1
    if own is not None:
        return tuple(doubts(own.points, month, by_product(catalogue().points)))
    return tuple(doubts([each for each in catalogue().points if each.product in read], month))


def budget(case: Case, option: str, units: Units) -> Budget:
    """An option as a budget."""
    return _budget(case.mark, option, units, case)


@st.cache_resource(max_entries=20, show_spinner=False)
def _budget(mark: str, option: str, units: Units, _case: Case) -> Budget:  # noqa: ARG001
    scenario, what_if = _case.laid()
    return budget_of(scenario, option, units, what_if=what_if)


@record
class Payers:
    """Who bears each option, and the checks of the run."""

    results: Results
    found: dict[str, Borne]
    checked: tuple[Check, ...]


def borne(case: Case) -> Payers:
    """Who bears each option."""
    return _borne(case.mark, case)


@st.cache_resource(max_entries=10, show_spinner=False)
def _borne(mark: str, _case: Case) -> Payers:  # noqa: ARG001
    results = figures.compared(_case.of, changes=_case.changes).results
    return Payers(results, shares(results), tuple(checks(results)))


@record
class Book:
    """A price book that was uploaded: its rows that were taken, and what they leave unsaid."""

    text: str
    refused: tuple[Refused, ...]
    unsaid: int


def uploaded_book(path: Path) -> Book | None:
    """A price book in a folder that is named after what it holds; none where the file is none.

    Raises
    ------
    InputError
        If it cannot be opened, or is not safe to open.
    """
    return _uploaded_book(path.parent.name, path.name, path)


@st.cache_resource(max_entries=3, show_spinner="Reading the price book …")
def _uploaded_book(digest: str, name: str, _path: Path) -> Book | None:  # noqa: ARG001
    whole = book_of(_path)
    if whole is None:
        return None
    refused = read_prices(whole, name).refused
    text = without_lines(whole, {each.line for each in refused})
    return Book(text, refused, unsaid_rows(text))


@st.cache_resource(max_entries=3, show_spinner=False)
def as_said(text: str, standing: Standing, name: str) -> str:
    """A price book whose rows say what they are."""
    return with_standing(text, standing, name)


@record
class Sides:
    """What a sheet is laid beside, what the draft says once it is in use, and that in words."""

    before: Opened
    after: Edits
    said: str


def sides(
    of: Opened, goes_with: Collection[Keys], gives_way: Mapping[Keys, bool] | None = None
) -> Sides:
    """The scenario with its draft, but for what goes with a sheet; and the draft with that.

    Where the draft cannot be read, the file stands in its place.

    Parameters
    ----------
    of : Opened
        The file.
    goes_with : collection of tuple of str
        What the draft says on account of the sheet.
    gives_way : mapping of tuple of str to bool, optional
        What is taken away once the sheet is in use, and what is left to stand.
    """
    edits, before = drafts.current(of), drafts.redrawn(of)
    said = "With the draft." if edits else ""
    if edits and before is of:
        said = "Of the file as it stands, since the draft cannot be read."
        edits = {path: each for path, each in edits.items() if path in goes_with}
    left = {path: each for path, each in edits.items() if path not in goes_with}
    if before is not of and left != edits:
        before = _partly(of, left)
        beside = "the file as it stands" if before is of else "it without these prices"
        said = f"With the draft, beside {beside}."
    after = {path: each for path, each in edits.items() if path != BOOK}
    for path, gives in (gives_way or {}).items():
        if gives or after.get(path) is GONE:
            after = with_change(drafts.based(of), after, path, GONE if gives else None)
    return Sides(before, after, said)


def given_way(of: Opened, products: Collection[str]) -> list[Keys]:
    """Prices of the scenario's own that the draft takes away, of some products."""
    paths = [("prices", product) for product in products]
    return [path for path in paths if drafts.current(of).get(path) is GONE]


def winning(before: Opened, new: Iterable[PricePoint]) -> dict[str, list[PricePoint]]:
    """Prices of the scenario's own that options read, and that win over those of a book."""
    read = products_read(figures.compared(before).results)
    found: dict[str, list[PricePoint]] = {}
    for each in own_prices(before.scenario, read & {each.product for each in new}):
        found.setdefault(each.product, []).append(each)
    return found


def _partly(of: Opened, edits: Edits) -> Opened:
    """The scenario with part of its draft; the file, where that cannot be read."""
    if not edits:
        return of
    said = tuple(edits.items())
    found = _part_laid(of.mark, said, drafts.why(of), of)
    return of if found is None else Opened(of.path, found, f"{of.mark}|{said}", drafted=True)


@st.cache_resource(max_entries=5, show_spinner=False)
def _part_laid(
    mark: str,  # noqa: ARG001
    edits: tuple[tuple[Keys, Said], ...],
    why: str,
    _of: Opened,
) -> Scenario | None:
    return laid_over(drafts.based(_of), dict(edits), why).scenario


@record
class Compared:
    """Two price books, and what changed between them."""

    old: Reading
    new: Reading
    changes: tuple[PriceChange, ...]
    left: int
    """Prices of the catalogue alone, which stay in force beneath."""


def read_book(text: str, name: str) -> Reading:
    """A price book that was uploaded.

    Raises
    ------
    InputError
        If it is none.
    """
    return _read_book(text, name)


@st.cache_resource(max_entries=3, show_spinner=False)
def _read_book(text: str, name: str) -> Reading:
    return read_prices(text, name)


def compared(of: Opened, text: str, name: str) -> Compared:
    """A book that was uploaded beside the one in use.

    Raises
    ------
    InputError
        If it is no price book.
    """
    return _compared(of.mark, text, name, of)


@st.cache_resource(max_entries=5, show_spinner=False)
def _compared(mark: str, text: str, name: str, _of: Opened) -> Compared:  # noqa: ARG001
    old, new = in_use(_of), read_book(text, name)
    ours = own_prices(_of.scenario, {each.product for each in new.points})
    lines = lines_in_use(run(_of.scenario), old) | {each.line for each in ours}
    found = price_changes([*old.points, *ours], new.points, in_use=lines)
    changes = [each for each in found if each.after is not None or each.before not in ours]
    told = beside_catalogue(changes, old, new)
    return Compared(old, new, tuple(told), len(changes) - len(told))


def costs(of: Opened, beside: Sides, text: str, name: str) -> PriceCosts:
    """What a book that was uploaded costs each option more than the one in use.

    Raises
    ------
    InputError
        If the scenario cannot be run with it.
    """
    after = tuple(beside.after.items())
    return _costs(beside.before.mark, text, name, after, drafts.why(of), of, beside.before)


@st.cache_resource(max_entries=5, show_spinner="Pricing every option with both books …")
def _costs(
    mark: str,
    text: str,
    name: str,
    after: tuple[tuple[Keys, Said], ...],
    why: str,
    _of: Opened,
    _before: Opened,
) -> PriceCosts:
    found = _compared(mark, text, name, _before)
    new = in_a_model(found.new)
    then = laid_over(drafts.based(_of), dict(after), why, new)
    if then.scenario is None:
        raise then.faults[0]
    return price_costs(_of.path, in_a_model(found.old), new, (_before.scenario, then.scenario))
