"""What a programme adds for a way of paying lands at each agreement's own renewal."""

from pathlib import Path

import pytest

from licmodel.analysis.results import run
from licmodel.scenario.loading import load

PARTNERS = """\
title: Partners
organisation: {name: An invented council}
timeline: {start: 2024-04, years: 3}
baseline: none
agreements:
  yearly: {programme: csp_annual, signed: 2023-10}
  monthly: {programme: csp_monthly, signed: 2024-04}
options:
  buy:
    lines:
      year: {kind: subscription, agreement: yearly, quantity: 10, price: 10, per: month}
      month: {kind: subscription, agreement: monthly, quantity: 10, price: 10, per: month}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "partners.yaml"
    path.write_text(PARTNERS, "utf-8")
    return path


def test_a_premium_is_met_at_the_next_renewal(file: Path) -> None:
    """[5] 5% for a year paid by the month from 1 April 2025, so from October 2025 here; 20% for
    a term of a month, at all times.
    """
    results = run(load(file))
    assert results.by_period("buy.year.billed") == pytest.approx([100] * 18 + [105] * 18)
    assert results.by_period("buy.month.billed") == pytest.approx([120] * 36)
    premium = results.explain("agreements.yearly.premium.monthly.2025-04")
    assert premium.of.origin.status == "published"  # type: ignore[union-attr]


def test_paid_by_the_year_there_is_none(file: Path) -> None:
    file.write_text(PARTNERS.replace("per: month}", "per: month, billing: yearly}", 1), "utf-8")
    results = run(load(file))
    assert results.by_period("buy.year.accrued") == pytest.approx([100] * 36)
    assert not [key for key in results.model.program.inputs if "yearly.premium" in key]
