"""The answer in one plain sentence: which option is cheapest, by how much, from when, on what."""

from __future__ import annotations

from licmodel.analysis.comparison import Comparison, OptionFigures
from licmodel.report.amounts import Amounts, percent
from licmodel.terms.months import month_words, parse_month


def answer(comparison: Comparison) -> str:
    """The comparison in a sentence, and a second where the nominal total disagrees.

    Examples
    --------
    >>> from licmodel.analysis.comparison import compare
    >>> from licmodel.analysis.results import example
    >>> print(answer(compare(example())))
    There is one option to cost, stay: present value £2,359, and £2,400 invoiced over 2 years. \
It rests on contract 100%.
    """
    best = comparison.cheapest()
    if best is None:
        return "Which option is cheapest cannot be said: no present value is known."
    option = comparison.options[best]
    money = Amounts(comparison.results.scenario.finance.currency)
    years = comparison.results.scenario.timeline.years
    over = f"over {years} year" + ("s" if years != 1 else "")
    worth = (
        f"present value {money.whole(option.present_value)}, and {money.whole(option.total)} "
        f"invoiced {over}"
    )
    if len(comparison.options) == 1:
        return (
            f"There is one option to cost, {option.title}: {worth}. {_rests_on(comparison, best)}"
        )
    parts = [
        f"{option.title} is the cheapest by present value: {worth}{_margin(comparison, best)}."
    ]
    nominal = comparison.cheapest("total")
    if nominal is not None and nominal != best:
        other = comparison.options[nominal]
        parts.append(f"By total invoiced {other.title} is cheaper, at {money.whole(other.total)}.")
    parts.append(_rests_on(comparison, best))
    return " ".join(parts)


def _margin(comparison: Comparison, best: str) -> str:
    money = Amounts(comparison.results.scenario.finance.currency)
    option = comparison.options[best]
    baseline = comparison.baseline
    if baseline is None or baseline not in comparison.options:
        rest = [each for key, each in comparison.options.items() if key != best]
        runner_up = min(rest, key=lambda each: each.present_value)
        gap = runner_up.present_value - option.present_value
        return f"; that is {money.whole(gap)} of present value below {runner_up.title}"
    if best == baseline:
        rest = [each for key, each in comparison.options.items() if key != best]
        runner_up = min(rest, key=lambda each: each.present_value)
        gap = runner_up.present_value - option.present_value
        return (
            f"; it is the baseline, and the next, {runner_up.title}, costs {money.whole(gap)} "
            "more of present value"
        )
    gap = comparison.options[baseline].present_value - option.present_value
    return (
        f"; that is {money.whole(gap)} of present value below the baseline, "
        f"{comparison.options[baseline].title}, {_from_when(comparison, option)}"
    )


def _from_when(comparison: Comparison, option: OptionFigures) -> str:
    if option.break_even is None:
        return "though in money invoiced it is never ahead for good within the horizon"
    month = parse_month(option.break_even)
    if month == comparison.results.scenario.timeline.start:
        return "and it is ahead from the first month"
    return f"and it is ahead for good from {month_words(month)}"


def _rests_on(comparison: Comparison, best: str) -> str:
    said = [
        f"{status} {percent(share)}"
        for status, share in comparison.provenance[best].items()
        if share > 0
    ]
    return f"It rests on {', '.join(said) or 'nothing: it costs nothing'}."
