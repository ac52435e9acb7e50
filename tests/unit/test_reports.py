"""What is printed: tables that fit and line up, honest headings, plain sentences."""

import re
from pathlib import Path
from typing import Any

import pytest

from licmodel.analysis.figures import MEASURES
from licmodel.assembly.measures import COMMITTED
from licmodel.errors import InputError
from licmodel.report.amounts import Amounts, Units
from licmodel.report.sentences import answer
from licmodel.report.tables import comparison_text, summary
from tests.estates import BEYOND, MAIL, comparison_of

SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
WIDTH = 100
"""Characters across a page."""
FIGURE = re.compile(r"-?[\d,]+(\.\d+)?\*?$")
WAYS: list[dict[str, Any]] = [
    {},
    {"by": "month"},
    {"by": "contract-year"},
    {"real": True},
    {"what_ifs": True, "with_irr": True},
]
UNITS: tuple[Units, ...] = ("pounds", "thousands", "millions")


def tables(text: str) -> list[list[str]]:
    """The blocks of a page that are tables."""
    return [
        block.splitlines()
        for block in text.split("\n\n")
        if any(len(line.split("  ")) > 1 and FIGURE.search(line) for line in block.splitlines())
        and not block.startswith(("What-ifs", "Options not"))
    ]


# --- tables ---


@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.parametrize("units", UNITS)
def test_nothing_printed_is_wider_than_the_page(
    tmp_path: Path, way: dict[str, Any], units: Units
) -> None:
    comparison = comparison_of(tmp_path, **way)
    text = comparison_text(comparison, units=units, lines=True)
    assert [line for line in text.splitlines() if len(line) > WIDTH] == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_no_table_of_a_shipped_scenario_is_wider_than_the_page(
    tmp_path: Path, path: Path, way: dict[str, Any]
) -> None:
    comparison = comparison_of(tmp_path, path.read_text("utf-8"), **way)
    text = comparison_text(comparison, lines=True)
    assert [line for line in text.splitlines() if len(line) > WIDTH] == []


def test_columns_line_up_all_down_a_table(tmp_path: Path) -> None:
    found = tables(comparison_text(comparison_of(tmp_path, what_ifs=True), lines=True))
    assert len(found) > 10
    for table in found:
        rows = [line for line in table if FIGURE.search(line) and not line.startswith(" ")]
        ends = [
            [cell.end() for cell in re.finditer(r"(?<=  )[^\s*]+(?: [^\s*]+)*", row)]
            for row in rows
        ]
        whole = [each for each in ends if len(each) == max(map(len, ends))]
        assert len(whole) > 1 or len(rows) == 1, table
        assert len({tuple(each) for each in whole}) == 1, table


def test_periods_run_across_where_they_fit_and_down_where_they_do_not(tmp_path: Path) -> None:
    across = comparison_text(comparison_of(tmp_path), measures=["billed"])
    assert re.search(r"^ +2027/28 +2028/29 +2029/30 +Total$", across, re.MULTILINE)
    down = comparison_text(comparison_of(tmp_path, by="month"), measures=["billed"])
    assert re.search(r"^2027-04 ", down, re.MULTILINE)
    assert re.search(r"^Total ", down, re.MULTILINE)


def test_a_table_of_lines_ends_in_their_sum_under_a_rule(tmp_path: Path) -> None:
    text = comparison_text(comparison_of(tmp_path), lines=True)
    block = next(each for each in text.split("\n\n") if each.startswith("Keep the servers: inv"))
    *_, lost, rule, total = block.splitlines()
    assert lost.startswith("VAT not recovered")
    assert set(rule) == {"-"}
    assert total.startswith("Invoiced")


@pytest.mark.parametrize("units", UNITS)
def test_units_change_how_figures_are_shown(tmp_path: Path, units: Units) -> None:
    total = comparison_of(tmp_path).options["keep"].total
    said = {
        "pounds": f"{total:,.0f}",
        "thousands": f"{total / 1e3:,.1f}",
        "millions": f"{total / 1e6:,.3f}",
    }
    heads = {"pounds": "£ (", "thousands": "£000 (", "millions": "£ millions ("}
    text = comparison_text(comparison_of(tmp_path), units=units, measures=["billed"])
    assert said[units] in text
    assert f"Invoiced by financial year, {heads[units]}" in text


def test_only_the_measures_asked_for_are_shown(tmp_path: Path) -> None:
    text = comparison_text(comparison_of(tmp_path), measures=["revenue", "cost_per_head"])
    assert "Revenue by financial year" in text
    assert "Charged to the year per head (staff) by financial year, £ " in text
    assert "Invoiced by financial year" not in text


def test_a_measure_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no measure is called cost") as caught:
        comparison_text(comparison_of(tmp_path), measures=["cost"])
    assert "billed, accrued" in str(caught.value)
    alone = MAIL.replace("baseline: keep", "baseline: none")
    with pytest.raises(InputError, match="no saving to show"):
        comparison_text(comparison_of(tmp_path, alone), measures=["saving"])
    with pytest.raises(InputError, match="no cost_per_head to show"):
        comparison_text(comparison_of(tmp_path, by="month"), measures=["cost_per_head"])


def test_the_baseline_has_no_column_among_savings(tmp_path: Path) -> None:
    text = comparison_text(comparison_of(tmp_path), measures=["saving"])
    block = next(each for each in text.split("\n\n") if each.startswith("Saving against"))
    assert block.startswith("Saving against Keep the servers by financial year")
    assert not re.search(r"^Keep the servers ", block, re.MULTILINE)


def test_without_a_baseline_no_saving_is_shown(tmp_path: Path) -> None:
    text = comparison_text(
        comparison_of(tmp_path, MAIL.replace("baseline: keep", "baseline: none"))
    )
    assert "Saving" not in text
    assert "Break-even" not in text


def test_options_left_out_are_listed_with_the_reason(tmp_path: Path) -> None:
    text = comparison_text(comparison_of(tmp_path))
    assert "Options not costed\n  Let it lapse: rejected; mail would stop" in text


# --- headings ---


@pytest.mark.parametrize("real", [False, True])
@pytest.mark.parametrize("timing", ["start", "middle", "end"])
def test_every_table_states_price_base_vat_and_timing(
    tmp_path: Path, *, real: bool, timing: str
) -> None:
    """[8] [9]"""
    text = MAIL.replace("finance: {", f"finance: {{timing: {timing}, ")
    comparison = comparison_of(tmp_path, text, real=real, what_ifs=True)
    printed = comparison_text(comparison, lines=True)
    found = tables(printed)
    assert len(found) == len(MEASURES) - len(COMMITTED) + 3 + 1 + 2
    for table in found:
        heading = " ".join(" ".join(table[:2]).split())
        assert ("2027/28 prices" if real else "nominal") in heading or "discounted" in heading
        assert "VAT excluded but for what is lost" in heading
        if heading.startswith(("Present value", "Over the whole")):
            assert f"as if paid at the {timing} of each year" in heading
        else:
            assert re.search(r"; when (invoiced|served|bought)\)", heading)


@pytest.mark.parametrize(
    ("finance", "said"),
    [
        ("{}", "VAT excluded; all of it is recovered."),
        ("{vat_recoverable: 60%}", "VAT excluded, except the 40% of it that is not recovered"),
        ("{}", "Nominal: money of the day."),
        ("{}", "discounted by green_book_2026 (3.5% a year)"),
        ("{discounting: 6%}", "discounted at 6% a year"),
        ("{timing: end}", "as if paid at the end of each financial year."),
        ("{}", "as if paid at the start of each financial year, so the first year is undiscounted"),
        ("{}", "invoiced money of the day"),
        ("{inflation: 2%}", "invoiced money in 2027/28 prices"),
    ],
)
def test_the_heading_says_what_holds(tmp_path: Path, finance: str, said: str) -> None:
    text = re.sub(r"finance: .*", f"finance: {finance}", MAIL)
    heading = comparison_text(comparison_of(tmp_path, text)).split("\n\n", maxsplit=1)[0]
    assert said in " ".join(heading.split())


def test_real_tables_say_by_what_they_are_deflated(tmp_path: Path) -> None:
    text = MAIL.replace("inflation: 2%", "inflation: gdp_deflator_obr_2025_11")
    heading = comparison_text(comparison_of(tmp_path, text, real=True))
    assert "Real: 2027/28 prices, deflated by gdp_deflator_obr_2025_11." in heading


def test_real_tables_say_of_which_figures_they_are_nominal(tmp_path: Path) -> None:
    """[8] The peak is worked out in both price bases; what is prepaid, and when, is not."""
    text = MAIL.replace(
        "2026-10\n        billing", "2026-10\n        ends: 2032-09\n        billing"
    )
    told = {
        real: summary(comparison_of(tmp_path, text, real=real), Amounts("GBP")).labels
        for real in (False, True)
    }
    nominal = [row for row in told[True] if row.endswith(", nominal")]
    assert [row.removesuffix(", nominal") for row in nominal] == [
        "Prepaid at the end",
        "Break-even month",
        "Payback, whole years",
        "Payback, interpolated",
    ]
    assert [row.removesuffix(", nominal") for row in told[True]] == list(told[False])


# --- words ---


def test_the_answer_says_which_by_how_much_from_when_and_on_what(tmp_path: Path) -> None:
    comparison = comparison_of(tmp_path)
    said = answer(comparison)
    keep, move = comparison.options["keep"], comparison.options["move"]
    gap = keep.present_value - move.present_value
    assert said.startswith(
        '"Move to the cloud" is the cheapest by present value, at '
        f"£{move.present_value:,.0f}: £{gap:,.0f} below the baseline"
    )
    assert "ahead of it for good from October 2028" in said
    assert f"£{move.total:,.0f} invoiced over 3 years" in said
    assert '"Move at once" has the same present value' in said
    shares = comparison.provenance["move"]
    assert f"{shares['assumed'] * 100:.0f}% of its total rests on assumptions" in said
    assert f"{shares['quote'] * 100:.0f}% on quotes" in said


def test_the_answer_says_both_where_the_nominal_total_disagrees(tmp_path: Path) -> None:
    """[8]"""
    text = """\
title: Now or later
organisation: {name: A council}
timeline: {start: 2027-04, years: 10}
finance: {discounting: 8%, inflation: 0%}
baseline: now
options:
  now: {lines: {bill: {kind: one_off, amount: 10_000, assumed: made up}}}
  later: {lines: {bill: {kind: one_off, amount: 11_000, starts: 2036-04, assumed: made up}}}
"""
    said = answer(comparison_of(tmp_path, text))
    assert said.startswith('"later" is the cheapest by present value')
    assert 'by that measure "now" is cheaper, at £10,000' in said
    assert "though in money invoiced it is never ahead for good within the horizon" in said


def test_the_answer_names_the_next_where_the_baseline_wins(tmp_path: Path) -> None:
    comparison = comparison_of(tmp_path, MAIL.replace("baseline: keep", "baseline: move"))
    gap = comparison.options["keep"].present_value - comparison.options["move"].present_value
    said = answer(comparison)
    assert f'it is the baseline, and the next, "Keep the servers", is £{gap:,.0f} above it' in said
    assert '"Move at once" has the same present value.' in said


def test_the_answer_says_where_all_are_alike(tmp_path: Path) -> None:
    """[19] None is preferred for its name or place."""
    for options in (["move", "hurry"], ["hurry", "move"]):
        text = MAIL.replace("baseline: keep", "baseline: none")
        said = answer(comparison_of(tmp_path, text, options=options))
        assert "every other has the same" in said
        assert said.count("the same present value") == 1


def test_an_answer_that_is_not_known_is_not_given(tmp_path: Path) -> None:
    """[17]"""
    said = answer(comparison_of(tmp_path, BEYOND, options=["move", "hurry"]))
    assert said == "Which option is cheapest cannot be said: no present value is known."
    assert "no other is known" in answer(comparison_of(tmp_path, BEYOND))


def test_no_verdict_is_given_in_colour_or_praise(tmp_path: Path) -> None:
    """[19]"""
    text = comparison_text(comparison_of(tmp_path, what_ifs=True, with_irr=True), lines=True)
    assert "\x1b" not in text
    for word in ("best", "recommend", "winner", "should", "green", "red"):
        assert not re.search(rf"\b{word}\b", text.lower())


def test_clear_words_stand_where_there_is_no_figure(tmp_path: Path) -> None:
    text = comparison_text(comparison_of(tmp_path, with_irr=True))
    rows = {line.split("  ")[0]: line for line in text.splitlines()}
    assert rows["Internal rate of return"].split()[-2:] == ["none", "exists"]
    assert rows["Break-even month"].split()[2] == "baseline"
    assert rows["Payback, whole years"].endswith("at once       at once")
    dear = MAIL.replace("price: 3.00", "price: 90")
    rows = {
        line.split("  ")[0]: line
        for line in comparison_text(comparison_of(tmp_path, dear)).splitlines()
    }
    assert rows["Break-even month"].split()[-1] == "never"
    same = MAIL.replace("based_on: move", "based_on: keep").replace(
        "    lines:\n      migration: {months: 1}\n", ""
    )
    rows = {
        line.split("  ")[0]: line
        for line in comparison_text(comparison_of(tmp_path, same)).splitlines()
    }
    assert rows["Break-even month"].endswith("no difference")


def test_what_is_unknown_says_so(tmp_path: Path) -> None:
    """[17]"""
    text = comparison_text(comparison_of(tmp_path, BEYOND, what_ifs=True))
    rows = {line.split("  ")[0]: line for line in text.splitlines()}
    for row in ("Total invoiced", "Present value", "Peak year", "Break-even month"):
        assert rows[row].split()[-1] == "unknown"
    assert not re.search(r"\bnan\b", text.lower())
    assert "Warning: Move to the cloud: its total is unknown" in text


def test_the_lowest_figure_under_each_what_if_is_marked(tmp_path: Path) -> None:
    comparison = comparison_of(tmp_path, what_ifs=True, options=["keep", "move"])
    text = comparison_text(comparison)
    assert "  dearer: Seats 22% dearer\n" in text
    block = next(each for each in text.split("\n\n") if each.startswith("Present value under"))
    keep, move = block.splitlines()[-2:]
    assert keep.count("*") == 0
    assert move.count("*") == 3
    dearer = comparison.what_ifs["dearer"]["move"].present_value
    assert f"{dearer:,.0f}*" in move


def test_part_years_are_marked_over_tables_and_told_in_words(tmp_path: Path) -> None:
    """[1] A horizon from July holds nine months of its first financial year, three of its last."""
    text = comparison_text(
        comparison_of(tmp_path, MAIL.replace("start: 2027-04", "start: 2027-07"))
    )
    said = (
        "Part years, not to be set beside whole ones: 2027/28 is July 2027 to March 2028; "
        "2030/31 is April 2030 to June 2030."
    )
    assert said in " ".join(text.split())
    first = text[text.index("Invoiced by financial year") :].splitlines()[1:3]
    assert [line.split() for line in first] == [
        ["part", "of", "part", "of"],
        ["2027/28", "2028/29", "2029/30", "2030/31", "Total"],
    ]


def test_part_contract_years_are_marked_and_whole_years_are_not(tmp_path: Path) -> None:
    """[1]"""
    scenario = MAIL.replace("years: 3", "years: 3, contract_year_from: 2027-05")
    assert "Part years" not in comparison_text(comparison_of(tmp_path, scenario))
    text = comparison_text(comparison_of(tmp_path, scenario, by="contract-year"))
    assert "year from 2026-05 is April 2027 to April 2027;" in " ".join(text.split())
    assert "part of year from 2026-05" in " ".join(text.split())
    assert "part of" not in comparison_text(comparison_of(tmp_path, by="contract-year"))


def test_a_what_if_without_a_title_is_told_by_its_name_and_what_it_changes(tmp_path: Path) -> None:
    text = comparison_text(
        comparison_of(tmp_path, MAIL.replace("shrink:", "fewer_people:"), what_ifs=True)
    )
    assert "  dearer: Seats 22% dearer\n" in text
    assert "  fewer people: drivers.staff.growth add -4 points\n" in text
    assert "see the scenario" not in text
