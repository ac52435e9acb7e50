"""Risk under a what-if: what is set is certain, and what is moved is drawn and then moved."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from licmodel.analysis.decisions.asked import ask, embodied
from licmodel.analysis.risk.drawn import draw
from licmodel.analysis.risk.risk import risk
from licmodel.assembly.assemble import assemble
from licmodel.cli import FINE, main
from licmodel.errors import InputError
from licmodel.report.risk import risk_text
from licmodel.scenario.loading import from_data
from licmodel.scenario.scenario import Scenario
from tests.risk.uncertain import paid, scenario

EVENT = {
    "kind": "event",
    "on": "2027-10",
    "cost": "1_000",
    "probability": {"value": "25%", "assumed": "for this test"},
}
SPREAD = {"uniform": ["90", "110"], "assumed": "two offers"}
DATED = {"by_date": {"2027-04": "10", "2027-10": "12"}, "per": "month"}
SEATS = {"kind": "subscription", "quantity": "5", "price": DATED, "assumed": "for this test"}


def asked(**changes: Any) -> Scenario:  # noqa: ANN401  changes of one what-if
    """A line and seats whose prices are uncertain, what may happen, and a what-if."""
    dates = {"starts": "2027-04", "ends": "2027-12"}
    found = scenario(
        {"stay": {"a": paid("100", **dates), "attack": EVENT, "seats": SEATS}},
        {
            "stay.a.amount": SPREAD,
            "stay.a.ends": {"uniform": ["2027-11", "2028-02"]},
            "stay.seats.price": {"uniform": ["1", "1.2"], "change": "times"},
        },
        correlations=[{"between": ["stay.a.amount", "stay.seats.price"], "rank": "0.5"}],
    )
    data = found.said(())
    assert isinstance(data, dict)
    changed = {key.replace("__", "."): each for key, each in changes.items()}
    return from_data({**data, "what_ifs": {"case": changed}})


KEYS = ["stay.a.billed.total", "stay.attack.billed.total", "stay.seats.billed.total"]


def drawn(what_if: str | None = "case", **changes: Any) -> tuple[dict[str, Any], list[str]]:  # noqa: ANN401  as above
    """What each line costs in all in each draw, and what was drawn."""
    found = draw(assemble(asked(**changes)), KEYS, seed=3, draws=320, what_if=what_if)
    return {key: found.figures[key][0] for key in KEYS}, list(found.uncertain)


AS_IT_STANDS, ALL = drawn(None)


def test_what_is_set_is_certain_and_all_else_is_drawn_as_ever() -> None:
    figures, names = drawn(stay__a__amount={"set": "120"}, stay__a__ends={"set": "2028-03"})
    assert names == [key for key in ALL if not key.startswith("stay.a.")]
    assert set(figures[KEYS[0]].tolist()) == {120.0}
    for key in KEYS[1:]:
        assert (figures[key] == AS_IT_STANDS[key]).all()


@pytest.mark.parametrize(
    ("change", "moved"),
    [({"times": "1.5"}, lambda x: 1.5 * x), ({"add": "-2 months"}, None)],
)
def test_what_is_moved_is_drawn_and_then_moved(change: dict[str, str], moved: Any) -> None:  # noqa: ANN401  a function
    if moved is None:  # from November to February less two months, of a year's twelve
        figures, names = drawn(stay__a__ends=change, stay__a__amount={"set": "120"})
        assert set(figures[KEYS[0]].round(6).tolist()) == {60.0, 70.0, 80.0, 90.0}
        assert "stay.a.ends" in names
        return
    figures, names = drawn(stay__a__amount=change)
    assert figures[KEYS[0]] == pytest.approx(moved(AS_IT_STANDS[KEYS[0]]))
    assert names == ALL


def test_a_factor_is_of_the_figures_as_they_are_moved() -> None:
    figures, names = drawn(stay__seats__price={"times": "2"})
    assert figures[KEYS[2]] == pytest.approx(2 * AS_IT_STANDS[KEYS[2]])
    assert names == ALL
    first = "stay.seats.price.2027-04"
    figures, names = drawn(**{first.replace(".", "__"): {"set": "10"}})  # type: ignore[arg-type]
    assert "stay.seats.price" in names
    assert set(figures[KEYS[2]].tolist()) == {600.0}  # held for its year; the later one is drawn


@pytest.mark.parametrize(("chance", "times"), [("0%", 0.0), ("50%", 0.5), ("100%", 1.0)])
def test_an_event_happens_as_often_as_is_asked(chance: str, times: float) -> None:
    figures, names = drawn(stay__attack__probability={"set": chance})
    assert np.mean(figures[KEYS[1]] > 0) == pytest.approx(times)
    assert ("stay.attack.probability" in names) == (0 < times < 1)
    assert set(figures[KEYS[1]].tolist()) <= {0.0, 1000.0}


@pytest.mark.parametrize(("chance", "times"), [("0%", 0), ("100%", 320)])
def test_an_event_that_is_settled_leaves_what_moved_with_it_its_draws(
    chance: str, times: int
) -> None:
    """The event is the first of the pair, whose own order stays: the other's follows it still."""
    rank = {"between": ["stay.attack.probability", "stay.a.amount"], "rank": "0.6"}
    data = scenario(
        {"stay": {"a": paid("100"), "attack": EVENT}},
        {"stay.a.amount": SPREAD},
        correlations=[rank],
    ).said(())
    assert isinstance(data, dict)
    settled = {"case": {"stay.attack.probability": {"set": chance}}}
    model = assemble(from_data({**data, "what_ifs": settled}))
    before, after = (
        draw(model, KEYS[:2], seed=3, draws=320, what_if=each) for each in (None, "case")
    )
    assert list(after.uncertain) == ["stay.a.amount"]
    assert after.pairs == {}
    assert np.array_equal(after.figures[KEYS[0]], before.figures[KEYS[0]])
    assert np.count_nonzero(after.figures[KEYS[1]]) == times


def test_what_cannot_be_is_refused() -> None:
    discounted = scenario(
        {"stay": {"seats": SEATS | {"discount": "10%"}}},
        {"stay.seats.discount": {"uniform": ["5%", "15%"]}},
    )
    moved = {"case": {"stay.seats.discount": {"add": "-8 points"}}}
    data = discounted.said(())
    assert isinstance(data, dict)
    with pytest.raises(InputError, match=r"discount: under the what-if case it could be drawn"):
        risk(from_data({**data, "what_ifs": moved}), what_if="case")
    with pytest.raises(InputError, match=r"stay\.a\.ends could come out below stay\.a\.starts"):
        drawn(stay__a__starts={"set": "2027-12"})
    with pytest.raises(InputError, match="no what-if is called other"):
        drawn("other")
    settled: dict[str, Any] = {
        "stay__a__amount": {"set": "95"},
        "stay__a__ends": {"set": "2028-01"},
        "stay__seats__price": {"set": "11"},
        "stay__attack__probability": {"set": "0%"},
    }
    with pytest.raises(InputError, match="what-if case settles all that is uncertain"):
        drawn(**settled)


def test_a_factor_beyond_what_a_figure_may_be_is_refused_without_a_what_if_too() -> None:
    """-50% a year times 3 is no rate: the file is told, and no what-if that nobody asked."""
    found = scenario(
        {"stay": {"a": paid("100") | {"index": "-50%"}}},
        {"stay.a.index": {"uniform": ["0.5", "3"], "change": "times"}},
    )
    with pytest.raises(InputError) as refused:
        risk(found)
    assert refused.value.what == "risk, stay.a.index: it could be drawn outside of what it may be"
    assert list(refused.value.remedies) == ["narrow what is drawn"]


def test_the_page_says_under_what(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = " ".join(risk_text(risk(asked(stay__a__amount={"times": "2"}), what_if="case")).split())
    assert "Under case: stay.a.amount times 2." in said
    assert "uniform, 90 to 110, then times 2; as it stands £200" in said
    file = tmp_path / "mail.yaml"
    file.write_text(
        "title: T\norganisation: {name: A council}\ntimeline: {start: 2027-04, years: 1}\n"
        "baseline: none\noptions: {stay: {lines: {a: {kind: recurring, amount: {value: 100, "
        "range: [90, 110]}, per: year, assumed: x}}}}\nrisk: {ranges: uniform}\n"
        "what_ifs: {dearer: {stay.a.amount: {times: 2}}}\n",
        "utf-8",
    )
    means = {}
    for name, words in {
        "dearer": ["--what-if", "dearer"],
        "asked": ["--times", "stay.a.amount=2"],
        "both": ["--what-if", "dearer", "--set", "finance.vat_recoverable=100%", "--name", "both"],
        None: [],
    }.items():
        assert main(["risk", str(file), "--json", *words]) == FINE
        found = json.loads(capsys.readouterr().out)
        assert found["what_if"] == name
        means[name] = found["options"]["stay"]["total"]["mean"]["value"]
    assert means.pop(None) == pytest.approx(100, rel=1e-4)
    assert [*means.values()] == pytest.approx([200] * 3, rel=1e-4)


def test_what_changes_structure_is_told_too() -> None:
    case = asked()
    longer = embodied(case, ask(case, {"timeline.years": {"set": "2"}}))
    found = risk(longer, what_if="asked")
    assert "Under asked: timeline.years set 2." in risk_text(found)
    assert len(found.options["stay"].by_year) == 2
