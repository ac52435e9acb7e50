"""Figures as a British reader expects them: pounds, thousands, percentages, months."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Literal

from licmodel.language.numeric import round_half_away

Units = Literal["pounds", "thousands", "millions"]
UNKNOWN = "unknown"
_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}
_SCALES: dict[str, tuple[float, int, str]] = {
    "pounds": (1.0, 0, ""),
    "thousands": (1e3, 1, "000"),
    "millions": (1e6, 3, " millions"),
}


@dataclass(frozen=True)
class Amounts:
    """How money is written in one report.

    Examples
    --------
    >>> Amounts("GBP").text(1234567.5), Amounts("GBP", "thousands").text(-1234567.5)
    ('1,234,568', '-1,234.6')
    >>> Amounts("GBP", "thousands").unit, Amounts("GBP").whole(99.5)
    ('£000', '£100')
    """

    currency: str
    units: Units = "pounds"

    @property
    def sign(self) -> str:
        """Sign of the currency, or its three letters and a space."""
        return _SIGNS.get(self.currency, f"{self.currency} ")

    @property
    def unit(self) -> str:
        """Unit to stand in a heading."""
        return self.sign.strip() + _SCALES[self.units][2]

    def text(self, amount: float | None, digits: int | None = None) -> str:
        """An amount for a table whose heading states the unit."""
        if amount is None:
            return "-"
        scale, usual, _ = _SCALES[self.units]
        return number(amount / scale, usual if digits is None else digits)

    def whole(self, amount: float) -> str:
        """An amount in whole pounds for a sentence, with its sign."""
        if isnan(amount):
            return UNKNOWN
        text = number(abs(amount), 0)
        return f"-{self.sign}{text}" if amount < 0 and text != "0" else f"{self.sign}{text}"


def number(value: float, digits: int) -> str:
    """A number with thousands separators, rounded half away from zero.

    Examples
    --------
    >>> number(-0.4, 0), number(2.5, 0), number(1234.005, 2)
    ('0', '3', '1,234.01')
    """
    if isnan(value):
        return UNKNOWN
    import numpy as np  # noqa: PLC0415  one number, by the same rounding as the engine's

    rounded = float(round_half_away(np.array([value]), digits)[0]) + 0.0
    return f"{rounded:,.{digits}f}"


def percent(share: float, digits: int = 0) -> str:
    """A share as a percentage.

    Examples
    --------
    >>> percent(0.125, 1)
    '12.5%'
    """
    return f"{number(share * 100, digits)}%"
