"""What-ifs asked on the spot: the same as changed files, told in full, and kept."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import licmodel
from licmodel.analysis.decisions import saving
from licmodel.analysis.decisions.answers import WhatIfAnswer, whatif
from licmodel.errors import InputError
from licmodel.report.what_ifs import what_if_csv, what_if_text
from licmodel.scenario.scenario import Scenario
from tests.estates import MAIL, write

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).with_name("what_if.txt")
CHANGES = {
    "drivers.staff.growth": {"add": "-2 points"},
    "move.seats.price": {"times": "1.08"},
    "move.migration.starts": {"set": "2027-07"},
}
NOTE = "asked by the director of resources"


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    """Return the small estate."""
    return licmodel.load(write(tmp_path))


Costs = dict[str, tuple[float | None, float | None, list[float | None]]]


def figures(scenario: Scenario) -> Costs:
    """Return what every option of a scenario costs."""
    found = licmodel.compare(scenario).options
    return {key: (each.present_value, each.total, [*each.billed]) for key, each in found.items()}


def asked_figures(answer: WhatIfAnswer) -> Costs:
    """Return what every option costs under what was asked."""
    assert answer.asked is not None
    at, name = list(answer.cases).index(answer.asked.name), answer.asked.name
    return {
        key: (
            answer.wholes["present_value"][key][at],
            answer.wholes["total"][key][at],
            answer.billed[name][key],
        )
        for key in answer.options
    }


def test_the_page_reads_as_it_should(scenario: Scenario, *, update_golden: bool) -> None:
    title = "Recruitment is frozen, prices rise 8% and we start in July"
    answer = whatif(scenario, CHANGES, beside=["dearer"], title=title, note=NOTE)
    page = what_if_text(answer) + "\n"
    if update_golden:
        GOLDEN.write_text(page, "utf-8")
    assert page == GOLDEN.read_text("utf-8")


@pytest.mark.parametrize(
    ("changes", "swaps"),
    [
        (
            CHANGES,
            {
                "growth: -1%": "growth: -3%",
                "price: 3.00": "price: 3.24",
                "starts: 2027-06": "starts: 2027-07",
            },
        ),
        ({"timeline.years": {"set": "4"}}, {"years: 3": "years: 4"}),
        (
            {"timeline.start": {"set": "2027-07"}, "keep.support.amount": {"set": "15_000"}},
            {"start: 2027-04": "start: 2027-07", "amount: 12_400": "amount: 15_000"},
        ),
        ({"move.seats.billing": {"set": "monthly"}}, {"per: month, billing: yearly": "per: month"}),
    ],
    ids=["figures", "horizon", "both", "billing"],
)
def test_what_is_asked_is_the_same_as_a_changed_file(
    scenario: Scenario, tmp_path: Path, changes: dict[str, dict[str, str]], swaps: dict[str, str]
) -> None:
    text = MAIL
    for before, after in swaps.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    by_hand = licmodel.load(write(tmp_path, text, "by_hand.yaml"))
    assert figures(by_hand) != figures(scenario)
    assert asked_figures(whatif(scenario, changes)) == figures(by_hand)


def test_named_what_ifs_are_combined_with_what_is_asked(scenario: Scenario) -> None:
    together = whatif(scenario, {"keep.support.amount": {"set": "9_000"}}, within=["dearer"])
    alone = whatif(
        scenario,
        {"keep.support.amount": {"set": "9_000"}, "move.seats.price": {"times": "1.22"}},
    )
    assert asked_figures(together) == asked_figures(alone)


def test_the_difference_list_holds_what_differs_and_nothing_else(scenario: Scenario) -> None:
    answer = whatif(scenario, {**CHANGES, "keep.support.amount": {"set": "12_400"}})
    found = {each.key: (each.before, each.after) for each in answer.changed["asked"]}
    assert found == {
        "drivers.staff.growth": (-0.01, -0.03),
        "move.seats.price": (3.0, pytest.approx(3.24)),
        "move.migration.starts": (24329.0, 24330.0),
    }


def test_a_changed_structure_is_in_the_difference_list(scenario: Scenario) -> None:
    changed = whatif(scenario, {"timeline.years": {"set": "4"}}).changed["asked"]
    assert [(each.key, each.before, each.after) for each in changed] == [
        ("timeline.years", "3", "4")
    ]


def test_differences_add_up_and_are_by_option(scenario: Scenario) -> None:
    answer = whatif(scenario, CHANGES)
    before, after = figures(scenario), asked_figures(answer)
    for key, (*years, whole) in answer.more.items():
        (value, total, _), (old_value, old_total, _) = after[key], before[key]
        assert None not in {value, total, old_value, old_total}
        assert sum(each or 0 for each in years) == pytest.approx(whole, abs=1e-6)
        assert whole == (total or 0) - (old_total or 0)
        assert answer.more_present_value[key] == (value or 0) - (old_value or 0)
    assert answer.more["keep"][-1] == 0
    assert answer.more["move"][-1] != 0


def test_without_a_question_every_what_if_of_the_file_is_shown(scenario: Scenario) -> None:
    answer = whatif(scenario)
    assert list(answer.cases) == ["as_it_stands", "dearer", "shrink"]
    theirs = licmodel.compare(scenario, what_ifs=True).what_ifs
    for at, name in enumerate(("dearer", "shrink"), 1):
        for key, option in theirs[name].items():
            assert answer.wholes["present_value"][key][at] == option.present_value


def test_another_scenario_joins_the_table(scenario: Scenario, tmp_path: Path) -> None:
    longer = licmodel.load(write(tmp_path, MAIL.replace("years: 3", "years: 4"), "longer.yaml"))
    answer = whatif(scenario, CHANGES, scenarios={"longer": longer})
    assert answer.years == ("2027/28", "2028/29", "2029/30", "2030/31")
    assert answer.billed["asked"]["keep"][-1] is None
    assert answer.wholes["total"]["keep"][-1] == figures(longer)["keep"][1]
    assert "another horizon, April 2027 to March 2031" in what_if_text(answer)


REFUSED: dict[str, tuple[Callable[[Scenario], object], str]] = {
    "no figure": (lambda s: whatif(s, {"drivers.stff.growth": {"set": "1%"}}), "no input"),
    "no key": (lambda s: whatif(s, {"growth": {"set": "1%"}}), "no key of a figure"),
    "bare": (lambda s: whatif(s, {"move.seats.price": "5"}), "read in three ways"),
    "beyond its bounds": (lambda s: whatif(s, {"move.seats.price": {"set": "-1"}}), "0 or more"),
    "added to structure": (
        lambda s: whatif(s, {"timeline.years": {"add": "1"}}),
        "the model's structure",
    ),
    "no such field": (lambda s: whatif(s, {"move.seats.prise": {"set": "1"}}), "no such key"),
    "name taken": (lambda s: whatif(s, CHANGES, name="dearer"), "is called dearer already"),
    "name": (lambda s: whatif(s, CHANGES, name="A b"), "cannot be called so"),
    "twice": (lambda s: whatif(s, CHANGES, within=["dearer"]), "changed twice"),
    "no such what-if": (lambda s: whatif(s, within=["deerer"]), "write dearer"),
    "none beside": (lambda s: whatif(s, CHANGES, beside=["x"]), "no what-if is called x"),
    "no scenario": (lambda s: whatif("mine.yaml"), "takes a scenario"),  # type: ignore[arg-type]  # noqa: ARG005
}


@pytest.mark.parametrize("which", REFUSED)
def test_what_cannot_be_asked_is_refused_in_words(scenario: Scenario, which: str) -> None:
    call, said = REFUSED[which]
    with pytest.raises(InputError) as refused:
        call(scenario)
    assert said in str(refused.value)


def test_a_what_if_is_kept_beside_its_scenario(scenario: Scenario, tmp_path: Path) -> None:
    file, out = tmp_path / "mail.yaml", tmp_path / "kept" / "july.yaml"
    out.parent.mkdir()
    answer = whatif(scenario, CHANGES, name="july", note=NOTE)
    saving.save_what_if(answer, file, out, "2027-01-14")
    kept = licmodel.load(out)
    assert file.read_text("utf-8") == MAIL
    assert "extends: ../mail.yaml" in out.read_text("utf-8") or '"../mail.yaml"' in out.read_text()
    assert (kept.what_ifs["july"].note, kept.what_ifs["july"].dated) == (NOTE, "2027-01-14")
    assert figures(kept) == figures(scenario)
    again = whatif(kept, beside=["july"])
    assert again.wholes["total"]["move"][1] == asked_figures(answer)["move"][1]
    with pytest.raises(InputError, match="never written over"):
        saving.save_what_if(answer, file, out, "2027-01-14")


def test_a_changed_structure_is_kept_too(scenario: Scenario, tmp_path: Path) -> None:
    changes = {"timeline.years": {"set": "4"}, "keep.support.amount": {"times": "2"}}
    answer = whatif(scenario, changes)
    saving.save_what_if(answer, tmp_path / "mail.yaml", tmp_path / "longer.yaml", "2027-01-14")
    kept = licmodel.load(tmp_path / "longer.yaml")
    assert kept.changes[0] == "timeline.years: 3 -> 4"
    assert list(kept.what_ifs["asked"].changes) == ["keep.support.amount"]


def test_what_reads_back_otherwise_is_not_kept(scenario: Scenario, tmp_path: Path) -> None:
    other = write(tmp_path, MAIL.replace("12_400", "12_500"), "other.yaml")
    with pytest.raises(InputError, match="comes out otherwise"):
        saving.save_what_if(whatif(scenario, CHANGES), other, tmp_path / "out.yaml", "2027-01-14")
    assert not (tmp_path / "out.yaml").exists()


def test_nothing_asked_is_nothing_to_keep(scenario: Scenario, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no what-if to save"):
        saving.save_what_if(whatif(scenario), tmp_path / "mail.yaml", tmp_path / "x.yaml", "2027")


def test_data_say_the_same_as_the_page(scenario: Scenario) -> None:
    answer = whatif(scenario, CHANGES, note=NOTE)
    data = json.loads(json.dumps(answer.to_json(), allow_nan=False))
    assert data["note"] == NOTE
    assert data["cases"]["asked"]["options"]["move"]["total"] == answer.wholes["total"]["move"][1]
    assert data["cases"]["as_it_stands"]["changed"] == []
    assert {each["key"] for each in data["cases"]["asked"]["changed"]} == set(CHANGES)
    assert data["more"]["move"] == answer.more["move"]
    rows = what_if_csv(answer).splitlines()
    assert rows[0] == "case,option,measure,period,value"
    assert f"asked,move,total,,{answer.wholes['total']['move'][1]!r}" in rows


def test_new_doubts_are_told_and_old_ones_are_not(scenario: Scenario) -> None:
    council = licmodel.load(ROOT / "scenarios/council_2027.yaml")
    assert licmodel.compare(council).warnings
    assert whatif(council, {"renew.e3.discount": {"set": "11%"}}).warnings == ()
    # as it stands two lines are warned of; with staff as they are, one of them
    assert whatif(council, {"drivers.office_staff.growth": {"set": "0%"}}).warnings == ()
    doubts = whatif(scenario, {"move.migration.starts": {"set": "2035-01"}}).warnings
    assert any("move.migration" in each for each in doubts)


def test_two_doubts_in_the_same_words_are_both_old_ones(tmp_path: Path) -> None:
    """Prices and agreements that no line reads are told in one sentence each, which are alike."""
    file = write(tmp_path)
    text = Path(file).read_text("utf-8")
    unread = (
        "prices: {old: {unit: user, per: year, value: 4, assumed: invented}}\n"
        "agreements: {gone: {programme: enterprise_agreement, signed: 2027-04, assumed: invented}}"
    )
    Path(file).write_text(f"{text}\n{unread}", "utf-8")
    scenario = licmodel.load(file)
    told = [each for each in licmodel.compare(scenario).warnings if "no line reads" in each]
    assert [each.rpartition(": ")[2] for each in told] == ["prices.old", "agreements.gone"]
    assert whatif(scenario, {"drivers.staff.growth": {"add": "-2 points"}}).warnings == ()


def test_what_stays_as_it_is_is_said_to_be_the_same() -> None:
    council = licmodel.load(ROOT / "scenarios/council_2027.yaml")
    dearer = whatif(council, {"open_source.suite.price": {"set": "60"}})
    said = " ".join(what_if_text(dearer).split())
    assert "at £8,032,887, the same as it stands;" in said
    later = whatif(council, {"drivers.field_staff.2028-10": {"set": "500"}})
    assert "is invoiced the same in 2027/28 and" in " ".join(what_if_text(later).split())


def test_one_what_if_of_the_file_is_asked_by_its_own_title() -> None:
    council = licmodel.load(ROOT / "scenarios/council_2027.yaml")
    text = what_if_text(whatif(council, within=["headcount_falls"]))
    assert text.startswith("If staff and devices fall by 5% a year: ")
    both = whatif(council, {"renew.e3.discount": {"set": "11%"}}, within=["price_shock"])
    text = what_if_text(both)
    assert text.startswith("As asked: ")
