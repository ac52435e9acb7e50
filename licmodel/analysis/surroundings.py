"""The scenario around its lines, as rows: drivers, prices and indices."""

from __future__ import annotations

import difflib
from itertools import zip_longest

from licmodel.analysis.enrolments import Enrolments
from licmodel.analysis.moves import Moves
from licmodel.catalogue.files import INDICES, PRICES
from licmodel.catalogue.indices import IndexSeries, index_keys, index_series
from licmodel.catalogue.prices import PricePoint, price_points, product_keys
from licmodel.errors import InputError, PriceError
from licmodel.language.expression import Expr, constant
from licmodel.language.operators import look_up, previous, where
from licmodel.language.program import Program
from licmodel.lines.enrolment import Enrolment
from licmodel.lines.setting import RATE, Product, Setting
from licmodel.scenario.scenario import Scenario
from licmodel.terms.figure import Figure, Provenance
from licmodel.terms.index import Index
from licmodel.terms.months import month_text, parse_month, year_label, year_start
from licmodel.terms.price import Price
from licmodel.terms.term import number_text

_MONTHS = 12


def surround(scenario: Scenario, program: Program) -> Setting:
    """Write the timeline and drivers, and make the look-ups that lines use."""
    places = Surroundings(scenario)
    setting = Setting(
        program=program,
        timeline=scenario.timeline,
        money=scenario.finance.currency,
        driver_units={key: driver.unit for key, driver in scenario.drivers.items()},
        product=places.product,
        index_level=places.index_level,
        enrolment=places.enrolment,
        moved=places.moved,
        line_provenance=scenario.line_provenance,
        place=scenario.place,
    )
    places.setting = setting
    places.enrolments = Enrolments(scenario, setting)
    places.moves = Moves(scenario, setting)
    setting.write_timeline()
    places.write_drivers()
    return setting


class Surroundings:
    """Look-ups of products and indices, each written as rows the first time it is read."""

    setting: Setting
    enrolments: Enrolments
    moves: Moves

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def write_drivers(self) -> None:
        """Write a row for each driver; a driver may follow drivers above it."""
        for key, driver in self.scenario.drivers.items():
            body = self.setting.quantity(
                f"drivers.{key}",
                driver.title or key.replace("_", " "),
                driver.unit,
                driver,
                driver.provenance,
            )
            if body.axis == "whole":
                body = body + (self.setting.month - self.setting.month) * _as_count(driver.unit)
            self.setting.drivers[key] = self.setting.program.row(
                f"drivers.{key}.count", driver.title or key.replace("_", " "), body
            )

    def enrolment(self, key: str, line: str) -> Enrolment:
        """The agreement that a line stands under."""
        return self.enrolments(key, line)

    def moved(self, key: str, unit: str) -> Expr | None:
        """Those who have come to a line by moves, less those gone."""
        return self.moves(key, unit)

    # --- products ---

    def product(self, key: str, line: str) -> Product:
        """The price list of a product: the scenario's own, or else the catalogue's."""
        listed = self.scenario.prices.get(key)
        if listed is not None:
            title = listed.title or key.replace("_", " ")
            return Product(key, title, listed.unit, listed, f"prices.{key}")
        currency = self.scenario.finance.currency
        if key not in product_keys():
            raise self._unknown_product(key, line)
        points = history(price_points(key, currency))
        if not points:
            raise PriceError(
                f"no price of {key} in {currency} is known",
                where=self.scenario.place(line),
                found="prices in "
                + ", ".join(sorted({p.currency for p in price_points(key, None)})),
                expected=f"a price in {currency}: another currency's is not that times a rate",
                remedies=[f"add {key}: to prices:, with its source or assumed:"],
            )
        self._refuse_gaps(key, line, points)
        return Product(
            key,
            points[0].title,
            points[0].unit,
            _price(points),
            f"prices.{key}",
            f"catalogue {PRICES}",
        )

    def _refuse_gaps(self, key: str, line: str, points: list[PricePoint]) -> None:
        """A price that has ended is in force no longer, even if no later one is known."""
        timeline = self.scenario.timeline
        for point, following in zip_longest(points, points[1:]):
            if point.end is None:
                continue
            gap = point.end + 1
            until = timeline.last if following is None else (following.start or 0) - 1
            if gap <= min(until, timeline.last) and until >= timeline.start:
                raise PriceError(
                    f"no price of {key} is in force from {month_text(max(gap, timeline.start))}",
                    where=self.scenario.place(line),
                    found=f"the nearest price ended in {month_text(point.end)}",
                    expected="a price through the horizon",
                    remedies=[f"add {key}: to prices:, with its source or assumed:"],
                )

    def _unknown_product(self, key: str, line: str) -> InputError:
        known = [*self.scenario.prices, *product_keys(self.scenario.finance.currency)]
        near = difflib.get_close_matches(key, known, 3)
        return PriceError(
            f"no price list has a product called {key}",
            where=self.scenario.place(line),
            expected="one of: " + ", ".join(near or known[:8]),
            remedies=[
                f"add {key}: to prices:, with its source or assumed:",
                "or give the line a price: of its own",
            ],
        )

    # --- indices ---

    def index_level(self, key: str, line: str) -> Expr:
        """Monthly level of an index, 1 in the horizon's first financial year."""
        row = f"indices.{key}.level"
        program = self.setting.program
        if row in program.rows:
            return program.reference(row)
        label = self._title(key, line)
        rate = self._rate(key, label, line)
        begins = self.setting.read("timeline.year_begins")
        return program.row(
            row, f"{label}: level", previous("1") * where(begins, 1 + rate, 1), constant(1)
        )

    def _title(self, key: str, line: str) -> str:
        own = self.scenario.indices.get(key)
        if own is not None:
            return own.title or key.replace("_", " ")
        if key == INFLATION:
            return "inflation"
        return self._series(key, line).title

    def _series(self, key: str, line: str) -> IndexSeries:
        if key not in index_keys():
            near = difflib.get_close_matches(key, [*self.scenario.indices, *index_keys()], 3)
            raise InputError(
                f"no index is called {key}",
                where=self.scenario.place(line),
                expected="one of: " + ", ".join(near or [*self.scenario.indices, *index_keys()]),
                remedies=["write a rate of your own, index: 3%", "or add it under indices:"],
            )
        return index_series(key)

    def _rate(self, key: str, label: str, line: str) -> Expr:
        own = self.scenario.indices.get(key)
        if own is None and key == INFLATION and isinstance(self.scenario.finance.inflation, Index):
            own = self.scenario.finance.inflation
        if own is not None:
            if own.growth is not None:
                return self.setting.figure(
                    f"indices.{key}.growth",
                    f"{label}: yearly rate",
                    "1",
                    own.growth,
                    own.provenance,
                    bounds=RATE,
                )
            return self._by_year(key, label, own.by_year or {}, own.provenance, line)
        series = self._series(key, line)
        figures = {
            point.year: Figure.model_validate(
                {
                    "value": number_text(point.growth, percent=True),
                    "source": series.source,
                    "status": point.status,
                    "dated": series.dated,
                }
            )
            for point in series.points
            if self._needed(point.year, series.points[-1].year)
        }
        return self._by_year(key, label, figures, None, line, f"catalogue {INDICES}")

    def _needed(self, year: int, last: int) -> bool:
        timeline = self.scenario.timeline
        first = timeline.first_year
        return min(first, last) <= year <= first + timeline.years

    def _by_year(  # noqa: PLR0913, PLR0917  a series has this many sides
        self,
        key: str,
        label: str,
        rates: dict[int, Figure],
        inherited: Provenance | None,
        line: str,
        place: str | None = None,
    ) -> Expr:
        timeline = self.scenario.timeline
        first_step = timeline.first_year + 1
        steps = year_start(first_step, timeline.closing) <= timeline.last
        if steps and min(rates, default=first_step + 1) > first_step:
            raise InputError(
                f"index {key} has no rate for {year_label(first_step, timeline.closing)}",
                where=self.scenario.place(f"indices.{key}") or self.scenario.place(line),
                expected=f"a rate for {year_label(first_step, timeline.closing)} or before",
            )
        years = sorted(rates)
        begins = [
            self.setting.declare(
                f"indices.{key}.{year}.from",
                f"{label} {year}: from",
                "month",
                year_start(year, timeline.closing),
                rates[year].provenance or inherited,
                shown="month",
                given=False,
                place=place,
            )
            for year in years
        ]
        figures = [
            self.setting.figure(
                f"indices.{key}.{year}",
                f"{label} {year}",
                "1",
                rates[year],
                inherited,
                place=place,
                bounds=RATE,
            )
            for year in years
        ]
        if len(years) == 1:
            return figures[0]
        return look_up(self.setting.month, list(zip(begins, figures, strict=True)))


INFLATION = "inflation_of_the_scenario"


def history(points: tuple[PricePoint, ...]) -> list[PricePoint]:
    """The dated run of a product's prices for commercial customers, the best source on each date.

    Prices seen on one page with no dates at all are left aside where a dated run exists.
    """
    rank = {"high": 0, "medium": 1, "low": 2}
    commercial = [point for point in points if point.segment == "commercial"] or list(points)
    dated = [point for point in commercial if point.start is not None or point.end is not None]
    chosen: dict[int, PricePoint] = {}
    for point in dated or commercial:
        start = parse_month("1980-01") if point.start is None else point.start
        if start not in chosen or rank[point.confidence] < rank[chosen[start].confidence]:
            chosen[start] = point
    return [chosen[start] for start in sorted(chosen)]


def _price(points: list[PricePoint]) -> Price:
    def figure(point: PricePoint) -> dict[str, str]:
        said = {"value": str(point.price), "status": point.status}
        said["source"] = f"{point.source} ({point.source_date}; confidence {point.confidence})"
        return said

    starts = ["1980-01" if p.start is None else month_text(p.start) for p in points]
    return Price.model_validate(
        {"per": points[0].per, "by_date": dict(zip(starts, map(figure, points), strict=True))}
    )


def _as_count(unit: str) -> Expr:
    return constant(1, f"{unit}/month")
