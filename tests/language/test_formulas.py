"""The text of a row's formula, as somebody who builds models in a spreadsheet would write it."""

import re
from collections.abc import Callable, Sequence

import pytest

from licmodel.errors import ModelError
from licmodel.language import operators as say
from licmodel.language.expression import Expr
from licmodel.language.formulas import NEST_AT_MOST, Formulas, column_name
from licmodel.language.program import Periods, Program, Span
from licmodel.language.table import FOLDS, OPERATORS, Axis

PERIODS = Periods(
    ("2027-02", "2027-03", "2027-04", "2027-05", "2027-06"),
    (Span("2026/27", 0, 1), Span("2027/28", 2, 4)),
    (Span("year 1", 1, 3),),
)


class Sheet:
    """Inputs in column D of a sheet of their own; months from G, whole figures in D."""

    def __init__(self, program: Program, sheet: str = "") -> None:
        self.program = program
        self.sheet = sheet

    def input_cell(self, key: str) -> str:
        return f"In!$D${list(self.program.inputs).index(key) + 1}"

    def input_range(self, keys: Sequence[str]) -> str | None:
        first, last = self.input_cell(keys[0]), self.input_cell(keys[-1])
        return f"{first}:{last[3:]}" if len(keys) > 1 else None

    def row_place(self, key: str) -> tuple[str, int]:
        return self.sheet, list(self.program.rows).index(key) + 1

    def first_column(self, axis: Axis) -> int:
        return 3 if axis == "whole" else 6


@pytest.fixture
def program() -> Program:
    """Inputs a to d in D1 to D4; a row m along months, whose opening is d, in line 1."""
    program = Program(PERIODS)
    a, _, _, d = (program.input(key, key, "1", 1) for key in "abcd")
    program.row("m", "m", say.previous("1") + a, d)
    return program


def written(program: Program, body: Expr, sheet: str = "") -> str:
    program.row("row", "row", body)
    text = Formulas(program, Sheet(program, sheet)).template(program.rows["row"])
    return text.replace("In!$D$", "$")  # inputs are then $1 to $4


ARITHMETIC: list[tuple[Callable[[Expr, Expr, Expr], Expr], str]] = [
    (lambda a, b, c: a + b + c, "=$1+$2+$3"),
    (lambda a, b, c: a - b - c, "=$1-$2-$3"),
    (lambda a, b, c: a * b / c, "=$1*$2/$3"),
    (lambda a, b, c: a + b * c, "=$1+$2*$3"),
    (lambda a, b, c: a * b - c, "=$1*$2-$3"),
    (lambda a, b, c: a - (b - c), "=$1-($2-$3)"),
    (lambda a, b, c: a - (b + c), "=$1-($2+$3)"),
    (lambda a, b, c: a / (b * c), "=$1/($2*$3)"),
    (lambda a, b, c: a / (b / c), "=$1/($2/$3)"),
    (lambda a, b, c: (a + b) * c, "=($1+$2)*$3"),
    (lambda a, b, c: a * (b - c), "=$1*($2-$3)"),
    (lambda a, b, c: (a + b) / (b - c), "=($1+$2)/($2-$3)"),
    (lambda a, _, c: 12 * a - (1 - c), "=12*$1-(1-$3)"),
    (lambda a, b, _: 0 - a - b, "=0-$1-$2"),
    (lambda a, b, c: say.counted(a + b, "1") * c, "=($1+$2)*$3"),
    (lambda a, b, c: a - say.counted(b - c, "1"), "=$1-($2-$3)"),
    (lambda a, b, c: say.most(a + b, c) * c, "=MAX($1+$2,$3)*$3"),
    (lambda a, b, c: a - say.add_up(b - c, a), "=$1-SUM($2-$3,$1)"),
]


@pytest.mark.parametrize(("make", "text"), ARITHMETIC)
def test_brackets_stand_only_where_they_are_needed(
    program: Program, make: Callable[[Expr, Expr, Expr], Expr], text: str
) -> None:
    assert written(program, make(*map(program.reference, "abc"))) == text


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda a, b, c: a + (b + c), "=$1+($2+$3)"),
        (lambda a, b, c: a + (b - c), "=$1+($2-$3)"),
        (lambda a, b, c: a * (b * c), "=$1*($2*$3)"),
        (lambda a, b, c: a * (b / c), "=$1*($2/$3)"),
    ],
)
def test_brackets_keep_the_order_of_evaluation(
    program: Program, make: Callable[[Expr, Expr, Expr], Expr], text: str
) -> None:
    """[16]: in another order the last bit may be another."""
    assert written(program, make(*map(program.reference, "abc"))) == text


CALLS: list[tuple[Callable[[Expr, Expr, Expr], Expr], str]] = [
    (lambda a, b, _: a >= b, "=ROUND($1-$2,6)>=0"),
    (lambda a, b, _: a > b, "=ROUND($1-$2,6)>0"),
    (lambda a, b, c: say.equals(a - b, b - c), "=ROUND($1-$2-($2-$3),6)=0"),
    (lambda a, b, c: say.every(a > b, b > c), "=AND(ROUND($1-$2,6)>0,ROUND($2-$3,6)>0)"),
    (lambda a, b, c: say.some(a > b, b > c), "=OR(ROUND($1-$2,6)>0,ROUND($2-$3,6)>0)"),
    (lambda a, b, _: say.negate(a > b), "=NOT(ROUND($1-$2,6)>0)"),
    (lambda a, b, c: say.where(a > b, b + c, 0) - a, "=IF(ROUND($1-$2,6)>0,$2+$3,0)-$1"),
    (lambda a, b, _: say.least(a, b), "=MIN($1,$2)"),
    (lambda a, b, c: say.remainder(a + b, c), "=MOD(ROUND($1+$2,0),ROUND($3,0))"),
    (lambda a, b, _: say.floor(a / b), "=INT(ROUND($1/$2,6))"),
    (lambda a, b, _: say.round_to(a * b, 2), "=ROUND(ROUND($1*$2,9),2)"),
    (lambda a, _, __: say.round_to(a, -3), "=ROUND(ROUND($1,9),-3)"),
    (lambda a, b, _: say.round_up(a * b), "=ROUNDUP(ROUND($1*$2,6),0)"),
    (lambda a, b, _: a**b, "=IF($2=0,1,$1^$2)"),
    (lambda a, b, c: (a + b) ** c, "=IF($3=0,1,($1+$2)^$3)"),
    (lambda a, b, c: a * b**c, "=$1*IF($3=0,1,$2^$3)"),
    (lambda a, b, c: say.look_up(a, [(b, c)]), "=IF(ROUND($1-$2,6)>=0,$3,NA())"),
    (
        lambda a, b, c: say.look_up(a + b, [(b, c), (b - c, a)]),
        "=IF(ROUND($1+$2-($2-$3),6)>=0,$1,IF(ROUND($1+$2-$2,6)>=0,$3,NA()))",
    ),
]


@pytest.mark.parametrize(("make", "text"), CALLS)
def test_steps_are_guarded_as_in_the_engine(
    program: Program, make: Callable[[Expr, Expr, Expr], Expr], text: str
) -> None:
    """[4], [11], [16], [17]."""
    assert written(program, make(*map(program.reference, "abc"))) == text


def test_only_functions_that_every_spreadsheet_has() -> None:
    """[12]; a look-up beside them writes IF, INDEX, MATCH and NA."""
    templates = [each.excel for each in OPERATORS.values()] + [
        each.excel for each in FOLDS.values()
    ]
    used = set(re.findall(r"[A-Z.]+(?=\()", " ".join(templates)))
    steps = {"ROUND", "ROUNDUP", "INT", "MOD"}
    assert used <= steps | {"AND", "IF", "NOT", "OR", "MAX", "MIN", "SUM", "INDEX", "MATCH", "IRR"}


def test_one_formula_for_all_months_and_what_stood_before_in_its_own_column(
    program: Program,
) -> None:
    """[13]."""
    formulas = Formulas(program, Sheet(program))
    row = program.rows["m"]
    assert formulas.opening(row) == "=In!$D$4"
    assert formulas.cells(row) == [f"={before}1+In!$D$1" for before in "FGHIJ"]


def test_own_first_points_at_the_first_month(program: Program) -> None:
    """[13]."""
    own = program.row("own", "own", program.reference("m") * program.reference("a"), "own first")
    program.row("late", "late", say.lag(own))
    formulas = Formulas(program, Sheet(program))
    assert formulas.opening(program.rows["own"]) == "=G2"
    assert formulas.cells(program.rows["late"])[:2] == ["=F2", "=G2"]
    assert formulas.opening(program.rows["late"]) is None


def test_a_whole_figure_is_pinned_and_a_period_is_not(program: Program) -> None:
    whole = program.row("whole", "whole", say.total(program.reference("m")))
    program.row("share", "share", program.reference("m") / whole)
    formulas = Formulas(program, Sheet(program))
    assert formulas.cells(program.rows["whole"]) == ["=SUM($G1:$K1)"]
    assert formulas.cells(program.rows["share"]) == [f"={month}1/$D$2" for month in "GHIJK"]


def test_an_opening_may_be_worked_out_from_whole_figures(program: Program) -> None:
    whole = program.row("whole", "whole", say.total(program.reference("m")))
    opening = (whole - program.reference("a")) * 12
    program.row("down", "down", say.previous("1") - 1, opening)
    formulas = Formulas(program, Sheet(program))
    assert formulas.opening(program.rows["down"]) == "=($D$2-In!$D$1)*12"
    assert formulas.cells(program.rows["down"])[0] == "=F3-1"


def test_each_year_adds_up_its_own_months(program: Program) -> None:
    """[1]."""
    years = program.row("years", "years", say.by_year(program.reference("m")))
    program.row("contract", "contract", say.by_contract_year(program.reference("m")))
    program.row("share", "share", years / say.total(years))
    formulas = Formulas(program, Sheet(program))
    assert formulas.cells(program.rows["years"]) == ["=SUM(G1:H1)", "=SUM(I1:K1)"]
    assert formulas.cells(program.rows["contract"]) == ["=SUM(H1:J1)"]
    assert formulas.cells(program.rows["share"]) == ["=G2/SUM($G2:$H2)", "=H2/SUM($G2:$H2)"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("total", "=SUM($G1:$K1)"),
        ("largest", "=MAX($G1:$K1)"),
        ("position of largest", "=MATCH(MAX($G1:$K1),$G1:$K1,0)"),
        ("at start", "=INDEX($G1:$K1,1)"),
        ("internal rate", "=IRR($G1:$K1)"),
        ("by year", "=SUM({first}1:{last}1)"),
        ("by contract year", "=SUM({first}1:{last}1)"),
    ],
)
def test_folds_are_one_call_over_the_row(program: Program, name: str, text: str) -> None:
    assert written(program, say.fold(name, program.reference("m"))) == text


def points(program: Program, count: int) -> list[tuple[Expr, Expr]]:
    keys = [program.input(f"from {at}", "", "1", at) for at in range(count)]
    figures = [program.input(f"price {at}", "", "1", at) for at in range(count)]
    return list(zip(keys, figures, strict=True))


def test_a_look_up_of_few_points_is_spelt_out(program: Program) -> None:
    few = points(program, NEST_AT_MOST)
    text = written(program, say.look_up(program.reference("m"), few))
    assert text.startswith("=IF(ROUND({here}1-$16,6)>=0,$28,IF(ROUND({here}1-$15,6)>=0,$27,")
    assert text.endswith("IF(ROUND({here}1-$5,6)>=0,$17,NA())" + ")" * (NEST_AT_MOST - 1))


def test_a_look_up_of_many_points_is_searched_on_the_sheet(program: Program) -> None:
    """[16]: the search is guarded as comparisons are."""
    many = points(program, NEST_AT_MOST + 1)
    text = written(program, say.look_up(program.reference("m") - 1, many) * 12)
    assert text == "=INDEX($18:$D$30,MATCH({here}1-1+5E-7,$5:$D$17,1))*12"


def test_points_that_do_not_stand_together_are_spelt_out(program: Program) -> None:
    many = points(program, NEST_AT_MOST + 1)
    worked_out = [*many[:-1], (many[-1][0], many[-1][1] + 1)]
    text = written(program, say.look_up(program.reference("m"), worked_out))
    assert "MATCH" not in text
    assert text.count("IF(") == NEST_AT_MOST + 1


def test_a_formula_no_spreadsheet_takes_is_refused(program: Program) -> None:
    deep = program.reference("a")
    for _ in range(65):
        deep = say.most(deep, program.reference("b"))
    long = say.add_up(*[program.reference("m") * program.reference("c")] * 600)
    for key, body in (("deep", deep), ("long", long)):
        program.row(key, key, body)
        with pytest.raises(ModelError, match=f"{key} is too long or too deep") as refused:
            Formulas(program, Sheet(program)).template(program.rows[key])
        assert refused.value.expected == "8192 and 64 at the most"
        assert refused.value.remedies == ("split it into several rows",)


def test_a_sheet_may_have_any_name(program: Program) -> None:
    program.row("row", "row", say.by_year(program.reference("m")))
    formulas = Formulas(program, Sheet(program, "'{stay} 100%'!"))
    assert formulas.cells(program.rows["row"])[0] == "=SUM('{stay} 100%'!G1:H1)"


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    names = [column_name(number) for number in (0, 25, 26, 51, 52, 701, 702, 16383)]
    assert names == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]
