"""Seats: bought, assigned and spare, from when they can be given back, as drivers."""

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import licmodel
from licmodel.catalogue.skus import find_sku, skus
from licmodel.errors import InputError
from licmodel.intake import Report, read
from licmodel.intake.drivers import drivers_text
from licmodel.scenario.files import read_document
from tests.estates import MAIL
from tests.intake.workbooks import plain

Seats = Callable[..., Report]
E3 = "05e9a617-0261-4cee-bb44-138d3ef5d965"


@pytest.fixture
def seats(tmp_path: Path) -> Seats:
    """Return a way to read a seat count of the day 20 November 2026."""

    def read_rows(head: str, *rows: str) -> Report:
        path = tmp_path / "seats_20261120.csv"
        path.write_text("\n".join([head, *rows]), "utf-8")
        return read(path, "seats")

    return read_rows


# Text of a cell, and the seats in it: None where nobody can tell.
CELLS = [
    ("0", 0),
    ("12", 12),
    ('"1,200"', 1200),
    (" 7 ", 7),
    ("12.0", 12),
    ("1.5", None),
    ("-3", None),
    ("n/a", None),
    ("", None),
    ('"1,20"', None),
    ("1e3", None),
]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["SPE_E3", "SPE_F1", "MADE_UP", "Total", ""]),
            st.sampled_from(CELLS),
            st.sampled_from(CELLS),
            st.sampled_from(["Enabled", "Suspended", ""]),
            st.sampled_from(["", ",surplus"]),
        ),
        min_size=1,
        max_size=10,
    )
)
def test_every_seat_is_held_set_aside_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    drawn: list[tuple[str, tuple[str, int | None], tuple[str, int | None], str, str]],
) -> None:
    path = tmp_path_factory.mktemp("seats") / "seats.csv"
    lines = [
        f"{part},{bought[0]},{used[0]},{status},id{number}{surplus}"
        for number, (part, bought, used, status, surplus) in enumerate(drawn)
    ]
    head = "SkuPartNumber,ActiveUnits,ConsumedUnits,CapabilityStatus,SubscriptionId"
    path.write_text("\n".join([head, *lines]), "utf-8")
    report = read(path, "seats")
    sound = [
        (part, bought[1], used[1])
        for part, bought, used, status, surplus in drawn
        if bought[1] is not None
        and used[1] is not None
        and part not in {"", "Total"}
        and status != "Suspended"
        and not surplus
    ]
    assert report.balances
    assert report.rows.taken_in == len(drawn)
    assert report.rows.held == len(sound)
    assert report.rows.refused == len(report.refused)
    assert report.rows.set_aside == len(report.set_aside)
    bought, used = report.totals
    assert bought.held == sum(each[1] or 0 for each in sound)
    assert used.held == sum(each[2] or 0 for each in sound)
    assert sum(each.counts["bought"] or 0 for each in report.holdings) == bought.held
    # what is no whole number of seats is still counted in where it is a number
    numbers = {"1.5": Decimal("1.5"), "-3": Decimal(-3)}
    whole = sum(
        (numbers.get(each[1][0], Decimal(each[1][1] or 0)) for each in drawn), start=Decimal(0)
    )
    assert bought.taken_in == whole


def test_a_lost_row_shows(monkeypatch: pytest.MonkeyPatch, seats: Seats) -> None:
    """The check is none if what is held were counted from what was entered."""
    from licmodel.intake import reading, seat_counts  # noqa: PLC0415

    def lose(held: object) -> dict[str, Decimal]:
        return {**seat_counts.totals_of(held), "seats bought": Decimal(39)}  # type: ignore[arg-type]

    kind = reading.KINDS["seats"]
    monkeypatch.setitem(
        reading.KINDS, "seats", reading.Kind(kind.form, kind.measures, kind.read, lose, "holdings")
    )
    report = seats("SkuPartNumber,ActiveUnits,ConsumedUnits", "SPE_E3,40,38")
    assert not report.balances
    assert not report.clean


@pytest.mark.parametrize(
    "bought", ["ActiveUnits", "Enabled", "PrepaidUnits.Enabled", "Total", "Purchased"]
)
@pytest.mark.parametrize("used", ["ConsumedUnits", "Assigned", "Used"])
def test_the_shapes_that_people_flatten_to(bought: str, used: str, seats: Seats) -> None:
    report = seats(f"skupartnumber,{bought},{used}", "SPE_E3,40,38")
    assert dict(report.holdings[0].counts) == {"bought": 40, "assigned": 38, "unassigned": 2}


def test_the_old_export_gives_no_tenant_s_name(seats: Seats) -> None:
    report = seats(
        "AccountSkuId,ActiveUnits,WarningUnits,ConsumedUnits",
        "northmoor:SPE_E3,40,0,38",
        "southmoor:SPE_E3,10,0,9",
    )
    assert dict(report.holdings[0].counts) == {"bought": 50, "assigned": 47, "unassigned": 3}
    assert "moor" not in json.dumps(report.to_json()) + drivers_text(report)


def test_powershell_s_first_line_is_no_heading(seats: Seats) -> None:
    report = seats(
        "#TYPE Selected.System.Object",
        '"SkuPartNumber","ActiveUnits","ConsumedUnits"',
        "SPE_E3,4,3",
    )
    assert report.clean


def test_an_export_that_lost_its_seats_is_refused_by_its_reason(seats: Seats) -> None:
    with pytest.raises(InputError, match="the seats of this export are lost"):
        seats(
            "SkuId,SkuPartNumber,PrepaidUnits,ConsumedUnits",
            f"{E3},SPE_E3,Microsoft.Graph.PowerShell.Models.MicrosoftGraphLicenseUnitsDetail,38",
        )


def test_the_identifier_decides_where_the_part_number_misleads(seats: Seats) -> None:
    report = seats("SkuPartNumber,SkuId,ActiveUnits", f"SPE_F1,{E3},40")
    assert report.holdings[0].key == "microsoft_365_e3"
    assert report.corrected[0].reason.endswith("it is Microsoft 365 E3, not Microsoft 365 F3")
    assert report.holdings[0].counts["assigned"] is None


def test_an_unknown_product_keeps_a_key_of_its_own_and_is_listed(seats: Seats) -> None:
    report = seats("SkuPartNumber,ActiveUnits,ConsumedUnits", "MADE_UP_1,40,38")
    assert report.unknown == ("MADE_UP_1 (made_up_1)",)
    assert not report.holdings[0].known


def test_two_counts_of_one_subscription_are_refused_together(seats: Seats) -> None:
    report = seats(
        "SkuPartNumber,ActiveUnits,ConsumedUnits", "SPE_E3,4,3", "SPE_E3,5,3", "SPE_F1,1,1"
    )
    assert [remark.place for remark in report.refused] == [
        "seats_20261120.csv:2",
        "seats_20261120.csv:3",
    ]
    assert [each.key for each in report.holdings] == ["microsoft_365_f3"]


HEAD = "SkuPartNumber,ActiveUnits,ConsumedUnits,SubscriptionId"


def test_spare_seats_go_back_at_the_renewals_that_come_first(seats: Seats) -> None:
    """100 + 50 bought, 70 used: of 80 spare, 50 go back in January and 30 in July."""
    report = seats(
        f"{HEAD},RenewalDate",
        "SPE_E3,100,70,a,2027-07-01",
        "SPE_E3,50,0,b,2027-01-01",
    )
    (holding,) = report.holdings
    assert holding.counts["unassigned"] == 80
    assert holding.returns == {dt.date(2027, 1, 1): 50, dt.date(2027, 7, 1): 30}


@pytest.mark.parametrize(
    ("heading", "day", "month"),
    [
        ("RenewalDate", "2027-04-01", "2027-04"),
        ("CommitmentEndDate", "2027-03-31", "2027-04"),
        ("RenewalDate", "2027-04-15", "2027-05"),
        ("NextLifecycleDateTime", "2027-03-31T00:00:00Z", "2027-04"),
    ],
)
def test_the_first_month_without_them_is_the_one_after_the_commitment(
    heading: str, day: str, month: str, seats: Seats, tmp_path: Path
) -> None:
    report = seats(f"{HEAD},{heading}", f"SPE_E3,40,38,a,{day}")
    (tmp_path / "drivers.yaml").write_text(drivers_text(report), "utf-8")
    data = read_document(tmp_path / "drivers.yaml").data["drivers"]
    assert data["microsoft_365_e3_returnable"]["by_date"] == {"2026-11": "0", month: "2"}


@pytest.mark.parametrize(
    ("heading", "day"), [("RenewalDate", "2027-04-01"), ("ExpirationDate", "2027-04-01")]
)
def test_a_renewal_is_the_day_itself_and_an_end_the_day_before(
    heading: str, day: str, seats: Seats
) -> None:
    (holding,) = seats(f"{HEAD},{heading}", f"SPE_E3,40,38,a,{day}").holdings
    first = dt.date(2027, 4, 1 if heading == "RenewalDate" else 2)
    assert holding.returns == {first: 2}


@pytest.mark.parametrize("day", ["", "2026-11-20", "2025-01-01"])
def test_a_renewal_that_is_past_or_not_stated_leaves_the_day_unknown(
    day: str, seats: Seats
) -> None:
    """[17] Nothing is assumed of a subscription whose end the file does not tell."""
    report = seats(f"{HEAD},RenewalDate", f"SPE_E3,40,38,a,{day}")
    assert report.holdings[0].returns is None
    assert "_returnable" not in drivers_text(report)
    assert "not stated for Microsoft 365 E3" in drivers_text(report)


def test_drivers_are_extended_by_a_scenario_and_keep_their_source(
    seats: Seats, tmp_path: Path
) -> None:
    """[7] What is bought is a contract's; what is assigned has its report alone, which is ours."""
    (tmp_path / "held.yaml").write_text(
        drivers_text(seats("SkuPartNumber,ActiveUnits,ConsumedUnits", "SPE_E3,40,38")), "utf-8"
    )
    (tmp_path / "mine.yaml").write_text(f"extends: held.yaml\n{MAIL}", "utf-8")
    drivers = licmodel.load(tmp_path / "mine.yaml").drivers
    bought, used = drivers["microsoft_365_e3_bought"], drivers["microsoft_365_e3_assigned"]
    assert bought.value is not None
    assert bought.value.value == 40
    assert (bought.status, used.status) == ("contract", None)
    assert used.provenance is not None
    assert used.provenance.inferred  # so no copy for the public takes it for public
    assert (bought.source, bought.dated) == ("seats_20261120.csv (SPE_E3)", "2026-11-20")


def test_drivers_are_laid_over_a_scenario(seats: Seats, tmp_path: Path) -> None:
    (tmp_path / "mail.yaml").write_text(MAIL, "utf-8")
    report = seats("SkuPartNumber,ActiveUnits,ConsumedUnits", "SPE_E3,40,38")
    path = tmp_path / "laid.yaml"
    path.write_text(drivers_text(report, extends="mail.yaml"), "utf-8")
    before = licmodel.compare(licmodel.load(tmp_path / "mail.yaml")).to_json()
    after = licmodel.compare(licmodel.load(path)).to_json()
    assert after["options"] == before["options"]


def test_staff_and_students_of_one_product_are_counted_apart(seats: Seats) -> None:
    report = seats(
        "SkuPartNumber,ActiveUnits,ConsumedUnits",
        "M365EDU_A3_FACULTY,90,80",
        "M365EDU_A3_STUDENT,1200,900",
    )
    assert [each.key for each in report.holdings] == [
        "microsoft_365_a3",
        "microsoft_365_a3_student",
    ]


def test_the_table_of_subscriptions_names_each_once() -> None:
    """The part number misleads: SPE_F1 is Microsoft 365 F3."""
    known = skus()
    assert len({sku.guid for sku in known}) == len({sku.part_number for sku in known}) == len(known)
    assert all(sku.source.startswith("https://") and sku.source_date for sku in known)
    found = find_sku(guid="66B55226-6B4F-492C-910C-A3B7A3C9D993")
    assert found is not None
    assert (found.part_number, found.title) == ("SPE_F1", "Microsoft 365 F3")


# --- the Microsoft Licence Statement ---

STATEMENT = (
    ("Product Pool", "Licence Product Family", "Licence Version", "Effective Licence Quantity"),
    ("Active SA Quantity", "Country of Usage"),
)


def test_a_statement_is_found_in_its_sheet_under_nine_rows_with_its_day(tmp_path: Path) -> None:
    """Headings stand in row 10 of Pivot Data, the day in K3; localised ones say licence."""
    rows: list[list[object]] = [[""] * 11 for _ in range(9)]
    rows[2][10] = "2026/11/02"
    rows += [
        [*STATEMENT[0], *STATEMENT[1]],
        ["Servers", "Made-up Server", "2022", 64, 60, "All Countries"],
        ["Servers", "Made-up Server", "2022", 64, 60, "Wales"],
        ["Grand Total", "", "", 128, 120, ""],
    ]
    report = read(plain(tmp_path / "mls.xlsx", rows, "Pivot Data"))
    assert (report.kind, report.sheet, report.dated) == (
        "statement",
        "Pivot Data",
        dt.date(2026, 11, 2),
    )
    (holding,) = report.holdings
    assert (holding.counts["owned"], holding.counts["with_assurance"]) == (64, 60)
    assert holding.counts["assurance_ends_later"] is None
    assert [remark.place for remark in report.set_aside] == [
        "mls.xlsx, Pivot Data!row 12",
        "mls.xlsx, Pivot Data!row 13",
    ]
    assert "made_up_server_2022_owned" in drivers_text(report)
