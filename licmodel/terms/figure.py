"""Figures as people write them, with their sources, units and bounds."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    WithJsonSchema,
    model_serializer,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from licmodel.records import record
from licmodel.terms.months import Month, month_text, parse_date
from licmodel.terms.term import Term, number_text, parse_number, refusal

__all__ = [
    "STRENGTH",
    "Count",
    "Dated",
    "Figure",
    "Measure",
    "Money",
    "Provenance",
    "Rate",
    "Share",
    "Sourced",
    "Status",
    "measure_of",
    "number_text",
    "parse_number",
]

Status = Literal["contract", "quote", "published", "projected", "assumed"]
"""How firmly a figure is known."""

STRENGTH: tuple[Status, ...] = get_args(Status)
"""The statuses, strongest first."""


class Provenance(Term):
    """Where a figure is from and how firmly it is known.

    Examples
    --------
    >>> Provenance(status="quote", source="reseller, 14 October 2026").status
    'quote'
    """

    status: Status
    """How firmly it is known: contract, quote, published, projected or assumed."""
    source: str
    """Where it is from or, where it is assumed, the reason."""
    dated: Month | None = None
    """The month of the source."""
    owner: str | None = None
    """Who answers for it."""
    inferred: bool = Field(default=False, repr=False)
    """Whether nobody said how firmly it is known, and it was taken from its having a source."""


def _dated_text(value: object) -> str:
    month, day = parse_date(value)
    return month_text(month) if day is None else f"{month_text(month)}-{day:02d}"


Dated = Annotated[
    str,
    PlainValidator(_dated_text),
    WithJsonSchema({"type": "string", "examples": ["2026-10", "2026-10-14"]}),
]
"""The month or day of a source: "2026-10" or "2026-10-14" once validated, however written."""


class Sourced(Term):
    """Something that can say where its figures are from.

    A `source` alone means published, and `assumed` gives the reason for an assumption.

    Examples
    --------
    >>> Sourced(source="establishment list", dated="1 October 2026").provenance
    Provenance(status='published', source='establishment list', dated=24321, owner=None)
    >>> Sourced(assumed="the care transfer goes ahead").provenance.status
    'assumed'
    >>> Sourced().provenance is None
    True
    """

    source: str | None = None
    """Where the figure is from."""
    assumed: str | None = None
    """Why this was assumed, where there is no source."""
    status: Status | None = None
    """How firmly it is known; published where only a source is given."""
    dated: Dated | None = None
    """The month or day of the source."""
    owner: str | None = None
    """Who answers for it."""

    @model_validator(mode="after")
    def _check_sources(self) -> Self:
        if self.source is self.assumed is self.status is self.dated is self.owner is None:
            return self
        for key in ("source", "assumed", "owner"):
            if getattr(self, key) == "":
                raise refusal(key, "nothing follows it", f"write the {key} or leave it out")
        if self.source is not None and self.assumed is not None:
            reason = "a figure either has a source or is assumed"
            remedy = "leave one out, or write status: assumed beside the source"
            raise refusal("source and assumed", reason, remedy)
        if self.assumed is not None and self.status not in {None, "assumed"}:
            found, reason = f"status: {self.status}", "what is assumed has no firmer status"
            raise refusal(found, reason, "write source: in place of assumed:, or leave status out")
        if self.source is None and self.assumed is None and self.status != "assumed":
            found = f"status: {self.status}" if self.status else "dated or owner"
            remedy = "write source: where it is from, or assumed: the reason"
            raise refusal(found, "there is no source for it to describe", remedy)
        return self

    @property
    def provenance(self) -> Provenance | None:
        """Where the figures here are from; None where nothing was said."""
        if self.source is self.assumed is self.status is None:
            return None
        month = None if self.dated is None else parse_date(self.dated)[0]
        return Provenance(
            status=self.status or ("published" if self.source else "assumed"),
            source=self.source or self.assumed or "no reason given",
            dated=month,
            owner=self.owner,
            inferred=self.status is None and self.source is not None,
        )


class Figure(Sourced):
    """One number somebody gave, and what they said about it.

    It is written bare, or as a mapping with its source.

    Examples
    --------
    >>> growth = Figure.model_validate("-1%")
    >>> growth.value, growth.is_percent, growth.model_dump()
    (-0.01, True, '-1%')
    >>> seats = Figure.model_validate({"value": "3_260", "source": "establishment list"})
    >>> seats.model_dump()
    {'value': '3_260', 'source': 'establishment list'}
    """

    value: float
    """The number; a percentage is divided by a hundred."""
    text: str = ""
    """The number as it was written."""
    range: tuple[float, float] | None = None
    """The lowest and highest it could reasonably be: two numbers, about the value."""

    @property
    def is_percent(self) -> bool:
        """Whether it was written as a percentage."""
        return self.text.endswith("%")

    @model_validator(mode="before")
    @classmethod
    def _read(cls, given: object) -> object:
        if not isinstance(given, Mapping):
            number = parse_number(given)
            return {"value": float(number), "text": _as_written(given, number)}
        if "text" in given:
            raise refusal("text", "no such key", "write the number as value:")
        if "value" not in given:
            return given
        number = parse_number(given["value"])
        read = dict(given) | {"value": float(number), "text": _as_written(given["value"], number)}
        if given.get("range") is not None:
            read["range"] = _read_range(given["range"], number, read["text"])
        return read

    @model_serializer(mode="plain")
    def _write(self) -> str | dict[str, Any]:
        said: dict[str, Any] = {
            key: told for key in Sourced.model_fields if (told := getattr(self, key)) is not None
        }
        if self.range is not None:
            said["range"] = [number_text(end, percent=self.is_percent) for end in self.range]
        return {"value": self.text, **said} if said else self.text

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe what may be written: a number, text or a mapping; `text` is not a key."""
        written = super().__get_pydantic_json_schema__(schema, handler)
        mapping = handler.resolve_ref_schema(written)
        if "properties" in mapping:
            scalar = {"type": ["number", "string"], "examples": ["3_260", "£1,420,000", "5%"]}
            pair = {"type": "array", "items": scalar, "minItems": 2, "maxItems": 2}
            del mapping["properties"]["text"]
            mapping["properties"]["value"] = scalar
            mapping["properties"]["range"] |= {"anyOf": [pair, {"type": "null"}]}
            whole = {"title": mapping.pop("title"), "description": mapping.pop("description")}
            whole["anyOf"] = [scalar, dict(mapping)]
            mapping.clear()
            mapping.update(whole)
        return written


def with_range(given: object) -> object:
    """A price or quantity written with ``range`` beside ``value``: the range is its figure's.

    Examples
    --------
    >>> with_range({"value": "160", "range": ["100", "300"], "per": "once"})
    {'value': {'value': '160', 'range': ['100', '300']}, 'per': 'once'}
    """
    if not isinstance(given, Mapping) or "range" not in given:
        return given
    rest = {key: each for key, each in given.items() if key != "range"}
    for form in ("value", "start"):
        if form in rest and not isinstance(rest[form], Mapping):
            return rest | {form: {"value": rest[form], "range": given["range"]}}
    return given


def _as_written(given: object, number: Decimal) -> str:
    return given.strip() if isinstance(given, str) else number_text(number)


def _read_range(given: object, number: Decimal, text: str) -> tuple[float, float]:
    if not isinstance(given, list | tuple) or len(given) != 2:  # noqa: PLR2004  low and high
        raise refusal(f"range: {given}", "a range is two numbers", "write range: [low, high]")
    low, high = (parse_number(end) for end in given)
    if low <= number <= high:
        return float(low), float(high)
    found = f"range: {given[0]} to {given[1]}"
    if low > high:
        raise refusal(found, "the lower number comes first", f"write [{given[1]}, {given[0]}]")
    # The likeliest slip is to forget the signs of a range beside a percentage, or its own.
    signs = text.endswith("%") and low <= number * 100 <= high
    remedy = f"write [{given[0]}%, {given[1]}%]" if signs else "write a range around the value"
    if not text.endswith("%") and low <= number / 100 <= high:
        remedy = f"write {text}%"
    raise refusal(found, f"it must hold the value, {text}", remedy)


_MUCH_LOST = -0.5
"""A yearly rate that is unusually low."""


@record
class Measure:
    """What a field's figure is measured in and where it must lie, put on the field's type.

    Parameters
    ----------
    unit : str
        Its unit; "1" where it has none.
    low, high : float, optional
        Bounds, both allowed; a figure outside them is refused.
    usual_high : float, optional
        Above this a figure is allowed, and `suspicious` has a question to ask.
    percent : bool, optional
        Whether it is usually written as a percentage.

    Examples
    --------
    >>> rate = Measure("1", low=-1, usual_high=1.0, percent=True)
    >>> rate.suspicious(Figure.model_validate("350%"))
    '350% is an unusual rate: did you mean 3.5%?'
    """

    unit: str
    low: float | None = None
    high: float | None = None
    usual_high: float | None = None
    percent: bool = False

    def check(self, figure: Figure) -> Figure:
        """Return the figure, or refuse one of another nature or outside the bounds."""
        if figure.is_percent and self.unit not in {"1", "1/year"}:
            raise refusal(figure.text, "no percentage belongs here", "write the number itself")
        if self.unit == "month" and not figure.value.is_integer():
            whole = number_text(round(figure.value))
            raise refusal(figure.text, "months are whole", f"write a whole number, such as {whole}")
        if "£" in figure.text and "GBP" not in self.unit:
            raise refusal(figure.text, "no sum of money belongs here", "write a number without £")
        low, high = figure.range or (figure.value, figure.value)
        too_low = self.low is not None and low < self.low
        if too_low or (self.high is not None and high > self.high):
            raise self._refused(figure, too_low=too_low)
        return figure

    def suspicious(self, figure: Figure) -> str | None:
        """Question a figure that is allowed but unusual; None where it is not.

        Unusual is what is too high, a loss of half a year, or a percentage without its sign.

        Parameters
        ----------
        figure : Figure
            A figure within the bounds.

        Returns
        -------
        str or None
            The question, for a warning.
        """
        high = self.usual_high is not None and figure.value > self.usual_high
        lost = self.percent and self.low == -1 and figure.value <= _MUCH_LOST
        unsigned = self.percent and not figure.is_percent and abs(figure.value) >= 1
        if not (high or lost or unsigned):
            return None
        written = Decimal(repr(figure.value))
        if high and self.unit != "1":
            return f"{figure.text} is unusually high: above {number_text(self.usual_high or 0)}"
        meant = number_text(written.scaleb(-2), percent=True)
        if figure.is_percent:
            return f"{figure.text} is an unusual rate: did you mean {meant}?"
        read = number_text(written, percent=True)
        rate = ", an unusual rate" if high or lost else ""
        return f"{figure.text} is {read}{rate}: did you mean {meant}?"

    def _refused(self, figure: Figure, *, too_low: bool) -> ValueError:
        percent = self.percent or figure.is_percent
        low, high = (
            None if bound is None else number_text(bound, percent=percent)
            for bound in (self.low, self.high)
        )
        if self.percent and (self.low, self.high) == (0, 1):
            expected = f"a share is between {low} and {high}"
        elif low is None or high is None:
            expected = f"must be at most {high}" if low is None else f"must be at least {low}"
        else:
            expected = f"must be between {low} and {high}"
        remedy = f"write {low} or more" if too_low else f"write {high} or less"
        found = figure.text
        if figure.range is not None:
            ends = [number_text(end, percent=figure.is_percent) for end in figure.range]
            found = f"{found}, range {ends[0]} to {ends[1]}"
        elif self.percent and not figure.is_percent and self._holds(figure.value / 100):
            remedy = f"write {number_text(figure.value)}%"
        return refusal(found, expected, remedy)

    def _holds(self, value: float) -> bool:
        over = self.high is not None and value > self.high
        return not over and (self.low is None or value >= self.low)

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Check the bounds once the figure has been read."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Tell the unit and the bounds, for editors and forms."""
        told = {
            "unit": self.unit,
            "minimum": self.low,
            "maximum": self.high,
            "percent": self.percent or None,
        }
        return handler(schema) | {key: value for key, value in told.items() if value is not None}


Count = Annotated[Figure, Measure("1", low=0)]
"""How many."""

Share = Annotated[Figure, Measure("1", low=0, high=1, percent=True)]
"""A part of a whole, from 0% to 100%."""

Rate = Annotated[Figure, Measure("1", low=-1, usual_high=1.0, percent=True)]
"""A yearly rate, such as growth or an uplift; a loss of more than everything is refused."""

Money = Annotated[Figure, Measure("GBP", low=0)]
"""An amount; whether it is a cost or an income is for its field to say."""


def measure_of(field: FieldInfo) -> Measure:
    """The unit and bounds that a field's type states, however it is wrapped."""
    for part in (*field.metadata, *_inside(field.annotation)):
        if isinstance(part, Measure):
            return part
    raise TypeError(f"{field!r} states no measure")


def _inside(annotation: object) -> Iterable[object]:
    for part in get_args(annotation):
        yield part
        yield from getattr(part, "__metadata__", ())
        yield from _inside(part)
