"""Files about people: counts come out, and no name, however the file is broken."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licmodel.errors import InputError
from licmodel.intake import Report, read
from licmodel.intake.drivers import drivers_text
from licmodel.report.imports import import_text
from tests.intake.workbooks import plain

SAMPLE = Path(__file__).parent / "samples" / "activity.csv"
HEADINGS, *_ = SAMPLE.read_text("utf-8").splitlines()
NAME = "Qxzname"
HEAD = (
    "Report Refresh Date,User Principal Name,Display Name,Is Deleted,Exchange Last Activity Date,"
    "Exchange License Assign Date,Assigned Products"
)


def outputs(report: Report) -> str:
    """All that comes out of a reading, in every form."""
    texts = [import_text(report), json.dumps(report.to_json()), repr(report)]
    if report.holdings:
        texts.append(drivers_text(report))
    return "\n".join(texts)


def account(number: int, *, last: str = "", products: str = "MICROSOFT 365 E3") -> list[str]:
    """One account, active or not."""
    name = f"{NAME}{number:04d}"
    return ["2026-11-20", f"{name}@example.invalid", name, "False", last, "2024-01-08", products]


def activity(folder: Path, rows: list[list[str]], head: str = HEAD) -> Report:
    """Read accounts."""
    path = folder / "activity.csv"
    path.write_text("\n".join([head, *(",".join(row) for row in rows)]) + "\n", "utf-8")
    return read(path, "activity")


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "last": st.sampled_from(
                    ["", "2026-11-19", "19/11/2026", "2025-01-01", "2027-01-01", "x"]
                ),
                "products": st.sampled_from(
                    ["MICROSOFT 365 E3", "MICROSOFT 365 E3+POWER BI PRO", "MADE UP", ""]
                ),
                "damage": st.sampled_from(
                    ["", "", "insert", "drop", "swap", "repeat", "quote", "blank"]
                ),
                "where": st.integers(0, 6),
            }
        ),
        min_size=1,
        max_size=12,
    )
)
def test_no_name_survives_and_no_account_is_lost(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[dict[str, str | int]]
) -> None:
    rows = []
    for number, each in enumerate(drawn):
        row = account(number, last=str(each["last"]), products=str(each["products"]))
        where = int(each["where"])
        match each["damage"]:
            case "insert":
                row.insert(where, row[2])
            case "drop":
                del row[where]
            case "swap":
                row[2], row[where] = row[where], row[2]
            case "repeat":
                row[where] = row[2]
            case "quote":
                row[2] = f'"{row[2]}, {NAME}"'
            case "blank":
                row[where] = ""
        rows.append(row)
    report = activity(tmp_path_factory.mktemp("people"), rows)
    assert report.balances
    assert report.rows.taken_in == len(rows)
    assert report.rows.taken_in == (report.rows.held + len(report.refused) + len(report.set_aside))
    assert NAME.lower() not in outputs(report).lower()


@pytest.mark.parametrize("kind", ["auto", "activity", "seats", "prices", "statement", "offers"])
def test_no_name_stands_in_an_error(kind: str, tmp_path: Path) -> None:
    """A file without headings begins with a person."""
    path = tmp_path / "activity.csv"
    path.write_text("\n".join(",".join(account(number)) for number in range(5)))
    with pytest.raises(InputError) as error:
        read(path, kind)
    assert NAME not in str(error.value)


@pytest.mark.parametrize("end", ["csv", "json", "xlsx"])
def test_every_form_of_the_file_gives_the_same_counts_and_no_name(end: str, tmp_path: Path) -> None:
    rows = [
        account(1, last="2026-11-19"),
        account(2, last="2026-08-22"),
        account(3, products="POWER BI PRO"),
    ]
    heads = HEAD.split(",")
    path = tmp_path / f"people.{end}"
    if end == "csv":
        path.write_text("\n".join(map(",".join, [heads, *rows])))
    elif end == "xlsx":
        plain(path, [heads, *rows])
    else:
        names = [f"{head[0].lower()}{head.title().replace(' ', '')[1:]}" for head in heads]
        items = [dict(zip(names, row, strict=True)) for row in rows]
        path.write_text(json.dumps({"value": items}))
    report = read(path)
    assert report.kind == "activity"
    assert {each.key: dict(each.counts) for each in report.holdings} == {
        "microsoft_365_e3": {"assigned": 2, "active": 1, "idle": 1},
        "power_bi_pro": {"assigned": 1, "active": None, "idle": None},
    }
    assert NAME not in outputs(report)


@pytest.mark.parametrize(
    ("last", "given", "counts"),
    [
        ("2026-08-23", "2024-01-08", (1, 0)),  # 89 days before the report
        ("2026-08-22", "2024-01-08", (0, 1)),  # 90 days before
        ("", "2024-01-08", (0, 1)),
        ("", "2026-11-02", (0, 0)),  # a new starter is not idle
        ("", "", (0, 1)),
        ("2026-11-20", "2026-11-02", (1, 0)),
    ],
)
def test_who_is_idle_after_ninety_days(
    last: str, given: str, counts: tuple[int, int], tmp_path: Path
) -> None:
    row = account(1, last=last)
    row[5] = given
    (holding,) = activity(tmp_path, [row]).holdings
    assert (holding.counts["active"], holding.counts["idle"]) == counts


def test_what_shows_no_activity_in_mail_or_teams_is_unknown_and_makes_no_driver(
    tmp_path: Path,
) -> None:
    """[17] Power BI used every day leaves no trace in this report."""
    report = activity(tmp_path, [account(1, products="POWER BI PRO")])
    assert report.holdings[0].counts["idle"] is None
    assert "power_bi_pro_assigned" in drivers_text(report)
    assert "power_bi_pro_idle" not in drivers_text(report)


def test_a_report_of_thirty_days_cannot_tell_who_was_idle_for_ninety(tmp_path: Path) -> None:
    rows = [[*account(1), "30"], [*account(2), "30"]]
    report = activity(tmp_path, rows, f"{HEAD},Report Period")
    assert dict(report.holdings[0].counts) == {"assigned": 2, "active": None, "idle": None}
    assert any("30 days cannot tell" in note for note in report.notes)


def test_an_unknown_product_is_named_only_where_several_have_it(tmp_path: Path) -> None:
    rows = [account(number, products="MADE UP") for number in range(2)]
    assert [each.key for each in activity(tmp_path, rows).holdings] == ["other_products"]
    rows.append(account(3, products="MADE UP"))
    (holding,) = activity(tmp_path, rows).holdings
    assert (holding.key, holding.counts["assigned"]) == ("made_up", 3)


def test_a_plus_within_a_name_does_not_part_it(tmp_path: Path) -> None:
    products = "ENTERPRISE MOBILITY + SECURITY E3+POWER BI PRO"
    report = activity(tmp_path, [account(1, products=products)])
    assert [each.key for each in report.holdings] == [
        "enterprise_mobility_security_e3",
        "power_bi_pro",
    ]


def test_a_mapped_list_of_people_gives_no_names(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    rows = [f"{NAME}{number},MADE UP TOOL,{number or NAME}" for number in range(4)]
    rows.append(f"{NAME},MADE UP TOOL,twelve")
    path.write_text("\n".join(["Display name,Licence,Seats", *rows]))
    mapping = tmp_path / "map.yaml"
    mapping.write_text("holds: seats\ncolumns: {product: Licence, bought: Seats}\n")
    report = read(path, "mapped", mapping=mapping)
    assert report.holdings[0].counts["bought"] == 6
    assert [each.reason for each in report.refused] == [
        "words, not shown since they may name somebody: not a number",
        '"twelve": not a number',
    ]
    assert NAME not in outputs(report)


@given(st.randoms(use_true_random=False))
def test_no_shuffling_of_the_sample_s_cells_shows_a_name(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random
) -> None:
    cells = [line.split(",") for line in SAMPLE.read_text("utf-8").splitlines()[1:]]
    for row in cells:
        chance.shuffle(row)
    report = activity(tmp_path_factory.mktemp("people"), cells, HEADINGS)
    assert report.balances
    assert "qxzname" not in outputs(report).lower()
