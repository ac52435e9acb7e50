"""Personas as they are written: what is refused, where, and how to mend it."""

import pytest

from licmodel.errors import InputError
from licmodel.terms.persona import Carried, Persona
from tests.crew import crew

NEEDS = "needs: [desktop_apps, exchange_p2, teams]"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (NEEDS, "needs: [desktop_app, teams]", r"crew\.yaml:2\d: .*near it: desktop_apps"),
        (NEEDS, "needs: [desktop_apps, power_bi_pro]", "both needed and wanted"),
        (NEEDS, "needs: [teams, teams]", "twice under needs"),
        (NEEDS, "needs: []", r"crew\.yaml:2\d: .*needs"),
        (NEEDS, "wishes: [teams]", "wishes"),
        (NEEDS, f"{NEEDS}\n    assumed: a guess", "either confirmed or assumed"),
        ("people: office", "people: ofice", r"crew\.yaml:2\d: .*no driver.*\n.*\n.*office"),
        ("for: []", "for: [desks]", r"crew\.yaml:4\d: .*no persona.*\n.*\n.*desk\n.*write desk"),
        ("frontline: true", "frontline: maybe", r"crew\.yaml:2\d: "),
        ("frontline: true", "segment: charity", r"crew\.yaml:\d\d: .*segment"),
        ("personas:\n", "features: {e4: {has: [teams]}}\npersonas:\n", "no product or line"),
        ("personas:\n", "features: {e3: office_365_e4}\npersonas:\n", "no product of which"),
        ("personas:\n", "features: {e3: {}}\npersonas:\n", "same_as: PRODUCT, or has"),
        (
            "personas:\n",
            "features: {e3: {has: [teams], lacks: [teams]}}\npersonas:\n",
            "both has and lacks",
        ),
        (
            "personas:\n",
            "features: {e3: {same_as: office_365_e3, has: [teams]}}\npersonas:\n",
            "same_as: PRODUCT, or has",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_in_its_place(old: str, new: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        crew({old: new})


def test_an_unknown_feature_is_answered_with_the_nearest_and_where_they_are_listed() -> None:
    with pytest.raises(InputError) as caught:
        crew({NEEDS: "needs: [tems]"})
    assert "teams" in str(caught.value)
    assert "licmodel features" in str(caught.value)


def test_needs_are_assumed_until_somebody_has_confirmed_them() -> None:
    people = crew().personas
    assert not people["desk"].is_assumed
    assert people["field"].is_assumed


def test_what_is_not_said_to_be_lacking_is_unknown() -> None:
    """[17]"""
    told = Carried.model_validate({"has": ["exchange_p1"], "lacks": ["teams"]})
    assert [told.carries(each) for each in ("exchange_kiosk", "teams", "copilot")] == [
        *("yes", "no", "unknown"),
    ]
    others = Carried.model_validate({"has": ["exchange_p1"], "lacks": "others"})
    assert others.carries("copilot") == "no"


def test_a_product_is_the_same_as_one_of_its_persona_s_segment() -> None:
    told = Carried.model_validate("office_365_a3")
    assert told.carries("cal_exchange_base", "education_staff") == "yes"
    assert told.carries("cal_exchange_base", "education_student") == "unknown"


def test_a_persona_may_be_a_number_or_part_of_a_driver() -> None:
    assert Persona.model_validate({"people": "640", "needs": ["teams"]}).people.value is not None
    part = {"people": {"driver": "office", "share": "20%"}, "needs": ["teams"]}
    assert Persona.model_validate(part).people.share is not None
