"""The Deal sheet: what is on the table, line by line, and what it does to every total."""

from __future__ import annotations

from licmodel.analysis.results import Results
from licmodel.language.formulas import column_name
from licmodel.language.units import unit_text
from licmodel.terms.months import month_words
from licmodel.workbook.deal_lines import COLUMNS, FOLLOWS, NET, DealLine, deal_lines
from licmodel.workbook.inputs import BASE, SHOW_LINE, selector_cell, what_if_names
from licmodel.workbook.layout import FIRST_INPUT_LINE, BookLayout
from licmodel.workbook.pages import Page
from licmodel.workbook.styles import MONEY, Styles, number_format
from licmodel.workbook.validation import rule_for

NAME = "Deal"
APPLIED = "$E$3"
IN_FORCE = f"{NAME}!$E$5"
"""How many proposed figures the book is worked out with."""

_BASE_OF = {"quantity": 3, "list price": 6, "discount": 8, "term": 12}
"""Column of the base figure; that of the proposed one stands beside it."""
_QUANTITY_OF, _PRICE_OF, _NET_PRICE, _AFTER = 2, 5, 10, 11
_WITHOUT, _WITH, _SAVING, _MEND = 14, 15, 16, 17
_KEYS = 18
_KEYED = (*COLUMNS, NET)
_WRITTEN = _KEYS + len(_KEYED)
_HEAD = 8
_WHOLE = 1e-6
_SAID = (
    "Write what is proposed into the filled cells; one left blank is as the base. Every sheet "
    "follows, under the base and every what-if, until E3 says no."
)
_OR_NET = (
    "A net price, in the unit of the list price, stands for the discount that makes it of the list "
    "price in force when the line starts; where both are written the line is unknown."
)
_BOTH = "discount and net price: clear one"
_HEADS = (
    *("Line", "Product, or kind", "Quantity of", "Base quantity", "Proposed quantity"),
    *("List price in", "Base list price", "Proposed list price"),
    *("Base discount", "Proposed discount", "Proposed net price"),
    "Price after discount, a month or once",
    *("Base term, months", "Proposed term, months"),
    *("Without the deal", "With the deal", "Saving", "To mend"),
    *(f"Key of {column}" for column in _KEYED),
)
_HEADS_HIGH = 4
_WIDTHS = (
    *(34, 30, 27, 10, 10, 27, 10, 10, 9, 10, 10, 11, 8, 10, 12, 12, 12, 27),
    *(30, 36, 30, 30, 36),
)
_WORDS = (0, 1, 2, 5, *range(_MEND, _WRITTEN))


class DealSheet:
    """Places and writes the Deal sheet; ``proposed`` says where the sheets of inputs look.

    An input that several lines read stands with the first of them; the others say where.
    """

    def __init__(self, results: Results, layout: BookLayout, styles: Styles) -> None:
        self.results = results
        self.layout = layout
        self.styles = styles
        self.lines = deal_lines(results.model)
        self.inputs = results.model.program.inputs
        self.proposed: dict[str, tuple[int, int]] = {}
        self.at: dict[str, int] = {}
        self.net: dict[str, tuple[int, str]] = {}
        """Line of the net price in place of a discount, and the list price that it is of."""

        line = _HEAD + len(results.model.options) + 4
        option = None
        for each in self.lines:
            line += each.option != option
            option = each.option
            self.at[each.key] = line
            for column, keys in each.inputs.items():
                for number, key in enumerate(keys):
                    self.proposed.setdefault(key, (line + number, _BASE_OF[column] + 1))
            if each.net is not None:
                self.net[f"{each.key}.discount"] = line, each.net
            line += each.height
        self.end = line

    def choice(self, key: str) -> str | None:
        """When a proposed figure takes the place of an input's, and which; none where none may."""
        place = self.proposed.get(key)
        if place is None:
            return None
        cell = f"{NAME}!${column_name(place[1])}${place[0] + 1}"
        if key not in self.net:
            return f'AND({NAME}!{APPLIED}="yes",{cell}<>""),{cell}'
        line, price = self.net[key]
        net = f"{NAME}!${column_name(_NET_PRICE)}${line + 1}"
        # two ways to say one figure: nobody can tell which of them counts
        one = f'IF({net}="",{cell},IF({cell}="",1-{net}/{self.layout.live_cell(price)},NA()))'
        return f'AND({NAME}!{APPLIED}="yes",OR({cell}<>"",{net}<>"")),{one}'

    def write(self, sheet: Page) -> None:
        """Write the switch, the totals and the lines."""
        self._top(sheet)
        names = ["As written: Base", *(f"As written: {n}" for n in what_if_names(self.results))]
        for line, heads in ((_HEAD, _TOTAL_HEADS), (self._lines_head, _HEADS)):
            for column, head in enumerate((*heads, *names)):
                kind = "head" if column in _WORDS or not head else "head_right"
                kind = "head_in" if column in {_QUANTITY_OF, _PRICE_OF, _MEND} else kind
                sheet.text(line, column, head, self.styles(kind, typed=True))
            sheet.set_row(line, 48 if heads is _HEADS else 36)
        for line, (key, option) in enumerate(self.results.model.options.items(), _HEAD + 1):
            sheet.text(line, 0, option.title, self.styles("text", typed=True))
            self._money(sheet, line, f"{key}.billed.total")
        before = None
        starts: list[int] = []
        for each in self.lines:
            starts.append(self.at[each.key] - (each.option != before))
            if each.option != before:
                before = each.option
                title = self.results.model.options[before].title
                for column in range(_MEND + 1):
                    text = "" if column else title
                    sheet.text(self.at[each.key] - 1, column, text, self.styles("heading"))
            self._line(sheet, each)
        for column, width in enumerate((*_WIDTHS, *[24] * len(names))):
            sheet.set_column(column, column, width)
        sheet.set_up("", freeze=(self._lines_head + 1, 1))
        sheet.repeat_rows(self._lines_head)
        sheet.print_area(0, 0, self.end, _MEND)
        # headings are printed again on every page, and are higher than a line
        sheet.keep_together(starts, self.end + _HEADS_HIGH, sum(_WIDTHS[: _MEND + 1]))

    @property
    def _lines_head(self) -> int:
        return _HEAD + len(self.results.model.options) + 2

    def _top(self, sheet: Page) -> None:
        styles = self.styles
        sheet.text(0, 0, "Deal: what is on the table, and what it does", styles("title"))
        sheet.text(1, 0, f"{_SAID} {_OR_NET}", styles("subtitle"))
        sheet.text(2, 0, FOLLOWS, styles("bold"))
        sheet.text(2, 4, "yes", styles("choice"))
        sheet.data_validation(
            2,
            4,
            2,
            4,
            {
                "validate": "list",
                "source": ["yes", "no"],
                "error_title": "yes or no",
                "error_message": "Choose yes, or no to see the book without the deal.",
            },
        )
        sheet.text(3, 0, "The whole book shows", styles("text"))
        sheet.write_formula(3, 4, f"={selector_cell(SHOW_LINE)}", styles("text"), "Base")
        sheet.text(4, 0, "Proposed figures in force", styles("text"))
        proposed = [*(base + 1 for base in _BASE_OF.values()), _NET_PRICE]
        columns = [f"${column_name(column)}$" for column in proposed]
        first, last = self._lines_head + 2, self.end + 1
        spans = ",".join(f"{column}{first}:{column}{last}" for column in columns)
        formula = f'=IF({APPLIED}="yes",COUNT({spans}),0)'
        sheet.figure(4, 4, formula, 0.0, styles("text"))
        sheet.text(5, 0, "Inputs and Prices are as they were written", styles("text"))
        sheet.write_formula(5, 4, self._as_written(), styles("text"), "yes")
        sheet.text(6, 0, "Discount and net price of one line are both written", styles("text"))
        mend = f"${column_name(_MEND)}${first}:${column_name(_MEND)}${last}"
        formula = f'=IF(SUMPRODUCT(({mend}<>"")*1)>0,"YES: see To mend","no")'
        sheet.write_formula(6, 4, formula, styles("text"), "no")

    def _as_written(self) -> str:
        """Whether what stands beside the deal is still what the book would say without it."""
        last = BASE + len(self.results.what_ifs)
        parts = []
        ends: dict[str, int] = {}
        for place in self.layout.input_lines.values():
            ends[place.sheet] = max(ends.get(place.sheet, 0), place.line)
        for name, end in ends.items():
            parts.append(
                f"SUM({name}!${column_name(BASE)}${FIRST_INPUT_LINE + 1}"
                f":${column_name(last)}${end + 1})"
            )
        said = '"NO: what stands without the deal is as it was then"'
        return f'=IF(ABS({"+".join(parts)}-{self.written_sum!r})<{_WHOLE!r},"yes",{said})'

    written_sum: float = 0.0
    """Of all figures on the sheets of inputs, which their writer adds up."""

    # --- lines ---

    def _line(self, sheet: Page, deal: DealLine) -> None:
        at, styles = self.at[deal.key], self.styles
        sheet.text(at, 0, deal.title, styles("text", typed=True))
        sheet.text(at, 1, deal.product, styles("text", typed=True))
        for number, column in enumerate(COLUMNS):
            for line, key in enumerate(deal.inputs[column], at):
                self._proposal(sheet, line, _BASE_OF[column], key)
                sheet.text(line, _KEYS + number, key, styles("key"))
                if column == "quantity":
                    sheet.text(
                        line, _QUANTITY_OF, self._quantity_of(deal, key), styles("side_text")
                    )
                elif column == "list price":
                    sheet.text(line, _PRICE_OF, self._price_of(key), styles("side_text"))
        self._net_price(sheet, deal)
        if deal.after is not None:
            row = self.results.model.program.rows[deal.after]
            period = 0 if row.axis == "whole" else deal.month
            form = number_format(row.unit, self.results.scenario.finance.currency)
            value = self.results.by_period(deal.after)[period]
            cell = self.layout.cell(deal.after, period)
            sheet.figure(at, _AFTER, f"={cell}", value, styles("calculated", form))
        self._money(sheet, at, f"{deal.key}.billed.total")

    def _net_price(self, sheet: Page, deal: DealLine) -> None:
        """The cell of a net price, where there can be one; and whether both are written."""
        at, styles = self.at[deal.key], self.styles
        if deal.net is None:
            shared = [self.net[key][0] for key in deal.inputs["discount"] if key in self.net]
            said = f"row {shared[0] + 1}" if shared else ""
            sheet.text(at, _NET_PRICE, said, styles("word_right"))
            return
        declared = self.inputs[deal.net]
        form = number_format(declared.unit, self.results.scenario.finance.currency)
        sheet.write_blank(at, _NET_PRICE, None, styles("input", form))
        sheet.data_validation(at, _NET_PRICE, at, _NET_PRICE, rule_for(declared))
        sheet.text(at, _KEYS + _KEYED.index(NET), deal.net, styles("key"))
        discount, net = (
            f"{column_name(column)}{at + 1}" for column in (_BASE_OF["discount"] + 1, _NET_PRICE)
        )
        formula = f'=IF(AND({discount}<>"",{net}<>""),"{_BOTH}","")'
        sheet.write_formula(at, _MEND, formula, styles("side_text"), "")

    def _proposal(self, sheet: Page, line: int, column: int, key: str) -> None:
        """Base of an input, and the cell that is written into; with its first line alone."""
        declared = self.inputs[key]
        form = number_format(declared.unit, self.results.scenario.finance.currency, declared.shown)
        place = self.layout.input_lines[key]
        base = f"{place.sheet}!${column_name(BASE)}${place.line + 1}"
        formula = f'=IF({base}<>"",{base},NA())'
        sheet.figure(line, column, formula, declared.value, self.styles("calculated", form))
        owner = self.proposed[key]
        if owner != (line, column + 1):
            sheet.text(line, column + 1, f"row {owner[0] + 1}", self.styles("word_right"))
            return
        sheet.write_blank(line, column + 1, None, self.styles("input", form))
        sheet.data_validation(line, column + 1, line, column + 1, rule_for(declared))

    def _quantity_of(self, deal: DealLine, key: str) -> str:
        if not key.startswith("drivers."):
            return "share" if key.endswith(".share") else "the line's own"
        label = self.inputs[key].label
        return label.removeprefix(f"{deal.title}: ")[:60]

    def _price_of(self, key: str) -> str:
        unit = unit_text(self.inputs[key].unit)
        tier = self.inputs.get(f"{key.removesuffix('.price')}.from")
        if tier is not None and tier.shown == "number":
            return f"{unit}, from {tier.value:,.10g}"
        begins = self.inputs.get(f"{key}.from")
        if begins is None or begins.value <= self.results.scenario.timeline.start:
            return unit
        return f"{unit}, {month_words(round(begins.value))}"

    def _money(self, sheet: Page, line: int, row: str) -> None:
        """A total as it was when written, under the case shown; as it is now; and the saving."""
        form = self.styles("calculated", MONEY)
        written = [self.results.figure(row, each) for each in (None, *self.results.what_ifs)]
        for column, value in enumerate(written, _WRITTEN):
            if value == value:  # noqa: PLR0124  known
                sheet.write_number(line, column, value, form)
            else:
                sheet.write_formula(line, column, "=NA()", form, "#N/A")
        first, last = (
            f"${column_name(_WRITTEN + each)}{line + 1}" for each in (0, len(written) - 1)
        )
        choice = f"=INDEX({first}:{last},1,{selector_cell()})" if written[1:] else f"={first}"
        value = written[0]
        gap = 0.0 if value == value else value  # noqa: PLR0124  known
        sheet.figure(line, _WITHOUT, choice, value, form)
        sheet.figure(line, _WITH, f"={self.layout.cell(row)}", value, form)
        without, now = (f"{column_name(each)}{line + 1}" for each in (_WITHOUT, _WITH))
        sheet.figure(line, _SAVING, f"={without}-{now}", gap, self.styles("bold", MONEY))


_TOTAL_HEADS = (
    "Total invoiced of each option",
    *[""] * (_WITHOUT - 1),
    *("Without the deal", "With the deal", "Saving"),
    *[""] * (1 + len(_KEYED)),
)
