"""A budget as it is printed: it casts as it stands on paper, and says what a reader must know."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from licmodel.analysis.accounts.budgets import budget_of
from licmodel.assembly.assemble import Units
from licmodel.report.budgets import budget_text
from licmodel.scenario.loading import load
from licmodel.scenario.scenario import Scenario
from tests.budgeted import budgeted

SCENARIOS = Path(__file__).parents[2] / "scenarios"
_FIGURE = re.compile(r"\(?[\d,]+(?:\.\d+)?\)?(?= |$)|(?<= )-(?= )")
_UNITS: tuple[Units, ...] = ("pounds", "thousands", "millions")


def printed(scenario: Scenario, option: str, units: Units = "pounds") -> str:
    """A budget as it is printed, with every table."""
    return budget_text(scenario, budget_of(scenario, option, units), with_reversed=True)


def squeezed(text: str) -> str:
    """Text with every run of spaces and line ends made one space."""
    return " ".join(text.split())


def rows(table: str, columns: int) -> tuple[list[list[Decimal]], list[Decimal]]:
    """Figures of a printed table: those above its rule, and the first below it."""
    above, below = table.split("\n---", 1)
    figures = [_figures(line, columns) for line in above.splitlines()]
    found = [each for each in figures if each]
    return found, _figures(below.splitlines()[1], columns)


def _figures(line: str, columns: int) -> list[Decimal]:
    texts = _FIGURE.findall(line)[-columns:]
    if len(texts) < columns or "/" in line:
        return []
    return [_read(text) for text in texts]


def _read(text: str) -> Decimal:
    if text == "-":
        return Decimal(0)
    amount = Decimal(text.strip("()").replace(",", ""))
    return -amount if text.startswith("(") else amount


@pytest.mark.parametrize("units", _UNITS)
@pytest.mark.parametrize("title", ["Revenue budget", "What changes it", "Why it grows"])
def test_what_is_printed_adds_up_on_paper(units: Units, title: str) -> None:
    amount = ("options/move/lines/backup/amount", "10_333.33")
    text = printed(budgeted(amount), "move", units)
    table = next(part for part in text.split("\n\n") if part.startswith(title))
    above, total = rows(table, 4)
    assert len(above) >= 4
    assert [sum(year) for year in zip(*above, strict=True)] == total
    assert any(total)


def test_what_lowers_a_budget_stands_in_brackets() -> None:
    text = printed(budgeted(), "move")
    assert re.search(r"receipts used|capital  +- +\(50,000\)", text)
    assert not re.search(r"-\d", text.split("Revenue budget")[1])


def test_capital_that_is_not_borrowed_is_shown_and_said() -> None:
    text = squeezed(printed(load(SCENARIOS / "council_2027.yaml"), "renew"))
    assert "Capital below is not borrowed here, so nothing that repays it is in the budget" in text
    assert "Server hosts 0 0 571,804 0 0" in text
    assert "What it costs to borrow goes under finance.borrowing in the file." in text
    assert "No base budget is said" in text
    assert "It goes under today: in the file." in text
    told = squeezed(printed(budgeted(), "move"))
    assert "not borrowed here" not in told
    assert "No base budget" not in told
    assert "base budget is of" not in told


def test_a_base_budget_of_a_year_that_is_worked_out_says_what_changes_are_on() -> None:
    told = squeezed(printed(budgeted(("today/year", "2027/28")), "move"))
    assert "The base budget is of 2027/28, which is worked out here too" in told
    assert "A budget from 2027/28 on starts from the base budget of the year before." in told


def test_a_rate_held_for_all_years_is_said() -> None:
    said = "are taken at one rate for all years"
    rate = {"from": "USD", "rate": "0.78", "source": "Bank of England", "dated": "2026-10-30"}
    line = {"kind": "subscription", "product": "microsoft_365_f3", "converted": rate}
    line |= {"quantity": "10", "starts": "2027-04", "assumed": "an offer"}
    abroad = budgeted(("options/move/lines/abroad", line))
    assert said in squeezed(printed(abroad, "move"))
    assert said not in squeezed(printed(budgeted(), "move"))
