"""Five shipped scenarios against figures worked out by hand from their sources."""

from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from licmodel.analysis.comparison import compare
from licmodel.analysis.results import Results, run
from licmodel.scenario.files import read_document
from licmodel.scenario.loading import from_data, load

SCENARIOS = Path(__file__).parents[2] / "scenarios"
# GDP deflator, OBR November 2025, 2024/25 = 100; and the Green Book's factors to four decimals.
DEFLATOR = {2019: 81.1470, 2020: 85.3763, 2021: 85.5914, 2022: 91.5651, 2023: 96.4158}
DEFLATOR |= {2024: 100.0, 2025: 102.9431}
FACTORS = (1.0000, 0.9662, 0.9335, 0.9019, 0.8714, 0.8420, 0.8135)


def results(name: str, *what_ifs: str) -> Results:
    """Work out a shipped scenario, with some of its what-ifs."""
    return run(load(SCENARIOS / f"{name}.yaml"), what_ifs)


def asked(name: str, changes: dict[str, Any]) -> Results:
    """Work out a shipped scenario with a question of the test's own, called `asked`."""
    data = dict(read_document(SCENARIOS / f"{name}.yaml").data)
    data["what_ifs"] = {"asked": changes}
    return run(from_data(data), ["asked"])


class TestBath:
    """Renewing costs £450,000 a year for 6.25 years; buying out some share of £1,471,000."""

    def test_renewal_to_the_cliff(self) -> None:
        renewal = results("bath_2019").by_period("renew.billed.by_year")
        assert renewal == [337_500, *[450_000] * 5, 225_000, 0]
        assert results("bath_2019").figure("renew.total") == 450_000 * 6.25 == 2_812_500

    def test_present_value_by_hand(self) -> None:
        paid = [337_500, *[450_000] * 5, 225_000]
        by_hand = sum(
            pounds * DEFLATOR[2019] / level * factor
            for pounds, level, factor in zip(paid, DEFLATOR.values(), FACTORS, strict=True)
        )
        value = results("bath_2019").figure("renew.present_value")
        assert value == pytest.approx(by_hand, rel=1e-4)

    @pytest.mark.parametrize(
        ("what_if", "saving"),
        [("no_software", 2_812_500), ("all_software", 1_341_500)],
    )
    def test_saving_at_either_end_of_what_is_not_known(self, what_if: str, saving: int) -> None:
        found = results("bath_2019", what_if).figure("buy_out.saving.total", what_if)
        assert found == saving
        assert f"£{saving:,}" in (load(SCENARIOS / "bath_2019.yaml").notes or "")

    @pytest.mark.parametrize(
        ("besides", "share", "said"),
        [
            ({}, 2_812_500 / 1_471_000, "191%"),
            (
                {"buy_out.old_agreement.amount": {"set": "214_000"}},
                (2_812_500 - 214_000 * 6.25) / 1_471_000,
                "100%",
            ),
            (
                {
                    "buy_out.old_agreement.amount": {"set": "214_000"},
                    "buy_out.upgrade.amount": {"set": str((2_812_500 - 214_000 * 6.25) / 2)},
                },
                (2_812_500 - 214_000 * 6.25) / (2 * 1_471_000),
                "50%",
            ),
        ],
    )
    def test_share_at_which_the_two_tie(
        self, besides: dict[str, Any], share: float, said: str
    ) -> None:
        changes = {"buy_out.software.quantity": {"set": repr(share)}, **besides}
        saving = asked("bath_2019", changes).figure("buy_out.saving.total", "asked")
        assert saving == pytest.approx(0, abs=1e-6)
        assert f"{share:.0%}" == said
        assert said in (load(SCENARIOS / "bath_2019.yaml").notes or "")

    @pytest.mark.parametrize(
        ("what_if", "month"),
        [(None, "2021-02"), ("all_software", "2022-10")],
    )
    def test_break_even(self, what_if: str | None, month: str) -> None:
        """[20] £735,500 is 19.6 months of £37,500, £1,471,000 is 39.2: July 2019 is the first."""
        told = compare(load(SCENARIOS / "bath_2019.yaml"), what_ifs=True)
        options = told.options if what_if is None else told.what_ifs[what_if]
        assert options["buy_out"].break_even == month


class TestLancashire:
    """£1.661m at once; £1.438m a year, of which about £200,000 is financing."""

    def test_whole_years_cost_what_the_notice_says(self) -> None:
        told = compare(load(SCENARIOS / "lancashire_2020.yaml"), by="contract-year")
        assert told.options["as_budgeted"].billed == pytest.approx([1_438_000] * 10)
        assert told.options["as_paid"].billed == pytest.approx([2_899_000, *[1_238_000] * 9])

    def test_financial_years_begin_and_end_with_a_part(self) -> None:
        billed = results("lancashire_2020").by_period("as_budgeted.billed.by_year")
        assert billed == pytest.approx([1_078_500, *[1_438_000] * 9, 359_500])

    def test_the_roll_out_is_not_paid_twice(self) -> None:
        """What lies between the two ways is interest: 10 x £200,000 less £1,661,000."""
        found = results("lancashire_2020")
        assert found.figure("as_paid.total") == pytest.approx(1_661_000 + 10 * 1_238_000)
        assert found.figure("as_budgeted.total") == pytest.approx(14_380_000)
        assert found.figure("as_budgeted.saving.total") == pytest.approx(-339_000)

    def test_ten_years_at_about_three_and_a_half_per_cent_repay_it(self) -> None:
        """The published annuity factor of years 1 to 10 is 8.3166, so £1,663,320."""
        data = dict(read_document(SCENARIOS / "lancashire_2020.yaml").data)
        data["finance"] = {"discounting": "3.5%", "timing": "end"}
        data["timeline"] = {"start": "2020-04", "years": "10"}
        data["what_ifs"] = {"asked": {"as_paid.running.amount": {"set": "0"}}}
        data["options"]["as_budgeted"]["lines"]["financing"]["ends"] = "2030-03"
        found = run(from_data(data), ["asked"])
        value = found.figure("as_budgeted.present_value", "asked")
        assert value == pytest.approx(200_000 * 8.3166, abs=10)
        assert value == pytest.approx(1_661_000, rel=0.002)

    def test_treatment_moves_money_between_capital_and_revenue_only(self) -> None:
        """[10]"""
        found = results("lancashire_2020")
        assert found.figure("as_paid.capital.total") == 1_661_000
        assert found.figure("as_revenue.capital.total") == 0
        assert found.figure("as_budgeted.capital.total") == 0
        assert found.figure("as_revenue.total") == found.figure("as_paid.total")


class TestArgyll:
    """£208,000, £222,000 and £264,000 are not paid, set aside, and spent from 2020 to 2023."""

    def test_each_year_of_the_agreement(self) -> None:
        billed = results("argyll_bute_2017").by_period("renew.billed.by_year")
        assert billed == pytest.approx([208_000, 222_000, 264_000, 0, 0, 0])
        assert results("argyll_bute_2017").figure("renew.total") == pytest.approx(694_000)

    def test_putting_off_saves_nothing_in_all(self) -> None:
        found = results("argyll_bute_2017")
        assert found.figure("lapse.saving.total") == pytest.approx(0, abs=1e-6)
        assert found.by_period("lapse.billed.by_year")[3:] == pytest.approx([694_000 / 3] * 3)

    def test_only_buying_nothing_saves_what_was_claimed(self) -> None:
        what_if = "nothing_bought_later"
        found = results("argyll_bute_2017", what_if)
        assert found.figure("lapse.saving.total", what_if) == pytest.approx(694_000)

    def test_the_reserve_fills_and_is_emptied(self) -> None:
        found = results("argyll_bute_2017")
        paid_in = found.by_period("with_reserve.into_reserve.billed.by_year")
        drawn = found.by_period("with_reserve.out_of_reserve.billed.by_year")
        year_ends = list(accumulate(a + b for a, b in zip(paid_in, drawn, strict=True)))
        third = 694_000 / 3
        by_hand = [208_000, 430_000, 694_000, 2 * third, third, 0]
        assert year_ends == pytest.approx(by_hand, abs=1e-6)

    def test_with_the_reserve_the_budget_is_what_it_was(self) -> None:
        found = results("argyll_bute_2017")
        saving = found.by_period("with_reserve.saving.by_year")
        assert saving == pytest.approx([0] * 6, abs=1e-6)


class TestCouncil:
    """Lines of the invented council, by pencil."""

    @pytest.mark.parametrize(
        ("line", "by_hand"),
        [
            # 3,900 seats at the list price less 12%
            ("renew.e3", 3_900 * 34.55 * 12 * 0.88),
            # the same at the price of a monthly term, 20% dearer, without a discount
            ("do_nothing.e3", 3_900 * 41.46 * 12),
            ("frontline.e3", 3_260 * 34.55 * 12 * 0.88),
            # seven months of E3 in the field by the month, then F3 from October, which is
            # invoiced to the enrolment's anniversary in April
            ("frontline.e3_field", 640 * 41.46 * 7),
            ("frontline.f3", 640 * 8.81 * 6 * 0.88),
            # 24 hosts bought before: support at 6%, and 0.4 kW x 1.6 all the year at 25p
            ("renew.servers", 24 * 22_900 * 0.06 + 24 * 0.4 * 1.6 * 8_760 * 0.25),
            ("renew.server_rights", 24 * 5_416 * 0.25),
            ("renew.backup", 40_000 * 0.132 * 12),
            ("renew.administrators", 4 * 42_000 * 1.33),
            ("mixed.office", 900 * 390),
            ("perpetual.access", 3_900 * 160 * 1.25),
            ("open_source.libreoffice", 0),
        ],
    )
    def test_first_year(self, line: str, by_hand: float) -> None:
        billed = results("council_2027").by_period(f"{line}.billed.by_year")
        assert billed[0] == pytest.approx(by_hand, abs=0.005)

    def test_prices_that_were_derived(self) -> None:
        """Each is what its reason says: the ratio of E3 in 2022, and 20% for a monthly term."""
        prices = load(SCENARIOS / "council_2027.yaml").prices
        f3, monthly = prices["microsoft_365_f3"], prices["microsoft_365_e3_by_the_month"]
        assert f3.value is not None
        assert f3.value.value == round(10 * round(31.70 / 36, 3), 2)
        assert "USD 10" in str(f3.assumed)
        assert "0.881" in str(f3.assumed)
        assert monthly.value is not None
        assert monthly.value.value == round(34.55 * 1.20, 2)

    def test_backup_crosses_its_tier(self) -> None:
        """40, 50 and 62.5 TB: the third year pays the lower price for 12.5 of them."""
        billed = results("council_2027").by_period("renew.backup.billed.by_year")
        assert billed[1] == pytest.approx(50_000 * 0.132 * 12)
        assert billed[2] == pytest.approx((50_000 * 0.132 + 12_500 * 0.110) * 12)

    def test_today_is_the_base_budget(self) -> None:
        """At 12% off the list, seats for everybody come to the £1.42m of the base budget."""
        assert results("council_2027").by_period("renew.e3.billed.by_year")[0] == pytest.approx(
            1_420_000, rel=0.003
        )

    def test_hosts_are_bought_again_once_and_fewer_where_systems_move(self) -> None:
        found = results("council_2027")
        level = 1.020 * 1.020  # consumer prices in 2028/29 and 2029/30
        whole = found.by_period("renew.capital.by_year")
        fewer = found.by_period("frontline.capital.by_year")
        assert whole == pytest.approx([0, 0, 24 * 22_900 * level, 0, 0])
        assert fewer == pytest.approx([0, 0, 10 * 22_900 * level, 0, 0])


class TestVintage:
    """An enrolment meets a memorandum's price at its own renewal, and not on the national date."""

    def test_corporate_renews_in_august(self) -> None:
        """CTA's £100 from August 2017, and DTA's £147 from August 2020: two years after it came."""
        price = results("vintage_2017").by_period("as_due.desktop.price_a_month")
        assert price == pytest.approx([100 / 12] * 40 + [147 / 12] * 56)
        billed = results("vintage_2017").by_period("as_due.desktop.billed.by_year")
        assert billed == pytest.approx([200_000] * 3 + [294_000] * 5)

    def test_schools_renew_a_month_after_it_came(self) -> None:
        billed = results("vintage_2017").by_period("as_due.school_desktop.billed.by_year")
        assert billed == pytest.approx([100_000] + [147_000] * 7)

    def test_renewing_three_months_early_keeps_the_old_price_for_a_term(self) -> None:
        """Ten months of the old enrolment, then £100 until March 2021 and £147 after it."""
        told = results("vintage_2017")
        old = told.by_period("early.school_desktop.billed.by_year")
        new = told.by_period("early.school_desktop_renewed.billed.by_year")
        assert old == pytest.approx([100_000 * 10 / 12] + [0] * 7)
        assert new == pytest.approx([0] + [100_000] * 3 + [147_000] * 4)

    def test_moving_one_renewal_moves_only_its_lines(self) -> None:
        told = results("vintage_2017", "later")
        for key in ("as_due.desktop", "early.desktop", "early.school_desktop_renewed"):
            if f"{key}.billed" in told.model.program.rows:
                assert told.by_period(f"{key}.billed", "later") == told.by_period(f"{key}.billed")
        later = told.by_period("as_due.school_desktop.billed.by_year", "later")
        assert later == pytest.approx([100_000] * 2 + [147_000] * 6)
