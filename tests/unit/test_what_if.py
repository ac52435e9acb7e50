"""What-ifs: changed inputs in one batch are the same, bit for bit, as changed files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from licmodel.analysis.comparison import compare
from licmodel.analysis.results import Results, run
from licmodel.errors import InputError
from licmodel.scenario.loading import from_data, load
from licmodel.scenario.scenario import Scenario
from licmodel.terms.months import month_text

ROOT = Path(__file__).parents[2]
SHIPPED = [
    path
    for path in (
        *sorted((ROOT / "scenarios").glob("*.yaml")),
        *sorted((ROOT / "licmodel/scenario/templates").glob("*.yaml")),
    )
    if load(path).what_ifs
]
EXAMPLE = """\
title: Example
organisation: {{name: An example}}
timeline: {{start: 2027-04, years: 3}}
finance: {{inflation: 2%}}
baseline: keep
drivers:
  staff: {{unit: user, start: 101, growth: {growth}, assumed: example}}
options:
  keep:
    lines:
      seats:
        kind: subscription
        quantity: staff
        price: {price}
        per: month
        discount: {discount}
        billing: yearly in advance
        assumed: example
      support: {{kind: recurring, amount: {amount}, per: year, index: 3%, assumed: example}}
  move:
    based_on: keep
    without: [support]
    lines:
      seats: {{quantity: 40}}
      project:
        {{kind: one_off, amount: 5_000, starts: {starts}, months: {months}, assumed: example}}
      meanwhile: {{kind: recurring, amount: 70, per: month, ends: {ends}, assumed: example}}
"""
AS_IT_STANDS = {
    "growth": "-1%",
    "price": "9.50",
    "discount": "12%",
    "amount": "12_000",
    "starts": "2027-06",
    "months": "3",
    "ends": "2028-03",
}
CHANGES: dict[str, tuple[Mapping[str, Mapping[str, str]], Mapping[str, str]]] = {
    "set_price": ({"keep.seats.price": {"set": "11"}}, {"price": "11"}),
    "set_share": ({"keep.seats.discount": {"set": "0%"}}, {"discount": "0%"}),
    "add_number": ({"keep.seats.price": {"add": "-0.70"}}, {"price": "8.80"}),
    "add_points": ({"keep.seats.discount": {"add": "-2 points"}}, {"discount": "10%"}),
    "one_point": ({"drivers.staff.growth": {"add": "1 point"}}, {"growth": "0%"}),
    "percentage_points": (
        {"drivers.staff.growth": {"add": "-2.5 percentage points"}},
        {"growth": "-3.5%"},
    ),
    "times": ({"keep.support.amount": {"times": "1.25"}}, {"amount": "15_000"}),
    "set_date": ({"move.project.starts": {"set": "2027-09"}}, {"starts": "2027-09"}),
    "set_day": ({"move.project.starts": {"set": "1 September 2027"}}, {"starts": "2027-09"}),
    "later": ({"move.project.starts": {"add": "7 months"}}, {"starts": "2028-01"}),
    "earlier": ({"move.meanwhile.ends": {"add": "-1 month"}}, {"ends": "2028-02"}),
    "a_year_on": ({"move.meanwhile.ends": {"add": "1 year"}}, {"ends": "2029-03"}),
    "longer": ({"move.project.months": {"add": "2 months"}}, {"months": "5"}),
    "two_at_once": (
        {"keep.seats.price": {"times": "2"}, "move.project.months": {"set": "1"}},
        {"price": "19", "months": "1"},
    ),
    "of_the_child": ({"move.seats.price": {"set": "11"}}, {"price": "11"}),
}


def example(
    what_ifs: Mapping[str, Any] | None = None, changed: Mapping[str, str] | None = None
) -> Scenario:
    """Two options, the second based on the first, with some of their words otherwise."""
    import yaml  # noqa: PLC0415  only here

    text = EXAMPLE.format(**{**AS_IT_STANDS, **(changed or {})})
    data = yaml.load(text, yaml.BaseLoader)  # noqa: S506  texts alone
    return from_data({**data, "what_ifs": dict(what_ifs or {})})


def assert_same(batch: Results, what_if: str | None, alone: Results, alone_as: str | None) -> None:
    """Every row, in every period, bit for bit."""
    rows = list(alone.model.program.rows)
    assert list(batch.model.program.rows) == rows
    differing = [
        key
        for key in rows
        if repr(batch.by_period(key, what_if)) != repr(alone.by_period(key, alone_as))
    ]
    assert differing == []


@pytest.fixture(scope="module")
def batch() -> Results:
    """Return the example under all of its what-ifs in one run."""
    scenario = example({name: changes for name, (changes, _) in CHANGES.items()})
    return run(scenario, list(scenario.what_ifs))


@pytest.mark.parametrize("name", CHANGES)
def test_a_column_of_the_batch_is_the_run_of_a_changed_file(batch: Results, name: str) -> None:
    """[15] [18]"""
    assert_same(batch, name, run(example(changed=CHANGES[name][1])), None)
    rows = ("keep.billed", "move.billed")
    assert any(batch.by_period(key, name) != batch.by_period(key) for key in rows)


def test_the_scenario_as_it_stands_is_left_as_it_is(batch: Results) -> None:
    """[15]"""
    assert_same(batch, None, run(example()), None)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_ifs_of_shipped_files_are_the_same_one_by_one(path: Path) -> None:
    """[15]"""
    scenario = load(path)
    together = run(scenario, list(scenario.what_ifs))
    assert_same(together, None, run(scenario), None)
    for name in scenario.what_ifs:
        assert_same(together, name, run(scenario, [name]), name)


def test_a_change_of_a_parents_line_moves_the_line_a_child_took_over(batch: Results) -> None:
    """Its price is the parent's; its quantity is its own."""
    told = compare(batch)
    before = told.options["move"].lines["seats"].billed
    dearer = told.what_ifs["set_price"]["move"].lines["seats"].billed
    assert before[0] == pytest.approx(40 * 9.50 * 0.88 * 12)
    assert dearer[0] == pytest.approx(40 * 11 * 0.88 * 12)
    fewer = told.what_ifs["one_point"]
    assert fewer["move"].lines["seats"].billed == before
    assert fewer["keep"].lines["seats"].billed != told.options["keep"].lines["seats"].billed


def test_dates_move_what_they_date(batch: Results) -> None:
    told = compare(batch, by="month")

    def paid(what_if: str | None, line: str) -> list[str]:
        options = told.options if what_if is None else told.what_ifs[what_if]
        figures = options["move"].lines[line].billed
        return [month for month, paid in zip(told.periods, figures, strict=True) if paid]

    assert paid(None, "project") == ["2027-06", "2027-07", "2027-08"]
    assert paid("later", "project") == ["2028-01", "2028-02", "2028-03"]
    assert paid("longer", "project")[-1] == "2027-10"
    assert (paid(None, "meanwhile")[-1], paid("earlier", "meanwhile")[-1]) == ("2028-03", "2028-02")
    start = batch.figure("move.project.starts", "set_day")
    assert month_text(round(start)) == "2027-09"


def test_a_price_list_changes_as_a_whole() -> None:
    """Each of its dated prices, and not the dates."""
    prices = {
        "suite": {
            "unit": "user",
            "per": "month",
            "assumed": "example",
            "by_date": {"2027-04": "10", "2028-04": "12"},
        }
    }
    line = {"kind": "subscription", "product": "suite", "quantity": "7"}
    scenario = from_data(
        {
            "title": "Example",
            "organisation": {"name": "An example"},
            "baseline": "keep",
            "timeline": {"start": "2027-04", "years": "2"},
            "prices": prices,
            "options": {"keep": {"lines": {"seats": line}}},
            "what_ifs": {
                "all": {"prices.suite": {"times": "1.5"}},
                "one": {"prices.suite.2028-04": {"set": "20"}},
            },
        }
    )
    told = compare(scenario, what_ifs=True)
    assert told.options["keep"].billed == pytest.approx([840, 1008])
    assert told.what_ifs["all"]["keep"].billed == pytest.approx([1260, 1512])
    assert told.what_ifs["one"]["keep"].billed == pytest.approx([840, 1680])


@pytest.mark.parametrize(
    ("key", "change", "remedies"),
    [
        ("keep.seats.price", "+2%", ["{set: 2%}", "{add: 2 points}", "{times: 1.02}"]),
        ("keep.seats.price", "-2%", ["{set: -2%}", "{add: -2 points}", "{times: 0.98}"]),
        ("keep.seats.price", {"add": "5%"}, ["{add: 5 points}", "{times: ...}"]),
        ("keep.seats.price", {"set": "1", "times": "2"}, ["write just one"]),
        ("keep.seats.price", {}, ["write just one"]),
        ("keep.seats.price", {"multiply": "2"}, ["multiply"]),
    ],
)
def test_a_change_that_could_mean_several_things_is_refused(
    key: str, change: object, remedies: list[str]
) -> None:
    """[18]"""
    with pytest.raises(InputError) as told:
        example({"unclear": {key: change}})
    assert [remedy for remedy in remedies if remedy not in str(told.value)] == []


@pytest.mark.parametrize(
    ("key", "change", "why"),
    [
        ("keep.seats.price", {"add": "2 points"}, "added to what is no rate"),
        ("keep.support.amount", {"add": "3 months"}, "added to what is no month"),
        ("keep.support.amount", {"add": "1 year"}, "added to what is no month"),
        ("move.project.starts", {"times": "1.1"}, "a month cannot be multiplied"),
        ("move.project.starts", {"set": "soon"}, "soon"),
        ("keep.seats.price", {"set": "2027-04"}, "2027-04"),
    ],
)
def test_a_change_that_does_not_fit_its_figure_is_refused(
    key: str, change: dict[str, str], why: str
) -> None:
    """[18]"""
    with pytest.raises(InputError, match=why) as told:
        run(example({"unfit": {key: change}}), ["unfit"])
    assert f"what-if unfit, {key}: " in str(told.value)


def test_years_are_not_added_as_twelves_to_a_life_in_years() -> None:
    line = {"kind": "hardware", "quantity": "1", "price": "10", "life_years": "5"}
    data = {
        "title": "Example",
        "organisation": {"name": "An example"},
        "baseline": "keep",
        "timeline": {"start": "2027-04", "years": "10"},
        "options": {"keep": {"lines": {"host": line}}},
        "what_ifs": {
            "words": {"keep.host.life_years": {"add": "1 year"}},
            "number": {"keep.host.life_years": {"add": "1"}},
        },
    }
    scenario = from_data(data)
    with pytest.raises(InputError, match="write the number alone"):
        run(scenario, ["words"])
    assert run(scenario, ["number"]).figure("keep.host.life_years", "number") == 6


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("keep.seats.prise", "keep.seats.price"),
        ("keep.support.amounts", "keep.support.amount"),
        ("drivers.staf.growth", "drivers.staff.growth"),
    ],
)
def test_a_key_that_is_no_input_is_refused_with_its_neighbours(key: str, near: str) -> None:
    with pytest.raises(InputError, match="which is no input") as told:
        run(example({"typo": {key: {"set": "1"}}}), ["typo"])
    assert str(told.value).startswith(f"what-if typo changes {key}")
    assert near in (told.value.expected or "")


def test_its_place_in_the_file_is_told(tmp_path: Path) -> None:
    text = EXAMPLE.format(**AS_IT_STANDS) + "what_ifs:\n  typo: {keep.seats.prise: {set: 1}}\n"
    file = tmp_path / "mine.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(InputError) as told:
        compare(load(file), what_ifs=True)
    assert told.value.where == f"{file}:{len(text.splitlines())}"
