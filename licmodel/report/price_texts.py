"""Price books for people: what they hold, what is doubtful in them, what changed between two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from licmodel.catalogue.price_changes import Kind, PriceChange
from licmodel.catalogue.price_doubts import Doubt
from licmodel.catalogue.price_point import PricePoint, key_words, run_words
from licmodel.catalogue.price_reading import Reading, Refused
from licmodel.catalogue.price_series import nearest, price_words
from licmodel.errors import PriceError
from licmodel.report.amounts import Amounts, counted, number, percent, plain
from licmodel.report.grid import Grid, fill
from licmodel.report.phrases import distinct
from licmodel.terms.months import month_text, month_words

if TYPE_CHECKING:
    from licmodel.analysis.price_cost import PriceCosts

T = TypeVar("T")

SHOWN = 20
"""Lines of one kind that are told, where not all are asked for."""

_LATE = 2200 * 12
_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}


def amount_words(point: PricePoint) -> str:
    """A price with its currency and what it pays for.

    Examples
    --------
    >>> from licmodel.catalogue.prices import price_points
    >>> amount_words(price_points("microsoft_365_e3")[-1])
    '£34.55 a month'
    """
    amount = money_words(point.currency, point.price)
    return f"{amount} once" if point.per == "once" else f"{amount} a {point.per}"


def monthly_words(point: PricePoint) -> str:
    r"""What a price is a month, to the penny.

    Examples
    --------
    >>> from licmodel.catalogue.price_reading import read_prices
    >>> book = read_prices("product,price,currency,per\nsuite,301,GBP,year", "ours.csv")
    >>> monthly_words(book.points[0])
    '£25.08 a month'
    """
    return f"{money_words(point.currency, round(point.a_month, 2))} a month"


def money_words(currency: str, amount: float) -> str:
    """An amount with its currency.

    Examples
    --------
    >>> money_words("GBP", 30.1), money_words("CHF", 9.0)
    ('£30.10', 'CHF 9')
    """
    sign = _SIGNS.get(currency, f"{currency} ")
    return f"{sign}{plain(amount, at_least=0 if amount == int(amount) else 2)}"


def products_text(points: Sequence[PricePoint], file: str) -> str:
    """Every product of a book, a line each."""
    lines = []
    for product, same in _grouped(points, "product"):
        currencies = ", ".join(sorted({point.currency for point in same}))
        segments = ", ".join(sorted({point.segment or "any segment" for point in same}))
        lines.append(fill(f"{product}: {len(same)} in {currencies}; {segments}", "", "    "))
    head = f"{file}: {counted(len(points), 'price')} of {counted(len(lines), 'product')}"
    return "\n".join([head, "", *lines, "", "One of them: licmodel prices show PRODUCT"])


def product_text(
    points: Sequence[PricePoint], file: str, on: int | None = None, segment: str | None = None
) -> str:
    """The dated prices of a product, series by series, each with its source.

    Raises
    ------
    PriceError
        If none is in force on the date asked for, or none is of the segment; the nearest is named.
    """
    product = points[0].product
    chosen = [each for each in points if segment is None or each.segment in {segment, ""}]
    if not chosen:
        near = nearest(points, _LATE if on is None else on)
        raise _none_in_force(product, f"for {segment}", near, file)
    if on is not None:
        in_force = [each for each in chosen if each.holds(on)]
        if not in_force:
            near = nearest(chosen, on)
            raise _none_in_force(product, f"in force in {month_words(on)}", near, file)
        # of two that meet, the later to start
        latest = {each.key: max(e.start or 0 for e in in_force if e.key == each.key)
                  for each in in_force}  # fmt: skip
        chosen = [each for each in in_force if (each.start or 0) == latest[each.key]]
    when = "" if on is None else f", in force in {month_words(on)}"
    parts = [f"{points[0].title} ({product}){when}, without VAT"]
    for key, same in _grouped(chosen, "key"):
        lines = [key_words(same[0].key)] if key else []
        for point in sorted(same, key=lambda each: (each.start or 0, each.line)):
            lines += _point_lines(point, file)
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _point_lines(point: PricePoint, file: str) -> Iterator[str]:
    judged = f"{point.status}, confidence {point.confidence or 'not judged'}"
    run = run_words(point.start, point.end)
    yield f"  {amount_words(point):<18} {run}; {judged}"
    about = [point.offer, point.source or "no source", point.source_date, point.note]
    said = "; ".join(each for each in about if each)
    yield fill(f"{said} ({file}:{point.line})", "    ", "    ")


def _none_in_force(product: str, lacking: str, near: Sequence[PricePoint], file: str) -> PriceError:
    told = [f"{price_words(each)} ({file}:{each.line})" for each in near[:2]]
    return PriceError(
        f"no price of {product} is listed {lacking}",
        found="the nearest: " + "; ".join(told),
        remedies=["ask for another date or segment", "or read your own book: --book FILE"],
    )


def check_text(reading: Reading, found: Sequence[Doubt], *, every: bool = False) -> str:
    """What a check of a price book found: rows refused, rows doubtful, and the count of all."""
    doubtful = len({each.line for each in found})
    head = (
        f"{reading.file}: {counted(reading.held, 'row')} held, {len(reading.points):,} accepted "
        f"({doubtful:,} of them doubtful), {len(reading.refused):,} refused."
    )
    parts = [fill(head, "", "  ")]
    if reading.refused:
        title = f"Refused, {counted(len(reading.refused), 'row')}"
        told = _section(
            title, reading.refused, lambda row: f"{reading.file}:{row.line}: {row.reason}",
            every=every,
        )  # fmt: skip
        parts.append(told)
    for kind, same in _grouped(sorted(found, key=attrgetter("kind", "line")), "kind"):
        title = f"Doubtful, {kind}, {counted(len(same), 'row')}"
        parts.append(
            _section(title, same, lambda row: f"{reading.file}:{row.line}: {row.said}", every=every)
        )
    if not reading.refused and not found:
        parts.append("Nothing doubtful was found.")
    return "\n\n".join(parts)


def refused_sentences(refused: Iterable[Refused], file: str) -> list[str]:
    """Rows of a book that were not taken, each with its line and why.

    Examples
    --------
    >>> refused_sentences([Refused(3, "price -9: a price is 0 or more")], "v2.csv")
    ['v2.csv:3: price -9: a price is 0 or more']
    """
    return [f"{file}:{each.line}: {each.reason}" for each in refused]


def _section(title: str, items: Sequence[T], words: Callable[[T], str], *, every: bool) -> str:
    """A title and a line for each item; only those shown are put in words."""
    shown = items if every else items[:SHOWN]
    told = [title, *(fill(words(each), "  ", "      ") for each in shown)]
    if len(items) > len(shown):
        told.append(f"  and {len(items) - len(shown):,} more: list them with --all")
    return "\n".join(told)


_ORDER: tuple[Kind, ...] = ("gone", "new", "dearer", "cheaper")


def changes_text(
    changes: Sequence[PriceChange],
    old: Reading,
    new: Reading,
    costs: PriceCosts | None = None,
    *,
    every: bool = False,
) -> str:
    """What changed between two price books and, with a scenario, what that costs each option."""
    parts = [fill(changes_sentence(changes, old, new), "", "  ")]
    for book in (old, new):
        if book.refused:
            said = f"{counted(len(book.refused), 'row')} of {book.file} refused and left aside"
            parts.append(fill(f"{said}; see them: licmodel prices check {book.file}", "", "  "))
    for kind in _ORDER:
        same = [each for each in changes if each.kind == kind]
        if same:
            same.sort(key=lambda each: (-abs(each.share or 0.0), each.product))
            title = f"{kind.capitalize()}, {len(same):,}"
            parts.append(_section(title, same, change_words, every=every))
    products = moved_products(changes)
    if products is not None:
        more = 0 if every else max(len(products.labels) - SHOWN, 0)
        cut = products if every else _first(products, SHOWN)
        told = f"\nand {more:,} more: list them with --all" if more else ""
        parts.append(cut.text() + told)
    if costs is not None:
        parts.append(costs_table(costs).text())
        parts += [fill(each, "", "  ") for each in costs_notes(costs)]
    return "\n\n".join(parts)


def changes_sentence(changes: Sequence[PriceChange], old: Reading, new: Reading) -> str:
    """How many prices changed between two books, and how."""
    count = Counter(each.kind for each in changes)
    told = ", ".join(f"{count[kind]:,} {kind}" for kind in _ORDER) + f", {count['same']:,} the same"
    return f"From {old.file} to {new.file}: {told}."


def change_words(change: PriceChange) -> str:
    """A change of one price: what is sold, before and after, and by how much."""
    start = "" if change.start is None else f" from {month_text(change.start)}"
    series = f"{_title(change)}, {key_words(change.key)}"
    if change.before is None or change.after is None:
        point = change.before or change.after
        return f"{series}: {amount_words(point)}{start}" if point else series
    share = "it was free" if change.share is None else _signed(change.share)
    before, after = amount_words(change.before), amount_words(change.after)
    if change.before.per != change.after.per:
        after += f" ({monthly_words(change.after)})"
    doubt = f"; a doubtful match: {change.doubt}" if change.doubt else ""
    return f"{series}: {before} to {after}, {share}{start}{doubt}"


def _title(change: PriceChange) -> str:
    """What the product is called, by the book before where that has it."""
    point = change.before or change.after
    return change.product if point is None else point.title


def _signed(share: float) -> str:
    return f"{'+' if share > 0 else ''}{percent(share, 1)}"


def moved_products(changes: Sequence[PriceChange]) -> Grid | None:
    """Products whose prices moved, those that moved furthest first; none where none did."""
    moved = [each for each in changes if each.share is not None and each.kind != "same"]
    products = [(product, list(same)) for product, same in _grouped(moved, "product")]
    products.sort(key=lambda each: (-max(abs(c.share or 0.0) for c in each[1]), each[0]))
    cells = []
    for _, same in products:
        shares = sorted(change.share or 0.0 for change in same)
        kinds = Counter(change.kind for change in same)
        cells.append(
            [str(kinds["dearer"]), str(kinds["cheaper"]), _signed(shares[0]), _signed(shares[-1])]
        )
    if not products:
        return None
    return Grid(
        f"By product, {len(products):,} with another price",
        [*distinct({product: _title(same[-1]) for product, same in products}).values()],
        ["dearer", "cheaper", "least change", "most change"],
        cells,
    )


def _first(grid: Grid, rows: int) -> Grid:
    return Grid(grid.title, grid.labels[:rows], grid.heads, grid.cells[:rows])


def costs_table(costs: PriceCosts) -> Grid:
    """What a change of price book costs each option more, by financial year."""
    money = Amounts(costs.currency)
    return Grid(
        f"What the change costs each option of {costs.scenario!r}, {money.unit} invoiced more "
        "(less: negative), nominal, VAT excluded",
        [cost.title for cost in costs.options.values()],
        [*costs.periods, "total", "% of total"],
        [
            [*(number(each, 0) for each in cost.more), _share(cost.more[-1], cost.before[-1])]
            for cost in costs.options.values()
        ],
    )


def costs_notes(costs: PriceCosts) -> list[str]:
    """What a reader of that table must know."""
    told = []
    if not any(abs(each) > 0 for cost in costs.options.values() for each in cost.more):
        told.append(
            "Nothing changed: every price that an option reads is as it was."
            if any(each.options for each in costs.reaches)
            else "No option reads a price of this book, so nothing changed."
        )
    if costs.in_rules:
        told.append(
            "Left as they are, since they are written in counting rules and not read from a book: "
            + ", ".join(f"{key} ({text})" for key, text in costs.in_rules.items())
            + ". Where the cheaper way is chosen by them, change them with the price of the line."
        )
    return told


def _share(more: float, before: float) -> str:
    return "-" if not before else _signed(more / before)


def _grouped(items: Iterable[Any], by: str) -> Iterator[tuple[Any, list[Any]]]:
    """Items that stand together, or were sorted, by an attribute."""
    for key, same in groupby(items, attrgetter(by)):
        yield key, list(same)
