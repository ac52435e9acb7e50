"""Seats under an agreement: needed, committed, paid but not needed; and the price held for them.

Both are recurrences: what was committed and paid a month ago goes on until the agreement lets
it change. Seats held before the horizon, and their price, are where the recurrences open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licmodel.language.expression import Expr, constant
from licmodel.language.operators import (
    MONTHS_A_YEAR,
    counted,
    during,
    equals,
    every,
    lag,
    least,
    most,
    previous,
    round_up,
    where,
)
from licmodel.lines.additions import averaged, charge_whole_years
from licmodel.lines.enrolment import Enrolment
from licmodel.lines.instalments import charge_term, with_spread
from licmodel.records import record
from licmodel.terms.agreement import FALL_WORDS

if TYPE_CHECKING:
    from licmodel.lines.page import Page


@record
class Held:
    """Seats of before the horizon as inputs: how many, at what price a month, and the floor."""

    seats: Expr
    price: Expr
    minimum: Expr | None


def held_before(page: Page, enrolment: Enrolment) -> Held | None:
    """The holding that a line takes over, if it has one."""
    if page.holding is None:
        return None
    name, holding = page.holding
    key = f"agreements.{enrolment.owners[name]}.holdings.{name}"
    said = holding.provenance or enrolment.agreement.provenance
    label = f"{page.name}: held before"
    price = page.setting.figure(
        f"{key}.price",
        f"{label}, price",
        f"{page.money}/{page.unit}/{holding.per}",
        holding.price,
        said,
    )
    if holding.per == "year":
        price = price / MONTHS_A_YEAR
    minimum = None
    if holding.minimum is not None:
        minimum = page.setting.quantity(
            f"{key}.minimum", f"{page.name}: contracted minimum", page.unit, holding.minimum, said
        )
    seats = page.setting.figure(f"{key}.seats", f"{label}, seats", page.unit, holding.seats, said)
    return Held(seats, price, minimum)


def commit(page: Page, enrolment: Enrolment, offer: Expr | None, held: Held | None) -> None:
    """Write a line's seats and price under its agreement, and charge them.

    Parameters
    ----------
    page : Page
        Of the line.
    enrolment : Enrolment
        Its agreement.
    offer : Expr, optional
        Price a month for which a seat could be ordered in each month; none where the line has
        only the price of its holding.
    held : Held, optional
        Seats of before the horizon.
    """
    needed = page.row(
        "needed",
        "whole units needed",
        where(every(page.active, enrolment.live), round_up(page.quantity()), 0),
    )
    committed = _committed(page, enrolment, needed, held)
    page.row("not_needed", "units paid for but not needed", committed - needed)
    price, price_held = _price(page, enrolment, offer, held, committed)
    late = None
    if enrolment.added.charged == "whole_years":
        late = charge_whole_years(
            page, enrolment, committed, _of_added(enrolment, price, offer), _opening(page, held)
        )
    charge_term(
        page,
        "committed units at their price",
        during(committed * price, "month"),
        enrolment.term,
        _charged_before(page, enrolment, held),
    )
    in_vain = with_spread(page, during((committed - needed) * price, "month"))
    page.measured["not_needed"] = page.row("not_needed_cost", "paid but not needed", in_vain)
    kept = page.row(
        "kept",
        "units of before that cannot go yet",
        _kept(page, enrolment, held, committed),
        _opening(page, held),
    )
    sure = with_spread(page, during(kept * price_held, "month"))
    if late is not None and enrolment.as_of is not None:
        sure += where(page.month < enrolment.as_of, late, 0)
    page.measured["unavoidable"] = page.row("unavoidable", "what cannot be avoided any more", sure)


def _committed(page: Page, enrolment: Enrolment, needed: Expr, held: Held | None) -> Expr:
    lowest = needed
    if held is not None and held.minimum is not None:
        lowest = page.row(
            "lowest",
            "needed, or the contracted minimum",
            where(enrolment.live, most(needed, round_up(held.minimum)), 0),
        )
    anew = lowest
    if enrolment.may_fall == "never":
        anew = most(lowest, previous(page.unit))
    return page.row(
        "committed",
        f"units committed, which may be handed back {FALL_WORDS[enrolment.may_fall]}",
        where(
            enrolment.live,
            where(enrolment.free, anew, most(lowest, _after_fall(page, enrolment))),
            0,
        ),
        _opening(page, held),
    )


def _opening(page: Page, held: Held | None) -> Expr:
    return counted(constant(0), page.unit) if held is None else held.seats


def _charged_before(page: Page, enrolment: Enrolment, held: Held | None) -> Expr:
    """What a month of before the horizon was charged: what is not held was not ordered then."""
    if held is None:
        return counted(constant(0), page.money)
    was_signed = page.setting.read("timeline.start") > enrolment.signed
    return where(was_signed, during(held.seats * held.price, "month"), 0)


def _after_fall(page: Page, enrolment: Enrolment) -> Expr:
    """The units of a month ago, less all that may be handed back now."""
    before = previous(page.unit)
    if enrolment.may_fall in {"renewal", "never"}:
        return before
    left = counted(constant(0), page.unit)
    if enrolment.true_down is not None:
        left = round_up(before * (1 - enrolment.true_down))
    return left if enrolment.may_fall == "any_month" else where(enrolment.anniversary, left, before)


def _kept(page: Page, enrolment: Enrolment, held: Held | None, committed: Expr) -> Expr:
    """The units of before the horizon, if every one that may go goes as soon as it may.

    What was committed until the scenario was drawn up cannot be avoided any more either.
    """
    left, is_never = _after_fall(page, enrolment), enrolment.may_fall == "never"
    if held is not None and held.minimum is not None:
        begun = page.setting.read("timeline.start") > enrolment.signed
        bound = begun if is_never else enrolment.fixed()
        left = where(bound, most(left, round_up(held.minimum)), left)
    kept = where(enrolment.live, left if is_never else where(enrolment.free, 0, left), 0)
    if enrolment.as_of is None:
        return kept
    return where(page.month < enrolment.as_of, committed, kept)


def _of_added(enrolment: Enrolment, price: Expr, offer: Expr | None) -> Expr:
    """Price of a unit added now."""
    return offer if enrolment.added.price == "list_when_ordered" and offer is not None else price


def _price(
    page: Page, enrolment: Enrolment, offer: Expr | None, held: Held | None, committed: Expr
) -> tuple[Expr, Expr]:
    """Price of one of all units, and of one of before the horizon."""
    paid = f"{page.money}/{page.unit}/month"
    before = previous(paid)
    opening = counted(constant(0), paid) if held is None else held.price
    anew = before if offer is None else offer
    if enrolment.uplift is not None:
        base = offer if enrolment.agreement.uplift_on == "list" and offer is not None else before
        anew = base * (1 + enrolment.uplift)
    if enrolment.cap is not None:
        anew = where(before > 0, least(anew, before * (1 + enrolment.cap)), anew)
    price = where(enrolment.priced, anew, before)
    if offer is not None:
        first = page.row(
            "first_order",
            "ordered for the first time, or again",
            every(equals(lag(committed), 0), committed > 0),
        )
        price = where(first, offer, price)
    if offer is None or enrolment.added.price != "list_when_ordered":
        said = "price a month, held until it is set anew"
        row = page.row("price_a_month", said, price, opening)
        return row, row
    average = page.row(
        "price_a_month",
        "average price a month",
        averaged(enrolment, price, offer, committed, before),
        opening,
    )
    if enrolment.as_of is not None:
        price = where(page.month < enrolment.as_of, average, price)
    said = "price a month of units of before"
    return average, page.row("price_held", said, price, opening)
