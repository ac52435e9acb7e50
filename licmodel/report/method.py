"""How figures are worked out, as the rows themselves say: ``python -m licmodel.report.method``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from licmodel.analysis.tracing import rule_words
from licmodel.assembly.assemble import assemble
from licmodel.language.expression import Expr
from licmodel.language.program import Program, Row
from licmodel.language.units import unit_text
from licmodel.lines import KINDS, kind_name
from licmodel.lines.line import Line
from licmodel.report.examples import example_in, first_line, written
from licmodel.scenario.loading import from_data
from licmodel.terms.figure import Figure
from licmodel.terms.help import help_of

PAGE = Path("docs/method.md")

MORE: Mapping[str, Mapping[str, Any]] = {
    "subscription": {
        "price": {"by_date": {"2020-04": "12.50", "2028-07": "13.25"}, "escalator": "3%"},
        "per": "month",
        "term": "36",
        "billing": "yearly",
        "starts": "2025-07",
    },
    "perpetual": {"refresh_years": "5", "discount": "10%", "starts": "2025-04"},
    "hardware": {
        "residual": "5%",
        "support": "8%",
        "power": "0.4",
        "tariff": "0.25",
        "starts": "2025-04",
    },
    "people": {"on_costs": "30%", "index": "3%", "uplift": "anniversary"},
    "one_off": {"starts": "2027-07", "months": "3"},
    "recurring": {"term": "36", "renewal_uplift": "5%", "billing": "quarterly in arrears"},
    "event": {
        "months": "24",
        "probability": {"value": "3%", "assumed": "the board's own"},
        "yearly": "true",
    },
    "displaced": {"index": "3%"},
    "consumption": {"free": "50", "package": "100", "minimum": "10"},
    "grant": {
        "of": ["migration", "devices"],
        "match": "40%",
        "cap_a_year": "40_000",
        "paid_before": "5_000",
        "ends": "2030-03",
    },
    "optimism_bias": {"of": ["migration", "devices"]},
}
"""What the example of a kind says beside its docstring's, so that most of its rows are seen."""

_ALONG = {
    "month": "month",
    "year": "financial year",
    "contract_year": "contract year",
    "whole": "one figure",
}
_SUMS = re.compile(r"\.(billed|accrued)\.(total|by_year)$")


def method_text() -> str:
    """The page, in Markdown.

    Examples
    --------
    >>> method_text().splitlines()[0]
    '# How figures are worked out'
    """
    return "\n".join([*_introduction(), *_kinds(), *_every_line(), *_option()]) + "\n"


def example_of(kind: type[Line]) -> dict[str, Any]:
    """The example in the docstring of a kind, which is tested, with what `MORE` adds to it.

    Examples
    --------
    >>> from licmodel.lines.people import People
    >>> example_of(People)["salary"]
    '38_000'
    """
    return {**example_in(kind), **MORE.get(kind_name(kind), {})}


def _program(line: Mapping[str, Any]) -> Program:
    """Every row of a scenario with one line, and those that it reads."""
    read = {name: _READ[name] for name in line.get("of", ())}
    scenario = from_data(
        {
            "title": "Example",
            "organisation": {"name": "An example", "per_head": "staff"},
            "timeline": {"start": "2027-04", "years": "5"},
            "finance": {"inflation": "2%"},
            "baseline": "before",
            "drivers": {"staff": {"unit": "user", "start": "200", "growth": "-1%"}},
            "options": {
                "before": {"title": "the baseline", "lines": {"cost": {**_COST}}},
                "option": {"title": "the option", "lines": {**read, "line": dict(line)}},
            },
        }
    )
    return assemble(scenario, with_irr=True).program


_COST = {"kind": "recurring", "amount": "1_000", "per": "year"}
_READ = {
    "migration": {"kind": "one_off", "amount": "90_000", "starts": "2027-06"},
    "devices": {"kind": "hardware", "quantity": "100", "price": "430", "life_years": "4"},
}


# --- the parts of the page ---


def _introduction() -> Iterator[str]:
    yield "# How figures are worked out"
    yield ""
    yield (
        "Written by `make docs` from the rows that the program itself computes; do not edit it.\n"
        "Each row is one rule, the same in every month or year. *Before* is what stands before\n"
        "the first period. What the rules follow are the [conventions](conventions.md). To see a\n"
        "figure of your own, with its values and sources: `licmodel explain FILE KEY`."
    )
    yield ""
    yield "## Kinds of line"


def _kinds() -> Iterator[str]:
    for kind in KINDS:
        name = kind_name(kind)
        line = example_of(kind)
        program = _program(line)
        yield f"\n### {name}\n"
        yield f"{first_line(kind)} Treatment: {kind.treatment_rule}.\n"
        fields = {
            key: field
            for key, field in kind.model_fields.items()
            if key not in Line.model_fields or help_of(kind).get(key) != help_of(Line).get(key)
        }
        yield from _fields(kind, fields)
        yield f"\nRows of `{written(line)}`:\n"
        yield from _rows(program, "option.line.", leave_out=_SUMS)


def _every_line() -> Iterator[str]:
    yield "\n## Every line\n"
    fields = {key: field for key, field in Line.model_fields.items() if key != "kind"}
    yield from _fields(Line, fields)
    yield "\nBeside its own rows, every line has its sums:\n"
    program = _program(_COST)
    keys = [key for key in program.rows if key.startswith("option.line.") and _SUMS.search(key)]
    yield from _table(program, (program.rows[key] for key in keys), "option.line.")


def _option() -> Iterator[str]:
    hardware = next(kind for kind in KINDS if kind_name(kind) == "hardware")
    program = _program({**example_of(hardware), "billing": "yearly"})
    yield "\n## An option\n"
    yield "Here with one line, of hardware invoiced by the year:\n"
    yield from _rows(program, "option.", leave_out=re.compile(r"^option\.line\."))
    for title, prefixes in (
        ("Months and years", ("timeline.",)),
        ("Money", ("finance.", "indices.")),
        ("Heads and drivers", ("organisation.", "drivers.")),
    ):
        yield f"\n## {title}\n"
        rows = [row for key, row in program.rows.items() if key.startswith(prefixes)]
        yield from _table(program, rows, "")


def _fields(model: type[BaseModel], fields: Mapping[str, FieldInfo]) -> Iterator[str]:
    yield "| field | what | unless said |"
    yield "|---|---|---|"
    for key, field in fields.items():
        if key == "kind":
            continue
        said = _cell(help_of(model).get(key, ""))
        yield f"| `{field.alias or key}` | {said} | {_default(field)} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be said"
    value = field.default
    figure = value if isinstance(value, Figure) else getattr(value, "value", None)
    if isinstance(figure, Figure):
        return figure.text
    return {None: "", (): "", True: "yes", False: "no"}.get(value, str(value))


def _rows(program: Program, prefix: str, leave_out: re.Pattern[str]) -> Iterator[str]:
    rows = (
        row
        for key, row in program.rows.items()
        if key.startswith(prefix) and not leave_out.search(key)
    )
    yield from _table(program, rows, prefix)


def _table(program: Program, rows: Iterable[Row], prefix: str) -> Iterator[str]:
    yield "| row | what | unit | along | rule |"
    yield "|---|---|---|---|---|"
    for row in rows:
        rule = _said(program, row.body)
        if isinstance(row.opening, Expr):
            rule += f"; before: {_said(program, row.opening)}"
        yield (
            f"| `{row.key.removeprefix(prefix)}` | {_cell(_plain(row.label))} | "
            f"{unit_text(row.unit)} | {_ALONG[row.axis]} | {_cell(rule)} |"
        )


def _said(program: Program, body: Expr) -> str:
    return _plain(rule_words(program, body))


def _plain(text: str) -> str:
    return text.replace("line: ", "").replace("the option, ", "")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main(arguments: list[str]) -> None:
    """Write the page."""
    path = Path(arguments[0]) if arguments else PAGE
    path.write_text(method_text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
