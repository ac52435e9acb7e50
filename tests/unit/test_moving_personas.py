"""Personas whose people move from one line to another: who has what while they go."""

from typing import Any

from licmodel.analysis.estate.gaps import Gaps
from licmodel.analysis.estate.plans import spans
from tests.crew import CREW, held

LINES = CREW[CREW.index("      e3_field:") : CREW.index("      identity:")]
LEFT = "    without: [ltsc]\n    lines:\n      e3: {quantity: office}\n"


def moved(people: str, more: str = "") -> Gaps:
    """The field's gaps where it goes from E3 to F3 in July to December 2027."""
    move = f"{{from: e3, to: f3, people: {people}, over: 2027-07..2027-12{more}}}"
    changes = {
        LINES: "      f3: {kind: subscription, product: microsoft_365_f3, quantity: 0}\n",
        LEFT: f"    without: [ltsc]\n    moves:\n      out: {move}\n    lines:\n",
        "      identity: {kind: subscription, product: entra_id_p1, quantity: field, "
        "starts: 2028-01}\n": "",
    }
    return held(changes).gaps["frontline"]["field"]


def told(gaps: Gaps, feature: str) -> dict[str, Any]:
    """Months in which a feature is there, not known and not there."""
    held_ = gaps.held
    return {
        "yes": spans(held_.yes[feature]),
        "unknown": spans(held_.unknown[feature]),
        "no": spans(held_.lacked(feature)),
    }


def test_until_the_first_goes_all_have_it_and_once_the_last_has_gone_none() -> None:
    assert told(moved("field"), "desktop_apps") == {
        "yes": [["2027-04", "2027-06"]],
        "unknown": [["2027-07", "2027-11"]],
        "no": [["2027-12", "2029-03"]],
    }


def test_who_has_both_for_a_while_loses_it_that_much_later() -> None:
    assert told(moved("field", ", overlap_months: 2"), "desktop_apps")["no"] == [
        ["2028-02", "2029-03"]
    ]


def test_what_both_lines_carry_they_have_throughout() -> None:
    assert told(moved("field"), "teams") == {
        "yes": [["2027-04", "2029-03"]],
        "unknown": [],
        "no": [],
    }


def test_what_only_the_new_line_carries_they_all_have_once_the_last_has_come() -> None:
    assert told(moved("field"), "windows_enterprise")["yes"] == [["2027-12", "2029-03"]]


def test_a_number_of_people_does_not_say_who_goes() -> None:
    """[17] Anybody on E3 may be among the 250."""
    gaps = moved("250")
    assert set(gaps.movers) == {"e3", "f3"}
    assert told(gaps, "desktop_apps") == {
        "yes": [["2027-04", "2027-06"]],
        "unknown": [["2027-07", "2029-03"]],
        "no": [],
    }


def test_people_who_stay_are_not_touched_by_a_move_of_others() -> None:
    gaps = moved("office")
    assert gaps.served_by == ("e3",)
    assert gaps.lost == ()
