"""The answer in a sentence: what it claims of ties, of when, and of an option shown alone."""

from pathlib import Path

from licmodel.report.sentences import answer
from tests.estates import comparison_of


def bills(*amounts: str) -> str:
    """A scenario of options that pay two bills each, in April 2027 and 2029."""
    options = "".join(
        f"""  option_{number}:
    lines:
      early: {{kind: one_off, amount: {each.split()[0]}, starts: 2027-04, assumed: made up}}
      late: {{kind: one_off, amount: {each.split()[1]}, starts: 2029-04, assumed: made up}}
"""
        for number, each in enumerate(amounts)
    )
    return f"""\
title: Bills
organisation: {{name: A council}}
timeline: {{start: 2027-04, years: 3}}
finance: {{discounting: 8%, inflation: 0%}}
baseline: option_0
options:
{options}"""


def test_the_answer_calls_no_equal_total_cheaper(tmp_path: Path) -> None:
    """[8] Option 1 pays the same later, and so is the cheapest by present value alone."""
    said = answer(comparison_of(tmp_path, bills("600 400", "400 600")))
    assert said.startswith('"option 1" is the cheapest by present value')
    assert "cheaper, at" not in said
    assert "by that measure" in answer(comparison_of(tmp_path, bills("600 400", "0 1001")))


def test_the_answer_says_ahead_only_of_what_is_ahead(tmp_path: Path) -> None:
    """[20] Equal for two years is never behind, and not ahead from the first month."""
    later = answer(comparison_of(tmp_path, bills("600 400", "600 300")))
    assert 'below the baseline, "option 0", and never behind it.' in later
    at_once = answer(comparison_of(tmp_path, bills("600 400", "500 400")))
    assert "and ahead of it from the first month." in at_once


def test_an_option_asked_for_alone_is_not_called_the_only_one(tmp_path: Path) -> None:
    text = bills("600 400", "500 400")
    said = answer(comparison_of(tmp_path, text, options=["option_1"]))
    assert said.startswith('One option was asked for, "option 1": present value £843, £900 ')
    assert 'in present value £100 below the baseline, "option 0".' in said
    said = answer(comparison_of(tmp_path, text, options=["option_0"]))
    assert "below" not in said


def test_the_answer_rests_on_nothing_that_would_read_as_no_part_of_it(tmp_path: Path) -> None:
    """A penny of £1,000,000 on a contract leaves 100% on assumptions, not 100.0% and 0.0%."""
    text = bills("999_999.99 0.01").replace("2029-04, assumed", "2029-04, status: contract, source")
    assert answer(comparison_of(tmp_path, text)).endswith("100% of its total rests on assumptions.")
    text = bills("996_000 4_000").replace("2029-04, assumed", "2029-04, status: contract, source")
    said = answer(comparison_of(tmp_path, text))
    assert said.endswith("99.6% of its total rests on assumptions and 0.4% on contracts.")
