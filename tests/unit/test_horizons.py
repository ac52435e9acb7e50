"""Over other numbers of years an option costs what ``whatif`` says, and what fails is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import licmodel
from licmodel.analysis.decisions.horizons import LENGTHS, horizons
from licmodel.errors import InputError
from licmodel.report.horizons import horizons_sentence, not_known_words

COUNCIL = Path(__file__).parents[2] / "scenarios" / "council_2027.yaml"


def test_each_horizon_is_what_a_what_if_of_the_years_answers() -> None:
    scenario = licmodel.load(COUNCIL)
    asked = {"renew.e3.discount": {"set": "8%"}}
    found = {each.years: each for each in horizons(scenario, asked)}
    assert list(found) == list(LENGTHS)
    ten = licmodel.whatif(scenario, {**asked, "timeline.years": {"set": "10"}})
    assert found[10].present_values == {
        option: row[-1] for option, row in ten.wholes["present_value"].items()
    }
    assert found[10].cheapest == ten.cheapest("asked") == "open_source"
    own = licmodel.whatif(scenario, asked)
    assert found[5].is_own
    assert found[5].present_values["mixed"] == own.wholes["present_value"]["mixed"][-1]
    titles = {key: scenario.option_title(key) for key in found[5].present_values}
    assert horizons_sentence(list(found.values()), titles).startswith("The answer turns")


def test_a_horizon_that_is_asked_for_is_the_own() -> None:
    found = horizons(licmodel.load(COUNCIL), {"timeline.years": {"set": "8.0"}})
    assert [(each.years, each.is_own) for each in found if each.years in {5, 8}] == [
        (5, False),
        (8, True),
    ]


def test_a_horizon_that_cannot_be_worked_out_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*given: Any, **more: Any) -> licmodel.WhatIfAnswer:  # noqa: ANN401  passed on
        if "timeline.years" in given[1] and given[1]["timeline.years"]["set"] == "3":
            raise InputError("the term outlasts the horizon")
        return licmodel.whatif(*given, **more)

    monkeypatch.setattr("licmodel.analysis.decisions.horizons.whatif", refusing)
    found = horizons(licmodel.load(COUNCIL))
    assert [each.years for each in found if each.cheapest is None] == [3]
    assert not_known_words(found) == [
        "Over 3 years it cannot be worked out: the term outlasts the horizon."
    ]
