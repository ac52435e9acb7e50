"""Bridges: every cause in its place, and all of them add up."""

import json
from collections.abc import Mapping
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

import licmodel
from licmodel.analysis.decisions.asked import ask
from licmodel.analysis.decisions.bridges import INTERACTION, Bridge, bridge
from licmodel.analysis.decisions.cost_causes import cause_of_key
from licmodel.analysis.decisions.hybrids import Hybrids, Way
from licmodel.assembly.assemble import assemble
from licmodel.errors import InputError
from licmodel.report.bridges import bridge_csv, bridge_text
from licmodel.scenario.scenario import Scenario
from tests.estates import MAIL, write
from tests.strategies import scenarios

ROOT = Path(__file__).parents[2]
LINES = {
    "seats": {
        "kind": "subscription",
        "quantity": "100",
        "price": "10",
        "per": "month",
        "assumed": "example",
    },
    "support": {"kind": "recurring", "amount": "1_200", "per": "year", "assumed": "example"},
}


def two(second: Mapping[str, Any]) -> Scenario:
    """Return a scenario of an option, and of one that has other lines, or other fields of them."""
    other = {
        name: {**LINES.get(name, {}), **fields}
        for name, fields in {**{key: {} for key in LINES}, **second}.items()
        if fields is not None
    }
    return licmodel.from_data(
        {
            "title": "Two ways",
            "organisation": {"name": "An invented council"},
            "timeline": {"start": "2027-04", "years": "2"},
            "baseline": "none",
            "options": {"one": {"lines": LINES}, "other": {"lines": other}},
        }
    )


def causes(found: Bridge) -> dict[str, float]:
    """Return what each cause moves in all, where it moves anything."""
    each = {**found.causes, INTERACTION: found.interaction}
    at = found.in_all
    return {name: figures[at] for name, figures in each.items() if abs(figures[at]) > 1e-6}


BY_HAND: dict[str, tuple[Mapping[str, Any], dict[str, float]]] = {
    "price": ({"seats": {"price": "11"}}, {"price": 2_400}),
    "volume": ({"seats": {"quantity": "90"}}, {"volume": -2_400}),
    "both, and what they do together": (
        {"seats": {"price": "11", "quantity": "90"}},
        {"price": 2_400, "volume": -2_400, INTERACTION: -240},
    ),
    "timing": ({"support": {"starts": "2028-04"}}, {"timing": -1_200}),
    "index": ({"support": {"index": "10%"}}, {"index": 120}),
    "mix": ({"support": None}, {"mix": -2_400}),
    "one-offs": (
        {"move": {"kind": "one_off", "amount": "500", "assumed": "example"}},
        {"one-offs": 500},
    ),
    "another kind": (
        {"support": {"kind": "one_off", "amount": "100", "per": "once"}},
        {"mix": -2_300},
    ),
}


OUTAGE: dict[str, object] = {
    "kind": "event",
    "on": "2028-01",
    "cost": "900",
    "probability": {"value": "50%", "assumed": "example"},
    "assumed": "example",
}
MOVE: dict[str, object] = {"kind": "one_off", "amount": "500", "assumed": "example"}
AID: dict[str, object] = {"kind": "grant", "of": "move", "share": "40%", "assumed": "example"}
BY_HAND |= {
    "what may happen": ({"outage": OUTAGE}, {"one-offs": 450}),
    "a grant, which without what it pays for is nothing": (
        {"move": MOVE, "aid": AID},
        {"mix": 300},
    ),
}


@pytest.mark.parametrize("which", BY_HAND)
def test_each_cause_is_what_hand_arithmetic_says(which: str) -> None:
    second, expected = BY_HAND[which]
    if which == "another kind":
        line = {key: each for key, each in second["support"].items() if key != "per"}
        data = two({}).said(())
        assert isinstance(data, dict)
        data["options"]["other"]["lines"]["support"] = {**line, "assumed": "example"}
        found = bridge(licmodel.from_data(data), "one", "other")
    else:
        found = bridge(two(second), "one", "other")
    assert causes(found) == pytest.approx(expected)
    assert found.difference[found.in_all] == pytest.approx(sum(expected.values()))


def changed(line: str, field: str, value: object) -> dict[str, float]:
    """Return what each cause moves where a field of an event or a grant is another."""
    lines: dict[str, dict[str, object]] = {"move": MOVE, "outage": OUTAGE, "aid": AID}
    data = two(lines).said(())
    assert isinstance(data, dict)
    one, other = (data["options"][key]["lines"] for key in ("one", "other"))
    one |= lines
    other[line] = {**lines[line], field: value}
    return causes(bridge(licmodel.from_data(data), "one", "other"))


def test_what_is_changed_of_events_and_grants_is_told_by_its_cause() -> None:
    less_likely = {"value": "10%", "assumed": "example"}
    assert changed("outage", "probability", less_likely) == pytest.approx({"volume": -360})
    assert changed("outage", "cost", "1_000") == pytest.approx({"price": 50})
    assert changed("outage", "on", "2031-01") == pytest.approx({"timing": -450})
    assert changed("aid", "share", "50%") == pytest.approx({"funding": -50})
    assert changed("aid", "cap", "150") == pytest.approx({"funding": 50})
    assert changed("move", "cost_centre", "A100") == {}


# to shrink whole scenarios takes minutes, and the first one found says enough
@settings(
    max_examples=20,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(scenarios())
def test_all_of_them_add_up_for_any_two_options(data: dict[str, Any]) -> None:
    scenario = licmodel.from_data(data)
    keys = list(assemble(scenario).options)
    for first, second in permutations(keys, 2):
        found = bridge(scenario, first, second)
        for at, head in enumerate(found.heads):
            parts = [each[at] for each in found.causes.values()] + [found.interaction[at]]
            if all(abs(each) < 1e9 for each in (*parts, found.before[at])):
                gap = found.after[at] - found.before[at]
                assert sum(parts) == pytest.approx(gap, abs=1e-6), head
                assert found.difference[at] == gap
        years = found.difference[: found.in_all]
        assert sum(years) == pytest.approx(found.difference[found.in_all], abs=1e-6, nan_ok=True)


@pytest.mark.parametrize("name", ["bath_2019", "council_2027", "shared_platform"])
def test_with_no_cause_it_is_the_first_way_and_with_all_the_second(name: str) -> None:
    model = assemble(licmodel.load(ROOT / "scenarios" / f"{name}.yaml"))
    keys = list(model.options)
    for first, second in zip(keys, keys[1:] + keys[:1], strict=True):
        hybrids = Hybrids(Way(model, first), Way(model, second))
        for taken, way in (((), first), (hybrids.causes, second)):
            values, key = hybrids.figures(taken)
            whole = model.evaluator().run().column(f"{way}.billed.by_year")
            assert values.column(f"{key}.billed.by_year") == pytest.approx(whole, abs=1e-6)


def test_a_what_if_is_bridged_by_the_inputs_that_it_changes() -> None:
    council = licmodel.load(ROOT / "scenarios/council_2027.yaml")
    asked = ask(
        council,
        {
            "drivers.office_staff.growth": {"add": "-2 points"},
            "prices.microsoft_365_e3": {"times": "1.08"},
            "frontline.f3.starts": {"set": "2027-07"},
            "frontline.e3_field.ends": {"set": "2027-07"},
        },
    )
    found = bridge(council, "frontline", "frontline@asked", asked=asked)
    assert list(found.causes) == ["price", "volume", "timing"]
    alone = bridge(council, "frontline", "frontline@asked", asked=ask(council, _prices(1.08)))
    assert causes(alone) == pytest.approx({"price": found.causes["price"][found.in_all]})
    # a line taken over has the changed discount of the line that wrote it
    gone = bridge(council, "mixed", "mixed@discount_gone")
    assert set(causes(gone)) == {"price"}
    assert gone.difference[gone.in_all] == gone.causes["price"][gone.in_all] > 0


def _prices(factor: float) -> dict[str, dict[str, str]]:
    return {"prices.microsoft_365_e3": {"times": str(factor)}}


COUNCIL = ROOT / "scenarios" / "council_2027.yaml"


@pytest.mark.parametrize("option", ["mixed", "frontline"])
def test_a_what_if_of_one_program_is_as_if_both_files_were_read(option: str) -> None:
    """One program needs no scenario in between rebuilt: its inputs are moved, cause by cause."""
    scenario, same = licmodel.load(COUNCIL), licmodel.load(COUNCIL)
    changes = {
        "prices.microsoft_365_e3": {"times": "1.08"},
        "drivers.office_staff.growth": {"set": "0%"},
        "renew.e3.discount": {"set": "5%"},
    }
    asked = ask(scenario, changes)
    ways = (option, f"{option}@asked")
    quick = bridge(scenario, *ways, asked=asked)
    assert quick.to_json() == bridge(scenario, *ways, other=same, asked=asked).to_json()
    assert len(quick.causes) > 1
    model = assemble(scenario)
    for _ in range(2):  # a model that is kept gives the same again
        assert bridge(model, *ways, asked=asked).to_json() == quick.to_json()


def test_two_options_under_two_what_ifs() -> None:
    council = licmodel.load(ROOT / "scenarios/council_2027.yaml")
    found = bridge(council, "mixed@discount_gone", "open_source@headcount_falls")
    given = licmodel.compare(council, what_ifs=True).what_ifs
    at = found.in_all
    assert found.before[at] == pytest.approx(given["discount_gone"]["mixed"].total)
    assert found.after[at] == pytest.approx(given["headcount_falls"]["open_source"].total)
    assert {"price", "volume", "mix"} <= set(causes(found))


def test_two_versions_of_a_file(tmp_path: Path) -> None:
    old = licmodel.load(write(tmp_path))
    text = MAIL.replace("price: 3.00", "price: 3.30").replace("start: 200", "start: 210")
    new = licmodel.load(write(tmp_path, text, "new.yaml"))
    found = bridge(old, "move", "move", other=new)
    assert set(causes(found)) == {"price", "volume", INTERACTION}
    assert found.titles == ("Move to the cloud, before", "Move to the cloud, after")
    after = licmodel.compare(new).options["move"].total
    assert found.after[found.in_all] == pytest.approx(after)
    assert found.has_present_value


def test_another_horizon_is_compared_in_the_years_that_both_have(tmp_path: Path) -> None:
    old = licmodel.load(write(tmp_path))
    new = licmodel.load(
        write(tmp_path, MAIL.replace("start: 2027-04, years: 3", "start: 2028-04, years: 3"))
    )
    found = bridge(old, "keep", "keep", other=new)
    assert found.heads == ("2028/29", "2029/30", "in all")
    assert "different horizons" in bridge_text(found)


def test_what_cannot_be_taken_alone_is_told_as_mix() -> None:
    data = two({}).said(())
    assert isinstance(data, dict)
    data["agreements"] = {
        "ea": {"programme": "enterprise_agreement", "signed": "2027-04", "assumed": "example"}
    }
    seats = data["options"]["other"]["lines"]["seats"]
    dated = {"by_date": {"2027-04": "10", "2028-04": "12"}, "per": "month"}
    seats |= {"agreement": "ea", "price": dated}
    del seats["per"]
    found = bridge(licmodel.from_data(data), "one", "other")
    whole = found.difference[found.in_all]
    assert sum(causes(found).values()) == pytest.approx(whole, abs=1e-6)


def test_what_stands_where_is_one_cause() -> None:
    kinds = {"renew.e3": "subscription", "renew.help": "grant", "renew.outage": "event"}
    for key, cause in {
        "drivers.staff.start": "volume",
        "prices.e3.2027-04": "price",
        "prices.e3.escalator": "index",
        "indices.cpi.2028": "index",
        "agreements.ea.term": "term",
        "agreements.ea.renewal_uplift": "price",
        "agreements.ea.holdings.e3.seats": "volume",
        "agreements.ea.holdings.e3.price": "price",
        "renew.e3.discount": "price",
        "renew.e3.quantity.share": "volume",
        "renew.e3.ends": "timing",
        "renew.e3.converted.rate": "exchange rate",
        "renew.help.amount": "funding",
        "renew.help.starts": "funding",
        "renew.outage.on": "timing",
        "renew.outage.probability": "volume",
        "renew.outage.cost": "price",
        "finance.vat_recoverable": "other",
    }.items():
        assert cause_of_key(key, kinds) == cause, key


def test_the_page_says_it_first_and_then_shows_it() -> None:
    page = bridge_text(bridge(two({"seats": {"price": "11", "quantity": "90"}}), "one", "other"))
    assert " ".join(page.split("\n\n")[0].split()) == (
        '"other" costs £240 less than "one" in all (invoiced, 2027/28 to 2028/29): price £2,400 '
        "more, volume £2,400 less and what they do together £240 less."
    )
    assert "seats.price: 10 -> 11" in page
    same = bridge_text(bridge(two({}), "one", "other"))
    assert same.startswith('"other" costs the same as "one" in all')


def test_data_and_chart_say_the_same() -> None:
    found = bridge(two({"seats": {"price": "11", "quantity": "90"}}), "one", "other")
    data = json.loads(json.dumps(found.to_json(), allow_nan=False))
    bars = data["bars"]
    assert [bar["label"] for bar in bars] == ["one", "price", "volume", INTERACTION, "other"]
    assert bars[0]["to"] == bars[1]["from"] == found.before[found.in_all]
    assert bars[-2]["to"] == pytest.approx(bars[-1]["to"])
    assert {"cause": "price", "what": "lines.seats.price: 10 -> 11"} in data["differs"]
    assert "difference,in all,-240.0" in bridge_csv(found).splitlines()


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        (("one", "othr"), "write other"),
        (("one", "one@dear"), "no what-if is called dear"),
        (("neither", "one"), "no option is called neither"),
    ],
)
def test_what_is_no_way_is_refused(ways: tuple[str, str], said: str) -> None:
    with pytest.raises(InputError) as refused:
        bridge(two({}), *ways)
    assert said in str(refused.value)
