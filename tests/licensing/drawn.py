"""Random rules as people would write them, made from the types of their fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from types import NoneType
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from pydantic import ValidationError

from licmodel.catalogue.rules import rule_set
from licmodel.licensing import rule_name
from licmodel.licensing.rule import Over, Rule
from licmodel.lines.setting import Setting
from licmodel.terms.figure import Measure, Sourced
from licmodel.terms.months import EndMonth, Month, month_text, parse_month
from licmodel.terms.timeline import Timeline
from tests.licensing.bench_desk import Raw, read_rule, setting_of

_MOST = {
    "server": 12,
    "vm": 40,
    "user": 3000,
    "device": 2500,
    "student": 60_000,
    "vcore": 300,
    "licence": 4,
    "instance": 50,
    "employee": 9000,
}
_FIGURES = {
    "processor/server": lambda chance: str(chance.choice((1, 1, 2, 2, 4, 6))),
    "core/processor": lambda chance: str(chance.choice((1, 2, 4, 6, 8, 10, 12, 15, 16, 24, 32))),
    "core/vm": lambda chance: str(chance.choice((1, 2, 4, 6, 7, 8, 16, 24))),
    "core/core2pack": lambda chance: str(chance.choice((2, 4, 16))),
    "GBP/core2pack": lambda chance: _pence(chance, 16_000),
    "GBP/server": lambda chance: _pence(chance, 4_000),
    "GBP/user": lambda chance: _pence(chance, 400),
    "GBP/device": lambda chance: _pence(chance, 400),
    "pvu/core": lambda chance: str(chance.randrange(30, 130, 10)),
    "socket/server": lambda chance: str(chance.randint(0, 8)),
    "user/core": lambda chance: str(chance.choice((0, 5, 10, 25, 50))),
    "user/server": lambda chance: str(chance.choice((0, 5, 10, 25))),
    "user": lambda chance: str(chance.choice((0, 100, 300, 1000))),
    "core": lambda chance: str(chance.choice((0, 16, 72, 500))),
    "instance": lambda chance: str(chance.randint(0, 20)),
    "employee": lambda chance: str(chance.choice((0, 100, 5000))),
    "year": lambda chance: str(chance.randint(1, 3)),
    "1": lambda chance: f"{chance.randint(0, 1000) / 10}%",
}
_NAMES = {"processor": "core_factors", "licence": "cal_suites", "bridge": "cal_suites"}


class Drawn(NamedTuple):
    """A rule with what surrounds it."""

    rule: Raw
    timeline: Raw
    drivers: dict[str, Raw]

    def setting(self) -> Setting:
        """Make its horizon and drivers."""
        return setting_of(self.timeline, self.drivers)

    @property
    def months(self) -> range:
        """Months of its horizon."""
        return Timeline.model_validate(self.timeline).months


@cache
def draw(kind: type[Rule], seed: int) -> Drawn:
    """Draw a valid rule of a kind, the same for the same seed."""
    chance = Random(f"{rule_name(kind)} {seed}")  # noqa: S311  no secret
    for _ in range(10_000):
        timeline = {
            "start": chance.choice(("2027-04", "2026-09", "2025-11")),
            "years": str(chance.choice((1, 2))),
        }
        drivers: dict[str, Raw] = {}
        raw = {"rule": rule_name(kind)} | dict(_fields(kind, chance, drivers))
        try:
            read_rule(raw)
        except ValidationError:
            continue
        return Drawn(raw, timeline, drivers)
    raise AssertionError(f"no valid {kind} was drawn")


def _fields(kind: type[Rule], chance: Random, drivers: dict[str, Raw]) -> Iterator[tuple[str, Any]]:
    hints = get_type_hints(kind, include_extras=True)
    # All of the optional fields or few of them, because some go together.
    often = chance.choice((0.2, 0.5, 0.9))
    for name, field in kind.model_fields.items():
        if name == "rule" or name in Sourced.model_fields:
            continue
        if field.is_required() or chance.random() < often:
            yield name, _value(name, hints[name], chance, drivers)


def _value(name: str, hint: Any, chance: Random, drivers: dict[str, Raw]) -> Any:  # noqa: ANN401, PLR0911  what a field may hold
    if get_origin(hint) is Literal:
        return chance.choice(get_args(hint))
    if name in _NAMES:
        return chance.choice(list(rule_set(_NAMES[name]).rows))
    if name == "plans":
        return _shares(chance)
    if name == "steps":
        return _steps(chance)
    if hint in {Month, EndMonth}:
        return month_text(parse_month("2025-09") + chance.randrange(40))
    arms = [arm for arm in get_args(hint) if arm is not NoneType]
    measure = next((part for part in arms if isinstance(part, Measure)), None)
    if isinstance(measure, Over):
        return _quantity(measure, chance, drivers)
    if measure is not None:
        return _FIGURES[measure.unit](chance)
    if hint is bool:
        return chance.choice(("yes", "no"))
    if hint is int:
        return str(chance.randint(2014, 2025))
    return _value(name, arms[0], chance, drivers)


def _pence(chance: Random, most: int) -> str:
    return f"{chance.randrange(100, most * 100) / 100}"


def _shares(chance: Random) -> Raw:
    rows = rule_set("cloud_plans").rows
    names = chance.sample(list(rows), chance.randint(1, 3))
    whole = chance.choice((100, 100, 80, 60))
    cuts = sorted(chance.randint(0, whole) for _ in names[1:])
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, whole], strict=True)]
    return {name: f"{part}%" for name, part in zip(names, parts, strict=True)}


def _steps(chance: Random) -> list[Raw]:
    starts = [1, *sorted(chance.sample(range(2, 8), chance.randint(0, 3)))]
    return [{"from": str(start), "units": _FIGURES["pvu/core"](chance)} for start in starts]


def _quantity(measure: Over, chance: Random, drivers: dict[str, Raw]) -> Any:  # noqa: ANN401  text or a table
    most = _MOST[measure.unit]
    forms: list[Callable[[], Any]] = [
        lambda: _number(chance, most),
        lambda: _number(chance, most),
        lambda: _dated(chance, most),
        lambda: _growing(chance, most),
        lambda: _driver(measure, chance, drivers),
        lambda: {
            "driver": _driver(measure, chance, drivers),
            "share": f"{chance.randint(0, 150)}%",
        },
        lambda: [_driver(measure, chance, drivers), _driver(measure, chance, drivers)],
    ]
    return chance.choice(forms)()


def _number(chance: Random, most: int) -> str:
    if chance.random() < 1 / 8:
        return "0"
    if chance.random() < 1 / 4:
        return f"{chance.randrange(most * 10) / 10}"
    return f"{chance.randint(0, most):_}"


def _dated(chance: Random, most: int) -> Raw:
    later = sorted(chance.sample(range(parse_month("2026-01"), parse_month("2029-01")), 2))
    months = ["2020-01", *map(month_text, later)]
    return {"by_date": {month: _number(chance, most) for month in months}}


def _growing(chance: Random, most: int) -> Raw:
    growth = f"{chance.randint(-200, 300) / 10}%"
    smooth = {"smooth": "true"} if chance.random() < 1 / 2 else {}
    return {"start": _number(chance, most), "growth": growth, **smooth}


def _driver(measure: Over, chance: Random, drivers: dict[str, Raw]) -> str:
    name = f"driver_{len(drivers)}"
    form = chance.choice((_dated, _growing))
    unit = chance.choice((measure.unit, *measure.also))
    drivers[name] = {"unit": unit, **form(chance, _MOST[measure.unit])}
    return name
