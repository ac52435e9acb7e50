"""The page of a director's twenty questions: each has its verdict, its figures are printed."""

import re
from pathlib import Path

import pytest

from tests.docs.conftest import Run
from tests.docs.pages import files, page, steps

TEXT = page("docs/finance-questions.md")
QUESTIONS = TEXT.split("\n## ")[1:]
_VERDICT = re.compile(r"\n\n\*\*(Answered|In part)\b")
_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_SUM = re.compile(r"£\d[\d,]*\d")
_LATER = re.compile(r"\bissue\s+(\d+)\s+\((\w+)\)")
TO_COME = {("6", "decisions"), ("7", "dashboard")}


def test_there_are_twenty_each_with_one_verdict() -> None:
    assert [int(each.split(".")[0]) for each in QUESTIONS] == list(range(1, 21))
    for question in QUESTIONS:
        assert len(_VERDICT.findall(question)) == 1, question


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.split(".")[0])
def test_its_command_prints_what_it_shows_and_every_sum_it_says(
    folder: Path, run: Run, question: str
) -> None:
    for name, text in files(TEXT).items():
        (folder / name).write_text(text, "utf-8")
    printed = ""
    tried = steps(question)
    assert tried, question
    for step in tried:
        assert step.sought, question
        said = ""
        for command in step.commands:
            code, told = run(*command)
            assert code == step.exit, f"{command}: {told}"
            said += " ".join(told.split()) + "\n"
        for line in step.sought:
            assert line
            assert " ".join(line.split()) in said, line
        printed += said
    for figure in _SUM.findall(_BLOCK.sub("", question.partition("\n")[2])):
        number = re.escape(figure.lstrip("£"))
        assert re.search(rf"(?<![\d,.]){number}(?!\d)", printed), figure


def test_what_is_for_later_says_for_which_issue() -> None:
    assert {*_LATER.findall(TEXT)} == TO_COME
