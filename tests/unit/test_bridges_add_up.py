"""A thousand bridges between generated ways: causes add up to the difference, to a millionth."""

from itertools import permutations
from random import Random
from typing import Any

import pytest

from licmodel.analysis.decisions.bridges import Bridge, bridge_between
from licmodel.analysis.decisions.hybrids import Way
from licmodel.assembly.assemble import Model, assemble
from licmodel.scenario.loading import from_data

CHUNKS, SEEDS, PAIRS, OTHERS, LINES_OF_EACH = 5, 20, 10, 3, 3
DATES = ("2027-07", "2028-04", "2028-10")
LINES: dict[str, dict[str, list[Any]]] = {
    "seats": {
        "kind": ["subscription"],
        "quantity": ["staff", "40", {"driver": "staff", "share": "60%"}],
        "price": ["9.50", "11", {"by_date": {"2027-04": "8", "2028-10": "9.99"}}],
        "per": ["month"],
        "discount": [None, "5%", "12.5%"],
        "starts": [None, *DATES],
    },
    "support": {
        "kind": ["recurring"],
        "amount": ["1_200", "1_333.33", "0.07"],
        "per": ["year"],
        "index": [None, "cpi", "4%"],
        "ends": [None, *DATES],
    },
    "move": {
        "kind": ["one_off"],
        "amount": ["25_000", "31_415.93"],
        "starts": [None, *DATES],
    },
    "outage": {
        "kind": ["event"],
        "on": ["2028-05", "2029-01"],
        "cost": ["90_000", "120_001.01"],
        "probability": [{"value": each, "assumed": "drawn"} for each in ("10%", "33.3%", "100%")],
    },
    "licences": {
        "kind": ["perpetual"],
        "quantity": ["staff", "55"],
        "price": ["210", "250.25"],
        "maintenance": [None, "20%"],
    },
    "aid": {
        "kind": ["grant"],
        "of": ["move"],
        "share": ["50%", "75%", {"by_date": {"2027-04": "80%", "2028-10": "10%"}}],
        "cap": [None, "9_000", "20_000"],
    },
}
WHAT_IFS: dict[str, list[dict[str, str]]] = {
    "drivers.staff.start": [{"times": "0.9"}, {"set": "77"}],
    "drivers.staff.growth": [{"add": "-2 points"}, {"set": "3%"}],
    "finance.vat_recoverable": [{"set": "0%"}],
}


def drawn(seed: int) -> dict[str, Any]:
    """Return a scenario of options that have some of the lines, with fields drawn at random."""
    random = Random(seed)  # noqa: S311  no secret
    options = {}
    for number in range(2):
        names = random.sample(list(LINES), LINES_OF_EACH)
        if "aid" in names and "move" not in names:
            names.insert(0, "move")
        lines = {
            name: {
                field: value
                for field, values in LINES[name].items()
                if (value := random.choice(values)) is not None
            }
            | {"assumed": "drawn"}
            for name in names
        }
        options[f"way_{number}"] = {"lines": lines}
    changes = {
        f"case_{number}": {
            key: random.choice(ways) for key, ways in WHAT_IFS.items() if random.random() < 0.6
        }
        or {"drivers.staff.start": {"set": "1"}}
        for number in range(2)
    }
    growth = random.choice(["0%", "-3%", "2.5%"])
    return {
        "title": "Drawn",
        "organisation": {"name": "A council that is made up"},
        "timeline": {"start": "2027-04", "years": "2"},
        "finance": {"vat_recoverable": "80%"},
        "baseline": "none",
        "drivers": {
            "staff": {"unit": "user", "start": "100", "growth": growth, "assumed": "drawn"},
        },
        "indices": {"cpi": {"by_year": {"2027": "2%", "2028": "4%"}, "assumed": "drawn"}},
        "options": options,
        "what_ifs": changes,
    }


def gap(found: Bridge) -> float:
    """By how much the causes miss the difference, in the period in which it is most."""
    rows = [*found.causes.values(), found.interaction]
    sums = [sum(each) for each in zip(*rows, strict=True)]
    differences = zip(found.after, found.before, sums, strict=True)
    return max(abs(float(after - before - each)) for after, before, each in differences)


def pairs_of(model: Model, random: Random) -> list[tuple[Way, Way]]:
    """Two options under any what-ifs, a few times; else one option under two of them."""
    cases = [None, *model.scenario.what_ifs]
    others = [
        (Way(model, first, random.choice(cases)), Way(model, second, random.choice(cases)))
        for first, second in [random.sample(list(model.options), 2) for _ in range(OTHERS)]
    ]
    same = [
        (Way(model, option, first), Way(model, option, second))
        for option in model.options
        for first, second in permutations(cases, 2)
    ]
    return [*others, *random.sample(same, PAIRS - OTHERS)]


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_thousand_pairs_add_up(chunk: int) -> None:
    done, causes = 0, set[str]()
    for seed in range(chunk * SEEDS, (chunk + 1) * SEEDS):
        model = assemble(from_data(drawn(seed)))
        for first, second in pairs_of(model, Random(seed)):  # noqa: S311  no secret
            found = bridge_between(first, second)
            assert gap(found) < 1e-6, (seed, first, second)
            causes |= {
                name for name, each in found.causes.items() if abs(each[found.in_all]) > 1e-6
            }
            done += 1
    assert done * CHUNKS == 1000
    assert {"price", "volume", "mix", "timing", "one-offs", "funding"} <= causes
