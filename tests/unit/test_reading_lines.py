"""Lines that read others: in options based on others, in what-ifs, and refused; and their check."""

from typing import Any

import numpy as np
import pytest

from licmodel.analysis.checks import checks
from licmodel.analysis.results import Results, run
from licmodel.assembly.assemble import assemble
from licmodel.language.evaluate import Evaluator
from licmodel.scenario.loading import from_data
from tests.unit.test_checks import add_a_pound, corrupted, failing
from tests.unit.test_grants import CHECK, KIT, SERVICE, Raw, grant, raw, refused, results

FIGURES = ("billed.by_year", "accrued.by_year", "capital.by_year", "after_grants.by_year")


def based(more: Raw | None = None, **said: Any) -> Results:  # noqa: ANN401  keys of an option
    """A platform whose service and kit have a grant, and an option based on it."""
    child = {"child": {"based_on": "platform", **said}, **(more or {})}
    return results(aid=grant("service", "kit", share="50%"), more=child)


def bias(*of: str, **said: Any) -> Raw:  # noqa: ANN401  any field of a bias
    """An allowance for some lines."""
    return {"kind": "optimism_bias", "of": list(of), **said}


class TestOptionsBasedOnOthers:
    def test_without_differences_it_equals_its_parent_to_the_penny(self) -> None:
        found = based()
        assert found.model.options["child"].lines["aid"] == "platform.aid"
        for row in FIGURES:
            assert found.by_period(f"child.{row}") == found.by_period(f"platform.{row}")

    def test_with_the_same_words_said_again_too(self) -> None:
        """Its rows are its own, and its figures its parent's."""
        found = based(lines={"service": {"per": "year"}})
        assert found.model.options["child"].lines["aid"] == "child.aid"
        for row in FIGURES:
            assert found.by_period(f"child.{row}") == found.by_period(f"platform.{row}")

    def test_a_line_changed_changes_what_is_granted_towards_it(self) -> None:
        """Half of 40,000 and of 1,200, and in the first year of 10,000: the parent stays."""
        found = based(lines={"service": {"amount": "40_000"}})
        assert found.by_period("child.aid.accrued.by_year") == pytest.approx(
            [-25_600, -20_600, -20_600, -20_600]
        )
        assert found.by_period("platform.aid.accrued.by_year") == pytest.approx(
            [-20_600, -15_600, -15_600, -15_600]
        )

    def test_a_line_that_reads_a_line_that_reads_a_changed_one_is_its_own_too(self) -> None:
        aid, last = grant("service", share="50%"), grant("service", "aid", share="10%")
        child = {"child": {"based_on": "platform", "lines": {"service": {"amount": "40_000"}}}}
        found = results(more=child, aid=aid, last=last)
        assert found.model.options["child"].lines["last"] == "child.last"
        assert found.by_period("child.last.accrued.by_year") == pytest.approx([-2_000] * 4)

    def test_a_grandchild_shares_what_its_parent_made_its_own(self) -> None:
        found = based({"grand": {"based_on": "child"}}, lines={"service": {"amount": "40_000"}})
        assert found.model.options["grand"].lines["aid"] == "child.aid"

    def test_its_share_is_one_figure_for_both(self) -> None:
        """A what-if on the parent's share moves the child's own rows, and keeps its source."""
        aid = grant("service", share="50%", source="the award letter")
        child = {"child": {"based_on": "platform", "lines": {"service": {"amount": "40_000"}}}}
        asked = {"less": {"platform.aid.share": {"set": "25%"}}}
        found = run(from_data(raw(more=child, aid=aid) | {"what_ifs": asked}), ["less"])
        assert found.by_period("child.aid.accrued.by_year", "less") == pytest.approx([-10_000] * 4)
        assert found.model.program.inputs["platform.aid.share"].origin.source == "the award letter"

    def test_one_that_leaves_out_a_line_granted_is_asked_what_is_meant(self) -> None:
        """The grant is the parent's: it is refused in the words of the option that lacks a line."""
        message = refused(
            aid=grant("service", "kit"),
            more={"child": {"based_on": "platform", "without": ["kit"]}},
        )
        assert "child has no line called kit" in message
        assert "write of: without kit, or leave aid out too" in message


class TestRefused:
    @pytest.mark.parametrize(
        ("lines", "said"),
        [
            ({"aid": grant("servise")}, "no line called servise"),
            ({"aid": grant("aid")}, "found: aid -> aid"),
            (
                {"one": grant("service", "two"), "two": grant("service", "one")},
                "found: one -> two -> one",
            ),
            ({"aid": grant()}, "of"),
            (
                {"aid": grant("service", "service")},
                "service: it is named twice; write each line once",
            ),
            ({"aid": grant("service", capital_only="true")}, "pays for capital alone"),
            ({"aid": grant("service", paid_before="5")}, "write cap: beside it"),
            ({"aid": grant("service", index="3%")}, "an index is for a yearly cap"),
            ({"aid": grant("service", vat="standard")}, "brings no VAT"),
            ({"aid": grant("service", share="120%")}, "a share is between 0% and 100%"),
            (
                {"aid": grant("service", share={"by_date": {"2028-04": "50%"}})},
                "write starts: 2028-04 on the grant",
            ),
            ({"aid": grant("service"), "rest": grant("aid")}, "it pays for no line that costs"),
            ({"granted": SERVICE}, "a line cannot be called granted"),
            ({"slip": bias("work", rate="30%")}, "needs its source"),
            ({"slip": bias("work")}, "a class or a rate"),
            ({"slip": bias("work", **{"class": "equipment"})}, "write equipment_development"),
            (
                {"aid": grant("work"), "slip": bias("work", "aid", **{"class": "outsourcing"})},
                "optimism bias is of costs, before grants",
            ),
        ],
    )
    def test_what_cannot_be(self, lines: dict[str, Any], said: str) -> None:
        assert said in refused(**lines)


class TestOptimismBias:
    def test_half_managed_of_a_migration(self) -> None:
        """60,000 × 200% × (1 - 40%) in June 2027."""
        slip = bias("work", mitigation="40%", **{"class": "equipment_development"})
        found = results(slip=slip)
        assert found.by_period("platform.slip.accrued")[:4] == pytest.approx([0, 0, 72_000, 0])
        source = found.model.program.inputs["optimism_bias.equipment_development.upper"].origin
        assert source.status == "published"
        assert "optimism-bias" in source.source

    def test_the_example_of_the_guidance_is_held_at_the_lower_bound(self) -> None:
        """51%, 92% managed: 4.08% is left, and of 95% managed not 2.55% but the lower bound, 4%."""
        for managed, left in (("92%", 2_448), ("95%", 2_400)):
            slip = bias("work", mitigation=managed, **{"class": "non_standard_buildings"})
            total = results(slip=slip).figure("platform.slip.accrued.total")
            assert total == pytest.approx(left)

    def test_it_is_treated_as_its_lines_and_before_what_they_fetch(self) -> None:
        """20% of 10,000 in April 2027 and again in 2029, when the old ones fetch 4,000."""
        kit = KIT | {"life_years": "2", "residual": "40%"}
        rate = {"value": "20%", "assumed": "as the last replacement"}
        found = results(kit=kit, slip=bias("kit", rate=rate))
        assert found.by_period("platform.capital.by_year") == pytest.approx([12_000, 0, 8_000, 0])
        assert found.by_period("platform.slip.accrued.by_year") == pytest.approx(
            [2_240, 240, 2_240, 240]
        )

    def test_no_vat_comes_with_what_brings_none(self) -> None:
        """A post of 10,000 and a service of 30,000 a year; 20% of the service's bias is lost."""
        post = {"kind": "people", "salary": "10_000", "quantity": "1"}
        rate = {"value": "10%", "assumed": "a guess"}
        scenario = raw(post=post, slip=bias("post", "service", rate=rate), years="1")
        for name in ("work", "kit"):
            del scenario["options"]["platform"]["lines"][name]
        found = run(from_data(scenario | {"finance": {"vat_recoverable": "0%"}}))
        assert sum(found.by_period("platform.vat")) == pytest.approx(0.2 * (30_000 + 3_000))


def test_shares_and_caps_in_a_batch() -> None:
    """[15] 70,000 at the most of 90,000 and 30,000 a year, whatever the case."""
    program = assemble(
        from_data(raw(aid=grant("work", "service", share="50%", cap="70_000")))
    ).program
    given = {
        "platform.aid.share": np.array([0.5, 1.0, 0.25, 0.5]),
        "platform.aid.cap": np.array([70_000.0, 70_000.0, 70_000.0, 1_000.0]),
    }
    values = Evaluator(program, given).run(given)
    totals = [values.column("platform.aid.accrued.total", case)[0] for case in range(4)]
    assert totals == pytest.approx([-70_000, -70_000, -45_000, -1_000])


class TestTheCheck:
    """Each part of it fires for a fault of its own."""

    @staticmethod
    def fails(found: Results, row: str, months: slice, figure: float) -> bool:
        def fault(figures: np.ndarray) -> None:
            figures[months] = figure

        return (CHECK, "platform") in failing(corrupted(found, row, fault))

    def test_more_than_its_lines_cost(self) -> None:
        found = results(aid=grant("service", share="50%"))
        assert CHECK in {each.name for each in checks(found) if each.holds}
        assert self.fails(found, "platform.aid.accrued", slice(1, 2), -2_501)
        assert not self.fails(found, "platform.aid.accrued", slice(1, 2), -2_499)
        assert self.fails(found, "platform.aid.accrued", slice(1, 2), np.nan)

    def test_more_than_its_cap(self) -> None:
        found = results(aid=grant("service", share="50%", cap="20_000", paid_before="15_000"))
        assert found.figure("platform.aid.accrued.total") == pytest.approx(-5_000)
        assert not failing(found)
        assert self.fails(found, "platform.aid.accrued", slice(30, 31), -1)

    def test_more_than_its_cap_in_a_year(self) -> None:
        found = results(aid=grant("service", cap_a_year="10_000"))
        assert not failing(found)
        assert self.fails(found, "platform.aid.accrued", slice(11, 12), -1)

    def test_more_than_the_capital_it_pays_for(self) -> None:
        found = results(aid=grant("kit", capital_only="true"))
        assert not failing(found)
        assert self.fails(found, "platform.aid.accrued", slice(1, 2), -1)

    def test_two_that_pay_for_the_same_twice(self) -> None:
        """60% and 60% of one line: no fault of the program's, and told all the same."""
        one, two = grant("service", share="60%"), grant("kit", share="60%")
        assert failing(results(one=one, two=one)) == {(CHECK, "platform")}
        assert not failing(results(one=one, two=two))

    def test_an_option_without_grants_has_no_such_check(self) -> None:
        assert CHECK not in {each.name for each in checks(results())}
        assert not failing(results())
        assert failing(corrupted(results(), "platform.service.billed", add_a_pound))
