"""An import report on paper: what came in, what was held, and why the rest was not."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from licmodel.intake.findings import Holding, Remark, Report, Tally
from licmodel.intake.mappings import Proposal
from licmodel.report.amounts import counted, plain
from licmodel.report.grid import WIDTH, Grid
from licmodel.report.phrases import listed

_PLACES = 3
_PRICES = 12
_UNKNOWN = "unknown"
_HEADS = {
    "bought": "bought",
    "assigned": "assigned",
    "unassigned": "not assigned",
    "active": "active in 90 days",
    "idle": "idle 90 days",
    "owned": "owned",
    "with_assurance": "with assurance",
    "assurance_ends_in_12_months": "ends in 12 months",
    "assurance_ends_in_24_months": "ends in 24 months",
    "assurance_ends_later": "ends later",
}


def import_text(report: Report) -> str:
    """The report, as wide as a page.

    Examples
    --------
    >>> from decimal import Decimal
    >>> one = Tally("rows", Decimal(1), Decimal(1), Decimal(0), Decimal(0))
    >>> report = Report("a.csv", None, "0f" * 32, "seats", "seat counts", None, one, (), (), (), ())
    >>> print(import_text(report).splitlines()[0])
    a.csv: seat counts, day not stated (SHA-256 begins 0f0f0f0f0f0f)
    """
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    day = f"as of {report.dated}" if report.dated else "day not stated"
    head = f"{report.file}: {report.title}, {day} (SHA-256 begins {report.sha256[:12]})"
    yield from _wrapped(head, "")
    yield ""
    yield tallies(report).text()
    yield from _wrapped(verdict(report), "")
    if (said := totals_said(report)) is not None:
        yield from _wrapped(said, "")
    if report.corrected:
        yield ""
        yield f"Corrected, in {plain(report.corrected_rows)} of the rows held:"
        yield from _remarks(report.corrected)
    if report.set_aside:
        yield ""
        yield "Set aside, which is no fault:"
        yield from _remarks(report.set_aside)
    if report.refused:
        yield ""
        yield "Refused:"
        yield from _remarks(report.refused)
    if report.arithmetic:
        yield ""
        yield "Its own sums that do not come out:"
        yield from _remarks(report.arithmetic)
    yield from _findings(report)
    if report.unknown:
        yield ""
        names = "; ".join(report.unknown[:_PRICES])
        more = len(report.unknown) - _PRICES
        rest = f"; and {more:,} more" if more > 0 else ""
        yield from _wrapped(f"Not in the catalogue, under keys of their own: {names}{rest}.", "")
    for note in report.notes:
        yield from _wrapped(f"Note: {note}.", "")


def tallies(report: Report) -> Grid:
    """Rows and totals that came in, and what became of them."""
    tallied = (report.rows, *report.totals)
    return Grid(
        "What came in, and where it went",
        [tally.name for tally in tallied],
        ["in", "held", "set aside", "refused", "unreadable"],
        [
            [
                *_amounts(tally),
                plain(tally.unreadable) if tally is not tallied[0] else "",
            ]
            for tally in tallied
        ],
    )


def _amounts(tally: Tally) -> list[str]:
    """Totals of one tally, all with pence where one has."""
    amounts = (tally.taken_in, tally.held, tally.set_aside, tally.refused)
    whole = all(amount == amount.to_integral_value() for amount in amounts)
    return [plain(float(amount), 0 if whole else 2) for amount in amounts]


def verdict(report: Report) -> str:
    """Whether nothing was lost on the way."""
    if report.balances:
        unread = list(dict.fromkeys(place for tally in report.totals for place in tally.unread))
        if not unread:
            return "Checked: in = held + set aside + refused."
        more = len(unread) - _PLACES
        rest = f" and {more:,} more" if more > 0 else ""
        return (
            "Checked: in = held + set aside + refused. In no total, since it is blank or no "
            f"number: {'; '.join(unread[:_PLACES])}{rest}."
        )
    lost = ", ".join(tally.name for tally in (report.rows, *report.totals) if not tally.balances)
    return f"CHECK FAILED: in is not held + set aside + refused, for {lost}."


def totals_said(report: Report) -> str | None:
    """What totals of prices for different terms are not; none where there is one term."""
    terms = list(dict.fromkeys(price.term or "once" for price in report.prices))
    if len(terms) < 2:  # noqa: PLR2004  of one, a sum is what it seems
        return None
    return (
        f"The totals add prices of the terms {listed(terms)} as they stand in the sheet: they show "
        "that nothing was lost, and are no sum of money."
    )


def _remarks(remarks: Iterable[Remark]) -> Iterator[str]:
    for each in remark_sentences(remarks):
        yield from _wrapped(each)


def remark_sentences(remarks: Iterable[Remark]) -> Iterator[str]:
    """Remarks by reason, with their first places."""
    groups: dict[tuple[str | None, str], list[str]] = defaultdict(list)
    for remark in remarks:
        groups[remark.column, remark.reason].append(remark.place)
    for (column, reason), places in groups.items():
        more = len(places) - _PLACES
        rest = f" and {more:,} more" if more > 0 else ""
        named = f", {column}" if column else ""
        yield f"{'; '.join(places[:_PLACES])}{rest}{named}: {reason}"


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_on_hyphens=False,
    )


def _findings(report: Report) -> Iterator[str]:
    if report.holdings:
        yield ""
        yield holdings_table(report.holdings).text()
        for each in return_sentences(report.holdings):
            yield from _wrapped(each, "")
    if report.prices:
        yield ""
        yield from _wrapped(prices_sentence(report), "")
        yield prices_table(report).text()
    if report.offers:
        known = sum(each.known for each in report.offers)
        yield ""
        yield f"{plain(len(report.offers))} offers, of which the catalogue knows {plain(known)}."


def prices_sentence(report: Report) -> str:
    """How many prices a sheet holds, of what."""
    products = {price.product for price in report.prices}
    terms = sorted({f"{price.term or 'once'}" for price in report.prices})
    return (
        f"{counted(len(report.prices), 'price')} of {counted(len(products), 'product')}, in "
        f"{', '.join(sorted({price.currency for price in report.prices}))}; terms "
        f"{', '.join(terms)}. A price in the sheet is for its whole term."
    )


def prices_table(report: Report) -> Grid:
    """The first prices of a sheet, as it has them and as they are read."""
    shown = report.prices[:_PRICES]
    return Grid(
        f"The first {len(shown)}",
        [f"{price.title} {price.term} {price.plan}".strip() for price in shown],
        ["segment", "in sheet", "price", "per", "from"],
        [
            [
                price.segment,
                plain(float(price.whole), 2),
                plain(float(price.price), 2),
                f"{price.currency} {price.per}",
                "" if price.start is None else price.start.isoformat(),
            ]
            for price in shown
        ],
    )


def holdings_table(holdings: Sequence[Holding]) -> Grid:
    """Seats and licences that were counted; what the file cannot tell is unknown."""
    counts = list(dict.fromkeys(name for holding in holdings for name in holding.counts))
    return Grid(
        "Seats and licences held",
        [holding.title for holding in holdings],
        [_HEADS[name] for name in counts],
        [[_count(holding.counts.get(name)) for name in counts] for holding in holdings],
    )


def _count(number: int | None) -> str:
    return _UNKNOWN if number is None else plain(number)


def return_sentences(holdings: Iterable[Holding]) -> Iterator[str]:
    """When seats that nobody uses can be given back, where the file says."""
    unstated = []
    for holding in holdings:
        spare = holding.counts.get("unassigned") or holding.counts.get("idle") or 0
        returns = holding.returns or {}
        for day, seats in sorted(returns.items()):
            yield f"{holding.title}: {plain(seats)} spare seats can be given back from {day}."
        if spare > sum(returns.values()):
            unstated.append(holding.title)
    if unstated:
        yield (
            f"From when spare seats can be given back is unknown: the file states no renewal for "
            f"{', '.join(unstated)}."
        )


def proposal_text(proposal: Proposal, file: str) -> str:
    """A proposed mapping, and what it leaves open."""
    lines = [proposal.text().rstrip()]
    for name, headings in proposal.asked.items():
        lines += _wrapped(f"# {name}: which of {' or '.join(headings)}?", "")
    for heading in proposal.likely:
        lines.append(f"# likely, not sure: {heading}")
    if proposal.missing:
        needed = ", ".join(proposal.missing)
        lines += _wrapped(f"# still needed, as a column or constant: {needed}", "")
    if proposal.with_vat:
        lines += _wrapped(f"# not a price, since VAT is in it: {', '.join(proposal.with_vat)}", "")
    if proposal.unmapped:
        lines += _wrapped(f"# not used: {', '.join(proposal.unmapped)}", "")
    lines.append(f"# then: licmodel intake mapped {file} --map MAPPING")
    return "\n".join(lines)
