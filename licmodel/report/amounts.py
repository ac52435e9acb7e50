"""Figures as a British reader expects them: pounds, thousands, percentages, months."""

from __future__ import annotations

from math import isnan
from typing import Literal

from licmodel.language.numeric import round_half_away
from licmodel.records import record

Units = Literal["pounds", "thousands", "millions"]
UNKNOWN = "unknown"
_BEYOND_READING = 1e15
_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}
_SCALES: dict[str, tuple[float, int, str]] = {
    "pounds": (1.0, 0, ""),
    "thousands": (1e3, 1, "000"),
    "millions": (1e6, 3, " millions"),
}


@record
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
    if abs(value) >= _BEYOND_READING:
        return f"{value:.3g}"
    import numpy as np  # noqa: PLC0415  one number, by the same rounding as the engine's

    rounded = float(round_half_away(np.array([float(value)]), digits)[0])
    return f"{rounded:,.{digits}f}"


def percent(share: float, digits: int = 0) -> str:
    """A share as a percentage.

    Examples
    --------
    >>> percent(0.125, 1)
    '12.5%'
    """
    return f"{number(share * 100, digits)}%"


_TIMES = {"month", "year"}
_UNCHANGING = {"kWh", "kW"}
_SAID = {"1": "", "unit": "", "fte": "FTE"}
_EXACT = 1e-9
_HALF_A_PENNY = 0.005


def measured(value: float, unit: str) -> str:
    """A figure with its unit, as it is said aloud.

    Examples
    --------
    >>> measured(3.0, "GBP/month/user"), measured(1234.5, "GBP"), measured(200.0, "user")
    ('£3 per user per month', '£1,234.50', '200 users')
    >>> measured(1.0609, "1"), measured(1.0, "month"), measured(0.0475, "GBP/GB")
    ('1.0609', '1 month', '£0.0475 per GB')
    """
    if isnan(value):
        return UNKNOWN
    above, per = _parted(unit)
    if above in _SIGNS:
        pence = 0 if abs(value - round(value)) < _HALF_A_PENNY else 2
        amount = plain(abs(value), at_least=pence) if per else number(abs(value), pence)
        return f"{'-' if value < 0 and amount.strip('0.') else ''}{_SIGNS[above]}{amount}{per}"
    if not above:
        return plain(value) + per
    words = above.replace("*", "-")
    return f"{plain(value)} {words if value == 1 else plural(words)}{per}"


def unit_words(unit: str) -> str:
    """A unit as it stands beside a figure without one; nothing of a bare number.

    Examples
    --------
    >>> unit_words("GBP/month/user"), unit_words("user"), unit_words("1")
    ('£ per user per month', 'users', '')
    """
    above, per = _parted(unit)
    words = plural(above.replace("*", "-")) if above else ""
    return f"{_SIGNS.get(above, words)}{per}".strip()


def _parted(unit: str) -> tuple[str, str]:
    """What a unit counts, and per what, in words."""
    above, *below = (_SAID.get(base, base) for base in unit.split("/"))
    below.sort(key=lambda base: base in _TIMES)
    return above, "".join(f" per {base}" for base in below if base)


def plain(value: float, at_least: int = 0) -> str:
    """A number with the decimals it has, six at the most.

    Examples
    --------
    >>> plain(1200.0), plain(0.125), plain(1 / 3), plain(2.5, 2)
    ('1,200', '0.125', '0.333333', '2.50')
    """
    for digits in range(at_least, 6):
        if abs(value - round(value, digits)) < _EXACT * max(1.0, abs(value)):
            return number(value, digits)
    return number(value, 6)


def counted(number: int, word: str) -> str:
    """So many of something.

    Examples
    --------
    >>> counted(1, "year"), counted(1_200, "draw")
    ('1 year', '1,200 draws')
    """
    return f"{number:,} {word if number == 1 else plural(word)}"


def plural(word: str) -> str:
    """The plural of a unit.

    Examples
    --------
    >>> plural("user"), plural("switch"), plural("GB"), plural("copy")
    ('users', 'switches', 'GB', 'copies')
    """
    if word in _UNCHANGING or word.isupper() or word.endswith("s"):
        return word
    if word.endswith(("x", "ch", "sh")):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in {"a", "e", "o", "u"}:
        return f"{word[:-1]}ies"
    return f"{word}s"
