"""What the laws of lines share: generated lines, and what is read off their results."""

from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licmodel.analysis.results import Results, run
from licmodel.scenario.loading import from_data

EXAMPLES, LINES = 12, 5
"""Scenarios tried for each law and kind, and lines in each."""

PENNY = 1e-6
"""Below this a difference of money is none [16]."""


def law(test: Callable[..., None]) -> Callable[..., None]:
    """A test that draws what it needs, on enough examples to be worth its seconds."""
    often = settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    return often(given(data=st.data())(test))


def results_of(raw: dict[str, Any]) -> Results:
    """Results of a scenario as it was written."""
    return run(from_data(raw))


def lines_of(raw: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The lines of a scenario's one option, as they were written."""
    lines: dict[str, dict[str, Any]] = raw["options"]["option"]["lines"]
    return lines


def own_rows(results: Results, ending: str = "") -> Iterator[str]:
    """Keys of the rows that lines wrote, and not their option."""
    lines = tuple(f"{line}." for line in results.model.options["option"].lines.values())
    for key in results.model.program.rows:
        if key.startswith(lines) and key.endswith(ending):
            yield key


def months_of(results: Results, key: str) -> list[float]:
    """Figures of a row, month by month."""
    return results.by_period(key)


def is_near(one: float, other: float) -> bool:
    """Whether two sums of money are the same [16]."""
    return abs(one - other) <= max(PENNY, 1e-9 * max(abs(one), abs(other)))
