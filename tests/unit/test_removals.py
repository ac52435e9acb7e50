"""What a file takes away of the one it extends: as if that one had never said it."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import licmodel
from licmodel.analysis.decisions.bridges import INTERACTION, bridge
from licmodel.analysis.freezing import freeze, verify
from licmodel.errors import InputError, InputErrors
from licmodel.scenario.merging import merge
from licmodel.scenario.overlay import Document, Keys, Place, dump_document
from licmodel.workbook.export import make_workbook
from licmodel.workbook.importing import read_workbook, save_overlay
from tests.estates import MAIL, write
from tests.unit.test_overlay import TABLES, document, inner_paths, merged
from tests.workbook.editing import cell_of, edited

UNDER_A_CONTRACT = (
    MAIL.replace(
        "source: offer of May, status: quote}",
        "agreement: corporate, source: offer of May, status: quote}",
    )
    + """
agreements:
  corporate:
    {programme: enterprise_agreement_subscription, signed: 2025-04, true_down: 10%, assumed: terms}
"""
)


def without(data: Any, path: Keys) -> Any:  # noqa: ANN401  tables, lists and text
    """The same with what stands at a path of tables left out."""
    key, *rest = path
    if not rest:
        return {name: each for name, each in data.items() if name != key}
    return {
        name: without(each, tuple(rest)) if name == key else each for name, each in data.items()
    }


def taking(path: Keys) -> dict[str, Any]:
    """A child that takes away what stands at a path."""
    said: Any = None
    for key in reversed(path):
        said = {key: said}
    return dict(said)


def child(folder: Path, said: str, text: str = MAIL) -> Path:
    """A file that extends another."""
    write(folder, text)
    return write(folder, f"extends: mail.yaml\n{said}", "mine.yaml")


def fault(folder: Path, said: str, text: str = MAIL) -> InputError:
    with pytest.raises(InputError) as caught:
        licmodel.run(licmodel.load(child(folder, said, text)), ["shrink"])
    error = caught.value
    return error.faults[0] if isinstance(error, InputErrors) else error


class TestTakingAway:
    @given(TABLES, st.data())
    def test_it_is_as_if_the_parent_had_never_said_it(
        self, parent: dict[str, Any], data: st.DataObject
    ) -> None:
        paths = [each for each in inner_paths(parent, ()) if _is_of_tables(parent, each)]
        if not paths:
            return
        path = data.draw(st.sampled_from(paths))
        laid = merge(document(parent, "base.yaml"), document(taking(path), "mine.yaml"))
        assert laid.data == without(parent, path)
        assert set(laid.places) == {(), *inner_paths(laid.data, ())}
        assert set(laid.removed) == {path}
        place = laid.removed[path]
        assert place is not None
        assert place.file == "mine.yaml"

    def test_the_rest_of_the_child_is_laid_over_what_is_left(self) -> None:
        parent = {"a": {"by_date": {"2027-04": "9"}, "unit": "user", "source": "list"}}
        assert merged(parent, {"a": {"by_date": None, "start": "10"}}) == {
            "a": {"unit": "user", "start": "10"}
        }
        assert merged(parent, {"a": {"source": None}}) == {
            "a": {"by_date": {"2027-04": "9"}, "unit": "user"}
        }

    def test_a_third_file_may_say_it_anew(self) -> None:
        base = document({"drivers": {"staff": {"start": "1", "growth": "2%"}}}, "base.yaml")
        mine = merge(base, document({"drivers": {"staff": None}}, "mine.yaml"))
        assert mine.data == {"drivers": {}}
        again = merge(mine, document({"drivers": {"staff": {"start": "3"}}}, "again.yaml"))
        assert again.data == {"drivers": {"staff": {"start": "3"}}}
        assert again.removed == {}
        assert merge(mine, document({"title": "A"}, "later.yaml")).removed == mine.removed

    def test_the_source_of_what_is_left_stays(self) -> None:
        parent = document({"drivers": {"a": {"start": "1", "growth": "2%", "source": "s"}}})
        laid = merge(parent, document({"drivers": {"a": {"growth": None}}}))
        assert laid.data == {"drivers": {"a": {"start": "1", "source": "s"}}}

    @pytest.mark.parametrize(
        "said",
        [
            {"b": None},
            {"a": {"c": {"d": None}}},
            {"a": {"value": None, "kind": None}},  # the first is there, the other is not
            {"new": {"x": None}},
            {"list": [{"x": None}]},
            {"a": {"kind": "other", "more": {"x": None}}},
            {"figure": {"by_date": {"2027-04": None}}},
        ],
    )
    def test_nothing_is_taken_away_that_is_not_there(self, said: dict[str, Any]) -> None:
        parent = {
            "a": {"value": "1"},
            "list": [{"x": "1"}],
            "figure": {"start": "1", "growth": "2%"},
        }
        with pytest.raises(InputError, match="there is nothing to take away"):
            merged(parent, said)

    def test_it_is_written_and_read_again(self, tmp_path: Path) -> None:
        said = {"extends": "mail.yaml", "drivers": {"staff": {"growth": None}}}
        text = dump_document(said)
        assert text == "extends: mail.yaml\ndrivers:\n  staff:\n    growth: ~\n"
        write(tmp_path)
        inputs = licmodel.run(
            licmodel.load(write(tmp_path, text, "mine.yaml"))
        ).model.program.inputs
        assert "drivers.staff.growth" not in inputs
        assert inputs["drivers.staff.start"].origin.source == "establishment list"
        with pytest.raises(TypeError):
            dump_document({"a": [None]})


def _is_of_tables(data: Any, path: Keys) -> bool:  # noqa: ANN401  tables, lists and text
    for key in path:
        if not isinstance(data, dict):
            return False
        data = data[key]
    return True


class TestReading:
    @pytest.mark.parametrize("word", ["~", "null", "Null", "NULL"])
    def test_every_way_to_write_no_value_takes_away(self, tmp_path: Path, word: str) -> None:
        mine = child(tmp_path, f"what_ifs: {{shrink: {word}}}\n")
        scenario = licmodel.load(mine)
        assert list(scenario.what_ifs) == ["dearer"]
        assert scenario.changes == (
            "what_ifs.shrink: removed (was {drivers.staff.growth: {add: -4 points}})",
        )

    def test_a_key_with_nothing_after_it_may_be_a_slip(self, tmp_path: Path) -> None:
        error = fault(tmp_path, "drivers:\n  staff:\n    growth:\n")
        assert error.where is not None
        assert error.where.endswith("mine.yaml:4")
        assert error.what == "drivers.staff.growth has no value"
        assert error.remedies == (
            "leave the key out instead",
            "or write ~ to take away what the file that this one extends says",
        )

    @pytest.mark.parametrize("said", ["extends: ~", "title: ~", "a: [~]"])
    def test_a_file_that_extends_none_takes_nothing_away(self, tmp_path: Path, said: str) -> None:
        with pytest.raises(InputError, match="has no value"):
            licmodel.load(write(tmp_path, f"{said}\n"))

    def test_an_item_of_a_list_is_not_taken_away(self, tmp_path: Path) -> None:
        error = fault(tmp_path, "options: {hurry: {without: [~]}}\n")
        assert error.what == "options.hurry.without.0 has no value"
        assert error.remedies == ("leave the item out instead",)


class TestFaults:
    def test_what_is_not_there_is_refused_with_what_is(self, tmp_path: Path) -> None:
        error = fault(tmp_path, "drivers:\n  staf: ~\n")
        assert error.where is not None
        assert error.where.endswith("mine.yaml:3")
        assert error.what == "drivers.staf: there is nothing to take away"
        assert error.expected == "staff, which the file it extends says"
        assert error.remedies == ("write staff",)

    def test_each_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(InputErrors) as caught:
            licmodel.load(child(tmp_path, "notes: ~\ndrivers: {pupils: ~}\n"))
        assert [each.what.partition(":")[0] for each in caught.value.faults] == [
            "notes",
            "drivers.pupils",
        ]

    def test_a_line_that_an_option_takes_over_is_left_out_by_without(self, tmp_path: Path) -> None:
        error = fault(tmp_path, "options: {hurry: {lines: {seats: ~}}}\n")
        assert error.remedies == (
            "write without: [seats] in hurry: it takes the line over from move",
        )

    def test_what_an_option_says_of_its_own_is_taken_back_to_its_parents(
        self, tmp_path: Path
    ) -> None:
        scenario = licmodel.load(child(tmp_path, "options: {hurry: {lines: {migration: ~}}}\n"))
        found = licmodel.compare(scenario).options
        assert found["hurry"].total == found["move"].total

    @pytest.mark.parametrize(
        ("said", "line", "what"),
        [
            ("drivers:\n  staff: ~\n", 3, "no driver is called staff"),
            ("agreements:\n  corporate: ~\n", 3, "no agreement is called corporate"),
            ("options:\n  move: ~\n", 3, "no option is called move"),
            ("options:\n  keep: ~\n", 3, "baseline: no option is called keep"),
            ("timeline:\n  start: ~\n", 3, "timeline.start: this key is missing"),
            (
                "options:\n  move:\n    lines:\n      migration: ~\n",
                5,
                "options.hurry.lines.migration.kind: this key is missing",
            ),
            (
                "drivers:\n  staff:\n    growth: ~\n",
                4,
                "what-if shrink changes drivers.staff.growth, which is no input",
            ),
        ],
    )
    def test_what_still_needs_it_says_where_it_was_taken_away(
        self, tmp_path: Path, said: str, line: int, what: str
    ) -> None:
        error = fault(tmp_path, said, UNDER_A_CONTRACT)
        assert what in error.what
        assert error.where is not None
        assert f"mine.yaml:{line} takes away, or change what needs it" in error.remedies[-1]

    def test_a_fault_of_something_else_is_told_as_ever(self, tmp_path: Path) -> None:
        error = fault(tmp_path, "what_ifs: {shrink: ~}\ndrivers: {staff: {start: many}}\n")
        assert not any("takes away" in each for each in error.remedies)


class TestEverybodyReadsIt:
    """A line taken away is gone for every reader, as from a file that never had it."""

    SAID = "options: {keep: {lines: {support: ~}}}\n"

    def test_to_the_penny_what_the_file_costs_without_the_line(self, tmp_path: Path) -> None:
        mine = licmodel.load(child(tmp_path, self.SAID))
        start, end = MAIL.index("      support:\n"), MAIL.index("  move:\n")
        other = licmodel.load(write(tmp_path, MAIL[:start] + MAIL[end:], "by_hand.yaml"))
        assert (
            licmodel.compare(mine).to_json()["options"]
            == (licmodel.compare(other).to_json()["options"])
        )

    def test_the_bridge_tells_it_by_its_cause(self, tmp_path: Path) -> None:
        mine = licmodel.load(child(tmp_path, self.SAID))
        found = bridge(licmodel.load(tmp_path / "mail.yaml"), "keep", "keep", other=mine)
        assert set(found.causes) - {INTERACTION} == {"mix"}
        assert found.after[found.in_all] == licmodel.compare(mine).options["keep"].total

    def test_a_record_of_it_is_read_again(self, tmp_path: Path) -> None:
        out = tmp_path / "signed.json"
        freeze(child(tmp_path, self.SAID), out)
        assert verify(out) == []

    def test_a_workbook_of_it_goes_out_and_comes_back(self, tmp_path: Path) -> None:
        mine = child(tmp_path, self.SAID)
        sent = make_workbook(licmodel.load(mine))
        assert not any("support" in key for key in sent.layout.input_lines)
        back = tmp_path / "back.xlsx"
        back.write_bytes(edited(sent.data, {cell_of(sent, "keep.servers.price"): 9_000.0}))
        save_overlay(read_workbook(back, mine), tmp_path / "after.yaml")
        after = licmodel.run(licmodel.load(tmp_path / "after.yaml")).model.program.inputs
        assert after["keep.servers.price"].value == 9_000
        assert "keep.support.amount" not in after


def test_a_place_that_is_not_known_is_no_trouble() -> None:
    bare = Document({"a": "1"}, {}, ())
    laid = merge(bare, Document({"a": None}, {}, ()))
    assert laid.removed == {("a",): None}
    with pytest.raises(InputError) as caught:
        merge(bare, Document({"b": None}, {("b",): Place("mine.yaml", 2)}, ()))
    assert caught.value.where == "mine.yaml:2"
