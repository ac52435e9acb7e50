"""What a total rests on, worked out by hand, and the register of every figure given."""

from pathlib import Path
from typing import Any

import pytest

from licmodel.analysis.doubling import columns_of, made_of
from licmodel.analysis.provenance import STALE_AFTER, Assumption, register, shares
from licmodel.analysis.results import Results, run
from licmodel.assembly.assemble import assemble
from licmodel.scenario.loading import from_data, load
from licmodel.terms.figure import STRENGTH

ROOT = Path(__file__).parents[2]
SHIPPED = [
    *sorted((ROOT / "scenarios").glob("*.yaml")),
    *sorted((ROOT / "licmodel/scenario/templates").glob("*.yaml")),
]


def figure(value: str, status: str, **more: str) -> dict[str, str]:
    return {"value": value, "status": status, "source": f"a {status}", **more}


def results_of(lines: dict[str, Any], years: int = 2, **more: object) -> Results:
    """Figures of one option with these lines, from April 2027."""
    data = {
        "title": "Example",
        "organisation": {"name": "An example"},
        "baseline": "only",
        "timeline": {"start": "2027-04", "years": str(years)},
        "options": {"only": {"lines": lines}},
        **more,
    }
    return run(from_data(data))


def rests_on(results: Results, option: str = "only") -> dict[str, float]:
    """Shares of an option that are something."""
    return {status: share for status, share in shares(results)[option].items() if share}


def listed_of(results: Results) -> dict[str, Assumption]:
    """The register by key, without the discount rate that stands in every one."""
    listed = {each.key: each for each in register(results)}
    assert listed.pop("finance.discount_rate").input.origin.status == "published"
    return listed


def paid(amount: str, status: str, **more: str) -> dict[str, Any]:
    return {"kind": "one_off", "amount": figure(amount, status), **more}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shares_of_every_shipped_option_add_up_to_all_of_it(path: Path) -> None:
    """[7]"""
    for option in shares(run(load(path))).values():
        assert tuple(option) == STRENGTH
        assert min(option.values()) >= 0
        assert sum(option.values()) == pytest.approx(1, abs=1e-12)


class TestShares:
    """[7] A line's money is divided in proportion to how far it moves when a figure is doubled."""

    def test_half_rests_on_the_seats_and_half_on_their_price(self) -> None:
        seats = {
            "kind": "subscription",
            "per": "month",
            "price": figure("9", "quote"),
            "quantity": {"value": figure("100", "contract")},
        }
        assert rests_on(results_of({"seats": seats})) == pytest.approx(
            {"contract": 0.5, "quote": 0.5}
        )

    def test_little_rests_on_an_index(self) -> None:
        """Doubling the amount adds 2.1 years' worth; doubling 10% adds 0.1 of the second year."""
        support = {
            "kind": "recurring",
            "per": "year",
            "amount": figure("1_000", "contract"),
            "index": figure("10%", "projected"),
        }
        assert rests_on(results_of({"support": support})) == pytest.approx(
            {"contract": 2.1 / 2.2, "projected": 0.1 / 2.2}
        )

    def test_a_figure_is_doubled_as_far_as_its_bounds_allow(self) -> None:
        """A fall of 60% doubled would be one of 120%: it is one of 100%, and 40% of one less."""
        seats = {
            "kind": "subscription",
            "per": "year",
            "price": figure("1", "quote"),
            "quantity": {
                "start": figure("1_000", "contract"),
                "growth": figure("-60%", "projected"),
            },
        }
        # doubled, price and number add 1,400 each; the growth takes away the second year's 400
        assert rests_on(results_of({"seats": seats})) == pytest.approx(
            {"quote": 1400 / 3200, "contract": 1400 / 3200, "projected": 400 / 3200}
        )

    def test_lines_count_by_their_money_and_an_income_as_much_as_a_cost(self) -> None:
        lines = {
            "fee": paid("600", "contract"),
            "training": paid("300", "published"),
            "grant": paid("-100", "quote"),
        }
        assert rests_on(results_of(lines)) == pytest.approx(
            {"contract": 0.6, "published": 0.3, "quote": 0.1}
        )

    def test_what_has_no_source_is_assumed(self) -> None:
        assert rests_on(results_of({"fee": {"kind": "one_off", "amount": "5"}})) == {"assumed": 1}

    def test_dates_the_horizon_and_conventions_of_money_do_not_count(self) -> None:
        finance = {"inflation": "2%", "vat_recoverable": "0%", "assumed": "a guess"}
        line = paid("600", "contract", starts="2027-09", months="3")
        only = rests_on(results_of({"fee": line}, finance=finance))
        months = only.pop("assumed", 0)
        # months given in full do move nothing in all: 600 over three or six is 600
        assert months == pytest.approx(0)
        assert only == pytest.approx({"contract": 1})

    def test_a_line_that_costs_nothing_adds_nothing(self) -> None:
        lines = {"fee": paid("600", "contract"), "gift": paid("0", "assumed")}
        assert rests_on(results_of(lines)) == {"contract": 1}

    def test_an_option_that_costs_nothing_rests_on_nothing(self) -> None:
        assert rests_on(results_of({"gift": paid("0", "quote")})) == {}

    def test_a_line_taken_over_counts_in_both_options(self) -> None:
        results = results_of(
            {},
            options={
                "only": {"lines": {"fee": paid("100", "contract")}},
                "child": {"based_on": "only", "lines": {"more": paid("300", "quote")}},
            },
        )
        assert rests_on(results) == {"contract": 1}
        assert rests_on(results, "child") == pytest.approx({"contract": 0.25, "quote": 0.75})

    def test_swapping_the_labels_of_options_swaps_the_shares(self) -> None:
        """[19]"""
        lines = paid("100", "contract"), paid("300", "quote")

        def told(first: int, second: int) -> dict[str, dict[str, float]]:
            options = {
                "only": {"lines": {"fee": lines[first]}},
                "other": {"lines": {"fee": lines[second]}},
            }
            return shares(results_of({}, options=options))

        one, two = told(0, 1), told(1, 0)
        assert (one["only"], one["other"]) == (two["other"], two["only"])
        assert one["only"] != one["other"]

    def test_asking_changes_no_figure(self) -> None:
        results = run(load(ROOT / "scenarios/council_2027.yaml"))
        before = {key: repr(results.by_period(key)) for key in results.model.program.rows}
        assert shares(results) == shares(results)
        assert {key: repr(results.by_period(key)) for key in before} == before


class TestRegister:
    """[7] Every figure somebody gave."""

    @pytest.fixture
    def listed(self) -> dict[str, Assumption]:
        """Return the register of an example, by key."""
        fee = paid("600", "contract") | {"quantity": "office"}
        results = results_of(
            {"fee": fee, "gift": {"kind": "one_off", "amount": "200"}},
            as_of="2026-11",
            drivers={
                "office": {"unit": "user", "value": figure("1", "published")},
                "pupils": {"unit": "pupil", "value": figure("900", "quote")},
            },
        )
        return listed_of(results)

    def test_lists_what_was_given_the_weakest_first(self, listed: dict[str, Assumption]) -> None:
        assert [each.input.origin.status for each in listed.values()] == [
            *("assumed", "published", "quote", "contract")
        ]
        assert set(listed) == {
            *("only.gift.amount", "drivers.office", "drivers.pupils", "only.fee.amount")
        }

    def test_says_which_are_used(self, listed: dict[str, Assumption]) -> None:
        assert [key for key, each in listed.items() if not each.is_used] == ["drivers.pupils"]

    def test_weighs_each_by_its_share_of_the_total(self, listed: dict[str, Assumption]) -> None:
        """The fee is three quarters of the total: half its amount, half its number."""
        assert {key: each.weight for key, each in listed.items()} == pytest.approx(
            {
                "only.gift.amount": 0.25,
                "only.fee.amount": 0.375,
                "drivers.office": 0.375,
                "drivers.pupils": 0,
            }
        )

    def test_the_weight_is_the_largest_of_any_option(self) -> None:
        options = {
            "only": {"lines": {"fee": paid("100", "contract")}},
            "child": {"based_on": "only", "lines": {"more": paid("300", "quote")}},
        }
        listed = listed_of(results_of({}, options=options))
        assert {key: each.weight for key, each in listed.items()} == pytest.approx(
            {"only.fee.amount": 1, "child.more.amount": 0.75}
        )

    @pytest.mark.parametrize(
        ("dated", "as_of", "is_stale"),
        [
            ("2025-05", "2026-11", False),
            ("2025-04", "2026-11", True),
            ("2027-01", "2026-11", False),
            # where nobody says when it was drawn up, the first month stands in: April 2027
            ("2025-10", None, False),
            ("2025-09", None, True),
        ],
    )
    def test_a_source_is_stale_after_a_year_and_a_half(
        self, dated: str, as_of: str | None, *, is_stale: bool
    ) -> None:
        assert STALE_AFTER == 18
        fee = {"kind": "one_off", "amount": figure("5", "quote", dated=dated)}
        more: dict[str, Any] = {} if as_of is None else {"as_of": as_of}
        listed = listed_of(results_of({"fee": fee}, **more))
        assert listed["only.fee.amount"].is_stale == is_stale

    def test_a_figure_without_a_date_is_not_called_stale(
        self, listed: dict[str, Assumption]
    ) -> None:
        assert not any(each.is_stale for each in listed.values())

    @pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
    def test_weights_of_shipped_files_are_shares(self, path: Path) -> None:
        results = run(load(path))
        listed = register(results)
        assert len({each.key for each in listed}) == len(listed)
        assert all(0 <= each.weight <= 1 for each in listed)
        order = [STRENGTH.index(each.input.origin.status) for each in listed]
        assert order == sorted(order, reverse=True)
        assert not [each.key for each in listed if each.key.startswith("timeline.")]


def test_what_rests_on_what_is_told_alike_by_a_run_made_without_it() -> None:
    """Columns of a batch are worked out alike whatever stands beside them [15]."""
    scenario = load(ROOT / "scenarios" / "council_2027.yaml")
    beside = run(scenario, list(scenario.what_ifs), with_rests=True)
    assert shares(beside) == shares(run(scenario)) == shares(run(scenario, with_rests=True))
    doubled = set(beside.doubled.values())
    assert min(doubled) == 1 + len(scenario.what_ifs)
    assert len(doubled) < len(beside.doubled) / 4


def test_inputs_of_one_line_are_doubled_in_columns_of_their_own() -> None:
    model = assemble(load(ROOT / "scenarios" / "council_2027.yaml"))
    columns = columns_of(model)
    for keys in made_of(model).values():
        taken = [columns[key] for key in keys if key in columns]
        assert len(set(taken)) == len(taken)


def test_reach_goes_through_rows_and_openings_to_inputs() -> None:
    """The growth of a driver is reached through the row before it."""
    drivers = {"staff": {"unit": "user", "start": "10", "growth": "5%"}}
    line = {"kind": "one_off", "amount": "5", "quantity": "staff"}
    reach = results_of({"fee": line}, drivers=drivers).model.reach
    found = reach.inputs("only.present_value")
    assert found >= {"only.fee.amount", "drivers.staff.start", "drivers.staff.growth"}
    assert "only.fee.amount" not in reach.inputs("drivers.staff.count")
    assert "timeline.start" in reach.inputs("timeline.month")  # which stands in its opening alone
