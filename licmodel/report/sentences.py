"""The answer in one plain sentence: which option is cheapest, by how much, from when, on what."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from math import isnan

from licmodel.analysis.comparison import Comparison
from licmodel.analysis.figures import OptionFigures
from licmodel.report.amounts import Amounts, percent
from licmodel.report.grid import WIDTH
from licmodel.terms.months import month_words, parse_month

_HALF_A_PENNY = 0.005


def answer(comparison: Comparison) -> str:
    """Which option is cheapest, by how much, from when, and what that rests on.

    Examples
    --------
    >>> from licmodel.analysis.comparison import compare
    >>> from licmodel.analysis.results import example
    >>> print(answer(compare(example())))
    There is one option to cost, "stay": present value £2,359, £2,400 invoiced over 2 years. \
100% of its total rests on contracts.
    """
    return " ".join(answer_sentences(comparison))


def answer_sentences(comparison: Comparison) -> list[str]:
    """The answer sentence by sentence, what is cheapest first.

    Examples
    --------
    >>> from licmodel.analysis.comparison import compare
    >>> from licmodel.analysis.results import example
    >>> answer_sentences(compare(example()))[1]
    '100% of its total rests on contracts.'
    """
    best = comparison.cheapest()
    if best is None:
        return ["Which option is cheapest cannot be said: no present value is known."]
    option, money = comparison.options[best], _money(comparison)
    if len(comparison.options) == 1:
        alone = len(comparison.results.model.options) == 1
        what = "There is one option to cost" if alone else "One option was asked for"
        worth = f"present value {money.whole(option.present_value)}, {_invoiced(comparison, best)}"
        saved = _saved(comparison, option)
        return [f"{what}, {_named(option)}: {worth}{saved}.", _rests_on(comparison, best)]
    worth = f"at {money.whole(option.present_value)}: {_margin(comparison, best)}"
    return [
        f"{_named(option)} is the cheapest by present value, {worth}.",
        f"It comes to {_invoiced(comparison, best)}{_otherwise(comparison, best)}.",
        *_alike(comparison, best),
        _rests_on(comparison, best),
    ]


def _saved(comparison: Comparison, option: OptionFigures) -> str:
    """What an option shown alone saves against a baseline that is not shown."""
    baseline, saved = comparison.baseline, option.saving_present_value
    if baseline in {None, option.key} or saved is None or isnan(saved):
        return ""
    against = comparison.results.model.options[str(baseline)].title
    side = "below" if saved >= 0 else "above"
    gap = _money(comparison).whole(abs(saved))
    return f'; in present value {gap} {side} the baseline, "{against}"'


def _money(comparison: Comparison) -> Amounts:
    return Amounts(comparison.results.scenario.finance.currency)


def _named(option: OptionFigures) -> str:
    return f'"{option.title}"'


def _invoiced(comparison: Comparison, key: str) -> str:
    years = comparison.results.scenario.timeline.years
    over = f"over {years} year" + ("s" if years != 1 else "")
    total = _money(comparison).whole(comparison.options[key].total)
    return f"{total} invoiced {over}{', in real terms' if comparison.real else ''}"


def _otherwise(comparison: Comparison, best: str) -> str:
    """What the nominal total says, where it says something else."""
    first = comparison.cheapest("total")
    if first is None:
        return ""
    other = comparison.options[first]
    if not other.total < comparison.options[best].total - _HALF_A_PENNY:
        return ""
    total = _money(comparison).whole(other.total)
    return f"; by that measure {_named(other)} is cheaper, at {total}"


def _same(comparison: Comparison, best: str) -> list[OptionFigures]:
    """The cheapest option and any whose present value is the same to the penny."""
    least = comparison.options[best].present_value
    options = comparison.options.values()
    return [each for each in options if abs(each.present_value - least) < _HALF_A_PENNY]


def _alike(comparison: Comparison, best: str) -> Iterator[str]:
    others = [_named(each) for each in _same(comparison, best) if each.key != best]
    if others:
        have = "has" if len(others) == 1 else "have"
        yield f"{' and '.join(others)} {have} the same present value."


def _margin(comparison: Comparison, best: str) -> str:
    money, option, baseline = _money(comparison), comparison.options[best], comparison.baseline
    if baseline in comparison.options and best != baseline:
        against = comparison.options[baseline]
        gap = money.whole(against.present_value - option.present_value)
        return f"{gap} below the baseline, {_named(against)}, {_from_when(comparison, option)}"
    known = [each for each in comparison.options.values() if not isnan(each.present_value)]
    rest = [each for each in known if each not in _same(comparison, best)]
    if not rest:
        return "no other is known" if len(known) == 1 else "every other has the same"
    next_best = min(rest, key=lambda each: each.present_value)
    gap = money.whole(next_best.present_value - option.present_value)
    what = "it is the baseline, and " if best == baseline else ""
    return f"{what}the next, {_named(next_best)}, is {gap} above it"


def _from_when(comparison: Comparison, option: OptionFigures) -> str:
    if option.break_even is None:
        return "though in money invoiced it is never ahead for good within the horizon"
    month = parse_month(option.break_even)
    if month == comparison.results.scenario.timeline.start:
        first = comparison.results.by_period(f"{option.key}.saving")[0]
        ahead = "ahead of it from the first month"
        return f"and {ahead if first > _HALF_A_PENNY else 'never behind it'}"
    return f"and ahead of it for good from {month_words(month)}"


_GROUNDS = {
    "contract": "contracts",
    "quote": "quotes",
    "published": "published figures",
    "projected": "projections",
    "assumed": "assumptions",
}


def _rests_on(comparison: Comparison, best: str) -> str:
    found = {status: share for status, share in comparison.provenance[best].items() if share > 0}
    if not found:
        return "It costs nothing, and so rests on nothing."
    # what would read 0.0% is nothing that a total rests on, nor a reason to doubt 100%
    told = {status: share for status, share in found.items() if percent(share, 1) != "0.0%"}
    exact = len(told) > 1 and any(percent(share) in {"0%", "100%"} for share in told.values())
    said = [
        f"{percent(share, 1 if exact else 0)} of its total rests on {_GROUNDS[status]}"
        for status, share in sorted(told.items(), key=lambda each: -each[1])
    ]
    return f"{_listed(said)}."


def _listed(said: list[str]) -> str:
    first, *rest = said
    rest = [each.replace(" of its total rests on", " on") for each in rest]
    *middle, last = [first, *rest]
    return f"{', '.join(middle)} and {last}" if middle else last


def warning_text(warnings: Sequence[str]) -> str:
    """Warnings, each on lines of its own.

    Examples
    --------
    >>> print(warning_text(["350% is an unusual rate: did you mean 3.5%?", "index x ends"]))
    Warning: 350% is an unusual rate: did you mean 3.5%?
    Warning: index x ends.
    """
    told = (each if each.endswith("?") else f"{each}." for each in warnings)
    return "\n".join(
        textwrap.fill(f"Warning: {each}", WIDTH, subsequent_indent="  ", break_on_hyphens=False)
        for each in told
    )
