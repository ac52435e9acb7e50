"""Text of a file as markdown: nothing is lost or added, and names of widgets have no escapes.

What a browser makes of it is seen in tests/e2e/test_words.py.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from licmodel.dashboard.marks import label_words, plain_words
from tests.dashboard.conftest import Start

NOT_SEEN = re.compile("[\u2060\ufeff]")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
TEXTS = st.text(st.sampled_from("\\`*_[]()#+-!|<>~$:.&;=/@ \nab1"), max_size=30)


def read(markdown: str) -> str:
    """Return what escapes stand for."""
    return ESCAPE.sub(r"\1", NOT_SEEN.sub("", markdown))


@given(TEXTS)
@example("E3 -> F3, :heart: and :red[x]")
def test_escapes_are_all_that_is_added(text: str) -> None:
    margin = re.compile(r"(?m)^(?: {4,}| *\t)[ \t]*")
    assert read(plain_words(text)) == margin.sub("", text)


@given(TEXTS.filter(lambda each: "`" not in each))
def test_the_name_of_a_widget_is_its_text(text: str) -> None:
    assert NOT_SEEN.sub("", label_words(text)) == " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "Microsoft 365 E3: discount (year 1)",
        "office_staff.start - 5%, 10:30, R&D, 2 < 3 + 4!",
        "prices.microsoft_365_e3.2027-04",
        "Warwick & Co. | £1,420,000",
    ],
)
def test_what_markdown_would_not_take_for_markup_stands_as_it_is(text: str) -> None:
    assert plain_words(text) == text
    assert label_words(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("[a](b)", r"\[a\](b)"),
        ("*a* `b` ~c~ $d$", r"\*a\* \`b\` \~c\~ \$d\$"),
        ("a\\b", r"a\\b"),
        ("- a\n+ b\n# c", "\\- a\n\\+ b\n\\# c"),
        ("1. January", r"1\. January"),
        ("a:b", r"a\:b"),
        ("_a_ a_b", r"\_a\_ a_b"),
        ("<b> &amp;", r"\<b> \&amp;"),
    ],
)
def test_what_markdown_takes_for_markup_is_escaped(text: str, escaped: str) -> None:
    assert plain_words(text) == escaped


def test_sliders_are_read_aloud_without_backslashes(shelf: Path, start: Start) -> None:
    app = start(shelf, "what_if")
    names = [each.label for each in app.slider]
    assert any(": " in each for each in names)
    assert not [each for each in names if "\\" in each]
