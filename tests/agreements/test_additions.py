"""Seats added within a term: worked by hand, and what is refused."""

from collections.abc import Callable

import pytest

from licmodel.analysis.results import Results
from licmodel.errors import InputError

Of = Callable[[str], Results]

GROWS = """\
timeline: {start: 2027-04, years: 2}
agreements:
  suite:
    signed: 2026-10
    term: 36
    may_fall: anniversary
    ADDED
    holdings: {seat: {seats: 10, price: 20, per: month}}
options:
  buy:
    lines:
      seat:
        kind: subscription
        agreement: suite
        quantity: {by_date: {2027-04: 10, 2027-07: 15, 2027-12: 12, 2028-02: 18, 2028-11: 4}}
        price: {per: month, by_date: {2026-01: 22, 2027-06: 30, 2028-01: 40}}
        billing: BILLING
"""


def told(results_of: Of, added: str, billing: str = "monthly") -> Results:
    """The figures of seats that grow, by what is said of those added."""
    said = f"added: {{{added}}}" if added else ""
    return results_of(GROWS.replace("ADDED", said).replace("BILLING", billing))


def test_unless_said_the_months_left_at_the_price_held(results_of: Of) -> None:
    """[22] Ten, 15 from July 2027, 18 from February 2028; all at the £20 held."""
    plain = told(results_of, "")
    seats = [10] * 3 + [15] * 3 + [15] * 4 + [18] * 8 + [18] * 6
    # at the anniversary of October 2027 fifteen are needed; in December 2027 none may go
    assert plain.by_period("buy.seat.committed") == seats
    assert plain.by_period("buy.seat.accrued") == pytest.approx([each * 20 for each in seats])
    same = told(results_of, "charged: months_remaining, price: held_for_term")
    assert same.by_period("buy.seat.accrued") == plain.by_period("buy.seat.accrued")
    assert "buy.seat.late_charge" not in plain.model.program.rows
    assert "buy.seat.price_held" not in plain.model.program.rows


def test_added_seats_at_the_list_of_the_day(results_of: Of) -> None:
    """Five more in July 2027 at the £30 of then: (10 × £20 + 5 × £30) / 15 = £23.33; three in
    February 2028 at £40: £350 + £120 a month. What ten cost that cannot go before October 2027
    stays £20.
    """
    results = told(results_of, "price: list_when_ordered")
    paid = [200] * 3 + [350] * 7 + [470] * 14
    assert results.by_period("buy.seat.accrued") == pytest.approx(paid)
    assert results.by_period("buy.seat.price_a_month")[3] == pytest.approx(350 / 15)
    assert results.by_period("buy.seat.unavoidable") == pytest.approx([200] * 6 + [0] * 18)


def test_whole_years_are_charged_from_the_anniversary_before(results_of: Of) -> None:
    """Five in July 2027, nine months into the contract year: 5 × £20 × 9 with the order; three in
    February 2028, four months into the next: 3 × £20 × 4.
    """
    results = told(results_of, "charged: whole_years", "yearly in advance")
    late = [0.0] * 24
    late[3], late[10] = 900, 240
    assert results.by_period("buy.seat.late_charge") == pytest.approx(late)
    billed = results.by_period("buy.seat.billed")
    # and what is left of each year: 5 × £20 × 3, 3 × £20 × 8
    assert [billed[3], billed[10]] == pytest.approx([1_200, 720])


def test_whole_years_at_the_list_of_the_day(results_of: Of) -> None:
    results = told(results_of, "charged: whole_years, price: list_when_ordered")
    late = results.by_period("buy.seat.late_charge")
    assert [late[3], late[10]] == pytest.approx([5 * 30 * 9, 3 * 40 * 4])


def test_a_renewal_begins_a_contract_year_where_terms_are_no_whole_years(results_of: Of) -> None:
    """[22] Five more are ordered with the renewal of April 2028, after 18 months: no month of the
    new term was gone by. Three in June are two months late: 3 × £20 × 2.
    """
    text = GROWS.replace("term: 36", "term: 18\n    renewal: uplift\n    renewal_uplift: 0%")
    text = text.replace("ADDED", "added: {charged: whole_years}").replace("BILLING", "monthly")
    old = text[text.index("{by_date: {2027-04: 10,") : text.index("        price:")]
    text = text.replace(old, "{by_date: {2027-04: 10, 2028-04: 15, 2028-06: 18}}\n")
    late = [0.0] * 24
    late[14] = 120
    assert results_of(text).by_period("buy.seat.late_charge") == pytest.approx(late)


def test_a_seat_that_comes_back_within_the_year_is_not_charged_again(results_of: Of) -> None:
    """Two, one and two again in one contract year; from the third month two were there."""
    results = results_of("""\
timeline: {start: 2027-04, years: 1}
agreements:
  suite: {signed: 2027-04, term: 36, may_fall: any_month, added: {charged: whole_years}}
options:
  buy:
    lines:
      seat: {kind: subscription, agreement: suite, price: 10, per: month,
        quantity: {by_date: {2027-04: 1, 2027-06: 2, 2027-09: 1, 2027-11: 2, 2028-01: 4}}}
""")
    late = [0.0] * 12
    late[2], late[9] = 20, 180
    assert results.by_period("buy.seat.late_charge") == pytest.approx(late)


def test_the_programme_says_it_where_the_agreement_does_not(results_of: Of) -> None:
    """Open Value charges every year begun (catalogue, additions); the agreement's word wins."""
    text = """\
timeline: {start: 2027-04, years: 1}
agreements:
  suite: {programme: open_value, signed: 2027-04, SAID}
options:
  buy:
    lines:
      seat: {kind: subscription, agreement: suite, price: 10, per: month,
        quantity: {by_date: {2027-04: 5, 2027-08: 6}}}
"""
    theirs = results_of(text.replace(", SAID", ""))
    assert theirs.by_period("buy.seat.late_charge")[4] == pytest.approx(40)
    ours = results_of(text.replace("SAID", "added: {charged: months_remaining}"))
    assert ours.figure("buy.total") == pytest.approx(theirs.figure("buy.total") - 40)


def test_a_list_that_is_not_there_is_refused(results_of: Of) -> None:
    text = GROWS.replace("ADDED", "added: {price: list_when_ordered}\n    renewal: lapse")
    at = text.index("        price: {per")
    end = text.index("        billing")
    with pytest.raises(InputError, match="neither product nor price") as caught:
        results_of(text[:at] + text[end:].replace("BILLING", "monthly"))
    assert "the price of seats that are added" in str(caught.value)
    assert "by_hand.yaml:" in str(caught.value)
