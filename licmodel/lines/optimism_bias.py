"""Optimism bias: an allowance for costs that turn out higher than they were estimated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from licmodel.errors import InputError
from licmodel.language.expression import Expr, constant
from licmodel.language.operators import add_up, counted, most, where
from licmodel.lines.reading import Reading, charges_read
from licmodel.terms.figure import Figure, Measure, Provenance, Share
from licmodel.terms.months import parse_month

if TYPE_CHECKING:
    from licmodel.lines.page import Page

_BOUND = Measure("1", low=0, usual_high=2, percent=True)


class OptimismBias(Reading):
    """A share of what lines are estimated to cost, added because estimates are too hopeful.

    Examples
    --------
    >>> line = OptimismBias.model_validate(
    ...     {"kind": "optimism_bias", "of": "migration", "class": "equipment_development",
    ...      "mitigation": "40%"}
    ... )
    >>> line.project
    'equipment_development'
    """

    treatment_rule = "as the lines it is an allowance for"
    unit_by_default = "allowance"

    kind: Literal["optimism_bias"] = "optimism_bias"

    project: Annotated[str | None, Field(alias="class")] = None
    """Class of project, whose bounds the catalogue has: equipment_development, outsourcing …"""

    rate: Annotated[Figure, _BOUND] | None = None
    """Upper bound of one's own, with its source, in place of a class."""

    mitigation: Share = Figure.model_validate("0%")
    """Share of the bias that is managed, which comes off the upper bound, down to the lower."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.project is None) == (self.rate is None):
            raise ValueError("a bias has a class or a rate of its own; write just one of them")
        if self.rate is not None and self.rate.provenance is None:
            raise ValueError(
                "a rate of one's own needs its source; write rate: {value: 30%, source: WHERE}, "
                "or assumed: and why"
            )
        if self.index is not None:
            raise ValueError("it follows what its lines cost; leave index: out")
        return self

    def rows(self, page: Page) -> None:
        """What its lines are charged × the bound that is left; treated and taxed as they are."""
        self._refuse_adjustments(page)
        upper, lower = self._bounds(page)
        rate = page.row(
            "left",
            "bias that is left",
            most(upper * (1 - page.figure("mitigation")), lower),
        )
        for treatment in ("capital", "revenue"):
            for has_vat in (True, False):
                of = [each for each in charges_read(page, treatment) if each.has_vat == has_vat]
                if not of:
                    continue
                taxed = treatment if has_vat else f"{treatment}_without_vat"
                said = treatment if has_vat else f"{treatment} without VAT"
                # what brings money in, such as a resale, makes no estimate safer
                gross = add_up(*(most(charge.accrued, 0) for charge in of))
                costs = page.row(f"{taxed}_costs", f"{said} of its lines, before income", gross)
                amount = costs * rate * counted(page.quantity(), "1")
                page.charge(
                    taxed,
                    f"allowance for {said}",
                    where(page.active, amount, 0),
                    treatment,
                    has_vat=has_vat,
                )

    def _refuse_adjustments(self, page: Page) -> None:
        """The bias is of costs themselves, not of what grants pay or of another allowance."""
        for name, read in page.read.items():
            if read.line.lines_read:
                raise InputError(
                    f"{page.key}: optimism bias is of costs, before grants and allowances",
                    where=page.setting.place(f"{page.key}.of"),
                    found=f"{name}, of kind {read.line.kind}",
                    remedies=[f"write of: without {name}, naming the lines it reads"],
                )

    def _bounds(self, page: Page) -> tuple[Expr, Expr]:
        """The upper bound, and the lower; of a rate of one's own that is nothing."""
        if self.rate is not None:
            return page.figure("rate"), constant(0)
        return self._of_class(page, self.project or "")

    @staticmethod
    def _of_class(page: Page, project: str) -> tuple[Expr, Expr]:
        from licmodel.catalogue.files import OPTIMISM_BIAS  # noqa: PLC0415  few scenarios have any
        from licmodel.catalogue.optimism_bias import bias_class  # noqa: PLC0415

        try:
            found = bias_class(project)
        except InputError as error:
            raise InputError(
                f"{page.key}: {error.what}",
                where=page.setting.place(f"{page.key}.class"),
                found=error.found,
                expected=error.expected,
                remedies=error.remedies,
            ) from None
        first = found.sources[0]
        dated = None if first.dated == "undated" else parse_month(f"{first.dated}-01"[:7])
        said = f"{found.title}, of {found.measured}: {first.title}, {first.url}"
        provenance = Provenance(status="published", source=said, dated=dated)
        upper, lower = (
            page.setting.declare(
                f"optimism_bias.{project}.{name}",
                f"optimism bias of {found.title}: {name} bound",
                "1",
                bound,
                provenance,
                shown="percent",
                place=f"catalogue {OPTIMISM_BIAS}",
                bounds=(0.0, None),
            )
            for name, bound in (("upper", found.upper), ("lower", found.lower))
        )
        return upper, lower
