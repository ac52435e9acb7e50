"""Break-evens: by hand, against a fine grid, and told plainly where there is none."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import licmodel
from licmodel.analysis.decisions.break_evens import BreakEven, breakeven
from licmodel.analysis.decisions.dials import dial_of, stated_range
from licmodel.analysis.decisions.switching import switching_values
from licmodel.analysis.decisions.turning import Turning
from licmodel.assembly.assemble import assemble
from licmodel.errors import InputError
from licmodel.report.break_evens import (
    break_even_csv,
    break_even_text,
    switching_csv,
    switching_text,
)
from licmodel.scenario.scenario import Scenario
from licmodel.terms.months import month_text

ROOT = Path(__file__).parents[2]


def scenario(**options: dict[str, dict[str, object]]) -> Scenario:
    """Return a scenario of one year, undiscounted, whose options have the lines given."""
    return licmodel.from_data(
        {
            "title": "Two ways",
            "organisation": {"name": "An invented council"},
            "timeline": {"start": "2027-04", "years": "1"},
            "baseline": "none",
            "options": {key: {"lines": lines} for key, lines in options.items()},
        }
    )


def yearly(amount: object, **more: object) -> dict[str, object]:
    """Return a line that is paid each year."""
    return {"kind": "recurring", "amount": amount, "per": "year", "assumed": "example", **more}


def once(amount: object, **more: object) -> dict[str, object]:
    """Return a line that is paid once."""
    return {"kind": "one_off", "amount": amount, "assumed": "example", **more}


PAIR = scenario(rent={"fee": yearly("1_000")}, buy={"price": once("1_500"), "use": yearly("100")})


def test_a_tie_is_where_hand_arithmetic_puts_it() -> None:
    found = breakeven(PAIR, "rent.fee.amount")
    (only,) = found.crossings
    assert only.at == pytest.approx(1_600, abs=1e-5)
    assert (only.below, only.above, only.jump) == (("rent",), ("buy",), 0.0)
    assert found.gaps == pytest.approx((1_600, 600, 1_600 - found.high))
    assert [each.cheapest for each in found.stretches] == [("rent",), ("buy",)]


def test_bath_what_share_of_the_sum_must_be_software() -> None:
    bath = licmodel.load(ROOT / "scenarios/bath_2019.yaml")
    key = "buy_out.software.quantity"
    found = breakeven(bath, key, measure="total")
    assert [each.at for each in found.crossings] == pytest.approx([2_812_500 / 1_471_000])
    assert "outside the range that the file gives of it, 0% to 100%" in squeezed(found)
    goes_on = breakeven(bath, key, measure="total", what_if="old_agreement_goes_on")
    assert goes_on.crossings[0].at == pytest.approx((2_812_500 - 6.25 * 214_000) / 1_471_000)


def squeezed(found: BreakEven) -> str:
    """Return a page as one line."""
    return " ".join(break_even_text(found).split())


def test_all_crossings_are_found_with_the_side_on_which_each_option_wins() -> None:
    tiers = [{"from": "0", "price": "10"}, {"from": "10", "price": "0.50"}]
    metered: dict[str, object] = {"kind": "consumption", "tiers": tiers, "assumed": "example"}
    metered |= {"quantity": "use", "unit": "GB"}
    a_month = {"kind": "recurring", "per": "month", "assumed": "example"}
    flat: dict[str, dict[str, object]] = {
        "fee": {**a_month, "amount": "20"},
        "use": {**a_month, "amount": "2", "quantity": "use"},
    }
    drivers = {"use": {"unit": "GB", "value": "5", "assumed": "example"}}
    data = scenario(flat=flat, metered={"use": metered})
    data = licmodel.from_data({**data.said(()), "drivers": drivers})  # type: ignore[dict-item]
    found = breakeven(data, "drivers.use", low=0, high=80)
    # 10 x is 20 + 2 x at 2.5; 100 + 0.5 (x - 10) is 20 + 2 x at 50
    assert [each.at for each in found.crossings] == pytest.approx([2.5, 50], abs=1e-6)
    wins = [each.cheapest for each in found.stretches]
    assert wins == [("metered",), ("flat",), ("metered",)]
    assert '"flat" wins from' in squeezed(found)
    assert "it turns 2 times in all" in squeezed(found)


def test_three_options_are_set_against_each_other() -> None:
    three = scenario(
        low={"fee": yearly("1_000")},
        middle={"a": once("300"), "b": yearly("500"), "fee": yearly("300")},
        high={"price": once("1_500")},
    )
    found = breakeven(three, "middle.b.amount", between=["middle", "high"], low=0, high=2000)
    assert [each.at for each in found.crossings] == pytest.approx([900], abs=1e-5)
    every = breakeven(three, "low.fee.amount", low=0, high=2_000)
    assert [each.cheapest for each in every.stretches] == [("low",), ("middle",)]
    assert every.crossings[0].at == pytest.approx(1_100, abs=1e-5)


def test_no_crossing_is_said_plainly() -> None:
    found = breakeven(PAIR, "rent.fee.amount", high=1_500)
    assert found.crossings == ()
    assert squeezed(found).startswith("No crossing: from £0 to £1,500 of fee: amount, now £1,000")
    assert "by £1,600 at £0, £600 where it stands and £100 at £1,500" in squeezed(found)


def test_a_figure_that_moves_neither_is_said_to() -> None:
    both = scenario(
        rent={"fee": yearly("1_000"), "x": yearly("5")}, buy={"price": once("1_500")}, own={}
    )
    found = breakeven(both, "rent.x.amount", between=["buy", "own"])
    assert "wherever it stands, since it moves neither of the two" in squeezed(found)


def test_options_that_are_the_same_all_along_tie_over_a_stretch() -> None:
    same = scenario(one={"fee": yearly("1_000")}, two={"fee": yearly("1_000")}, three={})
    found = breakeven(same, "one.fee.amount", between=["one", "two"], low=0, high=1_000)
    assert found.stretches[-1].cheapest in {("one",), ("one", "two")}
    assert found.crossings == () or found.crossings[-1].at == pytest.approx(1_000)


def test_dates_are_tried_month_by_month() -> None:
    later = scenario(
        now={"fee": yearly("1_200")},
        soon={"fee": yearly("2_400", starts="2027-06"), "x": once("1")},
    )
    found = breakeven(later, "soon.fee.starts", measure="total")
    (turn,) = found.crossings
    assert turn.at == 24_327 + 7  # six months of £200 and £1 are more than a year of £100
    assert (turn.below, turn.above) == (("now",), ("soon",))
    assert "it turns at November 2027" in squeezed(found)
    assert "every month was tried" in squeezed(found)


def test_a_list_of_prices_moves_together() -> None:
    priced = licmodel.load(ROOT / "scenarios/council_2027.yaml")
    found = breakeven(priced, "prices.microsoft_365_e3", between=["mixed", "open_source"])
    (turn,) = found.crossings
    model = assemble(priced)
    costs = Turning(model, "present_value", ["mixed", "open_source"], {}).turned(
        dial_of(model, "prices.microsoft_365_e3"), np.array([turn.at])
    )
    assert costs[0, 0] == pytest.approx(costs[1, 0], abs=0.05)
    assert not found.dial.alone


def test_what_comes_in_whole_numbers_turns_without_a_tie() -> None:
    council = licmodel.load(ROOT / "scenarios/council_2027.yaml")
    found = breakeven(council, "drivers.office_staff.growth", between=["mixed", "open_source"])
    assert found.crossings[0].jump == pytest.approx(174.715, abs=0.01)
    assert "there is no exact tie" in squeezed(found)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(-40, 60)), min_size=2, max_size=4),
    st.integers(1, 50),
)
def test_it_agrees_with_brute_force_on_a_fine_grid(lines: list[tuple[int, int]], high: int) -> None:
    options = {
        f"way_{number}": {
            "fixed": once(str(fixed)),
            "moving": yearly(str(slope), quantity="shared"),
        }
        for number, (fixed, slope) in enumerate(lines)
    }
    data = scenario(**options)
    drivers = {"shared": {"unit": "unit", "value": "5", "assumed": "example"}}
    data = licmodel.from_data({**data.said(()), "drivers": drivers})  # type: ignore[dict-item]
    found = breakeven(data, "drivers.shared", low=0, high=high, measure="total")
    grid = np.linspace(0, high, 2_003)
    costs = np.array([fixed + slope * grid for fixed, slope in lines])
    for at, column in zip(grid, costs.T, strict=True):
        least = {f"way_{number}" for number in np.flatnonzero(column <= column.min() + 1e-9)}
        near = [each for each in found.stretches if each.first - 1e-6 <= at <= each.last + 1e-6]
        assert any(least & set(each.cheapest) for each in near), at


def test_unknown_is_no_winner() -> None:
    data = scenario(rent={"fee": yearly("1_000")}, buy={"price": once("1_500")})
    model = assemble(data)
    turning = Turning(model, "total", ["rent", "buy"], {"buy.price.amount": float("nan")})
    assert np.isnan(turning.costs({})[1, 0])
    found = breakeven(data, "rent.fee.amount", measure="2027/28")
    assert found.crossings[0].at == pytest.approx(1_500, abs=1e-5)


def test_a_stated_range_is_found_wherever_it_is_written() -> None:
    council = licmodel.load(ROOT / "scenarios/council_2027.yaml")
    assert stated_range(council, "renew.e3.discount") == (0.0, 0.2)
    assert stated_range(council, "drivers.backup.growth") == (0.15, 0.4)
    assert stated_range(council, "prices.office_ltsc_standard.2029-10") == (275.0, 550.0)
    assert stated_range(council, "prices.microsoft_365_f3") == (7.05, 9.6)
    assert stated_range(council, "drivers.mailboxes") is None
    bath = licmodel.load(ROOT / "scenarios/bath_2019.yaml")
    assert stated_range(bath, "buy_out.software.quantity") == (0.0, 1.0)


def test_switching_values_agree_with_one_figure_at_a_time() -> None:
    council = licmodel.load(ROOT / "scenarios/council_2027.yaml")
    table = switching_values(council)
    assert table.preferred == "mixed"
    assert not any(each.is_reasonable for each in table.values)
    for key in ("renew.e3.discount", "prices.microsoft_365_e3", "frontline.e3_field.ends"):
        (row,) = (each for each in table.values if each.dial.key == key)
        found = breakeven(council, key)
        here = next(each for each in found.stretches if "mixed" in each.cheapest)
        for side, edge in ((row.below, here.first), (row.above, here.last)):
            if side is not None:
                step = 1 if row.dial.whole else 1e-6
                assert side.at == pytest.approx(edge, abs=step)
    page = switching_text(table)
    assert "throughout every range that the file gives" in " ".join(page.split())


def test_a_switch_within_its_own_range_comes_first() -> None:
    ranged = scenario(
        rent={"fee": yearly({"value": "1_000", "range": ["900", "1_700"]}), "x": yearly("10")},
        buy={"price": once("1_500")},
    )
    table = switching_values(ranged)
    first = table.values[0]
    assert (first.dial.key, first.is_reasonable) == ("rent.fee.amount", True)
    assert first.above is not None
    assert first.above.at == pytest.approx(1_490, abs=1e-4)
    assert "not throughout the range that the file gives of fee: amount" in " ".join(
        switching_text(table).split()
    )
    assert switching_csv(table).splitlines()[1].startswith("rent.fee.amount,value,1000.0,")


def test_data_say_the_same() -> None:
    found = breakeven(PAIR, "rent.fee.amount")
    data = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert data["crossings"][0]["at"] == found.crossings[0].at
    assert break_even_csv(found).splitlines()[0] == "from,to,cheapest"
    assert json.loads(json.dumps(switching_values(PAIR).to_json()))["preferred"] == "rent"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"key": "rent.fee.amont"}, "no input"),
        ({"key": "rent.fee.amount", "low": 5, "high": 5}, "a lower and a higher end"),
        ({"key": "rent.fee.amount", "between": ["rent", "hire"]}, "no option is called hire"),
        ({"key": "rent.fee.amount", "between": ["rent", "rent"]}, "two options or more"),
        ({"key": "rent.fee.amount", "measure": "2030/31"}, "no measure is called 2030/31"),
        ({"key": "rent.fee.amount", "what_if": "x"}, "no what-if is called x"),
        ({"key": "rent.fee.amount", "low": "ten"}, "rent.fee.amount: "),
    ],
)
def test_what_cannot_be_asked_is_refused(asked: dict[str, object], said: str) -> None:
    with pytest.raises(InputError) as refused:
        breakeven(PAIR, **asked)  # type: ignore[arg-type]
    assert said in str(refused.value)


def test_a_date_is_turned_within_the_horizon_and_no_further() -> None:
    """From the month before it, which is never, to the month after it."""
    council = licmodel.load(ROOT / "scenarios/council_2027.yaml")
    dial = dial_of(assemble(council), "frontline.f3.starts")
    assert [month_text(int(each)) for each in dial.span()] == ["2027-03", "2030-10"]
    dial = dial_of(assemble(council), "open_source.developers.ends")
    assert month_text(int(dial.span()[1])) == "2032-04"
