"""Compare: the answer in a sentence, what it costs by year, and what that rests on."""

from __future__ import annotations

import streamlit as st

from licmodel.analysis.checks import master_text
from licmodel.analysis.comparison import Comparison
from licmodel.analysis.figures import MEASURES
from licmodel.dashboard import figures, in_force, risk_figures, view
from licmodel.dashboard.bridging import show_bridge
from licmodel.dashboard.replacing import replace_next
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.shown import (
    Shown,
    base,
    grounds_chart,
    line_chart,
    measured,
    measures,
    of_the_cheapest,
    shown,
    years,
)
from licmodel.dashboard.telling import answer, cards, guarded, picture, plain_words, table
from licmodel.report.amounts import Amounts
from licmodel.report.headings import basis, price_base, vat_basis
from licmodel.report.horizons import horizons_sentence, horizons_table, not_known_words
from licmodel.report.phrases import by_name, listed, scope_words, uncertain_words
from licmodel.report.registers import rests_on
from licmodel.report.sentences import answer_sentences
from licmodel.report.tables import along_periods, by_period, not_costed, summary


def page() -> None:
    """The page, of the scenario that is open."""
    of = in_force.current()
    if not view.is_present():
        st.caption(plain_words(of.scenario.organisation.name))
    st.title(plain_words(of.scenario.title), anchor=False)
    if view.is_present():
        _present(shown(of, in_force.asked()))
        return
    head = st.container()
    if not _choose(of):
        st.info("Choose at least one option to compare.", icon=":material/checklist:")
        return
    found = shown(of, in_force.asked())
    amounts = figures.money(of)
    with head:
        answer(answer_sentences(found.whole))
        _cards(found, amounts)
        _grounds(of)
    _by_year(found, amounts)
    _in_all(found, amounts)
    _options(found.whole, amounts)
    _rests(found.whole)
    with figures.in_turn:
        with guarded():
            _between(found, amounts)
        with guarded():
            _horizons(found, amounts)


def _present(found: Shown) -> None:
    """For a room: the answer and the cards beside one chart, its table, and what it is for."""
    amounts = figures.money(found.of)
    words, drawn = st.columns([5, 7], gap="medium")
    with words:
        answer(answer_sentences(found.whole))
        _cards(found, amounts)
    with drawn:
        st.header(f"{MEASURES[found.measure]} by financial year", anchor=False)
        _measure_chart(found, amounts)
    table(by_period(found.part, found.measure, amounts))
    _grounds(found.of)


def _grounds(of: Opened) -> None:
    """What the answer is for, and that figures of it are uncertain: where the answer stands."""
    scope, more = scope_words(of.scenario.notes)
    if scope:
        st.markdown(plain_words(scope))
    if uncertain := risk_figures.uncertain(of, None):
        st.caption(f"{uncertain_words(len(uncertain))} How likely that is stands under *Risk*.")
    if more and not view.is_present():
        with st.expander("More of what to know before using it"):
            st.markdown(plain_words(more))


def _between(found: Shown, amounts: Amounts) -> None:
    """Why one option costs more than another, by cause."""
    titles = {key: option.title for key, option in found.whole.options.items()}
    best = found.whole.cheapest()
    if len(titles) == 1 or best is None:
        return
    st.header("Why does one cost more than another?", anchor=False)
    baseline = found.whole.baseline
    others = [key for key in titles if key != best]
    usual = {"from": baseline if baseline in others else others[0], "to": best}
    name = found.of.path.name
    first, second = (
        str(
            column.selectbox(
                label,
                list(titles),
                index=list(titles).index(view.one_of(key, titles, usual[key])),
                format_func=lambda each: titles[each],
                **view.keeping(key, f"why {key} {name} {'-'.join(titles)}", str),
            )
        )
        for column, (key, label) in zip(
            st.columns(2), {"from": "From", "to": "To"}.items(), strict=True
        )
    )
    if first == second:
        st.info("Choose two options that differ.", icon=":material/checklist:")
        return
    show_bridge(figures.between(found.of, in_force.asked(), first, second), amounts)
    if found.whole.real:
        st.caption("In money of the day, though prices of one year are chosen above.")


def _horizons(found: Shown, amounts: Amounts) -> None:
    """Whether the answer is another over other numbers of years."""
    st.header("Over other numbers of years", anchor=False)
    over = figures.horizons(found.of, in_force.asked())
    titles = {key: option.title for key, option in found.whole.results.model.options.items()}
    st.markdown(f"**{plain_words(horizons_sentence(over, titles))}**")
    table(horizons_table(over, titles, amounts))
    for words in not_known_words(over):
        st.caption(plain_words(words))
    st.caption(
        "All options, with all else as it stands: what the file says of later years, and the last "
        "price where it says nothing."
    )


def _choose(of: Opened) -> bool:
    """Which options, which years, in which prices; whether there is anything to compare."""
    every = base(of, in_force.asked())
    titles = {key: each.title for key, each in every.options.items()}
    chosen = st.multiselect(
        "Options",
        list(titles),
        default=view.among("options", titles),
        format_func=lambda key: titles[key],
        **view.keeping(
            "options",
            f"options {of.path.name}",
            lambda each: None if len(each) == len(titles) else ",".join(each),
        ),
    )
    known = every.periods
    time, prices = st.columns(2, gap="large", vertical_alignment="bottom")
    if len(known) > 1:
        ends = known[0], known[-1]
        time.select_slider(
            "Years in charts and tables",
            known,
            value=years(every),
            **view.keeping(
                "years",
                f"years {of.path.name} {'-'.join(ends)}",
                lambda each: None if tuple(each) == ends else ",".join(each),
            ),
        )
    if every.results.model.has_level:
        words = {"nominal": "Money of the day", "real": f"Prices of {known[0]}"}
        prices.segmented_control(
            "Prices",
            list(words),
            format_func=lambda each: words[each],
            default=view.one_of("prices", words),
            required=True,
            width="stretch",
            **view.keeping("prices", "prices", lambda each: each if each == "real" else None),
        )
    return bool(chosen)


def _cards(found: Shown, amounts: Amounts) -> None:
    """Four figures of the option that is cheapest."""
    title, told = of_the_cheapest(found.whole, amounts)
    if told:
        st.caption(f"Of the cheapest, **{plain_words(title)}**")
        cards(told)


def _by_year(found: Shown, amounts: Amounts) -> None:
    """One measure by year: chart, and table behind it."""
    st.header("By financial year", anchor=False)
    known = measures(found.whole)
    st.pills(
        "Measure",
        known,
        default=found.measure,
        required=True,
        format_func=lambda each: MEASURES[each],
        label_visibility="collapsed",
        **view.keeping(
            "measure",
            f"measure {'-'.join(known)}",
            lambda each: None if each == known[0] else each,
        ),
    )
    _measure_chart(found, amounts)
    part, measure = found.part, found.measure
    with st.expander("The same as a table"):
        table(by_period(part, measure, amounts))
    st.caption(plain_words(f"{MEASURES[measure]}: {basis(part, measure)}.{_which_years(part)}"))


def _measure_chart(found: Shown, amounts: Amounts) -> None:
    flows = measured(found.part, found.measure)
    _chart(found, flows, amounts, f"{MEASURES[found.measure]} by financial year")


def _which_years(part: Comparison) -> str:
    """Where only some years are shown, which; the rest of the page is of all of them."""
    if not part.is_part:
        return ""
    return (
        f" Shown from {part.periods[0]} to {part.periods[-1]}; the answer, the cards and the "
        "options side by side are of the whole horizon."
    )


def _in_all(found: Shown, amounts: Amounts) -> None:
    """What is paid so far, from the beginning."""
    st.header("Invoiced so far", anchor=False)
    part, flows = found.part, found.so_far
    _chart(found, flows, amounts, "Invoiced from the beginning to the end of each year")
    rows = [(part.options[key].title, flow) for key, flow in flows.items()]
    title = f"Invoiced so far, {amounts.unit} ({basis(part, 'billed')})"
    with st.expander("The same as a table"):
        table(along_periods(part, title, rows, amounts, has_total=False))


def _chart(found: Shown, flows: dict[str, list[float]], amounts: Amounts, said: str) -> None:
    part = found.part
    names = listed([f'"{part.options[key].title}"' for key in flows])
    picture(
        line_chart(found.of, part, flows, amounts, str(st.context.theme.type or "light")),
        f"Line chart. {said}, for {names}. The same figures stand in the table below it.",
    )


def _options(comparison: Comparison, amounts: Amounts) -> None:
    """Whole-life figures side by side."""
    st.header("Options side by side", anchor=False)
    best = comparison.cheapest()
    keys = list(comparison.options)
    table(summary(comparison, amounts), chief=keys.index(best) if best in keys else None)
    for title, why in not_costed(comparison):
        st.markdown(f"**{plain_words(title)}** stands here without figures: {plain_words(why)}")


def _rests(comparison: Comparison) -> None:
    """What the figures rest on, whether they add up, and what is doubtful."""
    st.header("What it rests on", anchor=False)
    picture(
        grounds_chart(comparison, str(st.context.theme.type or "light")),
        "Bar chart. The share of each option's total that rests on contracts, quotes, "
        "published figures, projections and assumptions. The same shares stand in the table below.",
    )
    with st.expander("The same as a table"):
        table(rests_on(comparison.results, comparison.options))
    st.markdown(
        f":material/rule: {plain_words(master_text(comparison.checks))}  \n"
        f":material/payments: {plain_words(price_base(comparison))} "
        f"{plain_words(vat_basis(comparison))}"
    )
    replace_next(comparison.results)
    if comparison.warnings:
        told = [by_name(comparison.results.scenario, each) for each in comparison.warnings]
        with st.expander(f"What is doubtful ({len(comparison.warnings)})"):
            st.markdown("\n".join(f"- {plain_words(each)}" for each in told))


if __name__ == "__main__":
    with guarded():
        page()
