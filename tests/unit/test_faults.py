"""Faults in the words of whoever wrote the file."""

import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

import pytest
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from licmodel.errors import InputError, InputErrors
from licmodel.scenario.faults import explain_syntax, explain_validation, together
from licmodel.scenario.files import read_document
from licmodel.scenario.overlay import Document, Keys


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(Strict):
    value: float
    source: str | None = None


class ToldError(InputError, ValueError):
    """An error of ours that pydantic catches."""


def check(month: float) -> None:
    if month == 16:
        raise AssertionError("sixteen is too many")


class Subscription(Strict):
    kind: Literal["subscription"]
    price: Figure | float
    start: Figure | None = None

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.start is not None and self.start.value == 13:
            raise ValueError("13: no month; write 12")
        if self.start is not None and self.start.value == 14:
            raise ToldError("no month", found="14", expected="1 to 12", remedies=["write 12"])
        if self.start is not None and self.start.value == 15:
            raise PydanticCustomError("month", "a str or dict is no month")
        if self.start is not None:
            check(self.start.value)
        return self


class Start(Strict):
    """A kind whose name is also that of a field."""

    kind: Literal["start"]
    start: Figure


class Scenario(Strict):
    title: str
    years: Annotated[int, Field(ge=1, le=20)] = 5
    smooth: bool = False
    billing: Literal["yearly in advance", "monthly"] = "monthly"
    tags: Annotated[list[str], Field(max_length=2)] = []
    per_head: str | list[str] = "user"
    lines: dict[
        Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")],
        Annotated[Subscription | Start, Field(discriminator="kind")],
    ] = {}

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, data: Any) -> Any:  # noqa: ANN401
        if isinstance(data, dict) and data.get("title") == "refuse":
            raise ValueError("no scenario at all; write another")
        return data


KNOWN: dict[Keys, Sequence[str]] = {
    (): list(Scenario.model_fields),
    ("lines", "e3"): ["kind", "price", "start"],
    ("lines", "e3", "price"): ["value", "source"],
    ("lines", "e3", "start"): ["value", "source"],
}


def explain(text: str, **parents: str) -> InputErrors:
    texts = {"a.yaml": text} | {f"{name}.yaml": each for name, each in parents.items()}
    document = read_document("a.yaml", read=lambda path: texts[str(path)])
    with pytest.raises(ValidationError) as caught:
        Scenario.model_validate(document.data)
    return explain_validation(caught.value, document, lambda path: KNOWN.get(path, []))


def only(text: str) -> InputError:
    (fault,) = explain(text).faults
    return fault


def line(rest: str) -> str:
    return f"title: A\nlines:\n  e3:\n    kind: subscription\n    {rest}\n"


class TestKeys:
    def test_an_unknown_key_with_the_nearest(self) -> None:
        fault = only(line("price: 1\n    strat: 2"))
        assert fault.where == "a.yaml:6"
        assert fault.what == "lines.e3.strat: there is no such key"
        assert fault.found is None
        assert fault.expected == "one of kind, price, start"
        assert fault.remedies == ("write start:", "take strat: out if it is not needed")

    @pytest.mark.parametrize("written", ["Start", "START", "start-", "sta rt"])
    def test_capitals_spaces_and_dashes_are_near(self, written: str) -> None:
        assert only(line(f"price: 1\n    {written}: 2")).remedies[0] == "write start:"

    def test_an_unknown_key_with_nothing_near(self) -> None:
        fault = only("title: A\nzzz: 1")
        assert fault.where == "a.yaml:2"
        assert fault.remedies == ("take zzz: out if it is not needed",)

    def test_an_unknown_key_in_an_unknown_table(self) -> None:
        fault = only("title: A\nlines:\n  f3: {kind: start, start: {value: 1}, zzz: 1}")
        assert fault.expected is None

    def test_many_known_keys_are_not_all_listed(self) -> None:
        document = read_document("a.yaml", read=lambda _: "title: A\nzzz: 1")
        with pytest.raises(ValidationError) as caught:
            Scenario.model_validate(document.data)
        names = [f"key{n}" for n in range(30)]
        (fault,) = explain_validation(caught.value, document, lambda _: names).faults
        assert str(fault.expected).endswith("key22, key23 and 6 more")

    def test_a_missing_key_in_a_table(self) -> None:
        fault = only(line("start: {source: x}\n    price: 1"))
        assert fault.where == "a.yaml:5"
        assert fault.what == "lines.e3.start.value: this key is missing"
        assert fault.remedies == ("write value: in lines.e3.start",)

    def test_a_missing_key_of_a_line(self) -> None:
        fault = only("title: A\nlines:\n\n  e3: {kind: subscription}")
        assert fault.where == "a.yaml:4"
        assert fault.what == "lines.e3.price: this key is missing"

    def test_a_missing_key_at_the_top(self) -> None:
        fault = only("\nyears: 5")
        assert (fault.where, fault.what) == ("a.yaml:2", "title: this key is missing")
        assert fault.remedies == ("write title: at the left, beside title:",)

    def test_a_name_that_cannot_be_used(self) -> None:
        fault = only("title: A\nlines:\n  Office 365 (E3): {kind: start, start: {value: 1}}")
        assert fault.where == "a.yaml:3"
        assert fault.what == "lines.Office 365 (E3): that name cannot be used"
        assert fault.found == "Office 365 (E3)"
        assert fault.expected == "small letters, digits and _, beginning with a letter"
        assert fault.remedies == ("write office_365_e3:",)


class TestKinds:
    def test_an_unknown_kind_with_the_nearest(self) -> None:
        fault = only("title: A\nlines:\n  e3:\n    price: 1\n    kind: subscripton")
        assert fault.where == "a.yaml:5"
        assert fault.what == "lines.e3.kind: there is no such kind"
        assert fault.found == "subscripton"
        assert fault.expected == "one of subscription, start"
        assert fault.remedies == ("write kind: subscription",)

    def test_a_missing_kind(self) -> None:
        fault = only("title: A\nlines:\n  e3: {price: 1}")
        assert (fault.where, fault.what) == ("a.yaml:3", "lines.e3.kind: this key is missing")
        assert fault.remedies == ("write kind: in lines.e3",)

    @pytest.mark.parametrize("name", ["e3", "subscription", "start", "price"])
    def test_the_names_of_kinds_are_no_part_of_the_key(self, name: str) -> None:
        fault = only(f"title: A\nlines:\n  {name}:\n    kind: subscription\n    price: x")
        assert fault.where == "a.yaml:5"
        assert fault.what.startswith(f"lines.{name}.price: ")

    def test_not_even_where_a_key_has_the_name_of_the_kind(self) -> None:
        fault = only("title: A\nlines:\n  e3:\n    kind: start\n    start:\n      value: x")
        assert (fault.where, fault.found) == ("a.yaml:6", "x")
        assert fault.what.startswith("lines.e3.start.value: ")
        fault = only("title: A\nlines:\n  e3:\n    kind: start\n    start: {value: 1}\n    end: 2")
        assert fault.what == "lines.e3.end: there is no such key"


class TestForms:
    @pytest.mark.parametrize(
        ("text", "key", "found", "expected"),
        [
            ("years: ten", "years", "ten", "a whole number such as 5"),
            ("years: 2.5", "years", "2.5", "a whole number such as 5"),
            ("years: [5]", "years", "a list of 1: [5]", "a whole number such as 5"),
            ("years: 0", "years", "0", "1 or more"),
            ("years: 21", "years", "21", "20 or less"),
            ("smooth: perhaps", "smooth", "perhaps", "true or false"),
            ("tags: a", "tags", "a", "a list"),
            ("tags: [a, [b]]", "tags.1", "a list of 1: [b]", "text"),
            ("tags: [a, {b: c}]", "tags.1", "a table of keys: b", "text"),
            ("tags: [a, b, c]", "tags", "a list of 3: [a, b, c]", "at most 2 in the list or table"),
            ("lines: a", "lines", "a", "a table of keys"),
            ("lines: {e3: a}", "lines.e3", "a", "a table of keys"),
            ("lines: {e3: []}", "lines.e3", "a list of 0: []", "a table of keys"),
            ("per_head: {a: b}", "per_head", "a table of keys: a", "text, or a list"),
            ("per_head: {}", "per_head", "an empty table of keys", "text, or a list"),
        ],
    )
    def test_what_was_found_and_expected(
        self, text: str, key: str, found: str, expected: str
    ) -> None:
        fault = only(f"title: A\n{text}")
        assert fault.where == "a.yaml:2"
        assert fault.what.startswith(f"{key}: that is ")
        assert (fault.found, fault.expected) == (found, expected)

    def test_a_choice_with_the_nearest(self) -> None:
        fault = only("title: A\nbilling: Yearly in advanse")
        assert fault.where == "a.yaml:2"
        assert fault.found == "Yearly in advanse"
        assert fault.expected == "one of yearly in advance, monthly"
        assert fault.remedies == ("write billing: yearly in advance",)

    def test_the_forms_that_were_not_meant_are_not_told(self) -> None:
        fault = only(line("price: {value: 1, sauce: x}"))
        assert fault.what == "lines.e3.price.sauce: there is no such key"
        assert fault.remedies[0] == "write source:"

    def test_long_text_is_cut(self) -> None:
        assert only(f"title: A\nyears: {'x' * 500}").found == "x" * 80 + " …"

    def test_no_python_types_are_named(self) -> None:
        text = "title: [a]\nyears: {}\nsmooth: []\ntags: {}\nper_head: {}\nlines: []\nbilling: {}"
        words = re.compile(
            r"\b(dict|dictionary|str|string|int|integer|bool|boolean|None|pydantic)\b"
        )
        assert len(explain(text).faults) == 7
        assert not words.search(str(explain(text)))


class TestOwnMessages:
    def test_a_value_error_keeps_its_text(self) -> None:
        fault = only(line("price: 1\n    start: {value: 13}"))
        assert str(fault) == "a.yaml:3: lines.e3: 13: no month; write 12"

    def test_an_assertion_keeps_its_text(self) -> None:
        fault = only(line("price: 1\n    start: {value: 16}"))
        assert str(fault) == "a.yaml:3: lines.e3: sixteen is too many"

    def test_one_of_ours_keeps_its_parts(self) -> None:
        fault = only(line("price: 1\n    start: {value: 14}"))
        assert (fault.where, fault.what) == ("a.yaml:3", "lines.e3: no month")
        assert (fault.found, fault.expected, fault.remedies) == ("14", "1 to 12", ("write 12",))

    def test_others_are_told_without_pythons_words(self) -> None:
        fault = only(line("price: 1\n    start: {value: 15}"))
        assert fault.what == "lines.e3: a text or a table of keys is no month"

    def test_a_fault_of_the_whole(self) -> None:
        assert str(only("\ntitle: refuse")) == "a.yaml:2: no scenario at all; write another"

    def test_nothing_of_pydantic_is_left(self) -> None:
        for month in (13, 14, 15, 16):
            told = str(explain(line(f"price: 1\n    start: {{value: {month}}}")))
            assert "Value error" not in told
            assert "Assertion failed" not in told
            assert "http" not in told


class TestSeveral:
    def test_they_are_told_in_file_order(self) -> None:
        faults = explain("zzz: 1\nlines: a\nyears: b\n").faults
        assert [each.where for each in faults] == ["a.yaml:1", "a.yaml:1", "a.yaml:2", "a.yaml:3"]

    def test_each_has_the_file_it_stands_in(self) -> None:
        faults = explain("extends: b.yaml\nzzz: 1\n", b="title: A\nyears: ten\n").faults
        assert [each.where for each in faults] == ["b.yaml:2", "a.yaml:2"]

    def test_twenty_are_told_and_the_rest_counted(self) -> None:
        error = explain("title: A\n" + "".join(f"zzz{n}: 1\n" for n in range(45)))
        assert len(error.faults) == 21
        assert str(error).endswith("\nand 25 more")
        assert "zzz19:" in str(error)
        assert "zzz20:" not in str(error)

    def test_data_without_a_file_has_no_place(self) -> None:
        with pytest.raises(ValidationError) as caught:
            Scenario.model_validate({"title": "A", "years": "ten"})
        document = Document({"title": "A", "years": "ten"}, {}, ())
        (fault,) = explain_validation(caught.value, document, lambda _: []).faults
        assert fault.where is None
        assert fault.what == "years: that is not what belongs here"


def test_one_fault_alone_stays_as_it_is() -> None:
    fault = InputError("no price")
    assert together([fault]) is fault


def test_a_parser_that_says_no_place() -> None:
    fault = explain_syntax(RuntimeError("?"), "a.yaml", "")
    assert fault.where == "a.yaml:1"
    assert "it cannot be read" in fault.what
