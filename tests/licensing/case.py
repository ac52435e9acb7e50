"""One case worked by hand: a rule, and what it counts through the horizon.

The horizon is a year from April 2027 unless said. What is counted may be said from month to month.
"""

from typing import Any, NamedTuple

Raw = dict[str, Any]


class Case(NamedTuple):
    """A rule as it is written, what it counts, and some of its rows."""

    rule: Raw
    counts: float | dict[str, float]
    rows: dict[str, float] = {}  # noqa: RUF012  nothing changes it
    timeline: Raw | None = None


def server(rule: str, processors: int, cores: int, **more: str) -> Raw:
    """One host, and what else the rule says."""
    return {
        "rule": rule,
        "hosts": "1",
        "processors": str(processors),
        "cores": str(cores),
        **more,
    }
