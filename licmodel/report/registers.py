"""The assumption register and the checks, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan

from licmodel.analysis.checks import Check, checks, master
from licmodel.analysis.provenance import Assumption, register, shares
from licmodel.analysis.results import Results
from licmodel.analysis.warnings import warnings_of
from licmodel.report.amounts import UNKNOWN, number, percent
from licmodel.report.grid import Grid
from licmodel.terms.figure import STRENGTH
from licmodel.terms.months import month_text


def check_text(results: Results, found: Sequence[Check], *, inputs: bool = False) -> str:
    """What ``licmodel check`` prints: what figures rest on, doubts, and the checks."""
    listed = register(results)
    parts = [
        f"{results.scenario.title}: read without faults.",
        rests_on(results).text(),
        _register(listed, only_weak=not inputs),
    ]
    parts += _doubts(results, listed)
    parts.append(_checks(found))
    return "\n\n".join(part for part in parts if part)


def rests_on(results: Results) -> Grid:
    """Share of each option's total that rests on each status."""
    found = shares(results)
    return Grid(
        "What each option's total rests on",
        [results.model.options[key].title for key in found],
        list(STRENGTH),
        [[percent(found[key][status], 1) for status in STRENGTH] for key in found],
    )


def _register(listed: Sequence[Assumption], *, only_weak: bool) -> str:
    shown = [
        each
        for each in listed
        if not only_weak or each.input.origin.status in {"assumed", "projected"}
    ]
    count = ", ".join(
        f"{sum(each.input.origin.status == status for each in listed)} {status}"
        for status in reversed(STRENGTH)
    )
    lines = [f"Assumption register: {len(listed)} figures given ({count})"]
    lines += [line for each in shown for line in _entry(each)]
    hidden = len(listed) - len(shown)
    if hidden:
        lines.append(f"  and {hidden} on firmer ground; see them with --inputs")
    return "\n".join(lines)


def _entry(each: Assumption) -> Iterator[str]:
    origin = each.input.origin
    marks = "".join([", STALE" if each.is_stale else "", "" if each.is_used else ", UNUSED"])
    yield f"  {each.key} = {_value(each)}  ({origin.status}{marks})"
    about = [origin.source]
    about += [f"dated {origin.dated}"] if origin.dated else []
    about += [f"owner {origin.owner}"] if origin.owner else []
    about += [origin.place] if origin.place else []
    yield f"      {'; '.join(about)}"


def _value(each: Assumption) -> str:
    if isnan(each.value):
        return UNKNOWN
    if each.input.shown == "month":
        return month_text(round(each.value))
    if each.input.shown == "percent":
        return f"{number(each.value * 100, 2).rstrip('0').rstrip('.')}%"
    return number(each.value, 4).rstrip("0").rstrip(".")


def _doubts(results: Results, listed: Sequence[Assumption]) -> Iterator[str]:
    stale = [each.key for each in listed if each.is_stale]
    unused = [each.key for each in listed if not each.is_used]
    if stale:
        yield "Stale sources, older than 18 months when the scenario was drawn up:\n" + "\n".join(
            f"  {key}" for key in stale
        )
    if unused:
        yield "Figures given and not used by any option:\n" + "\n".join(
            f"  {key}" for key in unused
        )
    told = [f"Warning: {warning}." for warning in warnings_of(results)]
    if told:
        yield "\n".join(told)


def _checks(found: Sequence[Check]) -> str:
    lines = ["Checks"]
    for check in found:
        mark = "holds" if check.holds else "FAILS"
        lines.append(f"  {mark}  {check.name}{_by_how_much(check)}")
    word = "every check holds" if master(list(found)) else "a check FAILS"
    lines.append(f"Master check: {word}.")
    return "\n".join(lines)


def _by_how_much(check: Check) -> str:
    if check.holds:
        return ""
    if check.detail:
        return f": {check.detail}"
    return f": by {UNKNOWN if isnan(check.difference) else number(check.difference, 6)}"


def check(results: Results, *, inputs: bool = False) -> tuple[str, bool]:
    """The text of ``licmodel check`` and whether every check holds."""
    found = checks(results)
    return check_text(results, found, inputs=inputs), master(found)
