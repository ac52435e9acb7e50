"""The scenario around its lines, as rows: drivers, prices and indices."""

from __future__ import annotations

import difflib
from functools import cached_property
from typing import TYPE_CHECKING

from licmodel.assembly.moves import Moves
from licmodel.assembly.price_lists import PriceLists
from licmodel.catalogue.files import INDICES
from licmodel.catalogue.indices import IndexSeries, index_keys, index_series
from licmodel.errors import InputError
from licmodel.language.expression import Expr, constant
from licmodel.language.operators import look_up, previous, where
from licmodel.language.program import Cause, Origin, Program
from licmodel.lines.enrolment import Enrolment
from licmodel.lines.setting import BY_DEFAULT, PROTECTION, RATE, Setting
from licmodel.lines.setting import INFLATION as INFLATION_CAUSE
from licmodel.scenario.scenario import Scenario
from licmodel.terms.figure import Figure, Provenance
from licmodel.terms.index import Index
from licmodel.terms.months import year_label, year_start
from licmodel.terms.term import number_text

if TYPE_CHECKING:
    from licmodel.assembly.enrolments import Enrolments

_MONTHS = 12


def surround(scenario: Scenario, program: Program, *, by_cause: bool = False) -> Setting:
    """Write the timeline and drivers, and make the look-ups that lines use.

    ``by_cause`` gives the model a switch that keeps prices from being set anew at renewals.
    """
    places = Surroundings(scenario)
    lists = PriceLists(scenario)
    setting = Setting(
        program=program,
        timeline=scenario.timeline,
        money=scenario.finance.currency,
        driver_units={key: driver.unit for key, driver in scenario.drivers.items()},
        product=lists.product,
        index_level=places.index_level,
        enrolment=places.enrolment,
        moved=places.moved,
        line_provenance=scenario.line_provenance,
        place=scenario.place,
        stand_ins=lists.stand_ins,
        kept_provenance=scenario.kept_provenance,
    )
    places.setting = setting
    places.moves = Moves(scenario, setting)
    setting.write_timeline()
    if by_cause:
        setting.renewing = program.input(
            "timeline.renewing",
            "prices are set anew at renewals (1: they are)",
            "1",
            1,
            Origin("assumed", BY_DEFAULT, given=False),
            cause=Cause(PROTECTION, 0.0),
        )
    places.write_drivers()
    return setting


class Surroundings:
    """Drivers, and look-ups of indices, each written as rows the first time it is read."""

    setting: Setting
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
            if driver.events:
                from licmodel.assembly.driver_events import with_events  # noqa: PLC0415  if any

                body = with_events(self.setting, key, driver, body)
            self.setting.drivers[key] = self.setting.program.row(
                f"drivers.{key}.count", driver.title or key.replace("_", " "), body
            )

    @cached_property
    def enrolments(self) -> Enrolments:
        """The agreements, which many scenarios have none of."""
        from licmodel.assembly.enrolments import Enrolments  # noqa: PLC0415  where one is read

        return Enrolments(self.scenario, self.setting)

    def enrolment(self, key: str, line: str) -> Enrolment:
        """The agreement that a line stands under."""
        return self.enrolments(key, line)

    def moved(self, key: str, unit: str) -> Expr | None:
        """Those who have come to a line by moves, less those gone."""
        return self.moves(key, unit)

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
                    cause=Cause(own.cause, 0.0),
                )
            return self._by_year(
                key, label, own.by_year or {}, own.provenance, line, cause=own.cause
            )
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
        cause: str = INFLATION_CAUSE,
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
                cause=Cause(cause, 0.0),
            )
            for year in years
        ]
        if len(years) == 1:
            return figures[0]
        return look_up(self.setting.month, list(zip(begins, figures, strict=True)))


INFLATION = "inflation_of_the_scenario"


def _as_count(unit: str) -> Expr:
    return constant(1, f"{unit}/month")
