"""What surrounds a line: the timeline, drivers, prices and indices it may read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from licmodel.errors import InputError, nearest
from licmodel.language.expression import Expr, constant
from licmodel.language.operators import (
    ONE_MONTH,
    add_up,
    equals,
    every,
    floor,
    lag,
    look_up,
    previous,
    remainder,
)
from licmodel.language.program import Bounds, Cause, Origin, Program, Shown
from licmodel.lines.enrolment import Enrolment
from licmodel.lines.line import Line
from licmodel.records import record
from licmodel.terms.figure import Figure, Provenance
from licmodel.terms.months import month_text, since_words
from licmodel.terms.price import Price
from licmodel.terms.quantity import Quantity
from licmodel.terms.timeline import Timeline

TWELVE_MONTHS = constant(12, "month")
NOT_BELOW_NOTHING: Bounds = (0.0, None)
RATE: Bounds = (-1.0, None)
VOLUME, PROTECTION, ANNOUNCED, PROJECTED, INFLATION, EXCHANGE = CAUSES = (
    "volume",
    "falling off protection",
    "price announced",
    "price projected",
    "inflation",
    "exchange rate",
)
"""Why money grows, in the order in which a budget counts it (decision 6)."""
NOT_SAID = "no source given"
BY_DEFAULT = "the usual value, where the scenario says nothing"


@record
class Product:
    """A product with a price list behind it."""

    key: str
    title: str
    unit: str
    price: Price
    input_key: str
    place: str | None = None
    """Where the list as a whole stands."""

    places: Mapping[int, str] = field(default_factory=dict)
    """Where each dated price stands, by the month it is from."""

    said: Mapping[int, str] = field(default_factory=dict)
    """Each dated price with its segment and currency, in words, by the month it is from."""


def _no_agreement(key: str, line: str) -> Enrolment:
    raise InputError(f"{line}: no agreement is called {key}", expected="a key under agreements:")


@dataclass
class Setting:
    """The scenario around a line, already as rows.

    ``place`` tells where a key of the scenario stands in its file, for provenance;
    ``kept_provenance`` the source that it keeps in a file which changes what stands beside it.
    """

    program: Program
    timeline: Timeline
    money: str
    driver_units: Mapping[str, str]
    product: Callable[[str, str, Line], Product]
    index_level: Callable[[str, str], Expr]
    enrolment: Callable[[str, str], Enrolment] = _no_agreement
    moved: Callable[[str, str], Expr | None] = lambda _, __: None
    line_provenance: Callable[[str], Provenance | None] = lambda _: None
    place: Callable[[str], str | None] = lambda _: None
    kept_provenance: Callable[[str], Provenance | None] = lambda _: None
    renewing: Expr | None = None
    """Flag, where growth is to be told by cause: prices are set anew at renewals."""

    drivers: dict[str, Expr] = field(default_factory=dict)
    stand_ins: dict[str, str] = field(default_factory=dict)
    """Price lists read in place of another segment's, by key: the segment that has no price."""

    # --- the timeline, written once ---

    def write_timeline(self) -> None:
        """Write the rows every line reads: months, years and their steps."""
        said = Origin("contract", "the horizon of this scenario", place=self.place("timeline"))
        timeline = self.timeline
        start = self.program.input(
            "timeline.start", "first month", "month", timeline.start, said, "month"
        )
        self.program.input("timeline.end", "last month", "month", timeline.last, said, "month")
        begins = self.program.input(
            "timeline.first_year",
            "first month of the first financial year",
            "month",
            timeline.year_starts,
            said,
            "month",
        )
        month = self.program.row(
            "timeline.month", "month", previous("month") + ONE_MONTH, opening=start - ONE_MONTH
        )
        self.program.row("timeline.step", "one month", month - lag(month))
        self.program.row(
            "timeline.years_passed",
            "whole financial years since the first",
            floor((month - begins) / TWELVE_MONTHS),
        )
        self.program.row(
            "timeline.year_begins",
            "a financial year begins",
            every(equals(remainder(month - begins, TWELVE_MONTHS), 0), month > start),
        )
        self.program.row(
            "timeline.years_run", "years since the first month", (month - start) / TWELVE_MONTHS
        )

    def read(self, key: str) -> Expr:
        """Leaf of a row or input that stands already."""
        return self.program.reference(key)

    @property
    def month(self) -> Expr:
        """The month of each column."""
        return self.read("timeline.month")

    # --- inputs ---

    def declare(  # noqa: PLR0913  an input has this many sides
        self,
        key: str,
        label: str,
        unit: str,
        value: float,
        provenance: Provenance | None,
        *,
        shown: Shown = "number",
        given: bool = True,
        place: str | None = None,
        bounds: Bounds = (None, None),
        cause: Cause | None = None,
    ) -> Expr:
        """Declare an input once; a line that shares it reads the same one."""
        if key in self.program.inputs:
            return self.read(key)
        at = place or self.place(key)
        if not given:
            origin = Origin("assumed", BY_DEFAULT, place=at, given=False)
        elif provenance is None:
            origin = Origin("assumed", NOT_SAID, place=at)
        else:
            dated = None if provenance.dated is None else month_text(provenance.dated)
            origin = Origin(
                provenance.status,
                provenance.source,
                dated,
                provenance.owner,
                at,
                inferred=provenance.inferred,
            )
        return self.program.input(key, label, unit, value, origin, shown, bounds, cause)

    def figure(  # noqa: PLR0913  an input has this many sides
        self,
        key: str,
        label: str,
        unit: str,
        figure: Figure,
        inherited: Provenance | None,
        *,
        given: bool = True,
        place: str | None = None,
        bounds: Bounds = NOT_BELOW_NOTHING,
        cause: Cause | None = None,
    ) -> Expr:
        """Declare the input of one figure; its own source wins over its owner's."""
        if "£" in figure.text and "GBP" not in unit:
            raise InputError(
                f"{key}: a sum in pounds, where the currency is another",
                where=place or self.place(key),
                found=figure.text,
                expected=f"a figure in {unit}",
                remedies=["write the number without £, in its own currency"],
            )
        shown: Shown = "percent" if figure.is_percent else "number"
        provenance = figure.provenance or self.kept_provenance(key) or inherited
        return self.declare(
            key,
            label,
            unit,
            figure.value,
            provenance,
            shown=shown,
            given=given,
            place=place,
            bounds=bounds,
            cause=cause,
        )

    def dated(  # noqa: PLR0913  a table of points has this many sides
        self,
        key: str,
        label: str,
        unit: str,
        points: Mapping[int, Figure],
        inherited: Provenance | None,
        *,
        cause: str | None = None,
        places: Mapping[int, str] = MappingProxyType({}),
    ) -> list[tuple[Expr, Expr]]:
        """Declare the points of a dated table: first all months, then all figures.

        ``cause`` is why money grows where the later of them differ from that in force first;
        none where that is no growth, as of a grant.
        """
        first = max((each for each in points if each <= self.timeline.start), default=min(points))
        months = [
            self.declare(
                f"{key}.{month_text(month)}.from",
                f"{label}: from",
                "month",
                month,
                figure.provenance or inherited,
                shown="month",
                given=False,
                place=places.get(month),
            )
            for month, figure in sorted(points.items())
        ]
        figures = [
            self.figure(
                f"{key}.{month_text(month)}",
                f"{label}{since_words(month, is_only=len(points) == 1)}",
                unit,
                figure,
                inherited,
                place=places.get(month),
                cause=self._moved_by(cause, figure.provenance or inherited, key, first, month),
            )
            for month, figure in sorted(points.items())
        ]
        return list(zip(months, figures, strict=True))

    @staticmethod
    def _moved_by(
        cause: str | None, said: Provenance | None, key: str, first: int, month: int
    ) -> Cause | None:
        """Why a dated figure moves money, if it stands after the one in force first."""
        if cause is None or month <= first:
            return None
        if cause == ANNOUNCED and said is not None and said.status == "projected":
            cause = PROJECTED
        return Cause(cause, f"{key}.{month_text(first)}")

    # --- quantities ---

    def quantity(  # noqa: PLR0913  an input has this many sides
        self,
        key: str,
        label: str,
        unit: str,
        quantity: Quantity,
        inherited: Provenance | None,
        *,
        given: bool = True,
    ) -> Expr:
        """Expression for a quantity over time, in its own unit."""
        source = quantity.provenance or inherited
        if quantity.value is not None:
            return self.figure(key, label, unit, quantity.value, source, given=given)
        if quantity.by_date is not None:
            points = self.dated(key, label, unit, quantity.by_date, source, cause=VOLUME)
            if min(quantity.by_date) > self.timeline.start:
                self._refuse_late_start(key, label, min(quantity.by_date))
            return look_up(self.month, points)
        if quantity.start is not None:
            return self._growing(key, label, unit, quantity.start, quantity, source)
        parts = [self.driver(name, unit, key) for name in quantity.drivers_read]
        whole = add_up(*parts)
        if quantity.share is None:
            return whole
        return whole * self.figure(f"{key}.share", f"{label}: share", "1", quantity.share, source)

    def _growing(  # noqa: PLR0913, PLR0917  an input has this many sides
        self,
        key: str,
        label: str,
        unit: str,
        start: Figure,
        quantity: Quantity,
        source: Provenance | None,
    ) -> Expr:
        first = self.figure(f"{key}.start", f"{label} at the start", unit, start, source)
        if quantity.growth is None:
            return first
        growth = self.figure(
            f"{key}.growth",
            f"{label}: yearly growth",
            "1",
            quantity.growth,
            source,
            bounds=RATE,
            cause=Cause(VOLUME, 0.0),
        )
        passed = self.read("timeline.years_run" if quantity.smooth else "timeline.years_passed")
        return first * (1 + growth) ** passed

    def driver(self, name: str, unit: str, key: str) -> Expr:
        """A driver that stands above, counted in this unit, for the quantity at a key.

        Raises
        ------
        InputError
            If no driver above has the name, or it counts something else.
        """
        if name in self.driver_units and name not in self.drivers:
            raise InputError(
                f"{key}: a driver follows only drivers that stand above it",
                where=self.place(key),
                found=f"{name}, which stands here or below",
                expected=", ".join(self.drivers) or "a number: no driver stands above",
                remedies=[f"write {name}: above it"],
            )
        if name not in self.drivers:
            raise InputError(
                f"{key}: no driver is called {name}",
                where=self.place(key),
                expected=", ".join(self.drivers) or "a driver under drivers:",
                remedies=nearest(name, self.drivers),
            )
        if self.driver_units[name] != unit:
            raise InputError(
                f"{key}: counted in another unit than its "
                + ("driver" if key.startswith("drivers.") else "price"),
                where=self.place(key),
                found=f"{name} counts {self.driver_units[name]}",
                expected=f"a driver that counts {unit}",
                remedies=[
                    f"use a driver whose unit is {unit}",
                    f"or write unit: {self.driver_units[name]} here",
                ],
            )
        return self.drivers[name]

    def _refuse_late_start(self, key: str, label: str, first: int) -> None:
        raise InputError(
            f"{label} is unknown before {month_text(first)}",
            where=self.place(key),
            found=f"first dated figure {month_text(first)}",
            expected=f"a figure from {month_text(self.timeline.start)} or before",
            remedies=[f"add {month_text(self.timeline.start)}: NUMBER (0 if there were none)"],
        )
