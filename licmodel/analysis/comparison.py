"""Options side by side, along chosen periods: the figures that tables, JSON and CSV all show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from math import isnan
from typing import TYPE_CHECKING, Any, Literal

from licmodel.analysis.arguments import require, require_names, require_one_of
from licmodel.analysis.checks import Check, checks, master
from licmodel.analysis.figures import MEASURES, LineFigures, OptionFigures, plain
from licmodel.analysis.provenance import shares
from licmodel.analysis.results import Results, run
from licmodel.analysis.warnings import warnings_of
from licmodel.errors import InputError
from licmodel.language.program import Span
from licmodel.records import record
from licmodel.scenario.scenario import Scenario
from licmodel.terms.months import month_text

if TYPE_CHECKING:
    import pandas as pd

    from licmodel.analysis.accounts.grants import Granted

By = Literal["financial-year", "contract-year", "month"]
_SUFFIX = {"financial-year": ".by_year", "contract-year": ".by_contract_year", "month": ""}
_MONTHS = 12
_AXIS = {"financial-year": "year", "contract-year": "contract_year", "month": "month"}


@record
class Comparison:
    """Options side by side.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> compare(example()).options["stay"].billed
    [1200.0, 1200.0]
    """

    results: Results
    by: By
    real: bool
    periods: tuple[str, ...]
    options: dict[str, OptionFigures]
    what_ifs: dict[str, dict[str, OptionFigures]]
    provenance: dict[str, dict[str, float]]
    warnings: tuple[str, ...]

    @property
    def baseline(self) -> str | None:
        """Key of the baseline, or none."""
        return self.results.scenario.baseline_key

    @cached_property
    def checks(self) -> list[Check]:
        """Every check of the figures as the scenario stands."""
        return checks(self.results)

    @property
    def part_years(self) -> tuple[Span, ...]:
        """Financial years, and contract years where it is by them, not all inside the horizon."""
        periods = self.results.model.program.periods
        spans = periods.years + (periods.contract_years if self.by == "contract-year" else ())
        return tuple(span for span in spans if span.last - span.first + 1 < _MONTHS)

    @property
    def is_part(self) -> bool:
        """Whether only some of its periods are shown."""
        every = self.results.model.program.periods.labels(_AXIS[self.by])  # type: ignore[arg-type]
        return self.periods != every

    @property
    def grants(self) -> dict[str, Granted]:
        """What grants leave of the lines they pay for, in each option shown that has any."""
        rows = self.results.model.program.rows
        having = [key for key in self.options if f"{key}.granted" in rows]
        if not having:
            return {}
        from licmodel.analysis.accounts.grants import granted  # noqa: PLC0415  few scenarios have any

        base = ".real" if self.real else ""
        return {key: granted(self.results, key, base, _SUFFIX[self.by]) for key in having}

    def cheapest(self, measure: str = "present_value") -> str | None:
        """Key of the option with the lowest figure; none where no figure is known.

        Figures that are the same to the penny are a tie, which the baseline wins, and after it
        the option that stands first.
        """
        require_one_of(measure, COSTS, "cost")
        return cheapest_of(self.options, measure, self.baseline)

    def to_json(self) -> dict[str, Any]:
        """The comparison as plain data: the contract of ``compare --json``."""
        scenario = self.results.scenario
        data: dict[str, Any] = {
            "scenario": scenario.title,
            "currency": scenario.finance.currency,
            "baseline": self.baseline,
            "by": self.by,
            "price_base": "real" if self.real else "nominal",
            "periods": list(self.periods),
            "options": {key: plain(option) for key, option in self.options.items()},
            "not_costed": {
                key: {
                    "title": option.title or key,
                    "status": option.status,
                    "reason": option.reason,
                }
                for key, option in scenario.options.items()
                if not option.is_costed
            },
            "cheapest": {
                "present_value": self.cheapest(),
                "total": self.cheapest("total"),
            },
            "provenance": plain(self.provenance),
            "warnings": list(self.warnings),
            "checks": {
                "hold": master(self.checks),
                "failed": [str(check) for check in self.checks if not check.holds],
            },
        }
        if grants := self.grants:
            data["grants"] = {key: each.to_json() for key, each in grants.items()}
        if self.results.base is not None:  # versions of record were signed without
            data["what_if"] = self.results.base
        if self.what_ifs:
            data["what_ifs"] = {
                name: {"options": {key: plain(option) for key, option in options.items()}}
                for name, options in self.what_ifs.items()
            }
        return data

    def to_frame(self) -> pd.DataFrame:
        """One row for each option, line, measure and period, as a pandas frame [money].

        Returns
        -------
        pandas.DataFrame
            Columns ``option, line, measure, period, value``; an option's own figures have
            no line.
        """
        import pandas as pd

        return pd.DataFrame(self.records(), columns=list(RECORD))

    def records(self, what_if: str | None = None) -> list[tuple[str, str, str, str, float]]:
        """The figures as rows: option, line (empty for the option itself), measure, period.

        A rate of return, where it was asked for, is of the whole horizon: it has no period.
        """
        rows = []
        for key, option in (self.options if what_if is None else self.what_ifs[what_if]).items():
            if option.internal_rate is not None:
                rows.append((key, "", "internal_rate", "", option.internal_rate))
            for measure in MEASURES:
                figures = getattr(option, measure)
                rows += [
                    (key, "", measure, period, figure)
                    for period, figure in zip(self.periods, figures or (), strict=False)
                ]
            for line, figures_of in option.lines.items():
                for measure in ("billed", "accrued"):
                    rows += [
                        (key, line, measure, period, figure)
                        for period, figure in zip(
                            self.periods, getattr(figures_of, measure), strict=True
                        )
                    ]
        return rows


def cheapest_of(
    options: Mapping[str, OptionFigures], measure: str, baseline: str | None
) -> str | None:
    """Key of the option with the lowest figure, to the penny; the baseline wins a tie."""
    figures = {
        key: round(value, 2)
        for key, option in options.items()
        if not isnan(value := float(getattr(option, measure)))
    }
    return min(figures, key=lambda key: (figures[key], key != baseline)) if figures else None


COSTS = ("present_value", "total", "equivalent_annual_cost", "peak", "irrecoverable_vat")
"""Figures of an option of which the lowest is the cheapest."""

RECORD = ("option", "line", "measure", "period", "value")


def compare(  # noqa: PLR0913  one keyword for each choice a reader has
    scenario: Scenario | Results,
    *,
    by: By = "financial-year",
    real: bool = False,
    options: Sequence[str] | None = None,
    what_if: str | None = None,
    what_ifs: bool = False,
    with_irr: bool = False,
) -> Comparison:
    """Compare the options of a scenario.

    Parameters
    ----------
    scenario : Scenario or Results
        What to compare.
    by : {"financial-year", "contract-year", "month"}
        Periods of the figures.
    real : bool
        In prices of the first financial year, instead of money of the day.
    options : sequence of str, optional
        Which options, and in which order.
    what_if : str, optional
        One of the scenario's what-ifs, under which every figure is, in place of as it stands.
    what_ifs : bool
        Whether the scenario's what-ifs are worked out too.
    with_irr : bool
        Whether the internal rate of return of extra spend is.

    Raises
    ------
    InputError
        If the scenario does not fit together, or real figures are asked for without inflation.
    """
    require(scenario, (Scenario, Results), "compare takes a scenario", "licmodel.load(FILE)")
    require_one_of(by, list(_AXIS), "period")
    require(what_ifs, bool, "what_ifs is True or False: all of them, or none")
    if isinstance(scenario, Results):
        results = scenario
    else:
        from licmodel.assembly.assemble import assemble  # noqa: PLC0415  only here

        model = assemble(
            scenario, contract_years=by == "contract-year", real=real, with_irr=with_irr
        )
        wanted = list(model.scenario.what_ifs) if what_ifs else [what_if] if what_if else None
        results = run(model, wanted, with_rests=True)
    results = results if what_if is None else results.under(what_if)
    _refuse_what_was_not_run(results, by, real=real, what_ifs=what_ifs, with_irr=with_irr)
    if real and not results.model.has_level:
        raise InputError(
            "real figures need inflation",
            where=results.scenario.place("finance"),
            found="inflation: none",
            expected="inflation: gdp_deflator_obr_2025_11, or a rate such as 2%",
        )
    chosen = _chosen(results, options)
    reader = _Reader(results, by, real=real)
    others = [name for name in results.what_ifs if name != results.base]
    return Comparison(
        results,
        by,
        real,
        results.model.program.periods.labels(_AXIS[by]),  # type: ignore[arg-type]
        {key: reader.option(key) for key in chosen},
        {name: {key: reader.option(key, name) for key in chosen} for name in others},
        {key: share for key, share in shares(results).items() if key in chosen},
        tuple(warnings_of(results)),
    )


def _refuse_what_was_not_run(
    results: Results, by: By, *, real: bool, what_ifs: bool, with_irr: bool
) -> None:
    """Figures that results made before do not hold."""
    rows = results.model.program.rows
    first = next(iter(results.model.options))
    baseline = results.scenario.baseline_key
    compared = [key for key in results.model.options if baseline not in {None, key}]
    lacking = {
        "contract years": by == "contract-year" and f"{first}.billed.by_contract_year" not in rows,
        "real figures": real
        and results.model.has_level
        and f"{first}.saving.real" not in rows
        and f"{first}.accrued.real" not in rows,
        "rates of return": with_irr and any(f"{key}.internal_rate" not in rows for key in compared),
        "what-ifs": what_ifs and bool(results.scenario.what_ifs) and not results.what_ifs,
    }
    for what, missing in lacking.items():
        if missing:
            raise InputError(
                f"these results were made without {what}",
                remedies=["give compare the scenario itself, not its results"],
            )


def _chosen(results: Results, options: Sequence[str] | None) -> list[str]:
    known = list(results.model.options)
    if options is None:
        return known
    require_names(options, "options")
    for key in options:
        require_one_of(key, known, "option")
    return list(options)


class _Reader:
    def __init__(self, results: Results, by: By, *, real: bool) -> None:
        self.results = results
        self.by = by
        self.suffix = _SUFFIX[by]
        self.real = ".real" if real else ""

    def flow(self, key: str, what_if: str | None) -> list[float]:
        return self.results.by_period(f"{key}{self.real}{self.suffix}", what_if)

    def option(self, key: str, what_if: str | None = None) -> OptionFigures:
        results, model = self.results, self.results.model
        figure = results.figure
        labels = model.program.periods.labels("year")
        peak = figure(f"{key}.peak_year{self.real}", what_if)
        return OptionFigures(
            key=key,
            title=model.options[key].title,
            status=model.scenario.options[key].status,
            billed=self.flow(f"{key}.billed", what_if),
            accrued=self.flow(f"{key}.accrued", what_if),
            capital=self.flow(f"{key}.capital", what_if),
            revenue=self.flow(f"{key}.revenue", what_if),
            total=figure(f"{key}.billed{self.real}.total", what_if),
            present_value=figure(f"{key}.present_value", what_if),
            equivalent_annual_cost=figure(f"{key}.equivalent_annual_cost", what_if),
            peak_year=None if isnan(peak) else labels[int(peak) - 1],
            peak=figure(f"{key}.peak{self.real}", what_if),
            prepaid_before=figure(f"{key}.prepaid_before", what_if),
            prepaid_after=results.by_period(f"{key}.prepayment", what_if)[-1],
            irrecoverable_vat=figure(f"{key}.vat_billed{self.real}.total", what_if),
            cost_per_head=self._cost_per_head(key, what_if),
            not_needed=self._committed(f"{key}.not_needed", what_if),
            unavoidable=self._committed(f"{key}.unavoidable", what_if),
            events_counted=self._events(f"{key}.events.counted", what_if),
            events_more=self._events(f"{key}.events.more", what_if),
            lines={
                line: self._line(home, self._title(home), what_if)
                for line, home in model.options[key].lines.items()
            }
            | {
                name: self._line(f"{key}.{name}", title, what_if)
                for name, title in model.options[key].shortfalls.items()
            },
            **self._against_baseline(key, what_if),
        )

    def _cost_per_head(self, key: str, what_if: str | None) -> list[float] | None:
        if not self.results.model.has_heads or self.by != "financial-year":
            return None
        return self.flow(f"{key}.cost_per_head", what_if)

    def _committed(self, key: str, what_if: str | None) -> list[float] | None:
        known = key in self.results.model.program.rows
        return self.flow(key, what_if) if known else None

    def _events(self, key: str, what_if: str | None) -> float | None:
        if key not in self.results.model.program.rows:
            return None
        return self.results.figure(f"{key}{self.real}.total", what_if)

    def _title(self, home: str) -> str:
        option, name = home.split(".")
        return self.results.scenario.options[option].lines[name].title or name.replace("_", " ")

    def _line(self, home: str, title: str, what_if: str | None) -> LineFigures:
        return LineFigures(
            title,
            self.flow(f"{home}.billed", what_if),
            self.flow(f"{home}.accrued", what_if),
        )

    def _against_baseline(self, key: str, what_if: str | None) -> dict[str, Any]:
        results = self.results
        if results.scenario.baseline_key is None:
            return {}
        cumulative = None
        if self.by != "contract-year":
            so_far = f"{key}.saving{self.real}.so_far{self.suffix}"
            cumulative = results.by_period(so_far, what_if)

        def unless_baseline(name: str) -> float | None:
            known = f"{key}.{name}" in results.model.program.rows
            return results.figure(f"{key}.{name}", what_if) if known else None

        broken_even = unless_baseline("break_even")

        return {
            "saving": self.flow(f"{key}.saving", what_if),
            "cumulative_saving": cumulative,
            "saving_total": results.figure(f"{key}.saving{self.real}.total", what_if),
            "saving_present_value": results.figure(f"{key}.saving.present_value", what_if),
            "break_even": None
            if broken_even is None or isnan(broken_even)
            else month_text(round(broken_even)),
            "payback_years": unless_baseline("payback"),
            "payback_years_interpolated": unless_baseline("payback_interpolated"),
            "internal_rate": unless_baseline("internal_rate"),
        }
