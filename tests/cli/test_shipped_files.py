"""Every shipped scenario and template through the commands, with all their switches."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from licmodel.analysis.comparison import compare
from licmodel.cli import main
from licmodel.report.csv_text import comparison_csv
from licmodel.scenario.loading import load

ROOT = Path(__file__).parents[2]
SHIPPED = [
    *sorted((ROOT / "scenarios").glob("*.yaml")),
    *sorted((ROOT / "licmodel/scenario/templates").glob("*.yaml")),
]
WIDTH = 100
Run = Callable[..., tuple[int, str, str]]

every_file = pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a way to run a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments: object) -> tuple[int, str, str]:
        code = main(list(map(str, arguments)))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_command


@pytest.mark.parametrize("by", ["financial-year", "contract-year", "month"])
@every_file
def test_nothing_that_compare_prints_is_wider_than_the_page(run: Run, path: Path, by: str) -> None:
    """[8] [9] And its heading says what the figures are."""
    has_inflation = load(path).finance.inflation != "none"
    for units in ("pounds", "thousands", "millions"):
        switches = ["--lines", "--what-ifs", "--irr", "--by", by, "--units", units]
        switches += ["--real"] if has_inflation and units != "pounds" else []
        code, out, err = run("compare", path, *switches)
        assert (code, err) == (0, "")
        assert [line for line in out.splitlines() if len(line) > WIDTH] == []
        heading = " ".join(out.split("\n\n")[0].split())
        real = "Real: " if "--real" in switches else "Nominal: money of the day."
        for said in (real, "VAT excluded", "Present values: ", "as if paid at the start of each"):
            assert said in heading


@every_file
def test_nothing_that_check_and_explain_print_is_wider_than_the_page(run: Run, path: Path) -> None:
    option = next(key for key, each in load(path).options.items() if each.is_costed)
    for arguments in (("check", path, "--inputs"), ("explain", path, f"{option}.present_value")):
        code, out, err = run(*arguments)
        assert (code, err) == (0, "")
        # an address is not broken
        wide = [line for line in out.splitlines() if len(line) > WIDTH and "://" not in line]
        assert wide == []


@every_file
def test_every_file_is_frozen_to_the_same_bytes_and_runs_again(run: Run, path: Path) -> None:
    assert [run("freeze", path, name)[0] for name in ("one.json", "two.json")] == [0, 0]
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()
    code, out, _ = run("verify", "one.json")
    assert (code, out) == (0, "one.json: the same results, byte for byte.\n")


@pytest.mark.parametrize("template", ["council", "school", "blank"])
def test_new_writes_over_nothing_from_any_template(run: Run, template: str) -> None:
    Path("mine.yaml").write_text("mine", "utf-8")
    Path("link.yaml").symlink_to("nowhere.yaml")
    for name in ("mine.yaml", "link.yaml"):
        code, out, err = run("new", name, "--template", template)
        assert (code, out) == (2, "")
        assert err.startswith(f"licmodel: {name}: this file is already there")
    assert Path("mine.yaml").read_text("utf-8") == "mine"
    assert sorted(path.name for path in Path().iterdir()) == ["link.yaml", "mine.yaml"]
    assert not Path("nowhere.yaml").exists()


def test_a_scenario_is_not_frozen_over_itself(run: Run) -> None:
    run("new", "mine.yaml", "--template", "blank")
    before = Path("mine.yaml").read_bytes()
    code, _, err = run("freeze", "mine.yaml", "mine.yaml")
    assert code == 2
    assert "never written over" in err
    assert Path("mine.yaml").read_bytes() == before


@pytest.mark.parametrize("name", ["child.yaml", "sub/child.yaml", "sub/../sub/child.yaml"])
def test_a_parent_is_found_in_the_record_however_it_was_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    Path("sub").mkdir()
    run("new", "base.yaml", "--template", "blank")
    parent = "base.yaml" if name == "child.yaml" else "../base.yaml"
    Path(name).write_text(f"extends: {parent}\ntitle: Child\n", "utf-8")
    kept = tmp_path / "kept"
    kept.mkdir()
    assert run("freeze", name, kept / "signed.json")[0] == 0
    monkeypatch.chdir(kept)
    (tmp_path / "base.yaml").unlink()
    (tmp_path / name).unlink()
    assert run("verify", "signed.json")[0] == 0
    record = json.loads(Path("signed.json").read_text("utf-8"))
    assert Path(record["scenario"]).name == "child.yaml"
    assert record["results"]["comparison"]["scenario"] == "Child"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("title: [", "mine.yaml:"),
        ("title: a\ntitle: b\n", "mine.yaml:2"),
        ("\ttitle: a\n", "a tab"),
        ("title: a\nbaselin: today\n", "baselin"),
    ],
    ids=["left open", "twice", "a tab", "misspelt"],
)
def test_broken_yaml_is_told_with_its_place(run: Run, wrong: str, said: str) -> None:
    Path("mine.yaml").write_text(wrong, "utf-8")
    for arguments in (
        ("compare", "mine.yaml"),
        ("check", "mine.yaml"),
        ("freeze", "mine.yaml", "o"),
    ):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert err.startswith("licmodel: mine.yaml")
        assert said in err
        assert "Traceback" not in err
        assert "a fault of the program" not in err


def test_a_what_if_that_changes_no_input_is_told_with_its_place(run: Run) -> None:
    run("new", "mine.yaml", "--template", "blank")
    with Path("mine.yaml").open("a", encoding="utf-8") as file:
        file.write("what_ifs:\n  typo: {keep.support.amont: {times: 2}}\n")
    line = len(Path("mine.yaml").read_text("utf-8").splitlines())
    code, out, err = run("compare", "mine.yaml", "--what-ifs")
    assert (code, out) == (2, "")
    assert f"mine.yaml:{line}: what-if typo changes keep.support.amont, which is no input" in err
    assert "keep.support.amount" in err


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_csv_gives_a_spreadsheet_nothing_to_run_and_keeps_every_figure(sign: str) -> None:
    """Names that no file can hold today, and figures below nothing."""
    comparison = compare(load(ROOT / "scenarios/council_2027.yaml"))
    name = f'{sign}cmd|"x", y'
    renamed = replace(comparison, options={name: comparison.options["mixed"]})
    rows = list(csv.reader(io.StringIO(comparison_csv(renamed))))[1:]
    assert {row[0] for row in rows} == {f"'{name}"}
    figures = [record[-1] for record in renamed.records()]
    assert [float(row[-1]) for row in rows] == figures
    assert min(figures) < 0
