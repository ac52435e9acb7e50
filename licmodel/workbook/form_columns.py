"""A field of a scenario as a column of a form: its heading, its help and how it may be filled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from licmodel.records import record
from licmodel.scenario.overlay import Keys
from licmodel.terms.figure import Figure, measure_of
from licmodel.terms.help import help_of
from licmodel.terms.index import Index
from licmodel.terms.price import Price
from licmodel.terms.quantity import Quantity

_BARE = (Figure, Quantity, Price, Index)
"""What has several keys and is written as one figure or name all the same."""
_LONGEST_UNIT = 60
_INITIALS = re.compile(r"\b(?:cfr|pue|vat)\b", re.IGNORECASE)
_FIRST = ("title", "name", "unit")
LAST = ("source", "assumed", "status", "dated", "owner")


@record
class Column:
    """One field of a form: its heading, what it is, and how it may be filled.

    ``path`` is that of the field in its table, or in the scenario on the sheet of the decision.
    """

    path: Keys
    help: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    of_sheet: str | None = None
    is_list: bool = False
    many: bool = False
    """Whether one name alone is a list too; `word` is what is not."""
    word: tuple[str, ...] = ()
    is_percent: bool = False
    required: bool = False

    @property
    def heading(self) -> str:
        """What stands above, or beside, its cells."""
        return ": ".join(self.path).replace("_", " ")

    @property
    def title(self) -> str:
        """The heading as it is shown.

        Examples
        --------
        >>> Column(("finance", "vat_recoverable"), "").title
        'Finance: VAT recoverable'
        """
        said = self.heading[:1].upper() + self.heading[1:]
        return _INITIALS.sub(lambda found: found[0].upper(), said)


def columns_of(model: type[BaseModel], only: tuple[str, ...] | None = None) -> tuple[Column, ...]:
    """Fields of a table that fit a cell each, or some of them, in the order of a form.

    Examples
    --------
    >>> from licmodel.lines.consumption import Tier
    >>> [column.heading for column in columns_of(Tier)]
    ['from', 'price', 'flat']
    """
    said = help_of(model)
    order = dict.fromkeys((*_FIRST, *(n for n in model.model_fields if n not in LAST), *LAST))
    fields = {name: model.model_fields[name] for name in order if name in model.model_fields}
    return tuple(
        column_from(name, field, said.get(name, ""))
        for name, field in fields.items()
        if (only is None or name in only) and fits_a_cell(field)
    )


def column_from(name: str, field: FieldInfo, said: str) -> Column:
    """A field as a column.

    Parameters
    ----------
    name : str
        Of the field, where it has no alias.
    field : FieldInfo
        As its model has it.
    said : str
        The text under it.

    Examples
    --------
    >>> from licmodel.lines.consumption import Tier
    >>> column_from("flat", Tier.model_fields["flat"], "Amount as such.").unit
    'GBP'
    """
    above = get_args(field.annotation)
    unit, percent = _unit(field)
    choices = _choices(field)
    kinds = set(types_in(field.annotation))
    listed = tuple in kinds and not any(
        isinstance(each, type) and issubclass(each, Figure) for each in kinds
    )
    if not unit:
        unit = "names with commas between" if listed else _kind_of_answer(kinds, name)
    return Column(
        (field.alias or name,),
        said.split("\n\n", maxsplit=1)[0].replace("\n", " "),
        unit,
        choices=choices,
        is_list=listed,
        many=listed and (get_origin(field.annotation) is tuple or str not in above),
        word=tuple(each for part in above for each in _literals(part)),
        is_percent=percent,
        required=field.is_required(),
    )


def _kind_of_answer(kinds: set[Any], name: str) -> str:
    if name in {"starts", "ends", "start", "signed", "as_of", "contract_year_from"}:
        return "month, such as 2027-04"
    if bool in kinds:
        return "yes or no"
    return {"dated": "month or day", "people": "number or driver", "value": "number"}.get(name, "")


def _unit(field: FieldInfo) -> tuple[str, bool]:
    try:
        measure = measure_of(field)
    except TypeError:
        return "", False
    if measure.percent:
        return ("share" if measure.unit == "1" else "share a year") + ", such as 5%", True
    return {"1": "number"}.get(measure.unit, measure.unit)[:_LONGEST_UNIT], False


def _choices(field: FieldInfo) -> tuple[str, ...]:
    found = [each for part in types_in(field.annotation) for each in _literals(part)]
    kinds = set(types_in(field.annotation))
    if bool in kinds:
        return ("yes", "no")
    words = [each for each in found if isinstance(each, str)]
    plain = all(part is type(None) or get_origin(part) is Literal for part in kinds - {str})
    return tuple(words) if words and plain and tuple not in kinds else ()


def _literals(part: object) -> tuple[Any, ...]:
    return get_args(part) if get_origin(part) is Literal else ()


def fits_a_cell(field: FieldInfo) -> bool:
    """Whether what a field holds is one text: no table, and no list of tables.

    Examples
    --------
    >>> from licmodel.lines.consumption import Consumption
    >>> [fits_a_cell(Consumption.model_fields[name]) for name in ("price", "tiers")]
    [True, False]
    """
    for part in types_in(field.annotation):
        if part is dict:
            return False
        if isinstance(part, type) and issubclass(part, BaseModel) and not issubclass(part, _BARE):
            return False
    return True


def types_in(annotation: object) -> Iterator[Any]:
    """The types that an annotation is made of, and containers by their name alone."""
    origin = get_origin(annotation)
    if origin is None or origin is Literal:
        yield annotation
        return
    if origin in {dict, tuple}:
        yield origin
    for part in get_args(annotation):
        if isinstance(part, type) or get_origin(part) is not None:
            yield from types_in(part)
