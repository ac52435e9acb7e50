"""A second implementation, in loops over plain numbers, gives the same figures month by month."""

from collections.abc import Iterator
from math import isclose
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from licmodel.analysis.results import Results, run
from licmodel.lines import KINDS, Line, kind_name
from licmodel.scenario.loading import from_data
from tests.oracle.costs import COSTS, cost
from tests.oracle.reading import Reader
from tests.strategies import batches, lines

LINES, AT_ONCE = 1_000, 20
CHANGES_NO_COST = frozenset({"title", "category", "treatment", "reason", "vat"})
TOLD_ELSEWHERE = frozenset({"payment"})
"""What the second implementation of agreements, in tests/agreements, works out again."""


def differences(raw: dict[str, Any]) -> Iterator[str]:
    """Where the engine and the second implementation do not say the same."""
    results, around = run(from_data(raw)), Reader(raw)
    months = results.model.program.periods.months
    for name, line in raw["options"]["option"]["lines"].items():
        ledger = cost(line, around)
        # what is prepaid is left of sums, and holds their last bit
        last_bit = 1e-12 * sum(map(abs, ledger.billed))
        for what, engine, oracle in (
            ("accrued", results.by_period(f"option.{name}.accrued"), ledger.accrued),
            ("billed", results.by_period(f"option.{name}.billed"), ledger.billed),
            ("prepaid", prepaid(results, name), ledger.prepaid),
        ):
            for month, ours, theirs in zip(months, engine, oracle, strict=True):
                # [16]: a billionth, or a millionth of a pound.
                if not isclose(ours, theirs, rel_tol=1e-9, abs_tol=max(1e-6, last_bit)):
                    alone = raw | {"options": {"option": {"lines": {name: line}}}}
                    yield f"{what} in {month}: engine {ours}, oracle {theirs}, of {alone}"


def prepaid(results: Results, name: str) -> list[float]:
    """What is invoiced and not yet served at the end of each month."""
    rows = [
        results.by_period(key)
        for key in results.model.program.rows
        if key.startswith(f"option.{name}.") and key.endswith(".prepayment")
    ]
    months = len(results.model.program.periods.months)
    return [sum(row[month] for row in rows) for month in range(months)]


def test_every_kind_has_a_second_implementation() -> None:
    assert set(COSTS) == {kind_name(kind) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS, ids=kind_name)
def test_the_second_implementation_agrees(kind: type[Line]) -> None:
    """[16] On a thousand lines of each kind."""
    compared = 0

    @settings(
        max_examples=LINES // AT_ONCE,
        deadline=None,
        # A difference names its one line: there is little to simplify, and much to try.
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(
        batches(
            lines(kind, income=True, without=CHANGES_NO_COST | TOLD_ELSEWHERE), AT_ONCE, AT_ONCE
        )
    )
    def agree(raw: dict[str, Any]) -> None:
        nonlocal compared
        compared += len(raw["options"]["option"]["lines"])
        found = list(differences(raw))
        assert not found, found[0]

    agree()
    assert compared >= LINES
