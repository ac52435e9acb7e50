"""What holds for every rule: units, whole numbers, more is never less, all readers agree."""

from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest

from licmodel.language.evaluate import Evaluator
from licmodel.language.expression import Expr
from licmodel.language.program import Input
from licmodel.language.words import describe
from licmodel.licensing import RULES, rule_name
from licmodel.licensing.rule import Rule
from tests.licensing.bench_desk import KEY, Counted
from tests.licensing.cases import GOLDEN
from tests.licensing.drawn import draw
from tests.recalculation import differences, recalculate_with_formualizer, write_book

EACH = 40
BY_MONTH = f"{KEY}.by_month"

# Fields with which a count never falls, and never rises. Where one of several is chosen, what a
# line buys may fall to nothing; there the whole estate only makes a difference.
RISES = {
    "windows_server_standard": "hosts processors cores vms",
    "windows_server_datacenter": "hosts processors cores",
    "windows_server_cheaper": "hosts",
    "sql_server_cores": "hosts processors cores",
    "sql_server_machines": "machines machine_cores",
    "sql_server_unlimited": "hosts processors cores",
    "sql_server_servers": "instances",
    "sql_server_cheapest": "",
    "client_access": "",
    "access_beyond_plans": "users",
    "running_servers": "instances",
    "student_benefit": "students staff",
    "education_staff": "full_time part_time_teachers part_time_others contractors",
    "seat_cap": "seats",
    "extended_updates": "devices",
    "fixed_support": "devices",
    "lapsed_assurance": "licences",
    "from_assurance": "seats",
    "hybrid_windows": "machines machine_cores",
    "hybrid_sql": "vcores",
    "per_core": "hosts processors cores core_factor minimum_cores minimum_order",
    "processor_value_units": "hosts cores",
    "socket_pairs": "hosts sockets machines",
    "named_users": (
        "users hosts processors cores core_factor minimum_cores minimum_per_processor"
        " minimum_per_server"
    ),
    "per_instance": "instances minimum",
    "per_employee": "employees contractors minimum",
}
FALLS = {
    "windows_server_standard": "pack",
    "windows_server_datacenter": "pack",
    "running_servers": "covered",
    "student_benefit": "paid_staff",
    "hybrid_windows": "processor_licences",
    "per_instance": "included",
}

every_rule = pytest.mark.parametrize("kind", RULES, ids=rule_name)


@cache
def drawn_of(kind: type[Rule]) -> list[Counted]:
    """Some rules of a kind that have written their rows."""
    return [Counted(drawn.rule, drawn.setting()) for drawn in (draw(kind, n) for n in range(EACH))]


@every_rule
def test_it_counts_in_the_unit_that_it_says(kind: type[Rule]) -> None:
    for counted in drawn_of(kind):
        assert counted.unit == counted.rule.counts


@every_rule
def test_it_counts_whole_licences_and_never_less_than_none(kind: type[Rule]) -> None:
    for counted in drawn_of(kind):
        for number in counted.by_month():
            assert number >= 0
            assert number == int(number)


@every_rule
def test_where_there_is_nothing_nothing_is_counted(kind: type[Rule]) -> None:
    for counted in drawn_of(kind):
        nothing = {
            key: 0.0
            for key, declared in counted.program.inputs.items()
            if _is_quantity(counted, declared)
        }
        assert set(counted.by_month(nothing)) == {0.0}


def _is_quantity(counted: Counted, declared: Input) -> bool:
    """Whether an input says how many there are."""
    if declared.shown == "month" or declared.key.endswith((".growth", ".share")):
        return False
    if declared.key.startswith("drivers."):
        return True
    field = declared.key.removeprefix(f"{KEY}.").partition(".")[0]
    written = getattr(counted.rule, field, None)
    return declared.key.startswith(KEY) and hasattr(written, "drivers_read")


@every_rule
def test_more_never_takes_fewer_unless_the_rule_says_so(kind: type[Rule]) -> None:
    chance = Random(rule_name(kind))  # noqa: S311  no secret
    for counted in drawn_of(kind):
        before = counted.by_month()
        for direction, table in ((1, RISES), (-1, FALLS)):
            for field in table.get(rule_name(kind), "").split():
                raised = {
                    key: declared.value + chance.choice((0.3, 1, 2, 17))
                    for key, declared in counted.program.inputs.items()
                    if key == f"{KEY}.{field}"
                }
                if raised:
                    after = counted.by_month(raised)
                    steps = zip(before, after, strict=True)
                    assert all(direction * (b - a) >= 0 for a, b in steps), raised


@every_rule
def test_a_slice_of_a_batch_is_the_run_of_the_slice(kind: type[Rule]) -> None:
    """[15] Bit for bit, with every input varied at once, some to unknown."""
    chance = Random(rule_name(kind))  # noqa: S311  no secret
    cases = 4
    for counted in drawn_of(kind)[:10]:
        program = counted.program
        given = {key: _varied(declared, chance, cases) for key, declared in program.inputs.items()}
        together = Evaluator(program, given).run(given, block=2)
        alone = Evaluator(program)
        for case in range(cases):
            values = alone.run({key: column[case] for key, column in given.items()})
            for key in program.rows:
                one, of_many = np.array(values.column(key)), np.array(together.column(key, case))
                assert _bits(one) == _bits(of_many), (key, case)


def _varied(
    declared: Input, chance: Random, cases: int
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    if declared.shown == "month":
        others = [declared.value + chance.randint(-6, 6) for _ in range(cases - 1)]
    else:
        others = [declared.value * chance.choice((0.5, 1, 1.5, 2)) for _ in range(cases - 1)]
    if chance.random() < 1 / 16:
        others[-1] = np.nan
    return np.array([declared.value, *others])


def _bits(figures: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bytes:
    return np.where(np.isnan(figures), np.nan, figures).tobytes()


@every_rule
def test_a_recalculated_workbook_agrees_cell_by_cell(kind: type[Rule], tmp_path: Path) -> None:
    """[16] Golden cases and drawn ones."""
    worked = [Counted(case.rule) for case in GOLDEN if case.rule["rule"] == rule_name(kind)]
    for number, counted in enumerate([*worked, *drawn_of(kind)[:6]]):
        book = write_book(counted.program, counted.values(), tmp_path / f"{number}.xlsx")
        found = differences(book, recalculate_with_formualizer(book.path))
        assert not found, "\n".join(map(str, found[:3]))


@every_rule
def test_words_describe_every_row_and_lead_to_figures(kind: type[Rule]) -> None:
    for counted in drawn_of(kind)[:10]:
        program = counted.program
        for row in program.rows.values():
            assert row.label.strip()
            for part in (row.body, row.opening):
                if isinstance(part, Expr):
                    said = describe(program, part)
                    assert said.strip()
                    assert "{" not in said
        for name in counted.desk.asked:
            declared = program.inputs[f"rules.{name}"]
            assert declared.origin.source
            assert declared.origin.dated


@every_rule
def test_every_row_serves_the_count_or_tells_something(kind: type[Rule]) -> None:
    told = {"break_even", "more_by_head", "equivalents", "heads", "over_cap"}
    told |= {"paid_staff_to_free_all", "access_needed"}
    for counted in drawn_of(kind):
        rows = counted.program.rows
        read = {node.ref for row in rows.values() for node in row.body.references()}
        unread = {key.removeprefix(f"{KEY}.") for key in rows if key.startswith(KEY)} - {
            key.removeprefix(f"{KEY}.") for key in read
        }
        assert unread - {"by_month"} - told <= {
            name for name in unread if name.endswith("_chosen")
        }, unread


def test_the_parts_of_a_choice_together_cost_the_least() -> None:
    """Two editions, one paid for; and what is paid is the smaller of what each would cost."""
    for seed in range(EACH):
        kind = next(rule for rule in RULES if rule_name(rule) == "windows_server_cheaper")
        drawn = draw(kind, seed)
        paid = 0.0
        costs = {}
        for edition in ("standard", "datacenter"):
            counted = Counted({**drawn.rule, "edition": edition}, drawn.setting())
            values = counted.values()
            price = counted.program.inputs[f"{KEY}.{edition}_price"].value
            paid += sum(values.column(BY_MONTH)) * price
            cost = values.column(f"{KEY}.{edition}_cost")
            costs[edition] = sum(cost) * (len(counted.by_month()) if len(cost) == 1 else 1)
        assert paid == pytest.approx(min(costs.values()))
