"""A price sheet that came: what was read, what changed, what that costs, and using it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from licmodel.catalogue.price_changes import PriceChange
from licmodel.catalogue.price_files import book_text
from licmodel.dashboard import drafts, money_figures
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import guarded, plain_words, table, tell
from licmodel.dashboard.uploads import import_report, read_or_ask, received
from licmodel.errors import InputError, LicmodelError
from licmodel.intake.price_book import price_book_text
from licmodel.report.price_texts import (
    change_words,
    changes_sentence,
    costs_notes,
    costs_table,
    moved_products,
)
from licmodel.scenario.overlay import write_new

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
    if money_figures.is_price_book(path):
        text = book_text(path)
    else:
        report = read_or_ask(
            path, f"sheet {path.parent.name}", "prices", of.scenario.finance.currency
        )
        if report is None:
            return
        st.header("What was read", anchor=False)
        import_report(report)
        text = price_book_text(report)
    _changes(of, text, path)


def _changes(of: Opened, text: str, path: Path) -> None:
    found = money_figures.compared(of, text, path.name)
    st.header("What changed, and what it costs", anchor=False)
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
