"""What-ifs of fields that the file does not write but could: the same as a file that does."""

from pathlib import Path

import pytest

import licmodel
from licmodel.analysis.decisions.answers import whatif
from licmodel.analysis.decisions.saving import save_what_if
from licmodel.errors import InputError
from licmodel.scenario.fields import fields_at
from tests.enrolled import ENROLLED, enrolled

ROOT = Path(__file__).parents[2]
UPLIFT = {"agreements.mail.renewal_uplift": {"set": "8%"}}


def total(folder: Path, asked: dict[str, str]) -> float | None:
    """Return what keeping the mail costs with some fields set."""
    changes = {key: {"set": value} for key, value in asked.items()}
    return whatif(enrolled(folder), changes).wholes["total"]["keep"][1]


@pytest.mark.parametrize(
    ("asked", "cost"),
    [
        ({"agreements.mail.renewal_uplift": "8%"}, 30_000 + 80 * 108 * 3),
        ({"agreements.mail.cap": "3%"}, 30_000 + 80 * 103 * 3),
        (
            {"agreements.mail.true_down": "10%", "agreements.mail.may_fall": "anniversary"},
            58_800 - 10 * 100,
        ),
        ({"agreements.mail.hold_months": "12"}, 58_800),
        ({"keep.seats.discount": "10%"}, 52_920),
        ({"keep.seats.index": "10%"}, None),
        ({"agreements.mail.ends": "2030-03"}, 30_000),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, dict) else "",
)
def test_each_is_worth_what_it_is_by_hand(
    tmp_path: Path, asked: dict[str, str], cost: float | None
) -> None:
    if cost is None:
        with pytest.raises(InputError, match="would rise twice"):
            total(tmp_path, asked)
        return
    assert total(tmp_path, asked) == pytest.approx(cost, abs=1e-6)


def test_it_is_the_same_as_a_file_that_writes_it(tmp_path: Path) -> None:
    asked = whatif(enrolled(tmp_path), UPLIFT)
    text = ENROLLED.replace("may_fall:", "renewal: uplift, renewal_uplift: 8%, may_fall:")
    by_hand = licmodel.compare(enrolled(tmp_path, text)).options
    assert asked.wholes["total"]["keep"][1] == by_hand["keep"].total


def test_what_comes_with_it_is_told_and_its_source_is_not(tmp_path: Path) -> None:
    changed = whatif(enrolled(tmp_path), UPLIFT).changed["asked"]
    assert {each.key: (each.before, each.after) for each in changed} == {
        "agreements.mail.renewal": (None, "uplift"),
        "agreements.mail.renewal_uplift": (None, "8%"),
    }


def test_the_uplift_of_an_agreement_that_lapses_brings_nothing_with_it(tmp_path: Path) -> None:
    text = ENROLLED.replace("may_fall:", "renewal: lapse, may_fall:")
    with pytest.raises(InputError, match="goes with renewal: uplift"):
        whatif(enrolled(tmp_path, text), UPLIFT)


def test_it_is_kept_and_gives_the_same(tmp_path: Path) -> None:
    answer = whatif(enrolled(tmp_path), UPLIFT)
    save_what_if(answer, tmp_path / "enrolled.yaml", tmp_path / "kept.yaml", "2027-01-14")
    assert licmodel.load(tmp_path / "kept.yaml").agreements["mail"].renewal == "uplift"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"agreements.mail.capp": {"set": "3%"}}, "write agreements.mail.cap\n"),
        ({"agreements.mail.added.chargd": {"set": "1"}}, "write agreements.mail.added.charged\n"),
        ({"agreements.male.cap": {"set": "3%"}}, "which is no input"),
        ({"agreements.mail.term.owner": {"set": "me"}}, "which is no input"),
        ({"drivers.staff.grwth": {"set": "1%"}}, "write drivers.staff.growth\n"),
        ({"agreements.mail.cap": {"add": "3 points"}}, "say its value: --set agreements.mail.cap"),
        ({"agreements.mail.cap": {"set": "often"}}, "agreements.mail.cap"),
    ],
    ids=["field", "within", "agreement", "scalar", "driver", "step", "value"],
)
def test_what_no_file_could_say_is_refused_with_what_is_near(
    tmp_path: Path, changes: dict[str, dict[str, str]], said: str
) -> None:
    with pytest.raises(InputError) as refused:
        whatif(enrolled(tmp_path), changes)
    assert said in str(refused.value) + "\n"


def test_the_council_is_asked_for_an_uplift() -> None:
    council = licmodel.load(ROOT / "scenarios/council_2027.yaml")
    answer = whatif(council, {"agreements.corporate.renewal_uplift": {"set": "8%"}})
    before, after = answer.wholes["total"]["renew"]
    assert before is not None
    assert after is not None
    assert after > before


def test_fields_are_those_of_the_kind_that_stands_there(tmp_path: Path) -> None:
    scenario = enrolled(tmp_path)
    assert "discount" in fields_at(scenario, ("options", "keep", "lines", "seats"))
    assert "discount" not in fields_at(scenario, ("options", "leave", "lines", "move"))
    assert fields_at(scenario, ("agreements", "mail", "added")) == ("charged", "price")
    assert fields_at(scenario, ("agreements", "male")) == ()
