"""Small scenarios of which something is uncertain."""

from typing import Any

from licmodel.analysis.risk.spread import Estimate
from licmodel.scenario.loading import from_data
from licmodel.scenario.scenario import Scenario

Raw = dict[str, Any]


def paid(amount: str, **more: Any) -> Raw:  # noqa: ANN401  fields of a line
    """A line paid by the year."""
    return {"kind": "recurring", "amount": amount, "per": "year", "assumed": "for this test"} | more


def scenario(
    options: dict[str, dict[str, Raw]],
    inputs: Raw | None = None,
    years: str = "1",
    **more: Any,  # noqa: ANN401  what else stands under risk
) -> Scenario:
    """Options by their lines, undiscounted, with figures of theirs that are uncertain."""
    return from_data(
        {
            "title": "What may come",
            "organisation": {"name": "A council"},
            "timeline": {"start": "2027-04", "years": years},
            "baseline": next(iter(options)),
            "options": {key: {"lines": lines} for key, lines in options.items()},
            "risk": {"inputs": inputs or {}, **more},
        }
    )


def two(**more: Any) -> Scenario:  # noqa: ANN401  what else stands under risk
    """To keep what there is, at a certain price, or to move to what may cost more or less."""
    return scenario(
        {
            "keep": {"support": paid("100_000")},
            "move": {
                "suite": paid("90_000"),
                "overrun": {
                    "kind": "event",
                    "on": "2027-10",
                    "cost": "30_000",
                    "probability": {"value": "25%", "assumed": "for this test"},
                },
            },
        },
        {
            "keep.support.amount": {"uniform": ["95_000", "105_000"], "assumed": "two offers"},
            "move.suite.amount": {"triangular": ["80_000", "90_000", "100_000"]},
        },
        **more,
    )


def near(found: Estimate, expected: float, least: float = 0.0) -> bool:
    """Whether a figure is off by no more than twice what it says it may be."""
    return abs(found.value - expected) <= 2 * found.plus_minus + least
