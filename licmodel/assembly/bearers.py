"""Who bears an option's cost, as rows: its bodies in years of their own, and its funds."""

from __future__ import annotations

from collections.abc import Mapping

from licmodel.assembly.bodies import title_of, year_begins
from licmodel.assembly.measures import Measures, OptionRows
from licmodel.language.expression import Expr, constant
from licmodel.language.operators import add_up, counted, previous, where
from licmodel.lines.page import Page
from licmodel.lines.setting import Setting
from licmodel.scenario.scenario import Scenario
from licmodel.terms.bearer import ITSELF, UNSAID
from licmodel.terms.figure import Measure

_SHARE = Measure("1", low=0, high=1, percent=True)


def write_bearers(
    scenario: Scenario, setting: Setting, measures: Measures, options: Mapping[str, OptionRows]
) -> None:
    """Write what each body and each fund bears of every option, where the scenario has any."""
    for option in options.values():
        if scenario.bodies:
            _write_bodies(option, scenario, setting, measures)
        if scenario.funds:
            _write_funds(option, scenario, measures)


def _write_bodies(
    option: OptionRows, scenario: Scenario, setting: Setting, measures: Measures
) -> None:
    parts: dict[str, list[Expr]] = {}
    for page in option.pages.values():
        parts.setdefault(page.line.body or ITSELF, []).append(measures.borne(page))
    if option.beside:
        parts.setdefault(ITSELF, []).append(_beside(option, measures))
    currency = setting.money
    for name, rows in parts.items():
        label = f"{option.title}, borne by {title_of(name, scenario)}"
        cost = _write_part(option, "body", name, label, rows, measures)
        begins = year_begins(name, scenario, setting)
        setting.program.row(
            f"{option.key}.body.{name}.so_far",
            f"{label}, so far in a year of its own",
            where(begins, 0, previous(currency)) + cost,
            counted(constant(0), currency),
        )


def _write_funds(option: OptionRows, scenario: Scenario, measures: Measures) -> None:
    parts: dict[str, list[Expr]] = {}
    for page in option.pages.values():
        cost = measures.borne(page)
        for name, share in fund_shares(page).items():
            parts.setdefault(name, []).append(cost if share is None else cost * share)
    if option.beside:
        parts.setdefault(UNSAID, []).append(_beside(option, measures))
    for name, rows in parts.items():
        title = fund_title(name, scenario)
        _write_part(option, "fund", name, f"{option.title}, paid by {title}", rows, measures)


def _beside(option: OptionRows, measures: Measures) -> Expr:
    """What falls short of commitments, which no line says who bears; written once."""
    key = f"{option.key}.shortfall.borne"
    if key in measures.program.rows:
        return measures.program.reference(key)
    label = f"{option.title}: short of its commitments, with VAT not recovered"
    whole = measures.with_vat(option.beside, "accrued", measures.money.nothing)
    return measures.program.row(key, label, whole)


def fund_title(key: str, scenario: Scenario) -> str:
    """Name of a fund on tables, or what lines without one are said to be paid by."""
    if key == UNSAID:
        return "no fund said"
    return scenario.funds[key].title or key.replace("_", " ")


def fund_shares(page: Page) -> dict[str, Expr | None]:
    """Share of each fund in a line; None where it is the only one.

    A share is a part of their sum, so that nothing is lost where a what-if moves one alone.
    """
    split = page.line.fund or {}
    if len(split) < 2:  # noqa: PLR2004  nothing to split
        return dict.fromkeys(split or (UNSAID,))
    shares = {
        name: page.declare("fund", f"fund.{name}", figure, _SHARE) for name, figure in split.items()
    }
    whole = add_up(*shares.values())
    return {name: share / whole for name, share in shares.items()}


def _write_part(  # noqa: PLR0913, PLR0917  a part has this many sides
    option: OptionRows, way: str, name: str, label: str, rows: list[Expr], measures: Measures
) -> Expr:
    key = f"{option.key}.{way}.{name}"
    part = measures.program.row(key, label, add_up(*rows))
    measures.write_sums(key, label)
    option.borne.setdefault(way, []).append(key)
    return part
