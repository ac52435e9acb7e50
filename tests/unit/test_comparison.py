"""Options side by side: the contract of ``compare --json``, and its figures worked out by hand."""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from math import isnan
from pathlib import Path
from typing import Any, get_args

import pytest

from licmodel.analysis.comparison import By, Comparison, compare
from licmodel.analysis.figures import MEASURES
from licmodel.assembly.measures import COMMITTED
from licmodel.errors import InputError
from licmodel.scenario.loading import from_data, load
from licmodel.scenario.scenario import Scenario

ROOT = Path(__file__).parents[2]
SHIPPED = [
    *sorted((ROOT / "scenarios").glob("*.yaml")),
    *sorted((ROOT / "licmodel/scenario/templates").glob("*.yaml")),
]
FLOWS = ("billed", "accrued", "capital", "revenue")
PERIODS: tuple[By, ...] = get_args(By)

every_file = pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
every_period = pytest.mark.parametrize("by", PERIODS)


@cache
def compared(path: Path, by: By = "financial-year", *, real: bool = False) -> Comparison:
    """Compare a file in all ways at once."""
    scenario = load(path)
    return compare(scenario, by=by, real=real, what_ifs=True, with_irr=True)


def documented(heading: str) -> set[str]:
    """Keys that docs/json.md promises in the table under some words."""
    page = (ROOT / "docs/json.md").read_text("utf-8")
    table = page.partition(heading)[2].strip().partition("\n\n")[0]
    first_cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {key.split(".")[0] for cell in first_cells for key in re.findall("`([^`]+)`", cell)}


def is_number(value: object) -> bool:
    return isinstance(value, float)


def is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def is_list(value: object) -> bool:
    return isinstance(value, list) and all(map(is_number, value))


def or_null(kind: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: value is None or kind(value)


EVENTS = ("events_counted", "events_more")

KINDS: dict[str, Callable[[object], bool]] = {
    **dict.fromkeys(("title", "status"), is_text),
    **dict.fromkeys((*FLOWS, "saving"), is_list),
    **dict.fromkeys(("cumulative_saving", "cost_per_head", *COMMITTED), or_null(is_list)),
    **dict.fromkeys(
        ("total", "present_value", "equivalent_annual_cost", "peak", "irrecoverable_vat"),
        is_number,
    ),
    **dict.fromkeys(("prepaid_before", "prepaid_after"), is_number),
    **dict.fromkeys(("saving_total", "saving_present_value"), is_number),
    **dict.fromkeys(
        ("payback_years", "payback_years_interpolated", "internal_rate"), or_null(is_number)
    ),
    **dict.fromkeys(EVENTS, or_null(is_number)),
    "break_even": or_null(is_text),
    "peak_year": is_text,
    "lines": lambda value: isinstance(value, dict) and bool(value),
}


class TestContract:
    @every_period
    @every_file
    def test_every_key_that_is_documented_is_there(self, path: Path, by: By) -> None:
        data = compared(path, by).to_json()
        promised = documented("`null`. Keys may be added; those below stay.")
        assert len(promised) >= 12
        has_what_ifs = bool(load(path).what_ifs)
        assert promised - set(data) == (set() if has_what_ifs else {"what_ifs"})
        assert is_text(data["scenario"])
        assert len(data["currency"]) == 3
        assert data["baseline"] in data["options"]
        assert (data["by"], data["price_base"]) == (by, "nominal")
        assert all(map(is_text, data["periods"]))
        assert set(data["provenance"]) == set(data["options"])
        assert set(data["cheapest"]) == {"present_value", "total"}
        assert set(data["cheapest"].values()) <= set(data["options"])
        assert all(map(is_text, data["warnings"]))
        for option in data["not_costed"].values():
            assert set(option) == {"title", "status", "reason"}
            assert all(map(is_text, option.values()))

    @every_period
    @every_file
    def test_every_option_has_each_figure_in_its_kind(self, path: Path, by: By) -> None:
        data = compared(path, by).to_json()
        assert set(KINDS) == documented("In `options.KEY`:")
        cases = [data["options"], *(each["options"] for each in data.get("what_ifs", {}).values())]
        for option in (option for case in cases for option in case.values()):
            assert set(KINDS) <= set(option)
            assert [key for key, is_kind in KINDS.items() if not is_kind(option[key])] == []
            lists = [option[flow] for flow in (*FLOWS, "saving")]
            lists += [each[flow] for each in option["lines"].values() for flow in FLOWS[:2]]
            assert {len(each) for each in lists} == {len(data["periods"])}
            assert all(is_text(each["title"]) for each in option["lines"].values())
            assert (option["cumulative_saving"] is None) == (by == "contract-year")

    @every_file
    def test_it_can_be_written_and_read_back(self, path: Path) -> None:
        """[17] JSON has no NaN."""
        data = compared(path).to_json()
        assert json.loads(json.dumps(data, allow_nan=False)) == data

    @pytest.mark.parametrize("real", [False, True], ids=["nominal", "real"])
    @every_file
    def test_sums_agree_by_month_contract_year_and_financial_year(
        self, path: Path, *, real: bool
    ) -> None:
        """[2] [10]"""
        if real and load(path).finance.inflation == "none":
            with pytest.raises(InputError, match="real figures need inflation"):
                compared(path, real=True)
            return
        cases = [compared(path, by, real=real).to_json()["options"] for by in PERIODS]
        for key, option in cases[0].items():
            for each in (case[key] for case in cases):
                assert sum(each["billed"]) == pytest.approx(option["total"], rel=1e-12)
                both = [a + b for a, b in zip(each["capital"], each["revenue"], strict=True)]
                assert both == pytest.approx(each["accrued"], rel=1e-12, abs=1e-9)
                if not real:
                    gap = each["prepaid_after"] - each["prepaid_before"]
                    charged = sum(each["billed"]) - sum(each["accrued"])
                    assert gap == pytest.approx(charged, abs=1e-6)
                for flow in FLOWS:
                    expected = pytest.approx(sum(option[flow]), rel=1e-12, abs=1e-9)
                    assert sum(each[flow]) == expected
                for name, line in option["lines"].items():
                    expected = pytest.approx(sum(line["billed"]), rel=1e-12, abs=1e-9)
                    assert sum(each["lines"][name]["billed"]) == expected

    @every_file
    def test_what_an_option_rests_on_adds_up_to_all_of_it(self, path: Path) -> None:
        """[7]"""
        for shares in compared(path).to_json()["provenance"].values():
            assert list(shares) == ["contract", "quote", "published", "projected", "assumed"]
            assert all(0 <= share <= 1 + 1e-12 for share in shares.values())
            assert sum(shares.values()) == pytest.approx(1, abs=1e-12)

    def test_keys_that_need_a_baseline_are_null_without_one(self) -> None:
        option = compare(priced({"2027-04": 5}, {}, baseline="none")).to_json()["options"]["move"]
        nothing = {key for key, value in option.items() if value is None}
        against = {key for key in KINDS if key.startswith(("saving", "payback"))}
        more = {"cumulative_saving", "break_even", "cost_per_head", "internal_rate", *COMMITTED}
        assert nothing == against | more | {*EVENTS}

    def test_what_is_unknown_is_null(self) -> None:
        """[17] A figure beyond all bounds; the option that is known is the cheapest."""
        endless = {
            "kind": "recurring",
            "amount": "5",
            "per": "month",
            "index": "900_000_000_000",
            "quantity": {"start": "5", "growth": "900_000_000_000"},
        }
        comparison = compare(scenario_of({"x": endless}, {"y": once("2027-04", 5)}, years=20))
        data = comparison.to_json()
        json.dumps(data, allow_nan=False)
        keep, move = data["options"]["keep"], data["options"]["move"]
        assert keep["total"] is keep["present_value"] is keep["peak_year"] is None
        assert keep["billed"][0] == 5 * 5 * 12
        assert keep["billed"][-1] is None
        assert move["total"] == 5
        assert data["cheapest"] == {"present_value": "move", "total": "move"}
        assert data["provenance"]["keep"]["assumed"] is None
        assert data["warnings"][0].startswith("keep: its total is unknown")


def once(month: str, amount: float) -> dict[str, Any]:
    return {"kind": "one_off", "amount": str(amount), "starts": month, "assumed": "example"}


def scenario_of(
    keep: Mapping[str, Any], move: Mapping[str, Any], years: int = 4, **more: object
) -> Scenario:
    """Two options of these lines, from April 2027; the first is the baseline."""
    return from_data(
        {
            "title": "Example",
            "organisation": {"name": "An example"},
            "baseline": "keep",
            "timeline": {"start": "2027-04", "years": str(years)},
            "options": {"keep": {"lines": dict(keep)}, "move": {"lines": dict(move)}},
            **more,
        }
    )


def priced(
    keep: Mapping[str, float], move: Mapping[str, float], years: int = 4, **more: object
) -> Scenario:
    """Two options that are paid these amounts in these months."""
    lines = [
        {f"line_{number}": once(month, amount) for number, (month, amount) in enumerate(each)}
        for each in (keep.items(), move.items())
    ]
    return scenario_of(lines[0], lines[1], years, **more)


SIX_HUNDRED_A_YEAR = {f"{year}-05": 600.0 for year in (2027, 2028, 2029, 2030)}


@pytest.mark.parametrize(
    ("move", "break_even", "payback", "interpolated"),
    [
        # so far: -1,000 in April 2027, -400 in May, +200 in May 2028
        ({"2027-04": 1000}, "2028-05", 2, 1 + 400 / 600),
        # exactly even at the end of the second year
        ({"2027-04": 1200}, "2028-05", 0 + 2, 1 + 600 / 600),
        ({"2027-04": 5000}, None, None, None),
        ({}, "2027-04", 0, 0),
        # behind within the first year only
        ({"2027-04": 500}, "2027-05", 0, 0),
        # ahead by 1,200, then behind by 300, then ahead for good
        ({"2028-06": 1500}, "2029-05", 3, 2 + 300 / 600),
        # ahead by 1,200, then never again
        ({"2028-06": 5000}, None, None, None),
        # ahead until the last month
        ({"2031-03": 2401}, None, None, None),
        # a penny counts, less than half of one does not
        ({**SIX_HUNDRED_A_YEAR, "2027-04": 0.004}, "2027-04", 0, 0),
        ({**SIX_HUNDRED_A_YEAR, "2027-04": 0.006}, None, None, None),
    ],
    ids=[
        "paid_back",
        "even",
        "never",
        "at_once",
        "in_the_year",
        "ahead_behind_ahead",
        "ahead_then_behind",
        "last_month",
        "half_a_penny",
        "a_penny",
    ],
)
def test_break_even_and_payback_by_hand(
    move: Mapping[str, float],
    break_even: str | None,
    payback: float | None,
    interpolated: float | None,
) -> None:
    """[21]"""
    option = compare(priced(SIX_HUNDRED_A_YEAR, move)).to_json()["options"]["move"]
    assert option["break_even"] == break_even
    assert option["payback_years"] == payback
    assert option["payback_years_interpolated"] == pytest.approx(interpolated)


@pytest.mark.parametrize(
    ("keep", "move", "rate"),
    [
        ({"2028-04": 1100}, {"2027-04": 1000}, 0.10),
        ({"2029-04": 1210}, {"2027-04": 1000}, 0.10),
        # 230 over 1.1 or 1.2, less 132 over their squares: the lower is told
        ({"2028-04": 230}, {"2027-04": 100, "2029-04": 132}, 0.10),
        ({"2028-04": 500}, {"2027-04": 1000}, -0.50),
        ({"2028-04": 1100}, {}, None),
        ({}, {"2027-04": 1000}, None),
        ({}, {}, None),
    ],
)
def test_internal_rate_by_hand(
    keep: Mapping[str, float], move: Mapping[str, float], rate: float | None
) -> None:
    scenario = priced(keep, move, years=3)
    options = compare(scenario, with_irr=True).to_json()["options"]
    assert options["move"]["internal_rate"] == (None if rate is None else pytest.approx(rate))
    assert options["keep"]["internal_rate"] is None
    assert compare(scenario).to_json()["options"]["move"]["internal_rate"] is None


@pytest.mark.parametrize(
    ("timing", "factors"), [("start", (1, 1 / 1.1)), ("end", (1 / 1.1, 1 / 1.21))]
)
def test_real_figures_and_present_values_by_hand(timing: str, factors: tuple[float, float]) -> None:
    """[8] 10% inflation, and a real rate of 10%."""
    finance = {"inflation": "10%", "discounting": "10%", "timing": timing}
    scenario = priced({"2027-04": 110, "2029-03": 110}, {}, years=2, finance=finance)
    nominal, real = (compare(scenario, real=each).options["keep"] for each in (False, True))
    assert nominal.billed == [110, 110]
    assert real.billed == pytest.approx([110, 100])
    assert nominal.total == 220
    assert real.total == pytest.approx(210)
    assert real.lines["line_1"].billed == pytest.approx([0, 100])
    value = 110 * factors[0] + 100 * factors[1]
    for option in (nominal, real):
        assert option.present_value == pytest.approx(value)
        assert option.equivalent_annual_cost == pytest.approx(value / sum(factors))
    move = compare(scenario, real=True).options["move"]
    assert move.saving_total == pytest.approx(210)
    assert move.cumulative_saving == pytest.approx([110, 210])


def test_real_figures_need_inflation() -> None:
    with pytest.raises(InputError, match="real figures need inflation"):
        compare(priced({}, {}), real=True)


def test_cost_per_head_by_hand() -> None:
    """Ten heads for half a year and twenty after it are fifteen on average."""
    scenario = priced(
        {"2027-04": 120, "2028-04": 120},
        {},
        years=2,
        drivers={"staff": {"unit": "user", "by_date": {"2027-04": "10", "2027-10": "20"}}},
        organisation={"name": "An example", "per_head": "staff"},
    )
    assert compare(scenario).options["keep"].cost_per_head == pytest.approx([120 / 15, 120 / 20])
    assert compare(scenario, by="month").options["keep"].cost_per_head is None


def test_cost_per_head_of_part_of_a_year_is_that_of_a_year() -> None:
    """Ten heads for half a year are five for a year."""
    scenario = priced(
        {"2027-10": 120, "2028-04": 130},
        {},
        years=1,
        timeline={"start": "2027-10", "years": "1"},
        drivers={"staff": {"unit": "user", "value": "10"}},
        organisation={"name": "An example", "per_head": "staff"},
    )
    assert compare(scenario).options["keep"].cost_per_head == pytest.approx([120 / 5, 130 / 5])


class TestCheapest:
    @pytest.mark.parametrize(
        ("keep", "move", "baseline", "expected"),
        [
            (100.004, 100.001, "keep", "keep"),
            (100.001, 100.004, "move", "move"),
            (100.004, 100.001, "none", "keep"),
            (100.006, 100.001, "keep", "move"),
            (100, 100.01, "move", "keep"),
        ],
    )
    def test_the_baseline_wins_a_tie_to_the_penny(
        self, keep: float, move: float, baseline: str, expected: str
    ) -> None:
        """[19]"""
        comparison = compare(priced({"2027-04": keep}, {"2027-04": move}, baseline=baseline))
        assert comparison.cheapest() == comparison.cheapest("total") == expected

    def test_is_said_of_the_options_that_were_asked_for(self) -> None:
        scenario = priced({"2027-04": 2}, {"2027-04": 3})
        told = compare(scenario, options=["move"])
        assert (told.cheapest(), list(told.options)) == ("move", ["move"])
        assert list(compare(scenario, options=["move", "keep"]).options) == ["move", "keep"]
        with pytest.raises(InputError, match="no option is called mvoe"):
            compare(scenario, options=["mvoe"])


def test_records_and_frame_hold_every_figure_once() -> None:
    comparison = compared(ROOT / "scenarios/council_2027.yaml")
    records = comparison.records()
    assert len({record[:4] for record in records}) == len(records)
    assert {record[2] for record in records if not record[1]} == {*MEASURES, "internal_rate"}
    assert not any(isnan(each[4]) for each in records if each[2] != "internal_rate")
    invoiced = [each[4] for each in records if each[:3] == ("mixed", "", "billed")]
    assert invoiced == comparison.options["mixed"].billed
    frame = comparison.to_frame()
    assert list(frame.columns) == ["option", "line", "measure", "period", "value"]
    assert list(map(str, frame["value"])) == [str(record[4]) for record in records]
