"""A scenario as a form: which sheet has which columns, made from the fields of a scenario."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel

from licmodel.lines import KINDS, Line, kind_name
from licmodel.lines.line import BILLINGS
from licmodel.records import record
from licmodel.scenario.change import Change, WhatIf
from licmodel.scenario.overlay import Keys
from licmodel.scenario.scenario import Option, Organisation, Scenario
from licmodel.terms.agreement import Agreement, Holding
from licmodel.terms.bearer import Body, Fund
from licmodel.terms.finance import Finance
from licmodel.terms.help import help_of
from licmodel.terms.index import Index
from licmodel.terms.move import Move
from licmodel.terms.persona import Carried, Persona
from licmodel.terms.price import ListedPrice
from licmodel.terms.quantity import Driver
from licmodel.terms.timeline import Timeline
from licmodel.terms.today import Today
from licmodel.workbook.form_columns import LAST, Column, column_from, columns_of, fits_a_cell

__all__ = [
    "BY_DATE",
    "DECISION",
    "ELSE",
    "Column",
    "Table",
    "decision",
    "line_columns",
    "long_tables",
    "path_steps",
    "path_text",
    "tables",
]

DECISION, BY_DATE, ELSE = "Decision", "By date", "Anything else"
_STEP = re.compile(r'"[^"]*"|[^."]+')
_PLAIN_KEYS = frozenset({"path", "figure key", "from month"})
_OPTIONS_LIST = "Options"


@record
class Table:
    """A sheet with a row for each table of a scenario.

    ``prefix`` is the path of a row, in which a number stands for one of its keys.
    """

    sheet: str
    said: str
    prefix: tuple[str | int, ...]
    keys: tuple[Column, ...]
    columns: tuple[Column, ...]
    rows: int = 24
    needed: bool = False

    def path(self, keys: tuple[str, ...]) -> Keys:
        """Path of the row with these keys."""
        return tuple(keys[step] if isinstance(step, int) else step for step in self.prefix)

    def keys_of(self, path: Keys) -> tuple[str, ...] | None:
        """Keys of the row that a path is inside of, if it is one of this table's."""
        if len(path) < len(self.prefix):
            return None
        found: dict[int, str] = {}
        for step, said in zip(self.prefix, path, strict=False):
            if isinstance(step, int):
                found[step] = said
            elif step != said:
                return None
        return tuple(found[number] for number in sorted(found))


@cache
def decision() -> tuple[Column, ...]:
    """What is asked once: the decision, who takes it, the years, the money."""
    asked: list[Column] = []
    nested: dict[str, type[BaseModel]] = {
        "organisation": Organisation,
        "timeline": Timeline,
        "finance": Finance,
        "today": Today,
    }
    for name, field in Scenario.model_fields.items():
        model = nested.get(name)
        if model is None:
            asked += columns_of(Scenario, only=(name,))
        else:
            needed = field.is_required()
            asked += [_under(name, each, needed=needed) for each in columns_of(model)]
    more = Column(("finance", "vat_recoverable", "source"), "Where that part is from.")
    baseline = next(n for n, each in enumerate(asked) if each.path == ("baseline",))
    old = asked[baseline]
    asked[baseline] = Column(old.path, old.help, old.unit, of_sheet=_OPTIONS_LIST)
    discounting = Column(
        ("finance", "discounting"),
        "Schedule of the catalogue, or a yearly rate, for present values.",
        "green_book_2026, or a rate such as 3.5%",
    )
    inflation = Column(
        ("finance", "inflation"),
        help_of(Finance)["inflation"],
        "gdp_deflator_obr_2025_11, a rate such as 2%, or none",
    )
    asked = [each for each in asked if each.path not in {discounting.path, inflation.path}]
    at = next(n for n, each in enumerate(asked) if each.path == ("finance", "vat_recoverable"))
    return (*asked[: at + 1], more, discounting, inflation, *asked[at + 1 :])


@cache
def tables() -> tuple[Table, ...]:
    """The sheets that have a row for each thing."""
    options = _key("option", "Short name, such as renew.")
    return (
        _table("Drivers", "How many, over time; lines refer to these.", ("drivers", 0), Driver),
        _table("Price list", "Your own prices; they win over the catalogue.", ("prices", 0),
               ListedPrice),
        _table("Agreements", "Contracts that subscriptions stand under.", ("agreements", 0),
               Agreement),
        Table("Held before", "Seats under an agreement that were there before the first month.",
              ("agreements", 0, "holdings", 1),
              (_of("agreement", "Agreements"), _key("line or product", "By which it is read.")),
              columns_of(Holding)),
        Table("Options", "Ways to provide the service; one row each.", ("options", 0), (options,),
              columns_of(Option), needed=True),
        Table("Lines", "Costs of the options: one row for each line of each option.",
              ("options", 0, "lines", 1),
              (_of("option", "Options"), _key("line", "Short name, such as seats.")),
              _line_columns(), rows=80, needed=True),
        Table("Moves", "People who go from one line of an option to another.",
              ("options", 0, "moves", 1),
              (_of("option", "Options"), _key("move", "Short name.")), columns_of(Move)),
        _table("Personas", "Who needs what; it moves no figure.", ("personas", 0), Persona),
        _table("Features", "What products or lines carry that the catalogue does not know.",
               ("features", 0), Carried),
        _table("Indices", "Your own yearly rates of price rises.", ("indices", 0), Index),
        _table("Bodies", "Organisations beside your own that bear lines.", ("bodies", 0), Body),
        _table("Funds", "Whose money pays for lines.", ("funds", 0), Fund),
        _table("What-ifs", "Named sets of changed figures; the figures follow on the next sheet.",
               ("what_ifs", 0), WhatIf),
        Table("What-if figures", "One row for each figure that a what-if changes.",
              ("what_ifs", 0, 1),
              (_of("what-if", "What-ifs"),
               _key("figure key", "Such as renew.seats.discount or drivers.staff.growth.")),
              columns_of(Change)),
    )  # fmt: skip


@cache
def long_tables() -> tuple[Table, ...]:
    """The sheets that reach whatever has no column of its own, by its path."""
    path = _key(
        "path", "Where it belongs, such as drivers.staff or options.renew.lines.seats.price."
    )
    return (
        Table(
            BY_DATE,
            "Figures that change on dates: one row for each date of each.",
            (),
            (path, _key("from month", "First month it holds, such as 2027-04.")),
            (Column(("figure",), "The figure from that month on.", required=True),),
            rows=40,
        ),
        Table(
            ELSE,
            "Every key that has no column: its path, and what it says. Items of a list are "
            "numbered: options.renew.lines.backup.tiers.1.price.",
            (),
            (path,),
            (Column(("value",), "A figure, a name or text.", required=True),),
            rows=40,
        ),
    )


def path_text(path: Sequence[str]) -> str:
    """A path as the form shows it; a step that has dots of its own stands in quotation marks.

    Examples
    --------
    >>> path_text(("risk", "inputs", "renew.e3.discount", "change"))
    'risk.inputs."renew.e3.discount".change'
    """
    return ".".join(f'"{step}"' if "." in step else step for step in path)


def path_steps(text: str) -> tuple[str, ...]:
    """Steps of a path as the form shows it.

    Examples
    --------
    >>> path_steps('risk.inputs."renew.e3.discount".change')
    ('risk', 'inputs', 'renew.e3.discount', 'change')
    """
    return tuple(step.strip('"') for step in _STEP.findall(text))


def _table(sheet: str, said: str, prefix: tuple[str | int, ...], model: type[BaseModel]) -> Table:
    one = {
        "Drivers": "driver",
        "Price list": "product",
        "Indices": "index",
        "Bodies": "body",
        "Features": "product or line",
    }
    name = one.get(sheet, sheet.lower().removesuffix("s"))
    return Table(sheet, said, prefix, (_key(name, "Short name."),), columns_of(model))


def _key(name: str, said: str) -> Column:
    unit = "" if name in _PLAIN_KEYS else "small letters, figures and _"
    return Column(
        (name if name in _PLAIN_KEYS else f"key of the {name}",), said, unit, required=True
    )


def _of(name: str, sheet: str) -> Column:
    return Column((name,), f"One of the sheet {sheet}.", of_sheet=sheet, required=True)


def _under(name: str, column: Column, *, needed: bool) -> Column:
    said = {key: getattr(column, key) for key in Column.__dataclass_fields__}
    return Column(**{**said, "path": (name, *column.path), "required": needed and column.required})


def line_columns(kind: type[Line]) -> tuple[Column, ...]:
    """Fields of one kind of line, as a form asks for them: those that must be filled in first.

    Examples
    --------
    >>> [column.heading for column in line_columns(KINDS[0])][:3]
    ['quantity', 'title', 'unit']
    """
    said, fields = help_of(kind), kind.model_fields
    found = [
        _of_a_line(name, column_from(name, fields[name], said.get(name, "")))
        for name in _in_order(fields)
        if name != "kind" and fits_a_cell(fields[name])
    ]
    return tuple(sorted(found, key=lambda each: not each.required))


def _in_order(names: Iterable[str]) -> list[str]:
    at = {name: number for number, name in enumerate(_OF_A_LINE)}
    at |= {name: 200 + number for number, name in enumerate(LAST)}
    return sorted(names, key=lambda name: at.get(name, 100))


def _line_columns() -> tuple[Column, ...]:
    """Fields of every kind of line, each once; those that not all have say which do."""
    kinds: dict[str, list[str]] = {}
    found: dict[str, Column] = {}
    for kind in KINDS:
        said = help_of(kind)
        for name, field in kind.model_fields.items():
            if fits_a_cell(field):
                column = column_from(name, field, said.get(name, ""))
                found.setdefault(name, column)
                kinds.setdefault(name, []).append(kind_name(kind))
    whose = {n: f" For {', '.join(of)}." for n, of in kinds.items() if len(of) < len(KINDS)}
    return tuple(_of_a_line(name, found[name], whose.get(name, "")) for name in _in_order(found))


def _of_a_line(name: str, column: Column, whose: str = "") -> Column:
    """A field of a line, with what a line's own types do not tell of it."""
    more: dict[str, Any] = {key: getattr(column, key) for key in Column.__dataclass_fields__}
    more["help"] = f"{column.help}{whose}".replace("  ", " ")
    if name == "kind":
        more |= {
            "help": "What kind of cost it is.",
            "choices": tuple(kind_name(kind) for kind in KINDS),
            "required": True,
        }
    elif name == "billing":
        more["choices"] = BILLINGS
    elif name == "agreement":
        more["of_sheet"] = "Agreements"
    elif name in {"quantity", "price"}:
        more["is_list"] = name == "quantity"
        more["unit"] = (
            "number, driver, or drivers with commas" if name == "quantity" else "money each"
        )
    return Column(**more)


_OF_A_LINE = ("kind", "title", "quantity", "unit", "product", "price", "per", "amount", "discount")
