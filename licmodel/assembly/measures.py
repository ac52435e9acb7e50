"""The figures of an option as rows: what is invoiced, charged, discounted and saved."""

from __future__ import annotations

from dataclasses import dataclass, field

from licmodel.assembly.money import Money
from licmodel.language.expression import Expr, constant
from licmodel.language.operators import (
    MONTHS_A_YEAR,
    ONE_MONTH,
    add_up,
    at_start,
    by_contract_year,
    by_year,
    counted,
    equals,
    internal_rate,
    largest,
    look_up,
    position_of_largest,
    previous,
    round_to,
    total,
    where,
)
from licmodel.language.program import Program
from licmodel.lines.page import Charge, Page

PENCE = 2
FLOWS = ("billed", "accrued", "capital", "revenue")

COMMITTED = {
    "not_needed": "paid but not needed",
    "unavoidable": "what cannot be avoided any more",
}
"""Parts of what is charged that agreements fix; before VAT that is not recovered."""

TAKEN = frozenset(
    {
        *FLOWS,
        *COMMITTED,
        "after_grants",
        "body",
        "budget",
        "events",
        "fund",
        "funding",
        "granted",
        "moves",
        "shares",
        "shortfall",
        "vat",
        "vat_billed",
        "saving",
        "prepaid_before",
        "prepayment",
        "present_value",
        "total",
    }
)
"""Names of an option's own rows, which no line may have."""


@dataclass
class OptionRows:
    """Keys of an option's lines, and the charges that make up its figures."""

    key: str
    title: str
    lines: dict[str, str] = field(default_factory=dict)
    shortfalls: dict[str, str] = field(default_factory=dict)
    """Titles of what falls short of its commitments, by the end of their keys."""
    charges: list[Charge] = field(default_factory=list)
    committed: dict[str, list[Expr]] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    borne: dict[str, list[str]] = field(default_factory=dict)
    """Rows of its parts by who bears them, for each way of dividing it: body, fund, a share."""

    budgeted: list[str] = field(default_factory=list)
    """Rows that its budget is the sum of, where it has one."""

    @property
    def beside(self) -> list[Charge]:
        """Charges that are no line's: what falls short of commitments."""
        of_lines = {id(charge) for page in self.pages.values() for charge in page.charges}
        return [charge for charge in self.charges if id(charge) not in of_lines]

    @property
    def parts(self) -> list[str]:
        """Keys of all that it is the sum of, but for VAT: its lines, and what falls short."""
        return [*self.lines.values(), *(f"{self.key}.{name}" for name in self.shortfalls)]

    def take(self, page: Page) -> None:
        """Add a line's charges, and what its agreement fixes."""
        self.pages[page.key] = page
        self.charges += page.charges
        for name, row in page.measured.items():
            self.committed.setdefault(name, []).append(row)


class Measures:
    """Writes the rows of options, once their lines stand."""

    def __init__(
        self, program: Program, money: Money, *, real: bool = False, with_irr: bool = False
    ) -> None:
        self.program = program
        self.money = money
        self.real = real and money.level is not None
        self.with_irr = with_irr

    def _row(self, key: str, label: str, body: Expr, opening: Expr | None = None) -> Expr:
        return self.program.row(key, label, body, opening)

    def borne(self, page: Page) -> Expr:
        """What a line charges, with the VAT that its body does not recover; written once."""
        key = f"{page.key}.borne"
        if key in self.program.rows:
            return self.program.reference(key)
        whole = self.with_vat(page.charges, "accrued", self.money.nothing)
        return self._row(key, f"{page.name}: charged, with VAT not recovered", whole)

    def _added(self, parts: list[Expr]) -> Expr:
        return add_up(*parts) if parts else self.money.nothing

    def write(self, option: OptionRows) -> None:
        """Write every figure of an option but those that compare it."""
        for name, title in option.shortfalls.items():
            self.write_line(f"{option.key}.{name}", title)
        self._write_flows(option)
        key, title = option.key, option.title
        for flow in FLOWS:
            self.write_sums(f"{key}.{flow}", f"{title}, {_SAID[flow]}")
        self._write_present_value(key, title)
        self._write_peak(key, title)
        self.write_sums(f"{key}.vat_billed", f"{title}, VAT not recovered, invoiced")
        if self.money.heads is not None:
            self._write_cost_per_head(key, title, self.money.heads)
        for name, rows in option.committed.items():
            self._row(f"{key}.{name}", f"{title}, {COMMITTED[name]}", add_up(*rows))
            self.write_sums(f"{key}.{name}", f"{title}, {COMMITTED[name]}")

    def _write_cost_per_head(self, key: str, title: str, heads: Expr) -> None:
        head_years = heads * (self.money.months_in_year / MONTHS_A_YEAR)
        for base in self._price_bases():
            accrued = self.program.reference(f"{key}.accrued{base}.by_year")
            self._row(
                f"{key}.cost_per_head{base}.by_year",
                f"{title}, cost per head, a year{_BASE[base]}",
                accrued / counted(head_years, "head*year"),
            )

    def _price_bases(self) -> tuple[str, ...]:
        return ("", ".real") if self.real else ("",)

    def _write_flows(self, option: OptionRows) -> None:
        key, title = option.key, option.title
        charges = option.charges
        capital = [c for c in charges if c.treatment == "capital"]
        vat = self._row(
            f"{key}.vat",
            f"{title}, VAT not recovered",
            self._lost(charges, "accrued"),
        )
        vat_billed = self._row(
            f"{key}.vat_billed",
            f"{title}, VAT not recovered, invoiced",
            self._lost(charges, "billed"),
        )
        lines = [self.program.reference(f"{part}.accrued") for part in option.parts]
        accrued = self._row(f"{key}.accrued", f"{title}, charged", self._added([*lines, vat]))
        billed_lines = [self.program.reference(f"{part}.billed") for part in option.parts]
        self._row(f"{key}.billed", f"{title}, invoiced", self._added([*billed_lines, vat_billed]))
        capital_row = self._row(
            f"{key}.capital",
            f"{title}, capital",
            self.with_vat(capital, "accrued", self.money.nothing),
        )
        self._row(f"{key}.revenue", f"{title}, revenue", accrued - capital_row)
        self._row(
            f"{key}.prepaid_before",
            f"{title}, invoiced before the horizon and not yet served",
            self.with_vat(charges, "prepaid_before", at_start(self.money.nothing)),
        )
        self._row(
            f"{key}.prepayment",
            f"{title}, invoiced and not yet served",
            self.with_vat(charges, "prepayment", self.money.nothing),
        )

    def with_vat(self, charges: list[Charge], flow: str, nothing: Expr) -> Expr:
        """One flow of some charges, with the VAT on it that is not recovered."""
        rows = [row for charge in charges if (row := getattr(charge, flow)) is not None]
        return sum(self._lost_by_body(charges, flow), add_up(*rows) if rows else nothing)

    def _lost(self, charges: list[Charge], flow: str) -> Expr:
        """VAT not recovered on one flow of some charges."""
        lost = self._lost_by_body(charges, flow)
        return add_up(*lost) if lost else self.money.nothing * self.money.vat_lost

    def _lost_by_body(self, charges: list[Charge], flow: str) -> list[Expr]:
        """VAT not recovered on one flow, for each body that bears charges VAT comes with."""
        taxed: dict[str | None, list[Expr]] = {}
        for charge in charges:
            if charge.has_vat and (row := getattr(charge, flow)) is not None:
                cost = row if charge.is_cost is None else self._costs(charge.is_cost, row)
                taxed.setdefault(charge.body, []).append(cost)
        return [add_up(*rows) * self.money.lost_by(body) for body, rows in taxed.items()]

    def _costs(self, is_cost: Expr, row: Expr) -> Expr:
        """A row where it is a cost: an income brings no VAT."""
        if row.op != "row":
            return where(is_cost, row, 0)
        key = f"{row.ref}.taxed"
        if key in self.program.rows:
            return self.program.reference(key)
        label = self.program.rows[row.ref].label
        return self._row(key, f"{label}, unless it is an income", where(is_cost, row, 0))

    def write_sums(self, key: str, label: str) -> None:
        """Sums of a monthly row, in money of the day and in the first year's prices."""
        for base in self._price_bases():
            said = label + _BASE[base]
            row = self.program.reference(key)
            if base and self.money.level is not None:
                row = self._row(f"{key}{base}", said, row / self.money.level)
            self._row(f"{key}{base}.by_year", said, by_year(row))
            self._row(f"{key}{base}.total", f"{said}, in all", total(row))
            if self.program.periods.contract_years:
                self._row(f"{key}{base}.by_contract_year", said, by_contract_year(row))

    def write_line(self, line: str, label: str) -> None:
        """Write the sums of one line."""
        for flow in ("billed", "accrued"):
            self.write_sums(f"{line}.{flow}", f"{label}, {_SAID[flow]}")

    def _write_present_value(self, key: str, title: str) -> None:
        discounted = self._row(
            f"{key}.discounted.by_year",
            f"{title}, invoiced, discounted",
            self._discounted_flow(key, title) * self.money.factor,
        )
        value = self._row(f"{key}.present_value", f"{title}, present value", total(discounted))
        self._row(
            f"{key}.equivalent_annual_cost",
            f"{title}, equivalent annual cost",
            value / self.money.annuity,
        )

    def _discounted_flow(self, key: str, title: str) -> Expr:
        """What is invoiced by year, deflated where the discount rate is real."""
        if not self.money.is_real or self.money.level is None:
            return self.program.reference(f"{key}.billed.by_year")
        if self.real:
            return self.program.reference(f"{key}.billed.real.by_year")
        said = f"{title}, invoiced{_BASE['.real']}"
        billed = self.program.reference(f"{key}.billed")
        deflated = self._row(f"{key}.billed.real", said, billed / self.money.level)
        return self._row(f"{key}.billed.real.by_year", said, by_year(deflated))

    def _write_peak(self, key: str, title: str) -> None:
        for base in self._price_bases():
            said = f"{title}, invoiced{_BASE[base]}"
            pence = self._row(
                f"{key}.billed{base}.pence.by_year",
                f"{said}, to the penny",
                round_to(self.program.reference(f"{key}.billed{base}.by_year"), PENCE),
            )
            self._row(f"{key}.peak{base}", f"{said}, in the peak year", largest(pence))
            self._row(
                f"{key}.peak_year{base}",
                f"{said}, number of the peak year",
                position_of_largest(pence),
            )

    # --- against the baseline ---

    def compare(self, option: OptionRows, baseline: str) -> None:
        """Write what an option saves against the baseline, and when it is paid back."""
        key, title, read = option.key, option.title, self.program.reference
        currency = self.money.currency
        self._row(
            f"{key}.saving", f"{title}, saving", read(f"{baseline}.billed") - read(f"{key}.billed")
        )
        self.write_sums(f"{key}.saving", f"{title}, saving")
        self._row(
            f"{key}.saving.present_value",
            f"{title}, saving in present value",
            read(f"{baseline}.present_value") - read(f"{key}.present_value"),
        )
        nothing = counted(constant(0), currency)
        for base in self._price_bases():
            said = f"{title}, saving so far{_BASE[base]}"
            by_month = read(f"{key}.saving{base}")
            by_years = read(f"{key}.saving{base}.by_year")
            self._row(f"{key}.saving{base}.so_far", said, previous(currency) + by_month, nothing)
            self._row(
                f"{key}.saving{base}.so_far.by_year",
                said,
                previous(currency, "year") + by_years,
                nothing,
            )
        if key == baseline:
            return  # it is never behind itself, and has nothing to pay back
        saved = read(f"{key}.saving.by_year")
        run = read(f"{key}.saving.so_far")
        self._write_break_even(key, title, run)
        self._write_payback(key, title, saved, read(f"{key}.saving.so_far.by_year"))
        if self.with_irr:
            self._row(
                f"{key}.internal_rate",
                f"{title}, internal rate of return of extra spend",
                internal_rate(saved),
            )

    def _write_break_even(self, key: str, title: str, run: Expr) -> None:
        """The month from which the saving so far is never again below zero."""
        read = self.program.reference
        month, before = read("timeline.month"), read("timeline.start") - ONE_MONTH
        behind = self._row(
            f"{key}.behind",
            f"{title}, month in which it is behind the baseline",
            where(round_to(run, PENCE) < 0, month, before),
        )
        last = self._row(
            f"{key}.behind.last", f"{title}, last month behind the baseline", largest(behind)
        )
        self._row(
            f"{key}.break_even",
            f"{title}, break-even month",
            look_up(read("timeline.end") - last, [(ONE_MONTH, last + ONE_MONTH)]),
        )

    def _write_payback(self, key: str, title: str, saving: Expr, run: Expr) -> None:
        """Years until the saving so far is never again below zero at the end of a year."""
        ended, length = self.money.years_ended, self.money.year_length
        behind = self._row(
            f"{key}.behind.by_year",
            f"{title}, years gone by at the end of one that ends behind",
            where(round_to(run, PENCE) < 0, ended, 0),
        )
        last = self._row(
            f"{key}.behind.years", f"{title}, years gone by when last behind", largest(behind)
        )
        is_next = equals(ended - length, last)
        parts = {
            "owed": ("still behind then", where(equals(ended, last), 0 - run, 0)),
            "gained": ("saved in the year after", where(is_next, saving, 0)),
            "next_length": ("length of the year after", where(is_next, length, 0)),
        }
        sums = {}
        for name, (said, body) in parts.items():
            row = self._row(f"{key}.{name}.by_year", f"{title}, {said}", body)
            sums[name] = self._row(f"{key}.{name}", f"{title}, {said}", total(row))
        # no figure where the last year ends behind
        paid = [(constant(1), where(last > 0, last + sums["next_length"], 0))]
        part = sums["next_length"] * (sums["owed"] / sums["gained"])
        partly = [(constant(1), where(last > 0, last + part, 0))]
        in_time = where(self.money.all_years > last, 1, 0)
        self._row(f"{key}.payback", f"{title}, payback in whole years", look_up(in_time, paid))
        self._row(
            f"{key}.payback_interpolated",
            f"{title}, payback in years and part of a year",
            look_up(in_time, partly),
        )


_BASE = {"": "", ".real": ", in the first year's prices"}
_SAID = {
    "billed": "invoiced",
    "accrued": "charged to the year",
    "capital": "capital",
    "revenue": "revenue",
}
