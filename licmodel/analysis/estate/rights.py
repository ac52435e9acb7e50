"""Perpetual licences of the baseline that an option counts on no more, and what they would cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from licmodel.analysis.estate.quotes import Quotes
from licmodel.assembly.assemble import Model
from licmodel.lines.perpetual import Perpetual
from licmodel.terms.months import month_text


@dataclass(frozen=True)
class Right:
    """Licences owned that an option gives up, or whose assurance it lets lapse.

    ``after`` is the last month in which the option counts on them, none where it never does.
    ``units`` at ``price`` each [money] is ``cost`` [money], all none where no price is known.
    """

    line: str
    title: str
    only_assurance: bool
    after: int | None
    units: float | None = None
    price: float | None = None
    cost: float | None = None

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "title": self.title,
            "only_assurance": self.only_assurance,
            "after": None if self.after is None else month_text(self.after),
            "units": self.units,
            "price": self.price,
            "cost": self.cost,
        }


def ask_again(model: Model, quotes: Quotes) -> dict[str, str | None]:
    """Ask what the baseline's perpetual licences would cost if they were bought again.

    Returns
    -------
    dict of str to str or None
        By line: why it has no price, or none where it has one.
    """
    return {
        name: quotes.ask(f"again__{name}", _bought_in(line, quotes.month))
        for name, line in _perpetual(model, model.scenario.baseline_key).items()
    }


def rights_at_risk(
    model: Model, option: str, quotes: Quotes, asked: dict[str, str | None]
) -> tuple[Right, ...]:
    """Perpetual licences of the baseline that an option counts on no more."""
    baseline = model.scenario.baseline_key
    kept = _perpetual(model, option)
    found = []
    for name, line in _perpetual(model, baseline).items():
        other = kept.get(name)
        after, last = None, model.scenario.timeline.last
        lapses = other is not None and bool(line.maintenance) and other.maintenance is None
        if other is not None:
            after = min(last if other.ends is None else other.ends, last)
            if after >= min(last if line.ends is None else line.ends, last) and not lapses:
                continue
        title = line.title or name.replace("_", " ")
        if asked[name] is not None:
            found.append(Right(name, title, lapses, after))
            continue
        again = f"again__{name}"
        units, price, cost = (
            quotes.figure(again, row) for row in ("bought", "price_once", "purchase")
        )
        found.append(Right(name, title, lapses, after, units, price, cost))
    return tuple(found)


def _perpetual(model: Model, option: str | None) -> dict[str, Perpetual]:
    if option is None:
        return {}
    found = {}
    for name, key in model.options[option].lines.items():
        line = model.scenario.options[key.split(".")[0]].lines[name]
        if isinstance(line, Perpetual):
            found[name] = line
    return found


def _bought_in(line: Perpetual, month: int) -> Perpetual:
    """The same licences, bought once in a month and without assurance."""
    once = {"starts": month, "ends": None, "maintenance": None, "refresh_years": None}
    return line.model_copy(update=once)
