"""Random lines and scenarios, as people would write them: text, made from the fields' own types.

A new kind of line needs nothing here: its fields say what may stand in them (their type, the
bounds of their `Measure`), and what its validators refuse together is left out again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import combinations
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from pydantic import ValidationError

from licmodel.assembly.assemble import assemble
from licmodel.errors import InputError
from licmodel.licensing.demand import ByRule
from licmodel.lines import KINDS, Line, kind_name
from licmodel.lines.line import BILLINGS, Billing
from licmodel.scenario.loading import from_data
from licmodel.terms.coding import CODES
from licmodel.terms.figure import Figure, Measure, Sourced
from licmodel.terms.months import EndMonth, Month
from licmodel.terms.names import Names
from licmodel.terms.price import Price
from licmodel.terms.quantity import Quantity
from licmodel.terms.stepped import Stepped
from licmodel.terms.term import Term
from licmodel.terms.unit import UnitName
from tests.written import (
    DRIVERS,
    INDICES,
    PRODUCTS,
    READ,
    UNITS,
    WORDS,
    Raw,
    bounded,
    driver_events,
    figures,
    finances,
    is_rule,
    measure_of,
    months,
    prices,
    quantities,
    rising,
    rules,
    sources,
    stepped,
    table,
    timelines,
    with_lines_read,
)

_ANY_UNIT = st.sampled_from(UNITS)
_TRIES, _BITS, _SCATTER = (1, 1, 1, 2, 2, 2, 2, 2), 32, 2_654_435_769

# --- lines, from the types of their fields ---


@cache
def lines(
    kind: type[Line], *, income: bool = False, without: frozenset[str] = frozenset()
) -> st.SearchStrategy[Raw]:
    """Valid lines of a kind.

    Parameters
    ----------
    kind : type of Line
        Any kind.
    income : bool
        Whether amounts that may be negative sometimes are.
    without : frozenset of str
        Fields that need not be there.
    """
    return _lines(kind, income=income, without=without)


@st.composite
def _lines(draw: st.DrawFn, kind: type[Line], *, income: bool, without: frozenset[str]) -> Raw:
    unit = draw(_ANY_UNIT)
    fields = _fields(kind, unit, income=income)
    line: Raw = {"kind": kind_name(kind)}
    line |= {name: draw(strategy) for name, strategy in fields.required.items()}
    wanted = [name for name in draw(fields.choice) if name not in without]
    drawn = {name: draw(fields.optional[name]) for name in wanted}
    if any(is_rule(each.get("quantity")) for each in (line, drawn)):
        line["unit"] = unit  # a rule counts licences of its own, and a product is sold by this
    line = _completed(kind, line, drawn, lambda name: draw(fields.optional[name]))
    left = {name: value for name, value in drawn.items() if name not in line}
    line, refused = _joined(kind, line, left)
    # Some fields only go together: what was refused alone is tried again in pairs.
    for first, second in combinations(refused, 2):
        both = {first: refused[first], second: refused[second]}
        if not both.keys() & line.keys() and is_valid(kind, line | both):
            line |= both
    return line | draw(sources())


def _joined(kind: type[Line], line: Raw, more: Raw) -> tuple[Raw, Raw]:
    """A line with as many further fields as it takes, and those that it does not."""
    if not more or is_valid(kind, line | more):
        return line | more, {}
    if len(more) == 1:
        return line, more
    half = len(more) // 2
    line, first = _joined(kind, line, dict(list(more.items())[:half]))
    line, second = _joined(kind, line, dict(list(more.items())[half:]))
    return line, first | second


NOT_DRAWN = {"kind", "serves", "body", "fund", "agreement"}.union(Sourced.model_fields, CODES)
"""What names others has tests of its own; a seat not handed back is paid on after its line ends."""


class _Fields:
    """What may be drawn for each field of a kind."""

    def __init__(self, kind: type[Term], unit: str, *, income: bool) -> None:
        self.required: dict[str, st.SearchStrategy[Any]] = {}
        self.optional: dict[str, st.SearchStrategy[Any]] = {}
        hints = get_type_hints(kind, include_extras=True)
        for name, field in kind.model_fields.items():
            if name in NOT_DRAWN:
                continue
            written = field.alias or name
            strategy = _strategy(name, hints[name], unit, income=income)
            (self.required if field.is_required() else self.optional)[written] = strategy
        names = tuple(self.optional)
        # One draw for all of them, scattered (Fibonacci hashing), because small numbers are drawn
        # more often than others; 0 is none of them.
        self.choice = st.integers(0, 2**_BITS - 1).map(
            lambda drawn: [
                name
                for place, name in enumerate(names)
                if drawn * _SCATTER % 2**_BITS >> (_BITS - 1 - place) & 1
            ]
        )


@cache
def _fields(kind: type[Term], unit: str, *, income: bool) -> _Fields:
    return _Fields(kind, unit, income=income)


def _strategy(name: str, hint: Any, unit: str, *, income: bool) -> st.SearchStrategy[Any]:  # noqa: ANN401
    """What may be written where a field has this type."""
    aliases = (
        (Names, st.lists(st.sampled_from([*READ]), min_size=1, max_size=2, unique=True)),
        (Month, months()),
        (EndMonth, months()),
        (Billing, st.sampled_from(BILLINGS)),
        (UnitName, st.just(unit)),
    )
    for alias, strategy in aliases:
        if hint == alias:
            return strategy
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated and args[0] is Figure:
        return figures(bounded(measure_of(hint), income=income), told=name == "probability")
    if origin in {Annotated, Union, UnionType}:
        arms = args[:1] if origin is Annotated else [arm for arm in args if arm is not NoneType]
        ways = [_strategy(name, arm, unit, income=income) for arm in arms]
        by_rule = any(isinstance(each, ByRule) for each in args)
        return st.one_of([*ways, *ways, *ways, rules()] if by_rule else ways)
    if origin is Literal:
        return st.sampled_from(args)
    if origin is tuple:
        steps = st.lists(_terms(args[0], unit, income=income), min_size=1, max_size=4)
        return steps.map(rising)
    return _of_class(name, hint, unit, income=income)


def _of_class(name: str, kind: type, unit: str, *, income: bool) -> st.SearchStrategy[Any]:
    plain: dict[type, Callable[[], st.SearchStrategy[Any]]] = {
        bool: lambda: st.sampled_from(("true", "false")),
        int: lambda: st.integers(1, 12).map(str),
        str: lambda: _texts(name, unit),
        Quantity: lambda: quantities(unit, Measure("unit", low=0)),
        Price: lambda: st.one_of([prices(per) for per in (None, "month", "year", "once")]),
    }
    if kind in plain:
        return plain[kind]()
    if issubclass(kind, Stepped):
        return stepped(kind.measure)
    if issubclass(kind, Term):
        return _terms(kind, unit, income=income)
    raise NotImplementedError(f"{name}: say here what may be written where {kind} is expected")


def _texts(name: str, unit: str) -> st.SearchStrategy[str]:
    if name == "project":
        return st.sampled_from(("equipment_development", "outsourcing"))
    if name == "product":
        return st.sampled_from([PRODUCTS[unit, per] for per in ("month", "year", "once")])
    return st.sampled_from(INDICES if name == "index" else WORDS)


@st.composite
def _terms(draw: st.DrawFn, kind: type[Term], unit: str, *, income: bool) -> Raw:
    """Draw a table inside a line, of any class of Term."""
    fields = _fields(kind, unit, income=income)
    term = {name: draw(strategy) for name, strategy in fields.required.items()}
    return term | {name: draw(fields.optional[name]) for name in draw(fields.choice)}


def _completed(kind: type[Line], line: Raw, drawn: Raw, value: Callable[[str], Any]) -> Raw:
    """A line with the fewest optional fields that make it valid; those drawn come first."""
    if is_valid(kind, line):
        return line
    optional = _fields(kind, UNITS[0], income=False).optional
    # What a kind cannot do without is mostly a field of its own, not one that all lines have.
    likely = sorted(optional, key=lambda name: (name in Line.model_fields, name not in drawn))
    known = dict(drawn)
    for count in _TRIES:
        for names in combinations(likely, count):
            known |= {name: value(name) for name in names if name not in known}
            tried = line | {name: known[name] for name in names}
            if is_valid(kind, tried):
                return tried
        # The fields were right, perhaps, but not what was drawn for them.
        known = {}
    raise AssertionError(f"no valid {kind_name(kind)} has so few fields: {line}")


def is_valid(kind: type[Line], line: Raw) -> bool:
    """Whether a kind takes a line, and its price pays for what the kind needs."""
    try:
        kind.model_validate(line)
    except ValidationError:
        return False
    product, price = line.get("product"), line.get("price")
    if "index" in line and isinstance(price, Mapping) and "by_date" in price:
        return False  # its price would rise twice
    if product and line.keys() >= {"index", "term"} and line.get("uplift") == "anniversary":
        return False  # a list with one price reads no term
    paid = None
    if product is not None:
        paid = product.rpartition("_")[2]
    elif isinstance(price, Mapping) and ("value" in price or "by_date" in price):
        paid = price.get("per")
    priced = "product" if product is not None else "price" if price is not None else None
    read = (*line.get("of", ()), line.get("capital_only"))
    key = (kind, priced, paid, line.get("per"), read)
    if key not in _taken:
        _taken[key] = _is_assembled(line)
    return _taken[key]


_taken: dict[tuple[Any, ...], bool] = {}


def _is_assembled(line: Raw) -> bool:
    try:
        assemble(from_data(scenario_of({"line": line}, surroundings=usual(line))))
    except InputError:
        return False
    return True


# --- what surrounds lines ---


def names_used(line: Raw) -> tuple[set[str], set[str], set[str]]:
    """Drivers, products and indices that a line refers to."""
    quantity, index = line.get("quantity"), line.get("index")
    read = [quantity.get("driver")] if isinstance(quantity, Mapping) else quantity
    read = [read] if isinstance(read, str) else read or []
    return (
        {name for names in DRIVERS.values() for name in names if name in read},
        {name for name in PRODUCTS.values() if name == line.get("product")},
        {name for name in INDICES[:2] if name == index},
    )


def _unit_of(driver: str) -> str:
    return next(unit for unit, names in DRIVERS.items() if driver in names)


def usual(*used: Raw) -> Raw:
    """The plainest surroundings of lines: what they refer to, at 1."""
    drivers, products, indices = (
        sorted(set().union(*names)) for names in zip(*map(names_used, used), strict=True)
    )
    return {
        "drivers": {name: {"unit": _unit_of(name), "value": "1"} for name in drivers},
        "prices": {name: _listed(name, {"value": "1"}) for name in products},
        "indices": dict.fromkeys(indices, "1%"),
    }


def _listed(product: str, price: Raw) -> Raw:
    unit, _, per = product.partition("_")
    return {**price, "unit": unit, "per": per}


@st.composite
def surroundings(draw: st.DrawFn, used: Sequence[Raw]) -> Raw:
    """Draw the drivers, price lists and indices that lines refer to."""
    plain = usual(*used)
    counted = quantities(UNITS[0], Measure("unit", low=0), drivers=False)
    indexed = {line.get("product") for line in used if "index" in line}
    unit = {name: {"unit": _unit_of(name)} for name in plain["drivers"]}
    drawn = {name: table(draw(counted)) | draw(driver_events()) for name in unit}
    return {
        "drivers": {name: drawn[name] | unit[name] for name in unit},
        "prices": {
            name: _listed(name, table(draw(prices(None, dated=name not in indexed))))
            for name in plain["prices"]
        },
        "indices": {name: draw(_index()) for name in plain["indices"]},
    }


@cache
def _index() -> st.SearchStrategy[Any]:
    rate = figures(Measure("1", low=-1, usual_high=1.0))
    later = st.integers(2028, 2033).map(lambda year: f"{year}/{(year + 1) % 100:02d}")
    by_year = st.builds(
        lambda first, rest, said: {
            "by_year": {"2020/21": first, **dict(sorted(rest.items()))},
            **said,
        },
        rate,
        st.dictionaries(later, rate, max_size=3),
        sources(),
    )
    return st.one_of(rate.filter(lambda figure: isinstance(figure, str)), by_year)


# --- scenarios ---

START, YEARS = "2027-04", "3"


def scenario_of(
    of: Mapping[str, Raw],
    *,
    surroundings: Raw | None = None,
    **more: Any,  # noqa: ANN401  any key of a scenario
) -> Raw:
    """A scenario with the one option ``option`` and these lines in it."""
    around = usual(*of.values()) if surroundings is None else surroundings
    return {
        "title": "Example",
        "organisation": {"name": "An example"},
        "timeline": {"start": START, "years": YEARS},
        "baseline": "none",
        **{key: value for key, value in around.items() if value},
        "options": {"option": {"lines": with_lines_read(of)}},
        **more,
    }


@st.composite
def batches(draw: st.DrawFn, any_line: st.SearchStrategy[Raw], most: int, least: int = 1) -> Raw:
    """Draw a scenario whose one option has some lines."""
    drawn = draw(st.lists(any_line, min_size=least, max_size=most))
    named = {f"line_{number}": line for number, line in enumerate(drawn)}
    return scenario_of(named, surroundings=draw(surroundings(drawn)), timeline=draw(timelines()))


@st.composite
def scenarios(draw: st.DrawFn, kinds: Iterable[type[Line]] = KINDS, *, income: bool = True) -> Raw:
    """Draw a whole small scenario: some options, one of them perhaps based on another."""
    any_line = st.one_of([lines(kind, income=income) for kind in kinds])
    named = st.dictionaries(
        st.sampled_from(("office", "servers", "support", "storage", "crew")), any_line, max_size=3
    )
    keys = ("renew", "cloud", "stay")[: draw(st.integers(1, 3))]
    options: dict[str, Raw] = {key: {"lines": with_lines_read(draw(named))} for key in keys}
    if not any(option["lines"] for option in options.values()):
        options[keys[0]]["lines"] = with_lines_read({"office": draw(any_line)})
    if len(keys) > 1 and draw(st.booleans()):
        options[keys[1]]["based_on"] = keys[0]
    used = [line for option in options.values() for line in option["lines"].values()]
    raw = scenario_of(
        {},
        surroundings=draw(surroundings(used)),
        timeline=draw(timelines()),
        finance=draw(finances()),
        baseline=draw(st.sampled_from((*keys, "none"))),
        options=options,
    )
    # What a line takes over from its parent need not go with what it says itself.
    if any("based_on" in option for option in options.values()):
        try:
            assemble(from_data(raw))
        except InputError:
            del options[keys[1]]["based_on"]
    return raw
