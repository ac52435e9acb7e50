"""A second implementation, in plain numbers, counts the same month by month."""

import pytest

from licmodel.licensing import RULES, rule_name
from licmodel.licensing.rule import Rule
from tests.licensing.bench_desk import Counted
from tests.licensing.drawn import draw
from tests.licensing.oracle import BY_MONTH, WAYS, oracle

CASES = 5_000
EACH = -(-CASES // len(RULES))


def test_every_rule_has_a_second_implementation() -> None:
    assert BY_MONTH.keys() | WAYS.keys() == {rule_name(rule) for rule in RULES}


@pytest.mark.parametrize("kind", RULES, ids=rule_name)
def test_the_second_implementation_agrees(kind: type[Rule]) -> None:
    """Over all rules, on five thousand drawn cases."""
    for seed in range(EACH):
        drawn = draw(kind, seed)
        ours = Counted(drawn.rule, drawn.setting()).by_month()
        assert ours == oracle(drawn), f"{seed}: {drawn}"
