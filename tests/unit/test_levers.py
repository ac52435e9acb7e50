"""What levers are worth: each by hand, all together, and where one walks away."""

import ast
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import licmodel
from licmodel.analysis.decisions.lever_list import Steps, read_steps
from licmodel.analysis.decisions.levers import Levers, levers
from licmodel.errors import InputError
from licmodel.report.levers import levers_csv, levers_text
from licmodel.scenario.scenario import Scenario
from tests.enrolled import ENROLLED, enrolled

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).with_name("levers.txt")
KEEP, LEAVE = 58_800, 75_880
AGAIN = """\
  again:
    based_on: keep
    lines:
      move: {kind: one_off, amount: 1_000, starts: 2027-10, assumed: invented}
"""


def worth(found: Levers) -> dict[str, float | None]:
    """Return what each lever takes off in all."""
    return {each.lever.key: each.total for each in found.worth}


def test_the_page_reads_as_it_should(tmp_path: Path, *, update_golden: bool) -> None:
    page = levers_text(levers(enrolled(tmp_path), "keep")) + "\n"
    if update_golden:
        GOLDEN.write_text(page, "utf-8")
    assert page == GOLDEN.read_text("utf-8")


def test_each_is_worth_what_it_is_by_hand(tmp_path: Path) -> None:
    found = levers(enrolled(tmp_path), "keep")
    assert worth(found) == pytest.approx(
        {
            "discount.seats": 588,
            "cap.mail": 80 * 3 * (120 - 103),
            "true_down.mail": 10 * 100,
            "billing.monthly": 0,
            "term.mail": KEEP - (5 * 100 * 100 + 80 * 120),
        },
        abs=1e-6,
    )


BILLED = """\
      help: {kind: recurring, amount: 1_000, per: year, assumed: invented}
      rebate: {kind: recurring, amount: -100, per: year, assumed: invented}
      storage:
        kind: consumption
        quantity: 100
        unit: GB
        tiers: [{from: 0, price: 2}, {from: 60, price: 1}]
        assumed: invented
      mail_out: {kind: consumption, quantity: 10, unit: message, price: 3, assumed: invented}
      least: {kind: consumption, quantity: 1, unit: GB, price: 3, minimum: 40, assumed: invented}
      most: {kind: consumption, quantity: 99, unit: GB, price: 3, maximum: 70, assumed: invented}
      entry:
        kind: consumption
        quantity: 10
        unit: GB
        tiers: [{from: 0, price: 2, flat: 30}]
        assumed: invented
"""


def test_a_point_comes_off_bills_that_have_no_discount(tmp_path: Path) -> None:
    scenario = enrolled(tmp_path, ENROLLED.replace("  leave:", f"{BILLED}  leave:"))
    found = levers(scenario, "keep", steps=Steps(points=5))
    years = scenario.timeline.years
    assert {key: each for key, each in worth(found).items() if key.startswith("bill.")} == (
        pytest.approx(
            {
                "bill.help": 0.05 * 1_000 * years,
                "bill.storage": 0.05 * 12 * (60 * 2 + 40 * 1) * years,
                "bill.mail_out": 0.05 * 12 * 10 * 3 * years,
                "bill.least": 0.05 * 12 * 40 * years,
                "bill.most": 0.05 * 12 * 70 * years,
                "bill.entry": 0.05 * 12 * (10 * 2 + 30) * years,
            },
            abs=1e-6,
        )
    )
    assert "5% off help" in levers_text(found)


def test_all_together_are_worth_what_they_are_by_hand(tmp_path: Path) -> None:
    found = levers(enrolled(tmp_path), "keep")
    # five years at 99, seats falling by a tenth of what is left, then 3% more than was paid
    pulled = 99 * (100 + 100 + 90 + 81 + 80) + 80 * 99 * 1.03
    assert found.joint["total"] == pytest.approx(KEEP - pulled, abs=1e-6)
    assert found.alone["total"] == pytest.approx(588 + 4_080 + 1_000 - 800, abs=1e-6)
    assert found.interaction["total"] == pytest.approx(KEEP - pulled - 4_868, abs=1e-6)


def test_steps_are_as_far_as_they_are_said(tmp_path: Path) -> None:
    steps = Steps(points=2, cap=0.1, true_down=0.2, term=72)
    found = worth(levers(enrolled(tmp_path), "keep", steps=steps))
    assert found["discount.seats"] == pytest.approx(1_176, abs=1e-6)
    assert found["cap.mail"] == pytest.approx(80 * 3 * 10, abs=1e-6)
    assert found["true_down.mail"] == pytest.approx(2_000, abs=1e-6)
    assert found["term.mail"] == pytest.approx(KEEP - 60_000, abs=1e-6)


def test_a_term_that_runs_is_longer_from_its_renewal_on(tmp_path: Path) -> None:
    text = ENROLLED.replace("signed: 2027-04", "signed: 2026-04")
    found = levers(enrolled(tmp_path, text), "keep")
    # renewed in April 2029 at 80 seats, and again in 2032 at the price of then, or not until 2034
    assert found.cost["total"] == 2 * 100 * 100 + 3 * 80 * 100 + 80 * 120
    assert worth(found)["term.mail"] == pytest.approx(80 * 20, abs=1e-6)


def test_levers_that_do_not_apply_are_not_told(tmp_path: Path) -> None:
    found = worth(levers(enrolled(tmp_path), "leave"))
    assert found == pytest.approx(
        {"discount.seats": 748.8, "hold": 0, "later": 0, "billing.yearly": 0}, abs=1e-6
    )
    capped = ENROLLED.replace("may_fall: renewal", "may_fall: any_month, cap: 2%")
    assert not {"cap.mail", "true_down.mail"} & set(
        worth(levers(enrolled(tmp_path, capped), "keep"))
    )


def test_an_uplift_falls_by_points_and_a_hold_is_lengthened(tmp_path: Path) -> None:
    text = ENROLLED.replace(
        "may_fall:", "renewal: uplift, renewal_uplift: 5%, hold_months: 12, may_fall:"
    )
    found = worth(levers(enrolled(tmp_path, text), "keep"))
    seats = (100, 100, 100, 80, 80, 80)
    at_5, at_4 = (
        sum(n * 100 * rise**year for year, n in enumerate(seats)) for rise in (1.05, 1.04)
    )
    assert found["uplift.mail"] == pytest.approx(at_5 - at_4, abs=1e-6)
    assert found["hold"] == pytest.approx(at_5 - 30_000 - 80 * 105 * 3, abs=1e-6)


def test_a_later_start_leaves_what_is_there_already(tmp_path: Path) -> None:
    text = ENROLLED.replace("starts: 2027-10", "starts: 2033-02")
    assert worth(levers(enrolled(tmp_path, text), "leave"))["later"] == pytest.approx(1_000)
    assert "later" not in worth(levers(enrolled(tmp_path, text), "keep"))


def test_a_later_start_moves_neither_what_ends_anyway_nor_what_takes_over_from_it(
    tmp_path: Path,
) -> None:
    old = "      old: {kind: recurring, amount: 9, per: year, ends: 2028-03, assumed: invented}\n"
    new = "      new: {kind: recurring, amount: 9, per: year, starts: 2028-04, assumed: invented}\n"
    text = ENROLLED.replace("    lines:\n", "    lines:\n" + old).rstrip() + "\n" + new
    found = {each.lever.key: each.lever for each in levers(enrolled(tmp_path, text), "leave").worth}
    assert list(found["later"].changes) == ["leave.move.starts"]


def test_a_lever_that_cannot_be_pulled_says_why(tmp_path: Path) -> None:
    text = ENROLLED.replace("agreement: mail", "agreement: mail\n        discount: 99.5%")
    found = levers(enrolled(tmp_path, text), "keep")
    assert worth(found)["discount.seats"] is None
    assert "Not worked out:\n  1 point more off Mailboxes: " in levers_text(found)
    assert found.joint


def test_what_ifs_hold_under_each(tmp_path: Path) -> None:
    text = ENROLLED + "what_ifs:\n  more: {drivers.staff.2029-04: {set: 100}}\n"
    found = worth(levers(enrolled(tmp_path, text), "keep", what_if="more"))
    assert found["discount.seats"] == pytest.approx(660, abs=1e-6)
    assert found["true_down.mail"] == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("option", "off"), [("keep", 1 - LEAVE / KEEP), ("leave", 1 - (KEEP - 1_000) / (LEAVE - 1_000))]
)
def test_one_walks_away_where_the_best_alternative_ties(
    tmp_path: Path, option: str, off: float
) -> None:
    away = levers(enrolled(tmp_path), option).walk_away
    assert away is not None
    assert away.off == pytest.approx(off, abs=1e-9)
    (price,) = away.prices
    assert price.alone_off == pytest.approx(off, abs=1e-9)
    assert price.price_at == pytest.approx(price.price * (1 - off), rel=1e-9)
    assert price.discount_at == pytest.approx(off, abs=1e-9)


def test_a_price_written_once_for_both_moves_for_one(tmp_path: Path) -> None:
    scenario = enrolled(tmp_path, ENROLLED + AGAIN)
    for option, against, off in (("keep", "again", -1_000), ("again", "keep", 1_000)):
        away = levers(scenario, option, against=against).walk_away
        assert away is not None
        assert away.off == pytest.approx(off / KEEP, abs=1e-9)


def test_the_best_alternative_is_the_cheapest_of_the_others(tmp_path: Path) -> None:
    away = levers(enrolled(tmp_path, ENROLLED + AGAIN), "keep").walk_away
    assert away is not None
    assert away.against == "again"
    assert away.gap == pytest.approx(-1_000)


def test_where_no_price_ties_it_is_said(tmp_path: Path) -> None:
    text = ENROLLED.replace("amount: 1_000", "amount: 900_000")
    found = levers(enrolled(tmp_path, text), "leave")
    assert found.walk_away is not None
    assert found.walk_away.off is None
    assert "no level of its prices makes the two tie" in " ".join(levers_text(found).split())


def test_where_nothing_has_a_price_less_a_discount_it_is_said() -> None:
    bath = licmodel.load(ROOT / "scenarios/bath_2019.yaml")
    page = " ".join(levers_text(levers(bath, "renew")).split())
    assert "none of its lines has a price less a discount" in page


REFUSED: dict[str, tuple[Callable[[Scenario], object], str]] = {
    "option": (lambda s: levers(s, "kepe"), "keep"),
    "against": (lambda s: levers(s, "keep", against="keep"), "leave"),
    "what-if": (lambda s: levers(s, "keep", what_if="x"), "what-if"),
    "steps": (lambda s: levers(s, "keep", steps=Steps(cap=3)), "from 0 to 1"),
    "words": (lambda _: read_steps({"cap": "a bit"}), "cap"),
    "months": (lambda _: read_steps({"later": "1.5"}), "whole months"),
}


@pytest.mark.parametrize("which", REFUSED)
def test_what_cannot_be_asked_is_refused_in_words(tmp_path: Path, which: str) -> None:
    call, said = REFUSED[which]
    with pytest.raises(InputError) as refused:
        call(enrolled(tmp_path))
    assert said in str(refused.value)


def test_data_say_the_same_as_the_page(tmp_path: Path) -> None:
    found = levers(enrolled(tmp_path), "keep")
    data = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert data["not_to_be_shared"] in " ".join(levers_text(found).split())
    assert {each["key"]: each["total"] for each in data["levers"]} == worth(found)
    assert data["together"] == dict(found.joint)
    assert data["walk_away"]["off"] == pytest.approx(1 - LEAVE / KEEP)
    rows = levers_csv(found).splitlines()
    assert rows[0] == "lever,measure,takes_off"
    assert f"together,total,{found.joint['total']!r}" in rows


def readers() -> dict[str, set[str]]:
    """Return by module of the program which of its files import from it."""
    found: dict[str, set[str]] = {}
    for file in (ROOT / "licmodel").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module is not None:
                name = file.relative_to(ROOT / "licmodel").as_posix()
                found.setdefault(node.module, set()).add(name)
    return found


def test_nothing_that_is_shared_reads_what_it_says(tmp_path: Path) -> None:
    found = readers()
    secret = {
        "licmodel.analysis.decisions.levers",
        "licmodel.analysis.decisions.lever_list",
        "licmodel.analysis.decisions.walk_away",
        "licmodel.report.levers",
    }
    assert set().union(*(found[each] for each in secret)) == {
        "__init__.py",
        "analysis/decisions/levers.py",
        "analysis/decisions/walk_away.py",
        "cli/levers.py",
        "dashboard/money_levers.py",
        "report/levers.py",
    }
    assert found["licmodel.dashboard.money_levers"] == {"dashboard/views/prices.py"}
    licmodel.write_workbook(enrolled(tmp_path), tmp_path / "shared.xlsx")
    with zipfile.ZipFile(tmp_path / "shared.xlsx") as book:
        for name in book.namelist():
            assert b"alk away" not in book.read(name), name
