"""Spend commitments: worked by hand, and what holds for each of them."""

from collections.abc import Callable

import pytest

from licmodel.analysis.checks import checks
from licmodel.analysis.comparison import compare
from licmodel.analysis.estate.milestones import calendar_of
from licmodel.analysis.results import Results, run
from licmodel.errors import InputError
from licmodel.scenario.loading import from_data
from tests.agreements.drawn import scenario

Of = Callable[[str], Results]

CLOUD = """\
timeline: {start: 2027-04, years: 3}
agreements:
  cloud:
    signed: 2026-10
    term: 24
    may_fall: renewal
    commitment: {SPEND, lines: [azure]}
    holdings: {vm: {seats: 10, price: 50, per: month}}
options:
  stay:
    lines:
      vm: {kind: subscription, agreement: cloud, quantity: 10, price: 50, per: month}
      azure: {kind: consumption, quantity: {by_date: {2027-04: 100, 2028-10: 300}}, price: 2}
  leave:
    lines:
      vm: {kind: subscription, agreement: cloud, quantity: 10, price: 50, per: month,
        ends: 2028-09}
  other:
    lines:
      hosting: {kind: recurring, amount: 10, per: month}
"""


def of_months(amounts: dict[int, float]) -> list[float]:
    """Amounts along three years, by the number of their month."""
    return [amounts.get(month, 0) for month in range(36)]


def test_what_falls_short_is_charged_at_the_end_of_each_contract_year(results_of: Of) -> None:
    """[2, 22] £12,000 a contract year from October; 10 × £50 and 100 × £2 a month come to £700,
    from October 2028 to £1,100.

    The first contract year began six months before the horizon, so half of it is looked at:
    6 × (£1,000 - £700) in September 2027. Then 12 × £300, 12 × £0 (over by £100 a month would
    be nothing; £1,100 is above £1,000), and the six months cut by the horizon: nothing short.
    """
    results = results_of(CLOUD.replace("SPEND", "spend: 12_000, per: year"))
    at = "stay.shortfall.cloud"
    charged = of_months({5: 1_800, 17: 3_600})
    assert results.by_period(f"{at}.accrued") == pytest.approx(charged)
    assert results.by_period(f"{at}.billed") == pytest.approx(charged)
    lines = (f"stay.{line}.billed" for line in ("vm", "azure"))
    assert results.figure("stay.total") == pytest.approx(
        sum(sum(results.by_period(line)) for line in lines) + 5_400
    )
    # ten seats cannot go before October 2028: of the £1,000 a month, £500 are theirs
    assert results.by_period(f"{at}.unavoidable") == pytest.approx(of_months({5: 3_000, 17: 6_000}))
    assert sum(results.by_period("stay.unavoidable")) == pytest.approx(18_000)


def test_what_was_spent_before_the_horizon_counts(results_of: Of) -> None:
    """£4,000 were spent by March 2027: £12,000 - £4,000 - 6 × £700 are short in September."""
    said = "spend: 12_000, per: year, spent_before: 4_000"
    results = results_of(CLOUD.replace("SPEND", said))
    assert results.by_period("stay.shortfall.cloud.billed")[5] == pytest.approx(3_800)


def test_a_commitment_by_term_is_looked_at_once_a_term(results_of: Of) -> None:
    """£40,000 in two years from October 2026, of which 18 months are left: 18/24 of it, less
    18 × £700. In the next term, 18 months of which are within the horizon: 18/24, less 18 × £1,100.
    That is owed, and invoiced after the horizon.
    """
    results = results_of(CLOUD.replace("SPEND", "spend: 40_000, per: term"))
    at = "stay.shortfall.cloud"
    assert results.by_period(f"{at}.accrued") == pytest.approx(of_months({17: 17_400, 35: 10_200}))
    assert results.by_period(f"{at}.billed") == pytest.approx(of_months({17: 17_400}))
    assert results.by_period("stay.prepayment")[-1] == pytest.approx(-10_200)
    assert all(each.holds for each in checks(results))


def test_it_binds_an_option_that_buys_nothing_until_the_renewal(results_of: Of) -> None:
    """Signed before the horizon: all of it is short up to September 2028, and nothing after."""
    results = results_of(CLOUD.replace("SPEND", "spend: 12_000, per: year"))
    whole = of_months({5: 6_000, 17: 12_000})
    assert results.by_period("other.shortfall.cloud.billed") == pytest.approx(whole)
    assert results.by_period("other.unavoidable") == pytest.approx(whole)
    # who leaves at the renewal pays 12 × £500 less of it, and nothing after
    half = of_months({5: 3_000, 17: 6_000})
    assert results.by_period("leave.shortfall.cloud.billed") == pytest.approx(half)


def test_doing_nothing_costs_what_falls_short_too(results_of: Of) -> None:
    """The renewal of October 2028: 18 months of 10 × £50, and £2,000 - £1,100 short in each."""
    calendar = calendar_of(results_of(CLOUD.replace("SPEND", "spend: 24_000, per: year")))
    renewed = next(each for each in calendar.deadlines if each.what == "renewal")
    assert renewed.inaction["stay"].accrued == pytest.approx(18 * 500 + 18 * 900)
    assert renewed.inaction["other"].accrued == 0


def test_it_does_not_bind_who_never_signs(results_of: Of) -> None:
    """An agreement of October 2027 is an option's own choice, and nothing of it is unavoidable."""
    text = CLOUD.replace("SPEND", "spend: 12_000, per: year").replace("2026-10", "2027-10")
    results = results_of(
        text.replace("    holdings: {vm: {seats: 10, price: 50, per: month}}\n", "")
    )
    assert "other.shortfall.cloud.billed" not in results.model.program.rows
    assert results.by_period("stay.shortfall.cloud.billed")[17] == pytest.approx(3_600)
    assert not any(results.by_period("stay.unavoidable"))


def test_a_commitment_may_rise_with_the_years(results_of: Of) -> None:
    """£9,600 a year, £14,400 from October 2028: nothing, 12 × £100, and 12 × £100 again."""
    said = "by_date: {2026-10: 9_600, 2028-10: 14_400}, per: year"
    results = results_of(CLOUD.replace("SPEND", said))
    billed = of_months({5: 600, 17: 1_200, 29: 1_200})
    assert results.by_period("stay.shortfall.cloud.billed") == pytest.approx(billed)


def test_it_is_shown_in_comparisons_and_counted_as_contract(results_of: Of) -> None:
    text = CLOUD.replace("SPEND", "spend: 12_000, per: year")
    signed = "    source: the order\n    status: contract\n    signed:"
    comparison = compare(results_of(text.replace("    signed:", signed)))
    shown = comparison.options["stay"].lines["shortfall.cloud"]
    assert shown.title == "cloud: short of its commitment"
    assert shown.billed == pytest.approx([1_800, 3_600, 0])
    assert ("stay", "shortfall.cloud", "billed", "2027/28", 1_800.0) in comparison.records()
    # all the option pays but its £10 a month of hosting
    assert comparison.provenance["other"]["contract"] == pytest.approx(18_000 / 18_360)


REFUSED = {
    "no spend": (("SPEND", "per: year"), "one spend or dated ones"),
    "a line that is not there": (
        ("SPEND, lines: [azure]", "spend: 1, per: year, lines: [azur]"),
        "no option has a line called azur",
    ),
    "spent before it was signed": (
        ("signed: 2026-10", "signed: 2027-10"),
        "spent before it was signed",
    ),
    "taken over twice": (
        ("hosting: {kind: recurring, amount: 10, per: month}", """\
vm: {kind: subscription, agreement: cloud, quantity: 10, price: 50, per: month}
      vn: {kind: subscription, agreement: schools, quantity: 10, price: 50, per: month}"""),
        "the spend commitment of cloud counts twice",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused(results_of: Of, case: str) -> None:
    (old, new), words = REFUSED[case]
    text = CLOUD.replace("options:", "  schools: {based_on: cloud}\noptions:", 1)
    assert old in text
    text = text.replace(old, new).replace("SPEND", "spend: 12_000, per: year, spent_before: 1")
    if case == "spent before it was signed":
        text = text.replace("    holdings: {vm: {seats: 10, price: 50, per: month}}\n", "")
    with pytest.raises(InputError, match=words) as caught:
        results_of(text)
    assert "by_hand.yaml:" in str(caught.value)


def test_a_commitment_of_its_own_counts_by_itself(results_of: Of) -> None:
    """One agreement is like the other, but commits to nothing."""
    text = CLOUD.replace("SPEND", "spend: 12_000, per: year").replace(
        "options:",
        "  schools: {based_on: cloud, commitment: {spend: 0, per: year}}\noptions:",
        1,
    )
    line = "kind: subscription, agreement: schools, quantity: 1, price: 50, per: month"
    results = results_of(text.replace("      azure:", f"      vn: {{{line}}}\n      azure:"))
    assert results.by_period("stay.shortfall.cloud.billed")[17] == pytest.approx(3_600)
    assert not any(results.by_period("stay.shortfall.schools.billed"))


@pytest.mark.parametrize("seed", range(910, 913))
def test_more_committed_moves_only_what_falls_short_and_never_down(seed: int) -> None:
    """[19] By no more than what is committed more."""
    raw = scenario(seed, 25)
    spends = {
        f"agreements.{key}.commitment.spend": {"add": "12_000"}
        for key, each in raw["agreements"].items()
        if "spend" in each.get("commitment", {})
    }
    results = run(from_data(raw | {"what_ifs": {"more": spends}}), ["more"])
    moved = 0
    for key in results.model.program.rows:
        if not key.startswith("option.") or not key.endswith((".accrued", ".unavoidable")):
            continue
        was, now = sum(results.by_period(key)), sum(results.by_period(key, "more"))
        if key.startswith("option.line_"):
            assert was == now
        elif ".shortfall." in key:
            assert was - 1e-6 <= now <= was + 12_000 * 48 + 1e-6
            moved += now > was
    assert moved > 1


def test_a_commitment_that_changed_before_the_horizon_is_refused(results_of: Of) -> None:
    """Months of before are counted at one sum: with two, the shortfall would be a guess."""
    twice = "by_date: {2026-10: 30_000, 2027-01: 60_000}, spent_before: 0, per: term"
    with pytest.raises(InputError, match="what is committed changed before the horizon") as it:
        results_of(CLOUD.replace("SPEND", twice))
    assert it.value.found == "2026-10, 2027-01"
    later = twice.replace("2027-01", "2027-10")
    assert results_of(CLOUD.replace("SPEND", later)).figure("stay.total") > 0
