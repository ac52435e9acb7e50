"""What a programme adds for a way of paying lands at each agreement's own renewal."""

from pathlib import Path

import pytest

from licmodel.analysis.results import run
from licmodel.errors import InputError
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


LEVELS = """\
title: Levels
organisation: {name: An invented council, kind: council, country: England}
timeline: {start: 2024-11, years: 4}
baseline: none
agreements:
  corporate:
    programme: enterprise_agreement
    signed: 2023-11
    level: D
    holdings: {e3: {seats: 10, price: 88, per: month}}
  new: {programme: enterprise_agreement, signed: 2024-11, level: D}
options:
  buy:
    lines:
      e3: {kind: subscription, agreement: corporate, quantity: 10, price: 100, per: month}
      new: {kind: subscription, agreement: new, quantity: 10, price: 100, per: month}
"""


@pytest.mark.parametrize(
    ("old", "new", "after"),
    [
        ("level: D", "level: D\n    choices: {level_d_loss: none}", 88),
        ("level: D", "level: D\n    choices: {level_d_loss: half}", 94),
        ("level: D", "level: D", 100),
        ("level: D", "level: A", 100),
        ("kind: council, country: England", "kind: company", 100),
        ("kind: council", "kind: school", 88),
    ],
)
def test_a_level_ends_at_the_first_renewal_after_november_2025(
    tmp_path: Path, old: str, new: str, after: float
) -> None:
    """[5] 12 points off the list, until its own renewal of November 2026; lost whole, unless the
    choice is another, by who is exempt.
    """
    path = tmp_path / "levels.yaml"
    path.write_text(LEVELS.replace(old, new, 1), "utf-8")
    results = run(load(path))
    assert results.by_period("buy.e3.price_a_month") == pytest.approx([88] * 24 + [after] * 24)


def test_a_level_held_since_before_it_ended_is_kept_for_the_term(tmp_path: Path) -> None:
    path = tmp_path / "levels.yaml"
    path.write_text(LEVELS, "utf-8")
    results = run(load(path))
    assert results.by_period("buy.new.price_a_month") == pytest.approx([88] * 36 + [100] * 12)
    lost = results.explain("agreements.corporate.level_d_loss").of
    assert lost.origin.status == "assumed"  # type: ignore[union-attr]


def test_a_level_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "levels.yaml"
    path.write_text(LEVELS.replace("level: D", "level: E", 1), "utf-8")
    with pytest.raises(InputError, match="has no price level E") as caught:
        run(load(path))
    assert "levels.yaml:9" in str(caught.value)
    assert "A, B, C, D" in str(caught.value)
