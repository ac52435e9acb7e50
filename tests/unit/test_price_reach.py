"""How far the prices of a sheet reach: who reads them, what wins over them, what comes off them."""

from __future__ import annotations

from pathlib import Path

import pytest

from licmodel.analysis.price_cost import PriceCosts, in_a_model, price_costs
from licmodel.analysis.price_reach import own_prices
from licmodel.catalogue.files import PRICES, file_text
from licmodel.catalogue.price_changes import PriceChange, price_changes
from licmodel.catalogue.price_reading import Reading, read_prices
from licmodel.cli import main
from licmodel.report.price_reach import discount_sentences, reach_notes, reach_sentences
from licmodel.report.price_texts import change_words, costs_notes
from licmodel.scenario.loading import load
from tests.workbook.books import ROOT

COUNCIL = ROOT / "scenarios" / "council_2027.yaml"
HEAD = "product,title,segment,unit,price,currency,per,from,source,status\n"
QUOTE = (
    "microsoft_365_e3,Microsoft 365 E3,,user,446.40,GBP,year,,quote,quote\n"
    "microsoft_365_f3,Microsoft 365 F3,,user,8.10,GBP,month,2027-04,quote,quote\n"
    "office_365_e1,Office 365 E1,government,user,88.80,GBP,year,,quote,quote\n"
    "power_bi_pro,Power BI Pro,,user,8.20,GBP,month,2027-04,quote,quote\n"
)


@pytest.fixture(scope="module")
def old() -> Reading:
    return read_prices(file_text(PRICES), PRICES, disputes=True)


@pytest.fixture(scope="module")
def costs(old: Reading) -> PriceCosts:
    return price_costs(COUNCIL, in_a_model(old), read_prices(HEAD + QUOTE, "v2.csv"))


def changes(old: Reading, costs: PriceCosts) -> dict[str, PriceChange]:
    new = read_prices(HEAD + QUOTE, "v2.csv")
    told = price_changes(old.points, new.points, in_use=costs.in_use)
    return {each.product: each for each in told if each.kind != "gone"}


def test_a_quote_that_says_less_is_laid_beside_the_price_in_use(
    old: Reading, costs: PriceCosts
) -> None:
    """446.40 a year is 37.20 a month, and 37.20 / 34.55 = 1.0767."""
    e3 = changes(old, costs)["microsoft_365_e3"]
    assert change_words(e3) == (
        "Microsoft 365 E3, any segment, GBP per user: £34.55 a month to £446.40 a year "
        "(£37.20 a month), +7.7%"
    )


def test_another_segment_s_price_in_use_is_a_doubtful_match(
    old: Reading, costs: PriceCosts
) -> None:
    e1 = changes(old, costs)["office_365_e1"]
    assert (e1.kind, e1.doubt) == ("cheaper", "commercial before, government now")
    assert change_words(e1).endswith("; a doubtful match: commercial before, government now")


def test_a_price_that_the_scenario_says_is_one_in_use(old: Reading, costs: PriceCosts) -> None:
    """8.10 / 8.81 = 0.9194; what the sheet does not name is no part of it."""
    ours = own_prices(load(COUNCIL), {"microsoft_365_f3"})
    assert [(each.product, each.price, each.per) for each in ours] == [
        ("microsoft_365_f3", 8.81, "month")
    ]
    new = read_prices(HEAD + QUOTE, "v2.csv")
    in_use = costs.in_use | {each.line for each in ours}
    told = price_changes([*old.points, *ours], new.points, in_use=in_use)
    (f3,) = [each for each in told if each.product == "microsoft_365_f3" and each.after]
    assert change_words(f3) == (
        "Microsoft 365 F3, any segment, GBP per user: £8.81 a month to £8.10 a month, -8.1% from "
        "2027-04"
    )
    dated = own_prices(load(COUNCIL), {"office_ltsc_standard"})
    assert [(each.price, each.start, each.per) for each in dated] == [
        (390.0, 2027 * 12 + 3, "once"),
        (429.0, 2029 * 12 + 9, "once"),
    ]


def test_each_price_says_who_reads_it_and_what_wins(costs: PriceCosts) -> None:
    e3, e1 = reach_sentences(costs.reaches)
    assert e3 == (
        "Microsoft 365 E3, any segment, GBP per user, £446.40 a year (£37.20 a month): read by "
        "Renew, E3 for everybody; E3 with F3 in the field; E3, E1 and perpetual Office; Open "
        "source, E3 where needed."
    )
    assert e1.endswith("read by E3, E1 and perpetual Office.")
    ours, lost = reach_notes(costs.reaches)
    assert ours.startswith(
        "Microsoft 365 F3, £8.10 a month: yours stays in force: £8.81 per user per month "
        "(council_2027.yaml:74)."
    )
    assert lost == ("Not matched to anything that the options read: Power BI Pro (power_bi_pro).")


def test_a_name_that_may_be_a_product_in_use_is_said_and_not_taken(old: Reading) -> None:
    row = "m365_e3_unified_fsa_renewal,M365 E3 Unified FSA Renewal,,user,29.4,GBP,month,,q,quote\n"
    found = price_costs(COUNCIL, in_a_model(old), read_prices(HEAD + row, "v3.csv"))
    (lost,) = reach_notes(found.reaches)
    assert lost == (
        "Not matched to anything that the options read: M365 E3 Unified FSA Renewal "
        "(m365_e3_unified_fsa_renewal, perhaps microsoft_365_e3: call it so in a copy)."
    )
    assert found.discounted == ()


def test_an_option_that_takes_a_line_over_buys_its_product_too(costs: PriceCosts) -> None:
    f3 = next(each for each in costs.reaches if each.point.product == "microsoft_365_f3")
    assert f3.wanted_by == ("E3 with F3 in the field", "E3, E1 and perpetual Office")


def test_a_quote_that_is_discounted_again_is_told_with_both_prices(costs: PriceCosts) -> None:
    """37.20 less 12% is 32.736; nothing is said of what no line discounts."""
    e3, e1 = discount_sentences(costs.discounted)
    who = "Microsoft 365 E3 (renew.e3, frontline.e3, mixed.e3 and open_source.e3)"
    assert e3.startswith(f"{who} takes 12% off")
    assert "takes 12% off this price: £37.20 a month becomes £32.74 a month." in e3
    assert e3.endswith("If £37.20 a month is net already, the discount is taken twice.")
    assert e1.startswith("Office 365 E1 (mixed.e1) takes 12% off")
    assert {each.key for each in costs.discounted} == {"renew.e3.discount", "mixed.e1.discount"}


def test_a_published_list_is_what_discounts_are_for(old: Reading) -> None:
    listed = (HEAD + QUOTE).replace(",quote\n", ",published\n")
    found = price_costs(COUNCIL, in_a_model(old), read_prices(listed, "list.csv"))
    assert found.discounted
    assert discount_sentences(found.discounted) == []


def test_what_changes_nothing_is_told_as_such(old: Reading) -> None:
    same = HEAD + "microsoft_365_e3,E3,,user,34.55,GBP,month,,quote,quote\n"
    found = price_costs(COUNCIL, in_a_model(old), read_prices(same, "same.csv"))
    assert costs_notes(found)[0].startswith("Nothing changed: every price that an option reads")
    nobody = HEAD + "power_bi_pro,Power BI Pro,,user,8.20,GBP,month,,quote,quote\n"
    found = price_costs(COUNCIL, in_a_model(old), read_prices(nobody, "nobody.csv"))
    assert costs_notes(found)[0] == "No option reads a price of this book, so nothing changed."


def test_the_command_says_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "v2.csv").write_text(HEAD + QUOTE, "utf-8")
    main(["prices", "diff", "catalogue", str(tmp_path / "v2.csv"), str(COUNCIL)])
    told = " ".join(capsys.readouterr().out.split())
    for said in ("yours stays in force", "Not matched to anything", "the discount is taken twice"):
        assert said in told


def test_a_price_without_a_start_is_not_of_1980() -> None:
    book = read_prices(HEAD + QUOTE, "v2.csv")
    from licmodel.assembly.assemble import assemble  # noqa: PLC0415

    program = assemble(load(COUNCIL, book=book)).program
    assert program.inputs["prices.microsoft_365_e3.1980-01"].label == "Microsoft 365 E3, always"
    assert not any("1980" in each.label for each in program.inputs.values())
