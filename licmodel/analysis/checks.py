"""Checks that a model conserves money, and one master check over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isnan

from licmodel.analysis.own_years import own_years
from licmodel.analysis.provenance import register, shares
from licmodel.analysis.results import Results
from licmodel.assembly.measures import FLOWS

TOLERANCE = 1e-6
"""Largest difference that is not one [money]; convention 16."""
_RELATIVE = 1e-9
_HALF_A_PENNY = 0.005

ALL_USED = "every figure given is used"


@dataclass(frozen=True)
class Check:
    """One check: what it compares, of which option, and the largest difference found [money]."""

    name: str
    difference: float
    option: str = ""
    detail: str = ""

    @property
    def holds(self) -> bool:
        """Whether the difference is none; an unknown one does not hold."""
        return abs(self.difference) <= TOLERANCE

    def __str__(self) -> str:
        return f"{self.option}: {self.name}" if self.option else self.name


def checks(results: Results) -> list[Check]:
    """Every check of a model's figures: each for all options in turn, then the next.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> all(check.holds for check in checks(run(example())))
    True
    """
    options = results.model.options
    found = [
        Check(name, gap, options[key].title)
        for name, difference in _CHECKS.items()
        for key in options
        if (gap := difference(results, key)) is not None
    ]
    from licmodel.analysis.line_checks import line_checks  # noqa: PLC0415  each reads the other

    found += [*_shares(results), *line_checks(results)]
    if any(rows.budgeted for rows in options.values()):
        from licmodel.analysis.accounts.budget_checks import budget_checks  # noqa: PLC0415  if any

        found += budget_checks(results)
    return [*found, _all_used(results)]


def master(found: Sequence[Check]) -> bool:
    """Whether every check holds."""
    return all(check.holds for check in found)


def master_text(found: Sequence[Check]) -> str:
    """The master check in words, with the checks that fail.

    Examples
    --------
    >>> master_text([Check("months add up", 0.0)])
    'Master check: every check holds.'
    """
    failed = [
        f"{check} ({check.detail})" if check.detail else str(check)
        for check in found
        if not check.holds
    ]
    word = f"a check FAILS: {'; '.join(failed)}" if failed else "every check holds"
    return f"Master check: {word}."


def worst_gap(first: Sequence[float], second: Sequence[float]) -> float:
    """Largest difference of two lists; differences in the last bits of large sums are none."""
    gaps = [abs(a - b) for a, b in zip(first, second, strict=True)]
    if any(isnan(gap) for gap in gaps):
        return float("nan")
    scale = max(1.0, *(abs(a) for a in first), *(abs(b) for b in second))
    return max(gaps) if max(gaps) > max(TOLERANCE, _RELATIVE * scale) else 0.0


def _years(results: Results, key: str) -> float:
    gaps = []
    for flow in FLOWS:
        row = f"{key}.{flow}"
        monthly = results.by_period(row)
        spans = results.model.program.periods.years
        again = [sum(monthly[span.first : span.last + 1]) for span in spans]
        yearly = results.by_period(f"{row}.by_year")
        gaps.append(worst_gap([*again, sum(monthly)], [*yearly, results.figure(f"{row}.total")]))
    return _largest(gaps)


def _lines(results: Results, key: str) -> float:
    gaps = []
    for flow, vat in (("billed", "vat_billed"), ("accrued", "vat")):
        parts = results.model.options[key].parts
        rows = [*(f"{part}.{flow}" for part in parts), f"{key}.{vat}"]
        again = [sum(month) for month in zip(*map(results.by_period, rows), strict=True)]
        gaps.append(worst_gap(results.by_period(f"{key}.{flow}"), again))
    return _largest(gaps)


def _prepayments(results: Results, key: str) -> float:
    before = results.figure(f"{key}.prepaid_before")
    paid, served = (sum(results.by_period(f"{key}.{flow}")) for flow in ("billed", "accrued"))
    return worst_gap([before + paid], [served + results.by_period(f"{key}.prepayment")[-1]])


def _capital(results: Results, key: str) -> float:
    capital, revenue = (results.by_period(f"{key}.{flow}") for flow in ("capital", "revenue"))
    both = [a + b for a, b in zip(capital, revenue, strict=True)]
    return worst_gap(both, results.by_period(f"{key}.accrued"))


def _discounting(results: Results, key: str) -> float:
    flow = "billed.real.by_year" if results.model.is_real else "billed.by_year"
    flows = results.by_period(f"{key}.{flow}")
    factors = results.by_period("finance.discount_factor")
    again = sum(f * d for f, d in zip(flows, factors, strict=True))
    return worst_gap([again], [results.figure(f"{key}.present_value")])


def _saving(results: Results, key: str) -> float | None:
    if results.scenario.baseline_key is None:
        return None
    base = results.figure(f"{results.scenario.baseline_key}.billed.total")
    difference = base - results.figure(f"{key}.billed.total")
    savings = [
        results.figure(f"{key}.saving.total"),
        results.by_period(f"{key}.saving.so_far")[-1],
        results.by_period(f"{key}.saving.so_far.by_year")[-1],
    ]
    return worst_gap([difference] * len(savings), savings)


def _shares(results: Results) -> Iterator[Check]:
    for key, rests in shares(results).items():
        costs = any(results.by_period(f"{key}.billed"))
        gap = worst_gap([sum(rests.values())], [1.0]) if costs else 0.0
        title = results.model.options[key].title
        yield Check("the shares it rests on add up to all of it", gap, title)


def _funds(results: Results, key: str) -> float | None:
    funds = results.model.options[key].borne.get("fund")
    return None if funds is None else _adds_up(results, funds, f"{key}.accrued")


def _bodies(results: Results, key: str) -> float | None:
    bodies = results.model.options[key].borne.get("body")
    if bodies is None:
        return None
    gaps = [_adds_up(results, bodies, f"{key}.accrued")]
    for body in bodies:
        years = own_years(results, body)
        gaps.append(worst_gap([sum(years.values())], [results.figure(f"{body}.total")]))
    return _largest(gaps)


def _members(results: Results, key: str) -> float | None:
    gaps = []
    for way, parts in results.model.options[key].borne.items():
        if way.startswith("shares."):
            at = f"{key}.{way}"
            again = [f"{part}.by_year" for part in parts]
            gaps.append(_adds_up(results, again, f"{at}.recharged.by_year"))
            in_all = sum(results.figure(f"{part}.total") for part in parts)
            gaps.append(worst_gap([in_all], [results.figure(f"{at}.recharged.total")]))
            gaps.append(_rounded(results, at))
    return _largest(gaps) if gaps else None


def _rounded(results: Results, at: str) -> float:
    """How far what is recharged in a year is from its cost, beyond half a penny."""
    cost, recharged = (results.by_period(f"{at}.{row}.by_year") for row in ("cost", "recharged"))
    gaps = [abs(one - other) for one, other in zip(cost, recharged, strict=True)]
    return worst_gap([0.0], [max(0.0, _largest(gaps) - _HALF_A_PENNY)])


def _grants(results: Results, key: str) -> float | None:
    if f"{key}.granted" not in results.model.program.rows:
        return None
    from licmodel.analysis.accounts.grants import overpaid  # noqa: PLC0415  if any

    return overpaid(results, key)


def _adds_up(results: Results, parts: Sequence[str], whole: str) -> float:
    again = [sum(figures) for figures in zip(*map(results.by_period, parts), strict=True)]
    return worst_gap(results.by_period(whole), again)


def _largest(gaps: Sequence[float]) -> float:
    return float("nan") if any(map(isnan, gaps)) else max(gaps)


def _all_used(results: Results) -> Check:
    unused = [each.key for each in register(results) if not each.is_used]
    remedy = "a line's quantity or price must name each, or take it out"
    told = f"{', '.join(unused)}: {remedy}" if unused else ""
    return Check(ALL_USED, float(len(unused)), detail=told)


_CHECKS: dict[str, Callable[[Results, str], float | None]] = {
    "months add up to years and to the total": _years,
    "lines and VAT not recovered add up to the option": _lines,
    "prepaid before, and invoiced, less served leave what is prepaid after": _prepayments,
    "capital and revenue add up to what is charged": _capital,
    "years times discount factors add up to the present value": _discounting,
    "savings add up to the difference from the baseline": _saving,
    "what its bodies bear adds up to the option, and in their own years": _bodies,
    "what its funds pay adds up to the option": _funds,
    "what members pay adds up to the cost they share, to the penny": _members,
    "grants pay no more than their lines cost, nor than their caps": _grants,
}
