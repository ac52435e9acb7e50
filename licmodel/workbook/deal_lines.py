"""What a deal is about: of every line that has a price, the figures that may be bargained over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from licmodel.assembly.assemble import Model
from licmodel.language.program import Program
from licmodel.lines import Line
from licmodel.records import record

COLUMNS = ("quantity", "list price", "discount", "term")
"""What may be proposed for a line, in the order of the sheet."""

NET = "net price"
"""What may be proposed in place of a discount: the list price less it."""

FOLLOWS = "Figures follow the deal: yes or no"
"""What stands beside the switch of the sheet."""

_NEEDED = ("needed", "volume", "quantity")
_AFTER = ("offer", "price_a_month", "price_once")
"""Rows of a line that hold its price after discount, the first that there is."""

_A_YEAR = 12


@record
class DealLine:
    """A line with a price: the keys of its inputs under each of `COLUMNS`.

    ``after`` is the row of its price after discount, if it has one, and ``month`` the period in
    which it is first looked at. ``net`` is the list price of that month, where a net price can be
    said of it: the line has one discount, of its own, and one list price at a time, which neither
    an index nor an escalator has moved by then.
    """

    key: str
    option: str
    title: str
    product: str
    inputs: Mapping[str, tuple[str, ...]]
    after: str | None
    month: int
    net: str | None = None

    @property
    def height(self) -> int:
        """Rows that it takes on the sheet: a list price of several dates has one for each."""
        return max(len(keys) for keys in self.inputs.values())


def deal_lines(model: Model) -> tuple[DealLine, ...]:
    """Lines of costed options that have a price, each once, under the option that wrote it.

    Examples
    --------
    >>> from licmodel.assembly.assemble import assemble
    >>> from licmodel.analysis.results import example
    >>> deal_lines(assemble(example()))
    ()
    """
    found: dict[str, DealLine] = {}
    for rows in model.options.values():
        for name, key in rows.lines.items():
            if key not in found and (line := _line(model, name, key)) is not None:
                found[key] = line
    return tuple(found.values())


def _line(model: Model, name: str, key: str) -> DealLine | None:
    program = model.program
    option = key.split(".", maxsplit=1)[0]
    said = model.scenario.options[option].lines[name]
    read = _inputs_of(program, (row for row in program.rows if row.startswith(f"{key}.")))
    prices = _prices(model, read)
    if not prices:
        return None
    agreement = said.agreement_key()
    terms = [each for each in read if each.endswith(".term")]
    if not terms and agreement is not None and f"agreements.{agreement}.term" in program.inputs:
        terms = [f"agreements.{agreement}.term"]
    first = max((said.starts or 0) - model.scenario.timeline.start, 0)
    discounts = tuple(each for each in read if each.endswith(".discount"))
    starts = model.scenario.timeline.start + first
    return DealLine(
        key,
        option,
        said.title or name.replace("_", " "),
        _kind_or_product(program, said.kind, prices),
        {
            "quantity": _quantities(program, key),
            "list price": prices,
            "discount": discounts,
            "term": tuple(terms),
        },
        next((f"{key}.{row}" for row in _AFTER if f"{key}.{row}" in program.rows), None),
        min(first, program.periods.count("month") - 1),
        _in_force(program, prices, starts)
        if discounts == (f"{key}.discount",) and not _has_risen(model, said, prices, starts)
        else None,
    )


def _has_risen(model: Model, said: Line, prices: tuple[str, ...], month: int) -> bool:
    """Whether a list price may be more, by a month, than what is written of it."""
    inputs = model.program.inputs
    if getattr(said, "index", None) is not None:
        # it is 1 through the first financial year of the horizon
        return month - model.scenario.timeline.start > model.program.periods.years[0].last
    last = prices[-1]  # what is written last goes on by itself
    escalates = f"{last.rpartition('.')[0]}.escalator" in inputs
    return escalates and month >= inputs[f"{last}.from"].value + _A_YEAR


def _in_force(program: Program, prices: tuple[str, ...], month: int) -> str | None:
    """The one list price of a month; none where there are several, by quantity or product."""
    inputs = program.inputs
    if len({each.rpartition(".")[0] for each in prices}) > 1 or any(
        each.endswith(".price") and f"{each.removesuffix('.price')}.from" in inputs
        for each in prices
    ):
        return None
    begun = (
        [each for each in prices if inputs[f"{each}.from"].value <= month]
        if all(f"{each}.from" in inputs for each in prices)
        else list(prices[:1]) * (len(prices) == 1)
    )
    return begun[-1] if begun else None


def _kind_or_product(program: Program, kind: str, prices: tuple[str, ...]) -> str:
    listed = prices[0].startswith("prices.")
    return program.inputs[prices[0]].label.split(" from ")[0] if listed else kind.replace("_", " ")


def _inputs_of(program: Program, rows: Iterable[str]) -> list[str]:
    """Inputs that rows read themselves, each once."""
    found = (
        node.ref for row in rows for node in program.rows[row].body.walk() if node.op == "input"
    )
    return list(dict.fromkeys(found))


def _prices(model: Model, read: Iterable[str]) -> tuple[str, ...]:
    """List prices that a line reads; of several dates, those that hold within the horizon."""
    inputs, begins = model.program.inputs, model.scenario.timeline.start
    kept = [
        key
        for key in read
        if (key.startswith("prices.") or key.endswith(".price") or ".price." in key)
        and inputs[key].shown == "number"
        and any(power < 0 for _, power in inputs[key].unit)
    ]
    begun = [
        key for key in kept if f"{key}.from" in inputs and inputs[f"{key}.from"].value <= begins
    ]
    # of those that were dated before the horizon, the last alone is still in force
    return tuple(key for key in kept if key not in begun[:-1])


def _quantities(program: Program, key: str) -> tuple[str, ...]:
    """Inputs that say how many: the line's own, or those of the drivers that it follows."""
    row = next((f"{key}.{each}" for each in _NEEDED if f"{key}.{each}" in program.rows), None)
    if row is None:
        return ()
    rows, drivers, own = [row], [], []
    for each in rows:  # a rule of licensing has rows of its own between the line and its drivers
        for node in program.rows[each].body.walk():
            if node.op == "input" and each == row and ".quantity" in node.ref:
                own.append(node.ref)
            elif node.op == "row" and node.ref.startswith("drivers."):
                drivers.append(node.ref)
            elif (
                node.op == "row"
                and node.ref.startswith(f"{key}.quantity.")
                and node.ref not in rows
            ):
                rows.append(node.ref)
    read = [*own, *_inputs_of(program, drivers)]
    return tuple(
        each
        for each in dict.fromkeys(read)
        if ".quantity" in each
        or (program.inputs[each].unit and program.inputs[each].shown == "number")
    )
