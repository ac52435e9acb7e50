"""Records: frozen dataclasses that cost next to nothing to declare.

A frozen dataclass writes and compiles six functions for each class, which for the sixty classes
that a comparison reads took a tenth of its time. Here all classes share five functions, written
once. To `dataclasses` a record is a dataclass: `fields`, `replace` and `field` work as ever. Making
one is slower, so what is made by the thousand, such as an input or a row, stays a frozen dataclass.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from typing import Any, Never, TypeVar, dataclass_transform

C = TypeVar("C", bound=type)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(kind: C) -> C:
    """Make a class a record: its fields are given once, and records with equal fields are equal.

    Examples
    --------
    >>> @record
    ... class Stretch:
    ...     first: str
    ...     months: int = 12
    >>> Stretch("2027-04")
    Stretch(first='2027-04', months=12)
    >>> Stretch("2027-04") == Stretch(first="2027-04", months=12)
    True
    >>> Stretch("2027-04").months = 24
    Traceback (most recent call last):
    dataclasses.FrozenInstanceError: cannot assign to field 'months'
    """
    dataclass(init=False, repr=False, eq=False)(kind)
    return _with_functions(kind)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def named_record(kind: C) -> C:
    """Make a class a record whose fields are given by name alone.

    Examples
    --------
    >>> @named_record
    ... class Limit:
    ...     least: int
    >>> Limit(least=3)
    Limit(least=3)
    >>> Limit()
    Traceback (most recent call last):
    TypeError: Limit needs least
    """
    dataclass(init=False, repr=False, eq=False, kw_only=True)(kind)
    return _with_functions(kind)


def _with_functions(kind: C) -> C:
    made: Any = kind
    needed, factories = [], {}
    for each in fields(made):
        if each.default_factory is not MISSING:
            factories[each.name] = each.default_factory
        elif each.default is MISSING:
            needed.append(each.name)
    made.__record__ = (frozenset(made.__dataclass_fields__), needed, factories)
    made.__init__ = _init
    made.__setattr__, made.__delattr__ = _refuse_set, _refuse_delete
    made.__repr__, made.__eq__, made.__hash__ = _repr, _equal, _hash
    return kind


def _init(self: Any, *values: Any, **named: Any) -> None:  # noqa: ANN401  fields of any kind
    kind = type(self)
    names, needed, factories = kind.__record__
    given = dict(zip(kind.__match_args__, values, strict=False))
    if len(given) < len(values):
        raise TypeError(f"{kind.__name__} takes {len(given)} values without a name")
    for name in named:
        if name in given or name not in names:
            raise TypeError(f"{kind.__name__} has no {name}, or it is given twice")
    given.update(named)
    for name in needed:
        if name not in given:
            raise TypeError(f"{kind.__name__} needs {name}")
    for name, make in factories.items():
        if name not in given:
            given[name] = make()
    self.__dict__.update(given)  # the defaults stand in the class
    if hasattr(kind, "__post_init__"):
        self.__post_init__()


def _values(of: Any) -> tuple[Any, ...]:  # noqa: ANN401  a record of any kind
    return tuple(getattr(of, name) for name in of.__dataclass_fields__)


def _repr(self: Any) -> str:  # noqa: ANN401
    told = (f"{name}={getattr(self, name)!r}" for name in self.__dataclass_fields__)
    return f"{type(self).__qualname__}({', '.join(told)})"


def _equal(self: object, other: object) -> bool:
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _hash(self: object) -> int:
    return hash(_values(self))


def _refuse_set(_self: object, name: str, _value: object) -> Never:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(_self: object, name: str) -> Never:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
