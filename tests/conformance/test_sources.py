"""Every figure of a line comes down to inputs, and every input says where it is from."""

from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel

from licmodel.analysis.warnings import figures_within
from licmodel.lines import Line
from licmodel.terms.figure import STRENGTH
from licmodel.terms.help import help_of
from tests.conformance.cases import LINES, law, lines_of, own_rows, results_of
from tests.strategies import batches, lines

_SAYS_NOTHING = "no source given"
_SOMETIMES = {"term", "life_years"}
"""Read only where the price changes, or where things are replaced."""
_SOMETIMES |= {"hosts", "processors", "cores", "minimum_cores", "core_factor", "machine_cores"}
"""In a counting rule, read only where the hardware decides how many are needed."""
_YES_OR_NO = {"in_base_budget", "already_taken"}
"""Inputs that are no figure where they are written."""


@law
def test_every_row_reaches_an_input(kind: type[Line], data: st.DataObject) -> None:
    results = results_of(data.draw(batches(lines(kind, income=True), LINES)))
    reach = results.model.reach
    without = [key for key in own_rows(results) if not reach.inputs(key)]
    assert not without


@law
def test_every_figure_written_reaches_the_cost(kind: type[Line], data: st.DataObject) -> None:
    """No figure is read and then left lying."""
    raw = data.draw(batches(lines(kind, income=True), LINES))
    results = results_of(raw)
    reach = results.model.reach
    for name in lines_of(raw):
        used = reach.inputs(f"option.{name}.billed") | reach.inputs(f"option.{name}.accrued")
        own = [
            declared
            for key, declared in results.model.program.inputs.items()
            if key.startswith(f"option.{name}.") and declared.origin.given
        ]
        lying = [declared.key for declared in own if declared.key not in used]
        assert all(map(_is_sometimes_read, lying)), raw


@law
def test_every_figure_written_is_an_input(kind: type[Line], data: st.DataObject) -> None:
    """A figure that is passed over would stay as it is for ever."""
    raw = data.draw(batches(lines(kind, income=True), LINES))
    results = results_of(raw)
    for name, line in lines_of(raw).items():
        term = results.scenario.options["option"].lines[name]
        written = [path for path, *_ in figures_within(term) if not _is_sometimes_read(path)]
        inputs = [
            key
            for key, declared in results.model.program.inputs.items()
            if key.startswith(f"option.{name}.")
            and not _is_sometimes_read(key)
            and key.rpartition(".")[2] not in _YES_OR_NO
            and declared.origin.given
        ]
        assert len(written) == len(inputs), f"{written} {inputs} {line}"


def _is_sometimes_read(key: str) -> bool:
    return not _SOMETIMES.isdisjoint(key.split("."))


@law
def test_every_input_says_where_it_is_from(kind: type[Line], data: st.DataObject) -> None:
    """[7] Its own source, or its line's, or that there is none."""
    raw = data.draw(batches(lines(kind, income=True), LINES))
    results = results_of(raw)
    for key, declared in results.model.program.inputs.items():
        origin = declared.origin
        assert origin.status in STRENGTH, key
        assert origin.source.strip(), key
        assert origin.status == "assumed" or origin.source != _SAYS_NOTHING, key
    for name, line in lines_of(raw).items():
        for field, value in line.items():
            figure = results.model.program.inputs.get(f"option.{name}.{field}")
            if figure is None or not figure.origin.given:
                continue
            said = nearest(value, line)
            expected = said_in(said) or _SAYS_NOTHING
            assert figure.origin.source == expected, f"{figure.key}: {line}"
            if "status" in said:
                assert figure.origin.status == said["status"]


def nearest(value: Any, line: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401  as written
    """What speaks for a figure: its own table, the one around it, or else its line."""
    if not isinstance(value, dict):
        return line
    inner = nearest(value.get("value"), line)
    return value if inner is line and said_in(value) else inner


def said_in(said: dict[str, Any]) -> str | None:
    """The source or reason given in a table."""
    given: str | None = said.get("source", said.get("assumed"))
    return given


def test_the_schema_has_every_field_with_its_help(kind: type[Line]) -> None:
    """For editors and forms."""
    schema = kind.model_json_schema()
    assert schema["title"]
    tables = [(kind, schema), *inner(kind, schema)]
    for model, table in tables:
        assert not table.get("additionalProperties", False)
        for name, field in model.model_fields.items():
            told = table["properties"][field.alias or name]
            if name != "kind":
                said = help_of(model).get(name)
                assert said, f"{model.__name__}.{name} has no docstring"
                assert told["description"] == said
                assert ">>>" not in said
    assert schema["properties"]["kind"]["const"] == kind.model_fields["kind"].default


def inner(kind: type[Line], schema: dict[str, Any]) -> list[tuple[type[BaseModel], dict[str, Any]]]:
    """Classes inside a line that are tables of keys, with their part of the schema."""
    found = []
    left: list[Any] = [field.annotation for field in kind.model_fields.values()]
    while left:
        annotation = left.pop()
        left += getattr(annotation, "__args__", ())
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            continue
        part = schema["$defs"][annotation.__name__]
        if "properties" in part:  # a figure may be bare too, and is described in another way
            found.append((annotation, part))
    return found
