"""What every building block of a scenario shares: how it is kept, read and refused."""

import numbers
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from licmodel.terms.help import help_of

_LONGEST_SHOWN = 60
_TOO_BIG = 1e13

_MINUS_SIGNS = str.maketrans("\u2212\u2013", "--")
_WITHOUT_MARKS = str.maketrans("", "", ",_ ")
# One mark between thousands throughout, and groups of three: 1,42 is a slip, not a number.
_GROUPED = "[1-9][0-9]{0,2}(?P<mark>[,_ ])[0-9]{3}(?:(?P=mark)[0-9]{3})*"
_NUMBER = re.compile(
    r"(?P<sign>[-+]?) ?(?P<pound>£?) ?(?P<inner>[-+]?) ?"
    rf"(?P<digits>(?:[0-9]+|{_GROUPED})(?:\.[0-9]+)?|\.[0-9]+) ?(?P<percent>%?)"
)

_SHORT = (
    r"(?i)(?P<number>.*[0-9.]) ?(?:(?P<percent>pc|pct|percent|per cent)|"
    r"(?P<unit>k|thousand|mn?|million|bn?|billion|p|pence))\.?"
)
_POWER_OF_TEN = {"k": 3, "t": 3, "m": 6, "b": 9, "p": -2}
_IN_FULL = "write the number in full, as 1_420_000 or 296.40"
# Forms that are compiled when a number cannot be read, and not before.
_MISTAKEN = (
    # What is no number though it may look like one: its form, why not, and what to write.
    (
        r"[-+]?(nan|inf|infinity|n/?a|tbc|tbd|unknown|\?+|#.*)",
        "not a number that can be reckoned with",
        "leave the key out if the figure is not known",
    ),
    (
        "|yes|no|true|false|on|off|none|nil|null|~|-+",
        "a number was expected",
        "write 0 if there is none, or leave the key out if it is not known",
    ),
    (
        r".*([$€¥]|\b(usd|eur)|\b(dollars?|euros?)\b).*",
        "of signs of money only £ is read",
        "write the amount alone, converted, and in its source the rate it was converted at",
    ),
    (
        "(gbp|sterling).*|.*(gbp|sterling|pounds?)",
        "the currency is the scenario's",
        "write the amount alone or after a £ sign",
    ),
    ("[-+]? ?£.*%", "that is an amount and a percentage at once", "write one or the other"),
    ("[-+]?[0-9.,_]+e[-+]?[0-9]+%?", "powers of ten are not read", _IN_FULL),
    ("[0-9]+(:[0-9]+)+", "that is a time or a ratio", _IN_FULL),
    (
        "[0-9]{4}-[0-9]{2}(-[0-9]{2})?|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}",
        "that is a date, and a number was expected",
        _IN_FULL,
    ),
    (
        r"£?[0-9][0-9.,_]*%? ?(-|\.\.+|to) ?£?[0-9][0-9.,_]*%?",
        "those are two numbers",
        "write the likeliest as value: and the two as range: [low, high]",
    ),
    (r"=.*|.*[0-9] ?[-+*/^] ?[0-9].*", "sums are not worked out here", "write the result"),
    (
        r"[-+]?[ £]*[0-9.,_ ]+%?",
        "thousands go in groups of three with one kind of mark, decimals after one point",
        "write it as 1_420_000.50 or 1,420,000.50",
    ),
)


def _leave_examples_out(schema: dict[str, Any]) -> None:
    """Keep the code in a docstring out of the help that forms and editors show."""
    if "description" in schema:
        schema["description"] = schema["description"].partition("\n\nExamples\n")[0]


class Term(BaseModel):
    """Something written in a scenario: validated once, then never changed.

    A key that is not known is refused rather than ignored, because an ignored key leaves a figure
    at its old value for ever. The text under a field is its help, in forms and in the schema.

    Examples
    --------
    >>> class Place(Term):
    ...     name: str
    >>> Place(name=" Town hall ").name
    'Town hall'
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        str_strip_whitespace=True,
        json_schema_extra=_leave_examples_out,
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Put each field's help beside it."""
        written = handler(schema)
        told = handler.resolve_ref_schema(written).get("properties", {})
        for name, text in help_of(cls).items():
            key = cls.model_fields[name].alias or name
            if key in told:
                told[key]["description"] = text
        return written


def refusal(found: object, reason: str, remedy: str) -> ValueError:
    """Build the error for a value that cannot be used, so that none forgets its remedy.

    Parameters
    ----------
    found : object
        What was written.
    reason : str
        Why it cannot be used, or what was expected.
    remedy : str
        What to do: starts with "write" or "leave".

    Returns
    -------
    ValueError
        To be raised inside a validator; pydantic adds the place.

    Examples
    --------
    >>> print(refusal("12p", "that is in pence", "write 0.12"))
    12p: that is in pence; write 0.12
    """
    text = str(found)
    shown = text if text.isprintable() else repr(text)
    if len(shown) > _LONGEST_SHOWN:
        shown = shown[:_LONGEST_SHOWN] + "..."
    return ValueError(f"{shown or 'nothing written'}: {reason}; {remedy}")


def each_once(read: Callable[[object], object]) -> Callable[[object], object]:
    """Make the check that no two keys of a table are read as one.

    Parameters
    ----------
    read : callable
        What reads a key; a key that it refuses is left to be refused in its own place.

    Examples
    --------
    >>> each_once(str.lower)({"April": "640", "april": "600"})
    Traceback (most recent call last):
    ValueError: april: it says the same as April; leave one of them out
    """

    def check(table: object) -> object:
        read_already: dict[object, object] = {}
        for key in table if isinstance(table, Mapping) else ():
            with suppress(ValueError):
                meant = read(key)
                if meant in read_already:
                    break
                read_already[meant] = key
        else:
            return table
        raise refusal(key, f"it says the same as {read_already[meant]}", "leave one of them out")

    return check


def parse_number(value: object) -> Decimal:
    """Read a number the way people write one.

    Parameters
    ----------
    value : object
        Text such as "3_260", "£1,420,000.50" or "-1%", or a number.

    Returns
    -------
    Decimal
        The number, exactly; a percentage is divided by a hundred.

    Raises
    ------
    ValueError
        If it is not one plain number below ten million million; the message says what to write.

    Examples
    --------
    >>> parse_number("£1,420,000.50"), parse_number("12.5%")
    (Decimal('1420000.50'), Decimal('0.125'))
    >>> parse_number("1.2m")
    Traceback (most recent call last):
    ValueError: 1.2m: numbers are written in full; write 1_200_000
    """
    if isinstance(value, str):
        text = " ".join(value.split()).translate(_MINUS_SIGNS)
        found = _number_in(text)
        if found is None:
            raise _not_a_number(text)
        number = found
    elif isinstance(value, bool) or not isinstance(value, int | Decimal | numbers.Real):
        raise refusal(value, "a number was expected", _IN_FULL)
    elif isinstance(value, int | Decimal):
        number = Decimal(value)
    else:
        # The shortest decimal that gives the same float is what its writer meant.
        number = Decimal(repr(float(value)))
    if not number.is_finite():
        raise refusal(value, "not a finite number", "leave it out if the figure is not known")
    if abs(float(number)) >= _TOO_BIG:
        raise refusal(number, "ten million million or more", "write a number below 1e13, in full")
    return number or Decimal(0)


def number_text(number: float | Decimal, *, percent: bool = False) -> str:
    """Write a number in full and no longer than need be, so that reading it gives it back.

    Parameters
    ----------
    number : float or Decimal
        A finite number.
    percent : bool, optional
        Write it as a percentage.

    Returns
    -------
    str
        The number in digits.

    Examples
    --------
    >>> number_text(3260.0), number_text(0.035, percent=True)
    ('3260', '3.5%')
    """
    exact = number if isinstance(number, Decimal) else Decimal(repr(float(number)))
    text = format(exact.scaleb(2) if percent else exact, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}%" if percent else text


def _number_in(text: str) -> Decimal | None:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    sign, pound, inner, percent = found.group("sign", "pound", "inner", "percent")
    if (sign and inner) or (pound and percent):
        return None
    digits = found["digits"].translate(_WITHOUT_MARKS)
    return Decimal(f"{sign or inner}{digits}{'e-2' if percent else ''}")


def _not_a_number(text: str) -> ValueError:
    """Say what a text that is no number is, and what its writer should put."""
    short = text[:_LONGEST_SHOWN]
    if short.startswith("(") and short.endswith(")"):
        within = _number_in(short[1:-1].strip())
        if within is not None and within > 0:
            remedy = f"write {number_text(-within, percent='%' in short)}"
            return refusal(text, "brackets are not read as a minus sign", remedy)
    if found := re.fullmatch(_SHORT, short):
        number = _number_in(found["number"])
        if number is not None and found["percent"]:
            return refusal(text, "a percentage has a % sign", f"write {number_text(number)}%")
        if number is not None:
            worth = Decimal(number_text(number.scaleb(_POWER_OF_TEN[found["unit"][0].lower()])))
            return refusal(
                text, "numbers are written in full", f"write {worth:,f}".replace(",", "_")
            )
    for form, reason, remedy in _MISTAKEN:
        if re.fullmatch(form, short, re.IGNORECASE):
            return refusal(text, reason, remedy)
    return refusal(text, "not a number", "write it in figures, as 3_260, £1,420,000 or 12.5%")
