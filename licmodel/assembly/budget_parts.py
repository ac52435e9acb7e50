"""What of a line a budget holds, and what of that is paid once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from licmodel.language.expression import Expr, constant
from licmodel.language.operators import least, most, where
from licmodel.language.program import Program
from licmodel.lines.event import Event
from licmodel.lines.grant import Grant
from licmodel.lines.optimism_bias import OptimismBias
from licmodel.lines.page import Charge, Page
from licmodel.lines.reading import charged


class BudgetParts:
    """Tells what of each line is money that a budget holds.

    An allowance for optimism is money that nobody has been promised, and an event at its
    probability is no sum that anybody will be billed: neither is in a budget. An event that is
    certain is. What a grant pays of such lines is in a budget as far as they are.

    Parameters
    ----------
    program : Program
        Which the rows are written in.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._held: dict[str, list[Charge]] = {}

    def held(self, page: Page) -> list[Charge]:
        """Charges of a line as far as a budget holds them."""
        if page.key not in self._held:
            self._held[page.key] = self._hold(page)
        return self._held[page.key]

    def beside(self, page: Page) -> list[Charge]:
        """Charges of a line as far as no budget holds them; none where it holds all of them."""
        held = self.held(page)
        if held is page.charges:
            return []
        if not held:
            return page.charges
        return [
            replace(whole, accrued=whole.accrued - part.accrued)
            for whole, part in zip(page.charges, held, strict=True)
        ]

    def once(self, page: Page, charge: Charge) -> Expr | None:
        """What of a charge that a budget holds is paid once; none where nothing is.

        A grant is paid once as far as what it pays for is.
        """
        if charge.once:
            return charge.accrued
        if not isinstance(page.line, Grant):
            return None
        read = self._read(page, charge)
        part = [
            replace(each, accrued=once)
            for of, each in read
            if (once := self.once(of, each)) is not None
        ]
        if not part:
            return None
        if len(part) == len(read) and all(
            one.accrued is each.accrued for one, (_, each) in zip(part, read, strict=True)
        ):
            return charge.accrued
        return self._row(
            page,
            f"{charge.treatment}.once",
            "paid once",
            charge.accrued * part_of(part, [each for _, each in read]),
        )

    def _hold(self, page: Page) -> list[Charge]:
        line = page.line
        if isinstance(line, OptimismBias):
            return []
        if isinstance(line, Event):
            return [self._certain(page, charge) for charge in page.charges]
        if isinstance(line, Grant) and any(self.beside(of) for of in page.read.values()):
            return [self._in_proportion(page, charge) for charge in page.charges]
        return page.charges

    def _certain(self, page: Page, charge: Charge) -> Charge:
        is_certain = page.figure("probability") >= 1
        held = where(is_certain, charge.accrued, 0)
        return replace(charge, accrued=self._row(page, "certain", "cost, if it is certain", held))

    def _in_proportion(self, page: Page, charge: Charge) -> Charge:
        """What a grant pays of what the budget holds of its lines."""
        held = [each for _, each in self._read(page, charge)]
        whole = [each for _, each in self._read(page, charge, lambda of: of.charges)]
        part = charge.accrued * part_of(held, whole)
        name = f"{charge.treatment}.held"
        return replace(charge, accrued=self._row(page, name, "as far as it is budgeted for", part))

    def _read(
        self, page: Page, charge: Charge, of: Callable[[Page], Sequence[Charge]] | None = None
    ) -> list[tuple[Page, Charge]]:
        """Charges that one of a grant's is for, each with its line; of what a budget holds."""
        found = [(read, each) for read in page.read.values() for each in (of or self.held)(read)]
        wanted = charge.treatment if page.line.treatment is None else None
        if getattr(page.line, "capital_only", False):
            wanted = "capital"
        return [(read, each) for read, each in found if wanted in {None, each.treatment}]

    def _row(self, page: Page, name: str, label: str, body: Expr) -> Expr:
        key = f"{page.key}.budget.{name}"
        if key in self.program.rows:
            return self.program.reference(key)
        return self.program.row(key, f"{page.name}: {label}", body)


def part_of(part: Sequence[Charge], whole: Sequence[Charge]) -> Expr:
    """What some charges are of others in each month; nothing where those are nothing."""
    if not part:
        return constant(0)
    costs = charged([*whole])
    return where(costs > 0, least(most(charged([*part]) / costs, 0), 1), 0)
