"""Costs that members share: to the penny by hand, in ten thousand splits, laws and refusals."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from licmodel.analysis.accounts.shares import Shared, shares
from licmodel.analysis.checks import checks, master
from licmodel.analysis.results import Results, run
from licmodel.cli import main
from licmodel.cli.codes import CANNOT_READ
from licmodel.errors import InputError
from licmodel.scenario.files import dump_document
from licmodel.scenario.loading import from_data
from licmodel.terms.sharing import WEIGHED_IN
from tests.unit.test_checks import add_a_pound, corrupted, failing

Raw = dict[str, Any]
CENT = 100
ROOT = Path(__file__).parents[2]
THIRDS: Raw = {name: {"weight": "1"} for name in ("one", "two", "three")}


def raw(shared: Raw, amount: str = "1_000", years: str = "2", **more: Any) -> Raw:  # noqa: ANN401
    """Two options: today at 1,200 a year, and a platform that members share from April 2027."""
    line = {"kind": "recurring", "amount": amount, "per": "year"}
    return {
        "title": "Shared",
        "organisation": {"name": "A council"},
        "timeline": {"start": "2027-04", "years": years},
        "baseline": "today",
        "options": {
            "today": {"lines": {"old": line | {"amount": "1_200"}}},
            "share": {"lines": {"platform": line}},
        },
        "shares": {"cost": {"of": ["platform"], "by": "users"} | shared},
    } | more


def results(shared: Raw, **more: Any) -> Results:  # noqa: ANN401  what `raw` takes
    """What is found of it."""
    return run(from_data(raw(shared, **more)))


def shared_in(shared: Raw, **more: Any) -> Shared:  # noqa: ANN401  what `raw` takes
    """The shared cost of its second option."""
    return shares(results(shared, **more))["share"].shares["cost"]


def pays(shared: Raw, **more: Any) -> dict[str, list[float]]:  # noqa: ANN401  what `raw` takes
    """What each member pays by year, in pence that are whole."""
    found = shared_in(shared, **more)
    return {name: [round(each, 6) for each in one.pays] for name, one in found.members.items()}


class TestByHand:
    def test_pence_are_conserved(self) -> None:
        """[11] 1,000 in thirds: up to each member 333.33, 666.67 and 1,000."""
        assert pays({"members": THIRDS}) == {
            "one": [333.33, 333.33],
            "two": [333.34, 333.34],
            "three": [333.33, 333.33],
        }

    def test_members_join_and_leave_on_dates(self) -> None:
        """Two joins in October 2027, one leaves after June 2028: alone, half each, alone."""
        members = {
            "one": {"weight": "10", "leaves": "2028-06"},
            "two": {"weight": "10", "joins": "2027-10"},
        }
        assert pays({"members": members}) == {"one": [750, 125], "two": [250, 875]}

    def test_overhead_is_the_income_of_the_lead(self) -> None:
        """5% of 333.34 is 16.667, of 333.33 is 16.6665: 16.67 each."""
        found = shared_in({"members": THIRDS, "lead": "one", "overhead": "5%"}, years="1")
        one, two, three = found.members.values()
        assert one.pays == pytest.approx([333.33 - 33.34])
        assert two.pays == pytest.approx([350.01])
        assert three.pays == pytest.approx([350.00])
        assert one.overhead_total == pytest.approx(-33.34)

    @pytest.mark.parametrize("by", ["users", "pupils", "budget", "usage"])
    def test_by_weights_that_count_something(self, by: str) -> None:
        """1,000 a year for 400 and 100: 2 for each a year, whatever they count."""
        members = {"one": {"weight": "400"}, "two": {"weight": "100"}}
        found = shared_in({"by": by, "members": members})
        assert [each.pays for each in found.members.values()] == [[800, 800], [200, 200]]
        assert [each.per_unit for each in found.members.values()] == pytest.approx([2, 2])
        assert found.unit == WEIGHED_IN.get(by, "GBP")  # type: ignore[call-overload]

    def test_in_equal_parts_and_by_fixed_percentages(self) -> None:
        assert pays({"by": "equal", "members": {"one": {}, "two": {}}}) == {
            "one": [500, 500],
            "two": [500, 500],
        }
        dated = {"by_date": {"2027-04": "60%", "2028-10": "50%"}}
        other = {"by_date": {"2027-04": "40%", "2028-10": "50%"}}
        members = {"one": {"weight": dated}, "two": {"weight": other}}
        assert pays({"by": "fixed", "members": members}) == {"one": [600, 550], "two": [400, 450]}

    def test_by_a_driver_that_grows(self) -> None:
        """300 pupils and 100, then 600 and 100: three quarters, then six sevenths."""
        drivers = {"pupils": {"unit": "pupil", "start": "300", "growth": "100%"}}
        members = {"one": {"weight": "pupils"}, "two": {"weight": "100"}}
        found = shared_in({"by": "pupils", "members": members}, drivers=drivers)
        assert found.members["one"].pays == pytest.approx([750, 857.14])
        assert found.members["one"].per_unit == pytest.approx(1607.14 / 900)

    def test_before_is_what_each_pays_now_or_its_share_of_the_baseline(self) -> None:
        """1,200 a year now for two; after, half of 1,000 each: who pays 400 now loses."""
        members = {"one": {"pays_now": "400"}, "two": {}}
        found = shared_in({"of": ["platform", "old"], "by": "equal", "members": members})
        one, two = found.members.values()
        assert [one.before, two.before] == [pytest.approx([400, 400]), pytest.approx([600, 600])]
        assert [one.change, two.change] == pytest.approx([200, -200])
        assert [each.title for each in found.losers] == ["one"]

    def test_before_is_of_the_months_in_which_it_shares(self) -> None:
        members = {"one": {}, "two": {"joins": "2028-01", "pays_now": "1_200"}}
        found = shared_in({"by": "equal", "members": members}).members["two"]
        assert found.before == pytest.approx([300, 1200])
        assert shared_in({"by": "equal", "members": members}).members["one"].before is None

    def test_vat_that_is_lost_is_shared(self) -> None:
        """[9]"""
        finance = {"vat_recoverable": "50%"}
        assert pays({"members": THIRDS}, finance=finance, amount="300")["one"] == [110, 110]


class TestLaws:
    def test_ten_thousand_random_splits_come_to_the_cost_to_the_penny(self) -> None:
        """[11] [15] Costs, weights and overhead at random, in one batch."""
        chance, count, names = np.random.default_rng(4), 10_000, "abcdefg"
        members = {name: {"weight": "1"} for name in names}
        model = results({"members": members, "lead": "c", "overhead": "5%"}, years="1").model
        given = {
            f"shares.cost.members.{name}.weight": chance.integers(1, 100_000, count).astype(float)
            for name in names
        }
        given["share.platform.amount"] = chance.uniform(1, 1e7, count)
        given["shares.cost.overhead"] = chance.uniform(0, 0.5, count)
        values = model.evaluator(frozenset(given)).run(given)
        paid = np.array([values[f"share.shares.cost.{name}.pays.by_year"][0] for name in names])
        pence = np.rint(paid * CENT)
        assert np.abs(paid * CENT - pence).max() < 1e-4  # each pays whole pence
        recharged = np.rint(values["share.shares.cost.recharged.by_year"][0] * CENT)
        assert pence.shape == (7, count)
        assert (pence.sum(axis=0) == recharged).all()
        assert np.abs(recharged - given["share.platform.amount"] * CENT).max() <= 0.5 + 1e-4

    def test_the_order_of_members_moves_each_by_a_penny_at_the_most(self) -> None:
        chance = np.random.default_rng(5)
        for _ in range(20):
            weights = {name: str(chance.integers(1, 9_999)) for name in "abcde"}
            members = {name: {"weight": weight} for name, weight in weights.items()}
            turned = dict(reversed(members.items()))
            amount = f"{chance.uniform(1, 1e6):.2f}"
            one, other = (pays({"members": each}, amount=amount) for each in (members, turned))
            gap = max(
                abs(one[name][year] - other[name][year]) for name in members for year in (0, 1)
            )
            assert gap < 0.01 + 1e-6

    def test_who_has_left_pays_nothing_and_who_has_not_come_neither(self) -> None:
        members = THIRDS | {
            "gone": {"weight": "7", "leaves": "2028-03"},
            "late": {"weight": "11", "joins": "2028-04"},
        }
        for order in (members, dict(reversed(members.items()))):
            found = pays({"members": order, "lead": "two", "overhead": "3.7%"}, amount="12_345.67")
            assert found["gone"][1] == 0
            assert found["late"][0] == 0
            assert min(found["gone"][0], found["late"][1]) > 0

    def test_what_others_weigh_together_is_all_that_counts(self) -> None:
        """Two members merge: what the third pays does not move by more than a penny."""
        split = {"one": {"weight": "30"}, "two": {"weight": "12"}, "three": {"weight": "11"}}
        merged = {"both": {"weight": "42"}, "three": {"weight": "11"}}
        gap = pays({"members": split})["three"][0] - pays({"members": merged})["three"][0]
        assert abs(gap) < 0.01 + 1e-6

    def test_a_what_if_moves_shares_and_not_their_sum(self) -> None:
        asked = {"asked": {"shares.cost.members.two.weight": {"times": "3"}}}
        found = run(from_data(raw({"members": THIRDS}, what_ifs=asked)), ["asked"])
        paid = [found.figure(f"share.shares.cost.{name}.pays.total", "asked") for name in THIRDS]
        assert paid == pytest.approx([400, 1200, 400])


@pytest.mark.parametrize(
    ("shared", "told"),
    [
        (
            {"by": "fixed", "members": {"one": {"weight": "40%"}, "two": {"weight": "50%"}}},
            "in 2027-04: one 40%, two 50%, 90% in all",
        ),
        (
            {
                "by": "fixed",
                "members": {
                    "one": {"weight": "40%"},
                    "two": {"weight": "60%", "leaves": "2028-03"},
                },
            },
            "in 2028-04: one 40%, two 0%, 40% in all",
        ),
        (
            {"by": "fixed", "members": {"one": {"weight": {"start": "1", "growth": "2%"}}}},
            "one: a fixed share is fixed",
        ),
        ({"lead": "four", "members": THIRDS}, "the lead is no member: four"),
        (
            {"lead": "one", "members": {"one": {"weight": "1", "joins": "2028-04"}}},
            "the lead, one, is there throughout",
        ),
        ({"overhead": "5%", "members": THIRDS}, "write lead: MEMBER"),
        (
            {"members": {"one": {"weight": "1", "leaves": "2028-03"}}},
            "nobody is left to pay in 2028-04",
        ),
        (
            {"members": {"one": {"weight": "1", "joins": "2028-05", "leaves": "2028-03"}}},
            "before it joins",
        ),
        ({"members": {"one": {"weight": "0"}}}, "a weight of nothing"),
        ({"members": {"one": {}}}, "write weight: of one"),
        ({"by": "equal", "members": THIRDS}, "leave weight: out"),
        ({"members": {"cost": {"weight": "1"}}}, "no member can be called cost"),
        ({"members": {}}, "members"),
        ({"of": ["platfrom"], "members": THIRDS}, "no line is called platfrom"),
        ({"of": "platfrom", "members": THIRDS}, "no line is called platfrom"),
        ({"of": ["platform", "platform"], "members": THIRDS}, "it is named twice"),
        ({"members": {"one": {"weight": "pupils"}}}, "no driver is called pupils"),
        (
            {"members": {"one": {"weight": {"by_date": {"2027-04": "1", "2028-01": "0"}}}}},
            "weigh nothing in January 2028",
        ),
    ],
)
def test_what_cannot_be_shared_is_refused(shared: Raw, told: str) -> None:
    with pytest.raises(InputError) as caught:
        shared_in(shared)
    assert told in str(caught.value)


ADD_UP = "what members pay adds up to the cost they share, to the penny"


@pytest.mark.parametrize(
    "row",
    ["two.pays.by_year", "two.pays.total", "recharged.by_year", "recharged.total", "cost.by_year"],
)
def test_a_fault_in_what_members_pay_is_found(row: str) -> None:
    found = results({"members": THIRDS})
    assert master(checks(found))
    wrong = corrupted(found, f"share.shares.cost.{row}", add_a_pound)
    assert failing(wrong) == {(ADD_UP, "share")}


def test_options_without_the_lines_have_no_shares() -> None:
    found = results({"members": THIRDS})
    assert shares(found)["today"].shares == {}
    assert not [key for key in found.model.program.rows if key.startswith("today.shares")]
    assert list(shares(found, "share")) == ["share"]
    with pytest.raises(InputError, match="no option is called other"):
        shares(found, "other")


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By hand: thirds as above, 5% to the third of them: 16.67 of 333.33 and of 333.34."""
    members = {
        "one": {"weight": "1", "pays_now": "400"},
        "two": {"weight": "1", "pays_now": "300"},
        "three": {"weight": "1", "title": "The third"},
    }
    path = tmp_path / "shared.yaml"
    said = raw({"members": members, "lead": "three", "overhead": "5%"}) | {"as_of": "2027-01"}
    path.write_text(dump_document(said), "utf-8")
    assert main(["shares", str(path), "--option", "share"]) == 0
    assert capsys.readouterr().out == (Path(__file__).parent / "shares.txt").read_text("utf-8")
    assert main(["shares", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["share"]["shares"]["cost"]
    assert told["members"]["two"]["change"] == pytest.approx(100.02)
    assert told["losers"] == ["two"]
    promised = (ROOT / "docs/json.md").read_text("utf-8").partition("`shares --json`")[2]
    assert all(f"`{key}`" in promised for key in {*told, *told["members"]["one"]} - {"members"})
    assert main(["shares", str(path), "--csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "option,divided,who,measure,period,value"
    assert "share,shares.cost,two,before,2027/28,300.0" in lines
    nothing = raw({"members": THIRDS}) | {"shares": {}}
    path.write_text(dump_document(nothing), "utf-8")
    assert main(["shares", str(path)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "all of it is borne by the organisation. Write bodies: and funds:, name them" in told


def test_the_command_under_a_what_if(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By hand: 1,000 in fifths, of which the second has three; each pays 400 today."""
    members = {name: {"weight": "1", "pays_now": "400"} for name in THIRDS}
    path = tmp_path / "shared.yaml"
    moved = {"grows": {"title": "The second grows", "shares.cost.members.two.weight": {"set": "3"}}}
    path.write_text(dump_document(raw({"members": members}, what_ifs=moved)), "utf-8")
    assert main(["shares", str(path), "--what-if", "grows"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Under the what-if grows: The second grows\n\n")
    assert "Pays more than before: two (£400.00)." in printed
    assert main(["shares", str(path)]) == 0
    assert "Nobody pays more than before." in capsys.readouterr().out
    assert main(["shares", str(path), "--what-if", "grows", "--csv"]) == 0
    assert "share,shares.cost,two,pays,2028/29,600.0" in capsys.readouterr().out.splitlines()
    assert main(["shares", str(path), "--what-if", "grows", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["share"]["shares"]["cost"]["members"]
    assert {name: each["total"] for name, each in told.items()} == pytest.approx(
        {"one": 400, "two": 1200, "three": 400}
    )
    assert main(["shares", str(path), "--what-if", "shrinks"]) == CANNOT_READ
    assert "no what-if is called shrinks" in capsys.readouterr().err


def test_the_command_reads_a_version_of_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, record = tmp_path / "shared.yaml", tmp_path / "signed.json"
    path.write_text(dump_document(raw({"members": THIRDS})), "utf-8")
    assert main(["freeze", str(path), str(record)]) == 0
    capsys.readouterr()
    assert main(["shares", str(path)]) == 0
    printed = capsys.readouterr().out
    assert main(["shares", str(record)]) == 0
    assert capsys.readouterr().out == printed
