"""[19] Nothing in the model takes sides: figures follow from figures, not from names or order."""

import copy
import math
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from licmodel.analysis.checks import checks, master
from licmodel.analysis.comparison import Comparison, compare
from licmodel.analysis.results import Results, run
from licmodel.analysis.warnings import warnings_of
from licmodel.assembly.assemble import Model, assemble
from licmodel.language.evaluate import Evaluator, Values
from licmodel.lines.perpetual import Perpetual
from licmodel.scenario.loading import from_data
from licmodel.terms.months import month_text
from tests.strategies import lines, scenario_of, scenarios, surroundings
from tests.written import Raw

SCENARIOS = settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PENNY = 1e-6
_NAMES = {"title", "status"}


def options_of(raw: Raw) -> dict[str, Any]:
    """Every figure of every option of a scenario; unknown figures are None."""
    return told(compare(from_data(raw)))


def told(comparison: Comparison) -> dict[str, Any]:
    """Every figure of every option, as it is told in JSON."""
    options: dict[str, Any] = comparison.to_json()["options"]
    return {key: nameless(option) for key, option in options.items()}


def nameless(option: dict[str, Any]) -> dict[str, Any]:
    """An option's figures, without what it is called."""
    return {key: value for key, value in option.items() if key not in _NAMES}


def evaluated(model: Model, given: dict[str, np.ndarray[Any, Any]]) -> Values:
    """Figures with some inputs varied."""
    return Evaluator(model.program, given).run(given)


def money_inputs(model: Model) -> list[str]:
    """Keys of the inputs that are money, or money per something."""
    return [key for key, each in model.program.inputs.items() if ("GBP", 1) in each.unit]


# --- a perpetual licence is paid once ---


@SCENARIOS
@given(data=st.data())
def test_a_perpetual_licence_is_paid_once(data: st.DataObject) -> None:
    """In the month it starts, however long the horizon; never, where that was before."""
    line = data.draw(lines(Perpetual))
    line = {key: value for key, value in line.items() if key not in {"refresh_years", "ends"}}
    line.pop("maintenance", None)
    line["quantity"] = str(data.draw(st.integers(1, 400)))
    month = data.draw(st.integers(-12, 23))
    line["starts"] = month_text(24327 + month)
    around = data.draw(surroundings([line]))
    paid = []
    for years in ("2", "5", "10"):
        timeline = {"start": "2027-04", "years": years}
        results = run(from_data(scenario_of({"it": line}, surroundings=around, timeline=timeline)))
        months = results.by_period("option.it.billed")
        due = [number for number, amount in enumerate(months) if amount]
        assert due in ([], [month])
        if month >= 0:
            prices = results.by_period("option.it.price_once")
            price = prices[month if len(prices) > 1 else 0]
            assert math.isclose(months[month], int(line["quantity"]) * price)
        else:
            assert not due
        paid.append(sum(months))
    assert len(set(paid)) == 1


# --- labels ---


@SCENARIOS
@given(raw=scenarios())
def test_swapping_the_labels_swaps_the_answer_and_nothing_else(raw: Raw) -> None:
    first, second = (copy.deepcopy(raw["options"][key]) for key in _two(raw))
    first, second = first | {"title": "On premises"}, second | {"title": "In the cloud"}
    one = raw | {"options": {"on_premises": first, "cloud": second}, "baseline": "on_premises"}
    other = raw | {
        "options": {
            "on_premises": second | {"title": first["title"]},
            "cloud": first | {"title": second["title"]},
        },
        "baseline": "cloud",
    }
    here, there = compare(from_data(one)), compare(from_data(other))
    swap = {"on_premises": "cloud", "cloud": "on_premises"}
    figures, swapped = told(here), told(there)
    for key, other_key in swap.items():
        assert figures[key] == swapped[other_key]
        for status, share in here.provenance[key].items():  # added up in the order of the names
            assert math.isclose(share, there.provenance[other_key][status], abs_tol=1e-12)
    for measure in ("present_value", "total"):
        values = {getattr(option, measure) for option in here.options.values()}
        if len(values) > 1:  # of two that cost the same, the first is named
            assert swap.get(str(here.cheapest(measure))) == there.cheapest(measure)


def _two(raw: Raw) -> tuple[str, str]:
    """Two options that stand by themselves."""
    alone = [key for key, option in raw["options"].items() if "based_on" not in option]
    assume(len(alone) > 1)
    return alone[0], alone[1]


@SCENARIOS
@given(raw=scenarios(), order=st.randoms())
def test_the_order_of_the_options_changes_no_figure(raw: Raw, order: Any) -> None:  # noqa: ANN401
    keys = list(raw["options"])
    order.shuffle(keys)
    shuffled = raw | {"options": {key: raw["options"][key] for key in keys}}
    assert options_of(shuffled) == options_of(raw)


@SCENARIOS
@given(raw=scenarios())
def test_an_option_based_on_another_and_no_different_equals_it(raw: Raw) -> None:
    first = next(iter(raw["options"]))
    same: Raw = {**raw["options"], "same": {"based_on": first}, "again": {"based_on": "same"}}
    told = options_of(raw | {"options": same})
    written_out = raw["options"][first] | {"title": "Written out"}
    twice = options_of(raw | {"options": raw["options"] | {"same": written_out}})
    for key in ("same", "again"):
        assert _flows(told[key]) == _flows(told[first])
    assert _flows(twice["same"]) == _flows(twice[first])


def _flows(option: dict[str, Any]) -> dict[str, Any]:
    """Figures that do not depend on which option is the baseline."""
    unlike = {"payback_years", "payback_years_interpolated", "break_even", "internal_rate"}
    return {key: value for key, value in option.items() if key not in unlike}


# --- prices ---


@SCENARIOS
@given(raw=scenarios(income=False))
def test_prices_up_by_a_tenth_make_nothing_cheaper(raw: Raw) -> None:
    """Each price by itself, and all of them; what brings income is left aside."""
    model = assemble(from_data(raw))
    # what others pay, and what a contract that ends would have cost, are no prices
    income = tuple(
        f"{option}.{name}."
        for option, said in raw["options"].items()
        for name, line in said["lines"].items()
        if line["kind"] in {"grant", "displaced"}
    )
    prices = [key for key in money_inputs(model) if not key.startswith(income)]
    given = {}
    for number, key in enumerate(prices, 1):
        given[key] = np.full(len(prices) + 2, model.program.inputs[key].value)
        given[key][[number, -1]] *= 1.1
    values = evaluated(model, given)
    for key in model.program.rows:
        if key.endswith((".accrued", ".billed")) and values[key][:, 0].min() >= 0:
            sums = values[key].sum(axis=0)
            assert (sums >= sums[0] - PENNY).all(), key


@SCENARIOS
@given(raw=scenarios())
def test_money_doubled_is_every_cost_doubled(raw: Raw) -> None:
    """Exactly: twice is one bit. Rows to the penny, and what is chosen by them, are left aside."""
    model = assemble(from_data(raw))
    given = {
        key: np.array([1.0, 2.0]) * model.program.inputs[key].value for key in money_inputs(model)
    }
    values = evaluated(model, given)
    rounded = (".pence.by_year", ".peak", ".owed", ".gained", ".owed.by_year", ".gained.by_year")
    checked = 0
    for key, row in model.program.rows.items():
        if ("GBP", 1) in row.unit and not key.endswith(rounded):
            figure = np.broadcast_to(values[key], (len(values[key]), 2))
            assert np.array_equal(figure[:, 1], 2 * figure[:, 0], equal_nan=True), key
            checked += 1
    assert checked > len(model.options)


# --- unknown figures ---


@SCENARIOS
@given(raw=scenarios())
def test_an_unknown_figure_makes_what_rests_on_it_unknown(raw: Raw) -> None:
    """[17] Never nothing, and never another figure; what does not rest on it stays as it is."""
    model = assemble(from_data(raw))
    inputs = [key for key in model.program.inputs if not key.startswith("timeline.")]
    given = {}
    for number, key in enumerate(inputs):
        declared = model.program.inputs[key]
        column = np.full(1 + 2 * len(inputs), declared.value)
        column[1 + 2 * number] = math.nan
        column[2 + 2 * number] += 1 if declared.shown == "month" else 1 + abs(declared.value)
        given[key] = column
    values = evaluated(model, given)
    for option in model.options:
        totals = np.broadcast_to(values[f"{option}.billed.total"], (1, 1 + 2 * len(inputs)))[0]
        for number, key in enumerate(inputs):
            unknown, moved = totals[1 + 2 * number], totals[2 + 2 * number]
            assert math.isnan(unknown) or unknown == totals[0], key
            if moved != totals[0]:
                assert math.isnan(unknown), f"{option} rests on {key}"


def test_an_unknown_total_is_said_and_counts_for_nothing() -> None:
    """[17] It is warned of, is none of the cheapest, and fails the checks."""
    line = {"kind": "recurring", "amount": "100", "per": "month"}
    both = {key: {"lines": {"it": line}} for key in ("known", "unknown")}
    raw = scenario_of({}, surroundings={}, options=both)
    model = assemble(from_data(raw))
    given = {"unknown.it.amount": np.array([math.nan])}
    results = Results(model, evaluated(model, given))
    comparison = compare(results)
    assert math.isnan(results.figure("unknown.total"))
    assert comparison.cheapest() == "known"
    assert comparison.to_json()["options"]["unknown"]["total"] is None
    assert any(each.startswith("unknown: its total is unknown") for each in warnings_of(results))
    assert not master(checks(results))
