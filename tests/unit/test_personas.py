"""Personas held against options: figures by hand, unknown never no, and what must not move."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licmodel.analysis.comparison import compare
from licmodel.analysis.estate.cover import choose
from licmodel.analysis.estate.personas import Personas, personas
from licmodel.analysis.estate.plans import spans
from licmodel.analysis.results import run
from licmodel.catalogue.features import features
from licmodel.errors import InputError
from licmodel.scenario.loading import load
from tests.crew import CREW, crew, held

DESK, FIELD = "desk", "field"
NEEDS = "needs: [desktop_apps, exchange_p2, teams]"
ALWAYS = [["2027-04", "2029-03"]]


def lacks(found: Personas, option: str, persona: str, asked: str = "needs") -> dict[str, Any]:
    """Features lacking, with their months."""
    said = found.to_json()["options"][option]["personas"][persona]
    return dict(said[f"lacks_{asked}"])


class TestPlansByHand:
    """400 at the desk and 250, then 280, in the field; E1 8, E3 20, E5 34, F3 7, Power BI 9."""

    def test_the_cheapest_single_plan_and_its_year(self) -> None:
        plans = held().plans[DESK]
        assert plans.choice.single is not None
        assert plans.choice.single.products == ("office_365_e3",)
        assert plans.cost(plans.choice.single) == 400 * 20 * 12
        # 250 are 280 from the second year on
        field = held(on="2028-01").plans[FIELD]
        assert field.choice.single is not None
        assert field.cost(field.choice.single) == 20 * (3 * 250 + 9 * 280)
        assert (field.people, field.most) == (250, 280)

    def test_the_break_even_between_a_plan_and_a_plan_with_add_ons(self) -> None:
        """E5 at 34 against E3 and Power BI at 29: E5 breaks even at 29, Power BI at 14."""
        needing = {"    wants: [power_bi_pro]\n": "", NEEDS: f"{NEEDS[:-1]}, power_bi_pro]"}
        found = held(needing).plans[DESK].choice
        assert found.cheapest is not None
        assert found.cheapest.products == ("office_365_e3", "power_bi_pro")
        assert (found.break_even, found.add_ons_break_even) == (29, 14)

    def test_wants_are_priced_apart_from_needs(self) -> None:
        plans = held().plans[DESK]
        assert plans.choice.cheapest is not None
        assert plans.choice.cheapest.price == 20
        assert plans.with_wants is not None
        assert plans.with_wants.price == 29
        assert held().plans[FIELD].with_wants is None

    def test_a_plan_with_fewer_seats_than_people_is_refused_with_its_reason(self) -> None:
        """Business Basic has 300 seats: too few for 301, enough for 300."""
        field = {
            "needs: [web_apps, exchange_kiosk, teams, desktop_apps]": "needs: [exchange_p1, teams]"
        }
        many = held(field | {"2028-04: 280": "2028-04: 301"}).plans[FIELD]
        assert many.choice.single is not None
        assert many.choice.single.products == ("office_365_e1",)
        reasons = {each.product: each.reason for each in many.refused}
        assert reasons["microsoft_365_business_basic"] == (
            "it has 300 seats at the most, and they are up to 301"
        )
        assert reasons["microsoft_365_e3"] == "no price in CHF is known"
        few = held(field | {"2028-04: 280": "2028-04: 300"}).plans[FIELD]
        assert few.choice.single is not None
        assert few.choice.single.products == ("microsoft_365_business_basic",)

    def test_a_frontline_plan_is_for_those_who_are_said_to_be_frontline(self) -> None:
        cloud = {", teams, desktop_apps]": ", teams]"}
        yes = held(cloud).plans[FIELD].choice.single
        assert yes is not None
        assert (yes.products, yes.price) == (("microsoft_365_f3",), 7)
        for said, why in (
            ("frontline: false", "it is for frontline staff alone, which they are not"),
            ("", "it is for frontline staff alone, and nobody said they are"),
        ):
            plans = held(cloud | {"frontline: true": said}).plans[FIELD]
            assert plans.choice.single is not None
            assert plans.choice.single.products == ("microsoft_365_business_basic",)
            assert ("microsoft_365_f3", why) in {
                (each.product, each.reason) for each in plans.refused
            }

    def test_a_product_that_would_do_if_it_carried_what_is_unknown_is_told_and_not_taken(
        self,
    ) -> None:
        """[17] Whether F3 and Business Basic give access to servers was not verified."""
        access = {", teams, desktop_apps]": ", teams, cal_exchange_base]"}
        plans = held(access).plans[FIELD]
        assert plans.choice.single is not None
        assert plans.choice.single.products == ("office_365_e1",)
        told = {each.offer.product: each.features for each in plans.doubtful}
        assert told == dict.fromkeys(
            ("microsoft_365_f3", "microsoft_365_business_basic"), ("cal_exchange_base",)
        )

    def test_a_product_sold_by_the_device_or_once_stands_beside_no_price_by_the_month(self) -> None:
        assert "office_ltsc_standard_2024" not in {
            each.product for each in held().plans[DESK].offers
        }

    def test_yearly_prices_are_taken_by_the_month(self) -> None:
        offers = {each.product: each.price for each in held().plans[FIELD].offers}
        assert offers["entra_id_p1"] == 60 / 12

    def test_prices_are_those_of_the_month_asked_about(self) -> None:
        dated = {
            "office_365_e3: {unit: user, per: month, value: 20, source: list}": "office_365_e3: "
            "{unit: user, per: month, by_date: {2027-04: 20, 2028-01: 23}, source: list}"
        }
        for on, price in ((None, 20), ("2027-12", 20), ("2028-01", 23)):
            single = held(dated, on=on).plans[DESK].choice.single
            assert single is not None
            assert single.price == price

    def test_a_product_of_a_user_s_own_is_a_plan_once_its_features_are_told(self) -> None:
        own = {
            "  power_bi_pro: {": "  suite: {unit: user, per: month, value: 3, source: offer}\n"
            "  power_bi_pro: {",
            "personas:\n": "features:\n  suite: {has: [desktop_apps, exchange_p2, teams]}\n"
            "personas:\n",
        }
        single = held(own).plans[DESK].choice.single
        assert single is not None
        assert single.products == ("suite",)

    def test_a_product_under_a_name_of_one_s_own_is_not_told_as_missing(self) -> None:
        named = {"personas:\n": "features: {power_bi_pro: microsoft_365_e3}\npersonas:\n"}
        plans = held(named).plans[DESK]
        assert plans.choice.single is not None
        assert plans.choice.single.products == ("power_bi_pro",)
        assert "microsoft_365_e3" not in {each.product for each in plans.refused}


def test_a_plan_costs_what_a_line_of_it_costs() -> None:
    """One figure, one definition: the plan's year is the line's own year in an option."""
    found = held()
    results = run(crew())
    cover = found.plans[DESK].choice.single
    assert cover is not None
    assert found.plans[DESK].cost(cover) == results.by_period("frontline.e3.accrued.by_year")[0]


@pytest.mark.parametrize("feature", ["desktop_apps", "exchange_p2", "teams"])
def test_removing_one_feature_from_one_persona_changes_only_its_plan(feature: str) -> None:
    fewer = NEEDS.replace(f"{feature}, ", "").replace(f", {feature}", "")
    before, after = held().to_json(), held({NEEDS: fewer}).to_json()
    price = [each["personas"][DESK]["plans"]["cheapest"]["price"] for each in (before, after)]
    assert price[1] <= price[0]
    assert feature not in after["personas"][DESK]["needs"]
    for each in (before, after):
        del each["personas"][DESK]
        for option in each["options"].values():
            del option["personas"][DESK]
    assert before == after


def test_removing_desktop_apps_from_the_desk_takes_the_plan_below() -> None:
    """E1 at 8 has no 100 GB mailbox; without apps and mailbox it is enough."""
    single = held({NEEDS: "needs: [teams]"}).plans[DESK].choice.single
    assert single is not None
    assert (single.products, single.price) == (("office_365_e1",), 8)


class TestGapsByHand:
    """In Frontline the field has E3 until October 2027 and F3 from October 2027."""

    def test_what_the_field_lacks_and_from_when(self) -> None:
        assert lacks(held(), "frontline", FIELD) == {"desktop_apps": [["2027-11", "2029-03"]]}
        assert lacks(held(), "renew", FIELD) == {}
        assert lacks(held(), "renew", DESK, "wants") == {"power_bi_pro": ALWAYS}

    def test_the_field_loses_what_e3_has_and_f3_has_not_and_what_it_costs_again(self) -> None:
        lost = {each.feature: each for each in held().gaps["frontline"][FIELD].lost}
        assert set(lost) == {"desktop_apps", "exchange_p2", "sharepoint_p2", "labels_standard"}
        apps = lost["desktop_apps"]
        assert (apps.product, apps.price, apps.first_year) == ("office_365_e3", 20, 250 * 20 * 12)
        assert spans(apps.months) == [["2027-11", "2029-03"]]

    def test_what_cannot_be_bought_again_has_no_price_and_not_a_price_of_nothing(self) -> None:
        """[17]"""
        unknown_to_all = {
            "  office_365_e5: {unit: user, per: month, value: 34, source: list}\n": "",
            "  office_365_e3: {": "  other: {",
            "office_365_e3, quantity: [office, field]": "other, quantity: [office, field]",
            "product: office_365_e3, quantity: field": "product: other, quantity: field",
        }
        told = "features: {KEY: office_365_e3, e3_field: office_365_e3}\npersonas:\n"
        by_line = {"personas:\n": told.replace("KEY", "e3")}
        lost = {
            each.feature: each
            for each in held(unknown_to_all | by_line).gaps["frontline"][FIELD].lost
        }
        apps = lost["desktop_apps"]
        assert (apps.product, apps.price, apps.first_year) == (None, None, None)
        # once the product itself is told of, its price is that of buying it again
        by_product = {"personas:\n": told.replace("KEY", "other")}
        (again,) = {
            each.product for each in held(unknown_to_all | by_product).gaps["frontline"][FIELD].lost
        }
        assert again == "other"

    def test_what_is_unknown_of_f3_may_be_lost_and_is_not_called_lost(self) -> None:
        """[17] E3 carries rights to Exchange Server; of F3 nobody verified it."""
        gaps = held().gaps["frontline"][FIELD]
        assert "cal_exchange_base" not in {each.feature for each in gaps.lost}
        assert spans(gaps.in_doubt["cal_exchange_base"]) == [["2027-11", "2029-03"]]

    def test_the_field_gains_what_f3_has_and_e3_has_not(self) -> None:
        gained = held().gaps["frontline"][FIELD].gained
        assert set(gained) == {
            *("windows_enterprise", "intune_p1", "entra_p1", "info_protection_p1"),
        }
        assert spans(gained["entra_p1"]) == [["2027-10", "2029-03"]]

    def test_what_is_licensed_twice_and_which_line_adds_nothing(self) -> None:
        twice = {each.lines: each for each in held().gaps["frontline"][FIELD].twice}
        assert set(twice) == {("e3_field", "f3"), ("f3", "identity")}
        both = twice["e3_field", "f3"]
        assert spans(both.months) == [["2027-10", "2027-10"]]
        assert (set(both.features), both.idle) == (
            {"web_apps", "exchange_kiosk", "sharepoint_kiosk", "teams"},
            None,
        )
        again = twice["f3", "identity"]
        assert (again.features, again.idle) == (("entra_p1",), "identity")
        assert spans(again.months) == [["2028-01", "2029-03"]]

    def test_a_line_of_which_something_is_unknown_is_not_said_to_add_nothing(self) -> None:
        """[17]"""
        told = {"personas:\n": "features: {identity: {has: [entra_p1]}}\npersonas:\n"}
        twice = {each.lines: each for each in held(told).gaps["frontline"][FIELD].twice}
        assert twice["f3", "identity"].idle is None

    def test_the_baseline_loses_and_gains_nothing_against_itself(self) -> None:
        for gaps in held().gaps["renew"].values():
            assert (gaps.lost, dict(gaps.gained), dict(gaps.in_doubt)) == ((), {}, {})

    def test_without_a_baseline_nothing_is_lost(self) -> None:
        found = held({"baseline: renew": "baseline: none"})
        assert found.gaps["frontline"][FIELD].lost == ()
        assert found.rights == {"renew": (), "frontline": ()}

    def test_a_line_whose_product_they_may_not_have_is_told(self) -> None:
        found = held({"frontline: true": "frontline: false"})
        assert found.gaps["frontline"][FIELD].barred == {
            "f3": "it is for frontline staff alone, which they are not"
        }
        assert held().gaps["frontline"][FIELD].barred == {}


class TestRightsByHand:
    """100 perpetual licences at 300, with assurance, that Frontline does without."""

    def test_licences_given_up_at_what_they_would_cost_again(self) -> None:
        (right,) = held().rights["frontline"]
        assert (right.line, right.after, right.only_assurance) == ("ltsc", None, False)
        assert (right.units, right.price, right.cost) == (100, 300, 30_000)
        assert held().rights["renew"] == ()

    def test_licences_that_end_within_the_horizon_are_told_with_their_last_month(self) -> None:
        kept = {"    without: [ltsc]\n    lines:\n": "    lines:\n      ltsc: {ends: 2028-03}\n"}
        (right,) = held(kept).rights["frontline"]
        assert right.to_json()["after"] == "2028-03"

    def test_assurance_that_lapses_is_told_apart(self) -> None:
        lapsed = {
            "    without: [ltsc]\n    lines:\n": "    without: [ltsc]\n    lines:\n",
            "      e3: {quantity: office}\n": "      e3: {quantity: office}\n      ltsc: {kind: "
            "perpetual, price: 300, quantity: 100, unit: device, for: []}\n",
        }
        (right,) = held(lapsed).rights["frontline"]
        assert right.only_assurance

    def test_without_a_price_in_that_month_the_cost_is_unknown(self) -> None:
        """[17] No price is known before the licences are bought, in January 2028."""
        later = {
            "product: office_ltsc_standard_2024": "price: {by_date: {2028-01: 300}, per: once}\n"
            "        starts: 2028-01"
        }
        (right,) = held(later).rights["frontline"]
        assert (right.units, right.price, right.cost) == (None, None, None)
        assert held(later, on="2028-01").rights["frontline"][0].cost == 30_000


def test_personas_move_no_figure() -> None:
    start, end = CREW.index("personas:\n"), CREW.index("options:\n")
    without = {CREW[start:end]: "", "        for: []\n": ""}
    assert compare(crew()).to_json() == compare(crew(without)).to_json()


def test_a_month_outside_the_horizon_is_refused() -> None:
    for month in ("2027-03", "2028-05"):
        with pytest.raises(InputError, match=f"{month} cannot be asked about"):
            held(on=month)
    assert held(on="2028-04").plans[FIELD].people == 280


def test_an_option_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="expected: renew, frontline"):
        held(options=["other"])


def test_a_scenario_without_personas_is_refused_with_how_to_write_one() -> None:
    start, end = CREW.index("personas:\n"), CREW.index("options:\n")
    with pytest.raises(InputError, match=r"personas: \{office: "):
        held({CREW[start:end]: "", "        for: []\n": ""})


@given(st.frozensets(st.sampled_from(sorted(features())), min_size=1, max_size=6))
def test_over_the_real_price_book_one_need_less_is_never_dearer(needs: frozenset[str]) -> None:
    def price(asked: frozenset[str]) -> float:
        cover = choose(asked, _council().plans["field"].offers).cheapest
        return float("inf") if cover is None else cover.price

    for feature in needs:
        assert price(needs - {feature}) <= price(needs)


@cache
def _council() -> Personas:
    return personas(load(Path(__file__).parents[2] / "scenarios/council_2027.yaml"))


def test_the_council_s_field_staff_by_hand() -> None:
    """F3 at £8.81 on the council's own list; 640 people until October 2028."""
    plans = _council().plans["field"]
    assert plans.choice.single is not None
    assert plans.choice.single.products == ("microsoft_365_f3",)
    assert plans.cost(plans.choice.single) == pytest.approx(640 * 8.81 * 12)
    gaps = _council().gaps["frontline"]["field"]
    assert {key: spans(months) for key, months in gaps.lacking(("desktop_apps",)).items()} == {
        "desktop_apps": [["2027-11", "2032-03"]]
    }
    (right,) = _council().rights["frontline"]
    assert (right.units, right.cost) == (24, 24 * 5_416)
