"""Bodies and funds by hand: VAT lost by each, years of its own, and parts that add up."""

from typing import Any

import pytest

from licmodel.analysis.checks import checks, master
from licmodel.analysis.comparison import compare
from licmodel.analysis.own_years import own_years
from licmodel.analysis.results import Results, run, whole
from licmodel.catalogue.bodies import body_kinds, vat_position
from licmodel.errors import InputError
from licmodel.report.headings import basis, vat_basis
from licmodel.scenario.loading import from_data
from licmodel.scenario.scenario import Scenario
from tests.unit.test_checks import add_a_pound, corrupted, failing

Raw = dict[str, Any]
SUPPORT = {"kind": "recurring", "amount": "1_200", "per": "year"}


def scenario(lines: Raw, **more: Any) -> Scenario:  # noqa: ANN401  any table of a scenario
    """A council with these lines in its one option, for two years to March 2029."""
    return from_data(
        {
            "title": "Bodies",
            "organisation": {"name": "A council"},
            "timeline": {"start": "2027-04", "years": "2"},
            "baseline": "none",
            "options": {"only": {"lines": lines}},
        }
        | more
    )


def results(lines: Raw, **more: Any) -> Results:  # noqa: ANN401  any table of a scenario
    """What is found of it."""
    return run(scenario(lines, **more))


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ({"kind": "council"}, 0),
        ({"kind": "maintained_school"}, 0),
        ({"kind": "voluntary_aided"}, 240),
        ({"kind": "academy"}, 0),
        ({"kind": "academy", "business_use": "4%"}, 9.60),
        ({"kind": "college"}, 240),
        ({"kind": "college", "vat_recoverable": {"value": "5%", "source": "return"}}, 228),
        ({"kind": "independent_school", "vat_recoverable": "60%", "assumed": "guess"}, 96),
        ({"kind": "company", "vat_recoverable": "100%", "source": "return"}, 0),
    ],
)
def test_each_kind_of_body_loses_its_own_vat(body: Raw, lost: float) -> None:
    """[9] 20% of 1,200 is 240 a year; what the council itself bears loses none."""
    lines = {"theirs": SUPPORT | {"body": "other"}, "ours": SUPPORT}
    found = results(lines, bodies={"other": body})
    assert found.by_period("only.body.other.by_year") == pytest.approx([1200 + lost] * 2)
    assert found.by_period("only.accrued.by_year") == pytest.approx([2400 + lost] * 2)
    assert found.figure("only.vat_billed.total") == pytest.approx(2 * lost)
    assert master(checks(found))


def test_the_organisation_and_a_body_may_both_lose_vat() -> None:
    """[9] 10% of 240 is lost by the one, all of 240 by the other; half of it is capital."""
    machine = {"kind": "one_off", "amount": "600", "treatment": "capital", "reason": "policy"}
    found = results(
        {"ours": SUPPORT, "theirs": SUPPORT | {"body": "fe"}, "pc": machine | {"body": "fe"}},
        bodies={"fe": {"kind": "college"}},
        finance={"vat_recoverable": "90%"},
    )
    monthly = found.by_period("only.vat")
    assert (sum(monthly[:12]), sum(monthly[12:])) == pytest.approx((24 + 240 + 120, 24 + 240))
    assert found.by_period("only.capital.by_year") == pytest.approx([720, 0])
    assert found.by_period("only.body.organisation.by_year") == pytest.approx([1224, 1224])


@pytest.mark.parametrize("kind", ["independent_school", "company"])
def test_a_body_whose_kind_does_not_say_must_say_itself(kind: str) -> None:
    with pytest.raises(InputError, match="what VAT comes back to it is not known") as caught:
        results({"a": SUPPORT | {"body": "other"}}, bodies={"other": {"kind": kind}})
    assert "vat_recoverable: SHARE, with its source" in str(caught.value)


def test_the_catalogue_says_why_and_from_where() -> None:
    assert [kind for kind in body_kinds() if vat_position(kind).recoverable is None] == [
        "independent_school"
    ]
    for kind in body_kinds():
        assert vat_position(kind).rule
    lines = {"a": SUPPORT | {"body": "trust"}}
    model = whole(scenario(lines, bodies={"trust": {"kind": "academy"}}))
    origin = model.program.inputs["bodies.trust.vat_recoverable"].origin
    assert origin.status == "published"
    assert "section 33B" in origin.source


def test_a_body_reports_its_part_in_years_of_its_own() -> None:
    """[1] An academy's year ends in August: 5, 12 and 7 months of 100 within the horizon."""
    lines = {"theirs": SUPPORT | {"body": "trust"}, "ours": SUPPORT | {"starts": "2027-10"}}
    found = results(lines, bodies={"trust": {"kind": "academy"}})
    assert own_years(found, "only.body.trust") == pytest.approx(
        {"2026/27": 500, "2027/28": 1200, "2028/29": 700}
    )
    assert own_years(found, "only.body.organisation") == pytest.approx(
        {"2027/28": 600, "2028/29": 1200}
    )
    june = results(lines, bodies={"trust": {"kind": "academy", "year_end": "June"}})
    assert own_years(june, "only.body.trust") == pytest.approx(
        {"2026/27": 300, "2027/28": 1200, "2028/29": 900}
    )


def test_headings_say_that_bodies_lose_vat() -> None:
    plain = compare(scenario({"a": SUPPORT}))
    assert vat_basis(plain) == "VAT excluded; all of it is recovered."
    lines = {"a": SUPPORT | {"body": "fe"}}
    found = compare(scenario(lines, bodies={"fe": {"kind": "college"}}))
    assert "except what each body does not recover" in vat_basis(found)
    assert "VAT excluded but for what is lost" in basis(found, "billed")


FUNDS: Raw = {"funds": {"general": {}, "housing": {"title": "Housing revenue account"}}}
SPLIT: Raw = {
    "split": SUPPORT | {"fund": {"general": "70%", "housing": "30%"}},
    "whole": SUPPORT | {"fund": "housing", "starts": "2028-04"},
    "unsaid": {"kind": "one_off", "amount": "50", "starts": "2028-01"},
}


def test_cost_by_fund_and_year_by_hand() -> None:
    found = results(SPLIT, finance={"vat_recoverable": "50%"}, **FUNDS)
    assert found.by_period("only.fund.general.by_year") == pytest.approx([924, 924])
    assert found.by_period("only.fund.housing.by_year") == pytest.approx([396, 396 + 1320])
    assert found.by_period("only.fund.unsaid.by_year") == pytest.approx([55, 0])
    assert found.model.options["only"].borne == {
        "fund": ["only.fund.general", "only.fund.housing", "only.fund.unsaid"]
    }
    assert master(checks(found))


def test_a_share_that_a_what_if_moves_alone_loses_no_money() -> None:
    """70 and 50 parts of 120."""
    what_ifs = {"more": {"only.split.fund.housing": {"set": "50%"}}}
    found = run(scenario(SPLIT, what_ifs=what_ifs, **FUNDS), ["more"])
    parts = [found.by_period(f"only.fund.{name}.by_year", "more")[0] for name in FUNDS["funds"]]
    assert parts == pytest.approx([700, 500])


def test_an_option_that_takes_lines_over_divides_them_alike() -> None:
    """The child's rows are its own; a field taken over keeps its parent's input."""
    child = {"based_on": "only", "lines": {"split": {"amount": "2_400"}}}
    found = results(SPLIT, options={"only": {"lines": SPLIT}, "child": child}, **FUNDS)
    assert found.by_period("child.fund.general.by_year") == pytest.approx([1680, 1680])
    inputs = [key for key in found.model.program.inputs if ".fund." in key]
    assert inputs == ["only.split.fund.general", "only.split.fund.housing"]


BODIES_ADD_UP = "what its bodies bear adds up to the option, and in their own years"
FUNDS_ADD_UP = "what its funds pay adds up to the option"


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("only.body.trust", BODIES_ADD_UP),
        ("only.body.trust.so_far", BODIES_ADD_UP),
        ("only.fund.housing", FUNDS_ADD_UP),
    ],
)
def test_a_fault_in_who_bears_a_cost_is_found(row: str, name: str) -> None:
    lines = SPLIT | {"theirs": SUPPORT | {"body": "trust"}}
    bodies = {"trust": {"kind": "academy", "year_end": "May"}}
    found = results(lines, bodies=bodies, **FUNDS)
    assert not failing(found)
    assert failing(corrupted(found, row, add_a_pound)) == {(name, "only")}


def test_no_rows_for_who_does_not_ask() -> None:
    keys = whole(scenario({"a": SUPPORT})).program.rows
    assert not [key for key in keys if "borne" in key or ".body." in key or ".fund." in key]


def test_what_falls_short_of_a_commitment_is_borne_by_who_signed_it() -> None:
    """[22] Of 3,000 a year 1,200 are spent: the organisation bears 1,800 and the VAT it loses."""
    cloud = {"signed": "2027-04", "term": "12", "may_fall": "renewal", "assumed": "made up"}
    spend = {"spend": "3_000", "per": "year", "lines": ["used"]}
    found = results(
        {"used": SUPPORT | {"body": "trust", "fund": "general"}},
        agreements={"cloud": cloud | {"commitment": spend}},
        bodies={"trust": {"kind": "academy"}},
        finance={"vat_recoverable": "50%"},
        **FUNDS,
    )
    assert found.by_period("only.body.organisation.by_year") == pytest.approx([1980, 1980])
    assert found.by_period("only.fund.unsaid.by_year") == pytest.approx([1980, 1980])
    assert found.by_period("only.body.trust.by_year") == pytest.approx([1200, 1200])
    assert master(checks(found))
