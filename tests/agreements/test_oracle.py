"""A second implementation, month by month in plain numbers, gives the same under agreements."""

from collections.abc import Iterator
from dataclasses import fields
from math import isclose

from licmodel.analysis.results import Results, run
from licmodel.scenario.loading import from_data
from tests.agreements.drawn import Raw, scenario
from tests.agreements.oracle import Bought, Course, Short, shortfall

AGREEMENTS, AT_ONCE = 5_000, 100
ROWS = {each.name: (each.name,) for each in fields(Course)} | {
    "prepaid": tuple(f"{part}.prepayment" for part in ("charge", "upfront", "instalments")),
    "late": ("late_charge",),
}
"""Rows that add up to what the second implementation says."""


def differences(raw: Raw) -> Iterator[str]:
    """Each line of which the engine and the second implementation do not say the same."""
    results = run(from_data(raw))
    for name, line in raw["options"]["option"]["lines"].items():
        told = next(_differences(results, raw, name, line), None)
        if told is not None:
            yield told


def _short(results: Results, bought: Bought, course: Course, agreement: str) -> Iterator[str]:
    """Where what falls short of a commitment is not the same."""
    if bought.contract.commitment is None:
        return
    short = shortfall(bought, course)
    for each in fields(Short):
        ours = results.by_period(f"option.shortfall.{agreement}.{each.name}")
        theirs = getattr(short, each.name)
        for at, (engine, oracle) in enumerate(zip(ours, theirs, strict=True)):
            if not isclose(engine, oracle, rel_tol=1e-9, abs_tol=1e-5):
                yield f"{each.name} short in month {at}: engine {engine}, oracle {oracle}"


def _differences(results: Results, raw: Raw, name: str, line: Raw) -> Iterator[str]:
    bought = Bought(name, line, raw)
    course = bought.course()
    yield from (
        f"{told}, {line} under {raw['agreements'][line['agreement']]}"
        for told in _short(results, bought, course, line["agreement"])
    )
    months = results.model.program.periods.months
    for what, rows in ROWS.items():
        keys = [
            key for row in rows if (key := f"option.{name}.{row}") in results.model.program.rows
        ]
        if not keys:
            assert what == "late" or line["billing"].startswith("monthly"), rows
            assert not any(getattr(course, what)), rows
            continue
        engine = [sum(parts) for parts in zip(*map(results.by_period, keys), strict=True)]
        for at, ours, theirs in zip(months, engine, getattr(course, what), strict=True):
            if what == "price_a_month" and not course.committed[months.index(at)]:
                continue  # a price that nobody pays
            # [16]: a billionth, or a millionth of a pound.
            if not isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-6):
                contract = raw["agreements"][line["agreement"]]
                yield (
                    f"{what} of {name} in {at}: engine {ours}, oracle {theirs}, as_of "
                    f"{raw.get('as_of')}, {line} under {contract} "
                    f"on {raw['agreements'].get(contract.get('based_on'))}"
                )


def test_the_second_implementation_agrees() -> None:
    """[16, 22] On five thousand agreements, each with a line."""
    for seed in range(AGREEMENTS // AT_ONCE):
        found = list(differences(scenario(seed, AT_ONCE)))
        assert not found, found[0]
