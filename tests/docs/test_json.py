"""The contract of `compare --json`: every key of docs/json.md is there, of the right type."""

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest

from tests.docs.conftest import Run
from tests.docs.pages import page
from tests.estates import BEYOND, MAIL, write

TEXT = page("docs/json.md")
PERIODS = {"financial-year": 3, "contract-year": 3, "month": 36}


def promised(part: str) -> list[str]:
    """Keys of the table of a part of the page."""
    return [
        key
        for row in re.findall(r"^\| (`[^|]+) \|", part, re.MULTILINE)
        for key in re.findall(r"`([^`]+)`", row)
    ]


TOP, WITHIN = (promised(part) for part in TEXT.split("In `options.KEY`:"))


def asked(run: Run, *more: str, text: str = MAIL) -> Any:  # noqa: ANN401  JSON
    """Read what the command prints, with no NaN allowed."""
    write(Path(), text)
    code, printed = run("compare", "mail.yaml", "--json", *more)
    assert code == 0, printed

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    return json.loads(printed, parse_constant=refuse)


def are_numbers(figures: Any, count: int) -> bool:  # noqa: ANN401  JSON
    """Whether something is a list of so many numbers."""
    return (
        isinstance(figures, list)
        and len(figures) == count
        and all(type(each) in {int, float} for each in figures)
    )


def test_the_page_is_read_right() -> None:
    assert {"scenario", "options.KEY", "what_ifs.KEY.options.KEY"} <= set(TOP)
    assert {"title", "billed", "saving_total", "lines.KEY"} <= set(WITHIN)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("by", PERIODS)
@pytest.mark.parametrize("real", [(), ("--real",)], ids=["nominal", "real"])
def test_every_promised_key_is_there(run: Run, by: str, real: tuple[str, ...]) -> None:
    data = asked(run, "--by", by, "--what-ifs", "--irr", *real)
    for key in TOP:
        found: Any = data
        for step in key.split("."):
            assert isinstance(found, dict), key
            if step != "KEY":
                assert step in found, key
            found = next(iter(found.values())) if step == "KEY" else found[step]
    for option in data["options"].values():
        for key in WITHIN:
            assert key.removesuffix(".KEY") in option


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("by", PERIODS)
def test_every_figure_is_of_the_promised_type(run: Run, by: str) -> None:
    data = asked(run, "--by", by, "--irr", "--what-ifs")
    count = PERIODS[by]
    assert isinstance(data["scenario"], str)
    assert data["currency"] == "GBP"
    assert data["baseline"] == "keep"
    assert data["by"] == by
    assert data["price_base"] == "nominal"
    assert len(data["periods"]) == count
    assert all(isinstance(each, str) for each in data["periods"] + data["warnings"])
    assert data["not_costed"] == {
        "lapse": {"title": "Let it lapse", "status": "rejected", "reason": "mail would stop"}
    }
    assert set(data["cheapest"]) == {"present_value", "total"}
    assert set(data["what_ifs"]) == {"dearer", "shrink"}
    for options in (data["options"], *(case["options"] for case in data["what_ifs"].values())):
        assert list(options) == ["keep", "move", "hurry"]
        for key, option in options.items():
            check_option(option, count, by=by, is_baseline=key == "keep")


def check_option(option: dict[str, Any], count: int, *, by: str, is_baseline: bool) -> None:
    """The types of one option's figures."""
    assert isinstance(option["title"], str)
    assert option["status"] == "short-listed"
    for flow in ("billed", "accrued", "capital", "revenue", "saving"):
        assert are_numbers(option[flow], count), flow
    so_far = option["cumulative_saving"]
    assert so_far is None if by == "contract-year" else are_numbers(so_far, count)
    for name in ("total", "present_value", "equivalent_annual_cost", "peak", "irrecoverable_vat"):
        assert type(option[name]) is float, name
    for name in ("saving_total", "saving_present_value"):
        assert type(option[name]) is float, name
    assert re.fullmatch(r"\d{4}/\d{2}", option["peak_year"])
    if is_baseline:
        assert option["break_even"] is None
        assert option["payback_years"] is None
    else:
        assert re.fullmatch(r"\d{4}-\d{2}", option["break_even"])
        assert type(option["payback_years"]) is float
        assert type(option["payback_years_interpolated"]) is float
    assert option["internal_rate"] is None  # nothing more is spent at first
    heads = option["cost_per_head"]
    assert are_numbers(heads, count) if by == "financial-year" else heads is None
    for line in option["lines"].values():
        assert isinstance(line["title"], str)
        assert are_numbers(line["billed"], count)
        assert are_numbers(line["accrued"], count)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("by", PERIODS)
@pytest.mark.parametrize("real", [(), ("--real",)], ids=["nominal", "real"])
def test_sums_add_up(run: Run, by: str, real: tuple[str, ...]) -> None:
    data = asked(run, "--by", by, "--what-ifs", *real)
    cases = [data["options"], *(case["options"] for case in data["what_ifs"].values())]
    for options in cases:
        base = options["keep"]
        for option in options.values():
            assert option["total"] == pytest.approx(sum(option["billed"]))
            for n, accrued in enumerate(option["accrued"]):
                assert option["capital"][n] + option["revenue"][n] == pytest.approx(accrued)
                saved = base["billed"][n] - option["billed"][n]
                assert option["saving"][n] == pytest.approx(saved, abs=1e-6)
            assert option["saving_total"] == pytest.approx(sum(option["saving"]), abs=1e-6)
            worth = base["present_value"] - option["present_value"]
            assert option["saving_present_value"] == pytest.approx(worth, abs=1e-6)
            in_lines = sum(sum(line["billed"]) for line in option["lines"].values())
            assert option["total"] == pytest.approx(in_lines + option["irrecoverable_vat"])
            if option["cumulative_saving"] is not None:
                last = option["cumulative_saving"][-1]
                assert last == pytest.approx(option["saving_total"], abs=1e-6)
            if by == "financial-year" and not real:
                assert option["peak"] == pytest.approx(max(option["billed"]), abs=0.005)
    for shares in data["provenance"].values():
        assert list(shares) == ["contract", "quote", "published", "projected", "assumed"]
        assert math.isclose(sum(shares.values()), 1)


@pytest.mark.usefixtures("folder")
def test_the_cheapest_has_the_lowest_figure(run: Run) -> None:
    data = asked(run)
    for measure, key in data["cheapest"].items():
        least = min(option[measure] for option in data["options"].values())
        assert data["options"][key][measure] == least


@pytest.mark.usefixtures("folder")
def test_without_a_baseline_savings_are_null(run: Run) -> None:
    data = asked(run, text=MAIL.replace("baseline: keep", "baseline: none"))
    assert data["baseline"] is None
    for option in data["options"].values():
        for name in ("saving", "cumulative_saving", "saving_total", "break_even", "payback_years"):
            assert option[name] is None


@pytest.mark.usefixtures("folder")
def test_what_is_unknown_is_null(run: Run) -> None:
    """[17] A cost that grows beyond all bounds is unknown, and so is all that it is part of."""
    data = asked(run, "--what-ifs", text=BEYOND)
    move = data["options"]["move"]
    assert move["billed"][0] is not None
    assert move["billed"][-1] is None
    for name in ("total", "present_value", "saving_total", "break_even", "peak"):
        assert move[name] is None, name
    assert data["options"]["keep"]["total"] is not None
    assert data["cheapest"] == {"present_value": "keep", "total": "keep"}
    assert any("its total is unknown" in warning for warning in data["warnings"])
    assert set(data["provenance"]["keep"].values()) != {None}


@pytest.mark.usefixtures("folder")
def test_a_cost_per_head_of_nobody_is_null(run: Run) -> None:
    nobody = "by_date: {2027-04: 200, 2028-04: 0}"
    text = MAIL.replace("start: 200, growth: -1%", nobody).split("  shrink:")[0]
    data = asked(run, text=text)
    assert [each is None for each in data["options"]["keep"]["cost_per_head"]] == [
        False,
        True,
        True,
    ]


@pytest.mark.usefixtures("folder")
def test_only_the_options_asked_for_are_there_in_their_order(run: Run) -> None:
    data = asked(run, "--options", "move", "keep")
    assert list(data["options"]) == ["move", "keep"]
    assert set(data["provenance"]) == {"move", "keep"}
    assert "what_ifs" not in data
