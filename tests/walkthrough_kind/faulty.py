"""Kinds with one fault each, which the conformance suite has to find."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator

from licmodel.language.expression import Expr, constant
from licmodel.language.operators import counted, during, previous, where
from licmodel.lines.line import Line
from licmodel.lines.page import Charge
from licmodel.terms.figure import Figure, Measure
from licmodel.terms.quantity import Quantity

if TYPE_CHECKING:
    from licmodel.lines.page import Page


class Faultless(Line):
    """So many at so much a month, from which the others differ by their fault."""

    quantity: Quantity
    """How many."""

    amount: Annotated[Figure, Measure("GBP/unit/month", low=0, high=100)]
    """What one costs a month."""

    def rows(self, page: Page) -> None:
        """The month's cost while served."""
        page.charge("charge", "charge", where(page.active, self.monthly(page), 0))

    def monthly(self, page: Page) -> Expr:
        """What a month costs, served or not."""
        return during(page.quantity() * page.figure("amount"), "month")


class Standing(Faultless):
    """Costs something even where there is nothing."""

    kind: Literal["standing"] = "standing"

    def monthly(self, page: Page) -> Expr:
        """One too many."""
        return super().monthly(page) + counted(page.figure("amount"), page.money)


class Cheaper(Faultless):
    """Is free where many are needed, and does not say that more may cost less."""

    kind: Literal["cheaper"] = "cheaper"

    many: Annotated[Figure, Measure("unit", low=1, high=100)]
    """Number beyond which it is free."""

    def monthly(self, page: Page) -> Expr:
        """Nothing for many."""
        return where(page.quantity() > page.figure("many"), 0, super().monthly(page))


class Early(Faultless):
    """Is charged before it starts."""

    kind: Literal["early"] = "early"

    def rows(self, page: Page) -> None:
        """From the horizon's first month on."""
        started = page.month >= page.setting.read("timeline.start")
        page.charge("charge", "charge", where(started, self.monthly(page), 0))


class Late(Faultless):
    """Is charged after it has ended."""

    kind: Literal["late"] = "late"

    def rows(self, page: Page) -> None:
        """From its start on."""
        page.charge("charge", "charge", where(page.month >= page.starts, self.monthly(page), 0))


class Unpaid(Faultless):
    """Is invoiced at twice what is served."""

    kind: Literal["unpaid"] = "unpaid"

    def rows(self, page: Page) -> None:
        """The invoice is a row of its own, and a wrong one."""
        served = page.row("served", "served", where(page.active, self.monthly(page), 0))
        invoiced = page.row("invoiced", "invoiced", served + served)
        page.charges.append(Charge(served, invoiced, "revenue", has_vat=True))


class Hoarding(Faultless):
    """Holds as prepaid what has been served."""

    kind: Literal["hoarding"] = "hoarding"

    def rows(self, page: Page) -> None:
        """What is served is never taken from what was prepaid."""
        super().rows(page)
        rows, key = page.setting.program.rows, f"{page.key}.charge.prepayment"
        if key in rows:
            body = previous(page.money) + page.setting.read(f"{page.key}.charge.billed")
            rows[key] = replace(rows[key], body=body)


class Idle(Faultless):
    """Reads a figure that changes nothing."""

    kind: Literal["idle"] = "idle"

    fee: Annotated[Figure, Measure("GBP", low=0)]
    """A fee nobody pays."""

    def rows(self, page: Page) -> None:
        """The fee stands in a row that nobody reads."""
        page.row("forgotten", "fee", page.figure("fee"))
        super().rows(page)


class Rootless(Faultless):
    """Has a row that comes from nowhere."""

    kind: Literal["rootless"] = "rootless"

    def rows(self, page: Page) -> None:
        """A number of the programmer's."""
        twelve = page.row("twelve", "twelve", constant(12))
        page.charge("charge", "charge", where(page.active, self.monthly(page) * twelve, 0))


class Silent(Faultless):
    """Has a field that nothing explains."""

    kind: Literal["silent"] = "silent"

    share: Annotated[Figure, Measure("1", low=0, high=1)]

    def monthly(self, page: Page) -> Expr:
        """A share of it."""
        return super().monthly(page) * page.figure("share")


class Secretive(Faultless):
    """Keeps to itself where its figure is from."""

    kind: Literal["secretive"] = "secretive"

    def monthly(self, page: Page) -> Expr:
        """The amount's source is lost on the way."""
        amount = page.setting.figure(
            f"{page.key}.amount", "amount", f"{page.money}/{page.unit}", self.amount, None
        )
        return page.quantity() * amount


class Misplaced(Faultless):
    """Says that its figure stands where it does not."""

    kind: Literal["misplaced"] = "misplaced"

    def monthly(self, page: Page) -> Expr:
        """The amount has the place of the quantity."""
        amount = page.setting.figure(
            f"{page.key}.amount",
            "amount",
            f"{page.money}/{page.unit}",
            self.amount,
            self.provenance,
            place=page.setting.place(f"{page.key}.quantity"),
        )
        return page.quantity() * amount


def _doubled(written: object) -> int:
    return 2 * int(str(written))


class Doubled(Faultless):
    """Does not read what it writes."""

    kind: Literal["doubled"] = "doubled"

    parts: Annotated[int, BeforeValidator(_doubled)]
    """Parts, of which there are always twice as many."""
