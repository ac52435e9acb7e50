"""Every check can fail: a seeded fault in the figures makes it fire, and it alone where it can."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from licmodel.analysis.checks import ALL_USED, Check, checks, master
from licmodel.analysis.line_checks import IN_TIME
from licmodel.analysis.provenance import register, shares
from licmodel.analysis.results import Results
from licmodel.report.grid import WIDTH
from licmodel.report.registers import check
from licmodel.terms.figure import STRENGTH
from tests.estates import BEYOND, MAIL, results_of

NAMES = [
    "months add up to years and to the total",
    "lines and VAT not recovered add up to the option",
    "prepaid before, and invoiced, less served leave what is prepaid after",
    "capital and revenue add up to what is charged",
    "years times discount factors add up to the present value",
    "savings add up to the difference from the baseline",
    "the shares it rests on add up to all of it",
    IN_TIME,
]
UNUSED = MAIL.replace(
    "\noptions:", "\n  pupils: {unit: pupil, start: 900, assumed: guess}\n\noptions:"
)


def corrupted(results: Results, key: str, fault: Callable[[np.ndarray], None]) -> Results:
    """The same results with a fault in the figures of one row."""
    figures = dict(results.values.figures)
    wrong = figures[key].copy()
    fault(wrong)
    figures[key] = wrong
    return replace(results, values=replace(results.values, figures=figures))


def failing(results: Results) -> set[tuple[str, str]]:
    """Checks that do not hold, with their option."""
    return {(each.name, each.option) for each in checks(results) if not each.holds}


def add_a_pound(figures: np.ndarray) -> None:
    """A pound too much in the second period."""
    figures[min(1, len(figures) - 1)] += 1


def shift_a_pound(figures: np.ndarray) -> None:
    """A pound moved from one period into the next: the total stays."""
    figures[0] -= 1
    figures[1] += 1


def forget(figures: np.ndarray) -> None:
    """An unknown figure."""
    figures[-1] = np.nan


def test_all_hold_for_sound_figures(tmp_path: Path) -> None:
    found = checks(results_of(tmp_path))
    assert master(found)
    assert [each.name for each in found] == [name for name in NAMES for _ in range(3)] + [ALL_USED]
    assert {each.option for each in found[:-1]} == {
        "Keep the servers",
        "Move to the cloud",
        "Move at once",
    }


@pytest.mark.parametrize(
    ("row", "fault", "names"),
    [
        ("move.billed.by_year", add_a_pound, NAMES[:1]),
        ("move.billed.by_year", shift_a_pound, NAMES[:1]),
        ("move.accrued.by_year", shift_a_pound, NAMES[:1]),
        ("move.capital.by_year", add_a_pound, NAMES[:1]),
        ("move.revenue.total", add_a_pound, NAMES[:1]),
        ("move.vat_billed", add_a_pound, NAMES[1:2]),
        ("move.vat", add_a_pound, NAMES[1:2]),
        ("move.prepayment", forget, NAMES[2:3]),
        ("move.present_value", add_a_pound, NAMES[4:5]),
        ("move.billed.real.by_year", add_a_pound, NAMES[4:5]),
        ("move.saving.so_far.by_year", forget, NAMES[5:6]),
        ("move.saving.so_far", forget, NAMES[5:6]),
        ("move.saving.total", add_a_pound, NAMES[5:6]),
    ],
)
def test_a_fault_in_one_row_is_found_where_it_is(
    tmp_path: Path, row: str, fault: Callable[[np.ndarray], None], names: list[str]
) -> None:
    sound = results_of(tmp_path)
    assert failing(corrupted(sound, row, fault)) == {(name, "Move to the cloud") for name in names}
    assert failing(sound) == set()


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("move.seats.billed", NAMES[1]),
        ("move.billed", NAMES[0]),
        ("move.billed", NAMES[1]),
        ("move.billed", NAMES[2]),
        ("move.accrued", NAMES[2]),
        ("move.prepaid_before", NAMES[2]),
        ("move.capital", NAMES[3]),
        ("move.revenue", NAMES[3]),
        ("move.accrued", NAMES[3]),
        ("finance.discount_factor", NAMES[4]),
        ("move.billed.total", NAMES[5]),
        ("keep.billed.total", NAMES[5]),
    ],
)
def test_a_fault_higher_up_is_found_by_every_check_it_touches(
    tmp_path: Path, row: str, name: str
) -> None:
    sound = results_of(tmp_path)
    assert name in {each for each, _ in failing(corrupted(sound, row, add_a_pound))}


def test_a_line_shared_by_two_options_is_found_wrong_in_both(tmp_path: Path) -> None:
    wrong = corrupted(results_of(tmp_path), "move.seats.billed", add_a_pound)
    assert {option for name, option in failing(wrong) if name == NAMES[1]} == {
        "Move to the cloud",
        "Move at once",
    }


def test_shares_that_do_not_add_up_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = results_of(tmp_path)
    right = shares(results)
    wrong = {**right, "move": {**right["move"], "quote": right["move"]["quote"] + 0.01}}
    monkeypatch.setattr("licmodel.analysis.checks.shares", lambda _: wrong)
    assert failing(results) == {(NAMES[6], "Move to the cloud")}


def test_a_figure_that_nothing_uses_is_found(tmp_path: Path) -> None:
    found = checks(results_of(tmp_path, UNUSED))
    assert [str(each) for each in found if not each.holds] == [ALL_USED]
    mended = "a line's quantity or price must name each, or take it out"
    assert found[-1].detail == f"drivers.pupils.start: {mended}"
    text, holds = check(results_of(tmp_path, UNUSED))
    assert not holds
    assert "FAILS  every figure given is used: drivers.pupils.start" in text
    assert "Given and used by no option: drivers.pupils.start." in text
    assert "UNUSED; guess" in text


def test_what_is_unknown_does_not_hold(tmp_path: Path) -> None:
    """[17]"""
    found = failing(results_of(tmp_path, BEYOND))
    assert {name for name, _ in found} == set(NAMES) - {IN_TIME}
    assert {option for _, option in found} == {"Move to the cloud", "Move at once"}


def test_differences_in_the_last_bits_are_none(tmp_path: Path) -> None:
    """[16]"""

    def tremble(figures: np.ndarray) -> None:
        figures *= 1 + 1e-13

    large = MAIL.replace("amount: 18_000", "amount: 4_000_000_000_000")
    for text in (MAIL, large):
        sound = results_of(tmp_path, text)
        assert failing(corrupted(sound, "move.billed.by_year", tremble)) == set()


@pytest.mark.parametrize(
    ("difference", "holds"), [(0.0, True), (1e-7, True), (0.01, False), (float("nan"), False)]
)
def test_a_check_holds_where_the_difference_is_none(difference: float, *, holds: bool) -> None:
    assert Check("a sum", difference).holds is holds
    assert master([Check("sound", 0.0), Check("a sum", difference)]) is holds


# --- the register ---


def test_the_register_counts_every_figure_given(tmp_path: Path) -> None:
    results = results_of(tmp_path)
    listed = register(results)
    statuses = [each.input.origin.status for each in listed]
    order = [STRENGTH[::-1].index(status) for status in statuses]
    assert order == sorted(order)
    keys = {each.key for each in listed}
    assert {"drivers.staff.start", "move.seats.price", "keep.servers.price"} <= keys
    assert "move.seats.discount" not in keys  # nobody gave it
    text, _ = check(results, inputs=True)
    for each in listed:
        assert each.key.rpartition(".")[0] in text
    count = ", ".join(f"{statuses.count(status)} {status}" for status in STRENGTH[::-1])
    assert f"Assumption register: {len(listed)} figures given ({count})" in " ".join(text.split())


def test_firm_figures_are_listed_only_on_request(tmp_path: Path) -> None:
    results = results_of(tmp_path)
    weak, _ = check(results)
    whole, _ = check(results, inputs=True)
    assert "contract 114" not in weak
    assert "on firmer ground: list them with --inputs" in weak
    assert "contract 114" in whole
    assert "on firmer ground" not in whole


def test_what_most_rests_on_stands_first(tmp_path: Path) -> None:
    results = results_of(tmp_path)
    text, _ = check(results)
    percents = [
        int(line[:4].strip().strip("<"))
        for line in text.split("\nAssumed\n")[1].split("\n\n")[0].splitlines()
        if line[4:5] == "%"
    ]
    assert percents == sorted(percents, reverse=True)
    assert len(percents) > 3
    whole = {each.key: each.weight for each in register(results)}
    assert all(0 <= weight <= 1 for weight in whole.values())
    assert whole["drivers.staff.start"] > whole["drivers.staff.growth"] > 0


def test_figures_of_one_owner_and_source_are_listed_together(tmp_path: Path) -> None:
    text, _ = check(results_of(tmp_path))
    entry = text[text.index("keep.servers:") :].split("\n  ")[0]
    for part in ("quantity 2 devices", "price £9,500 per device", "life_years 5 years"):
        assert part in entry
    assert text.count("last purchase") == 1


def test_an_old_source_is_called_stale(tmp_path: Path) -> None:
    """Eighteen months before the scenario was drawn up, and not a month less."""
    dated = MAIL.replace("dated: 2024-01", "dated: 2025-09")
    assert [each.key for each in register(results_of(tmp_path, dated)) if each.is_stale] == []
    dated = MAIL.replace("dated: 2024-01", "dated: 2025-08")
    stale = [each.key for each in register(results_of(tmp_path, dated)) if each.is_stale]
    assert stale == ["keep.support.amount", "keep.support.index"]
    text, holds = check(results_of(tmp_path, dated), inputs=True)
    assert holds
    assert "STALE; contract 114; dated August 2025; owner head of ICT" in text
    assert "Stale, their source older than 18 months" in text


def test_the_register_says_where_each_figure_stands(tmp_path: Path) -> None:
    text, _ = check(results_of(tmp_path), inputs=True)
    first = MAIL.splitlines().index("        amount: 12_400") + 1
    assert f"{tmp_path / 'mail.yaml'}:{first}-{first + 2}" in text.replace("\n         ", " ")


def test_shares_are_the_same_in_every_process(tmp_path: Path) -> None:
    """[13] Sums of shares depend on no order but their own."""
    first = shares(results_of(tmp_path))
    for _ in range(3):
        assert shares(results_of(tmp_path)) == first
    assert {key: sum(each.values()) for key, each in first.items()} == pytest.approx(
        dict.fromkeys(first, 1.0)
    )


def test_one_line_for_each_check_and_one_for_all(tmp_path: Path) -> None:
    text, _ = check(results_of(tmp_path))
    page = text[text.index("\nChecks\n") :].strip().splitlines()
    assert page[0] == "Checks"
    assert page[1:-1] == [
        *(f"  holds  {name} (3 options)" for name in NAMES),
        f"  holds  {ALL_USED}",
    ]
    assert page[-1] == "Master check: every check holds."
    wrong = corrupted(results_of(tmp_path), "move.present_value", add_a_pound)
    text, holds = check(wrong)
    assert not holds
    assert text.endswith("Master check: a check FAILS.")
    assert "present value, Move to the cloud: by 1.000000" in " ".join(text.split())
    assert f"  holds  {NAMES[0]} (3 options)" in text
    assert f"  holds  {NAMES[4]}" not in text


def test_a_figure_that_comes_with_a_rule_is_not_one_that_nobody_uses(tmp_path: Path) -> None:
    """Staff counted by head still show what full-time equivalents would make."""
    rule = "{rule: education_staff, by: heads, full_time: 40, part_time_teachers: 10}"
    seats = f"{{kind: subscription, quantity: {rule}, price: 30, per: year, assumed: guess}}"
    school = (
        "title: School\norganisation: {name: A school, kind: school}\nbaseline: none\n"
        "timeline: {start: 2027-04, years: 2}\n"
        f"options:\n  rent:\n    lines:\n      suite: {seats}\n"
    )
    results = results_of(tmp_path, school)
    assert results.figure("rent.suite.billed.total") == 2 * 50 * 30
    assert master(checks(results))


def test_a_long_title_is_no_wider_than_the_page(tmp_path: Path) -> None:
    """A title takes as many lines as it needs."""
    long = (
        "A social care system, kept, given a new front or replaced, from April 2027 to March 2034"
    )
    results = results_of(tmp_path, MAIL.replace("Mail for 200 people", f"{long}, in two regions"))
    heading = check(results)[0].split("\n\n")[0]
    assert max(map(len, heading.splitlines())) <= WIDTH
    assert heading.replace("\n", " ") == f"{long}, in two regions: read without faults."
