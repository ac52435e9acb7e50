"""Compare: the answer in a sentence, what it costs by year, and what that rests on."""

from __future__ import annotations

import streamlit as st

from licmodel.analysis.checks import master_text
from licmodel.analysis.comparison import Comparison, compare
from licmodel.analysis.figures import MEASURES
from licmodel.analysis.running import so_far
from licmodel.charts.bars import grounds
from licmodel.charts.lines import Series, along
from licmodel.dashboard import figures
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import answer, guarded, plain_words, table
from licmodel.report.amounts import UNKNOWN, Amounts, percent
from licmodel.report.headings import basis, price_base, vat_basis
from licmodel.report.phrases import listed
from licmodel.report.registers import rests_on
from licmodel.report.sentences import answer_sentences
from licmodel.report.tables import (
    along_periods,
    break_even_words,
    by_period,
    says_something,
    summary,
)

# Smallest share that has room for its words on a bar.
_ROOM = 0.07


def page() -> None:
    """The page, of the scenario that is open."""
    of = figures.current()
    st.caption(plain_words(of.scenario.organisation.name))
    st.title(plain_words(of.scenario.title), anchor=False)
    head = st.container()
    chosen = _chosen(of)
    if not chosen:
        st.info("Choose at least one option to compare.", icon=":material/checklist:")
        return
    comparison = compare(_base(of).results, options=chosen, real=_base(of).real)
    amounts = figures.money(of)
    with head:
        answer(answer_sentences(comparison))
        _cards(comparison, amounts)
    _by_year(of, comparison, amounts)
    _in_all(of, comparison, amounts)
    _options(comparison, amounts)
    _rests(comparison)


def _base(of: Opened) -> Comparison:
    """Every option, in the prices that were chosen."""
    asked = st.session_state.get("prices") == "real"  # perhaps of the scenario open before
    has_level = figures.compared(of).results.model.has_level
    return figures.compared(of, real=asked and has_level)


def _chosen(of: Opened) -> list[str]:
    """What is compared: options, and in which prices."""
    titles = {key: each.title for key, each in figures.compared(of).options.items()}
    options, prices = st.columns([2, 1], vertical_alignment="bottom")
    chosen = options.multiselect(
        "Options",
        list(titles),
        default=list(titles),
        format_func=lambda key: titles[key],
        key=f"options {of.path.name}",
        persist_state="session",
    )
    if figures.compared(of).results.model.has_level:
        year = figures.compared(of).periods[0]
        words = {"nominal": "Money of the day", "real": f"Prices of {year}"}
        prices.segmented_control(
            "Prices",
            list(words),
            format_func=lambda each: words[each],
            default="nominal",
            required=True,
            key="prices",
            bind="query-params",
            width="stretch",
        )
    # in the order of the scenario, whichever was chosen first
    return [key for key in titles if key in chosen]


def _cards(comparison: Comparison, amounts: Amounts) -> None:
    """Four figures of the option that is cheapest."""
    best = comparison.cheapest()
    if best is None:
        return
    option = comparison.options[best]
    st.caption(f"Of the cheapest, **{plain_words(option.title)}**")
    years = comparison.results.scenario.timeline.years
    saved = None
    if option.saving_present_value is not None and best != comparison.baseline:
        saved = f"{amounts.whole(option.saving_present_value)} below the baseline"
    peak = UNKNOWN if option.peak_year is None else option.peak_year
    even = "no baseline"
    if comparison.baseline is not None:
        even = break_even_words(comparison, option)
    cards = (
        ("Whole-life cost", amounts.whole(option.total), f"invoiced over {years} years"),
        ("Present value", amounts.whole(option.present_value), saved or "discounted"),
        ("Peak year", peak, f"{amounts.whole(option.peak)} invoiced"),
        ("Break-even", even[:1].upper() + even[1:], "ahead for good from then"),
    )
    for column, (label, figure, words) in zip(st.columns(4), cards, strict=True):
        column.metric(
            label,
            figure,
            delta=words,
            delta_color="off",
            delta_arrow="off",
            border=True,
            height="stretch",
        )


def _series(of: Opened, comparison: Comparison, flows: dict[str, list[float]]) -> list[Series]:
    best, all_looks = comparison.cheapest(), figures.option_looks(of)
    return [
        Series(key, comparison.options[key].title, flow, all_looks[key], key == best)
        for key, flow in flows.items()
    ]


def _by_year(of: Opened, comparison: Comparison, amounts: Amounts) -> None:
    """One measure by year: chart, and table behind it."""
    st.subheader("By financial year", anchor=False)
    known = [each for each in MEASURES if says_something(comparison, each)] or ["billed"]
    measure = st.pills(
        "Measure",
        known,
        default=known[0],
        required=True,
        format_func=lambda each: MEASURES[each],
        key=f"measure {'-'.join(known)}",
        label_visibility="collapsed",
        persist_state="session",
    )
    flows = {
        key: flow
        for key, option in comparison.options.items()
        if (flow := getattr(option, measure)) is not None
        and not (measure in {"saving", "cumulative_saving"} and key == comparison.baseline)
    }
    _chart(of, comparison, amounts, flows, f"{MEASURES[measure]} by financial year")
    grid = by_period(comparison, measure, amounts)
    with st.expander("The same as a table"):
        table(grid)
    st.caption(plain_words(f"{MEASURES[measure]}: {basis(comparison, measure)}."))


def _in_all(of: Opened, comparison: Comparison, amounts: Amounts) -> None:
    """What is paid so far, from the beginning."""
    st.subheader("Invoiced so far", anchor=False)
    flows = so_far(comparison)
    _chart(of, comparison, amounts, flows, "Invoiced from the beginning to the end of each year")
    rows = [(comparison.options[key].title, flow) for key, flow in flows.items()]
    title = f"Invoiced so far, {amounts.unit} ({basis(comparison, 'billed')})"
    with st.expander("The same as a table"):
        table(along_periods(comparison, title, rows, amounts, has_total=False))


def _chart(
    of: Opened,
    comparison: Comparison,
    amounts: Amounts,
    flows: dict[str, list[float]],
    said: str,
) -> None:
    names = listed([f'"{comparison.options[key].title}"' for key in flows])
    st.altair_chart(
        along(
            _series(of, comparison, flows),
            comparison.periods,
            sign=amounts.sign,
            mode=str(st.context.theme.type or "light"),
        ),
        width="stretch",
        alt=f"Line chart. {said}, for {names}. The same figures stand in the table below it.",
    )


def _options(comparison: Comparison, amounts: Amounts) -> None:
    """Whole-life figures side by side."""
    st.subheader("Options side by side", anchor=False)
    best = comparison.cheapest()
    keys = list(comparison.options)
    table(summary(comparison, amounts), chief=keys.index(best) if best in keys else None)
    for option in comparison.results.scenario.options.values():
        if not option.is_costed:
            title, reason = plain_words(option.title or ""), plain_words(option.reason or "")
            st.markdown(f"**{title}** is not costed: {reason}")


def _rests(comparison: Comparison) -> None:
    """What the figures rest on, whether they add up, and what is doubtful."""
    st.subheader("What it rests on", anchor=False)
    rows = [
        (
            comparison.options[key].title,
            status,
            share,
            percent(share) if share >= _ROOM else "",
        )
        for key, shares in comparison.provenance.items()
        for status, share in shares.items()
    ]
    statuses = list(dict.fromkeys(status for _, status, *_ in rows))
    titles = [option.title for option in comparison.options.values()]
    st.altair_chart(
        grounds(rows, titles, statuses, mode=str(st.context.theme.type or "light")),
        width="stretch",
        alt="Bar chart. The share of each option's total that rests on contracts, quotes, "
        "published figures, projections and assumptions. The same shares stand in the table below.",
    )
    with st.expander("The same as a table"):
        table(rests_on(comparison.results))
    st.markdown(
        f":material/rule: {plain_words(master_text(comparison.checks))}  \n"
        f":material/payments: {plain_words(price_base(comparison))} "
        f"{plain_words(vat_basis(comparison))}"
    )
    if comparison.warnings:
        with st.expander(f"What is doubtful ({len(comparison.warnings)})"):
            st.markdown("\n".join(f"- {plain_words(each)}" for each in comparison.warnings))


if __name__ == "__main__":
    with guarded():
        page()
