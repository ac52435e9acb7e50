"""The figures of one option along periods, as tables, JSON and CSV all show them."""

from __future__ import annotations

from dataclasses import field
from math import isnan
from typing import Any

from licmodel.records import record

MEASURES = {
    "billed": "Invoiced",
    "accrued": "Charged to the year",
    "capital": "Capital",
    "revenue": "Revenue",
    "saving": "Saving against the baseline",
    "cumulative_saving": "Saving so far",
    "cost_per_head": "Cost per head",
    "not_needed": "Paid but not needed",
    "unavoidable": "Cannot be avoided any more",
}


@record
class LineFigures:
    """One line of an option along the periods [money]."""

    title: str
    billed: list[float]
    accrued: list[float]


@record
class OptionFigures:
    """Figures of one option; lists run along the comparison's periods [money].

    ``saving`` is against the baseline, none without one. ``break_even`` is the month from
    which the saving so far is never again below zero within the horizon.
    """

    key: str
    title: str
    status: str
    billed: list[float]
    accrued: list[float]
    capital: list[float]
    revenue: list[float]
    total: float
    present_value: float
    equivalent_annual_cost: float
    peak_year: str | None
    peak: float
    irrecoverable_vat: float
    prepaid_before: float
    prepaid_after: float
    saving: list[float] | None = None
    cumulative_saving: list[float] | None = None
    saving_total: float | None = None
    saving_present_value: float | None = None
    break_even: str | None = None
    payback_years: float | None = None
    payback_years_interpolated: float | None = None
    cost_per_head: list[float] | None = None
    internal_rate: float | None = None
    not_needed: list[float] | None = None
    unavoidable: list[float] | None = None
    events_counted: float | None = None
    events_more: float | None = None
    lines: dict[str, LineFigures] = field(default_factory=dict)


def plain(value: Any) -> Any:  # noqa: ANN401  any figure, list or dataclass of them
    """Dataclasses to dictionaries, unknown figures to null."""
    if isinstance(value, float):
        return None if isnan(value) else value
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (OptionFigures, LineFigures)):
        return {
            name: plain(getattr(value, name))
            for name in value.__dataclass_fields__
            if name != "key"
        }
    return value
