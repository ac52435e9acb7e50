"""Estate and demand: who and what there is, under which contracts, and what each option buys."""

from __future__ import annotations

import streamlit as st

from licmodel.analysis.estate.milestones import calendar_of
from licmodel.analysis.estate.personas import personas
from licmodel.analysis.estate.seats import Waterfall, seats
from licmodel.charts.seats import idle, waterfall
from licmodel.dashboard import drafts, figures
from licmodel.dashboard.cases import in_hand
from licmodel.dashboard.cells import GONE, check_few
from licmodel.dashboard.counted import seats_into_draft
from licmodel.dashboard.draft_head import drafted_parts
from licmodel.dashboard.forms import decision_form, line_form
from licmodel.dashboard.grids import grid, table_called, take_rows, tell_refused
from licmodel.dashboard.removals import now
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import guarded, picture, plain_words, table
from licmodel.dashboard.uploads import (
    import_report,
    read_or_ask,
    received,
    rows_in,
)
from licmodel.errors import LicmodelError
from licmodel.report.amounts import plain, plural
from licmodel.report.milestones import (
    dates_table,
    deadline_title,
    inaction_table,
    inaction_words,
    steps_table,
    unbound_words,
)
from licmodel.report.personas import lacks, matrix
from licmodel.report.phrases import distinct
from licmodel.report.plans import plan_sentences
from licmodel.report.waterfalls import waterfall_sentences, waterfall_table
from licmodel.workbook.form_tables import BY_DATE, ELSE

_PARTS = {
    "seats": "Seats",
    "demand": "How many",
    "people": "Who needs what",
    "agreements": "Agreements",
    "options": "Options and lines",
    "decision": "The decision",
    "dates": "Dates",
}
_OF_A_RECORD = ("seats", "dates")


def page() -> None:
    """The page, of the scenario that is open."""
    of = figures.current()
    st.caption(plain_words(of.scenario.title))
    st.title("Estate and demand", anchor=False)
    parts = {key: _PARTS[key] for key in _OF_A_RECORD} if of.is_record else _PARTS
    drafted_parts(of, "part", parts, _DRAWN)


# --- seats ---


def _seats(of: Opened) -> None:
    """Seats month by month, with what is paid for nobody."""
    case = in_hand(of)
    results = figures.compared(case.of, changes=case.changes).results
    found = seats(results)
    if not any(found.values()):
        st.info(
            "No line stands under an agreement, so every seat may go in any month. Put a contract "
            "under Agreements, and name it in the lines that are bought under it.",
            icon=":material/contract:",
        )
        return
    titles = {key: results.model.options[key].title for key, each in found.items() if each}
    start = results.scenario.baseline_key if results.scenario.baseline_key in titles else None
    option = str(
        st.selectbox(
            "Option",
            list(titles),
            index=0 if start is None else list(titles).index(start),
            format_func=lambda key: titles[key],
            key=f"seats of {of.path.name}",
        )
    )
    for each in found[option]:
        _one(of, titles[option], each)


def _one(of: Opened, option: str, each: Waterfall) -> None:
    """One line's seats: in words, drawn, and as a table."""
    amounts = figures.money(of)
    st.header(plain_words(each.title), anchor=False)
    st.caption(f"{plural(each.unit)} under {plain_words(each.agreement)}".capitalize())
    for sentence in waterfall_sentences(each, amounts):
        st.markdown(plain_words(sentence))
    most = plain(max(each.not_needed))
    picture(
        waterfall(
            each.months,
            each.needed,
            each.not_needed,
            each.committed,
            mode=str(st.context.theme.type or "light"),
        ),
        f"Area chart. Seats needed in each month, and above them those paid for but not "
        f"needed, {most} at the most. The same figures stand in the table below.",
    )
    if each.too_many():
        st.caption("Paid but not needed, on a scale of its own")
        picture(
            idle(each.months, each.not_needed, mode=str(st.context.theme.type or "light")),
            f"Area chart. Seats that are paid for but not needed in each month, {most} at the "
            "most. The same figures stand in the table below.",
        )
    with st.expander("The same as a table"):
        table(waterfall_table(option, each, amounts))


# --- how many ---


def _demand(of: Opened) -> None:
    st.header("How many, over time", anchor=False)
    grid(of, "Drivers", name="Drivers")
    st.header("Numbers that change on dates", anchor=False)
    grid(of, BY_DATE, within=[("drivers",)], name="Drivers by date")
    _upload(of)
    _rest(of, ("drivers",))


def _upload(of: Opened) -> None:
    """A spreadsheet of drivers, or of the seats of a tenant."""
    st.header("From a spreadsheet", anchor=False)
    st.caption(
        "Seat counts of a tenant, a licence statement, a list of your own, or rows with the "
        "headings of the grid above. The file is read, never changed."
    )
    path = received(
        "Spreadsheet",
        f"drivers of {of.path.name}",
        help_="CSV, JSON or .xlsx",
        types=("csv", "json", "xlsx", "txt", "tsv"),
    )
    if path is None:
        return
    with guarded():
        drivers = table_called("Drivers")
        name = f"upload {path.parent.name}"
        tell_refused(name)
        try:
            rows = rows_in(path)
            take = _is_of_grid(rows)
        except LicmodelError:
            take = False
        if take:
            check_few(rows, "uploaded")
            many = "1 row" if len(rows) == 2 else f"{len(rows) - 1:,} rows"  # noqa: PLR2004  its heads
            st.markdown(f"{plain_words(path.name)}: {many} of drivers.")
            if st.button("Put them into the draft", type="primary"):
                take_rows(of, drivers, {}, rows, name)
                st.rerun()
            return
        report = read_or_ask(path, name, "seats", of.scenario.finance.currency)
        if report is not None:
            import_report(report)
            if report.holdings:
                seats_into_draft(of, report)


def _is_of_grid(rows: list[list[str]]) -> bool:
    from licmodel.dashboard.cells import column_of  # noqa: PLC0415  of uploads alone

    drivers = table_called("Drivers")
    heads = [column_of(drivers, each) for each in rows[0] if each.strip()] if rows else []
    return bool(heads) and None not in heads and drivers.keys[0] in heads


# --- who needs what ---


def _people(of: Opened) -> None:
    st.header("Personas", anchor=False)
    grid(of, "Personas", name="Personas")
    shown = drafts.redrawn(of)
    if not shown.scenario.personas:
        st.info(
            "Nobody has said who needs what. A persona is people with the same needs: add one "
            "above, with how many they are and the features they cannot work without.",
            icon=":material/groups:",
        )
        return
    found = personas(shown.scenario)
    for key in shown.scenario.personas:
        st.header(plain_words(found.title(key)), anchor=False)
        st.markdown(plain_words(" ".join(plan_sentences(found, key))))
        with st.expander("What each option gives them"):
            table(matrix(found, key))
    told = list(lacks(found))
    if told:
        st.header("What they lack", anchor=False)
        st.markdown("\n".join(f"- {plain_words(each)}" for each in told))


# --- contracts ---


def _agreements(of: Opened) -> None:
    st.header("Agreements", anchor=False)
    grid(of, "Agreements", name="Agreements")
    st.header("Held before the first month", anchor=False)
    grid(of, "Held before", name="Seats held")
    st.header("Numbers that change on dates", anchor=False)
    grid(of, BY_DATE, within=[("agreements",)], name="Agreements by date")
    _rest(of, ("agreements",))


# --- options ---


def _options(of: Opened) -> None:
    st.header("Options", anchor=False)
    grid(of, "Options", name="Options")
    base, edits = drafts.based(of), drafts.current(of)
    keys = list(base.filled.get("options", {}))
    keys += [path[1] for path in edits if path[0] == "options"]
    options = [key for key in dict.fromkeys(keys) if edits.get(("options", key)) is not GONE]
    if not options:
        st.info("There is no option: add one above.", icon=":material/alt_route:")
        return
    titles = distinct(
        {key: str(now(base, edits, ("options", key, "title")) or key) for key in options}
    )
    option = str(
        st.selectbox(
            "Lines of",
            options,
            format_func=lambda key: titles[key],
            key=f"lines of {of.path.name}",
        )
    )
    within = [("options", option)]
    parent = now(base, edits, ("options", option, "based_on"))
    if parent is not None:
        st.caption(
            f"It is based on {plain_words(titles.get(str(parent), str(parent)))}: lines that it "
            "takes over stand here too, and what you change here changes in this option alone."
        )
    grid(of, "Lines", within=within, fixed={"option": option}, name=f"Lines of {titles[option]}")
    with st.expander("One line as a form", icon=":material/edit_document:"):
        line_form(of, option)
    st.header("Figures that change on dates", anchor=False)
    grid(of, BY_DATE, within=within, name=f"Lines of {titles[option]} by date")
    st.header("Moves", anchor=False)
    grid(of, "Moves", within=within, fixed={"option": option}, name=f"Moves of {titles[option]}")
    _rest(of, within[0])


def _rest(of: Opened, *within: tuple[str, ...]) -> None:
    with st.expander("Anything else: figures that no column has"):
        grid(of, ELSE, within=within, name="Anything else")


# --- the decision, and dates ---


def _decision(of: Opened) -> None:
    st.header("What is decided, by whom, for which years", anchor=False)
    decision_form(of)
    _rest(of, ("organisation",), ("finance",), ("timeline",))


def _dates(of: Opened) -> None:
    case = in_hand(of)
    calendar = calendar_of(figures.compared(case.of, changes=case.changes).results)
    amounts = figures.money(of)
    if told := inaction_words(calendar):
        st.markdown(plain_words(told))
    for unknown in calendar.unknown:  # before dates that are later for it
        st.markdown(plain_words(f"{unknown}."))
    if calendar.unknown and not of.is_record:
        st.caption(
            "Under The decision, More fields has the month as of which it was drawn up; a time of "
            "your own goes into Anything else, such as organisation.lead_times.papers, 6 weeks."
        )
    for each in calendar.deadlines:
        st.header(plain_words(deadline_title(each)), anchor=False)
        table(steps_table(calendar, each), words=True)
        if each.inaction:
            table(inaction_table(each, amounts))
            if others := unbound_words(calendar, each):
                st.caption(plain_words(others))
    if not calendar.deadlines:
        st.info("No agreement is signed, renewed or over in these dates.")
    if calendar.events:
        st.header("Every date", anchor=False)
        table(dates_table(calendar), words=True)


_DRAWN = {
    "seats": _seats,
    "demand": _demand,
    "people": _people,
    "agreements": _agreements,
    "options": _options,
    "decision": _decision,
    "dates": _dates,
}


if __name__ == "__main__":
    with guarded():
        page()
