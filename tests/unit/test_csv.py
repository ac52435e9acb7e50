"""A comparison as CSV: unrounded, harmless, and the same numbers when it is read back."""

import csv
import io
import math
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from licmodel.analysis.comparison import RECORD, Comparison
from licmodel.errors import InputError
from licmodel.report.csv_text import comparison_csv, harmless
from tests.estates import BEYOND, comparison_of

WAYS: list[dict[str, Any]] = [{}, {"by": "month"}, {"by": "contract-year"}, {"real": True}]


def read_back(comparison: Comparison) -> list[dict[str, str]]:
    """What another program reads."""
    return list(csv.DictReader(io.StringIO(comparison_csv(comparison))))


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_csv_reads_back_to_the_same_numbers(tmp_path: Path, way: dict[str, Any]) -> None:
    comparison = comparison_of(tmp_path, **way)
    rows = read_back(comparison)
    assert tuple(rows[0]) == RECORD
    assert [float(row["value"]) for row in rows] == [each[-1] for each in comparison.records()]
    for key, group in groupby(rows, lambda row: (row["option"], row["line"], row["measure"])):
        figures = [float(row["value"]) for row in group]
        if key[1:] == ("", "billed"):
            assert figures == comparison.options[key[0]].billed


def test_what_is_unknown_is_left_empty_in_csv(tmp_path: Path) -> None:
    """[17]"""
    comparison = comparison_of(tmp_path, BEYOND)
    rows = read_back(comparison)
    empty = [row for row in rows if row["value"] == ""]
    assert len(empty) == sum(math.isnan(each[-1]) for each in comparison.records()) > 0
    assert {row["option"] for row in empty} == {"move", "hurry"}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_run_is_neutralised(sign: str) -> None:
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"
    assert harmless(f"a{sign}") == f"a{sign}"


def test_the_line_ends_of_csv_are_the_same_everywhere(tmp_path: Path) -> None:
    text = comparison_csv(comparison_of(tmp_path))
    assert "\r" not in text
    assert text.endswith("\n")


def test_csv_holds_what_ifs_and_rates_of_return_where_they_are_asked_for(tmp_path: Path) -> None:
    comparison = comparison_of(tmp_path, what_ifs=True, with_irr=True)
    rows = read_back(comparison)
    for name, options in {"": comparison.options, **comparison.what_ifs}.items():
        for key, option in options.items():
            own = [row for row in rows if (row["what_if"], row["option"]) == (name, key)]
            billed = [
                row["value"] for row in own if (row["line"], row["measure"]) == ("", "billed")
            ]
            assert [float(each) for each in billed] == option.billed
            rates = [row for row in own if row["measure"] == "internal_rate"]
            assert len(rates) == (key != comparison.baseline)
    assert "what_if" not in comparison_csv(comparison_of(tmp_path))
    assert "internal_rate" not in comparison_csv(comparison_of(tmp_path))


def test_csv_holds_the_measures_asked_for_and_always_the_rate_of_return(tmp_path: Path) -> None:
    comparison = comparison_of(tmp_path, with_irr=True)
    rows = csv.DictReader(io.StringIO(comparison_csv(comparison, ["saving"])))
    assert {row["measure"] for row in rows} == {"saving", "internal_rate"}
    with pytest.raises(InputError, match="there is no not_needed to show"):
        comparison_csv(comparison, ["not_needed"])
