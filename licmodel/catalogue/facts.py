"""Facts of the catalogue: what is known, on which dates, from which sources, and what is open."""

import re
from collections.abc import Iterable
from dataclasses import fields
from functools import partial
from typing import Annotated, Literal, Self, TypeVar

from licmodel.catalogue.entries import percent
from licmodel.errors import InputError
from licmodel.records import named_record
from licmodel.terms.months import parse_month

D = TypeVar("D", bound="DatedFact")

_SOURCE = re.compile(
    r"(?P<title>.+), (?P<dated>[0-9]{4}(?:-[0-9]{2}){0,2}|undated), (?P<url>https?://[^ ]+)"
)


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(f"{text} is not a whole number")
    return int(text)


def _share(text: str) -> float:
    share = percent(text)
    if not 0 <= share <= 1:
        raise ValueError(f"{text} is not between 0% and 100%")
    return share


Whole = Annotated[int, _whole]
"""A whole number."""

Share = Annotated[float, _share]
"""A percentage from 0% to 100%, as a fraction."""

StartMonth = Annotated[int, parse_month]
"""The first month of something, counted as ``year * 12 + month - 1``."""

EndMonth = Annotated[int, partial(parse_month, end=True)]
"""The last month of something, inside."""

Confidence = Literal["high", "medium", "low"]


@named_record
class Source:
    """A page that says something.

    Parameters
    ----------
    title, dated, url : str
        What it is, its date as far as it shows one (``2025-10-08``, ``2021``, ``undated``), and
        its address.
    """

    title: str
    dated: str
    url: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a source as the files have it.

        Raises
        ------
        ValueError
            If it is not a title, a date and an address with commas between them.

        Examples
        --------
        >>> Source.read("A blog, on seats, 2025-10, https://example.org/seats").dated
        '2025-10'
        """
        found = _SOURCE.fullmatch(" ".join(text.split()))
        if found is None:
            raise ValueError("a source is its title, its date or undated, and its address")
        return cls(**found.groupdict())


@named_record
class Fact:
    """Something known, and how it is known.

    Parameters
    ----------
    sources : tuple of Source
        Where it is from; at least one.
    confidence : str
        ``high`` for an official page or two independent ones, ``medium`` for one credible page,
        ``low`` where it is weak, derived or contradicted.
    note : str
        What the reader should know; CONFLICT where sources disagree.
    """

    sources: tuple[Source, ...]
    confidence: Confidence
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a fact without a source."""
        if not self.sources:
            raise ValueError("there is no source")


@named_record
class DatedFact(Fact):
    """A fact that holds over some months.

    Parameters
    ----------
    starts, ends : int or None
        First and last month, both inside [month]. Without a start it held before anybody
        looked; without an end nothing is known to have followed it.
    """

    starts: StartMonth | None = None
    ends: EndMonth | None = None

    def __post_init__(self) -> None:
        """Refuse months that run backwards."""
        super().__post_init__()
        if self.starts is not None and self.ends is not None and self.ends < self.starts:
            raise ValueError("it ends before it starts")

    def holds_on(self, month: int) -> bool:
        """Whether it holds in a month."""
        return (self.starts is None or self.starts <= month) and (
            self.ends is None or month <= self.ends
        )

    def meets(self, other: "DatedFact") -> bool:
        """Whether there is a month in which both hold."""
        start = max(self.starts or 0, other.starts or 0)
        return all(one.ends is None or start <= one.ends for one in (self, other))


@named_record
class Option:
    """One answer to an open question.

    Parameters
    ----------
    key : str
        How it is chosen in a scenario.
    title : str
        What choosing it means.
    share : float or None
        Its figure, where it stands for one, as a fraction.
    """

    key: str
    title: str
    share: Share | None = None


@named_record
class Switch(DatedFact):
    """A question that public sources leave open, to be answered by whoever knows.

    Its months, where it has any, are those in which the question arises.

    Parameters
    ----------
    key, question : str
        Its name in scenarios, and what is asked.
    options : tuple of Option
        The answers there are.
    default : str
        The answer taken until another is given: the key of an option.
    why : str
        Why that one.
    """

    key: str
    question: str
    options: tuple[Option, ...]
    default: str
    why: str

    def __post_init__(self) -> None:
        """Refuse a default that is no option."""
        super().__post_init__()
        if self.default not in {option.key for option in self.options}:
            raise ValueError(f"the default {self.default} is none of the options")

    def option(self, chosen: str | None = None) -> Option:
        """Find the option chosen, or the default.

        Raises
        ------
        InputError
            If there is no such option.
        """
        key = self.default if chosen is None else chosen
        found = next((option for option in self.options if option.key == key), None)
        if found is None:
            raise InputError(
                f"the switch {self.key} has no option {key}",
                found=key,
                expected=" or ".join(option.key for option in self.options),
                remedies=[f"leave it out for the default, {self.default}"],
            )
        return found


def find_switch(switches: Iterable[Switch], key: str, title: str) -> Switch:
    """Find a question by its key.

    Parameters
    ----------
    switches : iterable of Switch
        Those there are.
    key : str
        The key asked for.
    title : str
        Whose they are, for the error.

    Raises
    ------
    InputError
        If there is none of that key.

    Examples
    --------
    >>> find_switch((), "online_reduction", "Open Value")
    Traceback (most recent call last):
    licmodel.errors.InputError: Open Value has no switch online_reduction
      found: online_reduction
      to mend it: leave it out
    """
    known = {one.key: one for one in switches}
    if key not in known:
        raise InputError(
            f"{title} has no switch {key}",
            found=key,
            expected=" or ".join(known) or None,
            remedies=["leave it out"],
        )
    return known[key]


def check_notes(kind: type, notes: Iterable[str]) -> None:
    """Refuse notes on what is absent that name nothing an entry could hold.

    Parameters
    ----------
    kind : type
        The dataclass of the entry.
    notes : iterable of str
        What is said to be absent: ``levels``, or a part of it, ``levels.thresholds``.

    Raises
    ------
    ValueError
        If one names no field.

    Examples
    --------
    >>> check_notes(Option, ["shares"])
    Traceback (most recent call last):
    ValueError: a note says why shares is absent, and there is no such key
    """
    known = {one.name for one in fields(kind)}
    for note in notes:
        root = note.partition(".")[0]
        if root not in known:
            raise ValueError(f"a note says why {root} is absent, and there is no such key")


def in_force(facts: Iterable[D], month: int) -> D | None:
    """Find the fact that holds in a month.

    Examples
    --------
    >>> said = Source(title="A page", url="https://example.org", dated="2025")
    >>> known = {"sources": (said,), "confidence": "medium"}
    >>> early, late = DatedFact(ends=24302, **known), DatedFact(starts=24303, **known)
    >>> in_force((early, late), 24303) is late
    True
    """
    return next((fact for fact in facts if fact.holds_on(month)), None)
