"""How rules are written: what is taken, what is refused and how to mend it."""

import subprocess
import sys
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

import licmodel.licensing
from licmodel.errors import InputError, ModelError
from licmodel.licensing import RULES, rule_name
from licmodel.licensing.demand import Demand
from licmodel.licensing.rule import Over, Rule
from licmodel.licensing.windows_server import WindowsServerStandard
from licmodel.terms.quantity import Quantity
from licmodel.terms.term import Term
from tests.licensing.bench_desk import Counted, read_rule, setting_of
from tests.licensing.drawn import draw
from tests.licensing.server_cases import PRICES, SQL

Raw = dict[str, Any]
HOSTS = {"hosts": "8", "processors": "2", "cores": "16"}
LAPSED = {
    "rule": "lapsed_assurance",
    "licences": "96",
    "signed": "2026-04",
    "lapses": "2028-09",
}
STANDARD = {"rule": "windows_server_standard", **HOSTS, "vms": "6"}


class Line(Term):
    """Something with a demand, as a line has one."""

    quantity: Demand


def test_a_demand_is_a_quantity_or_a_rule() -> None:
    assert isinstance(Line.model_validate({"quantity": "640"}).quantity, Quantity)
    assert isinstance(Line.model_validate({"quantity": "office_staff"}).quantity, Quantity)
    rule = Line.model_validate({"quantity": STANDARD}).quantity
    assert isinstance(rule, WindowsServerStandard)
    assert Line.model_validate({"quantity": rule}).quantity is rule
    assert Line.model_validate({"quantity": {"start": "5", "growth": "1%"}}).quantity is not None


def test_a_demand_has_a_schema_with_every_rule_in_it() -> None:
    text = str(TypeAdapter(Line).json_schema())
    for kind in RULES:
        assert f"'{rule_name(kind)}'" in text
    assert "'minimum': 1" in text


def test_rules_are_loaded_only_for_who_has_one() -> None:
    lines = ("import sys", "from licmodel.licensing.demand import Demand", "print(*sys.modules)")
    told = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], check=True, capture_output=True, text=True
    )
    assert "licmodel.licensing.demand" in told.stdout.split()
    assert "licmodel.licensing.rules" not in told.stdout.split()
    with pytest.raises(AttributeError, match="has no SEATS"):
        _ = licmodel.licensing.SEATS


def test_faults_of_a_rule_are_told_where_they_stand() -> None:
    with pytest.raises(ValidationError) as refused:
        Line.model_validate({"quantity": {**STANDARD, "processors": "0", "vm": "6"}})
    found = {error["loc"]: error["type"] for error in refused.value.errors()}
    assert found == {
        ("quantity", "windows_server_standard", "processors"): "value_error",
        ("quantity", "windows_server_standard", "vm"): "extra_forbidden",
    }


def test_a_demand_that_is_written_out_reads_back_the_same() -> None:
    for raw in (STANDARD, "640", {"start": "5", "growth": "1%"}):
        line = Line.model_validate({"quantity": raw})
        assert Line.model_validate(line.model_dump(by_alias=True, exclude_unset=True)) == line


def test_a_rule_that_is_written_out_reads_back_the_same() -> None:
    for kind in RULES:
        for seed in range(20):
            rule = read_rule(draw(kind, seed).rule)
            assert read_rule(rule.model_dump(by_alias=True, exclude_unset=True)) == rule


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({**STANDARD, "vm": "6"}, "Extra inputs are not permitted"),
        ({**STANDARD, "processors": "0"}, "must be at least 1; write 1 or more"),
        ({**STANDARD, "hosts": "-1"}, "must be at least 0"),
        ({"rule": "windows_server", **HOSTS}, "does not match any of the expected tags"),
        (
            {"rule": "windows_server_cheaper", **HOSTS, "vms": "6", **PRICES},
            "edition",
        ),
        (
            {"rule": "sql_server_unlimited", **HOSTS, "assurance": "no"},
            "write rule: sql_server_cores, or assurance: yes",
        ),
        (
            {
                "rule": "sql_server_machines",
                "machines": "6",
                "machine_cores": "4",
                "assurance": "no",
            },
            "from 2022 on, machines are licensed with assurance only",
        ),
        ({**SQL, "users": "30", "part": "enterprise_cores"}, "its price is not written"),
        ({**SQL, "part": "servers"}, "users, server_price and access_price go together"),
        (
            {**SQL, "users": "30", "part": "servers", "assurance": "no"},
            "write hosts:, processors: and cores:",
        ),
        ({**SQL, "users": "30", "part": "servers", "hosts": "1"}, "hosts, processors and cores go"),
        (
            {**SQL, "users": "30", "part": "servers", "enterprise_price": "15_123"},
            "Enterprise covers all machines only with assurance",
        ),
        (
            {
                "rule": "sql_server_cheapest",
                "part": "standard_cores",
                "machines": "1",
                "machine_cores": "4",
                "assurance": "yes",
                "standard_price": "3_945",
            },
            "there is nothing to choose from",
        ),
        ({"rule": "client_access"}, "write users:"),
        ({"rule": "client_access", "devices": "10", "covered": "5%"}, "a share of the users"),
        (
            {"rule": "client_access", "users": "10", "devices": "5", "user_price": "4"},
            "write the other too",
        ),
        (
            {
                "rule": "client_access",
                "users": "10",
                "user_price": "4",
                "device_price": "4",
                "part": "users",
            },
            "there is nothing to choose from",
        ),
        (
            {
                "rule": "client_access",
                "users": "10",
                "devices": "5",
                "user_price": "4",
                "device_price": "4",
            },
            "write part: users or part: devices",
        ),
        (
            {"rule": "client_access", "users": "10", "part": "users"},
            "a line pays for one of the two",
        ),
        (
            {"rule": "access_beyond_plans", "licence": "office_cal", "users": "10"},
            "write one of windows_server_cal",
        ),
        (
            {
                "rule": "access_beyond_plans",
                "licence": "core_cal_suite",
                "users": "10",
                "plans": {"microsoft_365_f3": "50%"},
            },
            "no plan whose rights were verified",
        ),
        (
            {
                "rule": "access_beyond_plans",
                "licence": "core_cal_suite",
                "users": "10",
                "plans": {"microsoft_365_e3": "80%", "office_365_e3": "30%"},
            },
            "nobody is counted under two plans",
        ),
        (
            {
                "rule": "access_beyond_plans",
                "licence": "core_cal_suite",
                "users": "10",
                "part": "bridge",
            },
            "write bridge: and plans: beside it",
        ),
        (
            {
                "rule": "access_beyond_plans",
                "licence": "core_cal_suite",
                "users": "10",
                "plans": {"office_365_e3": "80%"},
                "covered": "5%",
                "bridge": "core_cal_bridge_office_365",
                "part": "bridge",
            },
            "leave covered: out",
        ),
        (
            {
                "rule": "access_beyond_plans",
                "licence": "core_cal_suite",
                "users": "10",
                "bridge": "enterprise_cal_suite",
            },
            "it carries all that core_cal_suite does",
        ),
        (
            {
                "rule": "running_servers",
                "instances": "4",
                "plans": {"microsoft_365_a3": "100%"},
            },
            "nobody has verified whether it carries extended_use",
        ),
        (
            {"rule": "extended_updates", "year": "1", "devices": "9"},
            "write product: windows_10, or first_month:",
        ),
        (
            {"rule": "extended_updates", "product": "windows_10", "year": "4", "devices": "9"},
            "write a year from 1 to 3",
        ),
        (
            {"rule": "extended_updates", "product": "windows_10", "year": "1.5", "devices": "9"},
            "write a year from 1 to 3",
        ),
        (
            {
                "rule": "extended_updates",
                "product": "windows_10",
                "year": "1",
                "devices": "9",
                "joined": "2027-05",
                "leaves": "2027-04",
            },
            "write a later month",
        ),
        (
            {**LAPSED, "lapses": "2026-03"},
            "the agreement begins in 2026-04",
        ),
        ({**LAPSED, "part": "bought_again"}, "write again: beside it"),
        ({**LAPSED, "again": "2029-03"}, "assurance is paid to the end of 2029-03, so it has not"),
        ({"rule": "per_core", **HOSTS, "processor": "z80"}, "write one of intel_xeon, amd_epyc"),
        (
            {"rule": "per_core", **HOSTS, "processor": "ampere", "core_factor": "0.5"},
            "write just one of them",
        ),
        (
            {
                "rule": "processor_value_units",
                **HOSTS,
                "steps": [{"from": "2", "units": "70"}],
            },
            "write from: 1 first",
        ),
        ({"rule": "socket_pairs", "hosts": "1"}, "write sockets:"),
        (
            {"rule": "named_users", **HOSTS, "users": "10"},
            "write minimum_per_processor: or minimum_per_server:",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_counted_is_refused(raw: Raw, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_rule(raw)
    assert said in str(refused.value)


def test_a_quantity_outside_its_bounds_is_refused_in_every_form() -> None:
    over = Over("server", low=1, high=10)
    for raw in ("11", {"start": "11"}, {"by_date": {"2027-04": "5", "2028-04": "0"}}):
        with pytest.raises(ValueError, match="must be between 1 and 10"):
            over.check_all(Quantity.model_validate(raw))
    assert over.check_all(Quantity.model_validate("5")).value is not None


def test_a_rule_has_no_figure_where_nothing_is_written() -> None:
    rule = read_rule(STANDARD)
    with pytest.raises(ModelError, match="has no figure at pack"):
        rule.measured("pack")
    with pytest.raises(ModelError, match="has no figure at rule"):
        rule.measured("rule")


def test_its_figures_lean_on_the_source_of_the_rule() -> None:
    counted = Counted({**STANDARD, "source": "inventory of October 2026"})
    origin = counted.program.inputs["option.line.quantity.cores"].origin
    assert origin.source == "inventory of October 2026"
    assert origin.status == "published"


def test_it_follows_drivers_that_count_the_same_by_another_name() -> None:
    raw = {"rule": "student_benefit", "students": "pupils", "paid_staff": ["teachers", "others"]}
    drivers = {
        "pupils": {"unit": "pupil", "start": "1_000", "growth": "10%"},
        "teachers": {"unit": "teacher", "value": "20"},
        "others": {"unit": "staff", "value": "4"},
    }
    setting = setting_of({"start": "2027-04", "years": "2"}, drivers)
    counted = Counted(raw, setting)
    assert counted.rule.drivers_read == ("pupils", "teachers", "others")
    # 24 × 40 = 960 are free: of 1,000 pupils 40 are not, of 1,100 a year later 140.
    assert counted.by_month() == [40.0] * 12 + [140.0] * 12


def test_a_number_of_the_catalogue_can_be_varied_like_any_other() -> None:
    counted = Counted(STANDARD)
    assert counted.by_month({"rules.windows_server.machines_per_set": 6})[0] == 16 * 8


def test_what_is_not_known_stays_unknown() -> None:
    """[17] A count of hosts that is unknown leaves the licences unknown."""
    found = Counted(STANDARD).by_month({"option.line.quantity.hosts": float("nan")})
    assert all(number != number for number in found)  # noqa: PLR0124  unknown is not itself


def test_every_rule_is_frozen() -> None:
    rule: Rule = read_rule(STANDARD)
    with pytest.raises(ValidationError, match="frozen"):
        setattr(rule, "vms", "7")  # noqa: B010  a plain assignment is refused before it runs


def test_an_error_of_the_catalogue_names_the_nearest() -> None:
    counted = Counted(STANDARD)
    with pytest.raises(InputError, match="minimum_cores_per_server"):
        counted.desk.rule("windows_server.minimum_core_per_server")
    with pytest.raises(InputError, match="write windows_server"):
        counted.desk.rule("window_server.minimum_cores_per_server")
