"""Lines within their dates and contracts saved once: each check found out by a fault put in."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from licmodel.analysis.checks import checks, master
from licmodel.analysis.line_checks import IN_TIME, SAVED_ONCE
from licmodel.analysis.results import Results, run
from licmodel.scenario.loading import from_data
from tests.unit.test_checks import corrupted
from tests.unit.test_displaced import FILTER
from tests.unit.test_events import GLOUCESTER, Raw, raw

LINES: dict[str, Raw] = {
    "support": {
        "kind": "recurring",
        "amount": "100",
        "per": "month",
        "starts": "2027-06",
        "ends": "2028-03",
        "billing": "quarterly in arrears",
    },
    "training": {"kind": "one_off", "amount": "900", "starts": "2027-09", "months": "3"},
    "attack": GLOUCESTER,
    "again": GLOUCESTER | {"on": "2027-10", "yearly": "true", "until": "2028-10"},
    "filter": FILTER,
    "later": FILTER | {"contract": "archive", "starts": "2029-01", "ends": "2029-06"},
}


def results(lines: dict[str, Raw], **more: Any) -> Results:  # noqa: ANN401  keys of a scenario
    """Results of a scenario with these lines."""
    return run(from_data(raw(lines, **more)))


def put(month: int) -> Callable[[np.ndarray], None]:
    """A pound more in a month, counted from April 2027."""

    def fault(figures: np.ndarray) -> None:
        figures[month] += 1

    return fault


def failed(found: Results, name: str) -> list[str]:
    """What a check says where it does not hold."""
    return [each.detail for each in checks(found) if each.name == name and not each.holds]


class TestWithinItsDates:
    def test_all_hold_for_sound_figures(self) -> None:
        assert master(checks(results(LINES)))

    @pytest.mark.parametrize(
        ("line", "before", "first", "last", "after"),
        [
            ("support", 1, 2, 11, 12),
            ("training", 4, 5, 7, 8),
            ("attack", 17, 18, 27, 28),
            ("again", 5, 6, 27, 28),
            ("filter", 14, 15, 35, None),
            ("later", 20, 21, 26, 27),
        ],
    )
    @pytest.mark.parametrize("flow", ["billed", "accrued"])
    def test_a_pound_outside_is_found_and_one_inside_is_not(  # noqa: PLR0913, PLR0917  four months
        self, line: str, before: int, first: int, last: int, after: int | None, flow: str
    ) -> None:
        sound = results(LINES)
        for month in (before, after):
            if month is not None:
                wrong = corrupted(sound, f"stay.{line}.{flow}", put(month))
                assert failed(wrong, IN_TIME) == [f"stay.{line}"]
        for month in (first, last):
            moved = corrupted(sound, f"stay.{line}.{flow}", put(month))
            assert failed(moved, IN_TIME) == []

    def test_an_unknown_figure_outside_does_not_hold(self) -> None:
        def forget(figures: np.ndarray) -> None:
            figures[0] = np.nan

        wrong = corrupted(results(LINES), "stay.attack.accrued", forget)
        assert failed(wrong, IN_TIME) == ["stay.attack"]


class TestSavedOnce:
    def test_there_is_no_such_check_where_no_contract_is_displaced(self) -> None:
        found = results({"support": LINES["support"]})
        assert SAVED_ONCE not in {each.name for each in checks(found)}

    def test_the_same_contract_in_two_savings_is_found_and_named(self) -> None:
        """However it is spelt; 21 months of 500 a month are counted twice."""
        again = FILTER | {"contract": "Mail  Filter", "amount": "6_000"}
        found = results({"filter": FILTER, "gateway": again})
        assert failed(found, SAVED_ONCE) == ["mail filter, by stay.filter and stay.gateway"]
        gap = next(each.difference for each in checks(found) if each.name == SAVED_ONCE)
        assert gap == pytest.approx(21 * 500)

    def test_it_is_saved_once_where_one_saving_ends_before_the_next_begins(self) -> None:
        first = FILTER | {"ends": "2028-12"}
        then = FILTER | {"starts": "2029-01", "amount": "13_000"}
        assert failed(results({"filter": first, "gateway": then}), SAVED_ONCE) == []

    def test_it_is_saved_once_where_one_of_two_is_not_counted(self) -> None:
        other = FILTER | {"in_base_budget": "false"}
        assert failed(results({"filter": FILTER, "gateway": other}), SAVED_ONCE) == []

    def test_two_options_may_save_the_same_contract(self) -> None:
        options = {key: {"lines": {"filter": FILTER}} for key in ("stay", "move")}
        assert failed(results({}, options=options), SAVED_ONCE) == []

    def test_what_the_plan_has_taken_is_not_saved_again(self) -> None:
        today = {"year": "2026/27", "budget": "100_000", "contracts_taken": ["MAIL FILTER"]}
        found = results({"filter": FILTER}, today=today)
        said = ["mail filter, by stay.filter and taken in the plan already"]
        assert failed(found, SAVED_ONCE) == said
        settled = results({"filter": FILTER | {"already_taken": "true"}}, today=today)
        assert failed(settled, SAVED_ONCE) == []

    def test_what_one_line_says_is_taken_no_other_saves(self) -> None:
        taken = FILTER | {"already_taken": "true"}
        found = results({"filter": taken, "gateway": FILTER})
        assert failed(found, SAVED_ONCE) == [
            "mail filter, by stay.gateway and taken in the plan already"
        ]

    def test_what_is_not_counted_here_is_not_saved_once_the_figures_say_otherwise(self) -> None:
        """A fault in the figures of a line that counts at nothing."""
        sound = results({"filter": FILTER | {"already_taken": "true"}})
        wrong = corrupted(sound, "stay.filter.accrued", put(20))
        assert failed(wrong, SAVED_ONCE) == [
            "mail filter, by stay.filter and taken in the plan already"
        ]
