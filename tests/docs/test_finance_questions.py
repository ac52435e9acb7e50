"""The page of a director's twenty questions: each has its verdict, its figures are printed."""

from pathlib import Path

import pytest

from tests.docs.conftest import Run
from tests.docs.questions import Page

PAGE = Page("docs/finance-questions.md")


def test_there_are_twenty_each_with_one_verdict() -> None:
    assert PAGE.names == [str(number) for number in range(1, 21)]
    for question in PAGE.questions:
        (verdict,) = PAGE.verdicts(question)
        assert verdict != "Not answered"


@pytest.mark.parametrize("question", PAGE.questions, ids=lambda each: each.split(".")[0])
def test_its_command_prints_what_it_shows_and_every_sum_it_says(
    folder: Path, run: Run, question: str
) -> None:
    PAGE.prove(question, folder, run)


def test_nothing_is_left_for_a_later_issue() -> None:
    assert not PAGE.later
