"""Rows refer upwards only; what reads the figure before says what stands before the first."""

from collections.abc import Callable

import pytest

from licmodel.errors import ModelError
from licmodel.language.evaluate import evaluate
from licmodel.language.expression import Expr
from licmodel.language.operators import by_year, lag, previous, total, where
from licmodel.language.program import UNSAID, Origin, Periods, Program, Span
from licmodel.language.table import Axis
from licmodel.language.units import parse_unit

PERIODS = Periods(
    ("2027-03", "2027-04", "2027-05"),
    (Span("2026/27", 0, 0), Span("2027/28", 1, 2)),
    (Span("year 1", 0, 2),),
)
GBP = parse_unit("GBP")


@pytest.fixture
def program() -> Program:
    program = Program(PERIODS)
    fee = program.input("fee", "Fee", "GBP", 5)
    program.input("seats", "Seats", "user", 3)
    program.input("none", "None yet", "GBP", 0)
    program.row("spent", "Spent", previous("GBP") + fee, program.reference("none"))
    program.row("plain", "Plain", program.reference("spent") + fee)
    return program


@pytest.mark.parametrize("key", ["fee", "spent"])
def test_a_key_is_declared_once(program: Program, key: str) -> None:
    with pytest.raises(ModelError, match=f"{key} is declared twice"):
        program.input(key, "Again", "GBP", 1)
    with pytest.raises(ModelError, match=f"{key} is declared twice"):
        program.row(key, "Again", program.reference("fee"))
    assert program.reference(key).op == ("input" if key == "fee" else "row")
    assert program.inputs["fee"].value == 5


def absent(op: str, axis: Axis = "month") -> Expr:
    return Expr(op, (), GBP, axis, "absent")


@pytest.mark.parametrize(
    "body",
    [
        lambda fee: fee + absent("row"),
        lambda fee: fee + absent("lag"),
        lambda fee: total(absent("row")) - fee,
        lambda fee: where(absent("row") > 0, fee, fee),
        lambda fee: fee * absent("row", "whole"),
    ],
)
def test_a_row_reads_only_what_stands_above_it(
    program: Program, body: Callable[[Expr], Expr]
) -> None:
    """[13]."""
    with pytest.raises(ModelError, match="new reads absent, which does not stand above it"):
        program.row("new", "New", body(program.reference("fee")))
    assert "new" not in program.rows


def test_a_row_cannot_read_itself(program: Program) -> None:
    """[13]: a circular reference cannot be written."""
    itself = Expr("row", (), GBP, "month", "new")
    with pytest.raises(ModelError, match="new reads new"):
        program.row("new", "New", itself + program.reference("fee"))


def test_an_input_is_declared_before_it_is_read(program: Program) -> None:
    with pytest.raises(ModelError, match="new reads absent, which is no input"):
        program.row("new", "New", program.reference("fee") + absent("input", "whole"))


@pytest.mark.parametrize("opening", [None, "own first"])
def test_a_figure_before_needs_an_opening_of_its_own(program: Program, opening: None) -> None:
    """[13]: what stood before the first month cannot be the first month's figure."""
    with pytest.raises(ModelError, match="new: a row that reads its previous figure needs an open"):
        program.row("new", "New", previous("GBP") + program.reference("fee"), opening)


def test_a_figure_before_has_the_rows_own_unit_and_axis(program: Program) -> None:
    seats, fee, none = (program.reference(key) for key in ("seats", "fee", "none"))
    with pytest.raises(ModelError, match="not in the row's own unit") as refused:
        program.row("new", "New", previous("GBP/user") * seats + fee, none)
    assert (refused.value.found, refused.value.expected) == ("GBP/user", "GBP")


@pytest.mark.parametrize(
    ("opening", "found"), [("seats", "user by whole"), ("spent", "GBP by month")]
)
def test_an_opening_is_one_figure_in_the_rows_unit(
    program: Program, opening: str, found: str
) -> None:
    """[13]."""
    with pytest.raises(ModelError, match="what stands before the first period") as refused:
        program.row(
            "new", "New", previous("GBP") + program.reference("fee"), program.reference(opening)
        )
    assert (refused.value.found, refused.value.expected) == (found, "GBP, whole")
    assert "new" not in program.rows


def test_only_a_row_with_an_opening_is_read_a_period_earlier(program: Program) -> None:
    with pytest.raises(ModelError, match="new reads plain a period earlier, but it has no opening"):
        program.row("new", "New", lag(program.reference("plain")))
    program.row("new", "New", lag(program.reference("spent")))


def test_a_refused_row_leaves_the_program_as_it_was(program: Program) -> None:
    before = list(program.rows)
    with pytest.raises(ModelError):
        program.row("new", "New", previous("GBP") + program.reference("fee"))
    assert list(program.rows) == before
    leaf = program.row("new", "New", program.reference("fee") + 0)
    assert (leaf.op, leaf.ref, leaf.unit, leaf.axis) == ("row", "new", GBP, "whole")


def test_rows_stand_in_the_order_they_were_declared(program: Program) -> None:
    program.row("after", "After", by_year(program.reference("spent")))
    assert list(program.rows) == ["spent", "plain", "after"]
    assert [row.axis for row in program.rows.values()] == ["month", "month", "year"]
    assert program.rows["after"].unit == GBP


def test_a_reference_reads_what_its_declaration_gave(program: Program) -> None:
    leaf = program.row("copy", "Copy", by_year(program.reference("spent")))
    again = program.reference("copy")
    assert (again.op, again.unit, again.axis, again.ref) == (
        leaf.op,
        leaf.unit,
        leaf.axis,
        leaf.ref,
    )
    fee = program.reference("fee")
    assert (fee.op, fee.unit, fee.axis) == ("input", GBP, "whole")


def test_periods_name_and_count_their_columns() -> None:
    """[1]: the first and last year may be short."""
    counts: list[tuple[Axis, int]] = [("month", 3), ("year", 2), ("contract_year", 1), ("whole", 1)]
    for axis, count in counts:
        assert PERIODS.count(axis) == len(PERIODS.labels(axis)) == count
    assert PERIODS.labels("year") == ("2026/27", "2027/28")
    assert PERIODS.labels("whole") == ("",)
    assert PERIODS.spans("contract_year") == (Span("year 1", 0, 2),)


def test_an_input_says_where_it_comes_from_and_how_it_is_shown(program: Program) -> None:
    """[7]: a figure without a word about its origin is an assumption."""
    assert program.inputs["fee"].origin is UNSAID
    assert (UNSAID.status, UNSAID.source, UNSAID.given) == ("assumed", "no source given", True)
    quote = Origin("quote", "Q-1234", "2027-01-31", "J. Patel", "a.yaml:7")
    program.input("rate", "Rate", "1", 1, quote, "percent")
    declared = program.inputs["rate"]
    assert (declared.origin, declared.shown, declared.value) == (quote, "percent", 1.0)
    assert isinstance(declared.value, float)


def test_a_program_without_rows_has_its_inputs(program: Program) -> None:
    bare = Program(PERIODS)
    bare.input("fee", "Fee", "GBP", 5)
    assert evaluate(bare)["fee"].tolist() == [[5.0]]
    assert evaluate(program).column("spent") == [5, 10, 15]
