"""The shipped scenarios and templates: they load, compare, conserve money and say their sources."""

import re
from pathlib import Path

import pytest

from licmodel.analysis.checks import checks
from licmodel.analysis.comparison import compare
from licmodel.analysis.provenance import register
from licmodel.analysis.results import Results, known, run
from licmodel.lines import KINDS, kind_name
from licmodel.scenario.files import read_document
from licmodel.scenario.loading import from_document, load
from licmodel.scenario.scenario import Scenario
from licmodel.terms.quantity import Quantity

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
TEMPLATES = sorted((ROOT / "licmodel/scenario/templates").glob("*.yaml"))
REAL = {
    "argyll_bute_2017": "https://www.argyll-bute.gov.uk/moderngov/mgDecisionDetails.aspx?IId=86552",
    "bath_2019": "https://democracy.bathnes.gov.uk/ieDecisionDetails.aspx?ID=1237",
    "lancashire_2020": "https://council.lancashire.gov.uk/ieDecisionDetails.aspx?AIId=74951",
}
OF_MONEY = {"grant", "event", "displaced", "optimism_bias"}
# The key of an example in a comment, as against a sentence.
EXAMPLE = re.compile(r"^( *)# ( *[a-z_.]+:(?: .*)?)$")

every_file = pytest.mark.parametrize("path", SCENARIOS + TEMPLATES, ids=lambda path: path.stem)
every_scenario = pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)


def worked_out(path: Path) -> Results:
    """Work out a file with all its what-ifs."""
    scenario = load(path)
    return run(scenario, list(scenario.what_ifs))


def kinds_in(scenario: Scenario) -> set[str]:
    """Kinds of line of a scenario."""
    return {line.kind for option in scenario.options.values() for line in option.lines.values()}


def test_every_kind_of_line_is_shown_by_some_scenario() -> None:
    shown = set.union(*(kinds_in(load(path)) for path in SCENARIOS))
    assert shown == {kind_name(kind) for kind in KINDS}


def test_those_of_the_walkthrough_are_there() -> None:
    assert {path.stem for path in SCENARIOS} >= {"council_2027", *REAL}
    assert {path.stem for path in TEMPLATES} == {"blank", "council", "school"}


@every_file
def test_every_figure_is_known(path: Path) -> None:
    """[17] Under every what-if too."""
    results = worked_out(path)
    for what_if in (None, *results.what_ifs):
        for option in results.model.options:
            for row in ("billed", "accrued", "discounted.by_year"):
                assert known(results.by_period(f"{option}.{row}", what_if))


@every_file
def test_money_is_conserved_and_every_figure_used(path: Path) -> None:
    failing = [check for check in checks(run(load(path))) if not check.holds]
    assert not failing


@every_file
def test_every_figure_has_a_source_or_a_reason(path: Path) -> None:
    """[7]"""
    silent = [
        each.key
        for each in register(run(load(path)))
        if not each.input.origin.source or each.input.origin.source == "no source given"
    ]
    assert not silent


@every_file
def test_every_what_if_changes_an_option(path: Path) -> None:
    results = worked_out(path)
    idle = [
        what_if
        for what_if in results.what_ifs
        if all(
            results.by_period(f"{option}.billed", what_if) == results.by_period(f"{option}.billed")
            for option in results.model.options
        )
    ]
    assert not idle


@every_scenario
def test_a_scenario_says_what_it_is_for_and_what_it_is_not_for(path: Path) -> None:
    notes = load(path).notes or ""
    assert notes.startswith("For ")
    assert "Not for " in notes


@every_scenario
def test_nothing_is_left_to_replace(path: Path) -> None:
    assert "REPLACE" not in path.read_text("utf-8")


@every_scenario
def test_what_is_published_has_an_address_or_is_of_the_invented_council(path: Path) -> None:
    without = [
        each.key
        for each in register(run(load(path)))
        if each.input.origin.status == "published"
        and "://" not in each.input.origin.source
        and "the invented council" not in each.input.origin.source
    ]
    assert not without


@pytest.mark.parametrize("name", REAL)
def test_a_real_decision_is_not_stale_and_names_its_notice(name: str) -> None:
    path = ROOT / "scenarios" / f"{name}.yaml"
    assert REAL[name] in path.read_text("utf-8")
    assert not [each.key for each in register(run(load(path))) if each.is_stale]


def test_an_assumed_share_has_its_range_and_both_its_ends_are_asked_for() -> None:
    scenario = load(ROOT / "scenarios/bath_2019.yaml")
    share = scenario.options["buy_out"].lines["software"].quantity
    assert isinstance(share, Quantity)
    assert share.assumed
    assert share.value is not None
    assert share.value.range == (0, 1)
    ends = {
        str(change)
        for what_if in scenario.what_ifs.values()
        for key, change in what_if.changes.items()
        if key == "buy_out.software.quantity"
    }
    assert ends == {"set 0%", "set 100%"}


class TestCouncil:
    """The council that the walkthrough and the demonstration show."""

    @pytest.fixture
    def scenario(self) -> Scenario:
        """Return it."""
        return load(ROOT / "scenarios/council_2027.yaml")

    def test_is_of_a_size_that_can_be_read(self, scenario: Scenario) -> None:
        lines = [line for option in scenario.options.values() for line in option.lines.values()]
        assert sum(option.is_costed for option in scenario.options.values()) >= 5
        assert 30 <= len(lines) <= 45

    def test_shows_every_kind_of_line_but_those_of_council_money(self, scenario: Scenario) -> None:
        assert kinds_in(scenario) == {kind_name(kind) for kind in KINDS} - OF_MONEY

    def test_options_that_are_not_costed_have_a_reason(self, scenario: Scenario) -> None:
        statuses = {option.status for option in scenario.options.values() if option.reason}
        assert statuses == {"rejected", "not modelled"}

    def test_pays_for_seats_that_an_enrolment_does_not_take_back(self, scenario: Scenario) -> None:
        """[4] A fall of 1% a year saves nothing before the renewal of April 2030."""
        told = compare(scenario).options["renew"].not_needed
        assert told is not None
        assert [year > 0 for year in told] == [False, True, True, False, True]


class TestTemplates:
    """What `licmodel new` starts a file from."""

    @pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
    def test_figures_that_are_nobodys_say_so(self, path: Path) -> None:
        """Whatever is assumed is to be replaced, but for what the catalogue assumes."""
        nobodys = [
            each.key
            for each in register(run(load(path)))
            if each.input.origin.status == "assumed"
            and "REPLACE" not in each.input.origin.source
            and not each.key.startswith("prices.microsoft_365_e3")
        ]
        assert not nobodys

    def test_the_examples_of_the_blank_one_can_be_used(self) -> None:
        path = ROOT / "licmodel/scenario/templates/blank.yaml"
        text = "\n".join(
            EXAMPLE.sub(r"\1\2", line) for line in path.read_text("utf-8").splitlines()
        )
        document = read_document("blank.yaml", read=lambda _: text)
        results = run(from_document(document), ["dearer_support"])
        assert list(results.model.options) == ["keep", "another"]
        assert results.figure("keep.total", "dearer_support") == pytest.approx(55_000)
        first_year = results.by_period("another.billed.by_year")[0]
        assert first_year == pytest.approx(10_000 + 250 * 12.50 * 12)

    def test_a_school_counts_by_academic_year(self) -> None:
        """[1]"""
        scenario = load(ROOT / "licmodel/scenario/templates/school.yaml")
        assert scenario.timeline.closing == 8
        assert compare(scenario).periods[0] == "2027/28"
        assert compare(scenario).options["renew"].cost_per_head

    def test_a_school_is_told_how_to_count_who_is_beyond_the_student_use_benefit(self) -> None:
        path = ROOT / "licmodel/scenario/templates/school.yaml"
        text = path.read_text("utf-8")
        shown = next(line for line in text.splitlines() if "rule: student_benefit" in line)
        line = "{kind: one_off, amount: 1, " + shown.removeprefix("#").strip() + "}"
        options = f"options:\n  asked: {{lines: {{left_over: {line}}}}}\n"
        text = text.replace("options:\n", options, 1).replace("value: 120", "value: 20")
        results = run(from_document(read_document("school.yaml", read=lambda _: text)))
        # 900 pupils, of whom 20 staff free 800
        assert results.figure("asked.total") == 100
