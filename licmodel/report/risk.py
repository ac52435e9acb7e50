"""Risk as a page of text: a sentence first, then tables, and the ranges they rest on."""

from __future__ import annotations

from collections.abc import Iterator

from licmodel.analysis.risk.risk_answer import RiskAnswer
from licmodel.analysis.risk.uncertain import Uncertain
from licmodel.report.grid import Grid, fill
from licmodel.report.risk_ranges import (
    outside_words,
    ranges_title,
    reason,
    standing,
    together_words,
)
from licmodel.report.risk_tables import RiskTables


def risk_text(found: RiskAnswer) -> str:
    """The answer as ``licmodel risk`` prints it.

    Examples
    --------
    >>> from licmodel.analysis.risk.risk import example, risk
    >>> print(risk_text(risk(example()))[:51])
    "stay" is the only option, so it is always cheapest
    """
    return "\n\n".join(_parts(RiskTables(found)))


def _parts(of: RiskTables) -> Iterator[str]:
    """Sentences, tables, and what they rest on."""
    yield fill(" ".join(of.sentences()))
    yield from map(fill, of.under())
    yield from (each.text() for each in of.chances())
    yield _noted(of.contingency(), of.rare())
    years = [of.by_year()]
    if of.found.leader is not None:
        years.append(of.years_of(of.found.leader))
    yield from (each.text() for each in years[:-1])
    yield _noted(years[-1], of.years_note)
    yield _noted(of.weights(), of.weights_note())
    if of.found.exceeding:
        yield _noted(of.exceeding(), " ".join(of.exceeding_sentences()))
    must = of.must_be_true()
    if must is not None:
        yield fill(must) if isinstance(must, str) else must.text()
    yield _noted(of.converging(), of.converging_note())
    yield _ranges(of.found)


def _noted(grid: Grid, note: str | None) -> str:
    return grid.text() if note is None else f"{grid.text()}\n{fill(note)}"


def _ranges(found: RiskAnswer) -> str:
    drawn = found.drawn
    lines = [ranges_title(drawn), *map(_range, drawn.uncertain.values())]
    notes = (together_words(drawn), outside_words(found))
    lines += [fill(each, "", "  ") for each in notes if each is not None]
    return "\n".join(lines)


def _range(each: Uncertain) -> str:
    stands = standing(each)
    beside = "" if stands is None else f"; as it stands {stands}"
    label = "" if each.label == each.key else f"{each.label}, "
    return fill(f"{label}{each.key}: {each.words}{beside} ({reason(each)})", "  ", "    ")
