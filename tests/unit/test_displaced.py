"""Contracts that end: when their money is saved, and when not at all."""

from typing import Any

import pytest

from licmodel.analysis.results import Results, run
from licmodel.analysis.warnings import warnings_of
from licmodel.errors import InputError
from licmodel.scenario.loading import from_data
from tests.unit.test_events import Raw, raw, years

FILTER: Raw = {
    "kind": "displaced",
    "contract": "mail filter",
    "amount": "12_000",
    "per": "year",
    "contract_ends": "2028-06",
    "in_base_budget": "true",
    "source": "contract 114",
    "status": "contract",
}


def saving(**more: Any) -> Results:  # noqa: ANN401  fields of the line
    """Results of that contract with other fields."""
    return run(from_data(raw({"filter": FILTER | more})))


class TestByHand:
    def test_it_saves_from_the_month_after_its_own_end(self) -> None:
        """1,000 a month from July 2028: nine months of 2028/29."""
        found = saving()
        assert years(found, "stay.filter.accrued") == [0, -9_000, -12_000]
        assert found.by_period("stay.filter.accrued")[14:16] == [0, -1_000]

    def test_taking_its_place_sooner_saves_nothing_sooner(self) -> None:
        assert years(saving(starts="2027-10"), "stay.filter.accrued") == [0, -9_000, -12_000]

    def test_it_saves_no_sooner_than_the_line_says(self) -> None:
        assert years(saving(starts="2029-01"), "stay.filter.accrued") == [0, -3_000, -12_000]

    def test_it_saves_no_longer_than_the_line_says(self) -> None:
        assert years(saving(ends="2028-12"), "stay.filter.accrued") == [0, -6_000, 0]

    def test_a_month_later_moves_the_part_year_and_nothing_else(self) -> None:
        later = saving(contract_ends="2028-07")
        assert years(later, "stay.filter.accrued") == [0, -8_000, -12_000]

    def test_what_it_would_have_cost_follows_its_index(self) -> None:
        """10% on each April: 1,100 in 2028/29 and 1,210 in 2029/30."""
        assert years(saving(index="10%"), "stay.filter.accrued") == [0, -9_900, -14_520]

    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"in_base_budget": "false"}, "saving, not in the base budget"),
            ({"already_taken": "true"}, "saving, already taken in the plan"),
        ],
    )
    def test_what_is_no_saving_is_shown_at_nothing_with_the_reason(
        self, fields: Raw, reason: str
    ) -> None:
        found = saving(**fields)
        assert years(found, "stay.filter.accrued") == [0, 0, 0]
        assert years(found, "stay.filter.would_be") == [0, 9_000, 12_000]
        assert found.model.program.rows["stay.filter.saved"].label == f"filter: {reason}"

    def test_vat_that_is_lost_is_saved_with_it(self) -> None:
        """A fifth on top, where none comes back."""
        scenario = raw({"filter": FILTER}, finance={"vat_recoverable": "0%"})
        assert run(from_data(scenario)).figure("stay.total") == pytest.approx(-25_200)


def doubts(**fields: str) -> list[str]:
    """What is said of the contract before its figures are trusted."""
    return [each for each in warnings_of(saving(**fields)) if "mail filter" in each]


def test_a_reader_is_told_what_is_not_counted_and_what_is_promised() -> None:
    said = "contracts that end and save nothing here: stay.filter (mail filter: "
    assert doubts() == []
    assert doubts(in_base_budget="false") == [f"{said}not in the base budget)"]
    assert doubts(already_taken="true") == [f"{said}already taken in the plan)"]
    promised = "savings that are promised already: stay.filter (mail filter) to social care"
    assert doubts(promised_to="social care") == [promised]
    assert doubts(promised_to="social care", in_base_budget="false") == [
        f"{said}not in the base budget)"
    ]


def test_a_what_if_can_say_the_other() -> None:
    ifs = {"gone": {"stay.filter.in_base_budget": {"set": "0"}}}
    found = run(from_data(raw({"filter": FILTER}, what_ifs=ifs)), ["gone"])
    assert found.figure("stay.total", "gone") == 0
    assert found.figure("stay.total") == -21_000


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"billing": "yearly"}, "leave billing: out"),
        ({"amount": "-40_000"}, "at least 0"),
        ({"contract": ""}, "contract"),
        ({"in_base_budget": "perhaps"}, "in_base_budget"),
    ],
)
def test_what_is_refused(fields: Raw, said: str) -> None:
    with pytest.raises(InputError) as refused:
        saving(**fields)
    assert said in str(refused.value)


def test_a_contract_taken_that_no_line_saves_is_told() -> None:
    """A slip in its name would let the saving count twice."""

    def told(name: str, **lines: Raw) -> list[str]:
        today = {"year": "2026/27", "budget": "100_000", "contracts_taken": [name]}
        found = run(from_data(raw(lines or {"filter": FILTER}, today=today)))
        return [each for each in warnings_of(found) if "contracts_taken" in each]

    assert told("Mail  Filter") == []
    other: Raw = {"kind": "recurring", "amount": "1_000", "per": "year"}
    assert told("mail filter", other=other) != []
    assert told("mail fliter") == [
        "today.contracts_taken names contracts that no line saves: mail fliter"
    ]
