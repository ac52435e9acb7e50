"""What a budget holds of allowances, events, grants and displaced contracts, worked by hand."""

import re
from typing import Any

from licmodel.analysis.accounts.budgets import Budget, budget_of
from licmodel.analysis.results import run
from licmodel.assembly.assemble import assemble
from licmodel.report.budgets import budget_text
from licmodel.scenario.loading import from_data

Raw = dict[str, Any]
NONE = [0.0] * 4
LIKELY = {"value": "10%", "assumed": "a guess"}
PROJECT = {"kind": "one_off", "amount": "10_000", "starts": "2027-06"}
SUPPORT = {"kind": "recurring", "amount": "12_000", "per": "year"}
BOX = {"kind": "hardware", "quantity": "1", "price": "20_000", "life_years": "4"}
ATTACK = {"kind": "event", "on": "2028-06", "cost": "8_000", "probability": LIKELY}
SLIP = {"kind": "optimism_bias", "of": ["project", "box"], "rate": LIKELY}
FILTER = {
    "kind": "displaced",
    "contract": "mail filter",
    "amount": "1_200",
    "per": "year",
    "contract_ends": "2027-09",
    "in_base_budget": "true",
}


def raw(lines: Raw) -> Raw:
    """A council that borrows over five years, with some lines; an attack may be certain."""
    return {
        "title": "Example",
        "organisation": {"name": "An example", "country": "England"},
        "timeline": {"start": "2027-04", "years": "4"},
        "finance": {
            "vat_recoverable": "100%",
            "borrowing": {"years": "5", "interest": "0%", "assumed": "a guess"},
        },
        "baseline": "none",
        "options": {"move": {"lines": lines}},
        "what_ifs": {"attacked": {"changes": {"move.attack.probability": {"set": "100%"}}}}
        if "attack" in lines
        else {},
    }


def budget(lines: Raw, what_if: str | None = None) -> Budget:
    """The budget of an option with some lines."""
    found = budget_of(from_data(raw(lines)), "move", what_if=what_if)
    assert [str(check) for check in found.checks if not check.holds] == []
    return found


def shown(found: Budget) -> dict[tuple[str, str], list[float]]:
    """Entries by key and kind."""
    return {(each.key, each.kind): each.by_year for each in found.entries}


def test_an_allowance_for_optimism_is_in_no_budget() -> None:
    """A tenth of the project, £1,000, and of the box, £2,000: neither paid nor borrowed."""
    bare = budget({"project": PROJECT, "box": BOX})
    found = budget({"project": PROJECT, "box": BOX, "slip": SLIP})
    assert found.by_year == bare.by_year == [10_000, 5_000, 5_000, 5_000]
    assert found.capital == bare.capital
    assert found.outstanding == bare.outstanding
    assert ("slip", "revenue") not in shown(found)
    beside = {(each.key, each.kind): each.by_year for each in found.beside}
    assert beside == {("slip", "revenue"): [1_000, 0, 0, 0], ("slip", "capital"): [2_000, 0, 0, 0]}
    assert bare.beside == []


def test_an_event_is_in_the_budget_where_it_is_certain() -> None:
    lines = {"support": SUPPORT, "attack": ATTACK}
    may, will = budget(lines), budget(lines, "attacked")
    assert may.by_year == [12_000] * 4
    assert [each.by_year for each in may.beside] == [[0, 800, 0, 0]]
    assert will.by_year == [12_000, 20_000, 12_000, 12_000]
    assert will.beside == []
    assert will.changes["one_offs"].by_year == [0, 8_000, 0, 0]


def test_what_is_beside_a_budget_is_printed_with_why() -> None:
    scenario = from_data(raw({"support": SUPPORT, "attack": ATTACK}))
    text = budget_text(scenario, budget_of(scenario, "move"))
    assert re.search(r"\nAttack \(revenue\) +0 +800 +0 +0\n", text)
    assert "money that nobody has been promised" in " ".join(text.split())
    certain = budget_text(scenario, budget_of(scenario, "move", what_if="attacked"))
    assert "nobody has been promised" not in certain


def test_a_grant_is_in_the_budget_as_far_as_what_it_pays_for_is() -> None:
    aid = {"kind": "grant", "of": ["support", "attack"], "share": "50%"}
    lines = {"support": SUPPORT, "attack": ATTACK, "aid": aid}
    assert shown(budget(lines))["aid", "revenue"] == [-6_000] * 4
    # of the month's £1,000 and the attack at £800, half is paid; of that, £500 is for the support
    beside = {each.key: each.by_year for each in budget(lines).beside}
    assert beside == {"attack": [0, 800, 0, 0], "aid": [0, -400, 0, 0]}
    will = shown(budget(lines, "attacked"))
    assert will["aid", "revenue"] == [-6_000, -10_000, -6_000, -6_000]


def test_a_grant_towards_capital_lowers_what_is_repaid_over_the_same_life() -> None:
    """£20,000 over four years, of which half is granted: £2,500 a year, and nothing is left."""
    found = budget({"aid": {"kind": "grant", "of": "box", "share": "50%"}, "box": BOX})
    assert shown(found)["repayment", "repayment"] == [0, 2_500, 2_500, 2_500]
    assert found.outstanding == [10_000, 7_500, 5_000, 2_500]


def test_a_grant_towards_what_has_several_lives_is_repaid_as_they_are() -> None:
    """Half of £20,000 over four years and half of £30,000 over six: £2,500 and £2,500 a year."""
    van = BOX | {"life_years": "6", "price": "30_000"}
    aid = {"kind": "grant", "of": ["box", "van"], "share": "50%"}
    found = budget({"aid": aid, "box": BOX, "van": van})
    assert shown(found)["repayment", "repayment"] == [0, 5_000, 5_000, 5_000]
    assert found.outstanding == [25_000, 20_000, 15_000, 10_000]
    own = budget({"aid": aid | {"life_years": "5"}, "box": BOX, "van": van})
    assert shown(own)["repayment", "repayment"] == [0, *[5_000 + 5_000 - 5_000] * 3]


def test_a_grant_towards_a_one_off_is_a_one_off() -> None:
    found = budget({"project": PROJECT, "aid": {"kind": "grant", "of": "project", "share": "40%"}})
    assert found.changes["one_offs"].by_year == [6_000, 0, 0, 0]
    assert found.changes["one_offs_reversed"].by_year == [0, -6_000, 0, 0]
    assert found.changes["full_year"].by_year == NONE


def test_a_grant_towards_both_is_a_one_off_in_part() -> None:
    aid = {"kind": "grant", "of": ["project", "support"], "share": "50%", "starts": "2027-04"}
    found = budget({"project": PROJECT, "support": SUPPORT, "aid": aid | {"ends": "2029-03"}})
    assert found.changes["one_offs"].by_year == [5_000, 0, 0, 0]
    assert found.changes["one_offs_reversed"].by_year == [0, -5_000, 0, 0]
    assert found.changes["part_year"].by_year == [-6_000, 0, 6_000, 0]


def test_what_a_displaced_contract_saves_goes_on() -> None:
    """Half of £1,200 in the first year, all of it from then on."""
    found = budget({"support": SUPPORT, "filter": FILTER})
    assert found.changes["part_year"].by_year == [-600, 0, 0, 0]
    assert found.changes["full_year"].by_year == [0, -600, 0, 0]
    assert found.changes["one_offs"].by_year == NONE


def test_a_saving_from_the_first_month_on_is_new() -> None:
    over = FILTER | {"contract_ends": "2027-03"}
    found = budget({"support": SUPPORT, "filter": over})
    assert found.change.by_year == [-1_200, 0, 0, 0]


def test_what_was_spent_a_year_ago_is_called_so() -> None:
    rows = run(assemble(from_data(raw({"box": BOX})), budget="pounds")).model.program.rows
    assert rows["move.box.budget.ago.1"].label == "box: capital 1 year ago"
    assert rows["move.box.budget.ago.2"].label == "box: capital 2 years ago"
