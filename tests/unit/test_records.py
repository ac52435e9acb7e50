"""A record is a frozen dataclass to whoever uses it."""

from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, replace
from typing import Any, cast

import pytest

from licmodel.records import named_record, record


@dataclass(frozen=True)
class Old:
    first: str
    months: int = 12
    marks: list[int] = field(default_factory=list)


@record
class New:
    first: str
    months: int = 12
    marks: list[int] = field(default_factory=list)


@named_record
class Base:
    note: str = ""

    def __post_init__(self) -> None:
        if self.note == "wrong":
            raise ValueError(self.note)


@named_record
class Limit(Base):
    least: int


@pytest.mark.parametrize(
    ("values", "named"),
    [(("a",), {}), (("a", 3), {}), (("a",), {"marks": [1]}), ((), {"months": 1, "first": "b"})],
)
def test_a_record_is_made_and_told_as_a_frozen_dataclass_is(
    values: tuple[Any, ...], named: dict[str, Any]
) -> None:
    old, new = Old(*values, **named), New(*values, **named)
    assert repr(new) == repr(old).replace("Old", "New")
    assert [getattr(new, each.name) for each in fields(new)] == [
        getattr(old, each.name) for each in fields(old)
    ]


@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), (("a", 1, [], 2), {}), (("a",), {"first": "b"}), (("a",), {"last": 1})],
)
def test_what_a_dataclass_refuses_a_record_refuses(
    values: tuple[Any, ...], named: dict[str, Any]
) -> None:
    for kind in (Old, New):
        with pytest.raises(TypeError):
            kind(*values, **named)


def test_a_record_never_changes() -> None:
    new = New("a")
    with pytest.raises(FrozenInstanceError):
        new.first = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del new.first
    assert new.first == "a"


def test_records_are_equal_where_their_kind_and_fields_are() -> None:
    assert New("a") == New("a", 12)
    assert New("a") != New("b")
    assert New("a") != cast("object", Old("a"))
    assert hash(Limit(least=1)) == hash(Limit(least=1))
    assert New("a").marks is not New("a").marks


def test_a_record_is_a_dataclass_to_the_library() -> None:
    assert replace(New("a"), months=3) == New("a", 3)
    assert is_dataclass(New)


def test_a_record_has_the_fields_and_checks_of_those_it_is_made_of() -> None:
    assert Limit(least=3, note="x") == Limit(note="x", least=3)
    with pytest.raises(ValueError, match="wrong"):
        Limit(least=3, note="wrong")
    with pytest.raises(TypeError):
        Limit(3)  # type: ignore[call-arg, arg-type]
