"""The counting rules, for people who write one and for people who check one."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from difflib import get_close_matches
from typing import get_args

from licmodel import licensing
from licmodel.analysis.results import Results
from licmodel.catalogue.rules import UNVERIFIED, RuleConstant, RuleSet
from licmodel.errors import InputError
from licmodel.licensing.rule import Over, Rule
from licmodel.report.amounts import measured, plain, plural
from licmodel.report.examples import example_in, first_line, written
from licmodel.report.grid import WIDTH
from licmodel.terms.figure import Measure, Sourced, number_text
from licmodel.terms.help import help_of
from licmodel.terms.months import month_words, parse_month

_COLUMN = 36
_MONTH = len("2027-04")


def rules_text() -> str:
    """What ``licmodel rules`` prints: each rule, what it counts, and what for.

    Examples
    --------
    >>> print(rules_text().splitlines()[0])
    Counting rules, to be written as the quantity of a line: quantity: {rule: NAME, ...}
    """
    told = ["Counting rules, to be written as the quantity of a line: quantity: {rule: NAME, ...}"]
    for rule in licensing.RULES:
        said = f"{rule.counts_in}: {first_line(rule)}"
        told += _beside(licensing.rule_name(rule), said)
    return "\n".join([*told, "", "All of one, with an example to paste: licmodel rules NAME"])


def rule_text(name: str) -> str:
    """What ``licmodel rules NAME`` prints: words, fields, numbers, sources and an example.

    Raises
    ------
    InputError
        If no rule has the name.

    Examples
    --------
    >>> print(rule_text("seat_cap").splitlines()[0])
    seat_cap: Seats of a business plan up to its cap, or the seats beyond it. It counts users.
    """
    rule = _rule_called(name)
    parts = [
        *_filled(f"{name}: {first_line(rule)} It counts {plural(rule.counts_in)}."),
        "",
        *_filled(rule.explained()),
        "",
        "Fields",
        *_fields(rule),
    ]
    for entry in rule.sources():
        parts += ["", entry.title, *_entry(entry)]
    example = written({"kind": "perpetual", "quantity": example_in(rule), "price": "100"})
    parts += ["", "Example: a line to stand under lines:"]
    parts += _filled(f"licences: {example}", hanging="    ")
    return "\n".join(parts)


def rules_followed(results: Results) -> str:
    """The rules that lines of a scenario are counted by, each with its lines and its sources."""
    lines: dict[type[Rule], list[str]] = {}
    for key in dict.fromkeys(
        home for option in results.model.options.values() for home in option.lines.values()
    ):
        option, name = key.split(".")
        quantity = results.scenario.options[option].lines[name].quantity
        if isinstance(quantity, Rule):
            lines.setdefault(type(quantity), []).append(key)
    if not lines:
        return ""
    told = ["Counting rules followed"]
    for rule, keys in lines.items():
        told += _filled(f"{licensing.rule_name(rule)}: {', '.join(keys)}", "  ")
        told += _filled(rule.explained(), "      ")
    for entry in {each.key: each for rule in lines for each in rule.sources()}.values():
        told += _filled(f"{entry.title}: {_sourced(entry)}", "  ")
    return "\n".join(told)


def _rule_called(name: str) -> type[Rule]:
    known = {licensing.rule_name(rule): rule for rule in licensing.RULES}
    if name in known:
        return known[name]
    near = get_close_matches(name, known, 3)
    raise InputError(
        f"no counting rule is called {name}",
        expected=f"one of: {', '.join(near or known)}",
        remedies=["list them: licmodel rules"],
    )


def _fields(rule: type[Rule]) -> Iterator[str]:
    told = help_of(rule)
    for name, field in rule.model_fields.items():
        if name == "rule" or name in Sourced.model_fields:
            continue
        said = [_unit(rule.measure(name)), *_choices(field.annotation)]
        said += ["must be said"] if field.is_required() else []
        bracket = f" [{'; '.join(filter(None, said))}]" if any(said) else ""
        yield from _beside(field.alias or name, f"{told.get(name, '')}{bracket}")
    yield from _beside("source, assumed ...", "Where its figures are from, as on any line.")


def _unit(measure: Measure | None) -> str:
    if measure is None or measure.unit == "1":
        return ""
    if isinstance(measure, Over):
        return f"{' or '.join((measure.unit, *measure.also))}, over time"
    return measure.unit


def _choices(annotation: object) -> Iterator[str]:
    """What may be written where there is little to choose from."""
    if annotation is bool:
        yield "yes or no"
    parts = get_args(annotation)
    if choices := [each for each in parts if isinstance(each, str)]:
        yield " or ".join(choices)
    for each in parts:
        yield from _choices(each)


def _entry(entry: RuleSet) -> Iterator[str]:
    for name, number in entry.constants.items():
        if name.partition(".")[0] in entry.rows:
            continue
        other = number.source != entry.source
        said = f"; {number.source}, {_dated(number.dated)}" if other else ""
        yield from _filled(f"{number.label}: {_value(number)}{said}", "  ")
    if entry.rows:
        yield from _table(entry)
    yield from _filled(f"Source: {_sourced(entry)}", "  ")
    yield from _filled(entry.note, "  ")


def _table(entry: RuleSet) -> Iterator[str]:
    """The rows of a table: of yes and no, only what each row has."""
    cells = {
        row: {column: entry.constants[f"{row}.{column}"].value for column in known}
        for row, known in entry.rows.items()
    }
    columns = {column: None for row in cells.values() for column in row}
    yes_or_no = all(value in {0, 1} for row in cells.values() for value in row.values())
    for name, row in cells.items():
        said = [
            column if yes_or_no and len(columns) > 1 else f"{column} {plain(value)}"
            for column, value in row.items()
            if value
        ]
        said += [f"{column} {UNVERIFIED}" for column in columns if column not in row]
        yield from _beside(name, ", ".join(said).replace("_", " ") or "nothing of it")


def _value(number: RuleConstant) -> str:
    if number.shown == "month":
        return month_words(round(number.value))
    if number.unit == "1":
        return number_text(number.value)
    return measured(number.value, number.unit)


def _sourced(entry: RuleSet) -> str:
    return f"{entry.source}, {_dated(entry.dated)}, confidence {entry.confidence}."


def _dated(when: str) -> str:
    return month_words(parse_month(when[:_MONTH]))


def _beside(name: str, text: str) -> list[str]:
    """A name in a column, and a text beside it; below it, where the name is too long."""
    lines = textwrap.wrap(text, WIDTH - _COLUMN - 4) or [""]
    first = f"  {name:<{_COLUMN}}  {lines[0]}"
    return [first, *(" " * (_COLUMN + 4) + line for line in lines[1:])]


def _filled(text: str, indent: str = "", *, hanging: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
