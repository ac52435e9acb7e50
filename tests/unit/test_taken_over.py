"""Faults and doubts of lines that options take over: told once, where they were written."""

from pathlib import Path

import pytest

from tests.unit.plain import END, FILE, PLAIN, SUPPORT, changed, compared, refused


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of the test's own, so that messages name files as users do."""
    monkeypatch.chdir(tmp_path)


TAKEN_OVER = """\
  child:
    based_on: renew
    lines:
      seats: {billing: yearly}
      support: {billing: yearly}
  grandchild:
    based_on: child
    lines:
      support: {title: Support}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("amount: 1_000", "amount: 12p"),
        ("amount: 1_000", "amount: 1_000, trem: 12"),
        ("amount: 1_000, ", ""),
        ("per: year}\n", "per: year, starts: 2028-04, ends: 2027-04}\n"),
        ("quantity: staff}", "quantity: staff, discount: 140%}"),
    ],
)
def test_a_fault_that_options_take_over_is_told_once_where_it_was_written(
    old: str, new: str
) -> None:
    before, _, after = PLAIN.rpartition(old)
    message = refused(before + new + after + TAKEN_OVER)
    assert message.count(f"{FILE}:") == 1
    assert "options.renew.lines." in message


def test_a_fault_of_an_options_own_is_told_of_that_option() -> None:
    """The child ends a line before its parent starts it: the parent's by itself is good."""
    text = changed("amount: 1_000", "amount: 1_000, starts: 2028-04") + TAKEN_OVER
    message = refused(text.replace("support: {billing: yearly}", "support: {ends: 2027-05}"))
    assert message.count(f"{FILE}:") == 1
    assert f"{FILE}:{END + 4}: options.child.lines.support: it ends in 2027-05" in message


def test_a_doubtful_figure_that_options_take_over_is_asked_about_once() -> None:
    asked = compared(PLAIN.rsplit("per: year}", 1)[0] + "per: year, index: 350%}\n" + TAKEN_OVER)
    doubts = [each for each in asked.warnings if "unusual rate" in each]
    (doubt,) = doubts
    assert doubt.startswith(f"{FILE}:{SUPPORT}: options.renew.lines.support.index: 350% is an ")
