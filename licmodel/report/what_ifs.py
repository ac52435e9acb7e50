"""What a what-if does, as a page: the answer, what differs, and what every option then costs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import isnan

from licmodel.analysis.decisions.answers import Changed, WhatIfAnswer
from licmodel.analysis.decisions.asked import AS_IT_STANDS
from licmodel.language.program import Input
from licmodel.language.units import unit_text
from licmodel.report.amounts import UNKNOWN, Amounts, measured, plain
from licmodel.report.csv_text import rows_csv
from licmodel.report.grid import Grid, fill
from licmodel.report.headings import vat_words
from licmodel.report.sentences import warning_text
from licmodel.terms.months import month_words

_POINT = re.compile(r"(.+)\.(\d{4}(?:-\d{2})?)")
_HALF_A_PENNY = 0.005
_MOST_WORDS = 20


def value_words(declared: Input, value: float) -> str:
    """A value that an input has, or could have, as people write it.

    Examples
    --------
    >>> from licmodel.language.units import parse_unit
    >>> value_words(Input("growth", "growth", parse_unit("1"), 0.0, shown="percent"), -0.03)
    '-3%'
    """
    if isnan(value):
        return UNKNOWN
    if declared.shown == "month":
        return month_words(round(value))
    if declared.shown == "percent":
        return f"{plain(value * 100)}%"
    return measured(value, unit_text(declared.unit))


def what_if_text(answer: WhatIfAnswer) -> str:
    """The page that ``licmodel whatif`` prints.

    Examples
    --------
    >>> from licmodel.analysis.decisions.answers import whatif
    >>> from licmodel.analysis.results import example
    >>> page = what_if_text(whatif(example(), {"stay.support.amount": {"times": "1.08"}}))
    >>> print(page.splitlines()[0])
    As asked: "stay" is the one option, at £2,548 in present value, £189 more than as it stands.
    """
    parts = [fill(each) for each in what_if_sentences(answer)]
    if answer.asked is not None and answer.asked.note:
        parts.append(fill(f"Why it is asked: {answer.asked.note}"))
    parts += [_differences(answer, key) for key in answer.cases if key != AS_IT_STANDS]
    parts += [grid.text() for grid in what_if_tables(answer)]
    parts += map(fill, _notes(answer))
    if answer.warnings:
        told = "Doubtful under what is asked, and not as it stands"
        parts.append(f"{told}\n{warning_text(answer.warnings)}")
    return "\n\n".join(parts)


def what_if_sentences(answer: WhatIfAnswer) -> list[str]:
    """Which option is cheapest then, and what that does to the baseline."""
    amounts = Amounts(answer.base.scenario.finance.currency)
    return [_sentence(answer, amounts), *_baseline(answer, amounts)]


def what_if_tables(answer: WhatIfAnswer) -> list[Grid]:
    """Present value and total of each option in each case, and what is asked by year."""
    amounts = Amounts(answer.base.scenario.finance.currency)
    by_year = [_by_year(answer, amounts)] if answer.asked is not None else []
    return [*_tables(answer, amounts), *by_year]


def differences(answer: WhatIfAnswer, case: str) -> list[str]:
    """What a case has otherwise than the scenario as it stands, each in a sentence."""
    return [_difference(each, others) for each, others in _gathered(answer.changed[case])]


def changes(answer: WhatIfAnswer, case: str) -> list[str]:
    """The same in few words: what each figure is changed from and to.

    Examples
    --------
    >>> from licmodel.analysis.decisions.answers import whatif
    >>> from licmodel.analysis.results import example
    >>> changes(whatif(example(), {"stay.support.amount": {"times": "1.08"}}), "asked")
    ['support: amount: £1,200 to £1,296']
    """
    return [_change(each, others, " to ") for each, others in _gathered(answer.changed[case])]


def what_if_csv(answer: WhatIfAnswer) -> str:
    """Every figure of the page as CSV, a row each."""
    return rows_csv(("case", "option", "measure", "period", "value"), answer.records())


def _sentence(answer: WhatIfAnswer, amounts: Amounts) -> str:
    """Which option is the cheapest then, at what, and what it was before."""
    best = answer.cheapest()
    if answer.asked is None:
        return _side_by_side(answer, best)
    lead = f"If {_lower(answer.asked.title)}" if answer.asked.title else "As asked"
    at = list(answer.cases).index(answer.asked.name)
    then = answer.cheapest(answer.asked.name)
    if then is None:
        return f"{lead}: which option is cheapest cannot be said."
    value = answer.wholes["present_value"]
    cost = amounts.whole(_known(value[then][at]))
    change = _beside(answer.more_present_value[then], amounts)
    if len(answer.options) == 1:
        what = f'"{answer.options[then]}" is the one option, at {cost} in present value'
        return f"{lead}: {what}, {change}."
    what = "is still" if then == best else "becomes"
    words = (
        f'{lead}: "{answer.options[then]}" {what} the cheapest by present value, '
        f"at {cost}, {change}"
    )
    rest = {
        key: _known(row[at])
        for key, row in value.items()
        if key != then and not isnan(_known(row[at]))
    }
    if rest:
        second = min(rest, key=lambda key: rest[key])
        same = abs(rest[second] - _known(value[then][at])) < _HALF_A_PENNY
        how = "has the same" if same else f"is the next, at {amounts.whole(rest[second])}"
        words += f'; "{answer.options[second]}" {how}'
    if best not in {then, None}:
        words += f'. As it stands "{answer.options[str(best)]}" is the cheapest'
    return f"{words}."


def _side_by_side(answer: WhatIfAnswer, best: str | None) -> str:
    if best is None:
        return "Which option is cheapest cannot be said: no present value is known."
    others = {key: answer.cheapest(key) for key in answer.cases if key != AS_IT_STANDS}
    if not others:
        return (
            f'"{answer.options[best]}" is the cheapest by present value as it stands. The file has '
            "no what-ifs: ask one with --set KEY=VALUE."
        )
    turned = [
        f'"{answer.options[other]}" under {answer.cases[key].title}'
        for key, other in others.items()
        if other not in {best, None}
    ]
    where = f"and under {len(others) - len(turned)} of {len(others)} what-ifs"
    if not turned:
        where = f"and under {'the what-if' if len(others) == 1 else f'all {len(others)} what-ifs'}"
    words = f'"{answer.options[best]}" is the cheapest by present value as it stands {where}'
    return f"{words}; but {', '.join(turned)}." if turned else f"{words}."


def _baseline(answer: WhatIfAnswer, amounts: Amounts) -> Iterator[str]:
    """What the baseline then comes to: most questions are about the budget."""
    baseline = answer.base.scenario.baseline_key
    if answer.asked is None or baseline is None:
        return
    *years, whole = answer.more[baseline]
    if whole is None or isnan(whole):
        return
    title = f'The baseline, "{answer.options[baseline]}",'
    if abs(whole) < _HALF_A_PENNY and all(abs(_known(each)) < _HALF_A_PENNY for each in years):
        yield f"{title} is invoiced the same in every year."
        return
    first = _known(years[0])
    when = f"{_more(first, amounts)} in {answer.years[0]} and " if not isnan(first) else ""
    yield f"{title} is invoiced {when}{_more(whole, amounts)} in all."


def _beside(amount: float, amounts: Amounts) -> str:
    """By how much it is another than as it stands, if it is."""
    more = _more(amount, amounts)
    return f"{more} as it stands" if more == "the same" else f"{more} than as it stands"


def _more(amount: float, amounts: Amounts) -> str:
    if isnan(amount):
        return "by an unknown sum other"
    if abs(amount) < _HALF_A_PENNY:
        return "the same"
    return f"{amounts.whole(abs(amount))} {'more' if amount > 0 else 'less'}"


def _lower(title: str) -> str:
    """A title inside a sentence; a name in capitals stays as it is."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _known(figure: float | None) -> float:
    return float("nan") if figure is None else figure


def _differences(answer: WhatIfAnswer, key: str) -> str:
    """The difference list: what differs from the scenario as it stands, and nothing else."""
    changed, title = answer.changed[key], answer.cases[key].title
    if not changed:
        return f"{title}: nothing differs."
    told = [f"What differs: {title}"]
    told += [fill(each, "  ", "    ") for each in differences(answer, key)]
    return "\n".join(told)


def _gathered(changed: Sequence[Changed]) -> list[tuple[Changed, int]]:
    """Dated figures of one list told by the last of them, with how many others there are."""
    last: dict[str, tuple[Changed, int]] = {}
    for each in changed:
        match = _POINT.fullmatch(each.key)
        together = match[1] if match and each.input is not None else each.key
        last[together] = (each, last[together][1] + 1 if together in last else 0)
    return list(last.values())


def _difference(each: Changed, others: int) -> str:
    said = _change(each, others, " -> ")
    if each.input is None:
        return said
    origin = each.input.origin
    # a date that the file says has no source of its own
    was = f"; was {origin.status}: {_short(origin.source)}" if origin.given else ""
    return f"{said} ({each.key}{was})"


def _change(each: Changed, others: int, to: str) -> str:
    declared = each.input
    if declared is None or isinstance(each.before, str) or isinstance(each.after, str):
        if each.before is None:
            return f"{each.key}: added {_short(each.after)}"
        if each.after is None:
            return f"{each.key}: taken out (was {_short(each.before)})"
        return f"{each.key}: {_short(each.before)}{to}{_short(each.after)}"
    before, after = (value_words(declared, _known(side)) for side in (each.before, each.after))
    also = f", and {others} earlier figure{'s' if others > 1 else ''} likewise" if others else ""
    return f"{declared.label}: {before}{to}{after}{also}"


def _short(text: object) -> str:
    words = str(text).split()
    return " ".join(words[:_MOST_WORDS]) + (" ..." if len(words) > _MOST_WORDS else "")


_TITLES = {"present_value": "Present value", "total": "Total invoiced"}


def _tables(answer: WhatIfAnswer, amounts: Amounts) -> Iterator[Grid]:
    """Options by cases; the lowest figure of each column is marked."""
    timing = f"as if paid at the {answer.base.scenario.finance.timing} of each year"
    real = "real" if answer.base.model.is_real else "nominal"
    vat = vat_words(answer.base)
    bases = {
        "present_value": f"{real}, discounted; {vat}; {timing}",
        "total": f"nominal; {vat}; when invoiced",
    }
    for measure, title in _TITLES.items():
        rows = list(answer.wholes[measure].values())
        known = [
            [each for each in column if each is not None and not isnan(each)]
            for column in zip(*rows, strict=True)
        ]
        least = [min(column, default=None) for column in known]
        cells = [
            [
                f"{amounts.text(figure)}{'*' if figure is not None and figure == low else ' '}"
                for figure, low in zip(row, least, strict=True)
            ]
            for row in rows
        ]
        heads = [
            f"{case.title if case.what_if is None else case.key.replace('_', ' ')} "
            for case in answer.cases.values()
        ]
        if answer.asked is not None:
            heads.append("more if asked")
            more = (
                answer.more_present_value
                if measure == "present_value"
                else {key: row[-1] for key, row in answer.more.items()}
            )
            for key, row in zip(answer.options, cells, strict=True):
                row.append(amounts.text(more[key]))
        yield Grid(
            f"{title}, {amounts.unit} ({bases[measure]}); * is the lowest",
            list(answer.options.values()),
            heads,
            cells,
        )


def _by_year(answer: WhatIfAnswer, amounts: Amounts) -> Grid:
    assert answer.asked is not None  # noqa: S101  asked before
    return Grid(
        f"Invoiced more than as it stands, by financial year, {amounts.unit} (nominal; "
        f"{vat_words(answer.base)}; less is negative)",
        list(answer.options.values()),
        [*answer.years, "Total"],
        [[amounts.text(each) for each in answer.more[key]] for key in answer.options],
    )


def _notes(answer: WhatIfAnswer) -> Iterator[str]:
    own = answer.base.scenario.timeline
    for case in answer.cases.values():
        theirs = case.results.scenario.timeline
        if (own.start, own.last) != (theirs.start, theirs.last):
            yield (
                f"{case.title}: another horizon, {month_words(theirs.start)} to "
                f"{month_words(theirs.last)}; its totals and present values are not of the same "
                "time as the others."
            )
    unknown = [
        case.title
        for at, case in enumerate(answer.cases.values())
        for row in answer.wholes["present_value"].values()
        if row[at] is not None and isnan(_known(row[at]))
    ]
    if unknown:
        yield (
            f"Not every present value is known: {', '.join(dict.fromkeys(unknown))}. An unknown "
            "figure is not nothing, and no option without one is set against it."
        )
