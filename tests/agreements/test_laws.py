"""What holds for every agreement: drawn ones, several to a scenario."""

from collections.abc import Callable
from math import isclose
from pathlib import Path
from typing import Any

import pytest

from licmodel.analysis.checks import checks
from licmodel.analysis.freezing import freeze, verify
from licmodel.analysis.results import Results, run
from licmodel.assembly.assemble import assemble
from licmodel.errors import InputError
from licmodel.language.units import unit_text
from licmodel.scenario.files import dump_document
from licmodel.scenario.loading import from_data, load
from licmodel.terms.months import month_text, parse_month
from tests.agreements.drawn import Raw, scenario
from tests.recalculation import differences, recalculate_with_formualizer, write_book

SEEDS = range(900, 906)
LINES = 25
PENNY = 1e-6

each_scenario = pytest.mark.parametrize("seed", SEEDS)


def drawn(seed: int) -> Raw:
    """A scenario that no other test draws."""
    return scenario(seed, LINES)


def rows_of(results: Results, what_if: str | None = None) -> dict[str, list[float]]:
    """Every row of every line."""
    keys = [key for key in results.model.program.rows if key.startswith("option.line_")]
    return {key: results.by_period(key, what_if) for key in keys}


def owner(key: str) -> str:
    """The line that a row is of."""
    return key.split(".")[1]


@each_scenario
def test_one_signed_later_moves_only_its_own_lines(seed: int) -> None:
    raw = drawn(seed)
    moved = 0
    for name, line in raw["options"]["option"]["lines"].items():
        key = line["agreement"]
        owns = "signed" in raw["agreements"][key]
        asked = {"later": {f"agreements.{key if owns else key + '_parent'}.signed": {"add": "1"}}}
        results = run(from_data(raw | {"what_ifs": asked}), ["later"])
        before, after = rows_of(results), rows_of(results, "later")
        changed = {owner(row) for row in before if str(before[row]) != str(after[row])}
        assert changed <= {name}
        moved += bool(changed)
        if moved > 4:
            break
    assert moved > 4


@each_scenario
def test_what_is_committed_is_bounded(seed: int) -> None:
    """[22] By what is needed, by the minimum, and what cannot be avoided by what is charged."""
    raw = drawn(seed)
    results = run(from_data(raw))
    bounded = 0
    for name in raw["options"]["option"]["lines"]:
        of = {key: months for key, months in rows_of(results).items() if owner(key) == name}
        at = f"option.{name}"
        for least in ("needed", "lowest", "kept"):
            if f"{at}.{least}" in of:
                bounded += 1
                pairs = zip(of[f"{at}.{least}"], of[f"{at}.committed"], strict=True)
                assert all(low <= seats for low, seats in pairs), (name, least)
        pairs = zip(of[f"{at}.unavoidable"], of[f"{at}.accrued"], strict=True)
        assert all(fixed <= charged + PENNY for fixed, charged in pairs), name
    assert bounded > 2 * LINES


@each_scenario
def test_a_renewal_in_the_first_month_leaves_nothing_unavoidable(seed: int) -> None:
    """Unless seats may never go, or its notice is past."""
    raw = drawn(seed)
    raw.pop("as_of", None)
    declined = []
    for name, line in raw["options"]["option"]["lines"].items():
        contract = raw["agreements"][line["agreement"]]
        if "based_on" in contract or "holdings" not in contract:
            continue
        contract.pop("ends", None)
        contract.pop("hold_months", None)
        contract |= {"signed": "2026-04", "term": "12", "notice_months": "0"}
        if contract.get("renewal") == "lapse":
            contract |= {"renewal": "uplift", "renewal_uplift": "3%"}
        if contract.get("may_fall") != "never" and contract.get("programme") != "perpetual":
            declined.append(name)
    results = run(from_data(raw))
    for name in declined:
        assert not any(results.by_period(f"option.{name}.unavoidable")), name
    assert len(declined) > 3


@each_scenario
def test_prices_a_tenth_up_make_nothing_cheaper(seed: int) -> None:
    """[19] Each price, and each of a holding."""
    raw = drawn(seed)
    model = assemble(from_data(raw))
    prices = [
        key
        for key, each in model.program.inputs.items()
        if unit_text(each.unit).startswith("GBP/") and each.value > 0
    ]
    assert len(prices) > LINES
    dearer = {"dearer": {key: {"times": "1.1"} for key in prices}}
    results = run(from_data(raw | {"what_ifs": dearer}), ["dearer"])
    before, after = rows_of(results), rows_of(results, "dearer")
    compared = [key for key in before if key.endswith((".accrued", ".unavoidable"))]
    assert compared
    for key in compared:
        for was, now in zip(before[key], after[key], strict=True):
            assert now >= was - PENNY, key
            # a cap and an uplift are shares of a price, so all goes up alike
            assert isclose(now, was * 1.1, rel_tol=1e-9, abs_tol=PENNY), key


def _more(rate: str) -> str:
    return f"{float(rate[:-1]) + 2:g}%"


FIGURES: dict[str, tuple[Raw, Callable[[str], str]]] = {
    "signed": ({"add": "1"}, lambda was: month_text(parse_month(was) + 1)),
    "term": ({"set": "24"}, lambda _: "24"),
    "renewal_uplift": ({"add": "2 points"}, _more),
    "true_down": ({"set": "35%"}, lambda _: "35%"),
    "cap": ({"set": "1%"}, lambda _: "1%"),
    "notice_months": ({"set": "5"}, lambda _: "5"),
}


@pytest.mark.parametrize("field", FIGURES)
def test_a_what_if_is_the_agreement_written_so(field: str) -> None:
    """[15, 18] Bit for bit, each line under its own agreement."""
    compared = 0
    for seed in SEEDS:
        raw = drawn(seed)
        asked: Raw = {}
        written: dict[str, Any] = dict(raw["agreements"])
        change, again = FIGURES[field]
        for line in raw["options"]["option"]["lines"].values():
            key = line["agreement"]
            contract = raw["agreements"][key]
            plain = "hold_months" not in contract and contract.get("renewal") != "lapse"
            signed = month_before(contract, "2027-02")
            if field in contract and plain and signed:
                asked[f"agreements.{key}.{field}"] = change
                written[key] = contract | {field: again(contract[field])}
        if not asked:
            continue
        results = run(from_data(raw | {"what_ifs": {"asked": asked}}), ["asked"])
        theirs = rows_of(run(from_data(raw | {"agreements": written})))
        ours = rows_of(results, "asked")
        assert ours.keys() == theirs.keys()
        for key, months in ours.items():
            assert str(months) == str(theirs[key]), key
        compared += len(asked)
    assert compared > 2


def month_before(contract: Raw, month: str) -> bool:
    """Whether an agreement that stands by itself was signed before a month."""
    return "based_on" not in contract and contract["signed"] < month


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_a_recalculated_workbook_agrees(seed: int, tmp_path: Path) -> None:
    """[16] Every row of every line, by another reader of the formulas."""
    model = assemble(from_data(scenario(seed, 8)), contract_years=True)
    book = write_book(model.program, run(model).values, tmp_path / "agreements.xlsx")
    found = differences(book, recalculate_with_formualizer(book.path))
    assert not found, "\n".join(map(str, found[:3]))


@each_scenario
def test_money_is_conserved(seed: int) -> None:
    """[2] Invoices, service and what is prepaid; and every figure is used."""
    raw = drawn(seed)
    found = checks(run(from_data(raw)))
    unread = ("holdings", "_parent")
    assert not [
        each for each in found if not each.holds and not any(one in each.detail for one in unread)
    ]


def test_a_file_holds_all_of_it_and_is_frozen(tmp_path: Path) -> None:
    raw = drawn(SEEDS[0])
    path = tmp_path / "agreements.yaml"
    path.write_text(dump_document(raw), "utf-8")
    ours, theirs = rows_of(run(from_data(raw))), rows_of(run(load(path)))
    assert {key: str(each) for key, each in ours.items()} == {
        key: str(each) for key, each in theirs.items()
    }
    freeze(path, tmp_path / "signed.json")
    assert verify(tmp_path / "signed.json") == []


def test_an_agreement_that_cannot_be_is_refused_and_not_reckoned() -> None:
    """A hold that outlasts the term would be broken by the renewal."""
    raw = drawn(SEEDS[0])
    key = raw["options"]["option"]["lines"]["line_0"]["agreement"]
    raw["agreements"][key] |= {"term": "12", "hold_months": "36"}
    with pytest.raises(InputError, match="set anew at each renewal"):
        run(from_data(raw))
