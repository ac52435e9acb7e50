"""A price sheet that came: what was read, what changed, what that costs, and using it."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import streamlit as st

from licmodel.analysis.price_cost import PriceCosts
from licmodel.catalogue.price_changes import PriceChange
from licmodel.catalogue.price_point import PricePoint
from licmodel.dashboard import drafts, money_figures
from licmodel.dashboard.cells import GONE
from licmodel.dashboard.drafting import BOOK
from licmodel.dashboard.save_form import here
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import bullets, plain_words, table, tell
from licmodel.dashboard.uploads import import_report, read_or_ask, received
from licmodel.errors import InputError, LicmodelError
from licmodel.intake.own_books import with_standing
from licmodel.intake.price_book import price_book_text
from licmodel.intake.standing import STANDINGS, Standing
from licmodel.records import record
from licmodel.report.amounts import counted
from licmodel.report.phrases import by_name, listed
from licmodel.report.price_reach import discount_sentences, reach_notes, reach_sentences
from licmodel.report.price_texts import (
    amount_words,
    change_words,
    changes_sentence,
    costs_notes,
    costs_table,
    moved_products,
    refused_sentences,
)
from licmodel.scenario.overlay import Keys, short_name, write_anew, write_new

_SHOWN = 20


def sheet(of: Opened) -> None:
    """A sheet beside the prices in use."""
    st.caption(
        "A price sheet or quotation as it came, or a price book: CSV, JSON or .xlsx. It is read, "
        "never changed, and laid beside the prices in use."
    )
    path = received(
        "Price sheet", f"sheet for {of.path.name}", help_="CSV, JSON or .xlsx",
        types=("csv", "json", "xlsx", "txt", "tsv"),
    )  # fmt: skip
    if path is None:
        st.info(
            "Once it is uploaded you see which rows were taken and why others were not, what "
            "changed from the prices in use, and what that costs each option.",
            icon=":material/upload_file:",
        )
        return
    came = _of_a_book(path) or _of_a_sheet(of, path)
    if came is not None:
        _changes(of, came)


@record
class Came:
    """A sheet as it came: its prices as a price book, and that book once it is said what it is."""

    path: Path
    text: str
    text_said: Callable[[Standing], str]
    standing: Standing | None
    """What the sheet is, where the book does not say it of every price."""


def _of_a_book(path: Path) -> Came | None:
    """A price book; none where the file is none."""
    book = money_figures.uploaded_book(path)
    if book is None:
        return None
    if book.refused:
        with st.expander(f"Refused ({len(book.refused):,})", expanded=True):
            bullets(refused_sentences(book.refused, path.name))
    standing = _asked(path, None, book.unsaid) if book.unsaid else None
    shown = book.text
    if standing is not None:
        shown = money_figures.as_said(book.text, Standing(standing.status), path.name)
    return Came(path, shown, lambda said: with_standing(book.text, said, path.name), standing)


def _of_a_sheet(of: Opened, path: Path) -> Came | None:
    """A sheet by its headings, or by what is said of them; none while that is not said."""
    with st.expander("A mapping that was kept"):
        kept = received(
            "A mapping that was kept",
            f"sheet mapping for {of.path.name}",
            help_="Which column is which, as kept of an earlier sheet",
            types=("yaml", "yml", "json"),
        )
    currency = of.scenario.finance.currency
    report = read_or_ask(path, f"sheet {path.parent.name}", "prices", currency, kept=kept)
    if report is None:
        return None
    st.header("What was read", anchor=False)
    import_report(report)
    standing = _asked(path, report.dated)
    text = price_book_text(report, Standing(standing.status))
    return Came(path, text, lambda said: price_book_text(report, said), standing)


def _asked(path: Path, dated: dt.date | None, rows: int | None = None) -> Standing:
    """What the sheet is, from whom, and of which day; a quotation to us unless it is said."""
    st.header("What it is", anchor=False)
    if rows is not None:
        st.caption(f"Asked of {counted(rows, 'price')} of which the book does not say it.")
    key = f"sheet {path.parent.name}"
    status = st.radio(
        "This sheet is",
        list(STANDINGS),
        format_func=STANDINGS.__getitem__,
        key=f"{key} is",
        help="What is confidential is in no copy for the public, nor can it be worked out of one.",
    )
    whose, day = st.columns(2)
    supplier = whose.text_input("From whom", key=f"{key} from", placeholder="who sent it")
    said = day.date_input("Of which day", value=dated, format="DD/MM/YYYY", key=f"{key} of")
    return Standing(status, supplier.strip(), said if isinstance(said, dt.date) else None)


def _changes(of: Opened, came: Came) -> None:
    goes_with = _goes_with(of, came)
    beside = money_figures.sides(of, goes_with)
    found = money_figures.compared(beside.before, came.text, came.path.name)
    if not found.new.points:
        st.info("No price is left to use.", icon=":material/info:")
        return
    st.header("What changed, and what it costs", anchor=False)
    if beside.said:
        st.caption(beside.said)
    changed = changes_sentence(found.changes, found.old, found.new)
    st.markdown(f"**{plain_words(by_name(beside.before.scenario, changed))}**")
    own = _own(of, came, money_figures.winning(beside.before, found.new.points))
    readable = _costs(of, money_figures.sides(of, goes_with, own), came)
    moved = moved_products(found.changes)
    if moved is not None:
        table(moved)
    few = len(found.changes) <= _SHOWN
    for kind in ("dearer", "cheaper", "new", "gone"):
        _section(kind, [each for each in found.changes if each.kind == kind], is_open=few)
    if found.left:
        stay = "stays" if found.left == 1 else "stay"
        prices = counted(found.left, "price")
        st.caption(f"{prices} of the catalogue alone {stay} in force beneath.")
    if readable:
        _use(of, came, own)


def _own(of: Opened, came: Came, own: Mapping[str, Sequence[PricePoint]]) -> dict[Keys, bool]:
    """Whether prices of the scenario's own give way to those of the sheet, by their paths."""
    if not own:
        return {}
    st.caption(
        "A price of the scenario's own wins over every price book. Where the sheet's is to count, "
        "the draft takes the scenario's own away once the sheet is used; the file keeps it."
    )
    gone = money_figures.given_way(of, own)
    found: dict[Keys, bool] = {}
    for product, points in own.items():
        path: Keys = ("prices", product)
        amounts = listed(list(dict.fromkeys(map(amount_words, points))))
        found[path] = st.toggle(
            plain_words(
                f"Let the sheet's price of {points[0].title} win over the scenario's own, {amounts}"
            ),
            value=path in gone,
            key=f"sheet {came.path.parent.name} wins {product}",
        )
    return found


def _costs(of: Opened, beside: money_figures.Sides, came: Came) -> bool:
    """What the sheet costs each option; false where the scenario cannot be read with it."""
    try:
        gone = _gone(of)
        costs = money_figures.costs(of, beside, came.text, came.path.name)
    except LicmodelError as error:
        tell(error)
        st.info("As it is, the scenario cannot read this book, so it is not offered for use.",
                icon=":material/block:")  # fmt: skip
        return False
    _discounts(of, costs)
    table(costs_table(costs))
    if gone:
        words = listed([f"{path[1]}.{path[3]}" for path in gone])
        st.markdown(f"With the discount of {plain_words(words)} taken away, as in the draft.")
    for note in costs_notes(costs):
        st.markdown(plain_words(note))
    _reach(costs)
    return True


def _goes_with(of: Opened, came: Came) -> list[Keys]:
    """What the draft says on account of a sheet: that it is read, and what its prices are net of.

    Where the draft reads another one, all of that is said on account of the other.
    """
    read = drafts.current(of).get(BOOK)
    mine = read is None or read == st.session_state.get(f"sheet {came.path.parent.name} kept as")
    if not mine:
        return []
    products = {each.product for each in money_figures.read_book(came.text, came.path.name).points}
    return [BOOK, *_gone(of), *money_figures.given_way(of, products)]


def _reach(costs: PriceCosts) -> None:
    """Which options read each price, and what became of the others."""
    told = [*reach_sentences(costs.reaches), *reach_notes(costs.reaches)]
    if told:
        bullets(told)


def _discounts(of: Opened, costs: PriceCosts) -> None:
    """What lines take off prices that were quoted, and a way to take it away."""
    found = discount_sentences(costs.discounted)
    if not found:
        return
    for each in found:
        st.warning(plain_words(each), icon=":material/percent:")
    taken = {_path(each.key): each.key for each in costs.discounted}
    if st.button(
        "Take the discount away from these lines",
        key="discounts away",
        icon=":material/remove_circle:",
        help=f"In the draft: {', '.join(taken.values())}. Or leave it, where the price is a list "
        "price.",
    ):
        drafts.change(of, dict.fromkeys(taken, GONE))
        drafts.turn_over(of)
        st.rerun()


def _gone(of: Opened) -> list[Keys]:
    """Discounts that the draft takes away."""
    edits = drafts.current(of)
    return [path for path, said in edits.items() if _is_discount(path) and said is GONE]


def _is_discount(path: Keys) -> bool:
    return path[:1] == ("options",) and path[2:3] == ("lines",) and path[4:] == ("discount",)


def _path(key: str) -> Keys:
    """Where in a file a figure of a line stands."""
    option, line, field = key.split(".")
    return "options", option, "lines", line, field


def _section(kind: str, same: Sequence[PriceChange], *, is_open: bool) -> None:
    if not same:
        return
    ordered = sorted(same, key=lambda each: (-abs(each.share or 0.0), each.product))
    with st.expander(f"{kind.capitalize()} ({len(same):,})", expanded=is_open):
        st.markdown("\n".join(f"- {plain_words(change_words(each))}" for each in ordered[:_SHOWN]))
        if len(ordered) > _SHOWN:
            st.caption(f"and {len(ordered) - _SHOWN:,} more: they stand in the book")


def _use(of: Opened, came: Came, own: Mapping[Keys, bool]) -> None:
    """Keep the sheet as a price book beside the scenario, and let the draft read it."""
    with st.form("use the book"):
        today = dt.date.today().isoformat()  # noqa: DTZ011  the day where the user is
        stem = short_name(came.path).stem
        named = st.text_input("Keep it beside the scenario as", value=f"prices_{stem}_{today}.csv")
        st.caption(
            "The file is written at once, since the draft reads it; it stays when the draft is "
            "discarded."
        )
        if not st.form_submit_button("Use these prices in the draft", type="primary"):
            return
    try:
        name = _file_name(named)
        said = came.text if came.standing is None else came.text_said(came.standing.whole())
        _keep(of, name, said)
    except InputError as error:
        tell(here(error))
        return
    gone = money_figures.given_way(of, [product for _, product in own])
    ways = {path: GONE if gives else None for path, gives in own.items() if gives or path in gone}
    drafts.change(of, {BOOK: name, **ways})
    st.session_state[f"sheet {came.path.parent.name} kept as"] = name
    drafts.turn_over(of)
    st.rerun()


def _file_name(named: str) -> str:
    """The name of a file beside the scenario, with the ending of a price book."""
    name = named.strip()
    name = name if name.lower().endswith(".csv") else f"{name}.csv"
    if Path(name).name != name or "\\" in name or name == ".csv":
        raise InputError("the name of a file names no folder", found=named)
    return name


def _keep(of: Opened, name: str, text: str) -> None:
    """Write a book beside the scenario; one that only this draft reads is written anew."""
    place = of.path.parent / name
    mine: set[Path] = st.session_state.setdefault("books of drafts", set())
    theirs = _is_read(of.path.parent, name) or drafts.is_read_elsewhere(of, name)
    if place in mine and not theirs:
        write_anew(place, text)
    elif not _holds(place, text):
        write_new(place, text)
        mine.add(place)


def _holds(place: Path, text: str) -> bool:
    try:
        return place.read_text("utf-8") == text
    except (OSError, ValueError):
        return False


def _is_read(folder: Path, name: str) -> bool:
    """Whether any scenario of the folder names a price book of this name."""
    for each in folder.glob("*.y*ml"):
        with contextlib.suppress(OSError, ValueError):
            if name in each.read_text("utf-8"):
                return True
    return False
