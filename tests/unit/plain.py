"""A small scenario file that is good, for tests that spoil it in one place."""

from pathlib import Path
from typing import Any

import pytest

from licmodel.analysis.comparison import Comparison, compare
from licmodel.errors import InputError
from licmodel.scenario.loading import load

FILE = "council.yaml"
PLAIN = """\
title: Example
organisation: {name: An example}
timeline: {start: 2027-04, years: 3}
baseline: renew
drivers:
  staff: {unit: user, start: 100, growth: 1%, source: payroll}
  laptops: {unit: device, value: 50}
prices:
  suite: {unit: user, per: year, by_date: {2027-04: 120, 2028-04: 130}, source: list}
options:
  renew:
    lines:
      seats: {kind: subscription, product: suite, quantity: staff}
      support: {kind: recurring, amount: 1_000, per: year}
"""
TITLE, TIMELINE, BASELINE, STAFF, LAPTOPS, SUITE, RENEW, SEATS, SUPPORT, END = (
    *(1, 3, 4, 6, 7, 9, 11),
    *(13, 14, 15),
)
"""The lines of the file that the cases below are about; the last is the first one added."""


def compared(text: str) -> Comparison:
    """What is found of a file with this text, with all its what-ifs."""
    Path(FILE).write_text(text, "utf-8")
    return compare(load(FILE), what_ifs=True)


def changed(old: str, new: str) -> str:
    """The plain file with one thing changed."""
    assert PLAIN.count(old) == 1
    return PLAIN.replace(old, new)


def refused(text: str) -> str:
    """What is said of a file that cannot be used."""
    with pytest.raises(InputError) as caught:
        compared(text)
    return str(caught.value)


def load_text(text: str) -> Any:  # noqa: ANN401  a scenario, whose lines are of any kind
    """The scenario of a text."""
    Path(FILE).write_text(text, "utf-8")
    return load(FILE)
