"""One row of a list of invoices or of a ledger, as inputs and rows of the model."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from licmodel.analysis.accounts.actuals import Actual
from licmodel.language.expression import Expr, constant
from licmodel.language.operators import (
    ONE_MONTH,
    counted,
    every,
    least,
    most,
    round_to,
    where,
)
from licmodel.language.program import Origin, Program

AT = "reconciliation"
PENCE = 2


@dataclass
class Frame:
    """Where the rows of a reconciliation are written.

    ``year`` is its first and last month [absolute month], and ``first`` and ``last`` read them.
    """

    program: Program
    money: str
    year: tuple[int, int]

    def __post_init__(self) -> None:
        said = Origin("contract", "the year that is reconciled")
        self.first, self.last = (
            self.program.input(
                f"{AT}.{key}", f"{key} month of the year", "month", at, said, "month"
            )
            for key, at in zip(("first", "last"), self.year, strict=True)
        )
        self.nothing = counted(constant(0), self.money)

    def row(self, key: str, label: str, body: Expr) -> Expr:
        """A row of the reconciliation."""
        return self.program.row(f"{AT}.{key}", label, body)


class FileRow:
    """Inputs of one row of the file, and what of it falls into the year.

    Parameters
    ----------
    frame : Frame
        Where its rows are written.
    actual : Actual
        What it says.
    at, label : str
        Its key, and what it is called.
    unit : str
        What its line counts.
    """

    def __init__(self, frame: Frame, actual: Actual, at: str, label: str, unit: str) -> None:
        self.frame, self.actual, self.at, self.label, self.unit = frame, actual, at, label, unit
        self.origin = Origin("contract", f"of {actual.day.isoformat()}", place=actual.place)
        money = frame.money
        self.net = self._input("net", money, actual.net)
        self.vat = self._input("vat", money, actual.vat) if actual.vat else frame.nothing
        self.gross = self.net + self.vat if actual.vat else self.net
        if self.is_of_year:
            self.month = self._month("month", actual.month)
            if actual.first is not None and actual.last is not None:
                self.months = self._whole(actual.first, actual.last)

    @property
    def is_of_year(self) -> bool:
        """Whether any of it is dated in the year, or serves it."""
        first, last = self.frame.year
        begins, ends = self.actual.first, self.actual.last
        serves = begins is not None and ends is not None and begins <= last and ends >= first
        return serves or first <= self.actual.month <= last

    def _input(self, key: str, unit: str, value: Decimal) -> Expr:
        at = f"{AT}.{self.at}.{key}"
        return self.frame.program.input(at, f"{self.label}: {key}", unit, float(value), self.origin)

    def _month(self, key: str, month: int) -> Expr:
        at = f"{AT}.{self.at}.{key}"
        label = f"{self.label}: {key}"
        return self.frame.program.input(at, label, "month", month, self.origin, "month")

    def _whole(self, first: int, last: int) -> Expr:
        """Months that it serves, with those in the year in a row of their own."""
        begins, ends = self._month("from", first), self._month("to", last)
        within = least(ends, self.frame.last) - most(begins, self.frame.first) + ONE_MONTH
        label = f"{self.label}: months in the year"
        self.within = self.frame.row(f"{self.at}.months_in_year", label, most(within, 0))
        return ends - begins + ONE_MONTH

    def when_dated(self, amount: Expr) -> Expr:
        """An amount, if the row is dated in the year."""
        inside = every(self.month >= self.frame.first, self.month <= self.frame.last)
        return where(inside, amount, 0)

    def served(self) -> Expr:
        """What of it serves the year; where it does not say its months, those of its date."""
        return self._of_year(self.net)

    def _of_year(self, amount: Expr) -> Expr:
        if self.actual.first is None:
            return self.when_dated(amount)
        return round_to(amount * (self.within / self.months), PENCE)

    def stated(self) -> Expr:
        """Quantity × price, of the year."""
        unit, actual = self.unit, self.actual
        self.quantity = self._input("quantity", unit, actual.quantity or Decimal(0))
        price = self._input("price", f"{self.frame.money}/{unit}", actual.price or Decimal(0))
        whole = self.quantity * price
        if actual.priced_months is not None:
            self.priced = self._input("priced_for", "month", Decimal(actual.priced_months))
            if actual.first is not None:
                whole *= self.months / self.priced
        label = f"{self.label}: quantity × price, of the year"
        return self.frame.row(f"{self.at}.stated", label, self._of_year(whole))

    def unit_months(self) -> Expr:
        """Quantity × months, of the year."""
        inside = self.within if self.actual.first is not None else self.priced
        body = self.quantity * inside
        if self.actual.first is None:
            body = self.when_dated(body)
        label = f"{self.label}: quantity × months in the year"
        return self.frame.row(f"{self.at}.unit_months", label, body)


def says_what(actual: Actual) -> bool:
    """Whether a row says what it is for: a thing, or a code."""
    return actual.names_a_thing or bool(actual.codes)


def why_no_split(actual: Actual) -> str | None:
    """Why a row's amount cannot be divided into quantity and price; None where it can."""
    lacking = [name for name in ("quantity", "price") if getattr(actual, name) is None]
    if lacking:
        return f"no {' and no '.join(lacking)}"
    if actual.first is None and actual.priced_months is None:
        return "not said how many months its price is for"
    if actual.quantity is not None and actual.net * actual.quantity < 0:
        return "the amount is a credit and its quantity is none, or the other way round"
    return None
