"""What moves the answer one figure or two at a time, and what cannot be moved any more."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from licmodel.analysis.decisions.sensitivity import Sensitivity, TwoWay
from licmodel.analysis.estate.unavoidable import Unavoidable
from licmodel.charts.heat import winners
from licmodel.charts.steps import commitments
from licmodel.charts.tornado import Blade, tornado
from licmodel.dashboard import figures, in_force, risk_figures
from licmodel.dashboard.figures import Changes
from licmodel.dashboard.parts import part
from licmodel.dashboard.risk_chances import mode, one_option
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import guarded, picture, plain_words, table
from licmodel.report.break_evens import measure_words
from licmodel.report.sensitivity import (
    RANGES_MEANT,
    sensitivity_sentences,
    sensitivity_table,
    sensitivity_under,
    short_words,
    swing_amounts,
    swing_words,
    two_way_sentence,
    two_way_tables,
)
from licmodel.report.unavoidable import unavoidable_sentences, unavoidable_table
from licmodel.terms.months import month_text, month_words

_BLADES = 10


@part
def ranked(of: Opened, measure: str, first: str | None, changes: Changes) -> None:
    """What moves an option most: a tornado, each bar with its range in words."""
    st.header("What moves the answer", anchor=False)
    option = _chosen(of, "risk ranked", first)
    with guarded():
        found = risk_figures.ranked(of, option, measure, changes)
        for each in (*sensitivity_sentences(found), *sensitivity_under(found)):
            st.markdown(plain_words(each))
        if found.swings:
            _tornado(found)
        st.caption(plain_words(RANGES_MEANT))


def _chosen(of: Opened, key: str, first: str | None) -> str:
    """The option that is looked at; the cheapest unless another is chosen."""
    titles = {each: option.title for each, option in figures.compared(of).options.items()}
    start = first or figures.compared(of).cheapest() or next(iter(titles))
    return one_option(titles, start, f"{key} {of.path.name}")


def _tornado(found: Sensitivity) -> None:
    shown = found.swings[:_BLADES]
    picture(
        tornado(
            [
                Blade(swing_words(found, each), each.less, each.more, *swing_amounts(found, each))
                for each in shown
            ],
            mode=mode(),
        ),
        f"Tornado chart. What each of {len(shown)} figures at either end of its range does to "
        f'{measure_words(found.measure)} of "{found.options[found.option]}". The same figures '
        "stand in the table below.",
    )
    with st.expander(f"The same as a table, all {len(found.swings)} figures"):
        table(sensitivity_table(found, found.swings))


@part
def two_figures(of: Opened, measure: str, likely: Sequence[str], changes: Changes) -> None:
    """Which option wins where, as two figures move.

    ``likely`` are keys of figures that lie otherwise where another option wins: two of them come
    first, and then those that turn the answer alone, since they are what such a map is for.
    """
    found = risk_figures.ranked(of, None, measure, changes)
    every = risk_figures.movable(of)
    first = [key for key in _apart([*likely]) if key in every]
    dials = {
        key: every[key] for key in (*first, *(each.dial.key for each in found.tipping), *every)
    }
    if len(dials) < 2 or len(found.options) < 2:  # noqa: PLR2004  two against each other
        return
    st.header("Which option wins where", anchor=False)
    keys = list(dials)
    pair = [
        column.selectbox(
            label,
            keys,
            index=at,
            format_func=lambda each: f"{dials[each]} ({each})",
            key=f"risk {label} {of.path.name}",
            persist_state="session",
        )
        for at, (column, label) in enumerate(zip(st.columns(2), ("Down", "Across"), strict=True))
    ]
    with guarded():
        _map(of, risk_figures.mapped(of, (str(pair[0]), str(pair[1])), measure, changes))


def _apart(keys: Sequence[str]) -> list[str]:
    """Two of the figures, of different kinds: the discounts of two products are one story."""
    kind = {key: key.rpartition(".")[2] for key in keys}
    other = [key for key in keys if kind[key] != kind[keys[0]]]
    return [*keys[:1], *other[:1]]


def _map(of: Opened, found: TwoWay) -> None:
    st.markdown(plain_words(two_way_sentence(found)))
    words = [
        [short_words(dial, each) for each in settings]
        for dial, settings in ((found.down, found.rows), (found.across, found.columns))
    ]
    stands = (found.rows.index(found.down.now), found.columns.index(found.across.now))
    picture(
        winners(
            found.cheapest,
            (found.down.label, words[0]),
            (found.across.label, words[1]),
            found.options,
            figures.option_looks(of),
            stands=stands,
            mode=mode(),
        ),
        f"Map. Which option is the cheapest as {found.down.label} (down) and "
        f"{found.across.label} (across) move. The same stands in the tables below.",
    )
    st.caption(
        plain_words(
            f"Down: {found.down.label}. Across: {found.across.label}. The frame is where both "
            "stand."
        )
    )
    with st.expander("The same as tables: the cheapest, and what it costs"):
        costs, cheapest = two_way_tables(found, titled=True)
        table(cheapest)
        table(costs)


@part
def unavoidable(of: Opened) -> None:
    """What cannot be avoided any more, until when, seen from any month."""
    changes = in_force.asked()
    now = risk_figures.fixed(of, None, changes)
    st.header("What cannot be avoided any more", anchor=False)
    if not now.options:
        st.markdown(plain_words(unavoidable_sentences(now)[0]))
        st.caption(
            "A line under an agreement tells it: put one under Agreements, on Estate and demand, "
            "with its term and what may be handed back, and name it in the line."
        )
        return
    for each in unavoidable_sentences(now):
        st.markdown(plain_words(each))
    seen_from = _seen_from(of, is_free=all(each.until is None for each in now.options.values()))
    found = risk_figures.fixed(of, seen_from, changes)
    if seen_from != of.scenario.as_of:
        st.markdown(plain_words(unavoidable_sentences(found)[0]))
    fixed = {key: each for key, each in found.options.items() if each.until is not None}
    if fixed:
        _steps(of, found, list(fixed))
    else:
        st.caption("Choose a later month, to see what signing fixes.")
    with st.expander("The same as a table"):
        table(unavoidable_table(found))


def _seen_from(of: Opened, *, is_free: bool) -> int | None:
    """The month that it is seen from: the file's own, or one after something is signed.

    Where nothing is fixed yet, what the first signing fixes is the question.
    """
    timeline, own = of.scenario.timeline, of.scenario.as_of
    months = [own, *(each for each in timeline.months if each != own)]
    start = timeline.start
    return st.selectbox(
        "Seen from",
        months,
        index=months.index(start + 1) if is_free and start + 1 in months else 0,
        format_func=lambda each: (
            ("before the horizon" if each is None else f"{month_words(each)}, as the file says")
            if each == own
            else f"{month_words(each)}{', the month after the start' if each == start + 1 else ''}"
        ),
        key=f"risk seen from {of.path.name}",
        persist_state="session",
        help="What is signed before this month is fixed: choose one after a signing to see what "
        "signing commits to.",
    )


def _steps(of: Opened, found: Unavoidable, keys: list[str]) -> None:
    titles = {key: found.options[key].title for key in keys}
    option = one_option(titles, keys[0], f"risk fixed {of.path.name} {'-'.join(keys)}")
    each, amounts = found.options[option], figures.money(of)
    months = [f"{month_text(month)}-01" for month in of.scenario.timeline.months]
    until = None
    if each.until is not None:
        until = (f"{month_text(each.until + 1)}-01", f"to the end of {month_words(each.until)}")
    picture(
        commitments(
            list(zip(months, each.by_month, strict=True)),
            figures.option_looks(of)[option],
            until=until,
            sign=amounts.sign,
            mode=mode(),
        ),
        f'Step chart. What of "{each.title}" cannot be avoided any more, by month. By year the '
        "same stands in the table below.",
    )
    st.caption("By month, when served, in money of the day.")
