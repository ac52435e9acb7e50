"""Nothing in the repository names a machine it was written on, a registry or a writing tool."""

import codecs
import re
from pathlib import Path

import pytest

# What, and an example of it: in rot13, so that this file keeps its own rule.
FORBIDDEN = {
    "a folder of one machine": (r"(?<![\w.~/-])/(?:jbex|ebbg|ubzr)/", "`/ubzr/naa/n.lnzy`"),
    "a package registry": (
        r"clcv\.bet|clgubaubfgrq\.bet|aczwf\.(?:bet|pbz)|qro\.qrovna\.bet",
        "uggcf://clcv.bet/fvzcyr",
    ),
    "a writing tool": (r"\b(?:pynhqr|naguebcvp|pbqrk)\b", "ol Pynhqr, va Abirzore"),
}


@pytest.fixture(params=FORBIDDEN)
def what(request: pytest.FixtureRequest) -> str:
    """Return each thing that must not be named."""
    return str(request.param)


@pytest.fixture
def pattern(what: str) -> re.Pattern[str]:
    """Return the pattern that finds it."""
    return decoded(what)


def decoded(what: str) -> re.Pattern[str]:
    """Return the pattern in plain letters; escapes such as \\w are not scrambled."""
    parts = re.split(r"(\\[a-z])", FORBIDDEN[what][0])
    plain = (part if part.startswith("\\") else codecs.decode(part, "rot13") for part in parts)
    return re.compile("".join(plain), re.IGNORECASE)


def test_the_pattern_finds_its_example(what: str, pattern: re.Pattern[str]) -> None:
    assert pattern.search(codecs.decode(FORBIDDEN[what][1], "rot13"))


def test_an_address_is_not_a_folder_of_a_machine() -> None:
    pattern = decoded("a folder of one machine")
    assert not pattern.search(codecs.decode("uggcf://jjj.tbi.hx/ubzr/gnk", "rot13"))


def test_no_file_names(what: str, pattern: re.Pattern[str], root: Path, files: list[Path]) -> None:
    found = []
    for path in files:
        try:
            text = (root / path).read_text("utf-8")
        except UnicodeDecodeError:  # a picture or a workbook
            continue
        found += [
            f"{path}:{number}: {line.strip()[:80]}"
            for number, line in enumerate(text.splitlines(), 1)
            if pattern.search(line)
        ]
    assert not found, f"these lines name {what}"
