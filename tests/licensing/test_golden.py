"""Every rule counts what was worked out by hand from its source."""

import pytest

from licmodel.terms.months import month_text
from tests.licensing.bench_desk import KEY, Counted, setting_of
from tests.licensing.case import Case
from tests.licensing.cases import GOLDEN


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: str(case.rule["rule"]))
def test_a_case_worked_by_hand(case: Case) -> None:
    counted = Counted(case.rule, setting_of(case.timeline))
    values = counted.values()
    assert values.column(f"{KEY}.by_month") == expected(case, counted)
    for row, figure in case.rows.items():
        found = values.column(f"{KEY}.{row}")
        assert found == pytest.approx([figure] * len(found)), row


def expected(case: Case, counted: Counted) -> list[float]:
    """What a case expects in each month."""
    months = counted.setting.timeline.months
    if not isinstance(case.counts, dict):
        return [float(case.counts)] * len(months)
    return [
        next(count for since, count in reversed(case.counts.items()) if since <= month_text(month))
        for month in months
    ]
