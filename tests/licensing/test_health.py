"""Rules say where they come from, have worked cases, and hide no numbers."""

import ast
import re
from pathlib import Path

import pytest

import licmodel.licensing
from licmodel.catalogue.rules import rule_sets
from licmodel.licensing import RULES, rule_name
from licmodel.licensing.rule import Over, Rule
from licmodel.terms.figure import Measure, Sourced
from licmodel.terms.help import help_of
from tests.licensing.bench_desk import Counted, read_rule
from tests.licensing.cases import GOLDEN
from tests.licensing.drawn import draw

FOLDER = Path(licmodel.licensing.__file__).parent
MODULES = sorted(FOLDER.glob("*.py"))
READ_AS_TEXT = {"sql_server.machines_need_assurance_from"}
"""Numbers that decide what may be written, not how many are counted."""

DATES = {"joined", "leaves", "first_month", "released", "signed", "lapses", "again"}

every_rule = pytest.mark.parametrize("kind", RULES, ids=rule_name)


@every_rule
def test_every_rule_has_a_case_worked_by_hand(kind: type[Rule]) -> None:
    assert any(case.rule["rule"] == rule_name(kind) for case in GOLDEN), (
        "work one out from its source, in one of tests/licensing/*_cases.py"
    )


def test_every_class_of_a_rule_is_in_the_list() -> None:
    def below(kinds: list[type[Rule]]) -> list[type[Rule]]:
        return [*kinds, *(each for kind in kinds for each in below(kind.__subclasses__()))]

    written = {
        kind for kind in below(Rule.__subclasses__()) if not kind.model_fields["rule"].is_required()
    }
    assert written == set(RULES)
    assert len({rule_name(kind) for kind in RULES}) == len(RULES)


@every_rule
def test_every_rule_says_what_it_does_and_where_that_is_from(kind: type[Rule]) -> None:
    assert kind.basis
    for entry in kind.sources():
        assert entry.title
        assert re.search(r"https?://", entry.source)
        assert entry.dated
    said = kind.explained()
    assert said.endswith(".")
    assert len(said.split()) > 15
    assert "{" not in said
    assert "}" not in said


@every_rule
def test_every_field_has_its_help_and_its_unit(kind: type[Rule]) -> None:
    for name in kind.model_fields:
        if name == "rule" or name in Sourced.model_fields:
            continue
        assert help_of(kind).get(name, "").endswith("."), name


def test_rows_and_fields_of_a_rule_have_different_names() -> None:
    for case in GOLDEN:
        desk = Counted(case.rule).desk
        assert not desk.rows & set(type(desk.written).model_fields), case.rule


@every_rule
def test_a_rule_reads_only_the_entries_that_it_rests_on(kind: type[Rule]) -> None:
    asked: set[str] = set()
    for seed in range(60):
        drawn = draw(kind, seed)
        asked |= Counted(drawn.rule, drawn.setting()).desk.asked
    read = {name.partition(".")[0] for name in asked}
    assert read <= set(kind.basis)
    numbered = {entry.key for entry in kind.sources() if entry.constants}
    # What a licence carries decides which rights are asked for, and is no figure of its own.
    assert numbered - {"cal_suites"} <= read | ({"sql_server"} & set(kind.basis))


def test_every_number_of_the_catalogue_is_read_by_some_rule() -> None:
    asked: set[str] = set(READ_AS_TEXT)
    for kind in RULES:
        for seed in range(30):
            drawn = draw(kind, seed)
            asked |= Counted(drawn.rule, drawn.setting()).desk.asked
    for entry in rule_sets().values():
        for name, number in entry.constants.items():
            in_table = name.partition(".")[0] in entry.rows
            assert in_table or number.name in asked, number.name


def test_every_entry_of_the_catalogue_is_the_basis_of_some_rule() -> None:
    assert set(rule_sets()) == {key for kind in RULES for key in kind.basis}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_number_but_0_1_and_12_stands_in_the_code(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    found = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
    }
    assert found <= {0, 1, 12}, "say it in licmodel/catalogue/rules.yaml, with its source"


@every_rule
def test_every_quantity_and_figure_states_what_it_is_measured_in(kind: type[Rule]) -> None:
    for seed in range(20):
        drawn = draw(kind, seed)
        rule = read_rule(drawn.rule)
        desk = Counted(drawn.rule, drawn.setting()).desk
        for field in desk.fields - DATES:
            value, measure = rule.measured(field)
            assert isinstance(measure, Measure)
            assert isinstance(measure, Over) == hasattr(value, "drivers_read")
