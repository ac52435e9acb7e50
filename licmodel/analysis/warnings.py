"""What a reader should be told before trusting the figures, short of refusing them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from math import isnan
from typing import get_args

from pydantic.fields import FieldInfo

from licmodel.analysis.results import Results
from licmodel.analysis.what_if import inputs_of
from licmodel.catalogue.indices import index_keys, index_series
from licmodel.lines.subscription import Subscription
from licmodel.scenario.scenario import Scenario
from licmodel.terms.figure import Figure, Measure
from licmodel.terms.months import month_words, parse_month
from licmodel.terms.quantity import Quantity
from licmodel.terms.term import Term, number_text

_DATED_PRICE = re.compile(r"(?P<dated>(?P<price>prices\.[\w.]+|.+\.price)\.\d{4}-\d{2})\.from")
_LONG_AGO = parse_month("1980-01")
_TO_REPLACE = re.compile(r"[^#]*\bREPLACE\b")
_TOLD = 5
_A_YEAR = 12
_PERCENT = Measure("1", percent=True)


ACROSS_THE_END = 0.01
"""Share of a total from which invoices outside the horizon are worth a warning."""


def warnings_of(results: Results) -> Iterator[str]:
    """Warnings, in the order in which a reader would ask.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> for each in warnings_of(run(example())):
    ...     print(each)
    inflation: none, so present values discount money of the day at a rate meant for real money
    """
    yield from _unknown_totals(results)
    yield from _to_replace(results)
    yield from _odd_rates(results)
    yield from _shares_that_miss_the_whole(results.scenario)
    yield from _conventions(results)
    yield from _indices(results)
    yield from _segments_stood_in_for(results)
    yield from _prices_carried_on(results)
    yield from _invoices_across_the_end(results)
    yield from _handed_back(results)
    yield from _never_in_the_horizon(results)
    yield from _unused_lists(results)
    if results.scenario.agreements:
        from licmodel.analysis.estate.obligations import warnings_of_agreements  # noqa: PLC0415  if any

        yield from warnings_of_agreements(results)
    yield from _more_leave_than_there_are(results)
    if _may_happen(results.scenario):
        from licmodel.analysis.event_doubts import warnings_of_events  # noqa: PLC0415  if any

        yield from warnings_of_events(results)
    if any(f"{key}.granted" in results.model.program.rows for key in results.model.options):
        from licmodel.analysis.accounts.grants import warnings_of_grants  # noqa: PLC0415  if any

        yield from warnings_of_grants(results)


def _may_happen(scenario: Scenario) -> bool:
    """Whether a scenario has any events or displaced contracts, or says that some are taken."""
    if any(driver.events for driver in scenario.drivers.values()):
        return True
    if scenario.today is not None and scenario.today.contracts_taken:
        return True
    lines = (line for option in scenario.options.values() for line in option.lines.values())
    return any(line.kind in {"event", "displaced"} for line in lines)


def _to_replace(results: Results) -> Iterator[str]:
    """Places of a scenario begun from a template that nobody has filled in yet."""
    for file, text in results.scenario.sources:
        lines = [
            str(number)
            for number, line in enumerate(text.splitlines(), start=1)
            if _TO_REPLACE.match(line)
        ]
        if lines:
            more = f" and {len(lines) - _TOLD} more" if len(lines) > _TOLD else ""
            yield f"REPLACE still stands in {file}, on lines {', '.join(lines[:_TOLD])}{more}"


def _invoices_across_the_end(results: Results) -> Iterator[str]:
    """Options whose invoices and service differ so much that comparing invoices misleads."""
    told = []
    for key, option in results.model.options.items():
        billed = results.figure(f"{key}.billed.total")
        served = results.figure(f"{key}.accrued.total")
        if abs(billed - served) > ACROSS_THE_END * max(abs(billed), abs(served)):
            told.append(option.title)
    if told:
        yield (
            "what is invoiced within the horizon differs by over 1% from what is served in it, so "
            f"compare the totals charged too: {', '.join(told)}"
        )


def warnings_more(before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    """Warnings that were not there before; of those that end in a list, what is new in it.

    Examples
    --------
    >>> list(warnings_more(["cost nothing: a.b, a.c"], ["cost nothing: a.c, a.d", "odd: a.b"]))
    ['cost nothing: a.d', 'odd: a.b']
    >>> list(warnings_more(["cost nothing: a.b, a.c"], ["cost nothing: a.c"]))
    []
    >>> list(warnings_more(["unread: a", "unread: b"], ["unread: a", "unread: b, c"]))
    ['unread: c']
    """
    listed: dict[str, set[str]] = {}
    for each in before:
        said, _, names = each.rpartition(": ")
        listed.setdefault(said, set()).update(names.split(", "))  # two may say the same of others
    for each in after:
        said, _, names = each.rpartition(": ")
        new = [name for name in names.split(", ") if name not in listed.get(said, ())]
        if new:
            yield f"{said}: {', '.join(new)}" if said else each


def _handed_back(results: Results) -> Iterator[str]:
    """Subscriptions without an agreement whose seats fall before their term is over."""
    told = []
    for key, option in results.scenario.options.items():
        for name, line in option.lines.items():
            row = f"{key}.{name}.needed"
            if not isinstance(line, Subscription) or line.agreement or not option.is_costed:
                continue
            if _falls_within_terms(results.by_period(row), line, results.scenario.timeline.start):
                told.append(f"{key}.{name}")
    if told:
        yield (
            "seats that go within a term are counted as handed back at once; to hold them to its "
            f"end, put the line under an agreement: {', '.join(told)}"
        )


def _falls_within_terms(seats: list[float], line: Subscription, start: int) -> bool:
    served = seats[: None if line.ends is None else max(line.ends - start + 1, 0)]
    since = start - (start if line.starts is None else line.starts)
    falls = [n for n in range(1, len(served)) if served[n] < served[n - 1]]
    return any((since + n) % int(line.term.value) for n in falls)


def _never_in_the_horizon(results: Results) -> Iterator[str]:
    """Lines that cost nothing in any month, most often because they start or end outside it."""
    lines = {line for option in results.model.options.values() for line in option.lines.values()}
    empty = [
        line
        for line in sorted(lines)
        if not any(figure for row in _costs(results, line) for figure in results.by_period(row))
    ]
    if empty:
        yield f"these lines cost nothing within the horizon: {', '.join(empty)}"


def _costs(results: Results, line: str) -> list[str]:
    """Rows that say what a line costs, or would: an event that is off is within the horizon."""
    rows = (f"{line}.{row}" for row in ("accrued", "billed", "if_happens", "would_be"))
    return [row for row in rows if row in results.model.program.rows]


def _unused_lists(results: Results) -> Iterator[str]:
    """Prices and indices that the file holds and no line reads."""
    scenario, declared = results.scenario, results.model.program
    keys = [f"prices.{key}" for key in scenario.prices]
    unread = [
        key
        for key in keys
        if not any(each == key or each.startswith(f"{key}.") for each in declared.inputs)
    ]
    unread += [
        f"indices.{key}" for key in scenario.indices if f"indices.{key}.level" not in declared.rows
    ]
    if unread:
        yield f"the file holds what no line reads: {', '.join(unread)}"


def _more_leave_than_there_are(results: Results) -> Iterator[str]:
    short = [
        key.removesuffix(".balance")
        for key in results.model.program.rows
        if key.endswith(".balance") and min(results.by_period(key)) < 0
    ]
    if short:
        yield f"more people leave these lines than they have: {', '.join(short)}"


def _unknown_totals(results: Results) -> Iterator[str]:
    for key, option in results.model.options.items():
        if isnan(results.figure(f"{key}.billed.total")):
            yield f"{option.title}: its total is unknown; explain {key}.total to see why"


def _odd_rates(results: Results) -> Iterator[str]:
    for path, figure, measure in figures_within(results.scenario):
        doubt = measure.suspicious(figure)
        key = path.removeprefix("options.").replace(".lines.", ".")
        option, line, field, *_ = (*key.split("."), "", "")
        if doubt and field not in results.scenario.owners(f"{option}.{line}"):
            place = results.scenario.place(key)
            yield f"{place}: {path}: {doubt}" if place else f"{path}: {doubt}"
    for name, what_if in results.what_ifs.items():
        for key, change in what_if.changes.items():
            found = inputs_of(results.model, key, name, None)
            if change.set is None or results.model.program.inputs[found[0]].shown != "percent":
                continue
            doubt = _PERCENT.suspicious(Figure.model_validate(change.set))
            if doubt:
                place = results.scenario.place(f"what_ifs.{name}")
                yield f"{f'{place}: ' if place else ''}what-if {name}, {key}: {doubt}"


_NEARLY, _EXACTLY = 0.02, 0.0005
"""How far shares may miss the whole to look like a slip, and to be no more than rounding."""


def _shares_that_miss_the_whole(scenario: Scenario) -> Iterator[str]:
    """Shares of one driver that look like the parts of a split, and leave some out or double."""
    told = set()
    for quantities in _side_by_side(scenario):
        splits: dict[tuple[str, ...], dict[str, float]] = {}
        for key, quantity in quantities.items():
            if isinstance(quantity, Quantity) and quantity.share is not None:
                splits.setdefault(quantity.drivers_read, {})[key] = quantity.share.value
        for drivers, shares in splits.items():
            for slip in _slips(shares):
                whole = number_text(round(sum(slip.values()), 6), percent=True)
                parts = ", ".join(f"{key} {number_text(slip[key], percent=True)}" for key in slip)
                told.add(
                    f"shares of {' and '.join(drivers)} add up to {whole}: is one of them "
                    f"mistyped? {parts}"
                )
    yield from sorted(told)


def _side_by_side(scenario: Scenario) -> Iterator[dict[str, object]]:
    """Quantities that may divide people among them: drivers, personas, an option's lines."""
    yield {f"drivers.{key}": each for key, each in scenario.drivers.items()}
    yield {f"personas.{key}": each.people for key, each in scenario.personas.items()}
    for option in (key for key, each in scenario.options.items() if each.is_costed):
        yield {
            f"{home}.{line}": scenario.options[home].lines[line].quantity
            for line, home in scenario.homes(option).items()
        }


def _slips(shares: dict[str, float]) -> Iterator[dict[str, float]]:
    """All of the shares, or two of them, that nearly make a whole and make none with others."""

    def gap(keys: Iterable[str]) -> float:
        return abs(sum(shares[key] for key in keys) - 1)

    pairs = [pair for pair in combinations(shares, 2) if gap(pair) <= _NEARLY]
    fitting = {key for pair in pairs if gap(pair) <= _EXACTLY for key in pair}
    if len(shares) > 1 and gap(shares) <= _EXACTLY:
        return
    for keys in {tuple(shares), *pairs} if gap(shares) <= _NEARLY else pairs:
        if len(keys) > 1 and not fitting & set(keys):
            yield {key: shares[key] for key in keys}


def _conventions(results: Results) -> Iterator[str]:
    finance = results.scenario.finance
    if finance.inflation == "none" and finance.discounting.real:
        yield (
            "inflation: none, so present values discount money of the day at a rate meant for "
            "real money"
        )


def _indices(results: Results) -> Iterator[str]:
    timeline = results.scenario.timeline
    ended: dict[int, list[str]] = {}
    for key in index_keys():
        if f"indices.{key}.level" not in results.model.program.rows:
            continue
        series = index_series(key)
        if series.superseded_by:
            yield f"index {key} is superseded by {series.superseded_by}"
        last = series.points[-1].year
        if timeline.first_year + timeline.years - 1 > last:
            ended.setdefault(last, []).append(key)
    for last, keys in ended.items():
        yield f"after {last} the last rate is carried on of {', '.join(keys)}"


def _segments_stood_in_for(results: Results) -> Iterator[str]:
    """Prices of another segment than the organisation's, for want of its own."""
    lacking: dict[str, list[str]] = {}
    for key, wanted in results.model.stand_ins.items():
        lacking.setdefault(wanted, []).append(key)
    for wanted, keys in lacking.items():
        yield (
            f"no {wanted} price is listed, so the commercial one stands in for it, which may be "
            f"higher or lower: {', '.join(keys)}"
        )


def _prices_carried_on(results: Results) -> Iterator[str]:
    """Prices that end more than a year before the horizon does, with nothing to project them."""
    inputs = results.model.program.inputs
    last: dict[str, tuple[int, str]] = {}
    for key in inputs:
        found = _DATED_PRICE.fullmatch(key)
        if found and f"{found['price']}.escalator" not in inputs and inputs[found["dated"]].value:
            month = round(inputs[key].value)
            last[found["price"]] = max(last.get(found["price"], (0, "")), (month, _since(month)))
    end = results.scenario.timeline.last
    ended = [f"{key} ({said})" for key, (at, said) in last.items() if at < end - _A_YEAR]
    if ended:
        yield f"the last dated price is carried on, for want of an escalator: {', '.join(ended)}"


def _since(month: int) -> str:
    return "undated" if month <= _LONG_AGO else month_words(month)


def figures_within(term: Term, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Figure, Measure]]:
    """Every figure somebody wrote under a term, with the measure its field states."""
    for name, field in type(term).model_fields.items():
        if name in term.model_fields_set:
            yield from _within(getattr(term, name), field, (*path, name))


def _within(
    value: object, field: FieldInfo, path: tuple[str, ...]
) -> Iterator[tuple[str, Figure, Measure]]:
    if isinstance(value, Figure):
        measure = next(_measures(field.metadata, field.annotation), None)
        if measure is not None:
            yield ".".join(path), value, measure
    elif isinstance(value, Term):
        yield from figures_within(value, path)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _within(each, field, (*path, str(key)))
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _within(each, field, (*path, str(number)))


def _measures(metadata: list[object], annotation: object) -> Iterator[Measure]:
    for part in (*metadata, *getattr(annotation, "__metadata__", ())):
        if isinstance(part, Measure):
            yield part
    for part in get_args(annotation):
        yield from _measures([], part)
