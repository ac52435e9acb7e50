"""The page of questions of difference, range and stability: each is asked, each figure printed."""

from pathlib import Path

import pytest

from tests.docs.conftest import Run
from tests.docs.pages import steps
from tests.docs.questions import Page

PAGE = Page("docs/decision-questions.md")
COMMANDS = {
    *("whatif", "bridge", "breakeven", "sensitivity", "levers", "regret", "budget", "risk"),
    *("freeze", "verify", "reconcile", "compare"),
}
ASKED = {
    *("A1", "A4", "A5", "A6", "A7", "A10", "A12", "A16", "A17", "A18", "A19", "A20"),
    *("B3", "B8", "B9", "B10", "B11", "B18"),
    *("C5", "C10", "C13", "C14", "C16", "C17"),
}
"""Of the sixty, those about what changes, by how much and how surely."""


def test_they_are_of_all_three_lists_in_order_each_with_one_verdict() -> None:
    asked = [(each[0], int(each[1:])) for each in PAGE.names]
    assert asked == sorted(set(asked))
    assert {*PAGE.names} == ASKED
    for question in PAGE.questions:
        assert len(PAGE.verdicts(question)) == 1, question


def test_every_command_about_decisions_answers_some() -> None:
    assert {command[0] for step in steps(PAGE.text) for command in step.commands} == COMMANDS


@pytest.mark.parametrize("question", PAGE.questions, ids=lambda each: each.split(".")[0])
def test_its_command_prints_what_it_shows_and_every_sum_it_says(
    folder: Path, run: Run, question: str
) -> None:
    PAGE.prove(question, folder, run)


def test_nothing_is_left_for_a_later_issue() -> None:
    assert not PAGE.later
