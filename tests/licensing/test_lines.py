"""Counting rules on cost lines: every way into a scenario and every way out of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from licmodel.analysis.checks import checks, master
from licmodel.analysis.freezing import freeze, verify
from licmodel.analysis.provenance import register
from licmodel.analysis.results import Results, run
from licmodel.analysis.warnings import warnings_of
from licmodel.assembly.assemble import assemble
from licmodel.catalogue.rules import rule_constant
from licmodel.errors import InputError
from licmodel.licensing import RULES, rule_name
from licmodel.report.registers import check
from licmodel.report.traces import trace_text
from licmodel.scenario.loading import from_data, load
from licmodel.terms.months import month_text
from tests.licensing.case import Case
from tests.licensing.cases import GOLDEN

Raw = dict[str, Any]
STANDARD = {
    "rule": "windows_server_standard",
    "hosts": "8",
    "processors": "2",
    "cores": "16",
    "vms": "6",
}
FILE = """\
title: Servers
organisation: {name: An example}
timeline: {start: 2027-04, years: 2}
baseline: stay
drivers:
  hosts: {unit: host, by_date: {2027-04: 8, 2028-04: 10}, source: inventory}
options:
  stay:
    lines:
      windows:
        kind: perpetual
        price: 134
        quantity:
          rule: windows_server_standard
          hosts: hosts
          processors: 2
          cores: 16
          vms: 6
          source: inventory of October 2026
  dense:
    based_on: stay
    lines:
      windows:
        price: 770
        quantity: {rule: windows_server_datacenter, hosts: hosts, processors: 2, cores: 16}
"""


def scenario_of(quantity: object, *, timeline: Raw | None = None, **more: object) -> Raw:
    """One line that costs a pound a month for each that is counted."""
    line = {"kind": "recurring", "amount": "1", "per": "month", "quantity": quantity}
    return {
        "title": "Example",
        "organisation": {"name": "An example"},
        "timeline": timeline or {"start": "2027-04", "years": "1"},
        "baseline": "none",
        "options": {"option": {"lines": {"line": line}}},
        **more,
    }


def with_line(more: Raw, **around: Any) -> Raw:  # noqa: ANN401  any key of a scenario
    """The same with another kind of line."""
    raw = scenario_of(STANDARD, **around)
    raw["options"]["option"]["lines"]["line"] = more
    return raw


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a file beside others."""

    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return written


# --- what is counted is what is paid for ---


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: str(case.rule["rule"]))
def test_a_case_worked_by_hand_is_what_a_line_pays_for(case: Case) -> None:
    results = run(from_data(scenario_of(case.rule, timeline=case.timeline)))
    months = results.model.program.periods.months
    dated = case.counts if isinstance(case.counts, dict) else {months[0]: case.counts}
    expected = [
        next(count for since, count in reversed(dated.items()) if since <= month)
        for month in months
    ]
    assert results.by_period("option.line.billed") == pytest.approx(expected)
    for row, figure in case.rows.items():
        found = results.by_period(f"option.line.quantity.{row}")
        assert found == pytest.approx([figure] * len(found)), row


def test_what_follows_drivers_follows_them_over_time(write: Callable[..., Path]) -> None:
    """8 hosts, then 10, of 32 cores for 6 machines each: 3 × 16 packs a host."""
    results = run(load(write("servers.yaml", FILE)))
    needed = results.by_period("stay.windows.needed")
    assert (needed[11], needed[12]) == (384, 480)
    assert results.by_period("stay.windows.billed.by_year") == [384 * 134, 96 * 134]
    # Datacenter once for each host: 16 packs.
    assert results.by_period("dense.windows.billed.by_year") == [128 * 770, 32 * 770]


def test_what_a_line_demands_is_written_once() -> None:
    line = {
        "kind": "hardware",
        "quantity": {"rule": "per_instance", "instances": "14"},
        "price": "100",
        "life_years": "5",
        "power": "1",
        "tariff": "0.2",
    }
    rows = run(from_data(with_line(line))).model.program.rows
    assert [key for key in rows if key.endswith("quantity.demand")] == [
        "option.line.quantity.demand"
    ]


def test_a_default_of_a_line_may_be_a_rule() -> None:
    results = run(from_data(scenario_of({"rule": "per_instance", "instances": "2.5"})))
    assert results.figure("option.total") == 36


@pytest.mark.parametrize("kind", RULES, ids=rule_name)
def test_every_figure_of_a_rule_may_be_asked_what_if(kind: type) -> None:
    """[18] Those of the scenario and those of the catalogue."""
    case = next(case for case in GOLDEN if case.rule["rule"] == rule_name(kind))
    raw = scenario_of(case.rule, timeline=case.timeline)
    inputs = assemble(from_data(raw)).program.inputs
    asked = {
        f"asked_{number}": {key: {"times": "0" if "plans" in key else "3"}}
        for number, key in enumerate(inputs)
        if key.startswith(("option.line.quantity.", "rules.")) and inputs[key].shown != "month"
    }
    results = run(from_data({**raw, "what_ifs": asked}), list(asked))
    told = {name: results.figure("option.total", name) for name in asked}
    assert any(figure != results.figure("option.total") for figure in told.values())


def test_assurance_that_is_wanted_back_before_it_lapses_is_never_bought_again() -> None:
    """Paid to March 2029, it has not lapsed in January; in April 2029 it goes on without a gap."""
    quantity = {
        "rule": "lapsed_assurance",
        "licences": "96",
        "signed": "2026-04",
        "lapses": "2028-09",
        "again": "2030-04",
        "part": "bought_again",
    }
    asked = {
        name: {"option.line.quantity.again": {"set": month}}
        for name, month in (("sooner", "2029-01"), ("next_month", "2029-04"), ("later", "2029-05"))
    }
    raw = scenario_of(quantity, timeline={"start": "2027-04", "years": "4"}, what_ifs=asked)
    results = run(from_data(raw), list(asked))
    assert results.figure("option.total") == 96 * 12
    assert results.figure("option.total", "sooner") == 0
    assert results.figure("option.total", "next_month") == 0
    assert results.figure("option.total", "later") == 96 * 23


# --- units ---


def test_a_price_is_for_what_the_rule_counts() -> None:
    line = {"kind": "perpetual", "quantity": STANDARD, "price": "134"}
    inputs = assemble(from_data(with_line(line))).program.inputs
    assert inputs["option.line.price"].unit == (("GBP", 1), ("core2pack", -1))


def test_a_product_sold_by_something_else_is_refused_unless_the_line_says_so() -> None:
    prices = {"pack": {"value": "1_069", "unit": "server", "per": "once"}}
    line = {"kind": "perpetual", "quantity": {**STANDARD, "pack": "16"}, "product": "pack"}
    with pytest.raises(InputError) as refused:
        run(from_data(with_line(line, prices=prices)))
    assert refused.value.found == (
        "a price by server, and windows_server_standard counts core_pack"
    )
    assert "unit: server" in str(refused.value)
    results = run(from_data(with_line({**line, "unit": "server"}, prices=prices)))
    # 3 × 32 cores in packs of 16, on 8 hosts
    assert results.figure("option.total") == 6 * 8 * 1069


def test_a_driver_that_counts_something_else_is_refused(write: Callable[..., Path]) -> None:
    text = FILE.replace("vms: 6", "vms: people")
    text = text.replace("drivers:\n", "drivers:\n  people: {unit: user, value: 640}\n")
    path = write("servers.yaml", text)
    with pytest.raises(InputError) as refused:
        run(load(path))
    assert refused.value.where == f"{path}:19"
    assert refused.value.found == "people counts user"
    assert refused.value.expected == "a driver that counts vm or machine or server"


def test_a_driver_that_is_not_there_is_refused() -> None:
    quantity = {**STANDARD, "hosts": "hosts"}
    with pytest.raises(InputError, match="no driver is called hosts"):
        run(from_data(scenario_of(quantity)))


# --- mistakes ---


@pytest.mark.parametrize(
    ("written", "instead", "line", "said"),
    [
        ("          vms: 6", "          vms: 6\n          vmms: 7", 19, "write vms:"),
        ("          vms: 6", "          vms: {valeu: 6}", 18, "write value:"),
        ("windows_server_standard", "windows_server_standart", 14, "windows_server_standard"),
        ("          processors: 2\n", "          processors: none\n", 16, "a number was expected"),
        ("          vms: 6\n", "", 13, "write vms: in options.stay.lines.windows.quantity"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_nearest_key(
    write: Callable[..., Path], written: str, instead: str, line: int, said: str
) -> None:
    path = write("servers.yaml", FILE.replace(written, instead, 1))
    with pytest.raises(InputError) as refused:
        load(path)
    assert f"{path}:{line}: options.stay.lines.windows.quantity" in str(refused.value)
    assert said in str(refused.value)


def test_an_option_cannot_be_called_as_the_rules_are() -> None:
    raw = scenario_of(STANDARD)
    raw["options"]["rules"] = raw["options"].pop("option")
    with pytest.raises(InputError, match="an option cannot be called rules"):
        from_data(raw)


def test_an_odd_rate_inside_a_rule_is_doubted() -> None:
    quantity = {**STANDARD, "hosts": {"start": "8", "growth": "300%"}}
    told = list(warnings_of(run(from_data(scenario_of(quantity)))))
    assert any("quantity.hosts.growth: 300% is an unusual rate" in each for each in told)


# --- overlays and options based on others ---


def test_an_overlay_changes_a_figure_of_a_rule(write: Callable[..., Path]) -> None:
    write("servers.yaml", FILE)
    text = "extends: servers.yaml\noptions: {stay: {lines: {windows: {quantity: {vms: 12}}}}}\n"
    scenario = load(write("denser.yaml", text))
    assert run(scenario).by_period("stay.windows.needed")[0] == 6 * 16 * 8
    assert scenario.changes == ("options.stay.lines.windows.quantity.vms: 6 -> 12",)


@pytest.mark.parametrize(
    ("quantity", "needed"),
    [
        ("{rule: windows_server_datacenter, hosts: 8, processors: 2, cores: 16}", 128),
        ("{value: 100}", 100),
        ("100", 100),
        ("{driver: packs, share: 50%}", 50),
    ],
)
def test_an_overlay_counts_in_another_way(
    write: Callable[..., Path], quantity: str, needed: int
) -> None:
    """What the rule of the file below says does not stay behind."""
    write("servers.yaml", FILE)
    text = (
        "extends: servers.yaml\n"
        "drivers: {packs: {unit: core2pack, value: 100}}\n"
        f"options: {{stay: {{lines: {{windows: {{quantity: {quantity}}}}}}}}}\n"
    )
    scenario = load(write("otherwise.yaml", text))
    assert run(scenario).by_period("stay.windows.needed")[0] == needed


def test_an_overlay_counts_by_a_rule_what_was_a_number(write: Callable[..., Path]) -> None:
    by_rule = FILE[FILE.index("        quantity:") : FILE.index("  dense")]
    growing = "        quantity: {start: 100, growth: 1%}\n"
    write("servers.yaml", FILE.replace(by_rule, growing))
    text = (
        "extends: servers.yaml\noptions: {stay: {lines: {windows: {quantity: "
        "{rule: windows_server_datacenter, hosts: 8, processors: 2, cores: 16}}}}}\n"
    )
    assert run(load(write("by_rule.yaml", text))).by_period("stay.windows.needed")[0] == 128


def test_an_option_takes_the_rule_over_with_its_source_and_its_keys(
    write: Callable[..., Path],
) -> None:
    text = FILE[: FILE.index("        quantity: {rule")].replace("770", "120")
    results = run(load(write("servers.yaml", text)))
    inputs = results.model.program.inputs
    assert "stay.windows.quantity.vms" in inputs
    assert "dense.windows.quantity.vms" not in inputs
    assert inputs["stay.windows.quantity.vms"].origin.source == "inventory of October 2026"
    assert results.by_period("dense.windows.billed.by_year")[0] == 384 * 120


# --- explained, checked and signed ---


@pytest.fixture
def results(write: Callable[..., Path]) -> Results:
    """Return what the servers come to."""
    return run(load(write("servers.yaml", FILE)))


def test_the_rule_is_told_in_words_with_its_sources_once(results: Results) -> None:
    text = trace_text(results.explain("stay.windows.billed", "2028/29"))
    words = " ".join(text.split())
    assert words.count("The rule: Every physical core of a host is licensed: at least 8") == 1
    assert words.count("Blue Solutions, Windows Server 2016 licensing requirements") == 1
    assert "fewest cores licensed for a server: 16 cores per server [published: as above" in words
    assert "processors: 2 processors per server [published: inventory of October 2026" in words
    assert "vms: 6 vms [published: as above" in words
    assert "servers.yaml:18]" in words


def test_what_is_demanded_can_be_asked_for_by_itself(results: Results) -> None:
    text = trace_text(results.explain("stay.windows.quantity.demand", "2027-04", depth=1))
    assert text.startswith(
        "windows: what the rule windows_server_standard demands, April 2027: 384 core2packs"
    )


def test_a_number_of_the_catalogue_is_published_dated_and_placed(results: Results) -> None:
    number = rule_constant("windows_server.machines_per_set")
    listed = {each.key: each.input for each in register(results)}
    origin = listed["rules.windows_server.machines_per_set"].origin
    assert (origin.status, origin.source) == ("published", number.source)
    assert origin.place == "catalogue rules.yaml"
    assert month_text(24326) > (origin.dated or "") > "2010"


def test_the_check_lists_the_rules_with_their_lines_and_sources(results: Results) -> None:
    text, holds = check(results, inputs=True)
    assert holds
    part = text.split("Counting rules followed")[1]
    assert "\n  windows_server_standard: stay.windows\n" in part
    assert "\n  windows_server_datacenter: dense.windows\n" in part
    assert part.count("Windows Server, licences by core: Blue Solutions") == 1
    assert "rules.windows_server: " in text


def test_a_check_without_rules_says_nothing_of_them() -> None:
    text, _ = check(run(from_data(scenario_of("3"))))
    assert "Counting rules" not in text


def test_every_check_holds(results: Results) -> None:
    assert master(checks(results))


def test_what_was_signed_comes_out_the_same(write: Callable[..., Path], tmp_path: Path) -> None:
    freeze(write("servers.yaml", FILE), tmp_path / "signed.json")
    assert verify(tmp_path / "signed.json") == []
    assert "machines_per_set" in (tmp_path / "signed.json").read_text("utf-8")
