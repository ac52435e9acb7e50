"""What every kind of cost line has: when, how it is invoiced, how it is treated."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from licmodel.licensing.demand import Demand
from licmodel.terms.bearer import FundSplit
from licmodel.terms.borrowing import Life
from licmodel.terms.coding import Coded
from licmodel.terms.figure import Rate
from licmodel.terms.months import EndMonth, Month, month_text
from licmodel.terms.quantity import Quantity
from licmodel.terms.unit import UnitName

if TYPE_CHECKING:
    from licmodel.lines.page import Page

Treatment = Literal["capital", "revenue"]
_PERIODS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12, "three-yearly": 36}

BILLINGS = (
    "monthly",
    *(f"{name} in {when}" for name in list(_PERIODS)[1:] for when in ("advance", "arrears")),
)


def _billing(value: object) -> str:
    text = " ".join(str(value).lower().split())
    if text in _PERIODS and text != "monthly":
        text = f"{text} in advance"
    if text not in BILLINGS:
        raise ValueError(f"{value}: not a way of invoicing; write one of {', '.join(BILLINGS)}")
    return text


Billing = Annotated[str, BeforeValidator(_billing)]


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Line(Coded):
    """One cost in an option.

    A kind is a class of this in a file of its own. Its fields are its inputs; `rows` writes its
    rows. Everything else follows: validation, engine, formulas, words, tests.
    """

    treatment_rule: ClassVar[str] = "revenue: a service, charged as it is received"
    """Why the kind is treated as it is, unless the line says otherwise."""

    vat_by_default: ClassVar[bool] = True
    """Whether suppliers of this kind charge VAT."""

    unit_by_default: ClassVar[str] = "unit"
    """What the kind counts, unless the line or its driver says otherwise."""

    may_be_capital: ClassVar[bool] = False
    """Whether some treat what it pays once as capital and others as revenue."""

    kind: str

    title: str | None = None
    """Name on tables; the key in words unless said."""

    quantity: Demand = Quantity.model_validate("1")
    """How many."""

    unit: UnitName | None = None
    """What is counted: user, device, server."""

    starts: Month | None = None
    """First month served; the horizon's first unless said. May be before the horizon."""

    ends: EndMonth | None = None
    """Last month served; the horizon's last unless said."""

    billing: Billing = "monthly"
    """When it is invoiced: monthly, quarterly in advance, yearly in arrears …"""

    treatment: Treatment | None = None
    """Capital or revenue, where the kind's default is not right."""

    reason: str | None = None
    """Why it is treated so."""

    life_years: Life | None = None
    """Years in which its capital is repaid from revenue, where those of borrowing are not right."""

    index: str | Rate | None = None
    """Index its prices follow: a name, or a yearly rate such as 3%."""

    uplift: Literal["financial year", "anniversary"] = "financial year"
    """When the index steps: with the financial year, or on the line's own anniversary. Its price
    is one of the horizon's first year, so the first rise is in the second."""

    category: str | None = None
    """Heading for reports: licences, support, hardware, people …"""

    vat: Literal["standard", "none"] | None = None
    """Whether the supplier charges VAT."""

    body: str | None = None
    """Body that bears it and whose VAT position it has; the organisation itself unless said."""

    fund: FundSplit | None = None
    """Whose money it is: a fund, or fixed shares of several, as {general: 70%, housing: 30%}."""

    serves: Annotated[tuple[str, ...] | None, BeforeValidator(_several), Field(alias="for")] = None
    """Personas it serves, where its quantity does not tell. It moves no figure."""

    @model_validator(mode="before")
    @classmethod
    def _read_rate(cls, value: Any) -> Any:  # noqa: ANN401  what a user may write
        if isinstance(value, dict):
            index = value.get("index")
            if isinstance(index, str) and index.strip()[:1] in "-0123456789":
                return {**value, "index": {"value": index}}
        return value

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.starts is not None and self.ends is not None and self.ends < self.starts:
            raise ValueError(
                f"it ends in {month_text(self.ends)}, before it starts in "
                f"{month_text(self.starts)}; write an end after the start"
            )
        if self.treatment is not None and not self.reason:
            raise ValueError("a treatment of one's own needs its reason; write reason: beside it")
        return self

    @property
    def billing_months(self) -> int:
        """Months that one invoice covers."""
        return _PERIODS[self.billing.split(" in ")[0]]

    @property
    def in_arrears(self) -> bool:
        """Whether the invoice follows the service."""
        return self.billing.endswith("arrears")

    @property
    def more_may_cost_less(self) -> bool:
        """Whether its price falls for all of it as more is used, so that more may cost less."""
        return False

    @property
    def has_vat(self) -> bool:
        """Whether the supplier charges VAT."""
        return self.vat_by_default if self.vat is None else self.vat == "standard"

    def product_key(self) -> str | None:
        """Product whose price list the line reads, if it reads one."""
        return getattr(self, "product", None)

    def agreement_key(self) -> str | None:
        """Agreement that the line stands under, if it does."""
        return getattr(self, "agreement", None)

    @property
    def lines_read(self) -> tuple[str, ...]:
        """Lines of its own option that it reads, by name."""
        return ()

    @abstractmethod
    def rows(self, page: Page) -> None:
        """Write the line's rows, and say which of them are charges."""
