"""Where a line writes its rows: its inputs by field, and its charges with their invoices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from licmodel.errors import InputError, ModelError
from licmodel.language.expression import Expr, constant
from licmodel.language.operators import (
    add_up,
    at_start,
    counted,
    equals,
    every,
    most,
    previous,
    remainder,
    round_up,
    where,
)
from licmodel.language.program import Cause, Reason
from licmodel.language.units import parse_unit, unit_text
from licmodel.licensing.rule import Rule
from licmodel.lines.invoices import invoice_in_advance, invoice_in_arrears
from licmodel.lines.line import Line, Treatment
from licmodel.lines.rule_desk import RuleDesk, reason_of
from licmodel.lines.setting import INFLATION, TWELVE_MONTHS, Product, Setting
from licmodel.records import record
from licmodel.terms.agreement import Holding
from licmodel.terms.figure import Figure, Measure, Provenance, measure_of

Opening = Expr | Literal["own first"] | None


@record
class Charge:
    """One charge of a line: what is served, what is invoiced, and how it is treated.

    ``is_cost`` is a flag where an income would bring no VAT, and the sign is not known before.
    """

    accrued: Expr
    billed: Expr
    treatment: Treatment
    has_vat: bool
    is_cost: Expr | None = None
    prepaid_before: Expr | None = None
    prepayment: Expr | None = None
    body: str | None = None
    """Body that bears it; the organisation itself where None."""

    once: bool = False
    """Whether it falls in single months, and is not served by the month."""


class Page:
    """The rows of one line.

    Parameters
    ----------
    setting : Setting
        The scenario around it.
    key : str
        ``option.line``, under which its rows stand.
    line : Line
        What was written.
    owners : mapping of str to str, optional
        For fields taken over from a parent option: the ``option.line`` that wrote them.
    read : mapping of str to Page, optional
        Pages of the lines that it reads, by name, closed before it is written.
    """

    def __init__(
        self,
        setting: Setting,
        key: str,
        line: Line,
        owners: Mapping[str, str] | None = None,
        read: Mapping[str, Page] | None = None,
    ) -> None:
        self.setting = setting
        self.key = key
        self.line = line
        self.owners = owners or {}
        self.read = read or {}
        self.money = setting.money
        self.name = line.title or key.rsplit(".", maxsplit=1)[-1].replace("_", " ")
        self.month = setting.month
        self.charges: list[Charge] = []
        self.measured: dict[str, Expr] = {}
        self.product = self._product()
        self.unit = self._unit()
        agreement = line.agreement_key()
        self.enrolment = None if agreement is None else setting.enrolment(agreement, key)

    # --- reading the line's fields ---

    def field_key(self, field: str) -> str:
        """Key of a field's input; a field taken over keeps its owner's."""
        return f"{self.owners.get(field, self.key)}.{field}"

    def figure(self, field: str, cause: Cause | None = None) -> Expr:
        """The input of a figure field, in the unit and bounds its type states."""
        measure = measure_of(type(self.line).model_fields[field])
        return self.declare(field, field, getattr(self.line, field), measure, cause)

    def declare(
        self,
        field: str,
        key: str,
        figure: Figure,
        measure: Measure,
        cause: Cause | None = None,
    ) -> Expr:
        """The input of any figure inside a field; ``GBP`` and ``unit`` become the line's own."""
        counted = {"unit": self.unit, "GBP": self.money}
        return self.setting.figure(
            self.field_key(field) + key.removeprefix(field),
            f"{self.name}: {key.replace('_', ' ').replace('.', ' ')}",
            "/".join(counted.get(base, base) for base in measure.unit.split("/")),
            figure,
            self.provenance(field),
            given=field in self.line.model_fields_set,
            bounds=(measure.low, measure.high),
            cause=cause,
        )

    def provenance(self, field: str) -> Provenance | None:
        """Source that a field leans on: that of the line which wrote it."""
        owner = self.owners.get(field)
        return self.line.provenance if owner is None else self.setting.line_provenance(owner)

    def date(self, field: str, month: int) -> Expr:
        """The input of a month field."""
        return self.setting.declare(
            self.field_key(field),
            f"{self.name}: {field}",
            "month",
            month,
            self.provenance(field),
            shown="month",
            given=False,
        )

    def quantity(self) -> Expr:
        """The line's quantity, in its own unit, with those who have come and less who have gone."""
        written = self._written()
        moved = self.setting.moved(self.key, self.unit)
        if moved is None:
            return written
        balance = self._once(
            "balance", "as written, with who came and less who went", written + moved
        )
        return most(balance, 0)

    def _written(self) -> Expr:
        """The line's quantity as it is written; what a rule demands stands in a row."""
        written = self.line.quantity
        if isinstance(written, Rule):
            return self._demanded(written)
        return self.setting.quantity(
            self.field_key("quantity"),
            f"{self.name}: quantity",
            self.unit,
            written,
            self.provenance("quantity"),
            given="quantity" in self.line.model_fields_set,
        )

    def _demanded(self, rule: Rule) -> Expr:
        key = f"{self.key}.quantity.demand"
        if key in self.setting.program.rows:
            return self.setting.read(key)
        count = counted(rule.count(RuleDesk(self, rule)), self.unit)
        label = f"what the rule {rule.rule} demands"
        return self.row("quantity.demand", label, count, reason=reason_of(rule))

    # --- rows ---

    def row(
        self,
        name: str,
        label: str,
        body: Expr,
        opening: Opening = None,
        *,
        reason: Reason | None = None,
    ) -> Expr:
        """Write a row of the line."""
        return self.setting.program.row(
            f"{self.key}.{name}", f"{self.name}: {label}", body, opening, reason=reason
        )

    def needed(self) -> Expr:
        """Whole units needed in each month served."""
        return self.row(
            "needed", "whole units needed", where(self.active, round_up(self.quantity()), 0)
        )

    @property
    def starts(self) -> Expr:
        """First month served."""
        month = self.line.starts
        return self.setting.read("timeline.start") if month is None else self.date("starts", month)

    @property
    def holding(self) -> tuple[str, Holding] | None:
        """Seats of before the horizon that it takes over under its agreement, and their name."""
        if self.enrolment is None:
            return None
        product = None if self.product is None else self.product.key
        return self.enrolment.holding(self.key.rsplit(".", maxsplit=1)[-1], product)

    @property
    def invoiced_from(self) -> Expr:
        """Month from which invoices are counted: the agreement's own, where there is one."""
        return self.starts if self.enrolment is None else self.enrolment.signed

    @property
    def invoiced_to(self) -> Expr | None:
        """Last month invoiced; none where that is the horizon's. A seat committed goes on."""
        if self.enrolment is not None:
            return self.enrolment.ends
        return None if self.line.ends is None else self.date("ends", self.line.ends)

    @property
    def active(self) -> Expr:
        """Flag: the month is served."""
        key = f"{self.key}.active"
        if key in self.setting.program.rows:
            return self.setting.read(key)
        tests = [self.month >= self.starts]
        if self.line.ends is not None:
            tests.append(self.month <= self.date("ends", self.line.ends))
        return self.row("active", "served", every(*tests))

    def since(self, date: Expr, period: Expr) -> Expr:
        """Months since the last whole period after a date."""
        return remainder(self.month - date, period)

    def indexed(self, price: Expr, held_for: Expr | None = None) -> Expr:
        """A price of the horizon's first year taken along its index, if the line has one.

        ``held_for`` is the months from one renewal to the next, where the price is held between.
        """
        index = self.line.index
        if index is None:
            return price
        if isinstance(index, str):
            level = self.setting.index_level(index, self.key)
        else:
            rate = self.figure("index", Cause(INFLATION, 0.0))
            begins = self.setting.read("timeline.year_begins")
            level = self._once(
                "index_level", "index", previous("1") * where(begins, 1 + rate, 1), constant(1)
            )
        if self.line.uplift == "anniversary":
            held_for = TWELVE_MONTHS
        if held_for is not None:
            on = equals(self.since(self.starts, held_for), 0)
            level = self._once(
                "index_held",
                "index at the last renewal",
                where(on, level, previous("1")),
                at_start(level) if level.axis != "whole" else level,
            )
        return price * level

    def _once(self, name: str, label: str, body: Expr, opening: Opening = None) -> Expr:
        key = f"{self.key}.{name}"
        if key in self.setting.program.rows:
            return self.setting.read(key)
        return self.row(name, label, body, opening)

    # --- charges ---

    def charge_once(  # noqa: PLR0913  a charge has this many sides
        self,
        name: str,
        label: str,
        amount: Expr,
        treatment: Treatment,
        *,
        is_income: bool = False,
        is_cost: Expr | None = None,
    ) -> Expr:
        """A charge invoiced and charged in the month it falls; an income brings no VAT back."""
        row = self.row(name, label, amount)
        has_vat = self.line.has_vat and not is_income
        treated = self.line.treatment or treatment
        body = self.line.body
        self.charges.append(Charge(row, row, treated, has_vat, is_cost, body=body, once=True))
        return row

    def charge(  # noqa: PLR0913  a charge has this many sides
        self,
        name: str,
        label: str,
        amount: Expr,
        treatment: Treatment = "revenue",
        *,
        beside: bool = False,
        is_cost: Expr | None = None,
        before: Expr | None = None,
        period: Expr | None = None,
        has_vat: bool = True,
    ) -> Expr:
        """A charge for months served, invoiced as the line's billing says.

        ``beside`` marks a charge that comes with the main one, such as maintenance: a treatment
        that the line gives itself is not for it. ``before`` is what a month of before the horizon
        was charged; as much as its first month, where nothing is known of it. ``period`` is how
        many months are invoiced at once in advance, whatever the billing says.
        ``has_vat`` is False where VAT does not come with it, whatever comes with the line.
        """
        served = self.row(name, label, amount, "own first" if before is None else before)
        treated = treatment if beside else self.line.treatment or treatment
        has_vat, body = has_vat and self.line.has_vat, self.line.body
        if self.line.billing_months == 1 and period is None:
            self.charges.append(Charge(served, served, treated, has_vat, is_cost, body=body))
            return served
        if self.line.in_arrears and period is None:
            billed, opening = invoice_in_arrears(self, name, label, served, before)
        else:
            billed, opening = invoice_in_advance(self, name, label, served, before, period)
        prepaid = self.row(
            f"{name}.prepayment",
            f"{label}: invoiced and not yet served (negative: owed)",
            previous(self.money) + (billed - served),
            opening,
        )
        self.charges.append(
            Charge(served, billed, treated, has_vat, is_cost, opening, prepaid, body)
        )
        return served

    def costs(self, amount: Expr) -> Expr | None:
        """Flag: an amount is a cost, where the line leaves it to that whether VAT comes with it."""
        return None if self.line.vat is not None else amount >= 0

    def close(self) -> None:
        """Write the line's totals, once its charges are said; what is no money is refused."""
        wrong = next((c for c in self.charges if c.accrued.unit != parse_unit(self.money)), None)
        if wrong is not None:
            found = f"{unit_text(wrong.accrued.unit)}, where it is in {self.money}"
            raise ModelError("what it charges is no sum of money", found=found)
        self._total("accrued", "charged to the month", (c.accrued for c in self.charges))
        self._total("billed", "invoiced", (c.billed for c in self.charges))

    def _total(self, name: str, label: str, parts: Iterable[Expr]) -> None:
        self.row(name, label, add_up(*parts))

    # --- what is counted ---

    def _product(self) -> Product | None:
        key = self.line.product_key()
        return None if key is None else self.setting.product(key, self.key, self.line)

    def _unit(self) -> str:
        if self.line.unit is not None:
            return self.line.unit
        quantity = self.line.quantity
        if isinstance(quantity, Rule):
            return self._unit_counted(quantity)
        if self.product is not None:
            return self.product.unit
        units = {
            self.setting.driver_units[name]
            for name in quantity.drivers_read
            if name in self.setting.driver_units
        }
        return units.pop() if len(units) == 1 else self.line.unit_by_default

    def _unit_counted(self, rule: Rule) -> str:
        """What the rule counts; a product sold by something else is refused."""
        sold = rule.counts if self.product is None else self.product.unit
        if sold != rule.counts:
            raise InputError(
                f"{self.key}: the product is sold by another unit than the rule counts",
                where=self.setting.place(f"{self.key}.product"),
                found=f"a price by {sold}, and {rule.rule} counts {rule.counts}",
                expected=f"a product sold by {rule.counts}",
                remedies=[
                    f"name a product whose unit is {rule.counts}",
                    f"or write unit: {sold} on the line, if one {rule.counts} is one {sold}",
                ],
            )
        return rule.counts
