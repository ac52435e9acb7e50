"""Any figure as a tale in words: values, rules, inputs with their source and line."""

import math
import re
from itertools import pairwise
from pathlib import Path

import pytest

import licmodel
from licmodel.analysis.results import Results, run, whole
from licmodel.errors import InputError
from licmodel.language.program import Input, Row
from licmodel.language.words import Trace
from licmodel.report.traces import trace_text
from licmodel.scenario.loading import load
from tests.estates import BEYOND, MAIL, results_of, write

COUNCIL = Path(__file__).parents[2] / "scenarios/council_2027.yaml"
SPENDING_REVIEW = COUNCIL.with_name("spending_review.yaml")

# --- asking ---


@pytest.mark.parametrize(
    ("key", "when", "found", "said"),
    [
        ("move.total", None, "move.billed.total", ""),
        ("move.billed", None, "move.billed.total", ""),
        ("move.billed", "2028/29", "move.billed.by_year", "2028/29"),
        ("move.billed", "2028-29", "move.billed.by_year", "2028/29"),
        ("move.total", "2028/29", "move.billed.by_year", "2028/29"),
        ("move.billed", "2027-06", "move.billed", "2027-06"),
        ("move.billed", "June 2027", "move.billed", "2027-06"),
        ("move.billed", "01/06/2027", "move.billed", "2027-06"),
        ("move", None, "move.billed.total", ""),
        ("move.seats", "2027/28", "move.seats.billed.by_year", "2027/28"),
        ("move.seats.total", "2027/28", "move.seats.billed.by_year", "2027/28"),
        ("hurry.seats.billed", "2027-04", "move.seats.billed", "2027-04"),
        ("hurry.seats.price", None, "move.seats.price", ""),
        ("hurry.migration.amount", None, "move.migration.amount", ""),
        ("hurry.migration.months", None, "hurry.migration.months", ""),
        ("drivers.staff.growth", None, "drivers.staff.growth", ""),
        ("drivers.staff", "2028-05", "drivers.staff.count", "2028-05"),
        ("finance.discount_factor", "2029/30", "finance.discount_factor", "2029/30"),
    ],
)
def test_a_figure_is_found_as_people_ask_for_it(
    tmp_path: Path, key: str, when: str | None, found: str, said: str
) -> None:
    trace = results_of(tmp_path).explain(key, when)
    assert (trace.key, trace.when) == (found, said)


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("move.seats.biled", "move.seats.billed"),
        ("drivers.staff.grwth", "drivers.staff.growth"),
        ("move.seats.prices", "move.seats.price"),
        ("mvoe.total", "move.total"),
        ("hurry.seats.biled", "hurry.seats.billed"),  # taken over from move
        ("hurry.seats.nonsense", "hurry.seats.needed"),
    ],
)
def test_an_unknown_key_is_answered_with_the_nearest(tmp_path: Path, key: str, near: str) -> None:
    with pytest.raises(InputError, match=f"no figure is called {re.escape(key)}") as caught:
        results_of(tmp_path).explain(key)
    assert near.rpartition(".")[2] in str(caught.value.expected)
    assert "licmodel check FILE --rows" in str(caught.value)


@pytest.mark.parametrize("when", ["2031/32", "2026-12", "last year", "2027", "April"])
def test_a_time_outside_the_horizon_is_refused_with_what_there_is(
    tmp_path: Path, when: str
) -> None:
    with pytest.raises(InputError, match=re.escape(f"move.billed has no figure for {when}")) as it:
        results_of(tmp_path).explain("move.billed", when)
    assert it.value.expected == (
        "a month (2027-04 to 2030-03) or a financial year (2027/28 to 2029/30)"
    )


def test_a_figure_of_months_alone_is_not_asked_for_by_year(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no figure for 2027/28") as it:
        results_of(tmp_path).explain("move.seats.needed", "2027/28")
    assert it.value.expected == "a month (2027-04 to 2030-03)"


def test_a_single_figure_has_no_months(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no period: it is one figure"):
        results_of(tmp_path).explain("move.seats.price", "2027-04")


# --- what is told ---


def all_of(trace: Trace) -> list[Trace]:
    """A trace and everything below it."""
    return [trace, *(each for below in trace.below for each in all_of(below))]


def sums(results: Results) -> list[str]:
    """Rows that add up over time."""
    return [
        key
        for key, row in results.model.program.rows.items()
        if row.body.op in {"total", "by year"} and row.unit == (("GBP", 1),)
    ]


def test_every_figure_told_is_the_one_worked_out(tmp_path: Path) -> None:
    results = results_of(tmp_path)
    periods = results.model.program.periods
    for key in (
        "move.total",
        "keep.present_value",
        "move.saving.total",
        "keep.cost_per_head.by_year",
    ):
        for each in all_of(results.explain(key)):
            if isinstance(each.of, Input):
                assert each.value == each.of.value
                continue
            labels = periods.labels(each.of.axis)
            if each.when in labels and each.of.key == each.key and each.of.axis != "whole":
                at = labels.index(each.when)
                assert each.value == results.by_period(each.key)[at]


def test_the_parts_of_a_sum_add_up_to_it(tmp_path: Path) -> None:
    results = results_of(tmp_path)
    seen = 0
    for key in sums(results):
        trace = results.explain(key)
        if "sum of the figures below" in trace.rule:
            assert sum(each.value for each in trace.below) == pytest.approx(trace.value)
            seen += 1
    assert seen > 10


def test_the_periods_of_a_sum_add_up_to_it(tmp_path: Path) -> None:
    results = results_of(tmp_path)
    seen = 0
    for key in sums(results):
        trace = results.explain(key)
        if {each.key for each in trace.below} & {trace.of.body.args[0].ref}:  # type: ignore[union-attr]
            told = sum(each.value * each.times for each in trace.below)
            assert told == pytest.approx(trace.value), key
            seen += 1
    assert seen > 10


def test_the_tale_of_a_total_reaches_every_input_that_has_a_part_in_it(tmp_path: Path) -> None:
    results = results_of(tmp_path)
    reached = {each.key for each in all_of(results.explain("move.total"))}
    assert {
        "move.seats.price",
        "drivers.staff.start",
        "drivers.staff.growth",
        "move.migration.amount",
        "move.migration.months",
        "move.migration.starts",
        "finance.vat_recoverable",
    } <= reached


def test_an_index_is_told_back_to_where_it_began(tmp_path: Path) -> None:
    trace = results_of(tmp_path).explain("keep.support.accrued", "2029-06")
    text = " ".join(trace_text(trace).split())
    steps = re.findall(r"index, (April \d{4}): ([\d.]+)", text)
    assert steps == [("April 2028", "1.03")]
    assert "index, June 2029: 1.0609" in text
    assert "unchanged since April 2029" in text


def test_what_explains_itself_is_not_told(tmp_path: Path) -> None:
    results = results_of(tmp_path)
    for key in ("move.total", "keep.present_value", "move.saving.so_far"):
        for each in all_of(results.explain(key)):
            assert "timeline.month" not in {below.key for below in each.below}
            if each.key.startswith("timeline.") and isinstance(each.of, Row):
                assert (each.rule, each.below) == ("", ())


def test_a_branch_that_was_not_taken_is_not_told(tmp_path: Path) -> None:
    trace = results_of(tmp_path).explain("move.migration.billed", "2028-01")
    assert trace.value == 0
    assert "move.migration.amount" not in {each.key for each in all_of(trace)}


def test_an_unknown_figure_is_told_from_where_it_is_unknown(tmp_path: Path) -> None:
    """[17]"""
    trace = results_of(tmp_path, BEYOND).explain("move.total")
    assert math.isnan(trace.value)
    unknown = [each for each in all_of(trace) if math.isnan(each.value)]
    assert any(each.key == "move.migration.charge" and each.below for each in unknown)
    assert trace_text(trace).startswith("Move to the cloud, invoiced, in all: unknown\n")


def test_a_figure_under_a_what_if_is_told_with_its_values(tmp_path: Path) -> None:
    results = results_of(tmp_path, MAIL, "dearer")
    base, dearer = (
        results.explain("move.seats.billed", "2027-04", what_if=name) for name in (None, "dearer")
    )
    assert dearer.value == pytest.approx(1.22 * base.value)
    price = next(each for each in all_of(dearer) if each.key == "move.seats.price")
    assert price.value == pytest.approx(3.66)


def test_a_figure_that_a_what_if_changes_is_told_as_its_own(tmp_path: Path) -> None:
    """[7] The source of the figure that it was before is not the source of the new one."""
    later = "{drivers.staff.growth: {set: 1%}, move.migration.starts: {add: 1 month}}"
    text = MAIL.replace("what_ifs:\n", f"what_ifs:\n  later: {later}\n")
    results = results_of(tmp_path, text, "later")
    place = next(n for n, line in enumerate(text.splitlines(), 1) if "later:" in line)
    told = trace_text(results.explain("move.total", what_if="later"))
    said = re.sub(r"\s+", " ", told)
    file = tmp_path / "mail.yaml"
    assert f"1% [what-if later: set 1%; was -1%; {file}:{place}]" in said
    assert f"July 2027 [what-if later: add 1 month; was June 2027; {file}:{place}]" in said
    assert "establishment list" in trace_text(results.explain("drivers.staff.growth"))


def test_never_and_the_peak_year_are_told_as_a_comparison_tells_them(tmp_path: Path) -> None:
    text = MAIL.replace("amount: 18_000", "amount: 180_000")
    results = run(whole(load(write(tmp_path, text))))
    for key in ("break_even", "payback", "payback_interpolated"):
        assert trace_text(results.explain(f"move.{key}")).splitlines()[0].endswith(": never")
    peak = trace_text(results.explain("move.peak_year")).splitlines()[0]
    assert peak == "Move to the cloud, invoiced, number of the peak year, 2027/28: 1"
    unknown = results_of(tmp_path, BEYOND)
    assert trace_text(unknown.explain("move.break_even")).splitlines()[0].endswith(": unknown")


# --- how much is told ---


@pytest.mark.parametrize("key", ["move.total", "keep.present_value", "keep.servers.billed"])
def test_depth_cuts_the_tale_level_by_level(tmp_path: Path, key: str) -> None:
    results = results_of(tmp_path)
    lengths = [len(all_of(results.explain(key, depth=depth))) for depth in range(8)]
    assert lengths[0] == 1
    assert lengths[:4] == sorted(set(lengths[:4]))
    assert lengths == sorted(lengths)
    assert lengths[-1] <= len(all_of(results.explain(key)))
    assert results.explain(key, depth=0).rule


def test_no_rule_is_told_twice(tmp_path: Path) -> None:
    results = results_of(tmp_path)
    for key in (
        "move.total",
        "keep.present_value",
        "move.break_even",
        "keep.cost_per_head.by_year",
    ):
        told = [
            # what stood before the first period, and a sum over the year, have their own rules
            (each.key, each.when.startswith("before "), "/" in each.when)
            for each in all_of(results.explain(key))
            if isinstance(each.of, Row) and each.below and each.rule not in {"", "as above"}
        ]
        assert len(told) == len(set(told)) > 5


def test_a_tale_by_year_can_be_read_on_two_screens() -> None:
    results = licmodel.run(load(COUNCIL))
    for option in results.model.options:
        for line in results.model.options[option].lines.values():
            text = trace_text(results.explain(f"{line}.billed", "2028/29"))
            assert len(text.splitlines()) < 110, line


def test_equal_months_are_told_together(tmp_path: Path) -> None:
    text = trace_text(results_of(tmp_path).explain("keep.support.accrued", "2028/29"))
    assert "in each of 12 months from April 2028 to March 2029: £1,064.33" in text
    text = trace_text(results_of(tmp_path).explain("move.migration.total"))
    assert "in each of 3 months from June 2027 to August 2027: £6,000" in text
    assert "Otherwise: nothing in 33 months." in text


def test_months_that_differ_by_the_noise_of_a_sum_are_told_together() -> None:
    """What a cap leaves is a difference of sums, which is not the same to the last bit."""
    results = licmodel.run(load(SPENDING_REVIEW))
    text = " ".join(trace_text(results.explain("as_now.settlement.billed", "2029/30")).split())
    assert "in each of 9 months from April 2029 to December 2029: -£48,333.33" in text
    assert "Otherwise: January 2030 -£5,000; nothing in 2 months." in text


# --- how it is written ---


def test_a_tale_is_indented_a_level_at_a_time(tmp_path: Path) -> None:
    lines = trace_text(results_of(tmp_path).explain("move.total")).splitlines()
    depth = [len(line) - len(line.lstrip()) for line in lines]
    assert depth[0] == 0
    for before, after in pairwise(depth):
        assert after <= before + 4


def test_an_input_is_told_with_status_source_date_owner_and_line(tmp_path: Path) -> None:
    path = tmp_path / "mail.yaml"
    text = trace_text(results_of(tmp_path).explain("keep.support.amount"))
    told = " ".join(text.split())
    line = MAIL.splitlines().index("        amount: 12_400") + 1
    assert told == (
        f"support: amount: £12,400 [contract: contract 114; dated January 2024; "
        f"owner head of ICT; {path}:{line}]"
    )


def test_a_source_is_spelt_out_once(tmp_path: Path) -> None:
    text = trace_text(results_of(tmp_path).explain("move.total"))
    assert text.count("establishment list") == 1
    assert "published: as above" in text
    assert text.count("first month: April 2027") > 1
    assert text.count(f"{tmp_path / 'mail.yaml'}:4]") == 1


def test_a_usual_value_says_that_nobody_gave_it(tmp_path: Path) -> None:
    text = trace_text(results_of(tmp_path).explain("move.seats.discount"))
    assert text == "seats: discount: 0%  [the usual value, where the scenario says nothing]"


def test_a_date_in_the_scenario_is_told_with_its_line(tmp_path: Path) -> None:
    text = trace_text(results_of(tmp_path).explain("move.migration.starts"))
    assert " ".join(text.split()) == f"migration: starts: June 2027 [{tmp_path / 'mail.yaml'}:33]"


def test_months_and_yes_or_no_are_written_as_words(tmp_path: Path) -> None:
    results = results_of(tmp_path)
    assert trace_text(results.explain("move.break_even", depth=0)).startswith(
        "Move to the cloud, break-even month: October 2028"
    )
    assert trace_text(results.explain("keep.support.active", "2027-04", depth=0)).startswith(
        "support: served, April 2027: yes"
    )


def test_every_row_and_input_of_a_council_can_be_told() -> None:
    results = licmodel.run(load(COUNCIL))
    for key in [*results.model.program.rows, *results.model.program.inputs]:
        text = trace_text(results.explain(key, depth=2))
        assert text.strip()
        for line in text.splitlines():
            assert len(line) <= 100 or "http" in line, line


@pytest.mark.parametrize(
    ("key", "when"),
    [
        ("move.billed.real", "2028/29"),
        ("move.billed", "year from 2028-04"),
        ("move.internal_rate", None),
        ("move.seats.accrued.real", "April 2028"),
    ],
)
def test_every_way_of_asking_a_comparison_can_be_told(
    tmp_path: Path, key: str, when: str | None
) -> None:
    trace = licmodel.explain(load(write(tmp_path)), key, when)
    assert len(trace_text(trace).splitlines()) > 3


def test_the_package_tells_the_same_tale(tmp_path: Path) -> None:
    scenario = load(write(tmp_path))
    told = licmodel.explain(scenario, "move.total", "2028/29", depth=4)
    again = results_of(tmp_path).explain("move.total", "2028/29", depth=4)
    assert trace_text(told) == trace_text(again)
