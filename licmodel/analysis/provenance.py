"""What an option's total rests on: its money divided among the figures it is made of."""

from __future__ import annotations

from licmodel.analysis.doubling import is_given, made_of
from licmodel.analysis.results import Results, run
from licmodel.language.program import Input
from licmodel.records import record
from licmodel.terms.figure import STRENGTH
from licmodel.terms.months import parse_month

STALE_AFTER = 18
"""Months before the scenario's own date after which a source is called stale."""


@record
class Assumption:
    """One input as the register lists it.

    ``weight`` is the largest share of an option's total that rests on it.
    """

    key: str
    label: str
    value: float
    input: Input
    is_stale: bool
    is_used: bool
    weight: float


def shares(results: Results) -> dict[str, dict[str, float]]:
    """For each option, the share of its total that rests on each status; they add up to 1.

    A line's money is divided among the figures somebody gave for it, in proportion to how far
    it moves when each of them is doubled: half on the price and half on the number of seats, a
    little on their growth. Defaults nobody wrote, dates, the horizon and the money conventions
    do not count. Shares of a total that is unknown are unknown.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> shares(run(example()))["stay"]["contract"]
    1.0
    """
    inputs = results.model.program.inputs
    answer: dict[str, dict[str, float]] = {}
    for option, weights in _weights(results).items():
        answer[option] = dict.fromkeys(map(str, STRENGTH), 0.0)
        for key, weight in weights.items():
            answer[option][inputs[key].origin.status] += weight
    return answer


def _weights(results: Results) -> dict[str, dict[str, float]]:
    """For each option, the share of its total that rests on each input."""
    rests = _line_weights(results if results.doubled else run(results.model, with_rests=True))
    answer = {}
    for option, rows in results.model.options.items():
        amounts = {part: abs(results.figure(f"{part}.billed.total")) for part in rows.parts}
        whole = sum(amounts.values())
        weights: dict[str, float] = {}
        for line, amount in amounts.items():
            for key, share in rests[line].items():
                part = amount * share / whole if whole else 0.0
                weights[key] = weights.get(key, 0.0) + part
        answer[option] = weights
    return answer


def _line_weights(results: Results) -> dict[str, dict[str, float]]:
    """For each line, the share of its money that rests on each input."""
    answer = {}
    for line, keys in made_of(results.model).items():
        total, column = f"{line}.billed.total", results.values.column
        before = column(total)[0]
        gaps = {
            key: abs(column(total, results.doubled[key])[0] - before)
            for key in keys
            if key in results.doubled
        }
        whole = sum(gaps.values())
        # a line that costs nothing, or whose cost is unknown, still rests on something
        answer[line] = (
            {key: gap / whole for key, gap in gaps.items()}
            if whole > 0
            else _weakest([results.model.program.inputs[key] for key in keys])
        )
    return answer


def _weakest(inputs: list[Input]) -> dict[str, float]:
    """All of the weight on the first of the weakest inputs that somebody gave."""
    among = [each for each in inputs if is_given(each)] or inputs
    return {max(among, key=lambda each: STRENGTH.index(each.origin.status)).key: 1.0}


def register(results: Results) -> list[Assumption]:
    """Every input somebody gave, the weakest first, with stale sources and unused ones marked."""
    program, scenario = results.model.program, results.scenario
    reach = results.model.reach
    used: set[str] = set()
    for option, rows in results.model.options.items():
        ways = tuple(f"{option}.{way}." for way in rows.borne)
        if rows.budgeted:
            ways += (f"{option}.budget.", *(f"{home}.budget." for home in rows.lines.values()))
        for key in program.rows if ways else ():
            if key.startswith(ways):
                used |= reach.inputs(key)
        used |= reach.inputs(f"{option}.billed") | reach.inputs(f"{option}.present_value")
        if results.model.has_heads:
            used |= reach.inputs(f"{option}.cost_per_head.by_year")
    drawn_up = scenario.as_of if scenario.as_of is not None else scenario.timeline.start
    weights = _weights(results).values()
    listed = []
    for each in program.inputs.values():
        if not each.origin.given or each.key.startswith("timeline."):
            continue
        weight = max((rests.get(each.key, 0.0) for rests in weights), default=0.0)
        # of dated prices, one that another took the place of before it was paid is only old
        is_history = f"{each.key}.from" in program.inputs and not weight
        listed.append(
            Assumption(
                each.key,
                each.label,
                each.value,
                each,
                is_stale=_is_stale(each, drawn_up) and not is_history,
                is_used=each.key in used or _needs_no_use(each),
                weight=weight,
            )
        )
    return sorted(listed, key=lambda each: -STRENGTH.index(each.input.origin.status))


def _needs_no_use(each: Input) -> bool:
    """Whether it is a convention, or a figure of the catalogue's that comes with others."""
    catalogued = (each.origin.place or "").startswith("catalogue ")
    return catalogued or each.key.startswith("finance.")


def _is_stale(declared: Input, drawn_up: int) -> bool:
    dated = declared.origin.dated
    return dated is not None and drawn_up - parse_month(dated) > STALE_AFTER
