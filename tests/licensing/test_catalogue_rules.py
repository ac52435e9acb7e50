"""The catalogue of rules: what its file says, and what it may not say."""

import pytest

from licmodel.catalogue.files import catalogue_files, file_text, use_files
from licmodel.catalogue.rules import RuleSet, rule_constant, rule_set, rule_sets
from licmodel.errors import InputError
from licmodel.terms.months import parse_month

RULES = "rules.yaml"

# microsoft.md, section 2, and the sources named in the file.
NUMBERS = {
    "windows_server.minimum_cores_per_processor": 8,
    "windows_server.minimum_cores_per_server": 16,
    "windows_server.cores_per_pack": 2,
    "windows_server.machines_per_set": 2,
    "sql_server.minimum_cores_per_processor": 4,
    "sql_server.minimum_cores_per_machine": 4,
    "student_use_benefit.students_per_suite": 40,
    "student_use_benefit.students_per_single_product": 15,
    "education_staff.part_time_teachers_to_one": 3,
    "education_staff.part_time_others_to_one": 2,
    "seat_cap.seats": 300,
    "extended_updates.years": 3,
    "azure_hybrid_benefit.minimum_cores_per_machine": 8,
    "azure_hybrid_benefit.cores_per_processor_licence": 16,
    "azure_hybrid_benefit.vcores_per_enterprise_core": 4,
    "core_factors.intel_xeon.factor": 0.5,
    "processor_value_units.step_3.units": 120,
    "socket_pairs.sockets_per_subscription": 2,
    "cloud_plans.office_365_e3.windows_server": 0,
    "cloud_plans.microsoft_365_e3.windows_server": 1,
}


@pytest.mark.parametrize(("name", "value"), NUMBERS.items())
def test_a_number_is_what_its_source_says(name: str, value: float) -> None:
    assert rule_constant(name).value == value


def test_a_month_is_counted_like_any_other() -> None:
    begins = rule_constant("extended_updates.windows_10_first_month")
    assert (begins.value, begins.shown) == (2025 * 12 + 10, "month")


@pytest.mark.parametrize("entry", rule_sets().values(), ids=lambda entry: entry.key)
def test_every_number_has_its_source_date_and_words(entry: RuleSet) -> None:
    assert entry.note
    for number in entry.constants.values():
        assert number.name.startswith(f"{entry.key}.")
        assert "http" in number.source or "as above" in number.source
        # Registers show the month of a source.
        assert parse_month(number.dated[:7])
        assert number.label
        assert number.status == "published"


def test_what_nobody_has_verified_is_no_number() -> None:
    assert "extended_use" not in rule_set("cloud_plans").rows["microsoft_365_a3"]
    with pytest.raises(InputError, match="no number of cloud_plans called"):
        rule_constant("cloud_plans.microsoft_365_a3.extended_use")


def test_numbers_in_use_are_read_in_place_of_those_shipped() -> None:
    changed = file_text(RULES).replace("value: 300", "value: 250")
    with use_files({**catalogue_files(), RULES: changed}):
        assert rule_constant("seat_cap.seats").value == 250
    assert rule_constant("seat_cap.seats").value == 300


@pytest.mark.parametrize(
    ("found", "put", "said"),
    [
        ("dated: 2023-10", "dated: last autumn", "last autumn is no month or day"),
        ("{value: 300,", "{value: many,", "could not convert string to float"),
        ("{value: 300,", "{value: 300, status: guessed,", "neither published nor assumed"),
        ("confidence: high", "confidence: sure", "sure is none of high, medium, low"),
        ("intel_xeon: [0.5]", "intel_xeon: [0.5, 1]", "zip"),
        ("note: The cap", "remark: The cap", "remark"),
    ],
)
def test_a_slip_in_the_file_is_named(found: str, put: str, said: str) -> None:
    assert found in file_text(RULES)
    changed = {RULES: file_text(RULES).replace(found, put, 1)}
    with use_files(changed), pytest.raises(InputError, match=RULES) as refused:
        rule_sets()
    assert said in str(refused.value)
