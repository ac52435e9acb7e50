"""What cannot be avoided any more: a minimum that rises, figures drawn up later; and until when."""

from collections.abc import Callable

import pytest

from licmodel.analysis.results import Results
from licmodel.report.traces import trace_text

Of = Callable[[str], Results]

OFFICE = """\
AS_OF
timeline: {start: 2027-04, years: 3}
agreements:
  suite:
    signed: 2026-10
    term: 24
    may_fall: FALLS
    renewal: uplift
    renewal_uplift: 0%
    holdings: {seat: {seats: 10, price: 20, per: month, minimum: MINIMUM}}
options:
  buy:
    lines:
      seat: {kind: subscription, agreement: suite, quantity: QUANTITY, price: 20, per: month}
"""


def told(results_of: Of, **said: str) -> Results:
    """The figures of ten seats held before the horizon, whose term ends in September 2028."""
    usual = {"AS_OF": "", "FALLS": "any_month", "MINIMUM": "0", "QUANTITY": "10"}
    text = OFFICE
    for word, each in (usual | said).items():
        text = text.replace(word, each)
    return results_of(text)


def test_a_minimum_that_rises_after_all_have_gone_cannot_be_avoided(results_of: Of) -> None:
    """[22] All ten may go at once; six are contracted from January 2028, up to the renewal of
    October 2028, after which nothing is sure.
    """
    results = told(results_of, MINIMUM="{by_date: {2027-04: 0, 2028-01: 6}}")
    fixed = [0] * 9 + [6 * 20] * 9 + [0] * 18
    assert results.by_period("buy.unavoidable") == pytest.approx(fixed)


def test_where_seats_never_go_a_minimum_that_rises_holds_for_good(results_of: Of) -> None:
    results = told(results_of, FALLS="never", MINIMUM="{by_date: {2027-04: 0, 2029-01: 16}}")
    fixed = [10 * 20] * 21 + [16 * 20] * 15
    assert results.by_period("buy.unavoidable") == pytest.approx(fixed)


def test_drawn_up_later_what_was_committed_by_then_counts(results_of: Of) -> None:
    """Seven more came in July 2027. Drawn up in December, all that was committed until then is
    past avoiding, and the seventeen stay to the renewal of October 2028; drawn up before, only the
    ten of before the horizon.
    """
    grown = {"FALLS": "renewal", "QUANTITY": "{by_date: {2027-04: 10, 2027-07: 17}}"}
    before = told(results_of, AS_OF="as_of: 2027-02", **grown)
    assert before.by_period("buy.unavoidable") == pytest.approx([200] * 18 + [0] * 18)
    later = told(results_of, AS_OF="as_of: 2027-12", **grown)
    fixed = [200] * 3 + [340] * 15 + [0] * 18
    assert later.by_period("buy.unavoidable") == pytest.approx(fixed)


def test_what_was_charged_late_by_then_counts(results_of: Of) -> None:
    """Seven more in July 2027, nine months into the contract year: 7 × £20 × 9 with their order,
    which is past avoiding in December.
    """
    grown = {"FALLS": "renewal\n    added: {charged: whole_years}"}
    grown |= {"QUANTITY": "{by_date: {2027-04: 10, 2027-07: 17}}"}
    later = told(results_of, AS_OF="as_of: 2027-12", **grown)
    fixed = [200] * 3 + [340 + 1_260] + [340] * 14 + [0] * 18
    assert later.by_period("buy.unavoidable") == pytest.approx(fixed)
    before = told(results_of, **grown)
    assert before.by_period("buy.unavoidable") == pytest.approx([200] * 18 + [0] * 18)


def test_a_chance_that_was_let_pass_is_gone(results_of: Of) -> None:
    """All ten might have gone in October 2027, and were needed; drawn up in December, they stay
    to the next anniversary.
    """
    later = told(results_of, AS_OF="as_of: 2027-12", FALLS="anniversary")
    assert later.by_period("buy.unavoidable") == pytest.approx([200] * 18 + [0] * 18)
    before = told(results_of, FALLS="anniversary")
    assert before.by_period("buy.unavoidable") == pytest.approx([200] * 6 + [0] * 30)


LEAVERS = "{by_date: {2027-04: 10, 2027-06: 7}}"


@pytest.mark.parametrize(
    ("falls", "words"),
    [
        (
            "anniversary",
            "until seats may be handed back, which is at anniversaries, next in October 2027",
        ),
        (
            "renewal",
            "until seats may be handed back, which is at renewals only, next in October 2028",
        ),
        ("never", ": seats may never be handed back"),
    ],
)
@pytest.mark.parametrize("row", ["committed", "not_needed", "not_needed_cost"])
def test_a_leaver_is_told_when_seats_may_go(
    results_of: Of, falls: str, words: str, row: str
) -> None:
    results = told(results_of, FALLS=falls, QUANTITY=LEAVERS)
    said = trace_text(results.explain(f"buy.seat.{row}", "2027-07"))
    told_so = f"who leaves saves nothing {words}".replace(" :", ":")
    assert told_so in " ".join(said.split())


def test_where_all_are_needed_nobody_waits(results_of: Of) -> None:
    results = told(results_of, FALLS="renewal", QUANTITY=LEAVERS)
    for key, month in (("buy.seat.committed", "2027-05"), ("buy.seat.needed", "2027-07")):
        assert "who leaves" not in trace_text(results.explain(key, month, depth=1))
