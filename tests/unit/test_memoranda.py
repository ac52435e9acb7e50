"""UK memoranda: which an enrolment has, what each gave, and what is left open."""

import pytest

from licmodel.catalogue.memoranda import memorandum, memorandum_keys, memorandum_on, price_rise
from licmodel.catalogue.programmes import programme, programme_keys
from licmodel.errors import InputError
from licmodel.terms.months import parse_month

OCTOBER_2025, NOVEMBER_2025 = parse_month("2025-10"), parse_month("2025-11")


def test_a_switch_says_what_it_takes_and_why() -> None:
    switches = [
        *(switch for key in programme_keys() for switch in programme(key).switches),
        *(switch for key in memorandum_keys() for switch in memorandum(key).switches),
    ]
    assert [one.key for one in switches] == ["online_reduction", "level_d_loss"]
    for one in switches:
        assert len(one.options) > 1
        assert one.why
        assert one.option().key == one.default
    with pytest.raises(InputError, match="expected: none or half or whole"):
        switches[1].option("some")


def test_whether_level_d_is_made_up_for_is_open() -> None:
    switch = memorandum("spa24").switch("level_d_loss")
    assert [one.share for one in switch.options] == [0.0, 0.06, 0.12]
    assert switch.option().share == 0.12
    assert not switch.holds_on(OCTOBER_2025)
    assert switch.holds_on(NOVEMBER_2025)
    # Losing 12% off the list: 1 / 0.88 - 1 = 0.13636...; 6%: 1 / 0.94 - 1 = 0.06382...
    assert [round(price_rise(one.share or 0), 5) for one in switch.options] == [0, 0.06383, 0.13636]


# Trustmarque's customer A: PSA12 to August 2017, then three years of the CTA to 2020, then the
# DTA to 2023. Each renewal meets the memorandum of its own date.
@pytest.mark.parametrize(
    ("signed", "key"),
    [
        *(("2014-09", "psa12"), ("2017-09", "cta"), ("2020-09", "dta"), ("2023-09", "dta21")),
        # The edges, from the sources' own days: 30 April 2015; 30 April 2018 and 1 May;
        # 1 May 2021; 1 November 2024.
        *(("2015-04", "psa12"), ("2015-05", "cta"), ("2018-04", "cta"), ("2018-05", "dta")),
        *(("2021-04", "dta"), ("2021-05", "dta21"), ("2024-10", "dta21"), ("2024-11", "spa24")),
        *(("2029-10", "spa24"), ("2029-11", None), ("2014-08", None)),
    ],
)
def test_an_enrolment_has_the_memorandum_of_the_month_it_was_signed(
    signed: str, key: str | None
) -> None:
    found = memorandum_on(parse_month(signed))
    assert (found and found.key) == key


def test_what_each_memorandum_gave_on_premises() -> None:
    given = {
        key: (grant.level, grant.beyond_level) if grant else None
        for key in memorandum_keys()
        for grant in [memorandum(key).grant("on_premises")]
    }
    assert given == {
        "psa12": (None, True),
        "cta": ("D", True),
        "dta": ("D", False),
        "dta21": None,
        "spa24": None,
    }


def test_no_memorandum_has_a_percentage_because_none_was_published() -> None:
    for key in memorandum_keys():
        assert all(grant.share is None for grant in memorandum(key).grants)
        assert "grants.share" in memorandum(key).not_found
