"""The page of the expert's twenty questions: each has its verdict, and its figures are printed."""

from pathlib import Path

import pytest

from tests.docs.conftest import Run
from tests.docs.questions import FIGURE, Page

PAGE = Page("docs/licensing-questions.md", FIGURE)


def test_there_are_twenty_each_with_one_verdict() -> None:
    assert PAGE.names == [str(number) for number in range(1, 21)]
    for question in PAGE.questions:
        assert len(PAGE.verdicts(question)) == 1, question


@pytest.mark.parametrize("question", PAGE.questions, ids=lambda each: each.split(".")[0])
def test_its_command_prints_what_it_shows_and_every_figure_it_says(
    folder: Path, run: Run, question: str
) -> None:
    PAGE.prove(question, folder, run)
