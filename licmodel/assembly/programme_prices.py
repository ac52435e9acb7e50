"""What a programme does to a price: premiums for ways of paying, and discounts of its levels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from licmodel.catalogue.clauses import Plan, ProductKind, Sector, concerns
from licmodel.catalogue.facts import Fact, Switch
from licmodel.catalogue.files import MEMORANDA, PROGRAMMES
from licmodel.errors import InputError
from licmodel.language.expression import Expr
from licmodel.language.operators import look_up
from licmodel.lines.setting import Setting
from licmodel.terms.figure import Figure, Provenance
from licmodel.terms.months import month_text, parse_month
from licmodel.terms.term import number_text

if TYPE_CHECKING:
    from licmodel.assembly.contracts import Terms

PLANS: dict[int, Plan] = {1: "monthly", 12: "annual", 36: "upfront"}
RENTED: ProductKind = "online_service"
LEVEL_LOSS = "level_d_loss"
_LONG_AGO = parse_month("1980-01")
_SECTORS: dict[str, Sector] = {"council": "government", "school": "education", "trust": "education"}
_BRITISH = frozenset({"england", "scotland", "wales", "northern ireland", "united kingdom", "uk"})


def said(title: str, fact: Fact, clause: str) -> Provenance:
    """Where a clause of a programme or memorandum is from.

    Examples
    --------
    >>> from licmodel.catalogue.programmes import programme
    >>> bought = programme("csp_annual")
    >>> said(bought.title, bought.term, "term").status
    'published'
    """
    pages = "; ".join(f"{page.title}, {page.dated}, {page.url}" for page in fact.sources)
    status = "assumed" if fact.confidence == "low" else "published"
    return Provenance.model_validate({"status": status, "source": f"{title}, {clause}: {pages}"})


def sector_of(kind: str) -> Sector:
    """The sector that an organisation of some kind buys in.

    Examples
    --------
    >>> sector_of("council"), sector_of("other")
    ('government', 'commercial')
    """
    return _SECTORS.get(kind, "commercial")


def is_public(kind: str, country: str | None) -> bool:
    """Whether an organisation is a UK public body, which may buy under a memorandum.

    Examples
    --------
    >>> is_public("council", "Wales"), is_public("council", None)
    (True, False)
    """
    return kind in _SECTORS and (country or "").lower() in _BRITISH


def premium(setting: Setting, terms: Terms, months: int) -> Expr | None:
    """What invoices of so many months add to a price, by the month in which it is set [share].

    None where the programme adds nothing, or nothing is known of that way of paying.
    """
    plans = [each for each in terms.programme.billing if each.plan == PLANS.get(months)]
    dated = plans[0].premiums if plans else ()
    if not any(each.share for each in dated):
        return None
    shares = [(each, each.starts, each.share) for each in dated]
    at = f"agreements.{terms.key}.premium.{PLANS[months]}"
    label = f"{terms.title}: premium for {PLANS[months]} payment"
    return _by_date(setting, terms, at, label, "billing", shares)


def level_discount(setting: Setting, terms: Terms, kind: str, country: str | None) -> Expr | None:
    """What the agreement's price level takes off the list, by the month a price is set [share].

    None where the agreement names no level. For a UK public body at Level D, what is lost from
    November 2025 on is a figure of its own, since nobody published it.

    Raises
    ------
    InputError
        If the programme has no such level.
    """
    level = terms.agreement.level
    if level is None:
        return None
    sector = sector_of(kind)
    levels = terms.programme.levels
    dated = (
        []
        if levels is None
        else [
            each
            for each in levels.discounts
            if concerns(each.applies_to, RENTED) and concerns(each.sectors, sector)
        ]
    )
    if not any(level in each.shares for each in dated):
        known = {name for each in dated for name in each.shares}
        raise InputError(
            f"{terms.programme.title} has no price level {level}",
            where=terms.place_of("level"),
            expected=", ".join(sorted(known)) or "no level: it has none",
            remedies=["say the discount on the line instead"],
        )
    shares = [(each, each.starts, each.shares[level]) for each in dated if level in each.shares]
    at, label = f"agreements.{terms.key}.level", f"{terms.title}: discount of level {level}"
    public = is_public(kind, country)
    switch = loss_switch() if public and sector == "government" and level == "D" else None
    if switch is None:
        return _by_date(setting, terms, at, label, "levels", shares)
    lost_said = said("memorandum", switch, LEVEL_LOSS)
    kept = [each for each in shares if (each[1] or 0) < (switch.starts or 0)]
    discount = _by_date(setting, terms, at, label, "levels", kept)
    lost = setting.figure(
        f"agreements.{terms.key}.{LEVEL_LOSS}",
        f"{terms.title}: part of the list price that a UK public body loses with its level",
        "1",
        _percent(switch.option(terms.agreement.choices.get(LEVEL_LOSS)).share or 0.0),
        lost_said,
        place=f"catalogue {MEMORANDA}",
    )
    begins = setting.declare(
        f"agreements.{terms.key}.{LEVEL_LOSS}.from",
        f"{terms.title}: levels end",
        "month",
        switch.starts or 0,
        lost_said,
        shown="month",
        given=False,
    )
    first = setting.read(f"{at}.{_text(kept[0][1])}.from")
    return look_up(setting.month, [(first, discount), (begins, discount - lost)])


def loss_switch() -> Switch | None:
    """The open question of what Level D is worth after November 2025."""
    from licmodel.catalogue.memoranda import memorandum_on  # noqa: PLC0415  few name a level

    memorandum = memorandum_on(parse_month("2025-11"))
    found = () if memorandum is None else memorandum.switches
    return next((each for each in found if each.key == LEVEL_LOSS), None)


def _text(starts: int | None) -> str:
    return month_text(_LONG_AGO if starts is None else starts)


def _percent(share: float) -> Figure:
    return Figure.model_validate(number_text(share, percent=True))


def _by_date(  # noqa: PLR0913, PLR0917  a dated table has this many sides
    setting: Setting,
    terms: Terms,
    at: str,
    label: str,
    clause: str,
    shares: Sequence[tuple[Fact, int | None, float]],
) -> Expr:
    points = []
    for fact, starts, share in shares:
        source = said(terms.programme.title, fact, clause)
        begins = setting.declare(
            f"{at}.{_text(starts)}.from",
            f"{label}: from",
            "month",
            _LONG_AGO if starts is None else starts,
            source,
            shown="month",
            given=False,
            place=f"catalogue {PROGRAMMES}",
        )
        figure = setting.figure(
            f"{at}.{_text(starts)}",
            label,
            "1",
            _percent(share),
            source,
            place=f"catalogue {PROGRAMMES}",
        )
        points.append((begins, figure))
    return look_up(setting.month, points)
