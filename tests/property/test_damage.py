"""A file damaged anywhere is read, or refused in words at a place in it; nothing crashes."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from licmodel.analysis.comparison import compare
from licmodel.errors import LicmodelError
from licmodel.scenario.files import dump_document
from licmodel.scenario.loading import load

Steps = tuple[str | int, ...]

RICH: dict[str, Any] = {
    "title": "Example",
    "as_of": "2026-10",
    "organisation": {"name": "An example", "kind": "council", "per_head": "staff"},
    "timeline": {"start": "2027-04", "years": "3", "year_end": "March"},
    "finance": {
        "discounting": {"rate": "3%", "real": "true"},
        "timing": "middle",
        "inflation": "2%",
        "vat_recoverable": "90%",
    },
    "baseline": "renew",
    "drivers": {
        "staff": {"unit": "user", "start": "100", "growth": "1%", "source": "payroll"},
        "field": {"unit": "user", "by_date": {"2027-04": "10", "2028-04": "12"}},
        "all": {"unit": "user", "drivers": ["staff", "field"]},
        "half": {"unit": "user", "driver": "staff", "share": "50%"},
    },
    "prices": {
        "suite": {
            "unit": "user",
            "per": "year",
            "by_date": {
                "2026-04": {"value": "120", "source": "list", "range": ["100", "130"]},
                "2028-04": "130",
            },
            "escalator": "3%",
        },
        "box": {"unit": "user", "per": "once", "value": "300"},
    },
    "indices": {"pay": {"by_year": {"2027/28": "3%", "2028/29": "2%"}}},
    "options": {
        "renew": {
            "title": "Renew",
            "lines": {
                "seats": {
                    "kind": "subscription",
                    "product": "suite",
                    "quantity": "staff",
                    "starts": "2026-04",
                    "ends": "2029-03",
                    "billing": "yearly in advance",
                    "treatment": "capital",
                    "reason": "policy",
                },
                "boxes": {"kind": "perpetual", "product": "box", "quantity": "all"},
                "metal": {
                    "kind": "hardware",
                    "quantity": "8",
                    "price": {"value": "900", "per": "once"},
                    "life_years": "4",
                    "power": "0.4",
                    "tariff": "0.25",
                },
                "crew": {"kind": "people", "quantity": "2.5", "salary": "38_000", "index": "pay"},
                "move": {"kind": "one_off", "amount": "5_000", "months": "3"},
                "cloud": {
                    "kind": "consumption",
                    "quantity": "4_000",
                    "tiers": [{"from": "0", "price": "0.12"}, {"from": "1_000", "price": "0.10"}],
                },
            },
        },
        "lean": {
            "based_on": "renew",
            "without": ["crew"],
            "lines": {"seats": {"quantity": "half"}},
        },
        "old": {"status": "rejected", "reason": "too dear"},
    },
    "what_ifs": {"shock": {"prices.suite": {"times": "1.2"}}},
}
"""A scenario with most of what there is."""

NONSENSE: tuple[Any, ...] = (
    *("", "0", "-1", "1e9", "NO", "on", "null", "~", "12:30", "2027-04", "2028/27", "31/02/2028"),
    *("staff", "renew", "x", "-100%", "350%", "9_999_999_999_999", "once", "nan", "£5", "a b"),
    *([], {}, ["x"], [{}], {"x": "y"}, {"value": "5"}, ["1", "2"], {"by_date": {"2027-04": "1"}}),
)


def steps_to(node: object, path: Steps = ()) -> Iterator[Steps]:
    """The way to everything in a table or list."""
    inside = node.items() if isinstance(node, dict) else enumerate(node)  # type: ignore[arg-type]
    for key, value in inside:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from steps_to(value, (*path, key))


EVERYTHING = tuple(steps_to(RICH))


def spoilt(path: Steps, nonsense: object) -> dict[str, Any]:
    """The scenario with nonsense in one place; `None` takes out what stands there."""
    data = copy.deepcopy(RICH)
    around: Any = data
    for step in path[:-1]:
        around = around[step]
    if nonsense is None:
        del around[path[-1]]
    else:
        around[path[-1]] = nonsense
    return data


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for damaged files."""
    return tmp_path_factory.mktemp("damage")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(path=st.sampled_from(EVERYTHING), nonsense=st.one_of(st.none(), st.sampled_from(NONSENSE)))
@example(path=("options", "lean", "based_on"), nonsense={})
@example(path=("options", "lean", "without", 0), nonsense=[])
@example(path=("drivers", "staff"), nonsense=[])
def test_a_damaged_file_is_read_or_refused(path: Steps, nonsense: object, folder: Path) -> None:
    file = folder / "damaged.yaml"
    file.write_text(dump_document(spoilt(path, nonsense)), "utf-8")
    try:
        comparison = compare(load(file), what_ifs=True, real=True)
    except LicmodelError as error:
        assert str(error).startswith(str(file)), "it has no place"  # noqa: PT017  or none is raised
    else:
        assert set(comparison.options) <= {"renew", "lean", "old"}


def test_the_whole_file_is_good(folder: Path) -> None:
    file = folder / "whole.yaml"
    file.write_text(dump_document(RICH), "utf-8")
    assert set(compare(load(file)).options) == {"renew", "lean"}
