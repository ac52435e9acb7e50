"""The first comparison: a template, five figures of one's own, and the answer at once."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files
from pathlib import Path

import streamlit as st

from licmodel.analysis.comparison import Comparison, compare
from licmodel.dashboard.cells import Said, read_cell
from licmodel.dashboard.drafting import Base, Laid, base_of, laid_over
from licmodel.dashboard.forms import fields
from licmodel.dashboard.grids import tell_refusals
from licmodel.dashboard.rows import Refusal
from licmodel.dashboard.shelf import as_name
from licmodel.dashboard.telling import answer, table, tell
from licmodel.errors import LicmodelError
from licmodel.intake.cells import Unreadable
from licmodel.records import record
from licmodel.report.amounts import Amounts
from licmodel.report.sentences import answer_sentences
from licmodel.report.tables import summary
from licmodel.scenario.loading import load
from licmodel.scenario.merging import merge
from licmodel.scenario.overlay import Document, Keys, dump_document, write_new
from licmodel.terms.months import month_text, parse_month
from licmodel.workbook.form_tables import Column

_WHO = Column(("who decides",), "Stands above every table.")
_START = Column(("first month",), "The first month of the comparison.", "month, such as 2027-04")
_YEARS = Column(("years",), "How many years are compared, 1 to 20.", "number")
_COUNT, _SHARE = "number", "share, such as 5%"
_BEYOND = 12


@record
class Asked:
    """A figure that is asked for: its column, where it belongs, and what the template has."""

    column: Column
    path: Keys
    usual: str


def _count(label: str, path: str, usual: str, said: str) -> Asked:
    return Asked(Column((label,), said, _COUNT), tuple(path.split(".")), usual)


def _money(label: str, path: str, usual: str, said: str) -> Asked:
    return Asked(Column((label,), said, "money"), tuple(path.split(".")), usual)


ASKED: dict[str, tuple[Asked, ...]] = {
    "council": (
        _count(
            "office staff",
            "drivers.office_staff.start",
            "1,000",
            "People who need the whole suite.",
        ),
        _count(
            "field staff", "drivers.field_staff.value", "200", "People who share a device, or none."
        ),
        Asked(
            Column(
                ("discount from the list price",), "What you get today.", _SHARE, is_percent=True
            ),
            ("options", "renew", "lines", "seats", "discount"),
            "10%",
        ),
    ),
    "school": (
        _count("pupils", "drivers.pupils.value", "900", "On the roll."),
        _count("staff", "drivers.staff.value", "120", "Everybody employed who uses the platform."),
        _money(
            "price of the suite for one of the staff, £ a year",
            "prices.staff_suite.value",
            "35",
            "As your reseller quotes it, without VAT.",
        ),
    ),
    "blank": (
        _money(
            "what it costs today, £ a year",
            "options.today.lines.support.amount",
            "10,000",
            "Without VAT.",
        ),
    ),
}
"""What is asked of each template beside who decides, the first month and the years."""

_STARTS = {"council": "2027-04", "school": "2027-09", "blank": "2027-04"}
_DECIDES = {
    "council": "Our council",
    "school": "Our school",
    "blank": "Our organisation",
}
_OF = {"council": "office software", "school": "office software", "blank": "what it costs"}


def first_steps(template: str, place: Path) -> None:
    """The five figures of a template, and what they come to.

    Parameters
    ----------
    template : str
        Its name.
    place : Path
        Folder in which the file is kept, once it is wanted.
    """
    usual = {
        _WHO.path: _DECIDES[template],
        **{each.column.path: each.usual for each in ASKED[template]},
        _START.path: _STARTS[template],
        _YEARS.path: "5",
    }
    columns = [_WHO, *(each.column for each in ASKED[template]), _START, _YEARS]
    st.subheader("Put in your own figures", anchor=False)
    st.caption(
        "The answer below moves with them. All else is the template's, marked as assumed; you can "
        "change every figure of it afterwards."
    )
    said = fields(f"first {template}", columns, usual)
    found, refusals = edits_of(template, said)
    tell_refusals(refusals)
    if refusals:
        return
    laid = _laid(template, tuple(found.items()))
    if laid.scenario is None:
        for fault in laid.faults:
            tell(fault)
        return
    comparison: Comparison = compare(laid.scenario)
    answer(answer_sentences(comparison))
    table(summary(comparison, Amounts(laid.scenario.finance.currency)))
    if st.button("Keep it and open it", type="primary", icon=":material/arrow_forward:"):
        try:
            keep(template, said[_WHO.path], laid, place)
        except LicmodelError as error:
            tell(error)
            return
        st.rerun()


def edits_of(template: str, said: dict[Keys, str]) -> tuple[dict[Keys, Said], list[Refusal]]:
    """What the answers come to, by their place in the template; and what was refused.

    Examples
    --------
    >>> answers = {
    ...     ("who decides",): "A parish", ("what it costs today, £ a year",): "£12,000",
    ...     ("first month",): "April 2028", ("years",): "3"}
    >>> edits_of("blank", answers)[0][("title",)]
    'A parish, what it costs 2028 to 2031'
    """
    read: dict[Keys, Said] = {}
    refusals = []
    for column in (_WHO, *(each.column for each in ASKED[template]), _START, _YEARS):
        try:
            value = read_cell(column, said.get(column.path))
        except Unreadable as error:
            refusals.append(Refusal(column.heading, str(error)))
            continue
        if value is None:
            refusals.append(Refusal(column.heading, "nothing stands there, and it is needed"))
        else:
            read[column.path] = value
    if refusals:
        return {}, refusals
    start, years = parse_month(read[_START.path]), str(read[_YEARS.path])
    last = month_text(start + _BEYOND * int(years))[:4] if years.isdecimal() else ""
    who = str(read[_WHO.path])
    edits: dict[Keys, Said] = {
        ("title",): f"{who}, {_OF[template]} {month_text(start)[:4]} to {last}".strip(),
        ("organisation", "name"): who,
        ("timeline", "start"): str(read[_START.path]),
        ("timeline", "years"): years,
    }
    return edits | {each.path: read[each.column.path] for each in ASKED[template]}, []


@st.cache_resource(max_entries=3, show_spinner=False)
def base_of_template(template: str) -> Base:
    """What a template says."""
    path = Path(str(files("licmodel.scenario") / "templates" / f"{template}.yaml"))
    return base_of(path, load(path))


@st.cache_resource(max_entries=20, show_spinner=False)
def _laid(template: str, edits: tuple[tuple[Keys, Said], ...]) -> Laid:
    now = datetime.now().astimezone()
    why = f"filled in at the start, on {now.day} {now:%B %Y}"
    return laid_over(base_of_template(template), dict(edits), why)


def keep(template: str, who: str, laid: Laid, place: Path) -> str:
    """Write a first comparison as a file of its own, under a name that is free; give the name.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    base = base_of_template(template)
    data = merge(base.document, Document(laid.data, {}, ())).data
    stem = as_name(who)
    taken = {each.name for each in place.iterdir()}
    tried = [f"{stem}.yaml", *(f"{stem}_{number}.yaml" for number in range(2, 1000))]
    name = next(each for each in tried if each not in taken)
    write_new(place / name, dump_document(data))
    return name
