"""What a heading says of the prices beneath it besides their name: for how long, in which money."""

from __future__ import annotations

import re

from licmodel.intake.cells import SIGNS
from licmodel.records import record

PER = re.compile(
    r"(?:per )?(?P<number>[1-9][0-9]?)? ?(?P<unit>month|year)(?:s|ly|\(s\))?|annual(?:ly)?|"
    r"(?P<once>once|one[- ]time|one[- ]off)",
    re.IGNORECASE,
)
"""What a price is for, as it stands in a cell."""

_OVER = r"(?:/|\b(?:per|an?|each)\b)\s*"
_PERIODS = {
    "month": re.compile(
        rf"{_OVER}(?P<number>[1-9][0-9]?)?\s*(?:calendar )?(?:months?|mths?)\b|"
        r"\bmonthly\b|\bp\.?c\.?m\b\.?|\bp\.?m\b\.?",
        re.IGNORECASE,
    ),
    "year": re.compile(
        rf"{_OVER}(?P<number>[1-9][0-9]?)?\s*(?:years?|yrs?|annum)\b|"
        r"\bannual(?:ly)?\b|\byearly\b|\bp\.?a\b\.?",
        re.IGNORECASE,
    ),
}
_CURRENCY = re.compile(r"[£€$]|\b(?:GBP|EUR|USD)\b")
_ONE = re.compile(rf"{_OVER}(?:unit|user|seat|licen[cs]e|device)s?\b", re.IGNORECASE)
_TERM = re.compile(
    r"P?(?P<number>[1-9][0-9]{0,2}) ?(?P<unit>M|Y)(?:(?:on)?ths?|(?:ea)?rs?)?", re.IGNORECASE
)


@record
class Heading:
    """A heading, and what it says.

    Parameters
    ----------
    name : str
        What is left of it.
    per : str, optional
        What a price beneath it is for, as a column would say it.
    currency : str, optional
        Three letters.
    """

    name: str
    per: str | None
    currency: str | None

    @property
    def is_price(self) -> bool:
        """Whether it can be of nothing but prices, though it is called nothing."""
        return bool(self.per and self.currency and not re.search(r"\w", self.name))

    @property
    def constants(self) -> dict[str, str]:
        """What is so of every price beneath it."""
        said = {"per": self.per, "currency": self.currency}
        return {name: each for name, each in said.items() if each is not None}


def read_heading(heading: str) -> Heading:
    """What a heading says; of two periods or currencies, neither is taken.

    Examples
    --------
    >>> read_heading("Unit price £/month")
    Heading(name='Unit price', per='1 month', currency='GBP')
    >>> read_heading("Annual price per user (ex VAT)").constants
    {'per': '1 year'}
    >>> read_heading("Monthly price, billed annually").per, read_heading("£ pcm").is_price
    (None, True)
    """
    found = {each: pattern.search(heading) for each, pattern in _PERIODS.items()}
    periods = [
        f"{each.groupdict().get('number') or 1} {unit}" for unit, each in found.items() if each
    ]
    signs = {SIGNS.get(each, each) for each in _CURRENCY.findall(heading)}
    rest = _CURRENCY.sub(" ", _ONE.sub(" ", heading))
    for pattern in _PERIODS.values():
        rest = pattern.sub(" ", rest)
    return Heading(
        re.sub(r"[\s()/\[\],:-]+", " ", rest).strip(),
        periods[0] if len(periods) == 1 else None,
        signs.pop() if len(signs) == 1 else None,
    )


def months_in(said: str) -> int | None:
    """Months of a term or of what a price is for; none of what has none.

    Examples
    --------
    >>> months_in("36 months"), months_in("P3Y"), months_in("annual"), months_in("once")
    (36, 36, 12, None)
    """
    found = _TERM.fullmatch(said.strip())
    if found is not None:
        return int(found["number"]) * (1 if found["unit"] in "mM" else 12)
    per = PER.fullmatch(said.strip())
    if per is None or per["once"]:
        return None
    return int(per["number"] or 1) * (1 if (per["unit"] or "year").lower() == "month" else 12)
