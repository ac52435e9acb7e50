"""Files of programmes and memoranda: strictly read, each fault told with its place."""

import pytest

from licmodel.catalogue.files import catalogue_files, file_text, use_files
from licmodel.catalogue.memoranda import memorandum_on
from licmodel.catalogue.programmes import programme, programme_keys
from licmodel.errors import InputError
from licmodel.terms.months import parse_month

APRIL_2027 = parse_month("2027-04")


def with_text(name: str, text: str) -> dict[str, str]:
    return catalogue_files() | {name: text}


NEW = """
sources:
  page: A page of the supplier, 2026-10, https://example.org/terms
library_lease:
  title: A lease of library software
  about: {text: Two years at a time., sources: page, confidence: medium}
  term: {months: 24, default: 24, sources: page, confidence: medium}
  additions: {when: any_month, invoiced: when_added, charged: months_remaining, minimum_months: 3,
    sources: page, confidence: medium}
  reductions: {when: anniversary, share: 10%, floor: none, sources: page, confidence: medium}
  billing: {plan: annual, premiums: {share: 0%, sources: page, confidence: medium}}
  from_contract: {price: The rise agreed., end: What is left.}
  not_found: {renewal: Nothing was found., cancellation: Nothing was found.}
  not_applicable: {minimum: One is enough., coverage: None is asked for., levels: There are none.}
"""


def test_a_new_programme_is_an_entry_and_no_code() -> None:
    shipped = programme_keys()
    with use_files(with_text("programmes.yaml", NEW)):
        assert programme_keys() == ("library_lease",)
        lease = programme("library_lease")
        addition, reduction = lease.addition("online_service"), lease.reduction("on_premises")
        assert addition is not None
        assert reduction is not None
        assert addition.months_charged(1) == 3
        # A tenth of 205 is 20.5, and a tenth of 100 is 10 however the floats fall.
        assert (reduction.when, reduction.lowest(205), reduction.lowest(100)) == (
            "anniversary",
            185,
            90,
        )
        with pytest.raises(InputError, match="no programme ees"):
            programme("ees")
    assert programme_keys() == shipped


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  term:", "  tern:", r"library_lease: there is no key tern here(.|\n)*write term"),
        ("minimum_months: 3", "minimum_month: 3", r"additions: .*(.|\n)*write minimum_months"),
        (
            "sources: page, confidence: medium}\n  a",
            "sources: pages, confidence: medium}\n  a",
            "page",
        ),
        (
            "sources: page, confidence: medium}\n  a",
            "confidence: medium}\n  a",
            "sources is missing",
        ),
        (
            "sources: page, confidence: medium}\n  a",
            "sources: [], confidence: high}\n  a",
            "no source",
        ),
        ("confidence: medium}\n  a", "confidence: sure}\n  a", "one of high, medium, low"),
        ("when: any_month", "when: sometimes", "any_month, anniversary, renewal, never"),
        ("months: 24", "months: two", "two is not a whole number"),
        ("default: 24", "default: 12", "none of the lengths"),
        ("share: 10%", "share: 0.1", "not a percentage"),
        ("share: 10%", "share: 110%", "between 0% and 100%"),
        ("when: anniversary, ", "", "one of when and switch"),
        ("when: anniversary", "switch: asked", "there is none"),
        ("{plan: annual, premiums: {", "{plan: annual, premiums: {starts: 2025-13, ", "2025-13"),
        ("{plan: annual, premiums: {", "{plan: annual, premiums: {starts: 2025, ", "2025-04 for"),
        (
            "{plan: annual, premiums: {",
            "{plan: annual, premiums: {starts: 2025-02, ends: 2025-01, ",
            "ends before it starts",
        ),
        ("price: The rise agreed., ", "", "price is missing; give it, or say why"),
        ("price: The", "term: In it., price: The", "term is given, and said to be absent"),
        ("price: The", "prize: In it., price: The", "prize is absent, and there is no such key"),
        ("title: A lease of library software", "title:", "one value was expected"),
        ("2026-10, https://example.org/terms", "2026-10", "a source is its title"),
        ("  about: {text: Two years at a time.", "  about: {text: [Two, years]", "about.text"),
        ("library_lease:\n", "library_lease: none\nother:\n", "library_lease cannot be read"),
        ("library_lease:\n", "library lease:\n", "no programme library_lease|no mapping"),
        ("library_lease:\n", "library_lease: {}\nlibrary_lease:\n", "stands twice"),
        ("\nsources:", "- a list\nsources:", "no mapping of entries"),
        ("  not_found:", "not found: {}\nx:\n  not_found:", "not the key of an entry"),
        ("One is enough., ", "One is enough., [", "no YAML"),
    ],
)
def test_a_fault_in_an_entry_is_told_with_its_place(old: str, new: str, told: str) -> None:
    assert old in NEW
    text = NEW.replace(old, new, 1)
    with (
        use_files(with_text("programmes.yaml", text)),
        pytest.raises(InputError, match=told) as caught,
    ):
        programme("library_lease")
    assert "programmes.yaml" in str(caught.value) or "no programme" in str(caught.value)


def test_facts_of_one_clause_may_not_overlap() -> None:
    shipped = file_text("programmes.yaml")
    fault = shipped.replace("starts: 2022-01, ends: 2025-03,", "starts: 2022-01, ends: 2025-04,")
    assert fault != shipped
    with (
        use_files(with_text("programmes.yaml", fault)),
        pytest.raises(InputError, match="csp_annual: two facts of one clause"),
    ):
        programme("csp_annual")
    text = file_text("memoranda.yaml")
    with (
        use_files(with_text("memoranda.yaml", text.replace("ends: 2018-04", "ends: 2018-05"))),
        pytest.raises(InputError, match="do not follow one another"),
    ):
        memorandum_on(APRIL_2027)


def test_frozen_files_are_read_in_place_of_those_shipped() -> None:
    text = file_text("programmes.yaml")
    with use_files(with_text("programmes.yaml", text.replace("share: 20%", "share: 25%"))):
        assert programme("csp_monthly").premium_on("monthly", APRIL_2027) == 0.25
    assert programme("csp_monthly").premium_on("monthly", APRIL_2027) == 0.2
    with use_files({"prices.csv": ""}), pytest.raises(InputError, match="no file programmes"):
        programme("ees")


def test_an_entry_cannot_be_changed_by_who_asks() -> None:
    agreement = programme("enterprise_agreement")
    with pytest.raises(AttributeError):
        agreement.title = "another"  # type: ignore[misc]
    with pytest.raises(TypeError):
        agreement.not_found["term"] = "another"  # type: ignore[index]
