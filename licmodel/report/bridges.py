"""A bridge as a page: why one way costs more than another, in a sentence, a table and a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import isnan

from licmodel.analysis.decisions.bridges import INTERACTION, Bridge
from licmodel.analysis.decisions.cost_causes import CAUSES, SAID
from licmodel.analysis.results import Results
from licmodel.language.program import Input
from licmodel.report.amounts import Amounts
from licmodel.report.csv_text import rows_csv
from licmodel.report.grid import Grid, fill
from licmodel.report.headings import vat_words
from licmodel.report.phrases import listed
from licmodel.report.what_ifs import value_words
from licmodel.scenario.overlay import Difference

_FLOWS = {"billed": "invoiced", "accrued": "charged to the year"}
_LABELS = {
    "price": "Price",
    "volume": "Volume",
    "mix": "Mix",
    "timing": "Timing",
    "term": "Term",
    "index": "Index",
    "exchange rate": "Exchange rate",
    "one-offs": "One-offs",
    "funding": "Funding",
    "other": "Other",
    INTERACTION: "What they do together",
}
_HALF_A_PENNY = 0.005
_LONGEST = 150


def bridge_text(found: Bridge) -> str:
    """The page that ``licmodel bridge`` prints.

    Examples
    --------
    >>> from licmodel.analysis.decisions.asked import ask
    >>> from licmodel.analysis.decisions.bridges import bridge
    >>> from licmodel.analysis.results import example
    >>> asked = ask(example(), {"stay.support.amount": {"times": "1.08"}})
    >>> bridge_text(bridge(example(), "stay", "stay@asked", asked=asked))[:45]
    '"stay (asked)" costs £192 more than "stay" in'
    """
    amounts = Amounts(found.first.model.scenario.finance.currency)
    parts = [fill(_sentence(found, amounts)), _table(found, amounts).text()]
    parts += _differs(found)
    parts += map(fill, _grounds(found))
    return "\n\n".join(parts)


def bridge_sentence(found: Bridge) -> str:
    """By how much the second way is dearer, and which causes make it so."""
    return _sentence(found, Amounts(found.first.model.scenario.finance.currency))


def bridge_table(found: Bridge) -> Grid:
    """Both ways, each cause between them, and the difference, by year and in all."""
    return _table(found, Amounts(found.first.model.scenario.finance.currency))


def bridge_steps(found: Bridge) -> list[tuple[str, float]]:
    """Each cause in words, and what it makes in all [money]; what they do together last."""
    at = found.in_all
    steps = [*found.causes.items(), (INTERACTION, found.interaction)]
    return [(_LABELS[name], figures[at]) for name, figures in steps]


def bridge_csv(found: Bridge) -> str:
    """Every figure of the bridge as CSV, a row each."""
    return rows_csv(("what", "period", "value"), found.records())


def _sentence(found: Bridge, amounts: Amounts) -> str:
    at = found.in_all
    gap = found.difference[at]
    first, second = found.titles
    span = f"{found.years[0]} to {found.years[-1]}" if len(found.years) > 1 else found.years[0]
    over = f"in all ({_FLOWS[found.flow]}, {span})"
    if isnan(gap):
        return f'What "{second}" costs more than "{first}" is not known.'
    if abs(gap) < _HALF_A_PENNY:
        same = f'"{second}" costs the same as "{first}" {over}'
        return f"{same}." if not _sized(found) else f"{same}: {_causes(found, amounts)}."
    words = f'"{second}" costs {_more(gap, amounts)} than "{first}" {over}'
    return f"{words}: {_causes(found, amounts)}." if _sized(found) else f"{words}."


def _sized(found: Bridge) -> list[tuple[str, float]]:
    """Causes that move anything in all, the largest first."""
    at = found.in_all
    each = [(name, figures[at]) for name, figures in found.causes.items()]
    each.append((INTERACTION, found.interaction[at]))
    moving = [(name, figure) for name, figure in each if abs(figure) >= _HALF_A_PENNY]
    return sorted(moving, key=lambda cause: -abs(cause[1]))


def _causes(found: Bridge, amounts: Amounts) -> str:
    said = [
        f"{_LABELS[name][:1].lower()}{_LABELS[name][1:]} {_more(figure, amounts)}"
        for name, figure in _sized(found)
    ]
    return listed(said)


def _more(amount: float, amounts: Amounts) -> str:
    return f"{amounts.whole(abs(amount))} {'more' if amount > 0 else 'less'}"


def _table(found: Bridge, amounts: Amounts) -> Grid:
    """The first way, each cause, what they do together, and the second way."""
    told = [
        (found.titles[0], found.before),
        *((_LABELS[name], found.causes[name]) for name in found.causes),
        (_LABELS[INTERACTION], found.interaction),
        (found.titles[1], found.after),
        ("Difference", found.difference),
    ]
    real = "real" if found.first.model.is_real else "nominal"
    value = f"; present value of what is invoiced, {real}" if found.has_present_value else ""
    return Grid(
        f"By cause, {amounts.unit} ({_FLOWS[found.flow]}, nominal{value}; "
        f"{vat_words(Results(found.first.model, found.first.figures()[0]))}; less is negative)",
        [label for label, _ in told],
        list(found.heads),
        [[amounts.text(each) for each in figures] for _, figures in told],
        (len(told) - 2,),
    )


def _differs(found: Bridge) -> Iterator[str]:
    """What each cause is made of."""
    for cause in CAUSES:
        told = [fill(_words(each), "  ", "    ") for name, each in found.parts if name == cause]
        told += [
            fill(
                f"{declared.label}: {value_words(declared, before)} -> "
                f"{value_words(declared, after)} ({key})",
                "  ",
                "    ",
            )
            for key, (name, declared, before, after) in _last_of_lists(found).items()
            if name == cause
        ]
        if told:
            yield "\n".join([f"{_LABELS[cause]} ({SAID[cause]})", *told])


def _last_of_lists(found: Bridge) -> dict[str, tuple[str, Input, float, float]]:
    """What what-ifs move; of the dated figures of one list the last, which stands for all."""
    last = {(_DATED.sub("", key)): key for key in found.moved}
    return {key: found.moved[key] for key in last.values()}


_DATED = re.compile(r"\.\d{4}(-\d{2})?$")


def _words(each: Difference) -> str:
    """A difference of the files; a line that one of them lacks by its title and kind."""
    section, *path = each.path
    line = each.after if each.before is None else each.before
    if section == "lines" and len(path) == 1 and (each.before is None or each.after is None):
        title = line.get("title") if isinstance(line, Mapping) else None
        kind = line.get("kind") if isinstance(line, Mapping) else "line"
        side = "second" if each.before is None else "first"
        return f"only in the {side}: {title or path[0].replace('_', ' ')} ({path[0]}, {kind})"
    return _shortened(str(each).removeprefix("lines."))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4].rsplit(' ', 1)[0]} ..."


def _grounds(found: Bridge) -> Iterator[str]:
    yield (
        f'Each cause is what it alone would change in "{found.titles[0]}", all else as it is '
        "there; what they do together is the rest, so that all of them add up to the difference, "
        "in every year and in all."
    )
    if found.not_alone:
        which = listed([_LABELS[each] for each in found.not_alone])
        yield (
            f"{which} cannot be taken alone here, since half of the one way and half of the other "
            "would be no way at all: it is told as mix."
        )
    if not found.has_present_value:
        yield (
            "The two have different horizons: only the financial years that both have are "
            "compared, and there is no present value."
        )
