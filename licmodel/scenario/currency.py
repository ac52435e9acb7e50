"""Pound signs in a scenario whose currency is another: refused wherever a number stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

from licmodel.errors import InputError
from licmodel.scenario.faults import together
from licmodel.scenario.overlay import Document, Keys, dotted
from licmodel.terms.term import parse_number

_CONVERTED = "write the converted amount, and in its source the rate it was converted at"


def refuse_pounds(document: Document, currency: str) -> None:
    """Refuse every number that is written as a sum in pounds.

    Also those that nothing reads yet: ranges, what-ifs, options not costed, prices not used. Lines
    whose price is converted are left to be judged by the currency that it is converted from.

    Raises
    ------
    InputError
        If there is any; all of them are told.

    Examples
    --------
    >>> refuse_pounds(Document({"prices": {"suite": "£30"}}, {}, ()), "EUR")
    Traceback (most recent call last):
    licmodel.errors.InputError: prices.suite: a sum in pounds, where the currency is EUR
      found: £30
      expected: a number without £, in EUR
      to mend it: write the converted amount, and in its source the rate it was converted at
    """
    faults = []
    for path, found in _pounds(document.data, ()):
        place = document.place(path)
        faults.append(
            InputError(
                f"{dotted(path)}: a sum in pounds, where the currency is {currency}",
                where=None if place is None else str(place),
                found=found,
                expected=f"a number without £, in {currency}",
                remedies=[_CONVERTED],
            )
        )
    if faults:
        raise together(faults)


def _pounds(data: object, path: Keys) -> Iterator[tuple[Keys, str]]:
    if isinstance(data, str) and "£" in data:
        with suppress(ValueError):  # text that speaks of pounds is no number
            parse_number(data)
            yield path, data
    elif isinstance(data, list | tuple):
        for number, each in enumerate(data):
            yield from _pounds(each, (*path, str(number)))
    elif isinstance(data, Mapping) and "converted" not in data:
        for key, each in data.items():
            yield from _pounds(each, (*path, str(key)))
