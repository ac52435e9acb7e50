"""Who bears the cost as tables: bodies in their own years, funds, members before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from licmodel.analysis.accounts.shares import PENNY, Borne, Part, Shared
from licmodel.analysis.checks import Check, master_text
from licmodel.analysis.results import Results
from licmodel.report.amounts import Amounts, number
from licmodel.report.csv_text import rows_csv
from licmodel.report.grid import Block, Grid, blocks_text, unbroken
from licmodel.report.headings import vat_words
from licmodel.report.phrases import listed
from licmodel.terms.months import month_words

_NONE = (
    "No body, fund or share is said to bear any of it, so all of it is borne by the organisation."
)
_TO_SAY_WHO = (
    "Write bodies: and funds:, name them as body: and fund: on lines, and put costs that members "
    "share under shares:."
)
_SHARED_BY = {
    "users": "by users",
    "pupils": "by pupils",
    "budget": "by budget",
    "usage": "by usage",
    "fixed": "by fixed percentages",
    "equal": "in equal parts",
}
_YEAR = 12
_HEADS = ("option", "divided", "who", "measure", "period", "value")


def shares_csv(found: Mapping[str, Borne]) -> str:
    """Every figure as CSV: option, what is divided, who bears it, measure, period, value.

    Examples
    --------
    >>> print(shares_csv({}), end="")
    option,divided,who,measure,period,value
    """
    return rows_csv(
        _HEADS, ((key, *row) for key, borne in found.items() for row in borne.records())
    )


def shares_text(results: Results, found: Mapping[str, Borne], checked: Sequence[Check]) -> str:
    """Every option by who bears it, as ``licmodel shares`` prints it.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> shares_text(run(example()), {}, [])[:38]
    'No body, fund or share is said to bear'
    """
    blocks = shares_blocks(results, found, checked)
    return blocks_text([[_NONE, _TO_SAY_WHO] if each == [_NONE] else each for each in blocks])


def shares_blocks(
    results: Results, found: Mapping[str, Borne], checked: Sequence[Check]
) -> list[Block]:
    """The tables of `shares_text`, each with what is said about it, for a page to show."""
    amounts = Amounts(results.scenario.finance.currency)
    blocks = [block for borne in found.values() for block in _option(results, borne, amounts)]
    return [*(blocks or [[_NONE]]), [master_text(checked)]]


def _option(results: Results, borne: Borne, amounts: Amounts) -> Iterator[Block]:
    basis = f"nominal; {vat_words(results)}; when served"
    for closing in dict.fromkeys(part.closing for part in borne.bodies.values()):
        of_it = [part for part in borne.bodies.values() if part.closing == closing]
        is_all = len(of_it) == len(borne.bodies) and closing == borne.whole.closing
        title = (
            f"{borne.title}: what each body bears, {amounts.unit} ({basis}; years to the end of "
            f"{month_words(closing - 1).split()[0]})"
        )
        whole = borne.whole if is_all else None
        yield [_parts(results, title, of_it, whole, amounts)]
    if borne.funds:
        title = f"{borne.title}: what each fund pays, {amounts.unit} ({basis})"
        yield [_parts(results, title, [*borne.funds.values()], borne.whole, amounts)]
    for shared in borne.shares.values():
        title = f"{borne.title}: {shared.title}, shared {_SHARED_BY[shared.by]}"
        yield [_payments(f"{title}, {amounts.unit} to the penny ({basis})", shared)]
        yield [_before_and_after(f"{title}, before and after in all, {amounts.unit}", shared)]
        yield list(_sentences(shared, amounts))


def _parts(
    results: Results, title: str, parts: Sequence[Part], whole: Part | None, amounts: Amounts
) -> Grid:
    """A table of parts by year, and what they add up to; a year cut short tells its months."""
    spans = results.scenario.timeline.years_to(parts[0].closing)
    cut = {label: last - first + 1 for label, first, last in spans if last - first < _YEAR - 1}
    heads = [
        f"{label} {unbroken(f'({cut[label]} months)')}" if label in cut else label
        for label, *_ in spans
    ]
    rows = [*parts] if whole is None else [*parts, whole]
    cells = [[amounts.text(figure) for figure in (*row.years.values(), row.total)] for row in rows]
    ruled = () if whole is None else (len(parts),)
    return Grid(title, [row.title for row in rows], [*heads, "in all"], cells, ruled)


def _payments(title: str, shared: Shared) -> Grid:
    """What members pay by year; the sums are those of what is shown."""
    members = shared.members.values()
    rows = [[*each.pays, each.total] for each in members]
    rows.append([*shared.recharged, shared.total])
    return Grid(
        title,
        [*(each.title for each in members), "recharged"],
        [*shared.years, "in all"],
        [[_pence(figure) for figure in row] for row in rows],
        (len(members),),
    )


def _before_and_after(title: str, shared: Shared) -> Grid:
    members = [*shared.members.values()]
    columns = {
        "before": [each.before_total for each in members],
        "after": [each.total for each in members],
        "more (less: -)": [each.change for each in members],
    }
    if members[0].per_unit is not None:
        unit = shared.unit
        columns[f"before, per {unit} a year"] = [each.before_per_unit for each in members]
        columns[f"after, per {unit} a year"] = [each.per_unit for each in members]
    if members[0].overhead is not None:
        columns["of it overhead"] = [each.overhead_total for each in members]
    cells = [[_pence(figure) for figure in row] for row in zip(*columns.values(), strict=True)]
    return Grid(title, [each.title for each in members], list(columns), cells)


def _pence(figure: float | None) -> str:
    return "-" if figure is None else number(figure, 2)


def _sentences(shared: Shared, amounts: Amounts) -> Iterator[str]:
    """Who loses, who is not known to, and what the lead takes."""
    if shared.losers:
        told = (f"{each.title} ({amounts.sign}{_pence(each.change)})" for each in shared.losers)
        yield f"Pays more than before: {listed([*told])}."
    elif all(each.change is not None for each in shared.members.values()):
        yield "Nobody pays more than before."
    unsaid = [each.title for each in shared.members.values() if each.before is None]
    if unsaid:
        yield f"Not known what is paid before: write pays_now: on {listed(unsaid)}."
    if shared.lead is not None:
        lead = shared.members[shared.lead]
        income = -(lead.overhead_total or 0)
        if income >= PENNY:
            yield f"{lead.title} leads, and takes {amounts.sign}{_pence(income)} of overhead."
    yield "Before and after are for the months in which each of them shares."
