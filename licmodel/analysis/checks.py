"""Checks that a model conserves money, and one master check over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

from licmodel.analysis.measures import FLOWS
from licmodel.analysis.provenance import register, shares
from licmodel.analysis.results import Results

TOLERANCE = 1e-6
"""Largest difference that is not one [money]; convention 16."""


@dataclass(frozen=True)
class Check:
    """One check: what it compares, and the largest difference it found [money]."""

    name: str
    difference: float
    detail: str = ""

    @property
    def holds(self) -> bool:
        """Whether the difference is none; an unknown one does not hold."""
        return abs(self.difference) <= TOLERANCE


def checks(results: Results) -> list[Check]:
    """Every check of a model's figures.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> all(check.holds for check in checks(run(example())))
    True
    """
    return [
        *_months_to_years(results),
        *_lines_to_options(results),
        *_cash_to_accrual(results),
        *_capital_and_revenue(results),
        *_discounting(results),
        *_savings(results),
        *_shares(results),
        _all_used(results),
    ]


def master(found: list[Check]) -> bool:
    """Whether every check holds."""
    return all(check.holds for check in found)


def _worst(first: list[float], second: list[float]) -> float:
    gaps = [abs(a - b) for a, b in zip(first, second, strict=True)]
    scale = max(1.0, *(abs(a) for a in first), *(abs(b) for b in second))
    if any(isnan(gap) for gap in gaps):
        return float("nan")
    # differences in the last bits of large sums are not differences of money
    return max(gaps) if max(gaps) > max(TOLERANCE, 1e-9 * scale) else 0.0


def _months_to_years(results: Results) -> Iterator[Check]:
    for key, option in results.model.options.items():
        gaps = []
        for flow in FLOWS:
            row = f"{key}.{flow}"
            monthly = sum(results.by_period(row))
            yearly = sum(results.by_period(f"{row}.by_year"))
            gaps.append(_worst([monthly, monthly], [yearly, results.figure(f"{row}.total")]))
        yield Check(f"{option.title}: months add up to years and to the total", max(gaps))


def _lines_to_options(results: Results) -> Iterator[Check]:
    for key, option in results.model.options.items():
        gaps = []
        for flow, vat in (("billed", "vat_billed"), ("accrued", "vat")):
            whole = results.by_period(f"{key}.{flow}")
            parts = [results.by_period(f"{line}.{flow}") for line in option.lines.values()]
            parts.append(results.by_period(f"{key}.{vat}"))
            gaps.append(_worst(whole, [sum(month) for month in zip(*parts, strict=True)]))
        yield Check(f"{option.title}: its lines and lost VAT add up to it", max(gaps))


def _cash_to_accrual(results: Results) -> Iterator[Check]:
    for key, option in results.model.options.items():
        served = sum(sum(results.by_period(f"{line}.accrued")) for line in option.lines.values())
        paid = sum(sum(results.by_period(f"{line}.billed")) for line in option.lines.values())
        opening = sum(
            float(results.values.openings[name][0, 0]) for name in _prepayments(results, key)
        )
        closing = results.by_period(f"{key}.prepayment")[-1]
        gap = _worst([opening + paid - served], [closing])
        yield Check(
            f"{option.title}: opening prepayment, invoices and service leave the closing one", gap
        )


def _prepayments(results: Results, option: str) -> list[str]:
    names = []
    for line in results.model.options[option].lines.values():
        names += [
            row
            for row in results.model.program.rows
            if row.startswith(f"{line}.") and row.endswith(".prepayment")
        ]
    return names


def _capital_and_revenue(results: Results) -> Iterator[Check]:
    for key, option in results.model.options.items():
        capital = results.by_period(f"{key}.capital")
        revenue = results.by_period(f"{key}.revenue")
        both = [a + b for a, b in zip(capital, revenue, strict=True)]
        gap = _worst(both, results.by_period(f"{key}.accrued"))
        yield Check(f"{option.title}: capital and revenue add up to what is charged", gap)


def _discounting(results: Results) -> Iterator[Check]:
    flow = "deflated.by_year" if results.model.is_real else "billed.by_year"
    factors = results.by_period("finance.discount_factor")
    for key, option in results.model.options.items():
        flows = results.by_period(f"{key}.{flow}")
        again = sum(f * d for f, d in zip(flows, factors, strict=True))
        gap = _worst([again], [results.figure(f"{key}.present_value")])
        yield Check(f"{option.title}: years times factors give the present value", gap)


def _savings(results: Results) -> Iterator[Check]:
    baseline = results.scenario.baseline_key
    if baseline is None:
        return
    base = results.figure(f"{baseline}.billed.total")
    for key, option in results.model.options.items():
        gap = _worst(
            [base - results.figure(f"{key}.billed.total")],
            [results.by_period(f"{key}.saving.so_far.by_year")[-1]],
        )
        yield Check(f"{option.title}: savings add up to the difference from the baseline", gap)


def _shares(results: Results) -> Iterator[Check]:
    for key, share in shares(results).items():
        whole = sum(share.values())
        title = results.model.options[key].title
        costs = any(results.by_period(f"{key}.billed"))
        yield Check(
            f"{title}: the shares it rests on add up to all of it",
            abs(whole - 1.0) if costs and abs(whole - 1.0) > TOLERANCE else 0.0,
        )


def _all_used(results: Results) -> Check:
    unused = [each.key for each in register(results) if not each.is_used]
    return Check("every figure given is used", float(len(unused)), ", ".join(unused))
