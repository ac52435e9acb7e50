"""Bodies as rows: the VAT that each of them loses, and what it bears in years of its own."""

from __future__ import annotations

from licmodel.catalogue.bodies import body_kinds, vat_position
from licmodel.catalogue.files import BODIES
from licmodel.errors import InputError
from licmodel.language.expression import Expr
from licmodel.language.operators import equals, remainder
from licmodel.lines.setting import TWELVE_MONTHS, Setting
from licmodel.scenario.scenario import Scenario
from licmodel.terms.bearer import ITSELF, Body
from licmodel.terms.figure import Provenance
from licmodel.terms.months import parse_month, year_of, year_start

_SHARE = (0.0, 1.0)


def vat_lost_by(key: str, scenario: Scenario, setting: Setting) -> Expr:
    """VAT that a body does not recover, per pound; its rows are written once.

    Raises
    ------
    InputError
        If neither its kind nor the scenario says what comes back to it.
    """
    row = f"bodies.{key}.vat_lost"
    if row in setting.program.rows:
        return setting.read(row)
    body = scenario.bodies[key]
    title = title_of(key, scenario)
    back = _recoverable(key, title, body, setting)
    if body.business_use is not None:
        back *= 1 - setting.figure(
            f"bodies.{key}.business_use",
            f"{title}: part of its use that is for business",
            "1",
            body.business_use,
            body.provenance,
            bounds=_SHARE,
        )
    rate = setting.read("finance.vat_rate")
    return setting.program.row(row, f"{title}: VAT not recovered, per pound", rate * (1 - back))


def year_begins(key: str, scenario: Scenario, setting: Setting) -> Expr:
    """Flag: a financial year of a body's own begins, or of the organisation's; written once."""
    row = f"bodies.{key}.year_begins"
    if row in setting.program.rows:
        return setting.read(row)
    closing = closing_of(key, scenario)
    title = title_of(key, scenario)
    first = setting.declare(
        f"bodies.{key}.year_from",
        f"{title}: first month of its year",
        "month",
        year_start(year_of(scenario.timeline.start, closing), closing),
        None,
        shown="month",
        given=False,
    )
    begins = equals(remainder(setting.month - first, TWELVE_MONTHS), 0)
    return setting.program.row(row, f"{title}: a year of its own begins", begins)


def closing_of(key: str, scenario: Scenario) -> int:
    """Closing month of the financial year of a body, or of the organisation, 1 to 12."""
    of_scenario = scenario.timeline.closing
    return of_scenario if key == ITSELF else scenario.bodies[key].closing(of_scenario)


def title_of(key: str, scenario: Scenario) -> str:
    """Name on tables of a body, or of the organisation itself."""
    if key == ITSELF:
        return scenario.organisation.name
    return scenario.bodies[key].title or key.replace("_", " ")


def _recoverable(key: str, title: str, body: Body, setting: Setting) -> Expr:
    at, label = f"bodies.{key}.vat_recoverable", f"{title}: part of VAT recovered"
    if body.vat_recoverable is not None:
        said = body.vat_recoverable
        return setting.figure(at, label, "1", said, body.provenance, bounds=_SHARE)
    position = vat_position(body.kind) if body.kind in body_kinds() else None
    if position is None or position.recoverable is None:
        raise InputError(
            f"{title}: what VAT comes back to it is not known",
            where=setting.place(f"bodies.{key}"),
            found=f"kind: {body.kind}" + ("" if position is None else f" ({position.rule})"),
            expected="vat_recoverable: SHARE, with its source",
            remedies=["take the share of its last VAT return", "write 0% if it is not registered"],
        )
    first = position.sources[0]
    dated = None if first.dated == "undated" else parse_month(first.dated)
    source = f"{position.rule}: {first.title}, {first.url}"
    return setting.declare(
        at,
        label,
        "1",
        position.recoverable,
        Provenance(status="published", source=source, dated=dated),
        shown="percent",
        place=f"catalogue {BODIES}",
        bounds=_SHARE,
    )
