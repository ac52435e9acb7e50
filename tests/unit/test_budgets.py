"""Budgets against figures worked by hand, and laws that every budget keeps."""

from pathlib import Path
from typing import Any

import pytest

from licmodel.analysis.accounts.budgets import Budget, budget_of
from licmodel.analysis.accounts.growth import Growth
from licmodel.analysis.checks import master
from licmodel.analysis.results import Results, run
from licmodel.assembly.assemble import assemble
from licmodel.assembly.budget_rows import CHANGES
from licmodel.errors import InputError
from licmodel.lines.setting import CAUSES
from licmodel.scenario.loading import load
from tests.budgeted import budgeted

SCENARIOS = Path(__file__).parents[2] / "scenarios"
MOVE = "options/move/lines"
RESERVE = "options/move/funding/reserves/licences"
RECEIPTS = "options/move/funding/receipts/flexible"


def results(*changes: tuple[str, Any]) -> Results:
    """The small council's figures, budgets among them."""
    return run(assemble(budgeted(*changes), budget="pounds", by_cause=True))


def by_year(budget: Budget, name: str) -> list[float]:
    """What one reason changes a budget by, on the year before."""
    return budget.changes[name].by_year


class TestByHand:
    """The move of the small council, worked out beside it."""

    def test_what_each_year_pays(self) -> None:
        parts = {each.title: each.by_year for each in budget_of(budgeted(), "move").entries}
        assert parts["support"] == [120_000, 0, 0, 0]
        assert parts["Old mail filter"] == [36_000, 9_000, 0, 0]
        # 1,000 at £100 from October 2027, priced anew each October: at £106, then £110.24 (4%
        # dearer), for 900 from April 2029
        suite = [1_000 * 50, 1_000 * (50 + 53), 900 * (53 + 55.12), 900 * (55.12 + 57.3248)]
        assert parts["suite"] == [round(each) for each in suite]
        assert parts["backup"] == [10_000, 10_200, 10_404, 10_612]
        assert parts["project"] == [90_000, 0, 0, 0]

    def test_an_annuity_by_hand(self) -> None:
        payment = 30_000 * 0.05 / (1 - 1.05**-5)  # over the five years that the gateways serve
        parts = {each.kind: each.by_year for each in budget_of(budgeted(), "move").entries}
        owed, repaid, interest = 30_000.0, [0.0], [0.0]
        for _ in range(3):
            interest.append(owed * 0.05)
            repaid.append(payment - interest[-1])
            owed -= repaid[-1]
        assert parts["repayment"] == [round(each) for each in repaid]
        assert parts["interest"] == [round(each) for each in interest]

    def test_the_call_on_the_budget_is_the_sum_of_what_is_shown(self) -> None:
        budget = budget_of(budgeted(), "move")
        shown = [each.by_year for each in budget.entries if each.kind != "capital"]
        assert budget.by_year == [sum(year) for year in zip(*shown, strict=True)]
        assert budget.by_year[0] == 120_000 + 36_000 + 50_000 + 10_000 + 90_000 - 50_000 + 12_000

    def test_savings_of_the_plan_count_once(self) -> None:
        budget = budget_of(budgeted(), "move")
        assert budget.base == 150_000
        assert budget.planned == [150_000, 130_000, 130_000, 130_000]
        assert budget.to_find == [
            paid - planned for paid, planned in zip(budget.by_year, budget.planned, strict=True)
        ]
        untold = budget_of(budgeted(("today/in_plan", {})), "move")
        assert untold.by_year == budget.by_year
        assert untold.planned == [150_000] * 4

    def test_what_changes_it(self) -> None:
        budget = budget_of(budgeted(), "move")
        assert by_year(budget, "base") == [166_000 - 150_000, 0, 0, 0]
        assert by_year(budget, "one_offs") == [90_000, 0, 0, 0]
        assert by_year(budget, "one_offs_reversed") == [0, -90_000, 0, 0]
        assert by_year(budget, "part_year") == [50_000, -120_000 - 27_000, 0, 0]
        assert by_year(budget, "full_year") == [0, 50_000, -9_000, 0]
        assert by_year(budget, "funding") == [-38_000, 38_000, -10_000, 3_000]

    def test_a_current_year_within_the_horizon_is_where_changes_begin(self) -> None:
        budget = budget_of(budgeted(("today/year", "2027/28")), "move")
        assert budget.current_year == "2027/28"
        assert by_year(budget, "base") == [0, 268_000 - 150_000, 0, 0]
        assert budget.change.so_far[0] == 0
        assert budget.change.so_far[3] == budget.by_year[3] - 150_000

    def test_funds_divide_a_line_to_the_pound(self) -> None:
        entries = {each.key: each for each in budget_of(budgeted(), "move").entries}
        funds, whole = entries["suite"].funds, entries["suite"].by_year
        assert funds is not None
        assert funds["general"] == [round(each * 0.7) for each in whole]
        assert [sum(year) for year in zip(*funds.values(), strict=True)] == whole

    def test_a_line_of_one_fund_is_all_its(self) -> None:
        budget = budget_of(budgeted((f"{MOVE}/suite/fund", "general")), "move")
        entry = next(each for each in budget.entries if each.key == "suite")
        assert (entry.fund, entry.funds) == ("general", None)


class TestCasting:
    """[11] Each line and year is rounded in a row of its own, and the total is their sum."""

    @pytest.mark.parametrize("units", ["pounds", "thousands", "millions"])
    def test_tables_cast_in_every_unit(self, units: Any) -> None:  # noqa: ANN401  one of three
        budget = budget_of(budgeted((f"{MOVE}/backup/amount", "10_333.33")), "move", units)
        step = 1 if units == "pounds" else 1_000
        shown = [each.by_year for each in budget.entries if each.kind != "capital"]
        assert all(figure % step == 0 for line in shown for figure in line)
        assert budget.by_year == [sum(year) for year in zip(*shown, strict=True)]
        changed = [change.by_year for change in budget.changes.values()]
        assert budget.change.by_year == [sum(year) for year in zip(*changed, strict=True)]
        assert master(budget.checks)

    def test_it_is_the_options_revenue_but_for_rounding_and_what_pays_for_it(self) -> None:
        found = results()
        parts = budget_of(budgeted(), "move").entries
        lines = [each.by_year for each in parts if each.kind == "revenue"]
        revenue = found.by_period("move.revenue.by_year")
        for year, figure in enumerate(revenue):
            assert sum(line[year] for line in lines) == pytest.approx(figure, abs=0.5 * len(lines))


class TestFinancing:
    """[10] Capital comes back to revenue; it is no cost of its own."""

    def test_lancashire_pays_about_200_000_a_year_for_its_1_661_000(self) -> None:
        budget = budget_of(load(SCENARIOS / "lancashire_2020.yaml"), "as_paid")
        paid = [each.by_year for each in budget.entries if each.kind in {"repayment", "interest"}]
        yearly = [sum(year) for year in zip(*paid, strict=True)]
        assert budget.capital == [1_661_000, *[0] * 10]
        assert yearly[0] == 0
        assert yearly[1:] == pytest.approx([200_000] * 10, rel=0.002)
        assert budget.outstanding is not None
        assert budget.outstanding[-1] == pytest.approx(0, abs=1e-6)
        # the notice: £1.438m a year, of which about £200,000 is capital financing
        assert budget.by_year[1:10] == pytest.approx([1_438_000] * 9, rel=0.0005)

    def test_financing_is_in_no_total(self) -> None:
        without = results(("finance/borrowing", None))
        for row in ("billed.total", "accrued.total", "present_value", "revenue.total"):
            assert without.figure(f"move.{row}") == results().figure(f"move.{row}")

    @pytest.mark.parametrize(
        ("said", "repaid", "interest"),
        [
            ({"repaid": "equally"}, [0, 10_000, 10_000, 10_000], [0, 1_500, 1_000, 500]),
            (
                {"repaid": "equally", "from": "same year"},
                [10_000, 10_000, 10_000, 0],
                [1_500, 1_000, 500, 0],
            ),
            (
                {"repaid": "equally", "years": "2.5"},
                [0, 10_000, 10_000, 10_000],
                [0, 1_500, 1_000, 500],
            ),
            ({"repaid": "annuity", "interest": "0%"}, [0, 10_000, 10_000, 10_000], [0, 0, 0, 0]),
        ],
    )
    def test_ways_of_repaying(
        self, said: dict[str, str], repaid: list[float], interest: list[float]
    ) -> None:
        borrowing = {"years": "3", "interest": "5%", "assumed": "a guess", **said}
        life = [(f"{MOVE}/servers/life_years", said.get("years", "3"))]
        life.append((f"{MOVE}/servers/refresh", "no"))
        budget = budget_of(budgeted(("finance/borrowing", borrowing), *life), "move")
        parts = {each.kind: each.by_year for each in budget.entries}
        assert parts["repayment"] == repaid
        assert parts["interest"] == interest

    def test_a_line_has_a_life_of_its_own(self) -> None:
        changes = [(f"{MOVE}/project/treatment", "capital"), (f"{MOVE}/project/reason", "as said")]
        budget = budget_of(budgeted(*changes, (f"{MOVE}/project/life_years", "1")), "move")
        parts = {each.kind: each.by_year for each in budget.entries}
        assert parts["repayment"][1] == 90_000 + 5_429 - 0
        assert parts["repayment"][2] == 5_701

    @pytest.mark.parametrize(
        ("line", "treatment"), [("servers", "revenue"), ("project", "capital")]
    )
    def test_the_effect_told_is_that_of_reversing_it(self, line: str, treatment: str) -> None:
        changes: list[tuple[str, Any]] = [("options/move/funding/receipts", {})]
        before = budget_of(budgeted(*changes), "move")
        changes += [(f"{MOVE}/{line}/treatment", treatment), (f"{MOVE}/{line}/reason", "asked")]
        after = budget_of(budgeted(*changes), "move")
        told = next(each.by_year for each in before.reversed if each.key == line)
        found = [b - a for a, b in zip(before.by_year, after.by_year, strict=True)]
        assert found == pytest.approx(told, abs=2)  # repayment and interest are rounded apart
        assert any(told)


class TestFunding:
    """Receipts and reserves move money between years, and make or lose none."""

    def test_receipts_pay_for_their_lines_and_no_more(self) -> None:
        budget = budget_of(budgeted((f"{RECEIPTS}/most", "500_000")), "move")
        used = next(each.by_year for each in budget.entries if each.kind == "receipts")
        assert used == [-90_000, 0, 0, 0]

    def test_receipts_pay_in_their_months_alone(self) -> None:
        changes = [(f"{RECEIPTS}/starts", "2027-10"), (f"{RECEIPTS}/most", "500_000")]
        budget = budget_of(budgeted(*changes), "move")
        used = next(each.by_year for each in budget.entries if each.kind == "receipts")
        assert used == [-45_000, 0, 0, 0]  # October to December, of six months from July

    @pytest.mark.parametrize(
        ("path", "value", "said"),
        [
            (f"{RECEIPTS}/of", ["project", "project"], "it is named twice"),
            (f"{RECEIPTS}/of", [], "at least 1 in the list"),
            (f"{RESERVE}/smooth", ["suite", "suite"], "it is named twice"),
            (f"{RESERVE}/smooth", [], "at least 1 in the list"),
            ("organisation/country", "Wales", "in England only"),
            (f"{RECEIPTS}/ends", "2031-03", "April 2025 to March 2030"),
            (f"{RECEIPTS}/raised_by", "borrowing", "borrowing cannot be used"),
            (f"{RECEIPTS}/raised_by", "Right to Buy", "Right to Buy receipts are excluded"),
            (f"{RECEIPTS}/of", "no_such_line", "no line called no_such_line"),
            (f"{RESERVE}/take_out", {"2035/36": "1"}, "a year in which nothing is worked out"),
            ("today/year", "2020/21", "today's year"),
            (f"{MOVE}/suite/cfr", "E20H", "no ICT code"),
            (f"{MOVE}/suite/cfr", "CE04F", "no ICT code"),
        ],
    )
    def test_what_cannot_be_is_refused(self, path: str, value: Any, said: str) -> None:  # noqa: ANN401  YAML
        with pytest.raises(InputError, match=said) as refused:
            budgeted((path, value))
        assert any(word in str(refused.value) for word in ("expected:", "; write", "; leave"))

    def test_a_reserve_holds_what_is_left_in_it(self) -> None:
        reserve = budget_of(budgeted(), "move").reserves["licences"]
        assert reserve.opening == 5_000
        assert reserve.balance == [17_000, 17_000, 7_000, 0]

    def test_a_reserve_drawn_below_nothing_fails_its_check(self) -> None:
        budget = budget_of(budgeted((f"{RESERVE}/opening", "4_000")), "move")
        assert [each.name for each in budget.checks if not each.holds] == [
            "no reserve is drawn below nothing"
        ]

    def test_a_reserve_levels_out_what_differs_by_year(self) -> None:
        smooth = {"smooth": "project", "opening": "0", "assumed": "a wish"}
        reserve = budget_of(budgeted((RESERVE, smooth)), "move").reserves["licences"]
        assert [a - b for a, b in zip(reserve.put_in, reserve.drawn, strict=True)] == [
            22_500 - 90_000,
            22_500,
            22_500,
            22_500,
        ]  # it would have to lend first: its check says so

    def test_an_option_is_paid_for_as_its_parent_is(self) -> None:
        child = {"based_on": "move", "title": "The same"}
        found = budget_of(budgeted(("options/child", child)), "child")
        assert found.by_year == budget_of(budgeted(), "move").by_year


class TestLaws:
    """What moves a budget, and what does not."""

    @pytest.mark.parametrize("month", ["2028-05", "2028-09", "2029-02", "2029-03"])
    def test_a_start_moved_by_a_month_moves_part_year_effects_and_nothing_else(
        self, month: str
    ) -> None:
        def of_start(starts: str) -> Budget:
            hosting = {
                "kind": "recurring",
                "amount": "120_000",
                "per": "year",
                "index": "3%",
                "starts": starts,
                "assumed": "an offer",
            }
            return budget_of(budgeted((f"{MOVE}/hosting", hosting)), "move")

        budgets = of_start("2028-04"), of_start(month)
        entries = [[each for each in of.entries if each.key != "hosting"] for of in budgets]
        assert entries[0] == entries[1]
        early, late = ({name: by_year(of, name) for name in CHANGES} for of in budgets)
        moved = {"part_year", "full_year"}
        assert {n: early[n] for n in CHANGES if n not in moved} == {
            n: late[n] for n in CHANGES if n not in moved
        }
        assert early["part_year"][1] > late["part_year"][1]
        sums = [sum(sum(each[name]) for name in moved) for each in (early, late)]
        assert sums[0] == sums[1]

    def test_without_differences_a_budget_is_its_parents_to_the_penny(self) -> None:
        found = results(("options/child", {"based_on": "move"}))
        for name in ("by_year", *(f"{each}.by_year" for each in CHANGES)):
            assert found.by_period(f"child.budget.{name}") == found.by_period(f"move.budget.{name}")

    def test_rows_of_budgets_are_written_only_when_asked_for(self) -> None:
        data = [("finance/borrowing", None), ("options/move/funding", None)]
        rows = assemble(budgeted(*data)).program.rows
        assert not [key for key in rows if ".budget" in key]
        asked = assemble(budgeted(*data), budget="pounds").program.rows
        assert set(rows) < set(asked)


ONE_OF: dict[str, dict[str, Any]] = {
    "volume": {"quantity": {"start": "100", "growth": "10%"}, "price": "50"},
    "price announced": {"quantity": "100", "product": "told"},
    "price projected": {"quantity": "100", "product": "guessed"},
}


class TestCauses:
    """Causes are switched off together, and on again one after another."""

    def test_causes_add_up_to_the_change(self) -> None:
        budget = budget_of(budgeted(), "move")
        for name in ("by_year", "so_far"):
            told = [getattr(each, name) for each in budget.growth.values()]
            assert [sum(year) for year in zip(*told, strict=True)] == getattr(budget.change, name)

    @pytest.mark.parametrize("cause", ONE_OF)
    def test_what_one_cause_moves_is_its_alone(self, cause: str) -> None:
        line = {"kind": "subscription", "per": "year", "assumed": "x"}
        prices: dict[str, dict[str, Any]] = {
            "told": {
                "by_date": {
                    "2027-04": {"value": "50", "source": "list", "status": "published"},
                    "2028-04": {"value": "60", "source": "list", "status": "published"},
                }
            },
            "guessed": {"by_date": {"2027-04": "50"}, "escalator": "5%", "assumed": "x"},
        }
        told = {key: {"unit": "user", "per": "year", **price} for key, price in prices.items()}
        option: dict[str, Any] = {"lines": {"suite": {**line, "unit": "user", **ONE_OF[cause]}}}
        if "product" in ONE_OF[cause]:
            del option["lines"]["suite"]["per"]
        scenario = budgeted(
            ("options", {"keep": option}), ("prices", told), ("today", None), ("funds", None)
        )
        growth = budget_of(scenario, "keep").growth
        assert {name for name, each in growth.items() if any(each.by_year)} == {cause}

    def test_inflation_and_the_exchange_rate_are_told_apart(self) -> None:
        growth = budget_of(budgeted(), "keep").growth
        assert growth["inflation"].by_year[1] == 3_600
        assert not any(growth["exchange rate"].by_year)
        growth = budget_of(budgeted(), "move").growth
        assert growth["exchange rate"].by_year == [0, 200, 204, 208]

    def test_a_price_set_anew_at_a_renewal_falls_off_protection(self) -> None:
        growth = budget_of(load(SCENARIOS / "council_2027.yaml"), "renew").growth
        assert any(growth["falling off protection"].by_year)

    @pytest.mark.parametrize(
        ("what_if", "cause"),
        [("seats_rise_each_year", "inflation"), ("headcount_falls", "volume")],
    )
    def test_causes_are_those_of_the_what_if(self, what_if: str, cause: str) -> None:
        scenario = load(SCENARIOS / "council_2027.yaml")
        before = budget_of(scenario, "renew")
        after = budget_of(scenario, "renew", what_if=what_if)
        told = [each.by_year for each in after.growth.values()]
        assert [sum(year) for year in zip(*told, strict=True)] == after.change.by_year
        assert master(after.checks)
        moved = {
            name
            for name, each in after.growth.items()
            if any(
                abs(a - b) > 1_000
                for a, b in zip(each.by_year, before.growth[name].by_year, strict=True)
            )
        }
        assert moved == {cause}

    def test_a_what_if_moves_what_its_causes_start_from(self) -> None:
        """A dearer first price is no growth: later prices are told against it."""
        changes = {"prices.suite.2027-04": {"set": "106"}}
        scenario = budgeted(("what_ifs", {"dear": {"title": "Dear", "changes": changes}}))
        growth = budget_of(scenario, "move", what_if="dear").growth
        assert not any(growth["price announced"].by_year)

    def test_with_every_cause_added_it_is_the_model_as_it_stands(self) -> None:
        found = results()
        growth = Growth(found)
        key = "move.budget.by_year"
        added = [sum(year) for year in zip(*growth.causes(key).values(), strict=True)]
        steady = growth.steady(key)
        again = [a + b for a, b in zip(steady, added, strict=True)]
        assert again == found.by_period(key)
        assert list(growth.causes(key)) == list(CAUSES)
