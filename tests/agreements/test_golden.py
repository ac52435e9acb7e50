"""Cases worked by hand from published terms; each says from which."""

from collections.abc import Callable

import pytest

from licmodel.analysis.estate.seats import seats
from licmodel.analysis.results import Results

Of = Callable[[str], Results]


def test_surrey_paid_a_fixed_unit_price_and_its_cost_moved_with_volume(results_of: Of) -> None:
    """Surrey County Council, decision of 25 May 2016 on the Microsoft licence agreement: an
    Enterprise Agreement Subscription of three years from June 2016 whose unit price is fixed
    throughout, the cost moving with the volume alone, up or down once a year.
    https://mycouncil.surreycc.gov.uk/mgDecisionDetails.aspx?IId=18197&Opt=1

    Seats and price here are invented: 6,000 at £150, 5,700 from the first anniversary (June 2017)
    and 6,100 from December 2017, while the list rises by a fifth in January 2017.
    """
    results = results_of("""\
timeline: {start: 2016-06, years: 3, year_end: May}
agreements:
  microsoft: {programme: enterprise_agreement_subscription, signed: 2016-06}
options:
  buy:
    lines:
      e3:
        kind: subscription
        agreement: microsoft
        quantity: {by_date: {2016-06: 6_000, 2017-02: 5_700, 2017-12: 6_100}}
        price: {per: year, by_date: {2016-06: 150, 2017-01: 180}}
        billing: yearly in advance
""")
    assert results.by_period("buy.e3.price_a_month") == pytest.approx([12.5] * 36)
    # 300 seats more than are needed from February to May 2017
    not_needed = [0.0] * 8 + [300.0] * 4 + [0.0] * 24
    assert results.by_period("buy.e3.not_needed") == not_needed
    billed = results.by_period("buy.e3.billed")
    # 6,000 × £150; 5,700 × £150; in December 2017 400 more for the six months left of the year
    # (400 × £75); 6,100 × £150
    invoices = {0: 900_000, 12: 855_000, 18: 30_000, 24: 915_000}
    assert billed == pytest.approx([invoices.get(month, 0) for month in range(36)])


@pytest.mark.parametrize(
    ("choice", "committed"),
    [
        # not before the renewal of April 2028
        ("renewal", [1_000] * 12 + [700] * 12),
        # at the anniversary of April 2027 already, for who left by then; the others a year later
        ("anniversary", [900] * 12 + [700] * 12),
    ],
)
def test_a_leaver_in_an_enterprise_agreement_waits(
    results_of: Of, choice: str, committed: list[float]
) -> None:
    """Sources disagree on the Enterprise Agreement: NPI's true-down myths (2021) has online
    services fall at the renewal only, Microsoft Licensing Experts and enrolments as signed by
    public bodies at the anniversary. The programme leaves it open (online_reduction).
    """
    results = results_of(f"""\
timeline: {{start: 2027-04, years: 2}}
agreements:
  microsoft:
    programme: enterprise_agreement
    signed: 2025-04
    choices: {{online_reduction: {choice}}}
    holdings: {{e3: {{seats: 1_000, price: 240, per: year}}}}
options:
  buy:
    lines:
      e3:
        kind: subscription
        agreement: microsoft
        quantity: {{by_date: {{2027-04: 900, 2027-08: 700}}}}
        price: 300
        per: year
""")
    assert results.by_period("buy.e3.committed") == committed
    # who leaves in August 2027 saves nothing until April 2028, when the price is the list's, too
    charged = [seats * (20 if month < 12 else 25) for month, seats in enumerate(committed)]
    assert results.by_period("buy.e3.accrued") == pytest.approx(charged)
    (waterfall,) = seats(results)["buy"]
    assert waterfall.next_chance(4) == "2028-04"
    told = results.explain("buy.e3.committed", "2027-09")
    words = {
        "renewal": "may be handed back at renewals only",
        "anniversary": "may be handed back at anniversaries",
    }
    assert words[choice] in told.of.label
    assert results.by_period("buy.e3.unavoidable")[12:] == [0] * 12


def test_a_cap_is_on_the_price_paid(results_of: Of) -> None:
    """Paid £100 a year; a renewal at list (£130) under a cap of 5% comes to £105, and the next
    to £110.25.
    """
    results = results_of("""\
timeline: {start: 2027-04, years: 3}
agreements:
  ledger:
    signed: 2026-10
    term: 12
    may_fall: renewal
    cap: 5%
    holdings: {ledger: {seats: 10, price: 100, per: year}}
options:
  buy:
    lines:
      ledger: {kind: subscription, agreement: ledger, quantity: 10, price: 130, per: year}
""")
    yearly = [100] * 6 + [105] * 12 + [110.25] * 12 + [115.7625] * 6
    assert results.by_period("buy.ledger.price_a_month") == pytest.approx(
        [price / 12 for price in yearly]
    )


def test_a_price_held_for_two_years_of_three_is_set_at_the_renewal_too(results_of: Of) -> None:
    """Signed April 2026 for three years, the price held for two: set in April 2028 and, with
    the renewal, in April 2029; then again two years on, in April 2031.
    """
    results = results_of("""\
timeline: {start: 2026-04, years: 6}
agreements:
  ledger: {signed: 2026-04, term: 36, hold_months: 24, may_fall: renewal, renewal: uplift,
    renewal_uplift: 10%}
options:
  buy:
    lines:
      ledger: {kind: subscription, agreement: ledger, quantity: 1, price: 100, per: month}
""")
    paid = [100] * 24 + [110] * 12 + [121] * 24 + [133.1] * 12
    assert results.by_period("buy.ledger.price_a_month") == pytest.approx(paid)


def test_seats_added_in_the_first_month_are_invoiced_for_the_rest_of_the_year(
    results_of: Of,
) -> None:
    """100 seats were invoiced in October 2026, for a year; 130 are needed from April 2027, so 30
    are invoiced for the six months left: 30 × £20 × 6. In arrears all is invoiced in September,
    the six months before the horizon as they were: 100 × £20 × 6 + 130 × £20 × 6.
    """
    text = """\
timeline: {start: 2027-04, years: 1}
agreements:
  microsoft:
    signed: 2026-10
    term: 36
    may_fall: renewal
    holdings: {e3: {seats: 100, price: 20, per: month}}
options:
  buy:
    lines:
      e3: {kind: subscription, agreement: microsoft, quantity: 130, price: 25, per: month,
        billing: yearly in BILLED}
"""
    ahead = results_of(text.replace("BILLED", "advance"))
    invoices = {0: 3_600, 6: 31_200}
    assert ahead.by_period("buy.e3.billed") == pytest.approx(
        [invoices.get(month, 0) for month in range(12)]
    )
    # 600 seat-months of £20 prepaid before; half of the second year after
    assert ahead.by_period("buy.e3.charge.prepayment")[-1] == pytest.approx(15_600)
    behind = results_of(text.replace("BILLED", "arrears"))
    assert behind.by_period("buy.e3.billed") == pytest.approx([0] * 5 + [27_600] + [0] * 6)


def test_without_a_notice_none_is_missed(results_of: Of) -> None:
    """A term ends in May 2027; drawn up in October, the seats are those needed since June."""
    results = results_of("""\
as_of: 2027-10
timeline: {start: 2027-04, years: 1}
agreements:
  ledger: {signed: 2024-06, term: 36, may_fall: renewal,
    holdings: {e3: {seats: 120, price: 20, per: month}}}
options:
  buy:
    lines:
      e3: {kind: subscription, agreement: ledger, quantity: 80, price: 25, per: month}
""")
    assert results.by_period("buy.e3.committed") == [120.0] * 2 + [80.0] * 10


def test_an_agreement_that_lapses_ends_with_its_term(results_of: Of) -> None:
    """Whatever later end is written: a year from October 2026 is over in September 2027."""
    results = results_of("""\
timeline: {start: 2027-04, years: 1}
agreements:
  ledger: {signed: 2026-10, term: 12, renewal: lapse, ends: 2030-03, may_fall: never}
options:
  buy:
    lines:
      ledger: {kind: subscription, agreement: ledger, quantity: 1, price: 10, per: month}
""")
    assert results.by_period("buy.ledger.accrued") == pytest.approx([10] * 6 + [0] * 6)


def test_a_renewal_said_anew_leaves_the_uplift_behind(results_of: Of) -> None:
    """The second agreement is like the first, but renewed at list."""
    results = results_of("""\
timeline: {start: 2027-04, years: 1}
agreements:
  first: {signed: 2026-10, term: 12, may_fall: never, renewal: uplift, renewal_uplift: 10%,
    holdings: {one: {seats: 1, price: 10, per: month}}}
  second: {based_on: first, renewal: list}
options:
  buy:
    lines:
      one: {kind: subscription, agreement: second, quantity: 1, price: 15, per: month}
""")
    assert results.by_period("buy.one.accrued") == pytest.approx([10] * 6 + [15] * 6)


def test_ordered_again_after_none_is_at_the_price_of_that_day(results_of: Of) -> None:
    """A product ordered later has the price of its order (catalogue, price: new_products), and
    the cap is on a price that is set anew, not on an order.
    """
    results = results_of("""\
timeline: {start: 2027-04, years: 1}
agreements:
  ledger: {signed: 2027-04, term: 12, may_fall: any_month, cap: 1%}
options:
  buy:
    lines:
      ledger:
        kind: subscription
        agreement: ledger
        quantity: {by_date: {2027-04: 1, 2027-06: 0, 2027-10: 2}}
        price: {per: month, by_date: {2027-04: 10, 2027-09: 20}}
""")
    assert results.by_period("buy.ledger.accrued") == pytest.approx([10] * 2 + [0] * 4 + [40] * 6)
