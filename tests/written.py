"""Random figures, quantities and prices, as people would write them: text and tables of text."""

import math
from collections.abc import Mapping
from functools import cache
from types import NoneType
from typing import Any, get_args, get_type_hints

from hypothesis import strategies as st

from licmodel.licensing import RULES
from licmodel.terms.event import DriverEvent
from licmodel.terms.figure import Figure, Measure, number_text
from licmodel.terms.months import month_text, parse_month
from licmodel.terms.price import Per, Price
from licmodel.terms.quantity import Quantity
from tests.licensing.drawn import draw as draw_rule

Raw = dict[str, Any]

UNITS = ("user", "device")
DRIVERS = {
    "user": ("staff", "pupils", "visitors"),
    "device": ("laptops", "phones"),
}
"""Names of drivers by what they count."""
PRODUCTS = {(unit, per): f"{unit}_{per}" for unit in UNITS for per in ("month", "year", "once")}
"""Names of products by what is priced and what the price pays for."""
INDICES = ("pay_award", "energy_prices", "rpi_obr_2026_03")
"""The last stands in the catalogue."""

READ: Raw = {
    "kit": {"kind": "hardware", "price": "9_000", "quantity": "3", "life_years": "2"}
    | {"residual": "40%", "support": "12%", "power": "1", "tariff": "0.30"},
    "fee": {"kind": "recurring", "amount": "6_000", "per": "year", "starts": "2027-11"},
}
"""Lines that are read by lines that read others: capital, revenue and an income."""

LONG_AGO = "2010-01"
"""Dated figures begin here, so that one is in force whenever a line starts."""
_FIRST, _LAST = parse_month("2024-01"), parse_month("2033-12")
_FROM = parse_month("2026-04")

_USUAL = {"unit": 400, "user": 400, "GBP": 50_000, "month": 60, "year": 8, "GBP/unit/year": 60_000}
WORDS = ("general ledger", "contract of 2024", "quote 17, page 3", "£: as agreed", "no. 10")


# --- figures ---


@cache
def numbers(measure: Measure) -> st.SearchStrategy[str]:
    """Numbers within a measure's bounds, as people write them."""
    if _is_rate(measure):
        low, high = _within(measure, -0.2, 0.35)
        ends = {0, max(measure.low or 0, -1), min(measure.high or 0, 1)}
        written = st.integers(math.ceil(low * 1000), math.floor(high * 1000)).map(_percent)
        return st.one_of(written, written, st.sampled_from(sorted(ends)).map(_whole_percent))
    if measure.unit in {"month", "year"}:
        low, high = _within(measure, 0, _USUAL[measure.unit])
        whole = st.integers(math.ceil(low), math.floor(high)).map(str)
        half = st.integers(math.ceil(2 * low), math.floor(2 * high)).map(_half)
        return whole if measure.unit == "month" else st.one_of(whole, whole, half)
    usual = _USUAL.get(measure.unit, 500)
    low, high = _within(measure, -usual / 5, usual)
    whole = st.integers(math.ceil(low), math.floor(high)).map(_grouped)
    return st.one_of(whole, st.integers(math.ceil(low * 100), math.floor(high * 100)).map(_pence))


@cache
def figures(measure: Measure, *, told: bool = False) -> st.SearchStrategy[Any]:
    """Figures within a measure's bounds: mostly bare, some with a source; all, where ``told``."""
    bare = numbers(measure)
    if told:
        return st.builds(lambda value, said: {"value": value, **said}, bare, st.one_of(*_told()))
    either = st.builds(lambda value, said: {"value": value, **said}, bare, sources())
    return st.one_of(bare, bare, bare, either)


def _is_rate(measure: Measure) -> bool:
    if measure.unit == "1/year":
        return True
    usual = measure.percent or measure.usual_high is not None or measure.high is not None
    return measure.unit == "1" and usual and (measure.low or 0) <= 0


def _within(measure: Measure, low: float, high: float) -> tuple[float, float]:
    """What is usual, as far as the measure's bounds allow."""
    low = low if measure.low is None else max(low, measure.low)
    high = max(high, low)
    return low, high if measure.high is None else min(high, measure.high)


def _percent(tenths: int) -> str:
    return f"{number_text(tenths / 10)}%"


def _whole_percent(number: float) -> str:
    return number_text(number, percent=True)


def _half(halves: int) -> str:
    return number_text(halves / 2)


def _grouped(number: int) -> str:
    return f"{number:_}"


def _pence(pence: int) -> str:
    return f"{number_text(pence / 100)}"


@cache
def sources() -> st.SearchStrategy[Raw]:
    """What may be said about where a figure is from: nothing, a source or an assumption."""
    return st.one_of(st.just({}), *_told())


@cache
def _told() -> tuple[st.SearchStrategy[Raw], ...]:
    said = st.fixed_dictionaries(
        {"source": st.sampled_from(WORDS)},
        optional={
            "status": st.sampled_from(("contract", "quote", "published", "projected")),
            "dated": st.sampled_from(("2026-10", "14 October 2025")),
            "owner": st.just("head of ICT"),
        },
    )
    assumed = st.sampled_from(WORDS).map(lambda reason: {"assumed": reason})
    return said, assumed


@cache
def months() -> st.SearchStrategy[str]:
    """Months around and within the horizons drawn here."""
    return st.integers(_FIRST, _LAST).map(month_text)


def dated_figures(figure: st.SearchStrategy[Any]) -> st.SearchStrategy[Raw]:
    """Dated figures, the first from long ago."""
    later = st.integers(_FROM, _LAST).map(month_text)
    return st.builds(
        lambda first, rest: {LONG_AGO: first, **dict(sorted(rest.items()))},
        figure,
        st.dictionaries(later, figure, max_size=3),
    )


@cache
def stepped(measure: Measure) -> st.SearchStrategy[Any]:
    """Figures over time: one, or dated ones."""
    figure = figures(measure)
    dated = st.builds(
        lambda points, said: {"by_date": points, **said}, dated_figures(figure), sources()
    )
    return st.one_of(figure, dated)


def table(written: Any) -> Raw:  # noqa: ANN401  text or a table
    """A quantity or price as the table that a driver or price list is."""
    return dict(written) if isinstance(written, Mapping) else {"value": written}


@cache
def driver_events() -> st.SearchStrategy[Raw]:
    """What may happen to those a driver counts: mostly nothing."""
    fields = get_type_hints(DriverEvent, include_extras=True)
    one = st.fixed_dictionaries(
        {"on": months(), "change": numbers(Measure("unit"))},
        optional={"probability": figures(measure_of(fields["probability"]), told=True)},
    )
    some = st.dictionaries(st.sampled_from(("transfer", "merger")), one, min_size=1)
    return st.one_of(st.just({}), st.just({}), some.map(lambda events: {"events": events}))


# --- quantities and prices ---


@cache
def quantities(
    unit: str, measure: Measure, *, drivers: bool = True
) -> st.SearchStrategy[str | Raw | list[str]]:
    """Quantities in every form that there is."""
    number, growth = figures(measure), figures(_growth())
    forms: list[st.SearchStrategy[Any]] = [
        numbers(measure),
        st.builds(
            lambda points, said: {"by_date": points, **said}, dated_figures(number), sources()
        ),
        st.builds(
            lambda start, said, more: {"start": start, **more, **said},
            number,
            sources(),
            st.fixed_dictionaries({"growth": growth}, optional={"smooth": st.just("true")}),
        ),
    ]
    if drivers:
        name = st.sampled_from(DRIVERS[unit])
        share = figures(Measure("1", low=0, high=1.5))
        forms += [
            name,
            st.fixed_dictionaries({"driver": name, "share": share}),
            st.lists(name, min_size=1, max_size=2, unique=True),
        ]
    return st.one_of(forms)


@cache
def rules() -> st.SearchStrategy[Raw]:
    """Counting rules of all kinds, without drivers of their own."""
    drawn = st.builds(draw_rule, st.sampled_from(RULES), st.integers(0, 10_000))
    return drawn.filter(lambda each: not each.drivers).map(lambda each: dict(each.rule))


def is_rule(quantity: Any) -> bool:  # noqa: ANN401  what a line may say
    """Whether a quantity is counted by a rule."""
    return isinstance(quantity, Mapping) and "rule" in quantity


def _growth() -> Measure:
    return measure_of(get_type_hints(Quantity, include_extras=True)["growth"])


@cache
def prices(per: Per | None, *, dated: bool = True) -> st.SearchStrategy[Any]:
    """Prices: one figure, or dated ones and perhaps what comes after them."""
    hints = get_type_hints(Price, include_extras=True)
    figure = figures(measure_of(hints["value"]))
    rise = figures(measure_of(hints["escalator"]))
    paid = {} if per is None else {"per": per}
    one = st.builds(lambda value, said: {"value": value, **said, **paid}, figure, sources())
    if not dated:
        return one
    many = st.builds(
        lambda points, more, said: {"by_date": points, **more, **said, **paid},
        dated_figures(figure),
        st.fixed_dictionaries({}, optional={"escalator": rise}),
        sources(),
    )
    return st.one_of([figure, one, many] if per is None else [one, many])


@cache
def timelines() -> st.SearchStrategy[Raw]:
    """Horizons of one to four years, beginning within a financial year or at its start."""
    return st.fixed_dictionaries(
        {
            "start": st.sampled_from(("2027-04", "2027-01", "2026-09", "2028-07")),
            "years": st.integers(1, 4).map(str),
        },
        optional={"year_end": st.sampled_from(("March", "August", "December"))},
    )


@cache
def finances() -> st.SearchStrategy[Raw]:
    """Money conventions."""
    return st.fixed_dictionaries(
        {},
        optional={
            "discounting": st.sampled_from(("green_book_2026", "6%", "0%")),
            "timing": st.sampled_from(("start", "middle", "end")),
            "inflation": st.sampled_from(("none", "2%", "gdp_deflator_obr_2025_11")),
            "vat_recoverable": st.sampled_from(("100%", "0%", "60%")),
        },
    )


def measure_of(hint: object) -> Measure:
    """The measure on a figure's type, however it is wrapped."""
    for part in getattr(hint, "__metadata__", ()):
        if isinstance(part, Measure):
            return part
    return next(measure_of(part) for part in get_args(hint) if part is not NoneType)


# --- tables and bounds ---


def rising(steps: list[Raw]) -> list[Raw]:
    """Steps of a table rise, from nothing on, by the first figure that each has to have."""
    by = next(iter(steps[0]))
    keyed = {_number(step[by]): step for step in steps}
    rising = [keyed[number] for number in sorted(keyed)]
    return [{**rising[0], by: "0"}, *rising[1:]]


def _number(figure: Any) -> float:  # noqa: ANN401  text or a table
    return Figure.model_validate(figure).value


def bounded(measure: Measure, *, income: bool) -> Measure:
    if income or measure.low is not None:
        return measure
    return Measure(measure.unit, 0, measure.high, measure.usual_high, measure.percent)


def with_lines_read(lines: Mapping[str, Raw]) -> Raw:
    """Lines of an option, with those that some of them read."""
    read = {name: dict(READ[name]) for line in lines.values() for name in line.get("of", ())}
    return {**read, **lines}
