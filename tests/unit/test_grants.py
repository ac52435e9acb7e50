"""Grants: by hand, what stays when they end, in options based on others, and how they fail."""

import json
from pathlib import Path
from typing import Any

import pytest

from licmodel.analysis.checks import checks, master
from licmodel.analysis.comparison import compare
from licmodel.analysis.results import Results, run
from licmodel.analysis.warnings import warnings_of
from licmodel.cli import main
from licmodel.errors import InputError
from licmodel.scenario.files import dump_document
from licmodel.scenario.loading import from_data

Raw = dict[str, Any]
CHECK = "grants pay no more than their lines cost, nor than their caps"
WORK: Raw = {"kind": "one_off", "amount": "60_000", "starts": "2027-06"}
SERVICE: Raw = {"kind": "recurring", "amount": "30_000", "per": "year"}
KIT: Raw = {"kind": "hardware", "quantity": "10", "price": "1_000", "life_years": "5"}
KIT |= {"support": "12%"}
"""£10,000 in April 2027, and £100 a month of support."""


def raw(years: str = "4", more: Raw | None = None, **lines: Raw) -> Raw:
    """A platform: work of £60,000 in June 2027, a service at £30,000 a year, and further lines."""
    return {
        "title": "Granted",
        "organisation": {"name": "A council"},
        "timeline": {"start": "2027-04", "years": years},
        "baseline": "platform",
        "options": {
            "platform": {"lines": {"work": WORK, "service": SERVICE, "kit": KIT, **lines}},
            **(more or {}),
        },
    }


def grant(*of: str, **said: Any) -> Raw:  # noqa: ANN401  any field of a grant
    """A grant towards some lines."""
    return {"kind": "grant", "of": list(of), **said}


def results(*args: Any, **lines: Any) -> Results:  # noqa: ANN401  what `raw` takes
    """What is found of it."""
    return run(from_data(raw(*args, **lines)))


def paid(aid: Raw, **lines: Raw) -> list[float]:
    """What a grant pays in each financial year."""
    found = results(aid=aid, **lines).by_period("platform.aid.accrued.by_year")
    return [round(0 - figure, 6) for figure in found]


def refused(*args: Any, **lines: Any) -> str:  # noqa: ANN401  what `raw` takes
    """What is said of a scenario that cannot be used."""
    with pytest.raises(InputError) as caught:
        results(*args, **lines)
    return str(caught.value)


class TestByHand:
    def test_tapered(self) -> None:
        """All of 90,000, then half of 30,000, then nothing of it."""
        taper = {"by_date": {"2027-04": "100%", "2028-04": "50%", "2029-04": "0%"}}
        assert paid(grant("work", "service", share=taper)) == [90_000, 15_000, 0, 0]

    def test_capped_in_all(self) -> None:
        """Half of 90,000 and half of 30,000, until 80,000 are paid: 45, 15, 15 and 5 thousand."""
        assert paid(grant("work", "service", share="50%", cap="80_000")) == [
            *(45_000, 15_000, 15_000, 5_000)
        ]

    def test_what_it_paid_before_counts_towards_its_cap(self) -> None:
        aid = grant("work", "service", share="50%", cap="80_000", paid_before="30_000")
        assert paid(aid) == [45_000, 5_000, 0, 0]
        assert paid(aid | {"paid_before": "90_000"}) == [0, 0, 0, 0]

    def test_capped_in_each_year(self) -> None:
        """Of 90,000 and then 30,000 a year, 40,000 at the most: the rest of a year is lost."""
        assert paid(grant("work", "service", cap_a_year="40_000")) == [
            *(40_000, 30_000, 30_000, 30_000)
        ]

    def test_capped_in_each_year_by_steps_and_in_all(self) -> None:
        steps = {"by_date": {"2027-04": "40_000", "2028-04": "20_000", "2029-04": "10_000"}}
        aid = grant("work", "service", cap_a_year=steps, cap="65_000")
        assert paid(aid) == [40_000, 20_000, 5_000, 0]

    def test_a_yearly_cap_that_falls_within_a_year_takes_nothing_back(self) -> None:
        """2,500 a month from April: 15,000 by September, when the cap falls to 10,000."""
        steps = {"by_date": {"2027-04": "40_000", "2027-10": "10_000"}}
        assert paid(grant("service", cap_a_year=steps)) == [15_000, 10_000, 10_000, 10_000]

    def test_a_yearly_cap_that_rises_within_a_year_pays_no_earlier_month(self) -> None:
        """2,500 a month: 10,000 by July, nothing until the cap is 15,000 in October, then 5,000."""
        steps = {"by_date": {"2027-04": "10_000", "2027-10": "15_000"}}
        aid = grant("service", cap_a_year=steps)
        months = results(aid=aid).by_period("platform.aid.paid")[:12]
        assert months == [*[2_500] * 4, 0, 0, 2_500, 2_500, *[0] * 4]
        over = results(aid=aid | {"ends": "2027-09"}).by_period("platform.aid.paid")
        assert sum(over) == 10_000

    def test_a_yearly_cap_follows_its_index(self) -> None:
        aid = grant("service", cap_a_year="10_000", index="10%")
        assert paid(aid) == pytest.approx([10_000, 11_000, 12_100, 13_310])

    def test_match_funded(self) -> None:
        """At least 40% is own money, whatever share the grant would pay."""
        assert paid(grant("service", match="40%")) == [18_000] * 4
        assert paid(grant("service", share="50%", match="40%")) == [15_000] * 4
        assert paid(grant("service", share="80%", match="40%")) == [18_000] * 4

    def test_capital_only(self) -> None:
        """The machines of 10,000, not their support of 1,200 a year."""
        found = results(aid=grant("kit", share="80%", capital_only="true"))
        assert found.by_period("platform.aid.accrued.by_year") == [-8_000, 0, 0, 0]
        assert found.by_period("platform.capital.by_year") == [2_000, 0, 0, 0]

    def test_income_is_capital_and_revenue_as_what_it_pays_for(self) -> None:
        """In April 2027 half of 10,000 and of 100; from May half of 100 a month."""
        found = results(aid=grant("kit", share="50%"))
        assert found.by_period("platform.capital")[:2] == pytest.approx([5_000, 0])
        assert found.by_period("platform.revenue")[:2] == pytest.approx([2_550, 2_550])

    def test_claimed_in_arrears(self) -> None:
        found = results(aid=grant("service", share="50%", billing="quarterly in arrears"))
        assert found.by_period("platform.aid.billed")[:6] == pytest.approx([0, 0, -3_750] * 2)

    def test_it_brings_no_vat(self) -> None:
        """20% of 30,000 is lost, and the grant pays half of the 30,000 alone."""
        scenario = raw(aid=grant("service", share="50%"))
        del scenario["options"]["platform"]["lines"]["work"]
        del scenario["options"]["platform"]["lines"]["kit"]
        found = run(from_data(scenario | {"finance": {"vat_recoverable": "0%"}}))
        assert found.by_period("platform.accrued.by_year") == pytest.approx([21_000] * 4)

    def test_a_second_grant_pays_of_what_the_first_leaves(self) -> None:
        """60% of 30,000, and half of the 12,000 that are left."""
        found = results(
            first=grant("service", share="60%"), second=grant("service", "first", share="50%")
        )
        assert found.by_period("platform.second.accrued.by_year") == pytest.approx([-6_000] * 4)
        assert master(checks(found))

    def test_one_that_is_not_awarded(self) -> None:
        assert paid(grant("service", quantity="0")) == [0] * 4


class TestTheTail:
    AID = grant("work", "service", share={"by_date": {"2027-04": "100%", "2028-04": "50%"}})

    def test_the_grant_ends_and_the_tail_stays(self) -> None:
        found = compare(from_data(raw(aid=self.AID | {"ends": "2029-03"})))
        granted = found.grants["platform"]
        assert granted.cost == pytest.approx([90_000, 30_000, 30_000, 30_000])
        assert granted.paid == pytest.approx([90_000, 15_000, 0, 0])
        assert granted.left == pytest.approx([0, 15_000, 30_000, 30_000])
        assert granted.ends == "2029-03"
        assert granted.tail == pytest.approx({"2029/30": 30_000, "2030/31": 30_000})
        assert granted.tail_total == pytest.approx(60_000)

    def test_a_tail_of_part_of_a_year(self) -> None:
        """It ends in September 2028: half of that year, and two more, stay."""
        found = compare(from_data(raw(aid=self.AID | {"ends": "2028-09"}))).grants["platform"]
        assert found.tail_total == pytest.approx(75_000)
        assert found.tail_year is not None
        assert found.tail_year[0] == "2029/30"

    def test_a_line_that_two_grants_pay_for_is_counted_once(self) -> None:
        one, two = grant("service", share="20%"), grant("service", share="30%")
        found = compare(from_data(raw(one=one, two=two))).grants["platform"]
        assert found.cost == pytest.approx([30_000] * 4)
        assert found.left == pytest.approx([15_000] * 4)

    @staticmethod
    def printed(file: Path, capsys: pytest.CaptureFixture[str], aid: Raw) -> str:
        """What compare says of a grant, in words alone."""
        file.write_text(dump_document(raw(aid=aid)), "utf-8")
        assert main(["compare", str(file)]) == 0
        return " ".join(capsys.readouterr().out.split())

    def test_a_grant_that_pays_nothing_has_a_sentence_and_no_table(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = self.printed(tmp_path / "none.yaml", capsys, self.AID | {"quantity": "0"})
        assert '"platform": no grant pays anything within the horizon.' in text
        assert "grants and what they leave" not in text

    def test_a_grant_that_outlasts_the_horizon_is_not_said_to_end(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = self.printed(tmp_path / "on.yaml", capsys, self.AID)
        assert '"platform": grants pay up to the end of the horizon; what stays when' in text
        assert "nothing that they paid for is left" not in text

    def test_as_text_and_as_json(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / "granted.yaml"
        plain = {"options": {"platform": {"lines": {"service": SERVICE}}}}
        file.write_text(dump_document(raw(aid=self.AID | {"ends": "2029-03"})), "utf-8")
        assert main(["compare", str(file)]) == 0
        text = " ".join(capsys.readouterr().out.split())
        assert "Left after grants 0 15,000 30,000 30,000 75,000" in text
        assert (
            '"platform": the grants pay last in March 2029; from 2029/30 what they paid for costs '
            "£30,000 a year that no grant pays, £60,000 in all." in text
        )
        assert main(["compare", str(file), "--json"]) == 0
        said = json.loads(capsys.readouterr().out)["grants"]["platform"]
        assert said["left"] == pytest.approx([0, 15_000, 30_000, 30_000])
        assert said["ends"] == "2029-03"
        file.write_text(dump_document(raw() | plain), "utf-8")
        assert main(["compare", str(file)]) == 0
        assert "grant" not in capsys.readouterr().out
        assert main(["compare", str(file), "--json"]) == 0
        assert "grants" not in json.loads(capsys.readouterr().out)


def test_a_grant_that_goes_to_another_than_who_bears_its_line_is_told() -> None:
    """Money for a trust's service would be the council's, and the trust would bear it whole."""
    bodies = {"trust": {"kind": "college"}}
    theirs = SERVICE | {"body": "trust"}

    def told(aid: Raw) -> list[str]:
        found = run(from_data(raw(aid=aid, theirs=theirs) | {"bodies": bodies}))
        return [each for each in warnings_of(found) if "grants whose" in each]

    assert told(grant("theirs", body="trust")) == []
    (doubt,) = told(grant("theirs"))
    assert doubt.endswith("if it is: platform.aid (of platform.theirs)")
