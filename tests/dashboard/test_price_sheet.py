"""A sheet that came to us, on the page: what it is, what it changes, and what is kept of it."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

import licmodel
from licmodel.analysis.price_cost import in_a_model, price_costs
from licmodel.assembly.assemble import assemble
from licmodel.catalogue.price_reading import read_prices
from licmodel.dashboard import draft_files, money_figures
from licmodel.dashboard.cells import GONE
from licmodel.dashboard.money_figures import catalogue
from licmodel.intake.own_books import book_of
from licmodel.report.price_texts import costs_table
from licmodel.workbook.derivable import undisclosed
from licmodel.workbook.outside import inspected_public
from tests.dashboard.conftest import Start, Upload, faults, html
from tests.workbook.test_public_copy import (
    in_other_worlds,
    prices_of,
    quotients_that_are,
    structural,
)

HEAD = ("Item", "Part number", "Qty", "Unit price", "Purchase unit", "Currency", "Segment")
NET = (
    ("Microsoft 365 E3", "AAA-10842", 3900, 361.20, "1 year", "GBP", "government"),
    ("Microsoft 365 F3", "JFX-00003", 640, 97.20, "1 year", "GBP", "government"),
    ("Office 365 E1", "T6A-00024", 0, 88.80, "1 year", "GBP", "government"),
    ("Power BI Pro", "NK4-00002", 50, 98.40, "1 year", "GBP", "government"),
)
BOOK = "product,title,unit,price,currency,per,from,source,source_date,status\n"
E3 = "microsoft_365_e3,Microsoft 365 E3,user,30.10,GBP,month,2027-04,Quote v2,2027-03-01,quote\n"
BAD = "microsoft_365_f3,Microsoft 365 F3,user,-9,GBP,month,2027-04,Quote v2,2027-03-01,quote\n"
UNSAID = "office_365_e1,Office 365 E1,user,7.40,GBP,month,2027-04,,,\n"
USE = "Use these prices in the draft"


def workbook(rows: Sequence[Sequence[object]], head: Sequence[object] = HEAD) -> bytes:
    """Return a sheet as it would come by mail."""
    import io  # noqa: PLC0415

    book, stream = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (head, *rows):
        book.active.append(list(row))
    book.save(stream)
    return stream.getvalue()


def said(app: AppTest) -> str:
    """Return all that the page says, letter by letter."""
    told = [*app.markdown, *app.caption, *app.info, *app.warning, *app.error]
    return "\n".join(each.value for each in told).replace("\\", "")


def use(app: AppTest, name: str) -> None:
    """Use the sheet in the draft, kept under a name."""
    next(e for e in app.text_input if e.label == "Keep it beside the scenario as").set_value(name)
    next(each for each in app.button if each.label == USE).click().run()


def say_whose(app: AppTest) -> None:
    """Say from whom the sheet is, and of which day."""
    next(each for each in app.text_input if each.label == "From whom").set_value("A reseller")
    app.date_input[0].set_value(dt.date(2027, 3, 1)).run()


def saved(app: AppTest, shelf: Path, name: str) -> Path:
    """Save the draft."""
    app.session_state["look at council_2027.yaml"] = "save"
    app.run()
    next(each for each in app.text_input if each.label == "What to call it").set_value(name)
    next(each for each in app.button if each.label == "Save the draft").click().run()
    assert faults(app) == []
    return shelf / f"council_2027_{name}.yaml"


def test_a_quotation_is_kept_as_one_and_no_price_of_it_can_be_had_from_the_public_copy(
    uploaded: Upload, shelf: Path
) -> None:
    app = uploaded("v2.xlsx", workbook(NET))
    assert [(each.label, each.value) for each in app.radio] == [("This sheet is", "quote")]
    use(app, "v2.csv")
    assert "nobody has said from whom it came and which day stands on it" in said(app)
    assert not (shelf / "v2.csv").exists()
    say_whose(app)
    use(app, "v2.csv")
    assert faults(app) == []
    scenario = licmodel.load(saved(app, shelf, "v2"))
    assert scenario.own_book is not None
    kept = {(p.status, p.source, p.source_date) for p in scenario.own_book.points}
    assert kept == {("quote", "A reseller, v2.xlsx", "2027-03-01")}
    model = assemble(scenario)
    quoted = {f"prices.{key}" for key in ("microsoft_365_e3", "office_365_e1")}
    assert quoted <= {key.removesuffix(".1980-01") for key in undisclosed(model)}
    assert quoted <= {key.removesuffix(".1980-01") for key in prices_of(model)}
    copy = inspected_public(model)
    assert quotients_that_are([*prices_of(model).values()], copy.figures) == []
    figures, prices = in_other_worlds(model, copy)
    assert structural(np.asarray(figures), prices) == []


def test_a_book_that_does_not_say_what_its_prices_are_is_asked(
    uploaded: Upload, shelf: Path
) -> None:
    app = uploaded("book.csv", (BOOK + E3 + UNSAID).encode())
    assert "Asked of 1 price of which the book does not say it." in said(app)
    app.radio[0].set_value("contract")
    say_whose(app)
    use(app, "mine")
    assert faults(app) == []
    e3, e1 = (shelf / "mine.csv").read_text("utf-8").splitlines()[1:]
    assert e3 == E3.strip()
    assert e1.endswith('"A reseller, book.csv",2027-03-01,contract')


def test_of_several_prices_that_do_not_say_it_the_number_is_told(uploaded: Upload) -> None:
    more = UNSAID.replace("office_365_e1", "office_365_f3")
    app = uploaded("book.csv", (BOOK + E3 + UNSAID + more).encode())
    assert "Asked of 2 prices of which the book does not say it." in said(app)


def test_one_bad_row_is_refused_and_the_rest_is_told_and_used(
    uploaded: Upload, shelf: Path
) -> None:
    app = uploaded("book.csv", (BOOK + E3 + BAD).encode())
    assert "book.csv:3: price -9: a price is 0 or more" in said(app)
    assert "licmodel prices check" not in said(app)
    assert app.radio.len == 0 or app.radio[0].label != "This sheet is"
    use(app, "v3b")
    assert faults(app) == []
    assert (shelf / "v3b.csv").read_text("utf-8") == BOOK + E3


def full(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_second_try_under_the_same_name_works_and_another_s_book_is_left_alone(
    uploaded: Upload, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shelf / "theirs.csv").write_text(BOOK, "utf-8")
    app = uploaded("book.csv", (BOOK + E3).encode())
    use(app, "theirs.csv")
    assert "already there" in said(app)
    use(app, "v3.csv")
    app.file_uploader[0].upload("b.csv", (BOOK + E3.replace("30.10", "31.10")).encode()).run()
    use(app, "v3.csv")
    assert faults(app) == []
    assert "31.10" in (shelf / "v3.csv").read_text("utf-8")
    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        app.file_uploader[0].upload("f.csv", (BOOK + E3.replace("30.10", "33.10")).encode()).run()
        use(app, "v3.csv")
        assert "make room on the disk" in said(app)
    assert "31.10" in (shelf / "v3.csv").read_text("utf-8")
    next(each for each in app.button if each.label == "Discard all").click().run()
    assert "v3.csv stays beside the scenario" in said(app)
    # once a file reads it, it is nobody's to write anew
    (shelf / "other.yaml").write_text("extends: council_2027.yaml\nprice_book: v3.csv\n", "utf-8")
    app.file_uploader[0].upload("c.csv", (BOOK + E3.replace("30.10", "32.10")).encode()).run()
    use(app, "v3.csv")
    assert "already there" in said(app)


@pytest.mark.parametrize("file", ["council_2027.yaml", "another.yaml"])
def test_a_book_that_another_draft_reads_is_not_written_anew(
    uploaded: Upload, shelf: Path, file: str
) -> None:
    app = uploaded("book.csv", (BOOK + E3).encode())
    use(app, "v3.csv")
    undone = draft_files.Kept(({}, {("price_book",): "v3.csv"}, {}))
    draft_files.write(shelf / file, "0123abcd", undone)
    app.file_uploader[0].upload("b.csv", (BOOK + E3.replace("30.10", "31.10")).encode()).run()
    use(app, "v3.csv")
    assert "already there" in said(app)
    assert "30.10" in (shelf / "v3.csv").read_text("utf-8")


def test_a_book_that_the_scenario_cannot_read_is_not_offered(uploaded: Upload) -> None:
    ended = E3.replace("2027-04,Quote", "2020-04,Quote").replace("user,30.10", "user,30.10")
    app = uploaded("book.csv", (BOOK.replace("from,", "from,to,") + ended.replace(
        "2020-04,", "2020-04,2021-03,")).encode())  # fmt: skip
    assert "it is not offered for use" in said(app)
    assert USE not in [each.label for each in app.button]
    app = uploaded("book.csv", (BOOK + BAD).encode())
    assert "No price is left to use." in said(app)
    assert USE not in [each.label for each in app.button]


def test_a_book_is_the_same_as_csv_and_as_a_workbook(uploaded: Upload, shelf: Path) -> None:
    rows = [line.split(",") for line in (BOOK + E3).splitlines()]
    app = uploaded("book.xlsx", workbook(rows[1:], rows[0]))
    use(app, "same.csv")
    assert faults(app) == []
    assert (shelf / "same.csv").read_text("utf-8") == BOOK + E3


def test_a_price_of_the_scenario_s_own_is_laid_beside_the_sheet_s(uploaded: Upload) -> None:
    app = uploaded("v2.xlsx", workbook(NET))
    assert "£8.81 a month to £97.20 a year (£8.10 a month), -8.1%" in said(app)
    assert "yours stays in force: £8.81 per user per month" in said(app)
    assert "is net already" in said(app)
    app.radio[0].set_value("published").run()
    assert "is net already" not in said(app)  # a list price is what a discount is for


def test_a_discount_off_a_net_quote_can_be_taken_away_in_the_draft(uploaded: Upload) -> None:
    app = uploaded("book.csv", (BOOK + E3).encode())
    assert "takes 12% off this price: £30.10 a month becomes £26.49 a month." in said(app)
    next(
        e for e in app.button if e.label == "Take the discount away from these lines"
    ).click().run()
    assert faults(app) == []
    assert "off this price" not in said(app)
    assert "With the discount of renew.e3 taken away, as in the draft." in said(app)
    assert "1 change not yet saved" in [each.value for each in app.header]


def test_what_is_called_discount_is_none_that_is_taken_away(uploaded: Upload, shelf: Path) -> None:
    file = shelf / "council_2027.yaml"
    text = file.read_text("utf-8").replace("drivers:\n", "drivers:\n  discount: {value: 3}\n", 1)
    line = "discount: {kind: one_off, amount: 500, starts: 2027-06, assumed: x}"
    file.write_text(text.replace("    lines:\n", f"    lines:\n      {line}\n", 1), "utf-8")
    app = uploaded("book.csv", (BOOK + E3).encode())
    gone = [("drivers", "discount"), ("options", "renew", "lines", "discount")]
    (name,) = app.session_state["drafts"].values()
    draft_files.write(file, name, draft_files.Kept(({}, dict.fromkeys(gone, GONE))))
    app.run()
    assert faults(app) == []
    assert "taken away, as in the draft" not in said(app)


@pytest.mark.usefixtures("uploaded")
def test_a_sheet_is_laid_beside_the_scenario_with_its_draft(shelf: Path, start: Start) -> None:
    path = shelf / "council_2027.yaml"
    kept = draft_files.folder_of(path) / "0a0b0c0d.json"
    kept.parent.mkdir(parents=True)
    step = [[["drivers", "office_staff", "start"], "3120"]]
    kept.write_text(json.dumps({"why": "counted", "at": "2027-03-01", "steps": [[], step]}))
    new = read_prices(BOOK + E3, "book.csv")
    meant = (
        "extends: council_2027.yaml\ndrivers: {office_staff: {start: {value: 3120, assumed: x}}}"
    )
    (shelf / "meant.yaml").write_text(meant, "utf-8")
    expected = price_costs(shelf / "meant.yaml", in_a_model(catalogue()), new)
    assert expected.options["renew"].more != price_costs(
        path, in_a_model(catalogue()), new
    ).options["renew"].more  # fmt: skip
    app = start(shelf, "prices", draft="0a0b0c0d")
    app.session_state["money"] = "sheet"
    app.run()
    app.file_uploader[0].upload("book.csv", (BOOK + E3).encode()).run()
    assert faults(app) == []
    assert "With the draft." in said(app)
    table = costs_table(expected)
    assert all(f"<td>{each}</td>" in html(app) for each in table.cells[0][:-2])
    # once it is in use, it is laid beside what the draft was without it
    use(app, "v3.csv")
    assert faults(app) == []
    assert "With the draft, beside it without these prices." in said(app)
    assert all(f"<td>{each}</td>" in html(app) for each in table.cells[0][:-2])
    # the next is laid beside that one, which goes by its name
    app.file_uploader[0].upload("w.csv", (BOOK + E3.replace("30.10", "29")).encode()).run()
    assert "From v3.csv to w.csv: " in said(app)
    app.session_state["money"] = "book"
    app.run()
    assert faults(app) == []
    assert "v3.csv" in said(app)
    assert str(shelf) not in said(app) + html(app)


def test_a_quotation_may_win_over_a_price_of_the_scenario_s_own(
    uploaded: Upload, shelf: Path
) -> None:
    quoted = E3.replace("microsoft_365_e3,Microsoft 365 E3", "microsoft_365_f3,Microsoft 365 F3")
    app = uploaded("v2.csv", (BOOK + quoted.replace("30.10", "7.75")).encode())
    assert "yours stays in force: £8.81" in said(app)
    assert "under prices:" not in said(app)
    label = "Let the sheet's price of Microsoft 365 F3 win over the scenario's own, £8.81 a month"
    before = html(app)
    next(each for each in app.toggle if each.label == label).set_value(True).run()
    assert faults(app) == []
    assert "yours stays in force" not in said(app)
    assert "read by E3 with F3 in the field" in said(app)
    assert html(app) != before
    use(app, "v2")
    assert faults(app) == []
    assert next(each for each in app.toggle if each.label == label).value
    # the next quotation is laid beside this one, over which nothing wins any more
    app.file_uploader[0].upload("v3.csv", (BOOK + quoted.replace("30.10", "7.25")).encode()).run()
    assert label not in [each.label for each in app.toggle]
    assert "£7.75 a month to £7.25 a month" in said(app)
    assert "yours stays in force" not in said(app)
    assert "£7.25 a month: read by E3 with F3 in the field" in said(app)
    told = licmodel.load(saved(app, shelf, "v2"))
    assert "microsoft_365_f3" not in told.prices
    wanted = licmodel.compare(licmodel.load(shelf / "council_2027.yaml")).options["frontline"]
    assert licmodel.compare(told).options["frontline"].total < wanted.total


def test_of_many_refused_rows_the_first_are_told_and_the_book_is_read_once(
    uploaded: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def count(path: Path) -> str | None:
        read.append(path)
        return book_of(path)

    monkeypatch.setattr(money_figures, "book_of", count)
    app = uploaded("many.csv", (BOOK + E3 + BAD * 1030).encode())
    told = said(app)
    assert "many.csv:22: price -9" in told
    assert "many.csv:23: price -9" not in told
    assert "and 1,010 more" in told
    assert "Refused (1,030)" in [each.label for each in app.expander]
    app.run()
    assert len(read) == 1


def test_the_name_that_is_proposed_for_a_long_one_can_be_written(
    uploaded: Upload, shelf: Path
) -> None:
    app = uploaded(f"{'b' * 236}.csv", (BOOK + E3).encode())
    proposed = next(e for e in app.text_input if e.label == "Keep it beside the scenario as").value
    use(app, "c" * 300)
    assert "this file cannot be written" in said(app)
    use(app, str(proposed))
    assert faults(app) == []
    assert (shelf / str(proposed)).is_file()
