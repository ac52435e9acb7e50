"""What draws tell: chances, bands by year, what to set aside, and the ranges behind it all."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan

import streamlit as st

from licmodel.analysis.risk.risk_answer import named
from licmodel.analysis.risk.risk_reading import TIE, Limit
from licmodel.charts.bands import Band, Page, fan
from licmodel.charts.odds import odds
from licmodel.dashboard import figures, risk_figures
from licmodel.dashboard.parts import part
from licmodel.dashboard.risk_figures import Asked, Reading
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import guarded, picture, plain_words, table
from licmodel.errors import InputError
from licmodel.intake.cells import Unreadable, read_number
from licmodel.report.amounts import counted, percent
from licmodel.report.grid import Grid
from licmodel.report.risk_ranges import outside_words, ranges_table, together_words
from licmodel.report.risk_tables import RiskTables

_IN_ALL = "in all"


def mode() -> str:
    """Which page it stands on: light or dark."""
    return str(st.context.theme.type or "light")


def one_option(titles: Mapping[str, str], first: str, key: str) -> str:
    """Key of the option that is looked at: the first unless another is chosen.

    Where there is but one, nobody is asked.
    """
    if len(titles) == 1:
        return next(iter(titles))
    return str(
        st.pills(
            "Option",
            list(titles),
            default=first,
            required=True,
            format_func=lambda each: plain_words(titles[each]),
            key=key,
            label_visibility="collapsed",
            persist_state="session",
        )
    )


def cheapest(of: Opened, told: RiskTables) -> None:
    """How often each option is the cheapest, and by which rule ties are told."""
    found = told.found
    if len(found.options) == 1:
        return
    st.header("How often each option is the cheapest", anchor=False)
    looks = figures.option_looks(of)
    picture(
        odds(
            [
                (each.title, each.cheapest.value, told.share(each.cheapest.value))
                for each in found.options.values()
            ],
            {each.title: looks[key] for key, each in found.options.items()},
            mode=mode(),
        ),
        f"Bar chart. In which share of {found.drawn.draws:,} draws each option is the cheapest "
        f"by {told.measure}. The same shares stand in the table below.",
    )
    st.caption(
        plain_words(
            f"Of {found.drawn.draws:,} draws of the "
            f"{counted(len(found.drawn.uncertain), 'range')} at the foot of this page. Of options "
            "that cost the same to a penny the baseline counts as the cheapest. Options whose "
            f"means are within {percent(TIE)} of the lowest are a "
            "tie, to be decided on other grounds."
        )
    )
    with st.expander("The same as a table, with means and percentiles"):
        for grid in told.chances():
            table(grid)
        table(told.converging())
        st.caption(plain_words(told.converging_note()))
    with st.expander("What the spread comes from"):
        table(told.weights())
        note = told.weights_note()
        if note is not None:
            st.caption(plain_words(note))


@part
def bands(of: Opened, told: RiskTables) -> None:
    """What may come of an option by year."""
    found = told.found
    st.header("What may come by year", anchor=False)
    option = _option(of, told, "risk option")
    by_year, looks = found.options[option].by_year, figures.option_looks(of)
    shares = list(by_year[0].percentiles)
    picture(
        fan(
            [
                Band(named(share), [each.percentiles[share].value for each in by_year])
                for share in shares
            ],
            Band("As it stands", [each.base for each in by_year]),
            looks[option],
            Page(told.years, told.amounts.sign, mode()),
        ),
        f'Fan chart. What may be invoiced for "{found.options[option].title}" by financial '
        f"year, from {named(shares[0])} to {named(shares[-1])}, with the figures as they stand. "
        "The same figures stand in the table below.",
    )
    st.caption(
        plain_words(
            f"{named(shares[0])} to {named(shares[-1])}: in each year four draws of five lie "
            "within the band; P50 is the middle. A diamond is the figure as it stands. "
            f"{told.years_note or ''}"
        )
    )
    with st.expander("The same as a table, and every option"):
        table(told.years_of(option))
        table(told.by_year())


def _option(of: Opened, told: RiskTables, key: str) -> str:
    titles = {each: option.title for each, option in told.found.options.items()}
    return one_option(titles, told.found.leader or next(iter(titles)), f"{key} {of.path.name}")


def set_aside(told: RiskTables) -> None:
    """What to set aside, so that so many draws are covered."""
    st.header("What to set aside", anchor=False)
    found, amounts = told.found, told.amounts
    leader = found.leader
    if leader is not None:
        of = found.options[leader].total
        over_base, over_mean = of.beyond(found.share)
        cards = (
            ("As it stands", of.base, "invoiced over the horizon"),
            (told.at, of.percentiles[found.share].value, f"not exceeded in {percent(found.share)}"),
            ("To set aside", over_base, "over what stands"),
            ("Over the mean", over_mean, "the mean of all draws"),
        )
        st.caption(f"Of the most often cheapest, **{plain_words(found.options[leader].title)}**")
        for column, (label, figure, words) in zip(st.columns(4), cards, strict=True):
            column.metric(
                label,
                amounts.whole(figure),
                delta=words,
                delta_color="off",
                delta_arrow="off",
                border=True,
                height="stretch",
            )
    table(told.contingency())
    rare = told.rare()
    if rare is not None:
        st.caption(plain_words(rare))


@part
def budget(of: Opened, asked: Asked, reading: Reading) -> None:
    """How likely an amount that somebody types in is exceeded."""
    st.header("How likely is a budget exceeded?", anchor=False)
    years = list(of.scenario.timeline.year_labels())
    typed, period = st.columns([3, 2])
    words = typed.text_input(
        f"Budget, {figures.money(of).sign}",
        placeholder="7,500,000",
        key=f"risk budget {of.path.name}",
        persist_state="session",
    )
    year = period.selectbox(
        "For",
        [_IN_ALL, *years],
        format_func=lambda each: "all years" if each == _IN_ALL else each,
        key=f"risk year {of.path.name}",
        persist_state="session",
    )
    if not words.strip():
        st.caption("Type an amount: every option is held against it, draw by draw.")
        return
    with guarded():
        amount = _amount(words, of.scenario.finance.currency)
        limits = (Limit(amount, None, None if year == _IN_ALL else year),)
        told = RiskTables(risk_figures.answered(of, asked, reading, limits))
        st.markdown(plain_words(" ".join(told.exceeding_sentences())))
        _exceeded(of, told)
        with st.expander("The same as a table, and by how much"):
            table(told.exceeding())


def _exceeded(of: Opened, told: RiskTables) -> None:
    looks, found = figures.option_looks(of), told.found
    rows = [
        (found.options[each.option].title, each.chance.value, told.share(each.chance.value))
        for each in found.exceeding
        if not isnan(each.chance.value)
    ]
    picture(
        odds(rows, {each.title: looks[key] for key, each in found.options.items()}, mode=mode()),
        "Bar chart. In which share of draws each option costs more than the budget. The same "
        "shares stand in the table below.",
    )


def _amount(words: str, currency: str) -> float:
    """A budget as it was typed: money, and more than nothing."""
    expected = "an amount above nothing, such as 1,420,000"
    try:
        number, _ = read_number(words, currency=currency)
    except Unreadable as error:
        raise InputError(f"no budget: {error}", found=words, expected=expected) from None
    if not number:
        raise InputError("no budget: nothing can be exceeded", found=words, expected=expected)
    return float(number)


@part
def must_be_true(of: Opened, asked: Asked, reading: Reading, told: RiskTables) -> None:
    """What must be true for another option to be the cheapest: the runner-up, or any."""
    second = told.found.runner_up
    if second is None:
        return
    st.header("What must be true for another option to win", anchor=False)
    titles = {
        key: each.title for key, each in told.found.options.items() if key != told.found.leader
    }
    first = second.option if second.option in titles else next(iter(titles))
    option = one_option(titles, first, f"risk to win {of.path.name} {told.found.leader}")
    if option != second.option:
        other = Reading(reading.measure, reading.at, option)
        told = RiskTables(risk_figures.answered(of, asked, other))
    found = told.must_be_true()
    if isinstance(found, Grid):
        table(found)
    elif found is not None:
        st.markdown(plain_words(found))


def rests(told: RiskTables) -> None:
    """The ranges that it all rests on; never hidden, since no chance stands without them."""
    st.header("The ranges that all chances rest on", anchor=False)
    table(ranges_table(told.found.drawn), words=True)
    outside = outside_words(told.found)
    st.caption(plain_words(" ".join(filter(None, [together_words(told.found.drawn), outside]))))
