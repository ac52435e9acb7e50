"""The current year against base budget, ledger and invoices, every penny under its cause."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from shlex import quote

import streamlit as st

from licmodel.analysis.accounts.reconciling import Reconciliation
from licmodel.analysis.accounts.reconciling import reconcile as reconcile_rows
from licmodel.assembly.contracts import taken_over
from licmodel.charts.bars import causes
from licmodel.dashboard import figures, view
from licmodel.dashboard.cases import as_drafted
from licmodel.dashboard.forms import today_form
from licmodel.dashboard.money_actuals import columns, placed
from licmodel.dashboard.money_choices import costed, option_chosen
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import (
    answer,
    guarded,
    picture,
    plain_words,
    table,
    tree_html,
)
from licmodel.dashboard.uploads import import_report, received
from licmodel.errors import InputError
from licmodel.intake.actuals import FORMS
from licmodel.intake.mappings import Mapping as ColumnMapping
from licmodel.intake.mappings import mapping_text, read_mapping
from licmodel.intake.reconciling import Reconciled, reconcile
from licmodel.records import record
from licmodel.report.reconciling import (
    accounts_table,
    basis_words,
    cause_steps,
    causes_table,
    check_sentences,
    heading_sentences,
    note_sentences,
    outcome_sentence,
    reconciliation_csv,
    seats_table,
    today_sentence,
    unexplained_sentences,
)
from licmodel.report.traces import trace_lines
from licmodel.scenario.scenario import Scenario
from licmodel.terms.months import month_words, parse_year, year_label
from licmodel.terms.term import parse_number
from licmodel.terms.timeline import Timeline

_TYPES = ("csv", "xlsx", "txt", "tsv")
_WHOLE_YEAR = 11
_ALL = "Difference in all"
_FIRST = "reconciliation.difference"


@record
class _Asked:
    """Which year of which option is held against which files."""

    option: str
    year: str
    actuals: Path
    by: ColumnMapping
    seats: Path | None


def year(of: Opened) -> None:
    """Every penny between the model and what was paid, in one cause."""
    st.caption(
        "One year of the option in force, against a list of invoices or a ledger: every penny "
        "between them stands in one cause. The files are read, never changed, and not kept."
    )
    shown = as_drafted(of)
    titles = costed(shown)
    if not titles:
        st.info("No option has a cost yet, so there is no model of the year to hold against it.")
        return
    which, when = st.columns([3, 1])
    usual = shown.scenario.baseline_key
    option = option_chosen(of, titles, which, "in_force", usual=usual, label="The option in force")
    years = _years(shown.scenario, option)
    if not years:
        st.info(_no_whole_year(shown.scenario.timeline))
        _today(of, shown)
        return
    label = option_chosen(
        of, dict(zip(years, years, strict=True)), when, "of_year",
        usual=_usual_year(shown.scenario), label="Year",
    )  # fmt: skip
    st.markdown(plain_words(today_sentence(shown.scenario, label)))
    _today(of, shown)
    with guarded():
        _held_against(of, shown, option, label)


def _years(scenario: Scenario, option: str) -> list[str]:
    """Years that can be held against accounts: whole ones, and one of which seats held are known.

    That is the year before the horizon, of which nothing else is modelled.
    """
    timeline = scenario.timeline
    whole = [
        each for each, first, last in timeline.financial_years() if last - first == _WHOLE_YEAR
    ]
    if timeline.start != timeline.year_starts or not taken_over(scenario, option):
        return whole
    return [year_label(timeline.first_year - 1, timeline.closing), *whole]


def _no_whole_year(timeline: Timeline) -> str:
    """Why nothing can be held against accounts, and what to do."""
    return (
        f"The model runs from {month_words(timeline.start)} to {month_words(timeline.last)}, and "
        "holds no whole financial year to set against accounts. Let it begin in "
        f"{month_words(timeline.year_starts)}, or run for longer: that is said on Estate and "
        "demand, under The decision."
    )


def _usual_year(scenario: Scenario) -> str:
    today, timeline = scenario.today, scenario.timeline
    first = timeline.first_year if today is None else today.year
    return year_label(first, timeline.closing)


def _today(of: Opened, shown: Opened) -> None:
    """The base budget and the ledger's total, to be put into the draft."""
    if of.is_record:
        return
    timeline = shown.scenario.timeline
    first, before = (year_label(timeline.first_year - n, timeline.closing) for n in (0, 1))
    words = f"{'Say' if shown.scenario.today is None else 'Change'} the base budget"
    with st.expander(f"{words} and the ledger's total"), guarded():
        st.caption(
            "They go into the draft, and are kept in the file when it is saved. They are of one "
            f"year: a budget from {first} on starts from the base budget of {before}; say a later "
            "year to hold it against its ledger."
        )
        today_form(of, before)


# --- the files ---


def _held_against(of: Opened, shown: Opened, option: str, label: str) -> None:
    path = received(
        "Invoices or a ledger", f"actuals for {of.path.name}", help_="CSV or .xlsx", types=_TYPES
    )
    with st.expander("Seats of the tenant, and a mapping that was kept"):
        seats = received(
            "Seat counts exported from the tenant",
            f"assigned for {of.path.name}",
            help_="To set seats assigned beside those contracted and invoiced. CSV, JSON or .xlsx",
            types=(*_TYPES, "json"),
        )
        kept = received(
            "A mapping that was kept",
            f"mapping for {of.path.name}",
            help_="Which column is which, and what each line goes by",
            types=("yaml", "yml", "json"),
        )
    if path is None:
        found = modelled(shown, option, label)
        table(accounts_table(found, has_file=False))
        st.caption(plain_words(f"{basis_words(found)}."))
        st.info(
            "Upload what was paid in the year, each row with a day and an amount; better still "
            "with what it is for, quantity, price and the months it serves. Then you see how far "
            "it is from the model, by line and by cause: VAT, timing, coding, seats and price.",
            icon=":material/upload_file:",
        )
        return
    by = columns(path) if kept is None else read_mapping(kept)
    if by is None:
        return
    if by.holds in FORMS:
        by = placed(shown, option, path, by)
    within = _within(of)
    asked = _Asked(option, label, path, by, seats)
    told = reconciled(shown, asked)
    _told(shown, told, within)
    st.caption(
        "The same on the command line, with the mapping below"
        + ("" if shown is of else ", once the draft is saved and opened")
    )
    st.code(_command(shown, of.path.name, asked, within), language=None, wrap_lines=True)
    stem = f"{of.path.stem}_{path.stem}"
    figures_, mapping = st.columns(2)
    figures_.download_button(
        "Every cause of every line (CSV)",
        reconciliation_csv(told.found),
        f"{stem}_by_cause.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
        width="stretch",
    )
    mapping.download_button(
        "The mapping, for the next list",
        mapping_text(by),
        _map_name(path),
        "application/yaml",
        icon=":material/download:",
        on_click="ignore",
        width="stretch",
    )


def _map_name(path: Path) -> str:
    return f"{path.stem}_map.yaml"


def _within(of: Opened) -> float:
    """How much may stay unexplained [money]."""
    typed = st.text_input(
        f"May stay unexplained, {figures.money(of).sign.strip()}",
        value=view.chosen("within") or "0",
        width=220,
        **view.keeping("within", f"within {of.path.name}", lambda each: _said(each or "")),
    )
    text = _said(typed or "") or "0"
    try:
        amount = float(parse_number(text))
    except ValueError:
        amount = -1.0
    if not (amount >= 0 and isfinite(amount)):
        raise InputError(
            "how much may stay unexplained?", found=text, expected="an amount of 0 or more, as 5.00"
        )
    return amount


def _said(typed: str) -> str | None:
    """An amount as it was typed; none for nothing."""
    return None if typed.strip() in {"", "0"} else typed.strip()


# --- the answer ---


def _told(shown: Opened, told: Reconciled, within: float) -> None:
    """The outcome, each cause, what is unexplained, seats, and what was checked."""
    found, amounts = told.found, figures.money(shown)
    title, basis = heading_sentences(told)
    st.header(plain_words(title), anchor=False)
    answer([outcome_sentence(told), basis])
    steps = [*cause_steps(found), (_ALL, found.total.difference)]
    if len(steps) > 1:
        picture(
            causes(
                [(name, amount, amounts.whole(amount)) for name, amount in steps],
                _ALL,
                mode=str(st.context.theme.type or "light"),
            ),
            "Bar chart. What each cause makes of the difference between the model and the file, "
            "and the difference in all. The same figures stand in the last row of the table below.",
        )
    table(accounts_table(found))
    table(causes_table(found))
    _list([*unexplained_sentences(found), *note_sentences(found)])
    if (seats := seats_table(found)) is not None:
        table(seats)
    st.header("What was checked", anchor=False)
    _list(check_sentences(told, within))
    with st.expander("Where a figure comes from, down to the rows of the file"):
        _trace(told)
    st.header("What was read", anchor=False)
    for each in (told.actuals, told.seats):
        if each is not None:
            import_report(each)


def _list(sentences: Sequence[str]) -> None:
    if sentences:
        st.markdown(
            "\n".join(
                f"{'  ' if each.startswith('  ') else ''}- {plain_words(each.strip())}"
                for each in sentences
            )
        )


def _trace(told: Reconciled) -> None:
    results = told.found.results
    rows = results.model.program.rows
    labels = {key: row.label for key, row in rows.items() if key.startswith("reconciliation.")}
    keys = list(labels)
    key = st.selectbox(
        "Figure",
        keys,
        index=keys.index(_FIRST) if _FIRST in keys else 0,
        format_func=lambda each: f"{labels[each]} ({each})",
        key=f"traced {told.actuals.sha256[:12]}",
    )
    st.html(tree_html(trace_lines(results.explain(str(key)))))


def _command(shown: Opened, file: str, asked: _Asked, within: float) -> str:
    scenario = shown.scenario
    more = {
        "map": _map_name(asked.actuals),
        "seats": None if asked.seats is None else asked.seats.name,
        "year": None if asked.year == _usual_year(scenario) else asked.year,
        "option": None if asked.option == scenario.baseline_key else asked.option,
        "within": f"{within:g}" if within else None,
    }
    flags = "".join(f" --{key} {quote(each)}" for key, each in more.items() if each is not None)
    return f"licmodel reconcile {quote(file)} {quote(asked.actuals.name)}{flags}"


def modelled(of: Opened, option: str, year: str) -> Reconciliation:
    """The year as it is modelled, beside its budget and ledger, while there is no list yet."""
    return _modelled(of.mark, option, year, of)


@st.cache_resource(max_entries=10, show_spinner=False)
def _modelled(mark: str, option: str, year: str, _of: Opened) -> Reconciliation:  # noqa: ARG001
    scenario = _of.scenario
    first = parse_year(year, scenario.timeline.closing)
    return reconcile_rows(scenario, [], year=first, option=option)


def reconciled(of: Opened, asked: _Asked) -> Reconciled:
    """What ``licmodel reconcile`` answers."""
    return _reconciled(of.mark, asked, of)


@st.cache_resource(
    max_entries=10,
    show_spinner="Holding the year against its accounts …",
    hash_funcs={_Asked: repr},
)
def _reconciled(mark: str, asked: _Asked, _of: Opened) -> Reconciled:  # noqa: ARG001  what it is kept by
    with figures.in_turn:
        return reconcile(
            _of.scenario,
            asked.actuals,
            mapping=asked.by,
            seats=asked.seats,
            year=asked.year,
            option=asked.option,
        )
