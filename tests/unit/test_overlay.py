"""One document laid over another, and what differs."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licmodel.assembly.assemble import assemble
from licmodel.scenario.loading import from_document
from licmodel.scenario.merging import merge
from licmodel.scenario.overlay import Difference, Document, Keys, Place, differences

TREES = st.recursive(
    st.sampled_from(["1", "2", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "value", "start", "price"]), inner, max_size=4)
    ),
    max_leaves=12,
)
TABLES = st.dictionaries(st.sampled_from(["a", "b", "lines", "drivers"]), TREES, max_size=4)


def document(data: dict[str, Any], file: str = "a.yaml") -> Document:
    """Build a document in which every path stands on a line of its own."""
    paths = [(), *inner_paths(data, ())]
    return Document(
        data, {path: Place(file, line) for line, path in enumerate(paths, 1)}, ((file, "…"),)
    )


def inner_paths(value: object, path: Keys) -> list[Keys]:
    items: list[tuple[str, object]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = [(str(index), each) for index, each in enumerate(value)]
    return [
        each for key, inner in items for each in [(*path, key), *inner_paths(inner, (*path, key))]
    ]


def merged(parent: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
    return merge(document(parent, "base.yaml"), document(child, "child.yaml")).data


class TestMerge:
    def test_tables_merge_key_by_key_in_the_parents_order(self) -> None:
        parent = {"title": "A", "timeline": {"start": "2027-04", "years": "5"}}
        child = {"new": "1", "timeline": {"years": "3", "year_end": "August"}}
        data = merged(parent, child)
        assert data == {
            "title": "A",
            "timeline": {"start": "2027-04", "years": "3", "year_end": "August"},
            "new": "1",
        }
        assert list(data) == ["title", "timeline", "new"]

    def test_neither_document_is_changed(self) -> None:
        parent, child = document({"a": {"b": "1"}}), document({"a": {"c": "2"}})
        merge(parent, child)
        assert parent == document({"a": {"b": "1"}})
        assert child == document({"a": {"c": "2"}})

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("1", "2"),
            (["a", "b"], ["c"]),
            ([{"a": "1"}], [{"b": "2"}]),
            ("office_staff", {"driver": "pupils", "share": "46%"}),
            ({"driver": "pupils"}, "3_260"),
            (["a"], {"b": "1"}),
            ({"b": "1"}, ["a"]),
        ],
    )
    def test_lists_and_text_replace_and_are_replaced(self, before: Any, after: Any) -> None:  # noqa: ANN401
        assert merged({"a": {"b": before}}, {"a": {"b": after}}) == {"a": {"b": after}}

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ({"start": "10", "growth": "1%"}, {"by_date": {"2027-04": "9"}}),
            ({"by_date": {"2027-04": "9"}}, {"start": "10", "growth": "1%"}),
            ({"start": "10", "source": "old"}, {"by_date": {"2027-04": "9"}, "source": "new"}),
            ({"driver": "staff", "share": "46%"}, {"value": "12"}),
            ({"driver": "staff"}, {"drivers": ["staff", "pupils"]}),
            ({"value": "12", "source": "quote"}, {"product": "e3"}),
        ],
    )
    def test_another_form_replaces_the_whole_figure(
        self, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        assert merged({"drivers": {"a": before}}, {"drivers": {"a": after}}) == {
            "drivers": {"a": after}
        }
        assert merged({"a": before}, {"a": after}) == {"a": after}

    @pytest.mark.parametrize(
        ("before", "after", "both"),
        [
            (
                {"start": "10", "growth": "1%"},
                {"growth": "2%"},
                {"start": "10", "growth": "2%"},
            ),
            (
                {"by_date": {"2027-04": "9", "2028-04": "8"}},
                {"by_date": {"2028-04": "7"}},
                {"by_date": {"2027-04": "9", "2028-04": "7"}},
            ),
            (
                {"value": "12", "source": "quote"},
                {"value": "13"},
                {"value": "13"},
            ),
            ({"seats": "10", "price": "5"}, {"seats": "9"}, {"seats": "9", "price": "5"}),
        ],
    )
    def test_the_same_form_merges(
        self, before: dict[str, Any], after: dict[str, Any], both: dict[str, Any]
    ) -> None:
        assert merged({"a": {"b": before}}, {"a": {"b": after}}) == {"a": {"b": both}}

    def test_in_a_line_a_price_takes_the_place_of_the_product_only(self) -> None:
        line = {"kind": "subscription", "product": "e3", "quantity": "staff", "discount": "5%"}
        parent = {"options": {"renew": {"lines": {"e3": line}}}}
        for own in ({"price": "310"}, {"kind": "subscription", "price": "310"}):
            child = {"options": {"renew": {"lines": {"e3": own}}}}
            assert merged(parent, child)["options"]["renew"]["lines"]["e3"] == {
                "kind": "subscription",
                "quantity": "staff",
                "discount": "5%",
                "price": "310",
            }

    def test_names_that_people_chose_are_no_forms(self) -> None:
        parent = {"drivers": {"start": {"value": "1"}}, "options": {"a": {"lines": {"price": {}}}}}
        child = {"drivers": {"value": {"value": "2"}}, "options": {"a": {"lines": {"product": {}}}}}
        data = merged(parent, child)
        assert list(data["drivers"]) == ["start", "value"]
        assert list(data["options"]["a"]["lines"]) == ["price", "product"]
        assert merged({"drivers": {}, "title": "A"}, {"start": "1"})["title"] == "A"

    def test_places_follow_what_won(self) -> None:
        parent = document(
            {"a": {"b": {"start": "10", "growth": "1%"}, "c": ["1", "2"]}, "d": "1"}, "base.yaml"
        )
        child = document({"a": {"b": {"by_date": {"2027-04": "9"}}, "c": ["3"]}}, "child.yaml")
        both = merge(parent, child)
        assert {path: place.file for path, place in both.places.items()} == {
            (): "child.yaml",
            ("a",): "child.yaml",
            ("a", "b"): "child.yaml",
            ("a", "b", "by_date"): "child.yaml",
            ("a", "b", "by_date", "2027-04"): "child.yaml",
            ("a", "c"): "child.yaml",
            ("a", "c", "0"): "child.yaml",
            ("d",): "base.yaml",
        }
        assert both.sources == (("base.yaml", "…"), ("child.yaml", "…"))

    @given(TABLES, TABLES)
    def test_whatever_is_merged_every_path_has_a_place_and_every_place_a_path(
        self, parent: dict[str, Any], child: dict[str, Any]
    ) -> None:
        both = merge(document(parent, "base.yaml"), document(child, "child.yaml"))
        assert set(both.places) == {(), *inner_paths(both.data, ())}
        for path in inner_paths(child, ()):
            assert both.places[path].file == "child.yaml"

    @given(TABLES)
    def test_laying_a_document_over_itself_or_nothing_changes_nothing(
        self, data: dict[str, Any]
    ) -> None:
        assert merged(data, data) == data
        assert merged({}, data) == data
        assert merged(data, {}) == data


class TestDifferences:
    def test_only_what_differs_in_file_order(self) -> None:
        parent = {
            "title": "A",
            "options": {"renew": {"lines": {"e3": {"price": "296.40", "kind": "subscription"}}}},
            "old": "1",
            "drivers": {"staff": {"start": "1"}},
        }
        child = {
            "new": {"a": "1", "b": ["x", "y"]},
            "drivers": {"staff": {"start": "1", "growth": "2%"}},
            "options": {"renew": {"lines": {"e3": {"price": "310.00", "kind": "subscription"}}}},
            "title": "A",
        }
        assert [str(each) for each in differences(parent, child)] == [
            "options.renew.lines.e3.price: 296.40 -> 310.00",
            "old: removed (was 1)",
            "drivers.staff.growth: added 2%",
            "new: added {a: 1, b: [x, y]}",
        ]

    def test_each_has_its_path_and_both_values(self) -> None:
        assert differences({"a": {"b": "1"}}, {"a": {"b": ["2"]}, "c": "3"}) == [
            Difference(("a", "b"), "1", ["2"]),
            Difference(("c",), None, "3"),
        ]

    @pytest.mark.parametrize(
        ("before", "after", "told"),
        [
            (["a", "b"], ["a"], "x: [a, b] -> [a]"),
            ([{"from": "e3"}], [{"from": "f3"}], "x: [{from: e3}] -> [{from: f3}]"),
            ("12", {"start": "12"}, "x: 12 -> {start: 12}"),
            ("", "a\nb", r"x: '' -> 'a\nb'"),
            ({"a": "1"}, {}, "x.a: removed (was 1)"),
        ],
    )
    def test_they_read_well(self, before: object, after: object, told: str) -> None:
        assert [str(each) for each in differences({"x": before}, {"x": after})] == [told]

    def test_the_order_of_keys_is_no_difference(self) -> None:
        assert differences({"a": "1", "b": "2"}, {"b": "2", "a": "1"}) == []

    @given(TABLES, TABLES)
    def test_a_difference_is_told_where_and_only_where_there_is_one(
        self, parent: dict[str, Any], child: dict[str, Any]
    ) -> None:
        assert (differences(parent, child) == []) == (parent == child)
        assert all(each.before != each.after for each in differences(parent, child))


LINE = {
    "kind": "subscription",
    "per": "month",
    "source": "contract 7",
    "status": "contract",
    "owner": "Ann",
    "quantity": "10",
    "price": {"by_date": {"2027-04": "9", "2028-04": "10"}, "escalator": "2%"},
}
BASE = {
    "title": "Example",
    "organisation": {"name": "An example"},
    "timeline": {"start": "2027-04", "years": "3"},
    "baseline": "none",
    "options": {"only": {"lines": {"seats": LINE}}},
}


def sources(*lines: dict[str, Any]) -> dict[str, str]:
    """Status and source of each figure of the line under these, each laid over the last."""
    laid = document(BASE, "base.yaml")
    for number, line in enumerate(lines):
        own = {"options": {"only": {"lines": {"seats": line}}}}
        laid = merge(laid, document(own, f"{number}.yaml"))
    inputs = assemble(from_document(laid)).program.inputs
    return {
        key.removeprefix("only.seats."): f"{each.origin.status}: {each.origin.source}"
        + (f", {each.origin.owner}" if each.origin.owner else "")
        for key, each in inputs.items()
        if key.startswith("only.seats.") and each.origin.given
    }


OLD, NONE = "contract: contract 7, Ann", "assumed: no source given"


class TestSources:
    """[7] A source stays with the figures that are left as they were."""

    def test_a_new_figure_has_no_older_ones_source(self) -> None:
        assert sources() == dict.fromkeys(("quantity", "price.2027-04", "price.2028-04"), OLD) | {
            "price.escalator": "projected: contract 7, Ann"
        }
        assert sources({"quantity": "12"}) == sources() | {"quantity": NONE}
        assert sources({"price": {"by_date": {"2028-04": "11"}}}) == sources() | {
            "price.2028-04": NONE
        }
        assert sources({"price": {"escalator": "3%"}}) == sources() | {"price.escalator": NONE}

    def test_a_new_source_is_of_the_new_figure_alone(self) -> None:
        own = {"quantity": "12", "assumed": "a guess"}
        assert sources(own) == sources() | {"quantity": "assumed: a guess"}
        again = {"price": {"escalator": "3%", "source": "letter"}}
        assert sources(own, again) == sources(own) | {"price.escalator": "projected: letter"}
        assert sources(again, own) == sources(own, again)

    def test_a_source_alone_is_of_all_the_figures(self) -> None:
        said = sources({"quantity": "12"}, {"source": "contract 8"})
        assert set(said.values()) == {"published: contract 8", "projected: contract 8"}
        assert sources({"owner": "Jo"})["quantity"] == "contract: contract 7, Jo"

    def test_words_leave_it(self) -> None:
        assert sources({"title": "Mail", "per": "month"}) == sources()

    def test_it_is_no_change_that_the_source_is_not_of_the_new_figure(self) -> None:
        own = {"options": {"only": {"lines": {"seats": {"quantity": "12"}}}}}
        laid = merge(document(BASE, "base.yaml"), document(own, "own.yaml"))
        assert from_document(laid).changes == ("options.only.lines.seats.quantity: 10 -> 12",)

    def test_the_status_of_an_option_is_no_source(self) -> None:
        parent = {"options": {"a": {"status": "rejected", "reason": "dear", "lines": {}}}}
        child = {"options": {"a": {"reason": "too dear"}}}
        assert merged(parent, child)["options"]["a"]["status"] == "rejected"
