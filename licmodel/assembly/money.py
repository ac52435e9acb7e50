"""Conventions of money as rows: price level, discount factors, annuity and lost VAT."""

from __future__ import annotations

from licmodel.assembly.surroundings import INFLATION
from licmodel.catalogue.files import SCHEDULES
from licmodel.catalogue.schedules import discount_schedule
from licmodel.errors import InputError
from licmodel.language.expression import Expr, constant
from licmodel.language.operators import (
    MONTHS_A_YEAR,
    add_up,
    by_year,
    counted,
    look_up,
    previous,
    total,
    where,
)
from licmodel.lines.setting import Setting
from licmodel.scenario.scenario import Scenario
from licmodel.terms.figure import Figure, Provenance
from licmodel.terms.index import Index
from licmodel.terms.months import parse_month

SHARE = (0.0, 1.0)
_DISCOUNT = (0.0, 10.0)
_WITHIN = {"start": "0", "middle": "0.5", "end": "1"}


class Money:
    """Rows that turn invoiced money into present values, real terms and yearly equivalents."""

    def __init__(self, scenario: Scenario, setting: Setting) -> None:
        self.scenario = scenario
        self.finance = scenario.finance
        self.setting = setting
        self.program = setting.program
        self.currency = scenario.finance.currency
        self.level = self._price_level()
        self.nothing = self._row(
            "finance.nothing",
            "nothing",
            counted(setting.read("timeline.step") - setting.read("timeline.step"), self.currency),
        )
        months = self._row(
            "timeline.months_in_year", "months in the year", by_year(setting.read("timeline.step"))
        )
        self.year_number = self._row(
            "timeline.year_number", "number of the year", previous("1", "year") + 1, constant(0)
        )
        self.months_in_year = months
        self.year_length = self._row(
            "timeline.year_length",
            "length of the year in years",
            counted(months / MONTHS_A_YEAR, "1"),
        )
        self.years_ended = self._row(
            "timeline.years_ended",
            "years gone by at its end",
            previous("1", "year") + self.year_length,
            constant(0),
        )
        self.all_years = self._row("timeline.all_years", "years in all", total(self.year_length))
        self.factor = self._discount_factor()
        self.annuity = self._row(
            "finance.annuity",
            "years, each weighed by its discount factor",
            total(
                self._row(
                    "finance.weighed_year",
                    "year weighed by its discount factor",
                    self.factor * (months / MONTHS_A_YEAR),
                )
            ),
        )
        self.vat_lost = self._vat_lost()
        self.heads = self._heads()

    @property
    def is_real(self) -> bool:
        """Whether present values are of deflated money."""
        return self.level is not None and self.finance.discounting.real

    def _row(self, key: str, label: str, body: Expr, opening: Expr | None = None) -> Expr:
        return self.program.row(key, label, body, opening)

    def _price_level(self) -> Expr | None:
        inflation = self.finance.inflation
        if isinstance(inflation, Index):
            return self.setting.index_level(INFLATION, "finance.inflation")
        if inflation == "none":
            return None
        return self.setting.index_level(inflation, "finance.inflation")

    def _discount_factor(self) -> Expr:
        rate = self._discount_rate()
        later = self.year_number > 1
        at_year_start = self._row(
            "finance.discount_factor_start",
            "discount factor at the start of the year",
            previous("1", "year") * where(later, 1 / (1 + rate), 1),
            constant(1),
        )
        within = self.setting.figure(
            "finance.timing",
            "part of the year after which money moves",
            "1",
            Figure.model_validate(_WITHIN[self.finance.timing]),
            Provenance(
                status="assumed", source=f"money moves at the {self.finance.timing} of the year"
            ),
            given="timing" in self.finance.model_fields_set,
            bounds=SHARE,
        )
        return self._row(
            "finance.discount_factor", "discount factor", at_year_start / (1 + rate) ** within
        )

    def _discount_rate(self) -> Expr:
        said = self.finance.discounting
        if said.rate is not None:
            return self.setting.figure(
                "finance.discount_rate",
                "discount rate",
                "1",
                said.rate,
                said.provenance,
                bounds=_DISCOUNT,
            )
        try:
            schedule = discount_schedule(said.schedule or "")
        except InputError as error:
            raise InputError(
                error.what,
                where=self.scenario.place("finance.discounting"),
                found=error.found,
                expected=error.expected,
                remedies=error.remedies,
            ) from None
        bands = [band for band in schedule.bands if band.from_year <= self.scenario.timeline.years]
        provenance = Provenance(
            status="published", source=schedule.source, dated=parse_month(schedule.dated)
        )
        rates = [
            self.setting.declare(
                f"finance.discount_rate.{band.from_year}"
                if len(bands) > 1
                else "finance.discount_rate",
                f"discount rate from year {band.from_year}",
                "1",
                band.rate,
                provenance,
                shown="percent",
                place=f"catalogue {SCHEDULES}",
                bounds=_DISCOUNT,
            )
            for band in bands
        ]
        if len(rates) == 1:
            return rates[0]
        starts = [
            self.setting.declare(
                f"finance.discount_rate.{band.from_year}.from",
                "band of years begins",
                "1",
                band.from_year,
                provenance,
                place=f"catalogue {SCHEDULES}",
            )
            for band in bands
        ]
        return look_up(self.year_number - 1, list(zip(starts, rates, strict=True)))

    def lost_by(self, body: str | None) -> Expr:
        """VAT not recovered, per pound, by a body; by the organisation itself where None."""
        if body is None:
            return self.vat_lost
        from licmodel.assembly.bodies import vat_lost_by  # noqa: PLC0415  few scenarios have any

        return vat_lost_by(body, self.scenario, self.setting)

    def _vat_lost(self) -> Expr:
        rate = self.setting.figure(
            "finance.vat_rate",
            "VAT rate",
            "1",
            self.finance.vat_rate,
            self.finance.provenance,
            given="vat_rate" in self.finance.model_fields_set,
            bounds=SHARE,
        )
        back = self.setting.figure(
            "finance.vat_recoverable",
            "part of VAT recovered",
            "1",
            self.finance.vat_recoverable,
            self.finance.provenance,
            given="vat_recoverable" in self.finance.model_fields_set,
            bounds=SHARE,
        )
        return self._row("finance.vat_lost", "VAT not recovered, per pound", rate * (1 - back))

    def _heads(self) -> Expr | None:
        """Average heads in each financial year."""
        names = self.scenario.organisation.heads
        if not names:
            return None
        heads = add_up(*(counted(self.setting.drivers[name], "head") for name in names))
        step = self.setting.read("timeline.step")
        monthly = self._row("organisation.head_months", "heads, for one month", heads * step)
        return self._row(
            "organisation.heads",
            "average heads over the year",
            by_year(monthly) / self.months_in_year,
        )
