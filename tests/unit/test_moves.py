"""People who go from one line to another, with both for a while."""

from pathlib import Path

import pytest

from licmodel.analysis.results import Results, run
from licmodel.analysis.warnings import warnings_of
from licmodel.errors import InputError
from licmodel.scenario.loading import load

MOVE = "{from: e3, to: f3, people: 60, over: 2027-07..2027-12, overlap_months: 1}"
ESTATE = f"""\
title: Moves
organisation: {{name: An invented council}}
timeline: {{start: 2027-04, years: 2}}
baseline: renew
agreements:
  corporate:
    programme: enterprise_agreement_subscription
    signed: 2025-10
    may_fall: renewal
    holdings: {{e3: {{seats: 100, price: 20, per: month}}}}
options:
  renew:
    lines:
      e3: {{kind: subscription, quantity: 100, price: 20, per: month, agreement: corporate}}
      f3: {{kind: subscription, quantity: 0, price: 5, per: month, agreement: corporate}}
  front:
    based_on: renew
    moves:
      field: {MOVE}
  dearer: {{based_on: front, lines: {{f3: {{price: 6}}}}}}
  same: {{based_on: front}}
  left_out: {{based_on: front, without: [f3]}}
what_ifs:
  later:
    front.moves.field.starts: {{add: 2 months}}
    front.moves.field.ends: {{add: 2 months}}
"""


def results(folder: Path, text: str = ESTATE) -> Results:
    path = folder / "moves.yaml"
    path.write_text(text, "utf-8")
    return run(load(path), ["later"])


def test_they_go_in_equal_parts_and_have_both_for_the_overlap(tmp_path: Path) -> None:
    told = results(tmp_path)
    arrive = [0, 0, 0, 10, 20, 30, 40, 50, *[60] * 16]
    leave = [100, 100, 100, 100, 90, 80, 70, 60, 50, *[40] * 15]
    assert told.by_period("front.f3.needed") == arrive
    assert told.by_period("front.e3.needed") == leave
    assert told.by_period("renew.e3.needed") == [100] * 24


def test_a_seat_left_is_paid_until_it_may_be_handed_back(tmp_path: Path) -> None:
    """[4] Renewed in October 2028."""
    told = results(tmp_path)
    assert told.by_period("front.e3.committed") == [100] * 18 + [40] * 6
    assert sum(told.by_period("front.not_needed")) == (0 + 10 + 20 + 30 + 40 + 50 + 60 * 9) * 20


def test_a_move_may_be_later(tmp_path: Path) -> None:
    told = results(tmp_path)
    assert told.by_period("front.f3.needed", "later")[:12] == [*[0] * 5, 10, 20, 30, 40, 50, 60, 60]


def test_options_share_the_move_or_have_it_on_lines_of_their_own(tmp_path: Path) -> None:
    """[2]"""
    told = results(tmp_path)
    lines = {key: option.lines for key, option in told.model.options.items()}
    assert lines["same"] == lines["front"] == {"e3": "front.e3", "f3": "front.f3"}
    assert lines["dearer"] == {"e3": "dearer.e3", "f3": "dearer.f3"}
    assert told.by_period("dearer.f3.needed") == told.by_period("front.f3.needed")
    assert told.by_period("left_out.e3.needed") == [100] * 24


def test_more_may_not_leave_than_there_are(tmp_path: Path) -> None:
    told = results(tmp_path, ESTATE.replace("people: 60", "people: 160"))
    assert min(told.by_period("front.e3.needed")) == 0
    assert "more people leave these lines than they have: front.e3, dearer.e3" in warnings_of(told)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("from: e3", "from: e4", "front has no line called e4"),
        ("to: f3, people", "to: e3, people", "a move goes from one line to another"),
        ("2027-07..2027-12", "2027-12..2027-07", "write the earlier month first"),
        ("2027-07..2027-12", "2027-07", "over is two months with dots between"),
        ("price: 5, per: month,", "price: 5, per: month, unit: device,", "moves.yaml:1"),
        ("people: 60", "people: -60", "must be at least 0"),
    ],
)
def test_bad_moves_are_refused_at_their_place(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        results(tmp_path, ESTATE.replace(old, new))
    assert said in str(caught.value)
    assert "moves.yaml:" in str(caught.value)


@pytest.mark.parametrize(("end", "other"), [("e3", "f3"), ("f3", "e3")])
def test_people_are_not_moved_where_a_rule_counts(tmp_path: Path, end: str, other: str) -> None:
    """What a rule demands is seldom one for each who goes; told with the move and the rule."""
    rule = "{rule: from_assurance, seats: 100, held: 100}"
    text = ESTATE.replace(
        f"{end}: {{kind: subscription, quantity: {100 if end == 'e3' else 0}",
        f"{end}: {{kind: subscription, quantity: {rule}",
    )
    assert text != ESTATE
    with pytest.raises(InputError) as caught:
        results(tmp_path, text)
    said = str(caught.value)
    assert "moves.yaml:19" in said
    assert "front.moves.field: people cannot be moved where a rule counts" in said
    assert f"front.{end} is the rule from_assurance" in said
    assert f"front.{other} is" not in said
    assert "by_date: inside the rule for those it counts" in said


def test_what_the_refusal_advises_works(tmp_path: Path) -> None:
    fewer = "{rule: from_assurance, seats: {by_date: {2027-04: 100, 2027-08: 40}}, held: 100}"
    text = ESTATE.replace(
        f"    moves:\n      field: {MOVE}\n",
        f"    lines:\n      e3: {{quantity: {fewer}}}\n      f3: {{quantity: 60}}\n",
    )
    text = text[: text.index("what_ifs:")]
    path = tmp_path / "advised.yaml"
    path.write_text(text, "utf-8")
    told = run(load(path))
    assert told.by_period("front.e3.needed") == [100] * 4 + [40] * 20
