"""Lines by hand: what each costs in each year, in cases that are easily got wrong."""

from typing import Any

import pytest

from licmodel.analysis.checks import checks
from licmodel.analysis.comparison import compare
from licmodel.analysis.figures import OptionFigures
from licmodel.analysis.results import run
from licmodel.errors import InputError
from licmodel.report.treatments import treatments_text
from licmodel.scenario.loading import from_data
from licmodel.scenario.scenario import Scenario

Raw = dict[str, Any]


def one_option(lines: Raw, years: int = 2, **more: object) -> Scenario:
    """A scenario of one option with these lines, from April 2027."""
    return from_data(
        {
            "title": "Example",
            "organisation": {"name": "An example"},
            "baseline": "none",
            "timeline": {"start": "2027-04", "years": str(years)},
            "options": {"only": {"lines": lines}},
            **more,
        }
    )


def costed(lines: Raw, years: int = 2, **more: object) -> OptionFigures:
    """Figures of these lines, under the what-if if there is one; every check holds."""
    comparison = compare(one_option(lines, years, **more), what_ifs="what_ifs" in more)
    assert not [each for each in checks(comparison.results) if not each.holds]
    for options in comparison.what_ifs.values():
        return options["only"]
    return comparison.options["only"]


TEN_SEATS = {"kind": "subscription", "quantity": "10", "starts": "2027-06"}
A_MACHINE = {"kind": "perpetual", "quantity": "1", "starts": "2027-10", "maintenance": "10%"}
ITS_HOST = {"kind": "hardware", "quantity": "1", "starts": "2027-10", "life_years": "5"}


@pytest.mark.parametrize(
    ("line", "from_month", "per", "expected"),
    [
        (TEN_SEATS, "2027-04", "month", [1000, 1200]),
        (TEN_SEATS, "2027-06", "month", [1000, 1200]),
        (A_MACHINE, "2027-10", "once", [100 + 5, 10]),
        (ITS_HOST, "2027-10", "once", [100, 0]),
    ],
)
def test_a_dated_price_is_looked_up_from_the_start_of_the_line(
    line: Raw, from_month: str, per: str, expected: list[float]
) -> None:
    """[6] Before it starts no price is in force, and none is needed."""
    price = 10 if per == "month" else 100
    priced = line | {"price": {"by_date": {from_month: str(price)}, "per": per}}
    assert costed({"line": priced}).billed == pytest.approx(expected)


def test_a_dated_price_holds_where_a_what_if_starts_the_line_later() -> None:
    price = {"by_date": {"2027-06": "10", "2028-04": "20"}, "per": "month", "escalator": "10%"}
    later = {"later": {"only.line.starts": {"add": "3 months"}}}
    line = TEN_SEATS | {"price": price}
    assert costed({"line": line}).billed == pytest.approx([1000, 200 + 2000])
    assert costed({"line": line}, what_ifs=later).billed == pytest.approx([700, 500 + 1400])


LOST = {"vat_rate": "20%", "vat_recoverable": "0%"}
AN_AMOUNT = [
    {"kind": "one_off"},
    {"kind": "recurring", "per": "year", "ends": "2028-03"},
    {"kind": "recurring", "per": "year", "billing": "yearly", "ends": "2028-03"},
]


@pytest.mark.parametrize("line", AN_AMOUNT)
@pytest.mark.parametrize(
    ("written", "asked", "expected"),
    [
        ("1000", None, 1200),
        ("-1000", None, -1000),
        ("1000", "-1000", -1000),
        ("-1000", "1000", 1200),
        ("-1000", "0", 0),
    ],
)
def test_an_income_brings_no_vat_under_a_what_if_either(
    line: Raw, written: str, asked: str | None, expected: float
) -> None:
    """[21] A cost brings VAT that is lost; what a what-if makes an income does not."""
    asks: Raw = {"what_ifs": {"asked": {"only.line.amount": {"set": asked}}}} if asked else {}
    option = costed({"line": line | {"amount": written}}, finance=LOST, **asks)
    assert (option.total, sum(option.accrued)) == pytest.approx((expected, expected))


@pytest.mark.parametrize("line", AN_AMOUNT)
def test_an_income_brings_vat_where_its_line_says_so(line: Raw) -> None:
    """[21]"""
    said = line | {"amount": "-1000", "vat": "standard"}
    assert costed({"line": said}, finance=LOST).total == pytest.approx(-1200)


def test_what_is_prepaid_holds_the_vat_that_is_lost() -> None:
    """[2] [9] Invoiced in October 2027 for a year, in money of the day: 6 x 100 + 20%."""
    yearly = {"kind": "recurring", "amount": "1200", "per": "year", "billing": "yearly"}
    from_october = {"line": yearly | {"starts": "2027-10", "ends": "2030-09"}}
    finance = LOST | {"inflation": "5%"}
    option = costed(from_october, finance=finance)
    assert (option.prepaid_before, option.prepaid_after) == pytest.approx((0, 720))
    scenario = one_option(from_october, finance=finance)
    assert compare(scenario, real=True).options["only"].prepaid_after == pytest.approx(720)
    begun = costed({"line": yearly | {"starts": "2026-10"}}, finance=finance)
    assert (begun.prepaid_before, begun.prepaid_after) == pytest.approx((720, 720))
    owed = costed({"line": yearly | {"starts": "2026-10", "billing": "yearly in arrears"}})
    assert (owed.prepaid_before, owed.prepaid_after) == pytest.approx((-600, -600))
    income = yearly | {"amount": "-1200", "starts": "2026-10"}
    assert costed({"line": income}, finance=LOST).prepaid_before == pytest.approx(-600)


RISING = {"kind": "recurring", "amount": "1200", "per": "year", "index": "10%"}


def test_the_first_anniversary_to_bring_a_rise_is_in_the_second_year() -> None:
    """[5] Begun in October 2026: flat until October 2028, for its amount is the first year's."""
    option = costed({"line": RISING | {"starts": "2026-10", "uplift": "anniversary"}}, years=3)
    assert option.billed == pytest.approx([1200, 600 + 660, 660 + 726])


def test_a_term_that_is_not_read_is_refused() -> None:
    line = {"kind": "subscription", "quantity": "1", "price": "10", "per": "month", "term": "36"}
    assert costed({"line": line | {"index": "3%"}}).billed[0] == pytest.approx(120)
    rising = line | {"index": "3%", "uplift": "anniversary"}
    with pytest.raises(InputError, match="rises on anniversaries, not by term"):
        costed({"line": rising})
    # a product that has but one price is held to no renewal either
    listed = {key: rising[key] for key in rising if key not in {"price", "per"}}
    prices = {"suite": {"value": "10", "per": "month"}}
    with pytest.raises(InputError, match="rises on anniversaries, not by term"):
        costed({"line": listed | {"product": "suite"}}, prices=prices)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, True),
        ({"term": "1"}, False),
        ({"quantity": {"by_date": {"2027-04": "10", "2028-04": "8"}}}, False),
        ({"quantity": {"by_date": {"2027-04": "10", "2027-10": "12"}}}, False),
        ({"quantity": "10", "ends": "2027-10"}, False),
        ({"starts": "2026-10"}, False),
    ],
)
def test_seats_handed_back_within_a_term_are_told(change: Raw, *, told: bool) -> None:
    fewer = {"by_date": {"2027-04": "10", "2027-10": "8"}}
    line = {"kind": "subscription", "quantity": fewer, "price": "10", "per": "month"}
    warnings = compare(one_option({"line": line | change})).warnings
    assert any(each.startswith("seats that go within a term") for each in warnings) == told


@pytest.mark.parametrize("kind", ["perpetual", "hardware", "subscription"])
def test_what_has_neither_product_nor_price_is_told_so(kind: str) -> None:
    line = {"kind": kind, "quantity": "1"}
    more = {"life_years": "5"} if kind == "hardware" else {}
    with pytest.raises(InputError, match="neither product nor price is there"):
        costed({"line": line | more})
    if kind != "subscription":
        with pytest.raises(InputError, match="write just one of them"):
            costed({"line": line | more | {"product": "x", "price": "1"}})


def test_a_treatment_of_its_own_says_what_it_is_not_for() -> None:
    line = {
        "kind": "recurring",
        "amount": "1",
        "per": "year",
        "treatment": "capital",
        "reason": "a lease",
    }
    bought = A_MACHINE | {"price": "100", "treatment": "capital", "reason": "policy 4"}
    told = treatments_text(run(one_option({"line": line, "bought": bought})))
    assert "capital: policy 4; its maintenance is revenue" in told
    assert "capital: a lease\n" in told
    empty = from_data(
        {
            "title": "Example",
            "organisation": {"name": "An example"},
            "baseline": "none",
            "timeline": {"start": "2027-04", "years": "1"},
            "options": {"nothing": {"title": "Nothing"}},
        }
    )
    assert treatments_text(run(empty)) == ""
