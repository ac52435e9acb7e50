"""``licmodel rules``: the list, and all of one rule, with an example that can be pasted."""

import pytest

from licmodel.analysis.results import run
from licmodel.catalogue.rules import rule_sets
from licmodel.cli import CANNOT_READ, FINE, main
from licmodel.licensing import RULES, rule_name
from licmodel.licensing.rule import Over, Rule
from licmodel.report.rules import rule_text, rules_text
from licmodel.scenario.files import read_document
from licmodel.scenario.loading import from_data
from licmodel.terms.figure import Sourced
from licmodel.terms.quantity import Quantity
from tests.licensing.bench_desk import read_rule

EXAMPLE = "Example: a line to stand under lines:\n"
every_rule = pytest.mark.parametrize("kind", RULES, ids=rule_name)


def test_the_list_names_every_rule_with_what_it_counts() -> None:
    text = rules_text()
    for kind in RULES:
        assert f"\n  {rule_name(kind)} " in text
        assert f" {kind.counts_in}: " in text
    assert all(len(line) <= 100 for line in text.splitlines())


@every_rule
def test_all_of_a_rule_is_told(kind: type[Rule]) -> None:
    text = rule_text(rule_name(kind))
    words = " ".join(text.split())
    assert " ".join(kind.explained().split()) in words
    for name in kind.model_fields:
        assert name in {"rule", *Sourced.model_fields} or f"\n  {name} " in text
    for entry in kind.sources():
        assert f"\n{entry.title}\n" in text
        assert " ".join(entry.source.split()) in words
        for name, number in entry.constants.items():
            assert number.label in words or f"\n  {name.partition('.')[0]} " in text
    links = [line for line in text.splitlines() if len(line) > 100]
    assert all("://" in line for line in links)


@every_rule
def test_its_example_can_be_pasted(kind: type[Rule]) -> None:
    text = rule_text(rule_name(kind)).split(EXAMPLE)[1]
    lines = read_document("example.yaml", read=lambda _: text).data
    rule = read_rule(lines["licences"]["quantity"])
    raw = {
        "title": "Example",
        "organisation": {"name": "An example"},
        "timeline": {"start": "2027-04", "years": "5"},
        "baseline": "none",
        "drivers": {name: {"unit": unit, "value": "100"} for name, unit in drivers(rule)},
        "options": {"option": {"lines": lines}},
    }
    assert run(from_data(raw)).figure("option.total") >= 0


def drivers(rule: Rule) -> list[tuple[str, str]]:
    """Drivers that a rule's example reads, with what they count."""
    found = []
    for field in type(rule).model_fields:
        value, measure = getattr(rule, field), rule.measure(field)
        if isinstance(value, Quantity) and isinstance(measure, Over):
            found += [(name, measure.unit) for name in value.drivers_read]
    return found


def test_units_choices_and_unverified_rights_are_told() -> None:
    text = rule_text("access_beyond_plans")
    assert "[user or person or staff, over\n" in text
    assert "[licence\n" in text
    assert "extended use unknown" in text
    assert "\n  microsoft_365_apps_business           nothing of it\n" in text
    assert "step_2                                sockets 3, units 100" in rule_text(
        "processor_value_units"
    )
    assert "[yes or no;" in rule_text("sql_server_machines")
    assert "February 2024" in rule_text("from_assurance")


def test_every_entry_of_the_catalogue_can_be_read_in_some_rule() -> None:
    told = "".join(rule_text(rule_name(kind)) for kind in RULES)
    for entry in rule_sets().values():
        assert entry.title in told


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == FINE
    assert capsys.readouterr().out == rules_text() + "\n"
    assert main(["rules", "seat_cap"]) == FINE
    assert capsys.readouterr().out == rule_text("seat_cap") + "\n"


def test_a_rule_that_is_not_there_is_told_with_the_nearest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rules", "seats_cap"]) == CANNOT_READ
    said = capsys.readouterr().err
    assert "no counting rule is called seats_cap" in said
    assert "one of: seat_cap" in said
