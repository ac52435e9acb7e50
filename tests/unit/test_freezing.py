"""The version of record: never written over, run again byte for byte, honest when it differs."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import licmodel
from licmodel.analysis import freezing
from licmodel.analysis.freezing import freeze, verify
from licmodel.errors import InputError
from tests.estates import BEYOND, MAIL, write

CHILD = """\
extends: {parent}
title: With fewer staff
drivers:
  staff: {{start: 180}}
"""
Record = dict[str, Any]


def frozen(folder: Path, text: str = MAIL) -> Path:
    """A version of record of a scenario."""
    out = folder / "signed.json"
    freeze(write(folder, text), out)
    return out


def altered(path: Path, change: Callable[[Record], None]) -> Path:
    """A record changed by somebody who made its hash right again."""
    record = json.loads(path.read_text("utf-8"))
    change(record)
    del record["hash"]
    whole = {**record, "hash": freezing._hash(record)}
    path.write_text(freezing._canonical(whole) + "\n", "utf-8")
    return path


def test_a_record_is_run_again_byte_for_byte(tmp_path: Path) -> None:
    """[13]"""
    out = frozen(tmp_path)
    assert verify(out) == []
    before = out.read_bytes()
    assert verify(out) == []
    assert out.read_bytes() == before


def test_a_record_holds_all_that_it_takes(tmp_path: Path) -> None:
    record = json.loads(frozen(tmp_path).read_text("utf-8"))
    assert record["engine"] == licmodel.__version__
    assert list(record["files"].values()) == [MAIL]
    assert set(record["catalogue"]) >= {"prices.csv", "indices.yaml"}
    comparison = record["results"]["comparison"]
    assert list(comparison["options"]) == sorted(["keep", "move", "hurry"])
    assert set(comparison["what_ifs"]) == {"dearer", "shrink"}
    assert record["results"]["checks"] is True


def test_freezing_gives_the_hash_to_be_quoted(tmp_path: Path) -> None:
    out = tmp_path / "signed.json"
    digest = freeze(write(tmp_path), out)
    assert json.loads(out.read_text("utf-8"))["hash"] == digest
    again = freeze(write(tmp_path), tmp_path / "again.json")
    assert again == digest
    assert (tmp_path / "again.json").read_bytes() == out.read_bytes()


def test_the_record_is_the_same_in_another_process(tmp_path: Path) -> None:
    """[13] Whatever the order in which Python keeps its sets."""
    council = Path(__file__).parents[2] / "scenarios/council_2027.yaml"
    out = frozen(tmp_path, council.read_text("utf-8"))
    for seed in ("1", "2"):
        other = tmp_path / f"seed_{seed}.json"
        subprocess.run(
            [
                *(sys.executable, "-W", "error", "-m", "licmodel.cli"),
                *("freeze", str(tmp_path / "mail.yaml"), str(other)),
            ],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert other.read_bytes() == out.read_bytes()


def test_a_file_that_stands_is_never_written_over(tmp_path: Path) -> None:
    out = tmp_path / "signed.json"
    out.write_text("mine", "utf-8")
    with pytest.raises(InputError, match="never written over"):
        freeze(write(tmp_path), out)
    assert out.read_text("utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mail.yaml", "signed.json"]


def test_nothing_is_left_of_a_freeze_that_fails(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no folder"):
        freeze(write(tmp_path), tmp_path / "nowhere" / "signed.json")
    with pytest.raises(InputError):
        freeze(write(tmp_path, MAIL.replace("years: 3", "years: 300")), tmp_path / "signed.json")
    assert [path.name for path in tmp_path.iterdir()] == ["mail.yaml"]


def test_figures_that_do_not_add_up_are_not_signed(tmp_path: Path) -> None:
    """[17] Nor unknown ones."""
    with pytest.raises(InputError, match="a check fails, so there is nothing to sign"):
        frozen(tmp_path, BEYOND)
    assert not (tmp_path / "signed.json").exists()


def test_a_figure_that_nothing_uses_does_not_stop_the_signing(tmp_path: Path) -> None:
    unused = MAIL.replace(
        "\noptions:", "\n  pupils: {unit: pupil, start: 900, assumed: a}\n\noptions:"
    )
    assert verify(frozen(tmp_path, unused)) == []


# --- from anywhere, with nothing else ---


def test_a_record_needs_no_file_but_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    (home / "last_year").mkdir(parents=True)
    elsewhere.mkdir()
    write(home / "last_year", MAIL)
    write(home, CHILD.format(parent="last_year/mail.yaml"), "child.yaml")
    write(home, CHILD.format(parent="child.yaml"), "grandchild.yaml")
    monkeypatch.chdir(home)
    freeze("grandchild.yaml", elsewhere / "signed.json")
    shutil.rmtree(home)
    monkeypatch.chdir(elsewhere)
    assert verify("signed.json") == []
    record = json.loads(Path("signed.json").read_text("utf-8"))
    assert list(record["files"]) == sorted(["last_year/mail.yaml", "child.yaml", "grandchild.yaml"])
    assert record["scenario"] == "grandchild.yaml"


def test_names_in_a_record_have_forward_slashes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record frozen on one system is run on another."""
    (tmp_path / "below").mkdir()
    write(tmp_path / "below", MAIL)
    write(tmp_path, CHILD.format(parent="below/mail.yaml"), "child.yaml")
    monkeypatch.chdir(tmp_path)
    freeze(Path("child.yaml"), "signed.json")
    record = json.loads(Path("signed.json").read_text("utf-8"))
    assert all("\\" not in name for name in record["files"])


# --- changed since ---


def spots(text: str) -> list[int]:
    """Places all through a file, of figures and words alike."""
    step = max(1, len(text) // 25)
    return [n for n in range(0, len(text), step) if text[n].isalnum()]


def test_a_changed_letter_is_noticed_wherever_it_is(tmp_path: Path) -> None:
    out = frozen(tmp_path)
    text = out.read_text("utf-8")
    for spot in spots(text):
        swapped = "x" if text[spot] != "x" else "y"
        swapped = str((int(text[spot]) + 1) % 10) if text[spot].isdecimal() else swapped
        out.write_text(text[:spot] + swapped + text[spot + 1 :], "utf-8")
        with pytest.raises(InputError, match=r"was changed since|no version of record"):
            verify(out)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + " ",
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace('"engine"', '"engine": "9", "engine"', 1),
    ],
    ids=["a space", "line ends", "a key twice"],
)
def test_a_change_that_changes_no_figure_is_noticed_too(
    tmp_path: Path, change: Callable[[str], str]
) -> None:
    out = frozen(tmp_path)
    out.write_bytes(change(out.read_text("utf-8")).encode())
    with pytest.raises(InputError, match="was changed since it was frozen"):
        verify(out)


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", "not JSON", '{"format": "licmodel version of record 1"}', "[" * 10**5],
    ids=["empty", "no keys", "list", "null", "text", "some keys", "deep"],
)
def test_what_is_no_record_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "signed.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match="no version of record") as caught:
        verify(path)
    assert "a file written by licmodel freeze" in str(caught.value)


def test_a_file_that_is_missing_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        verify(tmp_path / "none.json")
    (tmp_path / "picture.json").write_bytes(b"\x89PNG\xff")
    with pytest.raises(InputError, match="cannot be read: not text"):
        verify(tmp_path / "picture.json")


# --- different results ---


def dearer_catalogue(record: Record) -> None:
    """Other inflation in 2028/29."""
    record["catalogue"]["indices.yaml"] = with_more_inflation(record["catalogue"]["indices.yaml"])


def with_more_inflation(indices: str) -> str:
    """Indices with another rate for 2028/29."""
    assert "[2028, 1." in indices
    return indices.replace("[2028, 1.", "[2028, 9.")


def test_another_catalogue_is_told_by_what_it_changes(tmp_path: Path) -> None:
    out = frozen(tmp_path, MAIL.replace("inflation: 2%", "inflation: gdp_deflator_obr_2025_11"))
    altered(out, dearer_catalogue)
    differences = verify(out)
    assert any(each.startswith("hurry, present_value: frozen ") for each in differences)
    for each in differences[:-1]:
        assert ": frozen " in each
        assert ", now " in each
    assert not any("engine" in each for each in differences)


def test_the_catalogue_of_the_record_is_used_and_not_the_one_of_today(tmp_path: Path) -> None:
    out = frozen(tmp_path, MAIL.replace("inflation: 2%", "inflation: gdp_deflator_obr_2025_11"))
    today = json.loads(out.read_text("utf-8"))["catalogue"]
    newer = {**today, "indices.yaml": with_more_inflation(today["indices.yaml"])}
    from licmodel.catalogue.prices import use_files  # noqa: PLC0415  only here

    with use_files(newer):
        assert freeze(tmp_path / "mail.yaml", tmp_path / "newer.json")
        assert verify(out) == []
    newer_results = json.loads((tmp_path / "newer.json").read_text("utf-8"))["results"]
    assert newer_results != json.loads(out.read_text("utf-8"))["results"]


def test_results_of_another_engine_are_told_in_words(tmp_path: Path) -> None:
    def older(record: Record) -> None:
        record["engine"] = "0.0.9"
        record["results"]["comparison"]["options"]["move"]["billed"][1] += 10

    differences = verify(altered(frozen(tmp_path), older))
    assert differences[0] == f"engine: frozen with 0.0.9, run with {licmodel.__version__}"
    assert differences[1].startswith("move, billed, 2028/29: frozen 7280.")
    assert len(differences) == 2


def test_another_engine_with_the_same_results_is_no_difference(tmp_path: Path) -> None:
    def older(record: Record) -> None:
        record["engine"] = "0.0.9"

    assert verify(altered(frozen(tmp_path), older)) == []


def test_many_differences_are_counted(tmp_path: Path) -> None:
    def dear(record: Record) -> None:
        for option in record["results"]["comparison"]["options"].values():
            for name in ("billed", "accrued", "revenue"):
                option[name] = [each + 1 for each in option[name]]

    differences = verify(altered(frozen(tmp_path), dear))
    assert len(differences) == freezing._MOST_SHOWN + 1
    assert differences[-1] == f"and {3 * 3 * 3 - freezing._MOST_SHOWN} more"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data["options"].pop("hurry"), "hurry: frozen nothing, now "),
        (
            lambda data: data["options"]["move"].update(break_even=None),
            "move, break_even: frozen none",
        ),
        (
            lambda data: data["what_ifs"]["dearer"]["options"]["move"].update(total=1.5),
            "what_ifs, dearer, move, total: frozen 1.5, now ",
        ),
        (lambda data: data.update(warnings=["mind"]), "warnings: frozen ['mind'], now []"),
    ],
    ids=["an option", "a month", "a what-if", "a warning"],
)
def test_a_difference_says_where_it_is(
    tmp_path: Path, change: Callable[[Record], object], said: str
) -> None:
    def apply(record: Record) -> None:
        change(record["results"]["comparison"])

    (difference,) = verify(altered(frozen(tmp_path), apply))
    assert difference.startswith(said)


@pytest.mark.parametrize("odd", ["NaN", "1e999", '"\\ud800"'])
def test_numbers_that_json_should_not_hold_make_no_record(tmp_path: Path, odd: str) -> None:
    out = frozen(tmp_path)
    text = out.read_text("utf-8")
    engine = f'"{licmodel.__version__}"'
    assert engine in text
    out.write_text(text.replace(engine, odd, 1), "utf-8")
    with pytest.raises(InputError, match="no version of record"):
        verify(out)


def test_a_warning_that_differs_is_counted_and_no_year(tmp_path: Path) -> None:
    def otherwise(record: Record) -> None:
        record["results"]["comparison"]["warnings"] = ["it was otherwise"]

    warned = MAIL.replace("inflation: 2%, ", "")
    (difference,) = verify(altered(frozen(tmp_path, warned), otherwise))
    assert difference.startswith("warnings, 1: frozen it was otherwise, now inflation: none")
