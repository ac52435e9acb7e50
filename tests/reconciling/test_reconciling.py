"""A year held against its accounts, worked by hand, printed, traced, and refused."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from licmodel.cli import main
from licmodel.errors import InputError
from licmodel.intake.reconciling import Reconciled, reconcile
from licmodel.language.program import Input
from licmodel.report.reconciling import reconciliation_text
from licmodel.scenario.loading import load
from tests.recalculation import differences, recalculate_with_formualizer, write_book

HERE = Path(__file__).parent
SAMPLES = HERE / "samples"
GOLDEN = HERE / "council.txt"
Run = Callable[..., tuple[int, str]]

LEDGER = "Posting date,Reference,Line,Qty,Price,Per,Ledger amount"


@pytest.fixture
def told() -> Reconciled:
    """Return the sample, reconciled."""
    return reconcile(
        load(SAMPLES / "council.yaml"),
        SAMPLES / "invoices.csv",
        mapping=SAMPLES / "mapping.yaml",
        seats=SAMPLES / "seats_2027-03-31.csv",
    )


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Return a way to reconcile rows of a ledger with the sample scenario."""

    def run_command(rows: str, *more: str, scenario: str = "") -> tuple[int, str]:
        (tmp_path / "ledger.csv").write_text(rows)
        (tmp_path / "over.yaml").write_text(f"extends: {SAMPLES / 'council.yaml'}\n{scenario}")
        capsys.readouterr()
        files = [str(tmp_path / "over.yaml"), str(tmp_path / "ledger.csv")]
        code = main(["reconcile", *files, *more])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run_command


def found(run: Run, *rows: str, more: tuple[str, ...] = (), scenario: str = "") -> dict[str, Any]:
    """Reconcile rows of a ledger; give the JSON."""
    _, printed = run("\n".join((LEDGER, *rows)), "--json", *more, scenario=scenario)
    told: dict[str, Any] = json.loads(printed)
    return told


def test_the_sample_is_as_worked_by_hand(told: Reconciled) -> None:
    """E3: 1,020 seats for 12 months and 60 for 6 are 12,600 seat-months, 600 over 12,000.

    600 × £25 = £15,000 of seats; £306,000 + £9,300 - £300,000 - £15,000 = £300 of price; £9,300
    stands under another cost centre. Visio: January to March, £1,440, is invoiced in April; five
    seats are credited for three months, 15 × £12 = £180. Support: £25,200 serves half this year,
    as does £24,000 of the year before: £24,600 for £24,000. Toner is no line's. Backup says no
    quantity.
    """
    by_line = {line.key: line for line in told.found.lines}
    caused = {
        key: {cause: amount for cause, amount in line.causes.items() if amount}
        for key, line in by_line.items()
    }
    assert caused == {
        "e3": {"vat": 61_200, "coding": -9_300, "seats": 15_000, "price": 300},
        "visio": {"vat": 828, "timing": -1_440, "seats": -180},
        "support": {"vat": 5_040, "timing": 25_200 - 12_600 - 12_000, "price": 600},
        "backup": {"vat": 1_230, "unexplained": 150},
        "others": {"vat": 82.50, "coding": 412.50},
    }
    assert by_line["backup"].reasons == ("invoices.csv:11: no quantity and no price",)
    total = told.found.total
    assert (total.modelled, total.actual) == (335_760, 410_283)
    assert total.difference == 74_523 == sum(total.causes.values())
    assert told.found.over_budget == -4_240
    assert told.found.not_in_file == 0
    assert told.found.adds_up
    assert [told.holds(within) for within in (0, 149.99, 150)] == [False, False, True]


def test_seats_stand_three_ways(told: Reconciled) -> None:
    e3, visio = told.found.seats
    assert (e3.contracted, e3.invoiced, e3.assigned) == (1_000, 1_050, 1_007)
    assert (visio.contracted, visio.invoiced, visio.assigned) == (None, 38.75, None)


def test_it_is_printed_as_somebody_last_read_it(
    told: Reconciled,
    update_golden: bool,  # noqa: FBT001  a fixture
) -> None:
    text = reconciliation_text(told) + "\n"
    if update_golden:
        GOLDEN.write_text(text, "utf-8")
    assert text == GOLDEN.read_text("utf-8")
    assert all(len(line) <= 100 for line in text.splitlines())


def test_a_workbook_says_the_same(told: Reconciled, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Invoices"
    for cells in csv.reader((SAMPLES / "invoices.csv").read_text().splitlines()):
        page.append([cell or None for cell in cells])
    book.save(tmp_path / "invoices.xlsx")
    again = reconcile(
        load(SAMPLES / "council.yaml"),
        tmp_path / "invoices.xlsx",
        mapping=SAMPLES / "mapping.yaml",
    )
    assert again.found.total == told.found.total
    trace = again.found.results.explain("reconciliation.rows.3.net")
    assert isinstance(trace.of, Input)
    assert trace.of.origin.place == "invoices.xlsx, Invoices!row 3"


def test_a_spreadsheet_works_out_the_same_rows(told: Reconciled, tmp_path: Path) -> None:
    """Every figure of it is a row [12] [16]."""
    results = told.found.results
    book = write_book(results.model.program, results.values, tmp_path / "book.xlsx", sheets=1)
    assert differences(book, recalculate_with_formualizer(tmp_path / "book.xlsx")) == []


def test_any_pound_is_traced_to_a_row_of_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    """[7]."""
    files = [str(SAMPLES / "council.yaml"), str(SAMPLES / "invoices.csv")]
    call = ["reconcile", *files, "--map", str(SAMPLES / "mapping.yaml")]
    assert main([*call, "--explain", "reconciliation.coding"]) == 0
    printed = capsys.readouterr().out
    assert "invoice 1002 (invoices.csv:3)" in printed
    assert "[contract: of 2027-01-20; invoices.csv:12]" in printed
    assert main([*call, "--keys"]) == 1
    assert "reconciliation.lines.e3.price:" in capsys.readouterr().out
    assert main([*call, "--csv", "--within", "150"]) == 0
    assert "e3,seats,15000.00" in capsys.readouterr().out


# --- what rows may hold ---

FULL = (
    '30/04/2026,J1,e3,"1,000",300,1 year,"300,000"',
    "30/04/2026,J2,visio,40,12,1 month,480",
)


def test_a_ledger_without_months_is_held_against_what_is_charged(run: Run) -> None:
    told = found(run, FULL[0], "30/09/2026,J3,visio,45,150,1 year,6750")
    assert told["lines"]["e3"]["difference"] == 0
    visio = told["lines"]["visio"]["causes"]
    assert (visio["seats"], visio["price"]) == (5 * 144, 45 * (150 - 144))


def test_an_invoice_without_months_is_held_against_what_is_invoiced(
    run: Run, tmp_path: Path
) -> None:
    """A line that begins in October is charged for half a year and invoiced for a whole one [2]."""
    late = (
        "{kind: recurring, amount: 12_000, per: year, starts: 2026-10, billing: yearly, assumed: x}"
    )
    (tmp_path / "m.yaml").write_text(
        "holds: invoices\ncolumns: {document: Reference, date: Posting date, line: Line, "
        "quantity: Qty, price: Price, per: Per, net: Ledger amount}\n"
    )
    scenario = f"options: {{stay: {{lines: {{late: {late}}}}}}}"
    row = "02/10/2026,1,late,1,12500,1 year,12500"
    told = found(run, row, more=("--map", str(tmp_path / "m.yaml")), scenario=scenario)
    line = told["lines"]["late"]
    assert (line["modelled"], line["actual"]) == (6_000, 12_500)
    assert line["causes"]["timing"] == 6_000
    assert line["causes"]["unexplained"] == 500
    assert "do not say their months" in line["reasons"][0]


def test_a_repeated_row_stays_in_the_total_and_is_not_explained(run: Run) -> None:
    told = found(run, FULL[0], FULL[0])
    e3 = told["lines"]["e3"]
    assert (e3["actual"], e3["causes"]["unexplained"], e3["causes"]["seats"]) == (
        600_000,
        300_000,
        0,
    )
    assert "repeats" in e3["reasons"][0]
    assert any("charged twice, or listed twice?" in note for note in told["notes"])


def test_a_row_of_another_year_is_counted_nowhere_and_told(run: Run) -> None:
    told = found(run, *FULL, '30/04/2027,J9,e3,5,300,1 year,"1,500"')
    assert told["elsewhere"] == 1_500
    assert told["lines"]["e3"]["difference"] == 0
    assert any("dated outside the year" in note for note in told["notes"])


def test_what_says_nothing_is_unexplained_and_what_is_no_line_s_is_coding(run: Run) -> None:
    told = found(run, FULL[0], "30/04/2026,J5,,,,,77.70", "30/04/2026,J6,a tree,,,,10")
    others = told["lines"]["others"]
    assert (others["causes"]["unexplained"], others["causes"]["coding"]) == (77.70, 10)
    assert others["reasons"] == ["ledger.csv:3 does not say what it is for"]


@pytest.mark.parametrize("cells", [",300,1 year", "1000,,1 year", "1000,300,"])
def test_nothing_is_split_where_a_row_says_too_little(cells: str, run: Run) -> None:
    """Blank is no figure [17]."""
    told = found(run, f'30/04/2026,J1,e3,{cells},"310,000"')
    e3 = told["lines"]["e3"]
    assert e3["causes"]["unexplained"] == 10_000
    assert e3["causes"]["seats"] == e3["causes"]["price"] == 0
    assert e3["reasons"][0].startswith("ledger.csv:2: no")


def test_over_and_under_are_told_with_their_signs_and_without(run: Run) -> None:
    """What is 150 over in one line and 500 under in another is 650, and 350 under in all."""
    over = "30/04/2026,J4,backup,,,,6150"
    under = "30/04/2026,J3,support,,,,23500"
    ledger = "today: {ledger: 330_130}\n"
    _, printed = run("\n".join((LEDGER, *FULL, over, under)), scenario=ledger)
    told = " ".join(printed.split())
    summed = "£650.00 is unexplained, over and under added up without their signs"
    assert f"{summed}; with their signs, as by cause, the lines come to -£350.00." in told
    assert f"CHECK FAILED: {summed}; nothing may be." in told


def test_an_amount_that_is_not_quantity_times_price_is_unexplained(run: Run) -> None:
    told = found(run, '30/04/2026,J1,e3,"1,000",300,1 year,"300,000.01"')
    e3 = told["lines"]["e3"]
    assert e3["causes"]["unexplained"] == 0.01
    assert e3["reasons"] == ["ledger.csv:2: quantity × price is not its amount"]


def test_a_ledger_total_that_the_file_does_not_reach_fails(run: Run) -> None:
    told = found(run, *FULL)
    assert told["ledger_not_in_file"] == pytest.approx(341_902.50 - 300_480)
    code, printed = run("\n".join((LEDGER, *FULL)))
    assert code == 1
    assert "Unexplained, the ledger's total: £41,422.50 of it is in no row" in " ".join(
        printed.split()
    )


def test_a_refused_row_fails_the_check(run: Run) -> None:
    code, printed = run(f"{LEDGER}\n30/04/2026,J1,e3,1,5,1 year,tbc", "--within", "1e9")
    told = " ".join(printed.split())
    assert code == 1
    assert "Checked: 1 rows in = 0 held + 0 set aside + 1 refused;" in told
    failed = "CHECK FAILED: 1 row of ledger.csv is refused and in no figure here. Mend it in the"
    assert f"{failed} file, and give it again: ledger.csv:2, Ledger amount" in told
    assert '"tbc": not a number' in told


def test_vat_that_is_not_recovered_is_vat(run: Run) -> None:
    """[9]: 20% of 335,760 is in the model, and none in the file."""
    told = found(run, *FULL, scenario="finance: {vat_recoverable: 0%}")
    assert told["lines"]["vat"]["causes"]["vat"] == -67_152
    assert told["adds_up"]


def test_the_year_before_is_modelled_from_what_is_held(run: Run) -> None:
    start = "timeline: {start: 2027-04, years: 2}\n"
    told = found(run, FULL[0], FULL[1], scenario=start)
    assert told["year"] == "2026/27"
    assert told["lines"]["e3"]["modelled"] == 300_000
    assert told["lines"]["visio"]["reasons"] == ["the scenario says nothing of it before 2027-04"]
    assert "seats held before 2027-04" in told["basis"]


@pytest.mark.parametrize(
    ("rows", "more", "said"),
    [
        (LEDGER, ("--year", "2019/20"), "the model does not know the whole of 2019/20"),
        (LEDGER, ("--year", "soon"), "--year"),
        (LEDGER, ("--option", "leave"), "no costed option is called leave"),
        (LEDGER.replace("Price", "Price,Unit price"), (), "cannot be told from the headings"),
        ("Line,Shape\nred,round", (), "no column for date"),
    ],
)
def test_what_cannot_be_reconciled_is_refused(
    rows: str, more: tuple[str, ...], said: str, run: Run
) -> None:
    code, printed = run(rows, *more)
    assert code == 2
    assert said in printed
    assert "to mend it" in printed or "--year" in said


def test_a_mapping_of_another_kind_or_line_is_refused(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("Posting date,Amount\n01/04/2026,5\n")
    text = "holds: ledger\ncolumns: {date: Posting date, net: Amount}\nlines: {e33: {product: A}}\n"
    (tmp_path / "m.yaml").write_text(text)
    scenario = load(SAMPLES / "council.yaml")
    with pytest.raises(InputError, match="a line that stay does not have"):
        reconcile(scenario, tmp_path / "l.csv", mapping=tmp_path / "m.yaml")
    (tmp_path / "m.yaml").write_text("holds: seats\ncolumns: {product: A, bought: B}\n")
    with pytest.raises(InputError, match="for another kind of list"):
        reconcile(scenario, tmp_path / "l.csv", mapping=tmp_path / "m.yaml")
