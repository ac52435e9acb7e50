"""Whom a line serves, and what it carries: said, read off its drivers, or unknown."""

from typing import Any

from licmodel.analysis.estate.personas import Personas
from licmodel.analysis.estate.plans import spans
from tests.crew import held

DESK = "desk"
ALWAYS = [["2027-04", "2029-03"]]


def lacks(found: Personas, option: str, persona: str, asked: str = "needs") -> dict[str, Any]:
    """Features lacking, with their months."""
    said = found.to_json()["options"][option]["personas"][persona]
    return dict(said[f"lacks_{asked}"])


class TestWhomALineServes:
    def test_a_line_for_part_of_them_leaves_it_unknown(self) -> None:
        """[17]"""
        part = {"e3: {quantity: office}": "e3: {quantity: {driver: office, share: 50%}}"}
        found = held(part)
        gaps = found.gaps["frontline"][DESK]
        assert gaps.unsaid == ("e3",)
        assert lacks(found, "frontline", DESK) == {}
        assert set(gaps.not_known(("desktop_apps", "teams"))) == {"desktop_apps", "teams"}
        # what the line surely has not is lacking all the same
        assert lacks(found, "frontline", DESK, "wants") == {"power_bi_pro": ALWAYS}

    def test_for_says_whom_it_serves(self) -> None:
        said = {"e3: {quantity: office}": "e3: {quantity: 400, for: desk}"}
        gaps = held(said).gaps["frontline"][DESK]
        assert (gaps.unsaid, gaps.too_few, gaps.served_by) == ((), (), ("e3",))

    def test_a_line_with_fewer_seats_than_people_leaves_it_unknown(self) -> None:
        """[17] 399 seats for 400 people."""
        said = {"e3: {quantity: office}": "e3: {quantity: 399, for: desk}"}
        found = held(said)
        gaps = found.gaps["frontline"][DESK]
        assert (gaps.unsaid, gaps.too_few, gaps.served_by) == ((), ("e3",), ())
        assert lacks(found, "frontline", DESK) == {}
        assert set(gaps.not_known(("teams",))) == {"teams"}

    def test_a_line_for_devices_may_serve_anybody_until_it_says_whom(self) -> None:
        assert held().gaps["renew"][DESK].unsaid == ()
        unsaid = held({"        for: []\n": ""}).gaps["renew"][DESK]
        assert unsaid.unsaid == ("ltsc",)
        both = held({"for: []": "for: [desk, field]"}).gaps["renew"][DESK]
        assert both.served_by == ("e3", "ltsc")
        assert [(each.lines, each.idle) for each in both.twice] == [(("e3", "ltsc"), "ltsc")]

    def test_a_line_for_servers_serves_nobody(self) -> None:
        servers = {"        unit: device\n": "        unit: server\n", "        for: []\n": ""}
        priced = {"value: 300, source": "value: 300, source", "{unit: device,": "{unit: server,"}
        assert held(servers | priced).gaps["renew"][DESK].unsaid == ()

    def test_a_line_of_an_unknown_product_leaves_everything_unknown(self) -> None:
        """[17]"""
        other = {
            "  power_bi_pro: {": "  suite: {unit: user, per: month, value: 3, source: offer}\n"
            "  power_bi_pro: {",
            "e3: {quantity: office}": "e3: {quantity: office, product: suite}",
        }
        found = held(other)
        assert lacks(found, "frontline", DESK) == {}
        told = found.gaps["frontline"][DESK].not_known(("teams",))
        assert spans(told["teams"]) == ALWAYS

    def test_what_a_line_carries_can_be_told_by_its_product_or_its_name(self) -> None:
        told = {"personas:\n": "features: {ltsc: {has: [teams], lacks: others}}\npersonas:\n"}
        found = held(told | {"for: []": "for: desk"})
        assert [each.features for each in found.gaps["renew"][DESK].twice] == [("teams",)]


class TestWhatIsBoughtBesideAPlan:
    def test_it_gives_back_nothing_once_its_plan_has_ended(self) -> None:
        """Purview at 12 goes beside E3, which the field has until October only; E5 costs 34."""
        told = "features: {e3: microsoft_365_e5, e3_field: microsoft_365_e3}\npersonas:\n"
        priced = "  purview_suite: {unit: user, per: month, value: 12, source: list}\n"
        found = held({"personas:\n": told, "  power_bi_pro: {": f"{priced}  power_bi_pro: {{"})
        lost = {each.feature: each for each in found.gaps["frontline"]["field"].lost}
        assert lost["ediscovery_premium"].product == "office_365_e5"

    def test_it_is_no_plan_that_might_do_alone(self) -> None:
        """[17] Whether F5 gives access to servers is unknown, and it goes beside F3 anyway."""
        needs = {"needs: [web_apps, exchange_kiosk, teams, desktop_apps]": "needs: [entra_p2, "
                 "cal_exchange_base]"}  # fmt: skip
        priced = "  microsoft_365_f5_security_compliance: {per: month, value: 1, source: list}\n"
        plans = held(needs | {"  power_bi_pro: {": f"{priced}  power_bi_pro: {{"}).plans["field"]
        assert "microsoft_365_f5_security_compliance" in {each.product for each in plans.offers}
        assert plans.doubtful == ()


def test_a_price_for_one_segment_is_none_for_another() -> None:
    """A3 has a dollar price for staff of schools and none for pupils."""
    products = {}
    for segment in ("education_staff", "education_student"):
        changes = {"currency: CHF": "currency: USD", "frontline: true": f"segment: {segment}"}
        plans = held(changes).plans["field"]
        products[segment] = {each.product for each in plans.offers}
    assert "microsoft_365_a3" in products["education_staff"]
    assert "microsoft_365_a3" not in products["education_student"]
