"""``licmodel intake``: what it prints and writes, and how it ends."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from licmodel.cli import CANNOT_READ, CHECKS_FAILED, FINE, main

Run = Callable[..., tuple[int, str, str]]
GOOD = "SkuPartNumber,ActiveUnits,ConsumedUnits\nSPE_E3,40,38\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a way to run the command beside seats.csv."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seats.csv").write_text(GOOD)

    def run_command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main(["intake", *arguments])
        except SystemExit as stop:  # argparse speaks for itself
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_command


def test_it_ends_with_0_where_all_is_held_1_where_a_row_is_refused_2_where_it_cannot_be_read(
    run: Run,
) -> None:
    assert run("seats", "seats.csv")[0] == FINE
    Path("some.csv").write_text(f"{GOOD}SPE_F1,n/a,3\n")
    code, out, _ = run("auto", "some.csv")
    assert code == CHECKS_FAILED
    assert 'some.csv:3, ActiveUnits: "n/a"' in out
    code, out, error = run("prices", "seats.csv")
    assert (code, out) == (CANNOT_READ, "")
    assert "licmodel intake seats seats.csv" in error
    assert run("seats", "none.csv")[0] == CANNOT_READ


def test_the_command_that_mends_it_names_the_file_as_it_was_named(run: Run) -> None:
    Path("sent").mkdir()
    Path("sent/seats.csv").write_text(GOOD)
    error = run("prices", str(Path("sent/seats.csv")))[2]
    assert f"licmodel intake seats {Path('sent/seats.csv')}\n" in error
    assert f"licmodel intake map {Path('sent/seats.csv')}, to say" in error
    mapping = "holds: seats\ncolumns: {product: Product, bought: Bought}\n"
    Path("wrong.yaml").write_text(mapping)
    error = run("mapped", str(Path("sent/seats.csv")), "--map", "wrong.yaml")[2]
    assert f"propose a new mapping with: licmodel intake map {Path('sent/seats.csv')}" in error


def test_no_mapping_is_proposed_in_vain_for_a_file_that_is_known(run: Run) -> None:
    samples = Path(__file__).parent / "samples"
    code, _, error = run("map", str(samples / "statement.csv"))
    assert code == CANNOT_READ
    assert "a Microsoft Licence Statement's pivot, which needs no mapping" in error
    assert f"licmodel intake statement {samples / 'statement.csv'}" in error
    Path("numbers.csv").write_text("1,2,3\n4,5,6\n")
    assert "no row looks like headings" in run("map", "numbers.csv")[2]


def test_what_it_writes_is_new_and_never_written_over(run: Run) -> None:
    code, out, _ = run("seats", "seats.csv", "--out", "held.yaml", "--date", "2026-11-20")
    assert code == FINE
    assert "extends: held.yaml" in out
    written = Path("held.yaml").read_text("utf-8")
    assert "dated: 2026-11-20" in written
    code, out, error = run("seats", "seats.csv", "--out", "held.yaml")
    assert (code, out) == (CANNOT_READ, "")
    assert "never written over" in error
    assert Path("held.yaml").read_text("utf-8") == written


def test_only_the_drivers_asked_for_are_written(run: Run) -> None:
    Path("seats.csv").write_text(f"{GOOD}SPE_F1,9,3\n")
    asked = ("microsoft_365_e3_bought", "microsoft_365_f3")
    assert run("seats", "seats.csv", "--out", "held.yaml", "--only", *asked)[0] == FINE
    written = Path("held.yaml").read_text("utf-8")
    assert "microsoft_365_e3_bought:" in written
    assert "microsoft_365_e3_assigned:" not in written
    assert "microsoft_365_f3_unassigned:" in written
    code, _, error = run(
        "seats", "seats.csv", "--out", "b.yaml", "--only", "microsoft_365_e3_bougth"
    )
    assert code == CANNOT_READ
    assert "did you mean microsoft_365_e3_bought?" in error


def test_json_is_the_report_and_nothing_else(run: Run) -> None:
    code, out, _ = run("seats", "seats.csv", "--json", "--out", "held.yaml")
    data = json.loads(out)
    assert code == FINE
    assert data["rows"] == {
        "in": 1,
        "held": 1,
        "set_aside": 0,
        "refused": 0,
        "unreadable": 0,
        "corrected": 0,
    }
    assert data["holdings"]["microsoft_365_e3"]["can_be_returned"] is None
    assert Path("held.yaml").exists()


def test_a_mapping_is_proposed_saved_and_used(run: Run) -> None:
    Path("list.csv").write_text("Product,Quantity,Colour\nTool,3,red\n")
    code, out, _ = run("map", "list.csv", "--out", "map.yaml")
    assert code == FINE
    assert "# not used: Colour" in out
    assert run("mapped", "list.csv", "--map", "map.yaml")[0] == FINE
    Path("list.csv").write_text("Product,Colour\nTool,red\n")
    code, out, _ = run("map", "list.csv")
    assert code == CHECKS_FAILED
    assert "still needed, as a column or constant: bought" in out
    assert json.loads(run("map", "list.csv", "--json")[1])["missing"] == ["bought"]


def test_prices_become_a_price_book(run: Run) -> None:
    Path("list.csv").write_text("Product,Price\nTool,3\n")
    Path("map.yaml").write_text(
        "holds: prices\ncolumns: {product: Product, price: Price}\n"
        "constants: {per: 1 year, currency: GBP}\n"
    )
    assert run("mapped", "list.csv", "--map", "map.yaml", "--out", "book.csv")[0] == FINE
    head, price = Path("book.csv").read_text("utf-8").splitlines()
    assert head.startswith("product,title,segment,unit,price,currency,per,from,to,")
    assert price.startswith("tool,Tool,commercial,user,3,GBP,year,,,")


def test_what_has_neither_seats_nor_prices_makes_no_file(run: Run) -> None:
    Path("offers.csv").write_text(
        "ProductId,SkuId,SkuTitle,ProvisioningId,ProvisioningString\nA,0001,Tool,,TOOL\n"
    )
    code, _, error = run("offers", "offers.csv", "--out", "a.yaml")
    assert code == CANNOT_READ
    assert "holds no seats" in error
    assert not Path("a.yaml").exists()


def test_a_day_that_is_none_is_refused(run: Run) -> None:
    code, _, error = run("seats", "seats.csv", "--date", "20/11/2026")
    assert code == CANNOT_READ
    assert "write the day as 2026-11-20" in error


def test_a_mapping_s_status_is_that_of_its_drivers(run: Run) -> None:
    Path("list.csv").write_text("Product,Quantity\nTool,3\n")
    Path("map.yaml").write_text(
        "holds: seats\nstatus: quote\ncolumns: {product: Product, bought: Quantity}\n"
    )
    run("mapped", "list.csv", "--map", "map.yaml", "--out", "held.yaml")
    assert "status: quote" in Path("held.yaml").read_text("utf-8")


def test_a_bar_is_drawn_on_a_terminal_only(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("seats", "seats.csv")[2] == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert "rows read" in run("seats", "seats.csv")[2]
