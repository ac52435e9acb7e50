"""What cannot be avoided any more as a page: a sentence for each option, and a table by year."""

from __future__ import annotations

from licmodel.analysis.estate.unavoidable import HEADS, Fixed, Unavoidable
from licmodel.report.amounts import Amounts
from licmodel.report.csv_text import rows_csv
from licmodel.report.grid import Grid, fill
from licmodel.report.phrases import listed
from licmodel.terms.months import month_words


def unavoidable_text(found: Unavoidable) -> str:
    """The page that ``licmodel unavoidable`` prints.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> from licmodel.analysis.estate.unavoidable import unavoidable
    >>> print(unavoidable_text(unavoidable(example())))
    No option stands under an agreement, so nothing is known to be unavoidable.
    """
    parts = [fill(each) for each in unavoidable_sentences(found)]
    if found.options:
        parts.append(unavoidable_table(found).text())
    return "\n\n".join(parts)


def unavoidable_csv(found: Unavoidable) -> str:
    """Each option by month as CSV."""
    return rows_csv(HEADS, found.records())


def unavoidable_sentences(found: Unavoidable) -> list[str]:
    """How much of each option cannot be avoided, until when, and seen from which month.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> from licmodel.analysis.estate.unavoidable import unavoidable
    >>> len(unavoidable_sentences(unavoidable(example())))
    1
    """
    if not found.options:
        return ["No option stands under an agreement, so nothing is known to be unavoidable."]
    amounts = Amounts(found.scenario.finance.currency)
    seen = "before the horizon" if found.seen_from is None else month_words(found.seen_from)
    told = [
        f"{listed([_named(each) for each in alike])}: {_amount(found, alike, amounts)}"
        for alike in _alike(found)
    ]
    said = [f"Seen from {seen}, of what is charged within the horizon: {'; '.join(told)}."]
    if found.free:
        named = listed([f'"{each}"' for each in found.free])
        verb = "stands" if len(found.free) == 1 else "stand"
        said.append(f"{named} {verb} under no agreement, so nothing is said of it here.")
    return said


def _named(each: Fixed) -> str:
    return f'"{each.title}"'


def _alike(found: Unavoidable) -> list[list[Fixed]]:
    """Options of which the same is fixed, told together."""
    groups: dict[tuple[float, ...], list[Fixed]] = {}
    for each in found.options.values():
        groups.setdefault(each.by_month, []).append(each)
    return [*groups.values()]


def _amount(found: Unavoidable, alike: list[Fixed], amounts: Amounts) -> str:
    first = alike[0]
    if first.until is None:
        return "nothing is fixed yet"
    until = f"in {month_words(first.until)}"
    if first.until == found.scenario.timeline.last:
        until += ", where the horizon ends"
    each = "" if len(alike) == 1 else " each"
    return f"{amounts.whole(first.total)}{each} cannot be avoided any more, the last of it {until}"


def unavoidable_table(found: Unavoidable) -> Grid:
    """What cannot be avoided by financial year, in all, and until when.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> from licmodel.analysis.estate.unavoidable import unavoidable
    >>> unavoidable_table(unavoidable(example())).heads
    ['2027/28', '2028/29', 'in all', 'until']
    """
    amounts = Amounts(found.scenario.finance.currency)
    return Grid(
        f"What cannot be avoided any more, {amounts.unit} (nominal; VAT excluded; when served)",
        [each.title for each in found.options.values()],
        [*found.scenario.timeline.year_labels(), "in all", "until"],
        [
            [
                *map(amounts.text, (*each.by_year, each.total)),
                "-" if each.until is None else month_words(each.until),
            ]
            for each in found.options.values()
        ],
    )
