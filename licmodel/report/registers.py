"""The assumption register and the checks, as text."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from math import isnan

from licmodel.analysis.checks import Check, checks, master
from licmodel.analysis.provenance import STALE_AFTER, Assumption, register, shares
from licmodel.analysis.results import Results
from licmodel.analysis.warnings import warnings_of
from licmodel.language.units import unit_text
from licmodel.report.amounts import UNKNOWN, measured, number, percent, plain
from licmodel.report.grid import WIDTH, Grid, fill
from licmodel.report.price_sources import price_sources_text
from licmodel.report.rules import rules_followed
from licmodel.report.sentences import warning_text
from licmodel.report.treatments import treatments_text
from licmodel.terms.figure import STRENGTH
from licmodel.terms.months import month_words, parse_month

_FIRMER = {"contract", "quote", "published"}
_PLACE = re.compile(r"(.*):(\d+)")


def check(results: Results, *, inputs: bool = False) -> tuple[str, bool]:
    """The text of ``licmodel check`` and whether every check holds."""
    found = checks(results)
    return check_text(results, found, inputs=inputs), master(found)


def check_text(results: Results, found: Sequence[Check], *, inputs: bool = False) -> str:
    """What ``licmodel check`` prints: what figures rest on, doubts, and the checks.

    Parameters
    ----------
    results : Results
        Of the scenario.
    found : sequence of Check
        Its checks.
    inputs : bool
        Whether figures on firm ground are listed too.
    """
    listed = register(results)
    parts = [fill(f"{results.scenario.title}: read without faults."), rests_on(results).text()]
    parts += _register(listed, only_weak=not inputs)
    told = (price_sources_text(results), treatments_text(results), rules_followed(results))
    parts += filter(None, told)
    parts += [_changed(results)] if results.scenario.changes else []
    parts += _doubts(listed)
    parts += _unconfirmed(results)
    warnings = list(warnings_of(results))
    parts += [warning_text(warnings)] if warnings else []
    return "\n\n".join([*parts, _checks(found)])


def _changed(results: Results) -> str:
    """What the file says otherwise than the one it extends."""
    told = ["Otherwise than in the file it extends"]
    told += [
        textwrap.fill(change, WIDTH, initial_indent="  ", subsequent_indent="    ")
        for change in results.scenario.changes
    ]
    return "\n".join(told)


def rests_on(results: Results, options: Collection[str] | None = None) -> Grid:
    """Share of each option's total that rests on each status; of some options, where named."""
    found = {
        key: each for key, each in shares(results).items() if options is None or key in options
    }
    return Grid(
        "Share of each option's total invoiced that rests on each kind of figure",
        [results.model.options[key].title for key in found],
        list(STRENGTH),
        [[percent(found[key][status], 1) for status in STRENGTH] for key in found],
    )


def _register(listed: Sequence[Assumption], *, only_weak: bool) -> Iterator[str]:
    count = Counter(each.input.origin.status for each in listed)
    said = ", ".join(f"{count[status]} {status}" for status in reversed(STRENGTH))
    yield fill(
        f"Assumption register: {len(listed)} figures given ({said}). The percentage is the largest "
        "share of an option's total that rests on the figures beside it."
    )
    for status, all_of_it in groupby(listed, lambda each: each.input.origin.status):
        if not (only_weak and status in _FIRMER):
            yield "\n".join([f"{status.capitalize()}", *_entries(list(all_of_it))])
    hidden = sum(count[status] for status in _FIRMER)
    if only_weak and hidden:
        yield f"And {hidden} on firmer ground: list them with --inputs."


def _entries(listed: Sequence[Assumption]) -> Iterator[str]:
    """Figures of one owner and source together, the weightiest first."""
    together: dict[tuple[object, ...], list[Assumption]] = {}
    for each in listed:
        origin = each.input.origin
        owner = each.key.rpartition(".")[0]
        marks = each.is_stale, each.is_used
        together.setdefault((owner, origin.source, origin.dated, *marks), []).append(each)
    order = sorted(together.values(), key=lambda same: -sum(each.weight for each in same))
    for same in order:
        first = same[0]
        owner = first.key.rpartition(".")[0]
        figures = "; ".join(f"{_name(each)} {value_of(each)}" for each in same)
        yield fill(f"{owner}: {figures}", f"{_share(same)}  ", "         ")
        yield fill("; ".join(_about(same)), "       ", "         ")


def _name(each: Assumption) -> str:
    """What it is called among those of its owner; a financial year in full, as it is written."""
    last, year = each.key.rpartition(".")[2], each.input.label.rpartition(", ")[2]
    return year if year.startswith(f"{last}/") else last


def _share(same: Sequence[Assumption]) -> str:
    share = sum(each.weight for each in same)
    said = percent(share)
    return ("<1%" if said == "0%" and share > 0 else said).rjust(5)


def _about(same: Sequence[Assumption]) -> Iterator[str]:
    first, origin = same[0], same[0].input.origin
    if first.is_stale:
        yield "STALE"
    if not first.is_used:
        yield "UNUSED"
    yield origin.source
    if origin.dated:
        yield f"dated {month_words(parse_month(origin.dated))}"
    if origin.owner:
        yield f"owner {origin.owner}"
    places = [each.input.origin.place for each in same if each.input.origin.place]
    if places:
        yield _places(places)


def _places(places: Sequence[str]) -> str:
    """Lines of one file in one go: ``council.yaml:41-42``."""
    matches = [_PLACE.fullmatch(place) for place in places]
    if all(matches) and len({match[1] for match in matches if match}) == 1:
        lines = sorted({int(match[2]) for match in matches if match})
        file = matches[0][1] if matches[0] else ""
        return f"{file}:{lines[0]}" + (f"-{lines[-1]}" if len(lines) > 1 else "")
    return "; ".join(dict.fromkeys(places))


def value_of(each: Assumption) -> str:
    """The value of an assumption as people write it."""
    if isnan(each.value):
        return UNKNOWN
    if each.input.shown == "month":
        return month_words(round(each.value))
    if each.input.shown == "percent":
        return f"{plain(each.value * 100)}%"
    return measured(each.value, unit_text(each.input.unit))


def _doubts(listed: Sequence[Assumption]) -> Iterator[str]:
    stale = [each.key for each in listed if each.is_stale]
    unused = [each.key for each in listed if not each.is_used]
    if stale:
        yield fill(
            f"Stale, their source older than {STALE_AFTER} months when the scenario was drawn up: "
            + ", ".join(stale)
            + "."
        )
    if unused:
        yield fill(f"Given and used by no option: {', '.join(unused)}.")


def _unconfirmed(results: Results) -> Iterator[str]:
    """Personas whose needs nobody has confirmed."""
    told = [
        persona.title or key.replace("_", " ")
        for key, persona in results.scenario.personas.items()
        if persona.is_assumed
    ]
    if told:
        yield fill(f"Needs assumed, confirmed by nobody: {', '.join(told)}.")


def check_rows(found: Sequence[Check]) -> list[tuple[str, str, str]]:
    """Each check: what it compares, whether it holds, and of how many options or where it fails.

    Examples
    --------
    >>> from licmodel.analysis.checks import Check
    >>> check_rows([Check("adds up", 0.0, "stay"), Check("is paid", 2.0, "stay")])
    [('adds up', 'holds', '1 option'), ('is paid', 'FAILS', 'stay: by 2.000000')]
    """
    rows = []
    for name, same in groupby(found, lambda check: check.name):
        checked = list(same)
        failed = [check for check in checked if not check.holds]
        if not failed:
            of = "" if not checked[0].option else "1 option"
            rows.append((name, "holds", f"{len(checked)} options" if len(checked) > 1 else of))
        rows += [(name, "FAILS", _how(each).removeprefix(", ")) for each in failed]
    return rows


def _checks(found: Sequence[Check]) -> str:
    lines = ["Checks"]
    for name, same in groupby(found, lambda check: check.name):
        checked = list(same)
        failed = [check for check in checked if not check.holds]
        if not failed:
            count = f" ({len(checked)} options)" if len(checked) > 1 else ""
            lines.append(f"  holds  {name}{count}")
        lines += [fill(f"{name}{_how(check)}", "  FAILS  ", "         ") for check in failed]
    word = "every check holds" if master(list(found)) else "a check FAILS"
    return "\n".join([*lines, f"Master check: {word}."])


def _how(check: Check) -> str:
    where = f", {check.option}" if check.option else ""
    if check.detail:
        return f"{where}: {check.detail}"
    by = UNKNOWN if isnan(check.difference) else number(check.difference, 6)
    return f"{where}: by {by}"
