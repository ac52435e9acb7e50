"""Share: a page for print, workbooks, pictures and figures, a link, and what came back."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import date
from html import escape

import streamlit as st

from licmodel.analysis.figures import MEASURES
from licmodel.assembly.assemble import assemble
from licmodel.charts.pictures import on_paper, png, svg
from licmodel.dashboard import figures, in_force, view
from licmodel.dashboard.held import held
from licmodel.dashboard.main import PAGES
from licmodel.dashboard.making import Made, made, make
from licmodel.dashboard.marks import label_words
from licmodel.dashboard.one_page import again, command, one_page
from licmodel.dashboard.public_page import public_page
from licmodel.dashboard.returning import returning
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.shown import Shown, grounds_chart, line_chart, measured, shown
from licmodel.dashboard.telling import guarded, plain_words
from licmodel.dashboard.vendor_preview import vendor_preview
from licmodel.report.csv_text import comparison_csv
from licmodel.report.headings import basis
from licmodel.workbook.audiences import owner_key
from licmodel.workbook.export import make_workbook
from licmodel.workbook.outside import inspected_public

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEET = 900
"""Height in which a page for print is shown first [dots]."""
_MOST_CHANGES = 8
"""Named above a picture; more would leave it no room."""
_GROUNDS, _SO_FAR = "grounds", "so_far"


def page() -> None:
    """The page, of the scenario that is open."""
    of = in_force.current()
    st.caption(plain_words(of.scenario.title))
    st.title("Take it with you", anchor=False)
    found = shown(of, in_force.asked(), held(of))
    _what(found)
    names = ["A page for print", "Workbook", "Charts and figures", "Link", "What came back"]
    for tab, draw in zip(
        st.tabs(names, key="take", bind="query-params"),
        (_print, _workbook, _charts, _link, _back),
        strict=True,
    ):
        with tab, guarded():
            draw(found)


def _what(found: Shown) -> None:
    """Of what the page for print, the charts and the figures are."""
    comparison = found.whole
    options = len(comparison.options)
    every = options == len(comparison.results.model.options)
    prices = "in prices of the first year" if comparison.real else "in money of the day"
    first, last = found.years
    st.markdown(
        f"As chosen on *Compare*: {'all' if every else ''} {options} "
        f"option{'' if options == 1 else 's'}, {first} to {last}, {prices}, by year "
        f"*{MEASURES[found.measure].lower()}*."
    )


def _print(found: Shown) -> None:
    """One page of A4."""
    st.markdown(
        "The answer, the chart with its table, all options side by side, what they rest on and "
        "the checks. It is a file of its own that opens in any browser; print it from there, or "
        "copy its tables into a document."
    )
    kinds = {"internal": "Ourselves", "public": "The public"}
    whom = st.segmented_control(
        "For whom",
        list(kinds),
        format_func=lambda each: kinds[each],
        default="internal",
        required=True,
        key="reader",
    )
    if whom == "public":
        st.caption(
            "All options in whole pounds, as in the workbook for the public: no figure that tells "
            "a unit price, and inspected before it is offered."
        )
        in_force.tell_of_the_file("This page is of")
    today = date.today()  # noqa: DTZ011  the day where the user is
    _make_and_download(
        f"print {figures.current().mark if whom == 'public' else _state(found)} {today} {whom}",
        "Make the page",
        "Drawing the page, and inspecting what it tells …",
        lambda: _page(found, today, str(whom)),
    )


def _page(found: Shown, today: date, whom: str) -> Made:
    if whom == "public":
        of = figures.current()
        text = public_page(inspected_public(assemble(of.scenario)), today)
        return Made(text.encode(), f"{of.path.stem}_public.html", "text/html", shows=True)
    name = f"{_stem(found)}.html"
    return Made(one_page(found, today).encode(), name, "text/html", shows=True)


def _stem(found: Shown) -> str:
    """How names of files begin: nobody takes what is in force for the file."""
    stem = found.of.path.stem
    return stem if found.held is None else f"{stem}_{found.held.name}"


def _workbook(_: Shown) -> None:
    """A workbook for one audience."""
    of = figures.current()
    in_force.tell_of_the_file("A workbook is of")
    audiences = _audiences(of)
    audience = st.selectbox(
        "For whom",
        list(audiences),
        format_func=lambda each: audiences[each],
        key=f"audience {of.path.name}",
    )
    st.caption(_ABOUT[str(audience).partition(":")[0]])
    if not any(each.startswith("directorate:") for each in audiences):
        st.caption(
            "A copy for each directorate is offered once figures say whose they are: their "
            "*Owner*, in the grids of *Estate and demand*."
        )
    if str(audience).startswith("vendor:"):
        vendor_preview(of, str(audience))
    _make_and_download(
        f"book {of.mark} {audience}",
        "Make the workbook",
        "Writing the workbook, and inspecting what it tells …",
        lambda: _book(of, str(audience)),
    )


_ABOUT = {
    "internal": "Every figure is a formula; one cell switches the book between the base and the "
    "what-ifs. It can be edited and read back under *What came back*.",
    "public": "Values only, in whole pounds, and none that tells a unit price. It is inspected "
    "as a finished file, and refused if it tells more.",
    "vendor": "Only what the scenario says that this vendor may see, and the cells that they are "
    "asked to fill in.",
    "directorate": "The internal workbook in which only this directorate's own figures are open.",
}


def _audiences(of: Opened) -> dict[str, str]:
    """Each for whom a workbook can be made, in words."""
    inputs = figures.every_figure(of).model.program.inputs.values()
    owners = {
        owner_key(each.origin.owner): each.origin.owner for each in inputs if each.origin.owner
    }
    vendors = {
        f"vendor:{key}": f"Vendor: {each.title or key.replace('_', ' ')}"
        for key, each in of.scenario.vendors.items()
    }
    return {
        "internal": "Ourselves: everything, with live formulas",
        "public": "The public",
        **(vendors or {"vendor": "A vendor"}),
        **{f"directorate:{key}": f"Directorate: {owner}" for key, owner in owners.items()},
    }


def _book(of: Opened, audience: str) -> Made:
    book = make_workbook(of.scenario, audience)
    whom = re.sub(r"[^a-z0-9]+", "_", audience.lower())
    if book.audience.kind in {"vendor", "public"}:
        said = ["Inspected, and nothing found that it may not see."]
    else:
        names = ", ".join(book.results.what_ifs)
        said = [f"Inputs!E2 switches the whole book between the base and: {names}"] if names else []
    said += [f"Left out: {each}" for each in book.left_out]
    return Made(book.data, f"{of.path.stem}_{whom}.xlsx", _XLSX, tuple(said))


def _charts(found: Shown) -> None:
    """The figures as CSV, and charts as pictures."""
    under = None if found.held is None else found.held.column
    st.download_button(
        "Download the figures (CSV)",
        comparison_csv(found.part, under=under),
        f"{_stem(found)}.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/table:",
    )
    said = "" if under is None else " The last column says of which what-if or draft."
    st.caption(f"One figure a row, unrounded; an unknown one is left empty.{said}")
    charts = {
        "measure": f"{MEASURES[found.measure]} by financial year",
        _SO_FAR: "Invoiced so far",
        _GROUNDS: "What it rests on",
    }
    left, right = st.columns(2, vertical_alignment="bottom")
    which = left.selectbox(
        "Chart", list(charts), format_func=lambda each: charts[each], key="picture"
    )
    kinds = {"svg": "SVG, for documents", "png": "PNG, for slides"}
    kind = right.segmented_control(
        "As",
        list(kinds),
        format_func=lambda each: kinds[each],
        default="svg",
        required=True,
        key="kind",
    )
    _make_and_download(
        f"picture {_state(found)} {which} {kind}",
        "Draw the chart",
        "Drawing …",
        lambda: _picture(found, str(which), charts[str(which)], str(kind)),
    )


def _picture(found: Shown, which: str, title: str, kind: str) -> Made:
    part = found.part
    if which == _GROUNDS:
        drawn, said = grounds_chart(part), "share of each option's total invoiced"
    else:
        flows = found.so_far if which == _SO_FAR else measured(part, found.measure)
        drawn = line_chart(found.of, part, flows, figures.money(found.of))
        said = basis(part, "billed" if which == _SO_FAR else found.measure)
    under = "" if found.held is None else f"{found.held.told(_MOST_CHANGES)}.\n"
    spec = on_paper(drawn, title=title, basis=f"{under}{found.of.scenario.title}; {said}")
    name = f"{_stem(found)}_{which if which != 'measure' else found.measure}.{kind}"
    words = " ".join(f"{title}; {under}{said}".split())
    if kind == "png":
        return Made(png(spec), name, "image/png", shows=True, words=words)
    return Made(svg(spec).encode(), name, "image/svg+xml", shows=True, words=words)


def _link(found: Shown) -> None:
    """The address of a page as it is chosen."""
    st.markdown(
        "Whoever has the same files and starts the dashboard on their folder sees exactly this: "
        "the scenario, what is asked, options, years, measure and prices."
    )
    which = st.selectbox(
        "Page", list(PAGES), format_func=lambda each: PAGES[each][0], key="linked page"
    )
    first = next(iter(PAGES))
    st.code(
        view.link("" if which == first else str(which).replace("_", "-"), is_first=which == first),
        language=None,
        wrap_lines=True,
    )
    if found.of.drafted:
        st.caption("Your draft is kept on this machine: until it is saved, nobody else sees it.")
    said = command(found)
    if said is None:
        st.caption(plain_words(f"{again(found)}."))
        return
    st.caption("The same figures on the command line")
    st.code(said, language=None, wrap_lines=True)


def _back(_: Shown) -> None:
    """Workbooks that came back."""
    in_force.tell_of_the_file("What came back changes")
    returning(figures.current())


def _state(found: Shown) -> str:
    """A mark that changes with the file and with what is chosen of it."""
    options = ",".join(found.whole.options)
    chosen = f"{options} {found.years} {found.measure} {found.whole.real}"
    return f"{found.of.mark} {chosen} {in_force.asked()}"


def _make_and_download(mark: str, label: str, while_made: str, how: Callable[[], Made]) -> None:
    """A button that makes a file; it is offered only when it is made."""
    slot = mark.partition(" ")[0]
    if st.button(label, key=f"make {slot}", type="primary"):
        with st.spinner(while_made):
            make(slot, mark, how)
    ready = made(slot, mark)
    if ready is None:
        return
    if ready.said:
        st.markdown("\n".join(f"- {plain_words(each)}" for each in ready.said))
    st.download_button(
        label_words(f"Download {ready.name}"),
        ready.data,
        ready.name,
        ready.kind,
        key=f"download {slot}",
        on_click="ignore",
        icon=":material/download:",
    )
    if ready.shows and ready.kind == "text/html":
        st.iframe(ready.data.decode(), height=_SHEET, alt="The page for print")
    elif ready.shows:
        image = f"data:{ready.kind};base64,{base64.b64encode(ready.data).decode()}"
        st.html(f'<img class="lm-picture" alt="{escape(ready.words)}" src="{image}"/>')


if __name__ == "__main__":
    with guarded():
        page()
