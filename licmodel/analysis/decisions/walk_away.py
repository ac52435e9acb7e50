"""The price at which the best alternative is as cheap: beyond it one walks away."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan, nan
from typing import Any

import numpy as np

from licmodel.analysis.arguments import require_one_of
from licmodel.analysis.decisions.asked import restructured
from licmodel.analysis.decisions.break_evens import GRID, ties, values_under
from licmodel.analysis.decisions.dials import Column, Dial, dial_of
from licmodel.analysis.decisions.lever_list import priced_lines, title_of_line
from licmodel.analysis.decisions.turning import Turning
from licmodel.analysis.results import resolve
from licmodel.analysis.side_sheet import SideSheet, less
from licmodel.assembly.assemble import Model, assemble
from licmodel.errors import InputError
from licmodel.language.evaluate import Evaluator
from licmodel.language.units import unit_text
from licmodel.records import record
from licmodel.scenario.overlay import Keys
from licmodel.terms.term import number_text

_MOST = 3.0
"""Up to how many times today's prices a tie is looked for."""
_PRICES = ("offer", "price_a_month", "price_once")


class PriceLevel(Dial):
    """Discounts turned together so that every price after discount moves by one factor."""

    def turned(self, to: Column) -> dict[str, Column]:
        """Discounts at each of several levels of the prices, 1 being as they stand."""
        return {
            each.key: 1 - (1 - value) * to
            for each, value in zip(self.inputs, self.values, strict=True)
        }

    @property
    def now(self) -> float:
        """The prices as they stand."""
        return 1.0


@record
class Priced:
    """A line's discount and price [money per unit], as it stands and at the walk-away level.

    ``alone_off`` is how much cheaper this price alone would have to be for a tie: a share of it,
    negative where it may be dearer; none where no level of it gives one.
    """

    line: str
    title: str
    unit: str
    discount: float
    discount_at: float
    price: float
    price_at: float
    alone_off: float | None


@record
class WalkAway:
    """Where the best alternative is as cheap as the option that is negotiated.

    ``gap`` is what the option costs more than it by present value [money]. ``off`` is how much
    cheaper all its prices would have to be for a tie, a share of them, negative where they may be
    dearer; none where no level from nothing to three times today's gives one.
    """

    against: str
    title: str
    gap: float
    off: float | None
    prices: tuple[Priced, ...]

    def to_json(self) -> dict[str, Any]:
        """The figure as plain data."""
        return {
            "against": self.against,
            "gap": None if isnan(self.gap) else self.gap,
            "off": self.off,
            "prices": [
                {
                    "line": each.line,
                    "title": each.title,
                    "unit": each.unit,
                    "discount": each.discount,
                    "discount_at": _plain(each.discount_at),
                    "price": _plain(each.price),
                    "price_at": _plain(each.price_at),
                    "alone_off": each.alone_off,
                }
                for each in self.prices
            ],
        }


def _plain(figure: float) -> float | None:
    return None if isnan(figure) else figure


def walk_away(
    model: Model, option: str, *, against: str | None = None, what_if: str | None = None
) -> WalkAway | None:
    """The level of an option's prices at which the best alternative ties with it.

    Parameters
    ----------
    model : Model
        Of the scenario.
    option : str
        Whose prices move; those of the others stay, also where they are written once for both.
    against : str, optional
        The best alternative; the cheapest of the others by present value, where not given.
    what_if : str, optional
        Under which what-if of the scenario.

    Returns
    -------
    WalkAway or None
        None where there is no other option, or none whose cost is known.

    Raises
    ------
    InputError
        If ``against`` is no other option.
    """
    others = [each for each in model.options if each != option]
    if against is not None:
        require_one_of(against, others, "option")
    values = values_under(model, what_if)
    turning = Turning(model, "present_value", list(model.options), values)
    now = dict(zip(turning.options, turning.costs({})[:, 0].tolist(), strict=True))
    known = [each for each in others if not isnan(now[each])]
    best = against or min(known, key=now.__getitem__, default=None)
    if best is None:
        return None
    gap = less(model.scenario.finance.currency, [now[option]], [now[best]])[0]
    title = model.options[best].title
    lines = priced_lines(model, option)
    if not lines or isnan(gap):
        return WalkAway(best, title, gap, None, ())
    apart, given = _apart(model, values)
    pair = Turning(apart, "present_value", [option, best], given)
    keys = {line: f"{option}.{line}.discount" for line in lines}
    whole = _level(apart, list(keys.values()), given)
    level = _tie(pair, whole)
    alone = {line: _tie(pair, _level(apart, [key], given)) for line, key in keys.items()}
    off = dict(zip(["all", *lines], _off([level, *alone.values()]), strict=True))
    moved = whole.turned(np.array([1.0, nan if level is None else level]))
    prices = _prices(apart, option, list(lines), {**given, **moved})
    return WalkAway(
        best,
        title,
        gap,
        off["all"],
        tuple(
            Priced(
                line,
                title_of_line(line, written),
                prices[line][0],
                given[keys[line]],
                float(moved[keys[line]][1]),
                *prices[line][1:],
                off[line],
            )
            for line, written in lines.items()
        ),
    )


def _apart(model: Model, values: Mapping[str, float]) -> tuple[Model, dict[str, float]]:
    """The model with a discount of its own on each line of each option, and what inputs are."""
    structure: dict[Keys, str] = {}
    given = dict(values)
    for option in model.options:
        for line in priced_lines(model, option):
            key = f"{option}.{line}.discount"
            found = resolve(model, key)
            declared = model.program.inputs.get(found)
            if declared is None:
                raise InputError(f"{key} is no figure of the model")
            given[key] = values.get(found, declared.value)
            path = ("options", option, "lines", line, "discount")
            structure[path] = number_text(declared.value, percent=True)
    return assemble(restructured(model.scenario, structure)), given


def _level(model: Model, keys: list[str], values: Mapping[str, float]) -> PriceLevel:
    dials = [dial_of(model, key, values) for key in keys]
    return PriceLevel(
        "price_level",
        "level of prices",
        tuple(each.inputs[0] for each in dials),
        tuple(each.values[0] for each in dials),
        tuple(each.stated[0] for each in dials),
        tuple(each.bounds[0] for each in dials),
        dials[0].horizon,
    )


def _tie(pair: Turning, dial: PriceLevel) -> float | None:
    """The level nearest to today's at which the two tie; none where there is none."""
    settings = np.unique([*np.linspace(0.0, _MOST, GRID), dial.now])
    found = [each.at for each in ties(pair, dial, settings)[1]]
    return min(found, key=lambda at: abs(at - dial.now), default=None)


def _off(levels: list[float | None]) -> list[float | None]:
    """What is off at each level; none where there is none."""
    sheet = SideSheet("1", {"level": [nan if each is None else each for each in levels]})
    sheet.row("off", "off the prices as they stand", 1 - sheet["level"])
    return [None if isnan(each) else each for each in sheet.figures("off")]


def _prices(
    model: Model, option: str, lines: list[str], values: Mapping[str, Any]
) -> dict[str, tuple[str, float, float]]:
    """Unit, price now and price at the level of each line, in the first month with one.

    ``values`` are those of inputs; what moves has one as it stands and one at the level.
    """
    rows: dict[str, str] = {}
    for line in lines:
        home = model.options[option].lines[line]
        named = [f"{home}.{each}" for each in _PRICES if f"{home}.{each}" in model.program.rows]
        rows[line] = named[0] if named else ""
    moved = frozenset(key for key, each in values.items() if isinstance(each, np.ndarray))
    wanted = [each for each in rows.values() if each]
    sheet = Evaluator(model.program, moved, wanted).run(values)
    found = {}
    for line, row in rows.items():
        if not row:
            found[line] = ("", nan, nan)
            continue
        now, at = sheet.column(row, 0), sheet.column(row, 1)
        first = next((month for month, each in enumerate(now) if each > 0), 0)
        found[line] = (unit_text(model.program.rows[row].unit), now[first], at[first])
    return found
