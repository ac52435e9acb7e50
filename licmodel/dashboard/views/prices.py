"""Prices and money: the book in use, a new sheet and what it costs, the budget, and who pays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from licmodel.assembly.assemble import Units
from licmodel.catalogue.price_changes import PriceChange
from licmodel.catalogue.price_files import book_text
from licmodel.dashboard import drafts, figures, money_figures
from licmodel.dashboard.draft_head import drafted_parts
from licmodel.dashboard.grids import grid
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import distinct, guarded, plain_words, table, tell
from licmodel.dashboard.uploads import import_report, read_or_ask, received
from licmodel.errors import InputError, LicmodelError
from licmodel.intake.price_book import price_book_text
from licmodel.report.budgets import budget_blocks, budget_csv
from licmodel.report.grid import Block, Grid
from licmodel.report.price_sources import price_sources_text, prices_read
from licmodel.report.price_texts import (
    change_words,
    changes_sentence,
    costs_notes,
    costs_table,
    moved_products,
)
from licmodel.report.shares import shares_blocks, shares_csv
from licmodel.scenario.overlay import write_new
from licmodel.workbook.form_tables import BY_DATE, ELSE

_PARTS = {
    "budget": "The budget",
    "shares": "Who pays",
    "book": "Prices in use",
    "sheet": "A new price sheet",
}
_OF_A_RECORD = ("budget", "shares")
_UNITS = {"pounds": "£", "thousands": "£000", "millions": "£m"}
_WAYS = {"incremental": "on the year before", "cumulative": "so far since the base budget"}
_AS_IT_STANDS = "As it stands"
_SHOWN = 20


def page() -> None:
    """The page, of the scenario that is open."""
    of = figures.current()
    st.caption(plain_words(of.scenario.title))
    st.title("Prices and money", anchor=False)
    parts = {key: _PARTS[key] for key in _OF_A_RECORD} if of.is_record else _PARTS
    drafted_parts(of, "money", parts, _DRAWN)


def blocks(told: Sequence[Block]) -> None:
    """Tables with what is said about them, as a command prints them."""
    for block in told:
        for part in block:
            if isinstance(part, Grid):
                table(part)
            else:
                st.markdown(plain_words(part.strip()))


# --- the budget ---


def _budget(of: Opened) -> None:
    shown = _as_drafted(of)
    titles = {
        key: shown.scenario.option_title(key)
        for key, option in shown.scenario.options.items()
        if option.is_costed
    }
    start = shown.scenario.baseline_key
    which, under = st.columns(2)
    option = str(
        which.selectbox(
            "Option",
            list(titles),
            index=list(titles).index(start) if start in titles else 0,
            format_func=lambda key: titles[key],
            key=f"budget of {of.path.name}",
        )
    )
    what_if = _what_if(of, shown, under, "budget")
    unit, way = st.columns(2)
    units = str(
        unit.segmented_control(
            "Amounts in",
            list(get_args(Units)),
            default="pounds",
            required=True,
            format_func=lambda each: _UNITS[each],
            key="units",
            bind="query-params",
        )
    )
    changes = way.segmented_control(
        "Changes",
        list(_WAYS),
        default="incremental",
        required=True,
        format_func=lambda each: _WAYS[each],
        key="changes",
        persist_state="session",
    )
    reversed_ = st.toggle(
        "Also what treating capital as revenue, or the reverse, would change", key="reversed"
    )
    found = money_figures.budget(
        shown, option, next(each for each in get_args(Units) if each == units), what_if
    )
    told = budget_blocks(
        shown.scenario, found, cumulative=changes == "cumulative", with_reversed=reversed_
    )
    st.subheader(plain_words(str(told[0][0])), anchor=False)
    blocks([told[0][1:], *told[1:]])
    st.download_button(
        "The schedule with its codes (CSV)",
        budget_csv(found),
        f"{of.path.stem}_{option}_budget.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _as_drafted(of: Opened) -> Opened:
    """The scenario with its draft, which is then told."""
    shown = drafts.redrawn(of)
    if shown is not of:
        st.caption("With the draft.")
    return shown


def _what_if(of: Opened, shown: Opened, place: DeltaGenerator, key: str) -> str | None:
    known = distinct(
        {key: each.title or key.replace("_", " ") for key, each in shown.scenario.what_ifs.items()}
    )
    if not known:
        return None
    chosen = place.selectbox(
        "Under the what-if",
        [_AS_IT_STANDS, *known],
        format_func=lambda each: known.get(each, each),
        key=f"{key} under {of.path.name}",
    )
    return None if chosen in {None, _AS_IT_STANDS} else str(chosen)


# --- who pays ---


def _shares(of: Opened) -> None:
    _payers(of)
    if not of.is_record:
        with st.expander("Bodies, funds and what is shared"):
            grid(of, "Bodies", name="Bodies")
            grid(of, "Funds", name="Funds")
            grid(of, ELSE, within=[("shares",), ("bodies",), ("funds",)], name="What is shared")


def _payers(of: Opened) -> None:
    """Who bears an option, as the command tells it."""
    shown = _as_drafted(of)
    which, under = st.columns(2)
    what_if = _what_if(of, shown, under, "shares")
    payers = money_figures.borne(shown, what_if)
    titles = {key: each.title for key, each in payers.found.items()}
    if not titles:
        blocks(shares_blocks(payers.results, {}, payers.checked))
        return
    shared = [key for key, each in payers.found.items() if each.shares or each.funds or each.bodies]
    option = str(
        which.selectbox(
            "Option",
            list(titles),
            index=list(titles).index(shared[0]) if shared else 0,
            format_func=lambda key: titles[key],
            key=f"shares of {of.path.name}",
        )
    )
    if shared and option not in shared:
        st.info("All of this option is borne by the organisation itself.")
        return
    found = {option: payers.found[option]}
    blocks(shares_blocks(payers.results, found, payers.checked))
    st.download_button(
        "Every share (CSV)",
        shares_csv(payers.found),
        f"{of.path.stem}_shares.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


# --- the book ---


def _book(of: Opened) -> None:
    shown = _as_drafted(of)
    results = figures.compared(shown).results
    read = prices_read(results)
    if read.labels:
        _doubts(shown)
        table(read, words=True)
    else:
        st.info("No option reads a price for each: their amounts stand in their lines.")
    if lines := price_sources_text(results).splitlines():
        with st.expander("Which list each price came from"):
            st.markdown("\n".join(f"- {plain_words(each)}" for each in _joined(lines[1:])))
    st.subheader("Your own price list", anchor=False)
    grid(of, "Price list", name="Your own price list")
    st.subheader("Prices that change on dates", anchor=False)
    grid(of, BY_DATE, within=[("prices",)], name="Prices by date")


def _joined(lines: Sequence[str]) -> list[str]:
    """Sentences that were broken to the width of a page, whole again."""
    found: list[str] = []
    for line in lines:
        if line.startswith("      ") and found:
            found[-1] += f" {line.strip()}"
        else:
            found.append(line.strip())
    return found


def _doubts(of: Opened) -> None:
    """What is doubtful in the prices that are read."""
    found = money_figures.doubtful(of, figures.compared(of).results)
    book = money_figures.book_of(of)
    if not found:
        st.markdown(f"Nothing doubtful was found in {plain_words(book.file)}.")
        return
    with st.expander(f"What is doubtful in {plain_words(book.file)} ({len(found)})"):
        told = [f"- line {each.line}, {each.kind}: {plain_words(each.said)}" for each in found]
        st.markdown("\n".join(told))


# --- a sheet ---


def _sheet(of: Opened) -> None:
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
    if money_figures.is_price_book(path):
        text = book_text(path)
    else:
        report = read_or_ask(
            path, f"sheet {path.parent.name}", "prices", of.scenario.finance.currency
        )
        if report is None:
            return
        st.subheader("What was read", anchor=False)
        import_report(report)
        text = price_book_text(report)
    _changes(of, text, path)


def _changes(of: Opened, text: str, path: Path) -> None:
    found = money_figures.compared(of, text, path.name)
    st.subheader("What changed, and what it costs", anchor=False)
    st.markdown(f"**{plain_words(changes_sentence(found.changes, found.old, found.new))}**")
    with guarded():
        costs = money_figures.costs(of, text, path.name)
        table(costs_table(costs))
        for note in costs_notes(costs):
            st.markdown(plain_words(note))
    moved = moved_products(found.changes)
    if moved is not None:
        table(moved)
    for kind in ("dearer", "cheaper", "new", "gone"):
        _section(kind, [each for each in found.changes if each.kind == kind])
    if found.left:
        st.caption(f"{found.left:,} prices of the catalogue alone stay in force beneath.")
    _use(of, text, path)


def _section(kind: str, same: Sequence[PriceChange]) -> None:
    if not same:
        return
    ordered = sorted(same, key=lambda each: (-abs(each.share or 0.0), each.product))
    with st.expander(f"{kind.capitalize()} ({len(same):,})"):
        st.markdown("\n".join(f"- {plain_words(change_words(each))}" for each in ordered[:_SHOWN]))
        if len(ordered) > _SHOWN:
            st.caption(f"and {len(ordered) - _SHOWN:,} more: they stand in the book")


def _use(of: Opened, text: str, path: Path) -> None:
    """Keep the sheet as a price book beside the scenario, and let the draft read it."""
    with st.form("use the book"):
        today = dt.date.today().isoformat()  # noqa: DTZ011  the day where the user is
        name = st.text_input(
            "Keep it beside the scenario as", value=f"prices_{path.stem}_{today}.csv"
        )
        if not st.form_submit_button("Use these prices in the draft", type="primary"):
            return
    try:
        if Path(name).name != name or not name.endswith(".csv"):
            raise InputError("the name of a file ends in .csv, and names no folder", found=name)
        write_new(of.path.parent / name, text)
    except LicmodelError as error:
        tell(error)
        return
    drafts.change(of, {("price_book",): name})
    drafts.turn_over(of)
    st.rerun()


_DRAWN = {"budget": _budget, "shares": _shares, "book": _book, "sheet": _sheet}


if __name__ == "__main__":
    with guarded():
        page()
