"""What a line costs: nothing for nothing, no less for more, as much invoiced as charged."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from licmodel.assembly.assemble import assemble
from licmodel.language.evaluate import Evaluator
from licmodel.language.units import parse_unit
from licmodel.lines import Line
from licmodel.lines.line import BILLINGS
from licmodel.scenario.loading import from_data
from licmodel.terms.months import month_text, parse_month
from tests.conformance.cases import LINES, PENNY, is_near, law, lines_of, own_rows, results_of
from tests.strategies import START, batches, is_valid, lines, scenario_of, surroundings
from tests.written import is_rule

_NOT_A_NUMBER_OF_THINGS = (".growth", ".share", ".from", ".probability", ".on")


@law
def test_costs_are_in_the_money_of_the_scenario(kind: type[Line], data: st.DataObject) -> None:
    raw = data.draw(batches(lines(kind, income=True), LINES))
    currency = data.draw(st.sampled_from(("GBP", "EUR")))
    program = assemble(from_data(raw | {"finance": {"currency": currency}})).program
    for name in lines_of(raw):
        for flow in ("billed", "accrued"):
            assert program.rows[f"option.{name}.{flow}"].unit == parse_unit(currency)
    bases = {base for declared in program.inputs.values() for base, _ in declared.unit}
    assert "GBP" not in bases - {currency}


@law
def test_none_costs_nothing(kind: type[Line], data: st.DataObject) -> None:
    raw = data.draw(batches(lines(kind, income=True), LINES))
    for line in lines_of(raw).values():
        line["quantity"] = "0"
    results = results_of(raw)
    for name, line in lines_of(raw).items():
        if "minimum" in line:
            continue
        for flow in ("billed", "accrued"):
            assert not any(results.by_period(f"option.{name}.{flow}")), line


@law
def test_more_costs_no_less(kind: type[Line], data: st.DataObject) -> None:
    raw = data.draw(batches(lines(kind), LINES))
    times = data.draw(st.sampled_from([2, 5, 100]))
    model = assemble(from_data(raw))
    # What more of a figure does to a counting rule is a law of that rule: tests/licensing.
    ruled = tuple(
        f"option.{name}." for name, line in lines_of(raw).items() if is_rule(line.get("quantity"))
    )
    given = {
        key: np.array([declared.value, times * declared.value])
        for key, declared in model.program.inputs.items()
        if (key.startswith("drivers.") or ".quantity" in key)
        and not key.startswith(ruled)
        and not key.endswith(_NOT_A_NUMBER_OF_THINGS)
    }
    values = Evaluator(model.program, given).run(given)
    written = model.scenario.options["option"].lines
    for name, line in lines_of(raw).items():
        if written[name].more_may_cost_less:
            continue
        monthly = values[f"option.{name}.accrued"]
        invoiced = values[f"option.{name}.billed"]
        if monthly.min() < 0 or invoiced.min() < 0:
            continue  # an income, or a credit for months invoiced: more of it brings more in
        for flow in ("billed", "accrued"):
            few, many = np.broadcast_to(values[f"option.{name}.{flow}.total"], (1, 2))[0]
            assert many >= few - max(PENNY, 1e-9 * abs(few)), line


@law
def test_a_life_within_the_horizon_is_invoiced_whole(kind: type[Line], data: st.DataObject) -> None:
    """[2] However it is invoiced."""
    drawn = data.draw(lines(kind, income=True))
    first = parse_month(START) + data.draw(st.integers(0, 14))
    last = first + data.draw(st.integers(0, 32))
    # an event that moves would leave behind the month until which it may happen
    away = {"starts", "ends", "billing", "until"}
    bare = {key: value for key, value in drawn.items() if key not in away}
    versions: list[dict[str, Any]] = [
        version
        for billing in BILLINGS
        for version in (
            {**bare, "starts": month_text(first), "ends": month_text(last), "billing": billing},
        )
        if is_valid(kind, version)
    ] or [{**bare, "on" if "on" in bare else "starts": month_text(first)}]
    raw = scenario_of(
        {f"line_{number}": version for number, version in enumerate(versions)},
        surroundings=data.draw(surroundings([drawn])),
        timeline={"start": START, "years": "4"},
    )
    results = results_of(raw)
    named = {name: line for name, line in lines_of(raw).items() if line in versions}
    served = [results.figure(f"option.{name}.accrued.total") for name in named]
    for name, version in named.items():
        paid = results.figure(f"option.{name}.billed.total")
        assert is_near(paid, results.figure(f"option.{name}.accrued.total")), version
        assert is_near(paid, served[0]), f"the way of invoicing changes the cost: {version}"


@law
def test_what_is_prepaid_is_what_was_invoiced_and_not_yet_served(
    kind: type[Line], data: st.DataObject
) -> None:
    """[2] At the edges of the horizon too."""
    raw = data.draw(batches(lines(kind, income=True), LINES))
    results = results_of(raw)
    for name, line in lines_of(raw).items():
        balances = [
            (float(results.values.openings[key][0, 0]), results.by_period(key)[-1])
            for key in own_rows(results, ".prepayment")
            if key.startswith(f"option.{name}.")
        ]
        opening, closing = (
            (sum(ends) for ends in zip(*balances, strict=True)) if balances else (0, 0)
        )
        paid = results.figure(f"option.{name}.billed.total")
        served = results.figure(f"option.{name}.accrued.total")
        assert is_near(opening + paid - served, closing), line
