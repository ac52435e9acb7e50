"""A scenario and its price lists: its own book wins over the catalogue, and nothing in silence."""

import json
from pathlib import Path

import pytest

from licmodel.analysis.freezing import freeze, verify
from licmodel.analysis.price_cost import price_costs
from licmodel.analysis.provenance import register
from licmodel.analysis.results import Results, run
from licmodel.analysis.warnings import warnings_of
from licmodel.catalogue.price_reading import read_prices
from licmodel.errors import InputError, PriceError
from licmodel.report.registers import check
from licmodel.report.traces import trace_text
from licmodel.scenario.loading import load

BOOK = """product,segment,unit,price,currency,per,from,plan,source,source_date,status
suite,government,user,£30,GBP,month,2026-04,annual,offer of October,2026-10-14,quote
suite,government,user,33,GBP,month,2028-01,annual,offer of October,2026-10-14,quote
suite,government,user,31.50,GBP,month,2026-04,monthly,offer of October,2026-10-14,quote
office_365_e3,,user,20,GBP,month,2026-04,,contract 114,2026-10,contract
"""
SCENARIO = """\
title: Seats
organisation: {name: A small council}
timeline: {start: 2027-04, years: 2}
baseline: keep
price_book: ours.csv
options:
  keep:
    lines:
      suite: {kind: subscription, product: suite, billing_plan: annual, quantity: 100}
"""


def written(folder: Path, text: str = SCENARIO, book: str = BOOK) -> Path:
    (folder / "ours.csv").write_text(book, "utf-8")
    path = folder / "seats.yaml"
    path.write_text(text, "utf-8")
    return path


def with_line(line: str, *, head: str = SCENARIO) -> str:
    """The scenario with another line."""
    first, _ = head.rsplit("      suite:", 1)
    return f"{first}      suite: {{kind: subscription, quantity: 100, {line}}}\n"


def results_of(folder: Path, text: str = SCENARIO, *what_ifs: str, book: str = BOOK) -> Results:
    return run(load(written(folder, text, book)), list(what_ifs))


def invoiced(results: Results, what_if: str | None = None) -> list[float]:
    return results.by_period("keep.billed.by_year", what_if)


def test_a_rise_of_the_book_lands_at_the_lines_own_renewal(tmp_path: Path) -> None:
    """[5] 100 × £30 × 12; the £33 of January 2028 is met at the renewal of April 2028."""
    results = results_of(tmp_path)
    assert invoiced(results) == [36_000, 39_600]
    text = trace_text(results.explain("keep.suite.billed", "2028-04"))
    assert f"{tmp_path / 'ours.csv'}:3" in text.replace("\n", "").replace(" " * 10, "")
    assert "quote" in text


def test_the_book_wins_over_the_catalogue_and_prices_over_the_book(tmp_path: Path) -> None:
    e3 = with_line("product: office_365_e3")
    assert invoiced(results_of(tmp_path, e3)) == [24_000, 24_000]
    listed = e3.replace("options:", "prices: {office_365_e3: {value: 21, per: month}}\noptions:")
    assert invoiced(results_of(tmp_path, listed)) == [25_200, 25_200]


def test_check_says_which_prices_came_from_the_book(tmp_path: Path) -> None:
    text = SCENARIO + "      e1: {kind: subscription, product: office_365_e1, quantity: 1}\n"
    told, holds = check(results_of(tmp_path, text))
    said = " ".join(told.split())
    assert "Own price book" in said
    book = "wins over the catalogue: prices.suite.annual (government, billed annual, GBP per user"
    assert f"{book}; lines 2 to 3)" in said
    key = "commercial, csp_annual, 12 months, GBP per user"
    assert f"Catalogue, prices.csv: prices.office_365_e1 ({key}; lines" in said
    assert "The scenario itself" not in said
    assert holds


def test_check_says_which_prices_are_the_scenarios_own_dated_or_not(tmp_path: Path) -> None:
    e1 = "      e1: {kind: subscription, product: office_365_e1, quantity: 1}\n"
    dated = "suite: {by_date: {2020-01: 9}, per: month}"
    own = f"prices:\n  office_365_e1: {{value: 7, per: month}}\n  {dated}\n"
    told, _ = check(results_of(tmp_path, SCENARIO.replace("options:", f"{own}options:") + e1))
    said = " ".join(told.split())
    assert "prices.suite (line" in said
    assert "prices.office_365_e1 (line" in said
    assert "Catalogue, prices.csv" not in said


def test_a_frozen_file_holds_the_book_and_is_run_with_it(tmp_path: Path) -> None:
    path = written(tmp_path)
    freeze(path, tmp_path / "signed.json")
    record = json.loads((tmp_path / "signed.json").read_text("utf-8"))
    assert BOOK in record["files"].values()
    (tmp_path / "ours.csv").write_text(BOOK.replace("£30", "99"), "utf-8")
    assert verify(tmp_path / "signed.json") == []
    (tmp_path / "ours.csv").unlink()
    assert verify(tmp_path / "signed.json") == []


def test_a_book_is_named_as_seen_from_the_file_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    written(tmp_path / "base")
    child = tmp_path / "child.yaml"
    child.write_text("extends: base/seats.yaml\ntitle: Later\n", "utf-8")
    assert invoiced(run(load(child))) == [36_000, 39_600]


@pytest.mark.parametrize(
    ("book", "said"),
    [
        (BOOK.replace("33,GBP", "?,GBP"), "ours.csv:3: the price book cannot be read: price ?"),
        (BOOK.replace("plan", "plans"), "ours.csv:1: this is no price book"),
        (BOOK + BOOK.splitlines()[1], "ours.csv:6: the price book cannot be read: the same"),
    ],
)
def test_a_fault_of_the_book_is_told_with_its_line(tmp_path: Path, book: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        load(written(tmp_path, book=book))
    assert said in str(caught.value)


def test_a_book_that_is_not_there_or_named_by_its_place_on_one_machine(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"seats\.yaml:5: there is no such price book"):
        load(written(tmp_path, SCENARIO.replace("ours.csv", "other.csv")))
    absolute = SCENARIO.replace("ours.csv", str(tmp_path / "ours.csv"))
    with pytest.raises(InputError, match="seen from the folder of its scenario"):
        load(written(tmp_path, absolute))


def test_what_tells_prices_apart_must_be_said_and_each_series_has_its_own_input(
    tmp_path: Path,
) -> None:
    with pytest.raises(PriceError, match="several prices") as caught:
        results_of(tmp_path, SCENARIO.replace("billing_plan: annual, ", ""))
    assert "billed monthly" in str(caught.value)
    text = (
        SCENARIO
        + "      more: {kind: subscription, product: suite, billing_plan: monthly, quantity: 10}\n"
        + "what_ifs: {dear: {prices.suite.monthly: {times: 2}}}\n"
    )
    results = results_of(tmp_path, text, "dear")
    assert results.figure("keep.more.billed.total", "dear") == 2 * 10 * 31.5 * 24
    assert results.figure("keep.suite.billed.total", "dear") == 75_600


def test_the_organisation_may_say_how_it_buys(tmp_path: Path) -> None:
    said = "{name: A small council, billing_plan: monthly}"
    text = SCENARIO.replace("{name: A small council}", said)
    assert invoiced(results_of(tmp_path, text))[0] == 36_000  # the line says otherwise
    results = results_of(tmp_path, text.replace("billing_plan: annual, ", ""))
    assert invoiced(results)[0] == 37_800
    assert "prices.suite.2026-04" in results.model.program.inputs


def stood_in(results: Results) -> list[str]:
    return [each for each in warnings_of(results) if "stands in" in each]


def test_a_commercial_price_stands_in_for_a_councils_own_aloud(tmp_path: Path) -> None:
    text = with_line("product: office_365_e1")
    (said,) = stood_in(results_of(tmp_path, text))
    assert "no government price is listed" in said
    assert "prices.office_365_e1" in said
    assert stood_in(results_of(tmp_path, with_line("product: office_365_e1, segment: commercial")))\
        == []  # fmt: skip
    company = text.replace("council}", "company, kind: company}")
    assert stood_in(results_of(tmp_path, company)) == []


def test_a_segment_that_was_said_is_never_another(tmp_path: Path) -> None:
    with pytest.raises(PriceError) as caught:
        results_of(tmp_path, with_line("product: office_365_e1, segment: government"))
    said = str(caught.value)
    assert "seats.yaml:9" in said
    assert "no price is listed for segment government" in said
    assert "segment: commercial" in said


def test_nothing_in_force_names_the_nearest_price(tmp_path: Path) -> None:
    with pytest.raises(PriceError) as caught:
        results_of(tmp_path, book=BOOK.replace("2026-04,annual", "2027-10,annual"))
    assert "2027-10: 30 GBP a month, government, from October 2027" in str(caught.value)
    ended = BOOK.replace("per,from", "per,from,to").replace(",annual", ",2027-12,annual", 1)
    ended = ended.replace("2028-01,", "2028-04,,").replace(",monthly", ",,monthly")
    ended = ended.replace("2026-04,,contract", "2026-04,,,contract")
    with pytest.raises(PriceError, match="is in force from 2028-01") as caught:
        results_of(tmp_path, book=ended)
    assert "ours.csv:2" in str(caught.value)


CONVERTED = "converted: {from: USD, rate: 0.78, source: Bank of England, dated: 2026-10-30}"


def test_a_conversion_is_a_dated_rate_that_what_ifs_can_move(tmp_path: Path) -> None:
    """$10 × 0.78 × 100 seats × 12 months; the dollar 10% dearer."""
    text = with_line(f"product: microsoft_365_f3, segment: commercial, {CONVERTED}")
    text += "what_ifs: {dollar: {keep.suite.converted.rate: {times: 1.1}}}\n"
    results = results_of(tmp_path, text, "dollar")
    assert invoiced(results) == pytest.approx([9_360, 9_360])
    assert invoiced(results, "dollar") == pytest.approx([10_296, 10_296])
    told = trace_text(results.explain("keep.suite.billed", "2027-04"))
    assert "$10 per user per month" in told
    assert "£0.78 per USD  [published: Bank of England; dated October 2026;" in told


def test_a_price_of_ones_own_in_another_currency(tmp_path: Path) -> None:
    text = with_line(f"price: 10, per: month, {CONVERTED}")
    assert invoiced(results_of(tmp_path, text)) == pytest.approx([9_360, 9_360])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"price: £10, per: month, {CONVERTED}", "a sum in pounds, where the currency is another"),
        (
            f"price: 10, per: month, {CONVERTED.replace('USD', 'GBP')}",
            "converted from the currency",
        ),
        ("product: microsoft_365_f3", "converted: {from: EUR"),
        (
            f"price: 10, per: month, {CONVERTED.replace(', dated: 2026-10-30', '')}",
            "a rate of exchange is of one day",
        ),
        (f"price: 10, per: month, {CONVERTED.replace('USD', 'dollars')}", "three capital letters"),
        ("price: 10, per: month, segment: government", "segment tells prices of a list apart"),
        ("product: office_365_e3, programme: C S P", "not the key of a programme"),
        ("product: office_365_e3, commitment: 0", "commitment"),
    ],
)
def test_what_no_line_can_say(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        results_of(tmp_path, with_line(line))
    assert said in str(caught.value)
    assert "seats.yaml" in str(caught.value)


def test_a_pound_sign_is_refused_where_the_currency_is_another(tmp_path: Path) -> None:
    text = with_line("price: £10, per: month").replace(
        "baseline", "finance: {currency: EUR}\nbaseline"
    )
    with pytest.raises(InputError, match="a sum in pounds"):
        results_of(tmp_path, text)
    assert invoiced(results_of(tmp_path, text.replace("£10", "10"))) == [12_000, 12_000]


def test_an_escalator_goes_on_from_the_catalogues_last_price(tmp_path: Path) -> None:
    """Entra ID P1: £5.17 from March 2022; five rises of 4% by April 2027, six by April 2028."""
    line = with_line("product: entra_id_p1, segment: commercial")
    flat = results_of(tmp_path, line)
    assert invoiced(flat) == pytest.approx([6_204, 6_204])
    assert any("carried on" in each for each in warnings_of(flat))
    rising = "prices: {entra_id_p1: {escalator: 4%, source: index of suppliers}}\noptions:"
    results = results_of(tmp_path, line.replace("options:", rising))
    assert invoiced(results) == pytest.approx([6_204 * 1.04**5, 6_204 * 1.04**6])
    assert not any("carried on" in each for each in warnings_of(results))
    declared = results.model.program.inputs
    assert declared["prices.entra_id_p1.escalator"].origin.status == "projected"
    assert declared["prices.entra_id_p1.2022-03"].origin.status == "assumed"


def test_an_escalator_needs_a_date_to_rise_from(tmp_path: Path) -> None:
    text = with_line("product: exchange_online_plan_2").replace(
        "options:", "prices: {exchange_online_plan_2: {escalator: 4%}}\noptions:"
    )
    with pytest.raises(PriceError, match="an escalator needs a date to rise from"):
        results_of(tmp_path, text)
    with pytest.raises(InputError, match="unit goes with a price"):
        results_of(tmp_path, text.replace("escalator: 4%", "escalator: 4%, unit: user"))


def test_list_contracted_and_effective_price_are_three_numbers(tmp_path: Path) -> None:
    """120 seats that never fall, at £30 less 10%, for 100 people: £27 × 120 / 100."""
    text = with_line("product: suite, billing_plan: annual, discount: 10%, agreement: held")
    text += (
        "agreements:\n"
        "  held: {programme: supplier_contract, signed: 2026-04, term: 36, may_fall: never,\n"
        "         holdings: {suite: {seats: 120, price: 27, per: month}}}\n"
    )
    results = results_of(tmp_path, text)
    first = {
        row: results.by_period(f"keep.suite.{row}")[0]
        for row in ("list_price", "price_a_month", "effective_price")
    }
    assert first == {
        "list_price": 30,
        "price_a_month": pytest.approx(27),
        "effective_price": pytest.approx(32.4),
    }


def test_a_price_in_place_of_a_product_leaves_the_lists_terms_behind(tmp_path: Path) -> None:
    line = with_line(f"product: microsoft_365_f3, segment: commercial, {CONVERTED}")
    child = tmp_path / "child.yaml"
    written(tmp_path, line)
    child.write_text(
        "extends: seats.yaml\n"
        "options: {keep: {lines: {suite: {price: 9, per: month}}}}\n",
        "utf-8",
    )  # fmt: skip
    assert invoiced(run(load(child))) == [10_800, 10_800]


def test_what_a_change_of_book_costs_each_option(tmp_path: Path) -> None:
    """£3 more a seat and month from the renewal of April 2028: 100 × 3 × 12."""
    path = written(tmp_path)
    old, new = (read_prices(each, "b.csv") for each in (BOOK, BOOK.replace("33,GBP", "36,GBP")))
    costs = price_costs(path, old, new)
    assert costs.options["keep"].more == [0, 3_600, 3_600]
    assert costs.options["keep"].before == [36_000, 39_600, 75_600]
    assert costs.periods == ("2027/28", "2028/29")


def test_a_book_that_leaves_open_which_price_is_meant_is_not_passed_over(tmp_path: Path) -> None:
    """The catalogue has the product too, but the book stands before it."""
    rows = "office_365_e1,government,user,7,GBP,month,2026-04,annual,offer,2026-10,quote\n"
    both = BOOK + rows + rows.replace("annual", "monthly").replace(",7,", ",8,")
    with pytest.raises(PriceError, match="several prices"):
        results_of(tmp_path, with_line("product: office_365_e1"), book=both)


def test_one_product_in_two_currencies_is_two_series(tmp_path: Path) -> None:
    """£8.18 a month beside $10 × 0.78: 100 and 10 seats over two years."""
    text = with_line("product: office_365_e1")
    line = f"kind: subscription, product: office_365_e1, quantity: 10, {CONVERTED}"
    text += f"      dollars: {{{line}}}\n"
    results = results_of(tmp_path, text)
    assert results.figure("keep.suite.billed.total") == pytest.approx(100 * 8.18 * 24)
    assert results.figure("keep.dollars.billed.total") == pytest.approx(10 * 7.80 * 24)


def test_a_price_of_the_catalogue_is_told_stale_as_any_other_figure(tmp_path: Path) -> None:
    """[7] Of its dated prices only the one that is paid is told: the others are past."""
    head = SCENARIO.replace("price_book: ours.csv\n", "as_of: 2026-11\n")
    results = results_of(tmp_path, with_line("product: microsoft_365_e3", head=head))
    text, _ = check(results)
    assert (
        "Stale, their source older than 18 months when the scenario was drawn up:\n"
        "prices.microsoft_365_e3.2023-04.\n"
    ) in text
    assert "STALE;" in text
    assert "confidence low); dated January 2023; catalogue prices.csv:" in text


def test_a_source_of_several_dates_is_as_old_as_the_last(tmp_path: Path) -> None:
    """What was seen from February 2025 into 2026 is not yet a year and a half old."""
    dates = {"2025-02 to 2026": [], "2025-03 (page undated)": ["prices.office_365_e3.2026-04"]}
    for said, stale in dates.items():
        book = BOOK.replace("contract 114,2026-10,", f"contract 114,{said},")
        text = with_line("product: office_365_e3").replace(
            "price_book", "as_of: 2026-11\nprice_book"
        )
        found = register(results_of(tmp_path, text, book=book))
        assert [each.key for each in found if each.is_stale] == stale
