"""The catalogue's figures against what was published, typed here by hand."""

import re
import threading
from dataclasses import astuple
from itertools import accumulate, combinations, pairwise

import pytest

from licmodel.catalogue.files import catalogue_files, file_text, use_files
from licmodel.catalogue.indices import IndexSeries, index_keys, index_series
from licmodel.catalogue.prices import PricePoint, price_points, product_keys
from licmodel.catalogue.programmes import programme_keys
from licmodel.catalogue.schedules import discount_schedule, discount_schedules
from licmodel.errors import InputError


def figures(text: str) -> list[str]:
    return text.split()


# HM Treasury, discounting supplement (February 2026), table A.1, years 0 to 30.
PUBLISHED_FACTORS = figures("""
    1.0000 0.9662 0.9335 0.9019 0.8714 0.8420 0.8135 0.7860 0.7594 0.7337 0.7089
    0.6849 0.6618 0.6394 0.6178 0.5969 0.5767 0.5572 0.5384 0.5202 0.5026 0.4856
    0.4692 0.4533 0.4380 0.4231 0.4088 0.3950 0.3817 0.3687 0.3563
""")

# Years 31 to 100, each year's own rate compounding on the factor before.
LATER_FACTORS = figures("""
    0.3459013695 0.3358265723 0.3260452159 0.3165487533 0.3073288867 0.2983775599 0.2896869513
    0.2812494673 0.2730577353 0.2651045973 0.2573831042 0.2498865089 0.2426082611 0.2355420011
    0.2286815544 0.2220209266 0.2155542977 0.2092760172 0.2031805992 0.1972627177 0.1915172016
    0.1859390307 0.1805233308 0.1752653697 0.1701605531 0.1652044205 0.1603926413 0.1557210109
    0.1511854475 0.1467819879 0.1425067843 0.1383561013 0.1343263119 0.1304138951 0.1266154321
    0.1229276040 0.1193471884 0.1158710567 0.1124961715 0.1092195840 0.1060384311 0.1029499331
    0.0999513913 0.0970401858 0.0942137726 0.0919158757 0.0896740251 0.0874868537 0.0853530280
    0.0832712468 0.0812402408 0.0792587715 0.0773256308 0.0754396398 0.0735996486 0.0718045352
    0.0700532051 0.0683445903 0.0666776491 0.0650513649 0.0634647463 0.0619168256 0.0604066592
    0.0589333260 0.0574959278 0.0560935881 0.0547254518 0.0533906847 0.0520884729 0.0508180223
""")

# GDP deflator by financial year from 2007-08, 2024-25 = 100; and by calendar year from 1990.
DEFLATOR_FINANCIAL = figures("""
    64.6356 67.0729 67.9331 69.1039 70.5854 71.7802 73.2616 74.3130 74.8148 76.2963
    77.2999 79.0203 81.1470 85.3763 85.5914 91.5651 96.4158 100.0000 102.9431 105.2387
    107.3553 109.3782 111.3967 113.5712
""")
DEFLATOR_CALENDAR = figures("""
    42.7537 45.6203 47.1096 48.5208 49.4168 50.7097 52.8097 52.8303 53.5326 54.2793
    54.8102 55.7479 56.9110 58.2660 59.8584 61.5718 63.4682 64.7322 66.8900 68.2170
    69.1217 70.8340 71.9294 73.4795 74.6524 75.1536 76.4554 77.6367 79.1606 81.1085
    85.2137 85.6358 90.5005 96.2507 100.0000
""")

SEGMENTS = {"", "commercial", "education_staff", "education_student"}
UNITS = {"user", "device", "server", "core2pack", "core", "room", "tenant"}
ALWAYS = (0, 99_999)


def factors(last: int) -> list[float]:
    schedule = discount_schedule("green_book_2026")
    steps = (1 / (1 + schedule.rate(year)) for year in range(1, last + 1))
    return list(accumulate(steps, lambda factor, step: factor * step, initial=1.0))


def levels(series: IndexSeries, base_year: int) -> dict[int, float]:
    first = series.points[0].year - 1
    chained = accumulate(
        (1 + point.growth for point in series.points),
        lambda level, growth: level * growth,
        initial=1.0,
    )
    by_year = dict(enumerate(chained, start=first))
    return {year: 100 * level / by_year[base_year] for year, level in by_year.items()}


def every_price() -> list[PricePoint]:
    return [point for key in product_keys() for point in price_points(key, None)]


def read_all() -> None:
    discount_schedules()
    index_keys()
    product_keys()


def test_published_discount_factors_to_four_decimals() -> None:
    assert len(PUBLISHED_FACTORS) == 31
    assert [f"{factor:.4f}" for factor in factors(30)] == PUBLISHED_FACTORS


def test_later_discount_factors() -> None:
    expected = [float(factor) for factor in LATER_FACTORS]
    assert len(expected) == 70
    assert factors(100)[31:] == pytest.approx(expected, rel=0, abs=1e-9)


@pytest.mark.parametrize(("last", "expected"), [(20, "15.212"), (26, "17.890")])
def test_sums_of_discount_factors(last: int, expected: str) -> None:
    assert f"{sum(factors(last)):.3f}" == expected


@pytest.mark.parametrize(
    ("year", "rate"),
    [
        *((0, 0.035), (30, 0.035), (31, 0.03), (75, 0.03), (76, 0.025), (125, 0.025)),
        *((126, 0.02), (200, 0.02), (201, 0.015), (300, 0.015), (301, 0.01), (900, 0.01)),
    ],
)
def test_rate_at_the_edges_of_bands(year: int, rate: float) -> None:
    assert discount_schedule("green_book_2026").rate(year) == rate


def test_schedule_says_where_it_comes_from() -> None:
    schedule = discount_schedules()["green_book_2026"]
    assert schedule.basis == "real"
    assert schedule.dated == "2026-02"
    assert "https://www.gov.uk/" in schedule.source
    assert "2026" in schedule.vintage
    assert "review of discounting in December 2025" in schedule.note


def test_schedules_cannot_be_changed_by_who_asks() -> None:
    discount_schedules().clear()
    assert discount_schedules()


@pytest.mark.parametrize(
    ("key", "base_year", "first", "printed"),
    [
        ("gdp_deflator_obr_2025_11", 2024, 2007, DEFLATOR_FINANCIAL),
        ("gdp_deflator_hmt_2025_12_calendar", 2024, 1990, DEFLATOR_CALENDAR),
    ],
)
def test_chained_growth_gives_the_printed_deflator(
    key: str, base_year: int, first: int, printed: list[str]
) -> None:
    chained = levels(index_series(key), base_year)
    assert {year: f"{level:.4f}" for year, level in chained.items()} == dict(
        enumerate(printed, start=first)
    )


@pytest.mark.parametrize(
    ("key", "growth"),
    [
        ("cpi_obr_2026_03", [0.034, 0.023, 0.02, 0.02, 0.02, 0.02]),
        ("rpi_obr_2026_03", [0.041, 0.031, 0.03, 0.028, 0.029, 0.023]),
        ("rpi_obr_2025_11", [0.0433, 0.0371, 0.0313, 0.0287, 0.0291, 0.0231]),
        ("earnings_obr_2026_03", [0.053, 0.034, 0.024, 0.021, 0.022, 0.024]),
    ],
)
def test_forecasts(key: str, growth: list[float]) -> None:
    series = index_series(key)
    assert series.basis == "calendar_year"
    assert [point.year for point in series.points] == list(range(2025, 2031))
    assert [point.growth for point in series.points] == growth
    assert {point.status for point in series.points} == {"projected"}


def test_deflator_is_projected_after_its_last_outturn() -> None:
    series = index_series("gdp_deflator_obr_2025_11")
    assert series.basis == "financial_year"
    for point in series.points:
        assert point.status == ("published" if point.year <= 2024 else "projected")
    calendar = index_series("gdp_deflator_hmt_2025_12_calendar")
    assert {point.status for point in calendar.points} == {"published"}


@pytest.mark.parametrize("key", index_keys())
def test_every_index_says_where_it_comes_from(key: str) -> None:
    series = index_series(key)
    assert series.title
    assert series.vintage
    assert series.warnings
    assert "https://" in series.source
    assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", series.dated)
    assert series.superseded_by is None or series.superseded_by in index_keys()
    assert all(later.year == earlier.year + 1 for earlier, later in pairwise(series.points))


def test_indices_warn_of_what_is_known() -> None:
    assert any("pandemic" in text for text in index_series("gdp_deflator_obr_2025_11").warnings)
    for key in ("rpi_obr_2026_03", "rpi_obr_2025_11"):
        assert any("CPIH from February 2030" in text for text in index_series(key).warnings)
    assert index_series("rpi_obr_2025_11").superseded_by == "rpi_obr_2026_03"


@pytest.mark.parametrize("name", ["discount_schedules.yaml", "indices.yaml"])
def test_no_key_is_written_twice(name: str) -> None:
    # The YAML reader would keep the last of them, and say nothing.
    keys = re.findall(r"^(\w+):", file_text(name), flags=re.MULTILINE)
    assert keys
    assert len(keys) == len(set(keys))


def test_no_price_is_lost_or_changed() -> None:
    points = every_price()
    assert len(points) == 148
    for currency, count, total in (
        ("GBP", 35, 489.77),
        ("USD", 102, 69806.25),
        ("EUR", 11, 1095.56),
    ):
        prices = [point.price for point in points if point.currency == currency]
        assert len(prices) == count
        assert sum(prices) == pytest.approx(total)


def test_every_price_says_what_it_is_and_where_it_comes_from() -> None:
    for point in every_price():
        assert re.fullmatch("[a-z0-9]+(_[a-z0-9]+)*", point.product), point
        assert point.title, point
        assert point.offer, point
        assert point.programme in {"", *programme_keys()}, point
        assert point.source.startswith("https://"), point
        assert point.source_date, point
        assert point.confidence in {"high", "medium", "low"}, point
        assert point.status in {"published", "assumed"}, point
        assert point.per in {"month", "year", "once"}, point
        assert point.segment in SEGMENTS, point
        assert point.unit in UNITS, point
        assert point.price >= 0, point
        assert point.start is None or point.end is None or point.start <= point.end, point


def test_what_a_source_calls_derived_or_estimated_is_assumed() -> None:
    for point in every_price():
        if re.match("DERIVED|Estimate|Described as approximate", point.note):
            assert point.status == "assumed", point
    assert sum(point.status == "assumed" for point in every_price()) == 27


def test_a_product_has_one_title_and_stands_together() -> None:
    titles = {(point.product, point.title) for point in every_price()}
    assert len(titles) == len(product_keys())
    lines = [point.line for point in every_price()]
    assert lines == list(range(2, 150))


def test_months_are_absolute_and_days_count_as_their_month() -> None:
    april_2023 = 2023 * 12 + 3
    starts = {point.price: (point.start, point.end) for point in price_points("office_365_e1")}
    assert starts[6.00] == (None, april_2023 - 14)
    assert starts[7.50] == (april_2023 - 13, april_2023 - 1)
    assert starts[8.18] == (april_2023, None)
    (year_1,) = (
        point
        for point in price_points("windows_10_esu_year_1", "USD")
        if point.segment == "commercial"
    )
    assert (year_1.start, year_1.end) == (2025 * 12 + 9, 2026 * 12 + 9)  # 15.10.25 to 13.10.26


def test_prices_that_disagree_are_kept_and_marked() -> None:
    def terms(point: PricePoint) -> tuple[str, ...]:
        return (point.product, point.segment, point.currency, point.offer, point.per)

    def runs(point: PricePoint) -> tuple[int, int]:
        return (point.start or ALWAYS[0], point.end or ALWAYS[1])

    disagreeing = 0
    for one, other in combinations(every_price(), 2):
        # Two prices that meet within a month do not disagree: the later takes over in it.
        if terms(one) != terms(other) or one.price == other.price:
            continue
        (start, end), (other_start, other_end) = runs(one), runs(other)
        if max(start, other_start) < min(end, other_end):
            disagreeing += 1
            assert "CONFLICT" in one.note + other.note, (one, other)
    assert disagreeing == 12


def test_no_price_stands_twice() -> None:
    points = every_price()
    assert len({astuple(point)[:-1] for point in points}) == len(points)
    keys = {
        (
            *(point.product, point.segment, point.currency, point.offer, point.per),
            *(point.start, point.end, point.source, point.confidence, point.price),
        )
        for point in points
    }
    assert len(keys) == len(points)


def test_prices_by_currency() -> None:
    assert [point.price for point in price_points("microsoft_365_f3")] == []
    assert {point.currency for point in price_points("microsoft_365_f3", None)} == {"USD", "EUR"}
    assert "microsoft_365_f3" not in product_keys("GBP")
    assert "microsoft_365_e3" in product_keys("GBP")


def test_unknown_keys_are_answered_with_the_nearest() -> None:
    with pytest.raises(InputError, match="write green_book_2026"):
        discount_schedule("green_book_2020")
    with pytest.raises(InputError, match="write cpi_obr_2026_03"):
        index_series("cpi")
    with pytest.raises(InputError, match="write earnings_obr_2026_03"):
        index_series("earning_obr_2025")
    with pytest.raises(InputError, match="write microsoft_365_f3"):
        price_points("microsoft_365_f33")
    with pytest.raises(InputError, match="another of"):
        price_points("zzz")
    with pytest.raises(InputError, match="expected: green_book_2026"):
        discount_schedule("zzz")


def test_files_in_use_are_read_in_place_of_those_shipped() -> None:
    shipped = catalogue_files()
    assert {"discount_schedules.yaml", "indices.yaml", "prices.csv"} <= set(shipped)
    other = {
        "discount_schedules.yaml": shipped["discount_schedules.yaml"].replace("3.5%]", "6%]"),
        "indices.yaml": shipped["indices.yaml"].replace("[2026, 2.3%", "[2026, 9%"),
        "prices.csv": shipped["prices.csv"].replace("34.55", "99.99"),
    }
    before = price_points("microsoft_365_e3")[-1].price
    with use_files(other):
        assert discount_schedule("green_book_2026").rate(1) == 0.06
        assert index_series("cpi_obr_2026_03").points[1].growth == 0.09
        assert price_points("microsoft_365_e3")[-1].price == 99.99
        assert catalogue_files() == other
        with use_files(shipped):
            assert price_points("microsoft_365_e3")[-1].price == before
        assert price_points("microsoft_365_e3")[-1].price == 99.99
    assert price_points("microsoft_365_e3")[-1].price == before == 34.55
    assert discount_schedule("green_book_2026").rate(1) == 0.035
    assert catalogue_files() == shipped


def test_files_in_use_are_let_go_after_an_error_and_kept_to_their_thread() -> None:
    seen: list[str] = []

    def fail() -> None:
        with use_files({"prices.csv": "other"}):
            thread = threading.Thread(target=lambda: seen.append(file_text("prices.csv")))
            thread.start()
            thread.join()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert seen == [file_text("prices.csv")]


def test_a_file_missing_from_those_in_use_is_an_error() -> None:
    with (
        use_files({"indices.yaml": "{}"}),
        pytest.raises(InputError, match="has no file prices\\.csv"),
    ):
        price_points("microsoft_365_e3")


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("prices.csv", "product,title", "product,name", r"prices\.csv:1: .*"),
        ("prices.csv", ",15,USD,", ",fifteen,USD,", r"prices\.csv:2: "),
        ("prices.csv", ",15,USD,month,", ",15,USD,week,", r"prices\.csv:2: "),
        ("prices.csv", ",Needs a", ',"Needs a', r"prices\.csv:"),
        ("indices.yaml", "5.3%, projected", "5.3, projected", r"indices\.yaml: .*earnings"),
        ("indices.yaml", "5.3%, projected", "5.3%, guessed", r"indices\.yaml: .*earnings"),
        ("indices.yaml", "[2028, 2.1%, projected]", "[2029, 2.1%, projected]", "earnings"),
        ("indices.yaml", "basis: calendar_year", "basis: lunar_year", "lunar_year"),
        ("discount_schedules.yaml", "basis: real", "bases: real", "bases"),
        ("discount_schedules.yaml", "[0, 3.5%]", "[1, 3.5%]", "start at year 0"),
        ("discount_schedules.yaml", "[76, 2.5%]", "[76, 2.5%", "no YAML"),
        ("discount_schedules.yaml", "[126, 2.0%]", "[126]", "green_book_2026"),
    ],
)
def test_a_fault_in_a_file_is_told_with_its_place(
    name: str, old: str, new: str, place: str
) -> None:
    text = file_text(name)
    assert old in text
    with (
        use_files(catalogue_files() | {name: text.replace(old, new)}),
        pytest.raises(InputError, match=place),
    ):
        read_all()


def test_a_file_that_holds_no_entries_is_an_error() -> None:
    with (
        use_files(catalogue_files() | {"indices.yaml": "- a list"}),
        pytest.raises(InputError, match="no mapping"),
    ):
        read_all()
