"""The pages of the documentation, cut into what a reader would type, save and look for."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^```(?P<said>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"(\w+)=(\S+)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what its fence says besides, its text and its line."""

    language: str
    said: dict[str, str]
    text: str
    line: int


@dataclass
class Step:
    """Commands typed together, how they end, and what is to be found in what they print."""

    commands: list[list[str]]
    exit: int = 0
    sought: list[str] = field(default_factory=list)
    line: int = 0


def page(name: str) -> str:
    """Text of a page of the repository."""
    return (ROOT / name).read_text("utf-8")


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for found in _FENCE.finditer(text):
        language, _, rest = found["said"].partition(" ")
        line = text.count("\n", 0, found.start()) + 1
        yield Block(language, dict(_NAMED.findall(rest)), found["text"], line)


def files(text: str) -> dict[str, str]:
    """What a page asks its reader to save, by name."""
    return {each.said["file"]: each.text for each in blocks(text) if "file" in each.said}


def steps(text: str) -> list[Step]:
    """The `licmodel` commands of a page; a text block is to be found in what came before it."""
    found: list[Step] = []
    for block in blocks(text):
        if block.language == "sh":
            commands = [
                shlex.split(line)[1:]
                for line in block.text.splitlines()
                if line.startswith("licmodel ")
            ]
            found.append(Step(commands, int(block.said.get("exit", 0)), line=block.line))
        elif block.language == "text":
            found[-1].sought += block.text.splitlines()
    return found
