"""Terms paid upfront, in part or in instalments: worked by hand, and what holds for each."""

from collections.abc import Callable

import pytest

from licmodel.analysis.checks import checks
from licmodel.analysis.results import Results, run
from licmodel.errors import InputError
from licmodel.scenario.loading import from_data
from licmodel.terms.payment import Payment
from tests.agreements.drawn import scenario

Of = Callable[[str], Results]

TERM = """\
timeline: {start: 2027-04, years: 4}
agreements:
  suite: {signed: 2026-04, term: 36, may_fall: renewal, renewal: uplift, renewal_uplift: 0%,
    holdings: {seat: {seats: 10, price: 100, per: month}}}
options:
  buy:
    lines:
      seat:
        kind: subscription
        agreement: suite
        quantity: {by_date: {2027-04: 10, 2027-10: 13}}
        price: 100
        per: month
        payment: {PAYMENT}
"""


def of_months(amounts: dict[int, float]) -> list[float]:
    """Amounts along four years, by the number of their month."""
    return [amounts.get(month, 0) for month in range(48)]


def test_a_term_paid_whole_upfront_is_prepaid(results_of: Of) -> None:
    """[2] Ten seats at £100 a month were paid for three years in April 2026, so 24 months are
    prepaid; three more come in October 2027, with 18 months left; 13 × £3,600 in April 2029.
    """
    results = results_of(TERM.replace("PAYMENT", "upfront: 100%"))
    invoices = of_months({6: 3 * 100 * 18, 24: 13 * 3_600})
    assert results.by_period("buy.seat.billed") == pytest.approx(invoices)
    assert results.figure("buy.prepaid_before") == pytest.approx(24_000)
    prepaid = results.by_period("buy.seat.upfront.prepayment")
    assert prepaid[5] == pytest.approx(18 * 1_000)
    assert prepaid[23] == pytest.approx(0)
    assert prepaid[47] == pytest.approx(13 * 100 * 12)
    assert results.by_period("buy.seat.accrued") == pytest.approx([1_000] * 6 + [1_300] * 42)
    assert "buy.seat.spread_cost" not in results.model.program.rows
    assert all(each.holds for each in checks(results))


def test_part_upfront_and_the_rest_spread(results_of: Of) -> None:
    """40% of a term upfront, and 60% of each month with 5% on it: £1,000 a month are £600 with
    £30 for spreading them. The three of October 2027: 40% of 18 months, then £63 a month each.
    """
    results = results_of(TERM.replace("PAYMENT", "upfront: 40%, spread: 5%"))
    assert results.by_period("buy.seat.spread_cost") == pytest.approx([30] * 6 + [39] * 42)
    monthly = [630] * 6 + [819] * 42
    upfront = of_months({6: 0.4 * 5_400, 24: 0.4 * 13 * 3_600})
    assert results.by_period("buy.seat.billed") == pytest.approx(
        [a + b for a, b in zip(monthly, upfront, strict=True)]
    )
    assert results.by_period("buy.seat.accrued") == pytest.approx([1_030] * 6 + [1_339] * 42)
    # the ten of before the horizon cannot go before April 2029
    assert results.by_period("buy.unavoidable") == pytest.approx([1_030] * 24 + [0] * 24)
    assert results.by_period("buy.seat.effective_price") == pytest.approx([103] * 48)


def test_nothing_upfront_is_instalments_alone(results_of: Of) -> None:
    """Each year in advance, with 5% on it."""
    text = TERM.replace(
        "{PAYMENT}", "{upfront: 0%, spread: 5%}\n        billing: yearly in advance"
    )
    results = results_of(text)
    yearly = of_months({0: 12_600, 6: 3 * 105 * 6, 12: 16_380, 24: 16_380, 36: 16_380})
    assert results.by_period("buy.seat.billed") == pytest.approx(yearly)
    assert not any(results.by_period("buy.seat.upfront.billed"))


def test_what_the_programme_adds_for_a_way_of_paying_is_left_out(results_of: Of) -> None:
    """A year with a partner paid by the month costs 5% more (csp_annual), unless spread says it."""
    text = """\
timeline: {start: 2027-04, years: 1}
agreements:
  partner: {programme: csp_annual, signed: 2027-04}
options:
  buy:
    lines:
      monthly: {kind: subscription, agreement: partner, quantity: 1, price: 100, per: month,
        billing: yearly in advance}
      spread: {kind: subscription, agreement: partner, quantity: 1, price: 100, per: month,
        billing: yearly in advance, payment: {upfront: 50%, spread: 2%}}
"""
    results = results_of(text.replace("yearly in advance", "monthly"))
    assert results.by_period("buy.spread.accrued") == pytest.approx([101] * 12)
    assert results.by_period("buy.spread.billed") == pytest.approx([600 + 51] + [51] * 11)


def test_a_line_of_its_own_pays_by_its_term(results_of: Of) -> None:
    """[2] Two years at £10 a month from October 2027: £240 then, and the next term is cut."""
    results = results_of("""\
timeline: {start: 2027-04, years: 3}
options:
  buy:
    lines:
      seat: {kind: subscription, quantity: 1, price: 10, per: month, term: 24, starts: 2027-10,
        payment: {upfront: 100%}}
""")
    billed = results.by_period("buy.seat.billed")
    assert {month: each for month, each in enumerate(billed) if each} == {6: 240, 30: 240}
    assert results.by_period("buy.seat.upfront.prepayment")[-1] == pytest.approx(180)


def test_how_much_is_paid_upfront_can_be_asked() -> None:
    """[18] As long as it is known what spreading the rest costs."""
    asked = {"less": {"buy.seat.payment.upfront": {"set": "25%"}}}
    raw = {
        "title": "Asked",
        "organisation": {"name": "An invented council"},
        "baseline": "none",
        "timeline": {"start": "2027-04", "years": "1"},
        "what_ifs": asked,
    }
    line = {"kind": "subscription", "quantity": "1", "price": "10", "per": "month"}

    def told(payment: dict[str, str]) -> Results:
        options = {"buy": {"lines": {"seat": line | {"payment": payment}}}}
        return run(from_data(raw | {"options": options}), ["less"])

    results = told({"upfront": "100%", "spread": "4%"})
    assert results.figure("buy.total") == pytest.approx(120)
    assert results.figure("buy.total", "less") == pytest.approx(30 + 90 * 1.04)
    with pytest.raises(InputError, match="upfront"):
        told({"upfront": "100%"})


@pytest.mark.parametrize("said", [{"upfront": "40%"}, {"upfront": "0%"}])
def test_what_spreading_costs_is_never_taken_for_nothing(said: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="what it costs to spread the rest is not said"):
        Payment.model_validate(said)


@pytest.mark.parametrize("seed", range(920, 923))
def test_over_a_whole_term_as_much_is_invoiced_as_charged(seed: int) -> None:
    """[2] From one renewal to the day before the next, however it is paid."""
    raw = scenario(seed, 25)
    compared = 0
    for name, line in raw["options"]["option"]["lines"].items():
        contract = raw["agreements"][line["agreement"]]
        if "payment" not in line or "based_on" in contract or "signed" not in contract:
            continue
        contract |= {"signed": "2027-10", "term": "24"}
        for field in ("ends", "hold_months", "holdings", "commitment"):
            contract.pop(field, None)
        line |= {"price": "12.50", "per": "month", "billing": "quarterly in arrears"}
        compared += 1
        part = {"agreements": {line["agreement"]: contract}}
        part["options"] = {"option": {"lines": {name: line}}}
        results = run(from_data(raw | part))
        at = slice(6, 30)
        billed, accrued = (
            sum(results.by_period(f"option.{name}.{flow}")[at]) for flow in ("billed", "accrued")
        )
        assert billed == pytest.approx(accrued), line
    assert compared > 1
