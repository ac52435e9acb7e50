"""What is uncertain: how each figure may turn out, which of them move together, and the draws."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from licmodel.terms.figure import Sourced
from licmodel.terms.months import parse_month
from licmodel.terms.term import Term, number_text, parse_number, refusal

SHAPES = ("uniform", "triangular", "pert", "normal", "lognormal", "discrete")
"""Ways in which a figure may turn out."""

LEAST_DRAWS, MOST_DRAWS = 320, 262_144
DRAWS, SEED = 4_096, 1
"""How many draws are made, and from which seed, where a scenario says neither."""

MOST_SEED = 2**53 - 1


def _point(given: object) -> str:
    text = str(given).strip()
    try:
        parse_number(text)
    except ValueError as error:
        try:
            parse_month(text)
        except ValueError:
            raise error from None
    return text


Point = Annotated[
    str,
    PlainValidator(_point),
    WithJsonSchema({"type": ["number", "string"], "examples": ["5%", "96_000", "2028-04"]}),
]
"""A figure as it is written: a number, a percentage, or a month."""


def _whole(low: int, high: int) -> PlainValidator:
    def read(given: object) -> int:
        number = parse_number(given)
        if number != number.to_integral_value() or not low <= number <= high:
            raise refusal(given, "no such number", f"write a whole number from {low} to {high}")
        return int(number)

    return PlainValidator(read)


Draws = Annotated[int, _whole(LEAST_DRAWS, MOST_DRAWS), WithJsonSchema({"type": "integer"})]
Seed = Annotated[int, _whole(0, MOST_SEED), WithJsonSchema({"type": "integer"})]


def is_month(text: str) -> bool:
    """Whether a point is a month, and no number.

    Examples
    --------
    >>> is_month("2028-04"), is_month("1_420_000")
    (True, False)
    """
    try:
        parse_number(text)
    except ValueError:
        return True
    return False


def value_of(text: str) -> float:
    """The figure of a point; a percentage is divided by a hundred, a month is its number.

    Examples
    --------
    >>> value_of("5%"), value_of("96_000"), value_of("2027-04")
    (0.05, 96000.0, 24327.0)
    """
    return float(parse_month(text) if is_month(text) else parse_number(text))


def _said(text: str) -> str:
    """A point as it is read: thousands by a comma, however they were written."""
    return text if is_month(text) or text.endswith("%") else f"{parse_number(text):,}"


class Bell(Term):
    """A figure about a mean.

    Examples
    --------
    >>> Bell.model_validate({"mean": "3%", "sd": "1%"}).sd
    '1%'
    """

    mean: Point
    """Its mean."""

    sd: Point
    """Its standard deviation."""

    low: Point | None = None
    """Below this it cannot be: the distribution is cut off there."""

    high: Point | None = None
    """Above this it cannot be."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if value_of(self.sd) <= 0:
            raise refusal(f"sd: {self.sd}", "nothing is spread by that", "write a number above 0")
        ends = [value_of(each) for each in (self.low, self.high) if each is not None]
        if len(ends) > 1 and ends[0] >= ends[1]:
            raise refusal(f"low: {self.low}", "it is not below the high", "write the lower first")
        return self


class Distribution(Sourced):
    """How one figure may turn out, with why.

    Examples
    --------
    >>> how = Distribution.model_validate({"triangular": ["0%", "12%", "20%"], "assumed": "guess"})
    >>> how.shape, how.points
    ('triangular', ('0%', '12%', '20%'))
    """

    uniform: tuple[Point, Point] | None = None
    """Lowest and highest; all between them alike likely."""

    triangular: tuple[Point, Point, Point] | None = None
    """Lowest, likeliest and highest."""

    pert: tuple[Point, Point, Point] | None = None
    """Lowest, likeliest and highest, the likeliest weighed four times."""

    normal: Bell | None = None
    """About a mean, to both sides alike."""

    lognormal: Bell | None = None
    """Above 0, with a long tail upwards; mean and standard deviation are the figure's own."""

    discrete: Annotated[dict[Point, Point], Field(min_length=2)] | None = None
    """Values, each with its chance; chances add up to 100%."""

    change: Literal["set", "times"] = "set"
    """Whether the values are the figure's own, or what it, or a list of dated ones, is times."""

    @model_validator(mode="after")
    def _just_one(self) -> Self:
        said = [name for name in SHAPES if getattr(self, name) is not None]
        if len(said) != 1:
            found = " and ".join(said) or "none of them"
            raise refusal(found, f"a figure is {', '.join(SHAPES[:-1])} or discrete", "write one")
        if self.uniform or self.triangular or self.pert:
            values = [value_of(each) for each in self.points]
            if values != sorted(values) or values[0] == values[-1]:
                raise refusal(
                    ", ".join(self.points),
                    "the lowest comes first, the highest last",
                    "write them in order, or leave the figure out if it is certain",
                )
        if self.lognormal is not None and value_of(self.lognormal.mean) <= 0:
            found = f"mean: {self.lognormal.mean}"
            raise refusal(found, "a lognormal figure is above 0", "write normal: in its place")
        self._check_chances(self.discrete or {})
        return self

    @staticmethod
    def _check_chances(discrete: Mapping[str, str]) -> None:
        chances = [parse_number(each) for each in discrete.values()]
        if any(chance <= 0 for chance in chances):
            raise refusal("a chance of 0 or less", "no such case occurs", "leave it out")
        if discrete and sum(chances) != Decimal(1):
            total = number_text(sum(chances, Decimal(0)), percent=True)
            raise refusal(total, "the chances do not add up to 100%", "write what is missing")

    @property
    def shape(self) -> str:
        """Which of the shapes it is."""
        return next(name for name in SHAPES if getattr(self, name) is not None)

    @property
    def bell(self) -> Bell | None:
        """Mean and standard deviation, where it has them."""
        return self.normal or self.lognormal

    @property
    def points(self) -> tuple[str, ...]:
        """Every figure that it is told by, as written."""
        if self.bell is not None:
            ends = (self.bell.low, self.bell.high)
            return (self.bell.mean, self.bell.sd, *(each for each in ends if each is not None))
        if self.discrete is not None:
            return tuple(self.discrete)
        return tuple(self.uniform or self.triangular or self.pert or ())

    @property
    def words(self) -> str:
        """The distribution as a reader is told of it.

        Examples
        --------
        >>> Distribution.model_validate({"normal": {"mean": "3%", "sd": "1%", "low": "0%"}}).words
        'normal, mean 3%, sd 1%, not below 0%'
        >>> Distribution.model_validate({"discrete": {"1.0": "70%", "1.2": "30%"}}).words
        'discrete: 1.0 (70%), 1.2 (30%)'
        >>> Distribution.model_validate({"uniform": ["95_000", "105_000"]}).words
        'uniform, 95,000 to 105,000'
        """
        if self.bell is not None:
            ends = f", not below {_said(self.bell.low)}" if self.bell.low else ""
            ends += f", not above {_said(self.bell.high)}" if self.bell.high else ""
            told = f"{self.shape}, mean {_said(self.bell.mean)}, sd {_said(self.bell.sd)}{ends}"
        elif self.discrete is not None:
            cases = (f"{_said(value)} ({chance})" for value, chance in self.discrete.items())
            told = f"discrete: {', '.join(cases)}"
        else:
            low, *likeliest, high = map(_said, self.points)
            about = f", likeliest {likeliest[0]}" if likeliest else ""
            told = f"{self.shape}, {low} to {high}{about}"
        return f"times a factor: {told}" if self.change == "times" else told


class Correlation(Sourced):
    """Two figures that move together.

    Examples
    --------
    >>> both = {"between": ["renew.e3.index", "frontline.f3.index"], "rank": "0.8"}
    >>> Correlation.model_validate(both | {"assumed": "one vendor"}).rank
    0.8
    """

    between: tuple[str, str]
    """Keys of the two."""

    rank: Annotated[
        float, PlainValidator(lambda given: float(parse_number(given))), WithJsonSchema({})
    ]
    """Correlation of their ranks, from -1 to 1: 1 where the higher one is, the higher the other."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not -1 <= self.rank <= 1:
            raise refusal(f"rank: {self.rank:g}", "a correlation is from -1 to 1", "write 0.6")
        if self.between[0] == self.between[1]:
            raise refusal(self.between[0], "it is correlated with itself", "write two keys")
        return self


class Risk(Term):
    """What is uncertain, and how it is drawn.

    Examples
    --------
    >>> risk = Risk.model_validate({"inputs": {"drivers.staff.growth": {"uniform": ["-3%", "1%"]}}})
    >>> risk.draws, risk.seed
    (4096, 1)
    """

    draws: Draws = DRAWS
    """How many draws are made."""

    seed: Seed = SEED
    """What the draws are made from: the same seed gives the same draws."""

    ranges: Literal["triangular", "uniform"] | None = None
    """How figures are drawn that state a range and stand not under inputs; not, unless said."""

    inputs: dict[str, Distribution] = Field(default_factory=dict)
    """Figures by key, each with how it may turn out."""

    correlations: tuple[Correlation, ...] = ()
    """Which move together."""
