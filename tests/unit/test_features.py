"""What products carry: read as sourced, and unknown never taken for no."""

import csv
import io
from itertools import pairwise

import pytest

from licmodel.catalogue.features import (
    feature_products,
    features,
    find_feature,
    find_product,
    holders,
    product_features,
    unlisted,
    unpriced,
)
from licmodel.catalogue.files import catalogue_files, file_text, use_files
from licmodel.catalogue.prices import price_points, product_keys
from licmodel.errors import InputError

ALL = feature_products()
# Products that the price book and the table name otherwise, and that were matched by hand.
RENAMED = {
    "purview_suite",
    "project_plan_1",
    "project_plan_3",
    "project_plan_5",
    "defender_for_endpoint_plan_2",
    "microsoft_365_copilot",
}


def has(product: str, segment: str = "commercial") -> set[str]:
    """Features that a product carries by the table itself."""
    return {key for key, said in find_product(product, segment).features.items() if said == "yes"}


def spelt(title: str) -> str:
    """A name without its maker, its marks and what is only said of it in one of the files."""
    words = title.casefold()
    for said in ("(formerly azure ad)", "add-on", "for faculty", "for", "(", ")"):
        words = words.replace(said, " ")
    plain = words.replace("students use", "student use").replace("students", " ")
    return " ".join(each for each in plain.split() if each != "microsoft")


def test_the_table_is_there_whole() -> None:
    assert len(ALL) == 73
    assert len(features()) == 47
    assert all(set(each.features) == set(features()) for each in ALL)


def test_e1_e3_and_f3_carry_what_their_source_says() -> None:
    """Service plans of STANDARDPACK, ENTERPRISEPACK and SPE_F1 as listed in January 2026."""
    shared = {"web_apps", "teams"}
    assert has("office_365_e1") - {"cal_exchange_base", "cal_sharepoint_base"} == shared | {
        *("exchange_p1", "sharepoint_p1")
    }
    assert {each for each in has("office_365_e3") if not each.startswith("cal_")} == shared | {
        *("desktop_apps", "exchange_p2", "sharepoint_p2", "labels_standard")
    }
    assert has("microsoft_365_f3") == shared | {
        *("exchange_kiosk", "sharepoint_kiosk", "windows_enterprise"),
        *("intune_p1", "entra_p1", "info_protection_p1"),
    }
    assert find_product("microsoft_365_f3").sku == "SPE_F1"
    assert find_product("office_365_e1").guid == "18181a46-0d4e-45cd-891e-60aabd171b4e"


def test_what_is_blank_is_unknown_and_not_no() -> None:
    """[17]"""
    f3 = find_product("microsoft_365_f3")
    assert f3.carries("cal_windows_server") == "unknown"
    assert f3.carries("desktop_apps") == "no"


def test_a_feature_that_holds_another_gives_it_and_not_the_other_way_round() -> None:
    assert holders("exchange_kiosk") == ("exchange_kiosk", "exchange_p1", "exchange_p2")
    assert find_product("office_365_e3").carries("exchange_kiosk") == "yes"
    assert find_product("office_365_e1").carries("exchange_p1") == "yes"
    assert find_product("office_365_e1").carries("exchange_p2") == "no"


def test_a_mailbox_goes_with_an_exchange_plan() -> None:
    for each in ALL:
        mail = {each.carries(f"exchange_{plan}") for plan in ("kiosk", "p1", "p2")}
        assert (each.mailbox_gb > 0) == ("yes" in mail), each.product


def test_the_business_plans_have_300_seats() -> None:
    capped = {each.product for each in ALL if each.seat_cap is not None}
    assert capped == {
        *("microsoft_365_business_basic", "microsoft_365_business_standard"),
        *("microsoft_365_business_premium", "microsoft_365_apps_business"),
    }
    assert {each.seat_cap for each in ALL} == {None, 300}


def test_every_product_has_a_source_and_what_goes_beside_it_is_a_product() -> None:
    keys = {each.product for each in ALL}
    for each in ALL:
        assert each.source.startswith("https://")
        assert each.source_date
        assert set(each.beside) <= keys, each.product


def test_a_product_is_joined_to_the_price_book_only_where_both_mean_the_same() -> None:
    for each in ALL:
        sold = [
            point
            for point in (
                price_points(each.product, None) if each.product in product_keys() else ()
            )
            if point.segment == each.segment
        ]
        if sold and each.product not in RENAMED:
            assert spelt(sold[0].title) == spelt(each.title), each.product
        elif each.product in RENAMED - {"microsoft_365_copilot"}:
            assert "aken for" in each.note or "named" in each.note, each.product


def test_what_stands_in_one_file_only_is_told() -> None:
    missing = {(each.product, each.segment) for each in unpriced()}
    assert ("intune", "commercial") in missing
    assert ("microsoft_365_a3", "education_student") in missing
    assert ("microsoft_365_a3", "education_staff") not in missing
    assert "microsoft_365_e3" not in {product for product, _ in missing}
    assert {"libreoffice", "agent_365"} <= set(unlisted())
    assert not set(unlisted()) & {each.product for each in ALL}


def test_a_product_sold_to_two_segments_is_asked_for_with_its_segment() -> None:
    assert product_features("office_365_a1") is None
    assert find_product("office_365_a1", "education_student").sku == "STANDARDWOFFPACK_STUDENT"
    # one that is sold to one segment alone is meant whoever asks
    assert find_product("microsoft_365_a5_student_use_benefit").segment == "education_student"


def test_names_that_are_not_there_are_answered_with_the_nearest() -> None:
    with pytest.raises(InputError, match="write desktop_apps"):
        find_feature("desktop_app")
    with pytest.raises(InputError, match="write microsoft_365_f3"):
        find_product("microsoft_365_f33")


def rows(change: dict[str, str]) -> str:
    """The table with cells of its first product changed."""
    table = list(csv.reader(io.StringIO(file_text("features.csv"))))
    for column, value in change.items():
        table[1][table[0].index(column)] = value
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("features.csv", rows({"teams": "x"}), r"features\.csv:2: .*\n.*teams: x, where 1, 0"),
        ("features.csv", rows({"segment": "charity"}), r"features\.csv:2: .*\n.*charity is none"),
        ("features.csv", rows({"people": "all"}), r"features\.csv:2: .*\n.*people: all"),
        ("features.csv", rows({"seat_cap": "many"}), r"features\.csv:2: .*\n.*many"),
        ("features.csv", rows({"product": "office_365_e3"}), r"features\.csv:3: .*\n.*twice"),
        ("features.csv", file_text("features.csv").replace(",teams,", ",team,"), "team, teams"),
        ("features.csv", file_text("features.csv") + '"open', r"features\.csv:"),
        ("feature_names.yaml", "teams: {name: Teams}", r"feature_names\.yaml: .*\n.*name"),
        ("feature_names.yaml", "teams: {title: T, within: x}", "x, which is no feature"),
        (
            "feature_names.yaml",
            "a: {title: A, within: b}\nb: {title: B, within: a}",
            "within itself",
        ),
    ],
)
def test_a_fault_in_the_tables_is_told_with_its_place(name: str, text: str, said: str) -> None:
    with use_files(catalogue_files() | {name: text}), pytest.raises(InputError, match=said):
        feature_products()


def test_files_in_use_are_read_in_place_of_those_shipped() -> None:
    changed = rows({"teams": "0"})
    with use_files(catalogue_files() | {"features.csv": changed}):
        assert find_product("office_365_e1").carries("teams") == "no"
    assert find_product("office_365_e1").carries("teams") == "yes"


def test_holders_end() -> None:
    for key in features():
        assert all(features()[one].within == other for one, other in pairwise(holders(key)))
