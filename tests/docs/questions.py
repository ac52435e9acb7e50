"""Pages of questions that are asked before a model is trusted: what each must hold, and prove."""

import re
from pathlib import Path

from tests.docs.conftest import Run
from tests.docs.pages import Step, files, page, steps

SUM = re.compile(r"£\d[\d,]*\d")
"""A sum of money, which stands in a verdict only if a command printed it."""
FIGURE = re.compile(r"£?\d[\d,.]*\d%?|£\d|\d%")
"""Any figure at all, of more than one digit."""

_VERDICT = re.compile(r"\n\n\*\*(Answered|In part|Not answered)\b")
_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LATER = re.compile(r"\bissue\s+(\d+)\s+\((\w+)\)")


class Page:
    """A page of questions.

    Parameters
    ----------
    name : str
        Its file in the repository.
    figures : pattern
        What of its words must be printed.
    """

    def __init__(self, name: str, figures: re.Pattern[str] = SUM) -> None:
        self.text = page(name)
        self.figures = figures
        self.questions = self.text.split("\n## ")[1:]

    @property
    def names(self) -> list[str]:
        """What each question is called: ``A1``, ``17``."""
        return [each.split(".")[0] for each in self.questions]

    @property
    def later(self) -> set[tuple[str, str]]:
        """Issues that it leaves something to."""
        return {*_LATER.findall(self.text)}

    def verdicts(self, question: str) -> list[str]:
        """How far a question says that it is answered; one verdict, if it is as it should be."""
        return _VERDICT.findall(question)

    def save(self, folder: Path) -> None:
        """Save what the page asks its reader to save."""
        for name, text in files(self.text).items():
            (folder / name).write_text(text, "utf-8")

    def prove(self, question: str, folder: Path, run: Run) -> None:
        """Run a question's commands: they print each line that is shown, and each figure said."""
        self.save(folder)
        tried, (verdict,) = steps(question), self.verdicts(question)
        assert bool(tried) == (verdict != "Not answered"), question
        printed = "".join(_proven(step, question, run) for step in tried)
        for figure in self.figures.findall(_BLOCK.sub("", question.partition("\n")[2])):
            number = re.escape(figure.lstrip("£"))
            assert re.search(rf"(?<![\d,.]){number}(?!\d)", printed), figure


def _proven(step: Step, question: str, run: Run) -> str:
    assert step.sought, question
    said = ""
    for command in step.commands:
        code, told = run(*command)
        assert code == step.exit, f"{command}: {told}"
        said += " ".join(told.split()) + "\n"
    for line in step.sought:
        assert line
        assert " ".join(line.split()) in said, line
    return said
