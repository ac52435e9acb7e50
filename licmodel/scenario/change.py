"""What-ifs: named sets of changed inputs, each change said in full: set, add or times."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from licmodel.terms.figure import Dated
from licmodel.terms.months import parse_month
from licmodel.terms.term import Term, number_text, parse_number, refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_POINTS = r"(?i)(?P<number>[-+\u2212]?[\d.,_ ]+?)\s*(?:percentage\s+)?points?"
_MONTHS = r"(?i)(?P<number>[-+\u2212]?\d+)\s*months?"
_LEAST_FACTOR = 0.5
"""A percentage below this is likelier a rise than a factor."""
_YEARS = r"(?i)(?P<number>[-+\u2212]?\d+)\s*years?"


class Change(Term):
    """One input changed: ``{set: 8%}``, ``{add: -2 points}`` or ``{times: 1.08}``.

    Examples
    --------
    >>> Change.model_validate({"add": "-1 point"}).apply(0.03)
    0.02
    >>> Change.model_validate({"set": "2027-07"}).apply(24327.0, shown="month")
    24330.0
    """

    set: str | None = None
    """The new value."""

    add: str | None = None
    """What is added: a number, points (of a percentage), months or years."""

    times: str | None = None
    """What it is multiplied by."""

    @model_validator(mode="before")
    @classmethod
    def _refuse_bare(cls, value: Any) -> Any:  # noqa: ANN401  what a user may write
        if isinstance(value, (str, int, float)):
            bare = str(value).strip().lstrip("+")
            points = bare.removesuffix("%")
            factor = "..."
            if points != bare:
                with suppress(ValueError):
                    factor = number_text(1 + parse_number(bare))
            raise refusal(
                value,
                "a change that could be read in three ways",
                f"write {{set: {bare}}}, {{add: {points} points}} or {{times: {factor}}}",
            )
        if isinstance(value, dict):
            return {key: str(each) for key, each in value.items()}
        return value

    @model_validator(mode="after")
    def _just_one(self) -> Self:
        said = [name for name in ("set", "add", "times") if getattr(self, name) is not None]
        if len(said) != 1:
            raise refusal(
                " and ".join(said) or "nothing", "a change is set, add or times", "write just one"
            )
        if self.times is not None:
            self._refuse_step(self.times.strip())
        if self.add is not None:
            self._step()
        return self

    @staticmethod
    def _refuse_step(factor: str) -> None:
        """A factor that is likelier meant as a rise: {times: +10%} for {times: 1.10}."""
        number = parse_number(factor)
        small = factor.endswith("%") and abs(number) < _LEAST_FACTOR
        if small or factor[:1] in "+-\u2212":
            meant = number_text(1 + number if factor.endswith("%") else abs(number))
            raise refusal(
                f"times: {factor}",
                f"that would make {number_text(number * 100)} of every 100",
                f"write {{times: {meant}}}",
            )

    def apply(self, value: float, shown: str = "number") -> float:
        """The changed value of an input.

        Parameters
        ----------
        value : float
            The input's own.
        shown : {"number", "percent", "month"}
            How the input is written.
        """
        if self.set is not None:
            return float(parse_month(self.set) if shown == "month" else parse_number(self.set))
        if self.times is not None:
            return value * float(parse_number(self.times))
        # in decimals as typed, so that 3% less 1 point is 2% and not 1.9999999999999996%
        return float(parse_number(number_text(value)) + self._step())

    def move(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Many values, each with what is added to it, or multiplied.

        Examples
        --------
        >>> import numpy as np
        >>> Change.model_validate({"add": "3 months"}).move(np.array([24327.0])).tolist()
        [24330.0]
        """
        if self.times is not None:
            return values * float(parse_number(self.times))
        return values + float(self._step())

    def _step(self) -> Any:  # noqa: ANN401  Decimal
        text = (self.add or "").strip()
        if match := re.fullmatch(_POINTS, text):
            return parse_number(match["number"]) / 100
        if match := re.fullmatch(_MONTHS, text):
            return parse_number(match["number"])
        if match := re.fullmatch(_YEARS, text):
            return parse_number(match["number"]) * 12
        if text.endswith("%"):
            number = text.removesuffix("%").strip()
            raise refusal(
                text,
                "adding a percentage could mean points or a factor",
                f"write {{add: {number} points}} or {{times: ...}}",
            )
        return parse_number(text)

    def __str__(self) -> str:
        name = next(name for name in ("set", "add", "times") if getattr(self, name) is not None)
        return f"{name} {getattr(self, name)}"


InputKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[A-Za-z0-9_/-]+)+$")]


class WhatIf(Term):
    """A named set of changes: values only, never structure.

    Examples
    --------
    >>> shock = WhatIf.model_validate({"prices.e3": {"times": "1.22"}})
    >>> str(shock.changes["prices.e3"])
    'times 1.22'
    """

    title: str | None = None
    """Name on tables."""

    note: str | None = None
    """Why it is asked."""

    dated: Dated | None = None
    """When it was asked."""

    changes: dict[InputKey, Change] = Field(default_factory=dict)
    """Changes by the key of the input."""

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, value: Any) -> Any:  # noqa: ANN401  what a user may write
        if not isinstance(value, dict) or "changes" in value:
            return value
        dotted = {key: each for key, each in value.items() if "." in str(key)}
        rest = {key: each for key, each in value.items() if key not in dotted}
        return {**rest, "changes": dotted}
