"""What nobody asks for is not worked out."""

from licmodel.language.evaluate import Evaluator
from licmodel.language.operators import previous
from licmodel.language.program import Periods, Program, Span


def program() -> Program:
    """A cost, and rows made of it that nothing else reads: one of them a running sum."""
    made = Program(Periods(("2027-04", "2027-05"), (Span("2027/28", 0, 1),)))
    seats = made.input("seats", "Seats", "user", 100)
    price = made.input("price", "Price", "GBP/user", 3)
    cost = made.row("cost", "Cost", seats * price)
    made.row("so far", "So far", previous("GBP") + cost, price * 0 * seats)
    made.row("beside", "Beside", cost * cost)
    made.row("twice", "Twice", cost + cost)
    return made


def varying(*keep: str) -> set[str]:
    """Operations done for each block of draws where these rows are wanted."""
    evaluator = Evaluator(program(), ["seats"], keep or None)
    evaluator.run({"seats": [1, 2]})
    done = (each.result for each in evaluator._quick.varying)
    nodes = evaluator.plan.nodes
    return {f"{nodes[number].op} {evaluator.plan.nodes[number].args}" for number in done}


def test_rows_that_no_wanted_row_is_made_of_are_not_made() -> None:
    every = varying()
    assert varying("cost", "so far", "beside", "twice") == every
    assert varying("twice") < every
    assert varying("cost") < varying("twice")
    assert varying("twice") | varying("beside") | varying("so far") == every


def test_what_is_wanted_is_the_same() -> None:
    given = {"seats": [1.0, 2.0, 7.5]}
    every = Evaluator(program(), given).run(given)
    for key in ("cost", "so far", "beside", "twice"):
        found = Evaluator(program(), given, [key]).run(given)
        assert (found[key] == every[key]).all()
