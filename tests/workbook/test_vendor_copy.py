"""A vendor's copy: its own lines, live; nothing else; and what it fills in comes back."""

import re
from pathlib import Path

import formualizer
import openpyxl
import pytest

from licmodel.analysis.results import example, run
from licmodel.assembly.assemble import assemble
from licmodel.errors import InputError
from licmodel.scenario.loading import from_data, load
from licmodel.workbook.audiences import Audience, audience_of, opaque_keys
from licmodel.workbook.export import make_workbook, write_workbook
from licmodel.workbook.importing import read_workbook, read_workbooks
from licmodel.workbook.vendor import VendorCopy, VendorLayout, vendor_copy
from licmodel.workbook.vendor_shown import BLANK, to_be_sent
from tests.workbook.copies import (
    COUNCIL,
    RESELLER,
    VENDORS,
    for_reseller,
    numbers_in,
    text_in,
    vendors_model,
    with_vendors,
)
from tests.workbook.editing import cell_of, edited

ASKED = "renew.e3.discount"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, VendorCopy, Path]:
    """Return the reseller's workbook, what it was made of, and the scenario's file."""
    folder = tmp_path_factory.mktemp("sent")
    copy, data, _ = for_reseller(vendors_model(folder))
    target = folder / "reseller.xlsx"
    target.write_bytes(data)
    return target, copy, folder / "with_vendors.yaml"


def test_it_has_its_own_lines_and_no_other(sent: tuple[Path, VendorCopy, Path]) -> None:
    path, copy, _ = sent
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Read me", "Inputs", "Prices", "Schedule"]
    options = copy.results.scenario.options
    heads = {key.split(".")[0] for key in copy.program.rows}
    assert heads & set(options) == {"renew"}
    assert {key.split(".")[1] for key in copy.program.rows if key.startswith("renew.")} == {"e3"}
    said = text_in(path.read_bytes())
    for other in ("Open source", "Google", "saving", "Budget", "Base", "price_shock", "renew.e3"):
        assert other not in said, other


def test_what_it_is_asked_for_is_blank_and_what_is_made_of_it_is_unknown(
    sent: tuple[Path, VendorCopy, Path],
) -> None:
    """No stored value tells the discount that we expect, nor the price that comes of it."""
    path, copy, scenario = sent
    numbers = numbers_in(path.read_bytes())
    assert 0.12 not in numbers
    ours = run(load(scenario))
    for key in ("renew.e3.billed.total", "renew.e3.offer", "renew.e3.billed.by_year"):
        assert key in copy.program.rows
        assert not set(ours.by_period(key)) & set(numbers)
    sheet = openpyxl.load_workbook(path, data_only=True)["Schedule"]
    stored = {cell.value for row in sheet.iter_rows(min_row=6, min_col=4) for cell in row}
    assert "#N/A" in stored


def test_filled_in_and_recalculated_it_is_what_the_engine_says(
    sent: tuple[Path, VendorCopy, Path],
) -> None:
    """The price of the vendor runs through to what it would invoice."""
    path, copy, scenario = sent
    layout = VendorLayout(copy.results.model)
    place = layout.input_lines[ASKED]
    book = formualizer.Workbook.from_path(str(path))
    book.set_value(place.sheet, place.line + 1, 5, 0.12)
    book.evaluate_all()
    ours = run(load(scenario))
    for key in copy.program.rows:
        if not key.startswith("renew."):
            continue
        axis = copy.program.rows[key].axis
        row, column = layout.place(key).line + 1, layout.first_column(axis) + 1
        for period, value in enumerate(ours.by_period(key)):
            told = book.get_value("Schedule", row, column + period)
            assert told == pytest.approx(value, rel=1e-9, abs=1e-6), (key, period)


def test_a_row_made_of_what_is_not_shown_is_withheld_and_said(tmp_path: Path) -> None:
    model = vendors_model(tmp_path)
    copy = vendor_copy(model, audience_of("vendor:helper", model.scenario))
    assert [key for key in copy.program.rows if key.startswith("renew.")] == []
    assert copy.withheld[0].startswith("renew.support.billed, made of indices.rpi_obr_2026_03.2027")
    told = make_workbook(model.scenario, "vendor:helper").left_out
    assert told == copy.withheld


def test_it_says_where_to_fill_in_and_months_and_units_in_words(
    sent: tuple[Path, VendorCopy, Path],
) -> None:
    book = openpyxl.load_workbook(sent[0])
    read_me = {row[0].value: row[1].value for row in book["Read me"].iter_rows(min_row=3)}
    assert read_me["What to do"].startswith("Fill in what is coloured on Inputs, and send")
    assert book["Inputs"]["A2"].value.startswith("Coloured cells are for you")
    assert book["Prices"]["A2"].value.startswith("Nothing is to be filled in here")
    rows = {
        str(row[1].value): (row[2].value, row[4].number_format, row[5].number_format)
        for name in ("Inputs", "Prices")
        for row in book[name].iter_rows(min_row=6)
    }
    assert not [each for each in rows if re.search(r"[0-9]{4}-[0-9]{2}", each)]
    assert {"Microsoft 365 E3 from April 2023", "field staff from October 2028"} <= rows.keys()
    assert rows["Microsoft 365 E3: discount"][0] == "% off the price"
    for label, (unit, form, worked) in rows.items():
        assert unit or "%" not in form, label
        assert worked == form, label


def test_a_month_that_is_worked_with_is_shown_as_a_month(
    sent: tuple[Path, VendorCopy, Path],
) -> None:
    book = openpyxl.load_workbook(sent[0], data_only=True)
    months = 0
    for name in ("Inputs", "Prices"):
        for row in book[name].iter_rows(min_row=6, min_col=5, max_col=7):
            figure, worked, number = (cell.value for cell in row)
            if "yy" not in row[0].number_format:
                assert number is None
                continue
            months += 1
            assert worked == figure
            assert number == figure.year * 12 + figure.month - 1
    assert months


def test_what_would_be_sent_can_be_read_before(sent: tuple[Path, VendorCopy, Path]) -> None:
    """As it stands in the copy: each figure, what is asked, and what is left out."""
    path, copy, scenario = sent
    found = to_be_sent(assemble(load(scenario)), RESELLER)
    book = openpyxl.load_workbook(path)
    written = [
        row[1].value for name in ("Inputs", "Prices") for row in book[name].iter_rows(min_row=6)
    ]
    assert sorted(found.figures.labels) == sorted(written)
    said = dict(zip(found.figures.labels, found.figures.cells, strict=True))
    assert said["Microsoft 365 E3: discount"] == ["% off the price", BLANK]
    assert "12%" not in {text for _, text in said.values()}
    assert "asked for: Microsoft 365 E3: discount. 23 figures are shown" in found.sentences[0]
    helper = to_be_sent(assemble(load(scenario)), Audience("vendor", "helper"))
    assert any(each.startswith("Left out: renew.support.billed") for each in helper.sentences)
    assert copy.withheld == found.left_out


def test_only_what_is_asked_can_be_typed_into(sent: tuple[Path, VendorCopy, Path]) -> None:
    book = openpyxl.load_workbook(sent[0])
    open_cells = [
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    ]
    assert len(open_cells) == 1
    (name, cell) = open_cells[0]
    assert book[name][cell].value is None
    assert [str(rule.sqref) for rule in book[name].data_validations.dataValidation] == [cell]


# --- keys, and coming back ---


def test_keys_say_nothing_and_stay_when_figures_change(tmp_path: Path) -> None:
    model = vendors_model(tmp_path)
    keys = opaque_keys(model.program, RESELLER)
    assert len(set(keys.values())) == len(keys)
    assert all(re.fullmatch(r"k[0-9a-f]{10}", each) for each in keys.values())
    folder = tmp_path / "later"
    folder.mkdir()
    path = with_vendors(folder, VENDORS.replace("value: 700", "value: 650"))
    book = make_workbook(load(path), "vendor:reseller")
    assert keys[ASKED] in text_in(book.data)
    assert opaque_keys(model.program, audience_of("vendor:helper", model.scenario)) != keys


def fill(sent: Path, folder: Path, key: str, value: object) -> Path:
    book = openpyxl.load_workbook(sent)
    for name in ("Inputs", "Prices"):
        for row in book[name].iter_rows(min_row=6):
            if row[0].value == key:
                row[4].value = value
    target = folder / "back.xlsx"
    book.save(target)
    return target


def test_a_filled_copy_comes_back_by_its_keys(
    sent: tuple[Path, VendorCopy, Path], tmp_path: Path
) -> None:
    path, copy, scenario = sent
    back = fill(path, tmp_path, copy.keys[ASKED], 0.15)
    imported = read_workbook(back, scenario)
    assert [(each.key, each.before, each.after) for each in imported.changes] == [
        (ASKED, 0.12, 0.15)
    ]
    assert (imported.refused, imported.notes) == ((), ())
    assert imported.effects[0].option == "renew"
    assert imported.effects[0].after < imported.effects[0].before


def test_it_is_merged_with_what_others_changed(
    sent: tuple[Path, VendorCopy, Path], tmp_path: Path
) -> None:
    """The vendor's answer beside a colleague's workbook; where both speak, neither counts."""
    path, copy, scenario = sent
    back = fill(path, tmp_path, copy.keys[ASKED], 0.15)
    whole = make_workbook(load(scenario))
    ours = tmp_path / "ours.xlsx"
    ours.write_bytes(edited(whole.data, {cell_of(whole, "renew.support.amount"): 100_000.0}))
    imported = read_workbooks([back, ours], scenario)
    assert {each.key: each.after for each in imported.changes} == {
        ASKED: 0.15,
        "renew.support.amount": 100_000,
    }
    assert (imported.refused, imported.conflicts) == ((), ())
    ours.write_bytes(edited(whole.data, {cell_of(whole, ASKED): 0.1}))
    (conflict,) = read_workbooks([back, ours], scenario).conflicts
    assert (conflict.key, conflict.taken) == (ASKED, None)
    assert [said for _, said in conflict.sayings] == ["15%", "10%"]


def test_a_blank_is_not_filled_in_and_changes_nothing(
    sent: tuple[Path, VendorCopy, Path],
) -> None:
    imported = read_workbook(sent[0], sent[2])
    assert (imported.changes, imported.refused) == ((), ())
    assert imported.copies[0].unfound.blank == (f"Microsoft 365 E3: discount ({ASKED})",)
    assert not imported.is_settled


def test_what_it_was_only_shown_is_refused(
    sent: tuple[Path, VendorCopy, Path], tmp_path: Path
) -> None:
    path, copy, scenario = sent
    back = fill(path, tmp_path, copy.keys["drivers.office_staff.start"], 3_000)
    imported = read_workbook(back, scenario)
    assert imported.changes == ()
    (refused,) = imported.refused
    assert refused.told.startswith("they wrote 3,000; it stays 3,260: it was shown to the vendor")


def test_a_copy_of_another_scenario_is_refused_by_its_keys(
    sent: tuple[Path, VendorCopy, Path], tmp_path: Path
) -> None:
    """Rather than read into the wrong figures."""
    more = VENDORS + "  printers: {value: 40, unit: printer}\n"
    imported = read_workbook(sent[0], with_vendors(tmp_path, more))
    assert imported.changes == ()
    assert (imported.rows, imported.refused, imported.is_settled) == (0, (), False)
    assert imported.copies[0].foreign == (COUNCIL.name,)


# --- what is asked for amiss ---


def test_without_a_word_on_vendors_nothing_is_shown(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not say what a vendor may see"):
        write_workbook(example(), tmp_path / "book.xlsx", audience="vendor")


@pytest.mark.parametrize(
    ("vendor", "said"),
    [
        ({"shown": ["stay"]}, "stay: too much, or no key"),
        ({}, "a copy of nothing"),
        ({"shown": ["stay.suport"]}, "stay.suport is no figure of the scenario"),
        ({"asked": ["stay.support.amont"]}, "write stay.support.amount"),
    ],
)
def test_what_cannot_be_shown_is_refused(vendor: dict[str, object], said: str) -> None:
    data = {
        "title": "Example",
        "baseline": "none",
        "organisation": {"name": "An example"},
        "timeline": {"start": "2027-04", "years": "2"},
        "options": {
            "stay": {"lines": {"support": {"kind": "recurring", "amount": "9", "per": "year"}}}
        },
        "vendors": {"helper": vendor},
    }
    with pytest.raises(InputError) as refused:
        make_workbook(from_data(data), "vendor")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("vendor", "vendor:reseller or vendor:helper"),
        ("vendor:resseller", "write reseller"),
        ("everybody", "internal, vendor, public or directorate:KEY"),
        ("directorate:", "internal, vendor, public or directorate:KEY"),
        ("public:us", "internal, vendor, public or directorate:KEY"),
    ],
)
def test_an_audience_that_is_none_is_refused(tmp_path: Path, asked: str, expected: str) -> None:
    with pytest.raises(InputError) as refused:
        audience_of(asked, vendors_model(tmp_path).scenario)
    assert expected in str(refused.value)
