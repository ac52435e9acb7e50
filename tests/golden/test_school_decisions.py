"""The two school scenarios against sums done by hand, in plain Python, from the figures they give.

Nothing of the program is used on the left-hand side: seats, prices and dates are written out here
as they stand in the files, and each option's years are added up by themselves.
"""

from functools import cache
from itertools import accumulate, pairwise
from math import ceil
from pathlib import Path

import pytest

from licmodel.analysis.comparison import Comparison, compare
from licmodel.scenario.loading import load

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FREE_FOR_EACH = 40  # pupils for one paid staff suite, by the Product Terms


@cache
def compared(name: str) -> Comparison:
    """Compare a shipped scenario, with its what-ifs."""
    return compare(load(SCENARIOS / f"{name}.yaml"), what_ifs=True)


def notes(name: str) -> str:
    """Notes of a shipped scenario."""
    return load(SCENARIOS / f"{name}.yaml").notes or ""


def of_line(told: Comparison, option: str, line: str) -> list[float]:
    """What is invoiced for one line by financial year."""
    return list(told.options[option].lines[line].billed)


class TestWales:
    """22 authorities, 1,460 schools: ten years from April 2019, by financial year."""

    # Teachers of January 2018 and of January 2024, support staff of 2013, 1.1 heads to each.
    STAFF_2019, STAFF_2024 = 23_871 + 23_547, 24_297 + 23_547
    SEATS_2019, SEATS_2024 = 52_160, 52_629
    PUPILS = (*[467_112] * 2, *[474_724] * 3, *[465_840] * 5)
    FIRST, SECOND, ADDED, PRICE = 128_000, 88_000, 83_280, 300
    # Bought in 2020/21, 2021/22 (both by grant), 2023/24, 2025/26 and 2027/28; each again after 5.
    DEVICES = (0, 0, 0, 0, ADDED, 0, FIRST + ADDED, SECOND, ADDED, ADDED)
    # £50m pays for the first £38.4m, and £11.6m of the next £26.4m: these £14.8m it does not.
    GRANT, NOT_GRANTED = 50e6, 14.8e6
    # GDP deflator, OBR November 2025, growth of 2020/21 to 2028/29.
    GROWTH = (
        *(5.212014, 0.251889, 6.979341, 5.297495, 3.717472),
        *(2.943115, 2.229934, 2.011270, 1.884290),
    )

    # 32 until the renewal of April 2025, although the price rose in April 2023; then 35.
    SUITE = (
        *[SEATS_2019 * 32.0] * 5,
        SEATS_2024 * 32.0,
        *[SEATS_2024 * 35.0] * 4,
    )

    @classmethod
    def with_devices(cls, *besides: tuple[float, ...]) -> list[float]:
        """What devices cost in each year beyond the grant, with what else is paid."""
        devices = [float(cls.PRICE * number) for number in cls.DEVICES]
        devices[2] += cls.NOT_GRANTED
        return [sum(year) for year in zip(devices, *besides, strict=True)]

    def test_seats_are_heads_in_whole_licences(self) -> None:
        assert ceil(round(self.STAFF_2019 * 1.1, 9)) == self.SEATS_2019
        assert ceil(round(self.STAFF_2024 * 1.1, 9)) == self.SEATS_2024

    def test_suite(self) -> None:
        told = compared("welsh_schools").options["suite"]
        assert list(told.billed) == pytest.approx(self.with_devices(self.SUITE))
        assert list(told.accrued) == pytest.approx(list(told.billed))
        assert told.total == pytest.approx(182_133_788 + 14_800_000)

    def test_web_only(self) -> None:
        """Free for all, with the desktop until July 2024; then a suite for three staff in ten."""
        seats = ceil(self.STAFF_2024 * 0.33)
        desktop = (*[0.0] * 5, *[seats * 35.0] * 5)
        training = (*[0.0] * 5, self.STAFF_2024 * 1.1 * 75, *[0.0] * 4)
        told = compared("welsh_schools").options["web_only"]
        assert list(told.billed) == pytest.approx(self.with_devices(desktop, training))
        # invoiced each August for a year, so eight months of the first are served by March
        served = [0.0] * 5 + [seats * 35 * 8 / 12] + [seats * 35.0] * 4
        assert list(told.accrued) == pytest.approx(self.with_devices(tuple(served), training))

    def test_perpetual(self) -> None:
        """One for each device as it comes, and everything again in October 2025."""
        added = (0, self.FIRST, self.SECOND, 0, self.ADDED, 0, 0, 0, self.ADDED, 0)
        owned = list(accumulate(added))
        again = owned[5] + self.ADDED  # the second third comes in that same month
        pupils = [40.0 * number for number in added]
        pupils[6] = 40.0 * again
        staff = [0.0] * 10
        staff[0], staff[5] = 40.0 * self.STAFF_2019, 40.0 * (self.STAFF_2024 - self.STAFF_2019)
        staff[6] = 40.0 * self.STAFF_2024
        told = compared("welsh_schools").options["perpetual"]
        assert list(told.billed) == pytest.approx(self.with_devices(tuple(pupils), tuple(staff)))
        assert list(told.capital) == pytest.approx(list(told.billed))

    def test_office_is_bought_again_in_the_month_its_fixes_end(self) -> None:
        """Six years and a half from April 2019, and not a month before the devices of 2025."""
        months = compare(load(SCENARIOS / "welsh_schools.yaml"), by="month")
        bought = months.options["perpetual"].lines["office"].billed
        october_2025 = 78
        assert months.periods[october_2025] == "2025-10"
        assert bought[october_2025] == pytest.approx(
            40 * (self.FIRST + self.SECOND + 2 * self.ADDED)
        )
        assert sum(bought[66:78]) == 0

    def test_google(self) -> None:
        """Free; a suite for one in ten, and in the first year mail moved and a day of training."""
        few_2019, few_2024 = ceil(self.STAFF_2019 * 0.11), ceil(self.STAFF_2024 * 0.11)
        desktop = (*[few_2019 * 32.0] * 5, few_2024 * 32.0, *[few_2024 * 35.0] * 4)
        change = (self.STAFF_2019 * 1.1 * (20 + 150), *[0.0] * 9)
        told = compared("welsh_schools").options["google"]
        assert list(told.billed) == pytest.approx(self.with_devices(desktop, change))

    def test_present_value(self) -> None:
        """[8] In prices of 2019/20, at 3.5%, the first year undiscounted."""
        levels = list(
            accumulate(self.GROWTH, lambda level, rate: level * (1 + rate / 100), initial=1.0)
        )
        paid = self.with_devices(self.SUITE)
        by_hand = sum(
            pounds / level / 1.035**year
            for year, (pounds, level) in enumerate(zip(paid, levels, strict=True))
        )
        told = compared("welsh_schools").options["suite"].present_value
        assert told == pytest.approx(by_hand, rel=1e-9)

    def test_the_tail_after_the_grant(self) -> None:
        """The grant pays most of the first devices; the same ones five years later cost all."""
        told = compared("welsh_schools")
        first, again = [0.0] * 10, [0.0] * 10
        for year, number in ((1, self.FIRST), (2, self.SECOND)):
            first[year] = again[year + 5] = 300.0 * number
        devices = [
            sum(year)
            for year in zip(
                of_line(told, "suite", "devices_2020"),
                of_line(told, "suite", "devices_2021"),
                strict=True,
            )
        ]
        grant = of_line(told, "suite", "grant")
        assert devices == pytest.approx([a + b for a, b in zip(first, again, strict=True)])
        assert grant == pytest.approx([0, -38.4e6, -11.6e6, *[0] * 7])
        assert sum(devices) + sum(grant) == pytest.approx(64_800_000 + self.NOT_GRANTED)
        capital = told.options["suite"].capital
        assert list(capital) == pytest.approx(self.with_devices())

    @pytest.mark.parametrize(
        ("by_hand", "said"),
        [
            ((FIRST + SECOND) * 300 / 1e6, "£64.8m"),
            (FIRST * 300 / 1e6, "£38.4m"),
            (SECOND * 300 / 1e6, "£26.4m"),
            ((FIRST + SECOND) * 300 / 5 / 1e6, "£12.96m"),
            (round(465_840 * 300 / 5 / 1e6, 2), "£27.95m"),
            (NOT_GRANTED / 1e6, "£14.8m"),
            (round(SUITE[0] / 1e6, 1), "£1.7m"),
            (round(SUITE[-1] / 1e6, 1), "£1.8m"),
            (round((FIRST + SECOND) / 465_840, 2), "0.46 a pupil"),
        ],
    )
    def test_figures_in_the_notes(self, by_hand: float, said: str) -> None:
        assert said in notes("welsh_schools")
        assert f"{by_hand:g}" in said

    def test_one_device_for_each_pupil_at_the_end(self) -> None:
        assert self.PUPILS[-1] == self.FIRST + self.SECOND + 3 * self.ADDED

    def test_every_pupil_is_free(self) -> None:
        assert FREE_FOR_EACH * self.SEATS_2019 > 2_000_000 > max(self.PUPILS)
        told = compared("welsh_schools").results
        free = told.by_period("suite.pupil_seats.quantity.free")
        assert {*free} == {FREE_FOR_EACH * self.SEATS_2019, FREE_FOR_EACH * self.SEATS_2024}

    def test_a_head(self) -> None:
        told = compared("welsh_schools").options["suite"].cost_per_head
        assert told is not None
        by_hand = (self.SUITE[6] + 300 * self.DEVICES[6]) / 465_840
        assert told[6] == pytest.approx(by_hand)

    @pytest.mark.parametrize(
        ("what_if", "more"),
        [
            ("suite_low", -sum(SUITE) + SEATS_2019 * 18 * 5 + SEATS_2024 * (18 + 20 * 4)),
            ("suite_high", -sum(SUITE) + SEATS_2019 * 73 * 5 + SEATS_2024 * (73 + 80 * 4)),
            ("free_no_longer", 5 * sum(PUPILS)),
            # one each for 465,840 less 1% three times, of whom 382,560 have one by then
            ("pupils_fall", -300 * (ADDED - (round(465_840 * 0.99**3) - 382_560))),
            # three thirds halved, and the first of them bought again
            ("devices_slower", -300 * 4 * ADDED / 2),
            # £10m in each of the two years in which devices came, instead of £50m in both together
            ("grant_evenly", GRANT - 20e6),
            ("grant_one_year", GRANT),
            ("grant_107m", -NOT_GRANTED),
            ("grant_150m", -NOT_GRANTED),
            ("grant_again", -NOT_GRANTED - 64.8e6),
            ("devices_last_longer", 0),
            ("google_plus", 0),
        ],
    )
    def test_what_if(self, what_if: str, more: float) -> None:
        told = compared("welsh_schools")
        found = told.what_ifs[what_if]["suite"].total - told.options["suite"].total
        assert found == pytest.approx(more, abs=0.01)

    def test_what_is_free_no_longer_costs_each_way_the_same(self) -> None:
        told = compared("welsh_schools")
        for option, asked in told.what_ifs["free_no_longer"].items():
            assert asked.total - told.options[option].total == pytest.approx(5 * sum(self.PUPILS))

    def test_longer_life_moves_the_tail_by_a_year(self) -> None:
        told = compared("welsh_schools")
        longer = told.what_ifs["devices_last_longer"]["suite"].billed
        moved = [a - b for a, b in zip(longer, told.options["suite"].billed, strict=True)]
        by_hand = [0.0] * 6 + [-38.4e6, 38.4e6 - 26.4e6, 26.4e6, 0.0]
        assert moved == pytest.approx(by_hand, abs=0.01)

    def test_googles_paid_edition(self) -> None:
        told = compared("welsh_schools")
        more = told.what_ifs["google_plus"]["google"].total - told.options["google"].total
        people = sum(self.PUPILS) + 5 * (self.SEATS_2019 + self.SEATS_2024)
        assert more == pytest.approx(5.28 * people)


class TestTrust:
    """6,000 pupils, 713 staff: four academic years from September 2027."""

    STAFF, LOST = 713, 0.2 * 0.03  # VAT of 20%, of which 3% is not recovered
    CPI = (1.0, 1.02, 1.02**2, 1.02**3)
    RISE = (1.0, 1.03, 1.03**2, 1.03**3)

    @classmethod
    def gross(cls, *lines: tuple[float, ...]) -> list[float]:
        """Each year's sum of lines with VAT on them, and what of it is not recovered."""
        return [sum(year) * (1 + cls.LOST) for year in zip(*lines, strict=True)]

    @classmethod
    def own_seats(cls, seats: int) -> tuple[float, ...]:
        """Own licences at £35, 3% dearer each September."""
        return tuple(seats * 35 * rise for rise in cls.RISE)

    @classmethod
    def plus_administration(cls, gross: list[float]) -> list[float]:
        """With £600 of an officer's time, on which there is no VAT."""
        return [pounds + 600 * level for pounds, level in zip(gross, cls.CPI, strict=True)]

    def test_staff_and_prices_are_what_their_reasons_say(self) -> None:
        full_time = round(6_000 * 985_800 / 9_092_073, -1)
        assert full_time == 650
        assert ceil(full_time * 1.096) == self.STAFF
        assert round(513_400 / 468_300, 3) == 1.096
        prices = load(SCENARIOS / "academy_trust.yaml").prices
        yearly, monthly = prices["suite"].value, prices["suite_by_the_month"].value
        assert yearly is not None
        assert monthly is not None
        assert monthly.value == pytest.approx(yearly.value / 12 * 1.2)

    def test_on_its_own(self) -> None:
        by_hand = self.plus_administration(self.gross(self.own_seats(self.STAFF)))
        told = compared("academy_trust").options["own_csp"]
        assert list(told.billed) == pytest.approx(by_hand)
        assert list(told.accrued) == pytest.approx(by_hand)

    def test_joining_as_it_is_invoiced(self) -> None:
        """Each January for a year: the price of 2028 until 2030, then 3% twice."""
        meanwhile = (self.STAFF * 3.50 * 4, 0.0, 0.0, 0.0)
        agreement = self.STAFF * 35 * 0.94
        seats = (agreement, agreement, agreement * 1.03**2, agreement * 1.03**2)
        joining = (1_500.0, 0.0, 0.0, 0.0)
        told = compared("academy_trust").options["join"]
        fee = tuple(self.STAFF * 1.75 * level for level in self.CPI)
        by_hand = self.gross(meanwhile, seats, joining, fee)
        assert list(told.billed) == pytest.approx(by_hand)

    def test_joining_as_it_is_served(self) -> None:
        """8 months of the first year, and the rise of January 2030 on 8 months of the third."""
        agreement = self.STAFF * 35 * 0.94
        seats = (
            agreement * 8 / 12,
            agreement,
            agreement * (4 + 8 * 1.03**2) / 12,
            agreement * 1.03**2,
        )
        fee = tuple(
            self.STAFF * 1.75 * (4 * before + 8 * now) / 12
            for before, now in pairwise((0.0, *self.CPI))
        )
        meanwhile = (self.STAFF * 3.50 * 4 + 1_500, 0.0, 0.0, 0.0)
        told = compared("academy_trust").options["join"]
        assert list(told.accrued) == pytest.approx(self.gross(seats, fee, meanwhile))

    def test_four_months_lie_after_the_horizon(self) -> None:
        """What is invoiced and not served is a third of January 2031's invoices."""
        told = compared("academy_trust").options["join"]
        ahead = sum(told.billed) - sum(told.accrued)
        agreement = self.STAFF * 35 * 0.94 * 1.03**2 / 3
        fee = self.STAFF * 1.75 * self.CPI[3] / 3
        assert ahead == pytest.approx((agreement + fee) * (1 + self.LOST))

    def test_free_web(self) -> None:
        few = ceil(self.STAFF * 0.3)
        training = (self.STAFF * 0.7 * 75, 0.0, 0.0, 0.0)
        by_hand = self.plus_administration(self.gross(self.own_seats(few), training))
        told = compared("academy_trust").options["free_web"]
        assert list(told.billed) == pytest.approx(by_hand)

    def test_google(self) -> None:
        few, others = ceil(self.STAFF * 0.1), ceil(self.STAFF * 0.9)
        change = (self.STAFF * (20 + 150) + others * 3.50 * 4, 0.0, 0.0, 0.0)
        by_hand = self.plus_administration(self.gross(self.own_seats(few), change))
        told = compared("academy_trust").options["google"]
        assert list(told.billed) == pytest.approx(by_hand)

    def test_invoices_and_service_disagree_about_joining(self) -> None:
        """[2] By invoices joining costs more, by what is served less; neither by much."""
        options = compared("academy_trust").options
        assert options["join"].total > options["own_csp"].total
        assert sum(options["join"].accrued) < sum(options["own_csp"].accrued)

    def test_joining_a_year_later_is_a_year_more_by_the_month(self) -> None:
        told = compared("academy_trust")
        later = told.what_ifs["join_a_year_later"]["join"]
        meanwhile = sum(later.lines["suite_meanwhile"].billed)
        assert meanwhile == pytest.approx(self.STAFF * 3.50 * 16)

    def test_joined_late_its_price_is_that_of_the_order_until_the_agreement_renews(self) -> None:
        """Ordered in January 2029 after one rise; the agreement is renewed in January 2030."""
        later = compared("academy_trust").what_ifs["join_a_year_later"]["join"]
        by_hand = [0.0, *(self.STAFF * 35 * 0.94 * self.RISE[year] for year in (1, 2, 2))]
        assert list(later.lines["suite"].billed) == pytest.approx(by_hand)

    def test_seats_of_the_agreement_go_in_january(self) -> None:
        """713 in its first year, although 706 are needed from September 2028 on."""
        fewer = compared("academy_trust").what_ifs["people_fall"]["join"].lines["suite"]
        price = [35 * 0.94 * self.RISE[year] for year in (0, 0, 2, 2)]
        seats = [713, 706, 699, 692]
        by_hand = [a * b for a, b in zip(seats, price, strict=True)]
        assert list(fewer.billed) == pytest.approx(by_hand)

    def test_every_pupil_is_free(self) -> None:
        assert FREE_FOR_EACH * self.STAFF == 28_520
        assert "28,520" in (SCENARIOS / "academy_trust.yaml").read_text("utf-8")
        told = compared("academy_trust").results
        assert told.by_period("own_csp.pupil_seats.quantity.free") == [28_520] * 48
        assert told.by_period("own_csp.pupil_seats.needed") == [0] * 48

    def test_what_is_free_no_longer_costs_each_way_the_same(self) -> None:
        told = compared("academy_trust")
        for option, asked in told.what_ifs["free_no_longer"].items():
            more = asked.total - told.options[option].total
            assert more == pytest.approx(5 * 6_000 * 4 * (1 + self.LOST))

    def test_people_fall_by_whole_seats(self) -> None:
        """[4] 713, 705.87, 698.81 and 691.82 people are 713, 706, 699 and 692 seats."""
        told = compared("academy_trust").what_ifs["people_fall"]["own_csp"]
        seats = [ceil(self.STAFF * 0.99**year) for year in range(4)]
        assert [a - b for a, b in pairwise(seats)] == [7, 7, 7]
        lines = told.lines["suite"].billed
        by_hand = [35 * n * rise for n, rise in zip(seats, self.RISE, strict=True)]
        assert list(lines) == pytest.approx(by_hand)
