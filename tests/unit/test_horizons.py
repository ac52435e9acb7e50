"""Over other numbers of years an option costs what ``whatif`` says, and what fails is told."""

from __future__ import annotations

from pathlib import Path

import pytest

import licmodel
from licmodel.analysis.decisions.horizons import LENGTHS, horizons
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
    found = horizons(licmodel.load(COUNCIL), {"timeline.years": {"set": "8"}})
    assert [(each.years, each.is_own) for each in found if each.years in {5, 8}] == [
        (5, False),
        (8, True),
    ]


def test_a_horizon_that_cannot_be_worked_out_says_why(tmp_path: Path) -> None:
    path = tmp_path / "short.yaml"
    path.write_text(
        "title: Short\norganisation: {name: A council}\ntimeline: {start: 2027-04, years: 5}\n"
        "baseline: none\noptions:\n  stay: {lines: {late: {kind: recurring, amount: 1_200, "
        "per: year, starts: 2031-04, assumed: x}}}\n",
        "utf-8",
    )
    found = {each.years: each for each in horizons(licmodel.load(path))}
    assert found[5].present_values["stay"] == pytest.approx(1_200 / 1.035**4, rel=0.05)
    for words in not_known_words(list(found.values())):
        assert words.startswith("Over 3 years it cannot be worked out: ")
