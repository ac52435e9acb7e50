"""Figures keep their value, their wording and where they are from; bad ones say what to write."""

import datetime as dt
import math
import time
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from licmodel.terms.figure import (
    STRENGTH,
    Count,
    Figure,
    Measure,
    Money,
    Provenance,
    Rate,
    Share,
    Sourced,
    number_text,
    parse_number,
)
from licmodel.terms.term import Term, refusal


class Seats(Term):
    """Something with figures in it.

    Examples
    --------
    None is shown in a form.
    """

    quantity: Count
    """How many seats."""
    growth: Rate | None = None
    """Yearly growth."""
    share: Share | None = None
    price: Money | None = None


def measure_of(alias: object) -> Measure:
    _, measure = get_args(alias)
    assert isinstance(measure, Measure)
    return measure


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("3_260", "3260"),
        ("3,260", "3260"),
        ("1,420,000", "1420000"),
        ("1 420 000", "1420000"),
        ("1\u00a0420\u00a0000", "1420000"),
        ("£1,420,000.50", "1420000.50"),
        ("-£5", "-5"),
        ("£-5", "-5"),
        ("- 5", "-5"),
        ("\u22125", "-5"),
        ("\u20135", "-5"),
        ("+2%", "0.02"),
        ("296.40", "296.40"),
        (".5", "0.5"),
        ("-1%", "-0.01"),
        ("12.5%", "0.125"),
        (" 12.5 % ", "0.125"),
        ("1_000%", "10"),
        ("0", "0"),
        ("-0", "0"),
        ("007", "7"),
        ("9_999_999_999_999", "9999999999999"),
        (3260, "3260"),
        (0.1, "0.1"),
        (1e-07, "0.0000001"),
        (Decimal("1E+3"), "1000"),
        (Fraction(1, 8), "0.125"),
    ],
)
def test_numbers_are_read_exactly(written: object, number: str) -> None:
    assert parse_number(written) == Decimal(number)
    assert not parse_number("-0").is_signed()


REFUSED: dict[str, list[object]] = {
    "write 1_200_000": ["1.2m", "£1.2 million"],
    "write 1_000": ["1k"],
    "write -3_500": ["-3.5K"],
    "write 2_000_000_000": ["2bn"],
    "write 0.12": ["12p"],
    "write 5%": ["5 per cent", "5pc", "5 percent"],
    "write -1200": ["(1,200)"],
    "write -1200.5": ["(£1,200.50)"],
    "write -5%": ["(5%)"],
    "groups of three": ["1,42", "1_42", "12,3456", "1,420_000", "0,123", "1.420,50", "1 2"],
    "decimals after one point": ["1.2.3", "5.", "."],
    "of signs of money only £ is read": ["$5", "5 €", "US$1.2m", "USD 5", "5 euros"],
    "after a £ sign": ["GBP 5", "5 pounds"],
    "write one or the other": ["£5%"],
    "write 0 if there is none, or leave the key out": ["NO", "yes", "null", "", " ", "\u2013"],
    "leave the key out if the figure": ["nan", "-inf", "n/a", "#REF!", "tbc", "?"],
    "powers of ten are not read; write": ["1e400", "1.42E+06"],
    "a time or a ratio; write": ["12:30"],
    "that is a date": ["2027-04", "01/04/2027"],
    "range: [low, high]": ["10-20", "4% to 6%", "£5..£6"],
    "write the result": ["=A1*2", "1/3"],
    "write it in figures": ["ten", "5 seats", "--5", "+£-5", "(-5)", "\uff15", "\u0665"],
    "write a number below": [
        "10_000_000_000_000",
        "-£10,000,000,000,000",
        "1" * 400,
        -1e300,
        "9_999_999_999_999.99999",
        10**6000,
    ],
    "leave it out": [math.nan, math.inf, Decimal("sNaN")],
    "a number was expected; write": [True, None, [1], 1j],
}


@pytest.mark.parametrize("told", REFUSED)
def test_what_is_no_number_is_refused_with_what_to_write(told: str) -> None:
    for written in REFUSED[told]:
        with pytest.raises(ValueError, match=r"; (write|leave) ") as refused:
            parse_number(written)
        assert told in str(refused.value)
        with pytest.raises(ValidationError) as wrapped:
            Figure.model_validate(written)
        assert told in str(wrapped.value)


def test_a_long_or_hostile_text_is_refused_quickly_and_shown_short() -> None:
    began = time.process_time()
    for text in ("1" * 100_000 + "x", "- " * 50_000, "1," * 50_000, "(" * 100_000):
        with pytest.raises(ValueError, match="write") as refused:
            parse_number(text)
        assert len(str(refused.value)) < 250
    assert time.process_time() - began < 1
    assert str(refusal("a\nb", "no", "write c")) == "'a\\nb': no; write c"


def test_numbers_are_written_in_full() -> None:
    assert number_text(3260.0) == "3260"
    assert number_text(1e-07) == "0.0000001"
    assert number_text(Decimal("1E+3")) == "1000"
    assert number_text(100, percent=True) == "10000%"
    assert number_text(0.035, percent=True) == "3.5%"


@pytest.mark.parametrize(
    ("given", "value", "text"),
    [
        ("£1,420,000", 1420000.0, "£1,420,000"),
        (" 5% ", 0.05, "5%"),
        (3260, 3260.0, "3260"),
        (296.4, 296.4, "296.4"),
        (5.0, 5.0, "5"),
        (Decimal("296.40"), 296.4, "296.4"),
    ],
)
def test_a_bare_figure_keeps_its_wording_and_is_written_bare(
    given: object, value: float, text: str
) -> None:
    figure = Figure.model_validate(given)
    assert figure.value == value
    assert figure.text == text
    assert figure.provenance is None
    written: object = figure.model_dump()
    assert written == text
    assert figure.is_percent == text.endswith("%")
    assert Figure.model_validate(figure) is figure


def test_a_figure_is_written_back_with_the_keys_it_was_given() -> None:
    given = {
        "value": "5%",
        "source": "reseller's letter",
        "status": "quote",
        "dated": "2026-10-14",
        "owner": "Head of ICT",
        "range": ["4%", "6.5%"],
    }
    figure = Figure.model_validate(given)
    assert figure.model_dump() == given
    assert figure.range == (0.04, 0.065)
    assert Figure.model_validate_json(figure.model_dump_json()) == figure


def test_a_range_in_numbers_is_written_in_numbers() -> None:
    figure = Figure.model_validate({"value": 5, "range": (4, "6_000.50")})
    assert figure.model_dump() == {"value": "5", "range": ["4", "6000.5"]}
    assert figure.provenance is None


@pytest.mark.parametrize(
    ("said", "status", "source"),
    [
        ({"source": "list"}, "published", "list"),
        ({"assumed": "care transfer"}, "assumed", "care transfer"),
        ({"source": "reseller", "status": "quote"}, "quote", "reseller"),
        ({"source": "board paper", "status": "assumed"}, "assumed", "board paper"),
        ({"assumed": "as last year", "status": "assumed"}, "assumed", "as last year"),
        ({"status": "assumed"}, "assumed", "no reason given"),
    ],
)
def test_a_status_follows_from_what_was_said(
    said: dict[str, Any], status: str, source: str
) -> None:
    for given in (Sourced(**said), Figure.model_validate({"value": "1", **said})):
        assert given.provenance is not None
        assert (given.provenance.status, given.provenance.source) == (status, source)


@pytest.mark.parametrize("dated", ["14 October 2026", "2026-10-14", dt.date(2026, 10, 14)])
def test_a_source_may_be_dated_to_the_day(dated: object) -> None:
    sourced = Sourced.model_validate({"source": "letter", "dated": dated, "owner": "ICT"})
    assert sourced.dated == "2026-10-14"
    assert sourced.provenance == Provenance(
        status="published", source="letter", dated=2026 * 12 + 9, owner="ICT", inferred=True
    )
    assert Sourced(source="letter", dated="Oct 2026").dated == "2026-10"
    assert Sourced(source="letter", dated=None).dated is None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"source": "a", "assumed": "b"}, "leave one out"),
        ({"assumed": "b", "status": "contract"}, "write source: in place of assumed:"),
        ({"status": "contract"}, "write source: where it is from"),
        ({"dated": "2026-10"}, "write source: where it is from"),
        ({"owner": "ICT"}, "write source: where it is from"),
        ({"source": ""}, "write the source or leave it out"),
        ({"source": "a", "owner": "  "}, "write the owner or leave it out"),
        ({"source": "a", "status": "firm"}, "'contract', 'quote', 'published'"),
        ({"source": "a", "dated": "2026-13"}, "no month 13"),
        ({"source": "a", "sauce": "b"}, "Extra inputs are not permitted"),
        ({"text": "2"}, "write the number as value:"),
        ({"range": "0 to 2"}, "write range: [low, high]"),
        ({"range": [0, 1, 2]}, "write range: [low, high]"),
        ({"range": [2, 0]}, "the lower number comes first; write [0, 2]"),
        ({"range": [2, 3]}, "it must hold the value, 1; write a range around the value"),
        ({"range": [0, "1k"]}, "write 1_000"),
    ],
)
def test_what_does_not_fit_together_is_refused(said: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Figure.model_validate({"value": "1", **said})
    assert told in str(refused.value)


def test_a_range_without_its_percent_signs_is_named_as_such() -> None:
    with pytest.raises(ValidationError, match=r"must hold the value, 5%; write \[4%, 6%\]"):
        Figure.model_validate({"value": "5%", "range": ["4", "6"]})


def test_a_mapping_without_a_value_names_the_key() -> None:
    with pytest.raises(ValidationError) as refused:
        Figure.model_validate({"source": "list"})
    (error,) = refused.value.errors()
    assert error["loc"] == ("value",)
    assert error["type"] == "missing"


def test_strengths_run_from_contract_to_assumed() -> None:
    assert STRENGTH == ("contract", "quote", "published", "projected", "assumed")


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [
        ("quantity", "-3", "-3: must be at least 0; write 0 or more"),
        ("price", "-£5", "-£5: must be at least 0; write 0 or more"),
        ("growth", "-150%", "-150%: must be at least -100%; write -100% or more"),
        ("growth", "-20", "-20: must be at least -100%; write -20%"),
        ("share", "50", "50: a share is between 0% and 100%; write 50%"),
        ("share", "150%", "150%: a share is between 0% and 100%; write 100% or less"),
        ("share", "-5%", "-5%: a share is between 0% and 100%; write 0% or more"),
        (
            "share",
            {"value": "50%", "range": ["10%", "120%"]},
            "50%, range 10% to 120%: a share is between 0% and 100%; write 100% or less",
        ),
    ],
)
def test_a_figure_outside_its_bounds_is_refused_at_its_place(
    field: str, given: object, told: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        Seats.model_validate({"quantity": 1, field: given})
    (error,) = refused.value.errors()
    assert error["loc"] == (field,)
    assert error["msg"] == f"Value error, {told}"


@pytest.mark.parametrize(
    ("measure", "given", "told"),
    [
        (Measure("1", high=10), "11", "must be at most 10; write 10 or less"),
        (Measure("month", low=1, high=12), "13", "must be between 1 and 12; write 12 or less"),
        (Measure("1", low=0, high=1), "2", "must be between 0 and 1; write 1 or less"),
    ],
)
def test_other_bounds_are_named(measure: Measure, given: str, told: str) -> None:
    with pytest.raises(ValueError, match="write") as refused:
        measure.check(Figure.model_validate(given))
    assert str(refused.value) == f"{given}: {told}"


def test_bounds_themselves_are_allowed() -> None:
    seats = Seats.model_validate({"quantity": 0, "growth": "-100%", "share": "100%", "price": 0})
    assert seats.share is not None
    assert seats.share.value == 1
    assert Seats.model_validate({"quantity": 0, "share": "0%"}).share is not None


@pytest.mark.parametrize(
    ("measure", "given", "question"),
    [
        (measure_of(Rate), "350%", "350% is an unusual rate: did you mean 3.5%?"),
        (measure_of(Rate), "5", "5 is 500%, an unusual rate: did you mean 5%?"),
        (measure_of(Rate), "100%", None),
        (measure_of(Rate), "-49%", None),
        (measure_of(Rate), "-50%", "-50% is an unusual rate: did you mean -0.5%?"),
        (measure_of(Rate), "-1", "-1 is -100%, an unusual rate: did you mean -1%?"),
        (measure_of(Rate), "0.04", None),
        (measure_of(Count), "1_000_000", None),
        (Measure("GBP", usual_high=1e6), "£2_000_000", "above 1000000"),
    ],
)
def test_an_unusual_figure_is_questioned_not_refused(
    measure: Measure, given: str, question: str | None
) -> None:
    asked = measure.suspicious(measure.check(Figure.model_validate(given)))
    assert asked == question if question is None else question in str(asked)


def test_the_schema_tells_what_may_be_written_and_its_unit_and_bounds() -> None:
    schema = Seats.model_json_schema()
    assert schema["description"] == "Something with figures in it."
    assert schema["properties"]["quantity"]["description"] == "How many seats."
    assert (
        schema["properties"]["quantity"]["unit"],
        schema["properties"]["quantity"]["minimum"],
    ) == (
        "1",
        0,
    )
    share = schema["properties"]["share"]["anyOf"][0]
    assert (share["minimum"], share["maximum"], share["percent"]) == (0, 1, True)
    assert "maximum" not in schema["properties"]["price"]["anyOf"][0]
    bare, mapping = schema["$defs"]["Figure"]["anyOf"]
    assert bare["type"] == ["number", "string"]
    assert set(mapping["properties"]) == {
        "value",
        "range",
        "source",
        "assumed",
        "status",
        "dated",
        "owner",
    }
    assert mapping["required"] == ["value"]
    assert mapping["additionalProperties"] is False
    written = Seats.model_json_schema(mode="serialization")["$defs"]["Figure"]
    assert [form["type"] for form in written["anyOf"]] == ["string", "object"]
    for example in bare["examples"]:
        assert Figure.model_validate(example).text == example


def test_a_term_without_a_docstring_has_a_schema_of_its_own() -> None:
    class Bare(Term):
        name: str

    assert "description" not in Bare.model_json_schema()


def test_a_term_is_frozen_and_refuses_unknown_keys() -> None:
    seats = Seats.model_validate({"quantity": "3_260"})
    with pytest.raises(ValidationError, match="frozen"):
        setattr(seats, "quantity", Figure.model_validate(1))  # noqa: B010  else mypy objects first
    with pytest.raises(ValidationError, match="Extra inputs"):
        Seats.model_validate({"quantity": 1, "quantities": 2})
    assert hash(seats) == hash(Seats.model_validate({"quantity": "3_260"}))
