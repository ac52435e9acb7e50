"""What seats under an agreement cost month by month, in loops over plain numbers.

Written from the fields' help, docs/agreements.md and convention 22, not from the rows: no numpy,
nothing of the language. Where this and the engine differ, one of them is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from licmodel.catalogue.programmes import Programme, programme
from tests.oracle.costs import INVOICES
from tests.oracle.reading import Raw, Reader, month, number, whole

PLANS = {1: "monthly", 12: "annual", 36: "upfront"}


@dataclass
class Course:
    """A line's months under its agreement."""

    needed: list[float] = field(default_factory=list)
    committed: list[float] = field(default_factory=list)
    price_a_month: list[float] = field(default_factory=list)
    accrued: list[float] = field(default_factory=list)
    billed: list[float] = field(default_factory=list)
    prepaid: list[float] = field(default_factory=list)
    not_needed_cost: list[float] = field(default_factory=list)
    unavoidable: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)


@dataclass
class Short:
    """What falls short of a commitment, month by month."""

    accrued: list[float] = field(default_factory=list)
    billed: list[float] = field(default_factory=list)
    prepayment: list[float] = field(default_factory=list)
    unavoidable: list[float] = field(default_factory=list)


class Contract:
    """One agreement: its own words, then those it is based on, then its programme's."""

    def __init__(self, scenario: Raw, key: str) -> None:
        written: dict[str, Any] = {}
        holdings: dict[str, Any] = {}
        at: str | None = key
        while at is not None:
            said = scenario["agreements"][at]
            written = {**said, **written}
            holdings = {**said.get("holdings", {}), **holdings}
            at = said.get("based_on")
        self.holdings = holdings
        self.signed = month(written["signed"])
        added = written.get("added", {})
        addition = next(
            (
                one
                for one in self._programme_of(written).additions
                if not one.applies_to or "online_service" in one.applies_to
            ),
            None,
        )
        usual = self._programme_of(written).price
        self.whole_years = (
            added.get("charged", addition.charged if addition else None) == "whole_years"
        )
        self.adds_at_list = (
            added.get("price", usual.added if usual else None) == "list_when_ordered"
        )
        self.commitment: Raw | None = written.get("commitment")
        self.programme = self._programme_of(written)
        clause = self.programme.term
        default = None if clause is None else clause.default
        self.term = int(number(written["term"])) if "term" in written else int(default or 0)
        self.renewal = written.get("renewal", "list")
        self.uplift_on = written.get("uplift_on", "paid")
        self.uplift = number(written.get("renewal_uplift", "0"))
        self.cap = number(written["cap"]) if "cap" in written else None
        self.hold = int(number(written.get("hold_months", str(self.term))))
        self.true_down = number(written.get("true_down", "100%"))
        self.may_fall = written.get("may_fall") or self._falls(written.get("choices", {}))
        self.notice = int(number(written["notice_months"])) if "notice_months" in written else None
        drawn_up = scenario.get("as_of")
        start = month(scenario["timeline"]["start"])
        self.drawn_up = start - 1 if drawn_up is None else month(drawn_up)
        self.was_before = start if drawn_up is None else max(start, month(drawn_up))
        """Month before which all that was committed is past avoiding."""
        lasts = [month(written["ends"])] if "ends" in written else []
        if self.renewal == "lapse":
            lasts.append(self.signed + self.term - 1)
        self.last = min(lasts, default=None)

    @staticmethod
    def _programme_of(written: Raw) -> Programme:
        return programme(written.get("programme", "supplier_contract"))

    def _falls(self, choices: Raw) -> str:
        clause = next(
            one
            for one in self.programme.reductions
            if not one.applies_to or "online_service" in one.applies_to
        )
        if clause.switch is None:
            return str(clause.when)
        switch = next(one for one in self.programme.switches if one.key == clause.switch)
        return str(choices.get(switch.key, switch.default))

    def is_live(self, at: int) -> bool:
        """Whether it is in force in a month."""
        return self.signed <= at and (self.last is None or at <= self.last)

    def passed(self, at: int, months: int) -> bool:
        """Whether whole periods of so many months have passed since it was signed."""
        return (at - self.signed) % months == 0

    def may_be_declined(self, at: int) -> bool:
        """Whether it is signed in the month, or renewed and notice can still be given."""
        if at == self.signed:
            return True
        in_time = self.notice is None or at - self.notice > self.drawn_up
        return self.passed(at, self.term) and in_time

    def still_bound(self, before: bool, at: int) -> bool:  # noqa: FBT001  a month ago
        """Whether nothing that was signed before could be declined since."""
        return self.is_live(at) and (
            at < self.was_before or (before and not self.may_be_declined(at))
        )

    def prices_anew(self, at: int) -> bool:
        """Whether prices are set: at a renewal, or once they were held as long as they are."""
        return (at - self.signed) % self.term % self.hold == 0

    def year_of(self, at: int, per: str) -> range:
        """The contract year of a month, or its term: cut by the next renewal, or by the end."""
        term = at - (at - self.signed) % self.term
        length = self.term if per == "term" else 12
        begins = at - (at - term) % length
        after = min(begins + length, term + self.term)
        return range(begins, after if self.last is None else min(after, self.last + 1))

    def left_of(self, seats: float, at: int) -> float:
        """Seats left within a term, if all that may go in the month go."""
        falls = self.may_fall == "any_month" or (
            self.may_fall == "anniversary" and self.passed(at, 12)
        )
        return whole(seats * (1 - self.true_down)) if falls else seats

    def premium(self, months: int, at: int) -> float:
        """What the programme adds for invoices of so many months."""
        for plan in self.programme.billing:
            if plan.plan == PLANS.get(months):
                return max(
                    (one.starts or 0, one.share)
                    for one in plan.premiums
                    if one.starts is None or one.starts <= at
                )[1]
        return 0.0


class Bought:
    """A line under its agreement."""

    def __init__(self, name: str, line: Raw, scenario: Raw) -> None:
        self.line = line
        self.around = Reader(scenario)
        self.contract = Contract(scenario, line["agreement"])
        holdings = self.contract.holdings
        self.held = holdings.get(name) or holdings.get(line.get("product", name))
        self.starts = month(line["starts"]) if "starts" in line else self.around.start
        self.ends = month(line["ends"]) if "ends" in line else None
        way = line.get("billing", "monthly")
        self.invoice, self.arrears = INVOICES[way.split(" in ")[0]], way.endswith("arrears")
        self.payment: Raw | None = line.get("payment")
        self.upfront = number(self.payment["upfront"]) if self.payment else 0.0
        self.spread = number(self.payment.get("spread", "0")) if self.payment else 0.0
        self.has_list = "price" in line or "product" in line

    def needed(self, at: int) -> float:
        """Whole seats needed, while line and agreement last."""
        served = self.starts <= at and (self.ends is None or at <= self.ends)
        if not served or not self.contract.is_live(at):
            return 0.0
        return whole(self.around.quantity(self.line["quantity"], at))

    def minimum(self, at: int) -> float:
        """Seats below which the contract does not let it fall."""
        if self.held is None or "minimum" not in self.held or not self.contract.is_live(at):
            return 0.0
        return whole(self.around.quantity(self.held["minimum"], at))

    def listed(self, at: int) -> float:
        """Price a month of a seat ordered in the month."""
        price, paid = self.around.price(self.line, at)
        a_month = price / 12 if paid == "year" else price
        a_month *= 1 - number(self.line.get("discount", "0"))
        a_month *= self.around.level(self.line, self.starts, at)
        if self.payment is not None:
            return a_month
        return a_month * (1 + self.contract.premium(self.invoice, at))

    def set_anew(self, paid: float, at: int) -> float:
        """The price when it is set anew, from the price paid."""
        contract = self.contract
        price = self.listed(at) if self.has_list else paid
        if contract.renewal == "uplift":
            on_list = contract.uplift_on == "list" and self.has_list
            price = (self.listed(at) if on_list else paid) * (1 + contract.uplift)
        if contract.cap is not None and paid > 0:
            price = min(price, paid * (1 + contract.cap))
        return price

    def course(self) -> Course:
        """Month by month."""
        contract, course = self.contract, Course()
        seats = float(number(self.held["seats"])) if self.held else 0.0
        paid = 0.0
        if self.held:
            paid = number(self.held["price"]) / (12 if self.held["per"] == "year" else 1)
        before, kept, of_held, most = seats * paid, seats, paid, seats
        bound = contract.signed < self.around.start
        for at in self.around.months:
            had, needed = seats, self.needed(at)
            seats = self._committed(had, needed, at)
            bound = contract.still_bound(bound, at)
            kept = self._kept(kept, at, bound=bound) if at >= contract.was_before else seats
            if self.has_list and had == 0 and seats > 0:
                paid = of_held = self.listed(at)
            elif contract.is_live(at) and contract.prices_anew(at):
                paid, of_held = self.set_anew(paid, at), self.set_anew(of_held, at)
            elif seats > had and contract.adds_at_list and self.has_list:
                paid = (had * paid + (seats - had) * self.listed(at)) / seats
            of_held = of_held if at >= contract.was_before else paid
            gone_by = at - contract.year_of(at, "year")[0] if contract.is_live(at) else 0
            new_year = contract.is_live(at) and gone_by == 0
            late = 0.0 if new_year else max(seats - most, 0.0)
            most = seats if new_year else max(seats, most)
            of_added = self.listed(at) if contract.adds_at_list and self.has_list else paid
            course.late.append(late * of_added * gone_by if contract.whole_years else 0.0)
            course.needed.append(needed)
            course.committed.append(seats)
            course.price_a_month.append(paid)
            with_spread = paid * (self.upfront + (1 - self.upfront) * (1 + self.spread))
            course.accrued.append(seats * with_spread)
            course.not_needed_cost.append((seats - needed) * with_spread)
            gone = course.late[-1] if at < contract.was_before else 0.0
            course.unavoidable.append(gone + (kept * of_held * with_spread / paid if paid else 0.0))
        self._invoice(course, before)
        for each in (course.accrued, course.billed):
            each[:] = [a + b for a, b in zip(each, course.late, strict=True)]
        return course

    def _committed(self, had: float, needed: float, at: int) -> float:
        contract = self.contract
        if not contract.is_live(at):
            return 0.0
        lowest = max(needed, self.minimum(at))
        if contract.may_fall == "never":
            return max(lowest, had)
        if contract.may_be_declined(at):
            return lowest
        return max(lowest, contract.left_of(had, at))

    def _kept(self, kept: float, at: int, *, bound: bool) -> float:
        """Of the seats of before the horizon, those that are left if all go that may."""
        contract = self.contract
        if not contract.is_live(at):
            return 0.0
        never = contract.may_fall == "never"
        if contract.may_be_declined(at) and not never:
            return 0.0
        binds = bound or (never and contract.signed < self.around.start)
        return max(contract.left_of(kept, at), self.minimum(at) if binds else 0.0)

    # --- invoices ---

    def _period(self, at: int, length: int) -> range:
        begins = at - (at - self.contract.signed) % length
        last = self.contract.last
        after = begins + length
        return range(begins, after if last is None else min(after, last + 1))

    def _invoice(self, course: Course, before: float) -> None:
        """Part of each term upfront, the rest with what it costs to spread as it is billed."""
        rest = (1 - self.upfront) * (1 + self.spread)
        whole = self.upfront + rest
        count = len(course.accrued)
        course.billed, course.prepaid = [0.0] * count, [0.0] * count
        for share, length, arrears in (
            (self.upfront, self.contract.term, False),
            (rest, self.invoice, self.arrears),
        ):
            charges = {
                at: charge * share / whole
                for at, charge in zip(self.around.months, course.accrued, strict=True)
            }
            if length == 1:
                billed, prepaid = list(charges.values()), [0.0] * count
            elif arrears:
                billed, prepaid = self._in_arrears(charges, before * share, length)
            else:
                billed, prepaid = self._in_advance(charges, before * share, length)
            course.billed = [a + b for a, b in zip(course.billed, billed, strict=True)]
            course.prepaid = [a + b for a, b in zip(course.prepaid, prepaid, strict=True)]

    def _in_advance(
        self, charges: dict[int, float], before: float, length: int
    ) -> tuple[list[float], list[float]]:
        """Each month to come has its own purse; those of before are filled as seats were held."""
        start = self.around.start
        purse: dict[int, float] = {}
        if self.contract.signed < start:
            period = self._period(start, length)
            if period[0] < start:
                purse = {later: before for later in period if later >= start}
        invoices, prepaid = [], []
        for at, charge in charges.items():
            billed = 0.0
            if self.contract.is_live(at):
                for later in self._period(at, length):
                    if later >= at:
                        billed += charge - purse.get(later, 0.0)
                        purse[later] = charge
            invoices.append(billed)
            prepaid.append(sum(left for later, left in purse.items() if later > at))
        return invoices, prepaid

    def _in_arrears(
        self, charges: dict[int, float], before: float, length: int
    ) -> tuple[list[float], list[float]]:
        """The last month of a period invoices all of it."""
        start = self.around.start
        owed = 0.0
        if self.contract.signed < start:
            owed = before * (start - self._period(start, length)[0])
        invoices, prepaid = [], []
        for at, charge in charges.items():
            owed += charge
            is_last = self.contract.is_live(at) and at == self._period(at, length)[-1]
            invoices.append(owed if is_last else 0.0)
            owed = 0.0 if is_last else owed
            prepaid.append(-owed)
        return invoices, prepaid


def _committed_for(said: Raw, at: int, term: int) -> float:
    """The commitment of one month."""
    dated = said.get("by_date") or {"1900-01": said["spend"]}
    found = max(
        (month(each), number(figure)) for each, figure in dated.items() if month(each) <= at
    )
    return found[1] / (term if said["per"] == "term" else 12)


def shortfall(bought: Bought, course: Course) -> Short:
    """What falls short of the commitment of the agreement that one line stands under.

    Year by year: what was committed in its months, less what was charged in them.
    """
    contract, months = bought.contract, bought.around.months
    said, start = contract.commitment or {}, months[0]
    spent = dict(zip(months, course.accrued, strict=True))
    kept = dict(zip(months, course.unavoidable, strict=True))
    bound = fixed = contract.signed < start
    binds, sure = {}, {}
    for at in months:
        declined = contract.may_be_declined(at)
        live = contract.is_live(at)
        bound = live and (spent[at] > 0 or (bound and not declined))
        fixed = contract.still_bound(fixed, at)
        binds[at], sure[at] = bound, bound and fixed
    told, owed = Short(), 0.0
    for at in months:
        short = surely = 0.0
        year = contract.year_of(at, said["per"]) if contract.is_live(at) else range(0)
        is_last = bool(year) and at == year[-1]
        if is_last or (year and at == months[-1]):
            month_of = {each: _committed_for(said, each, contract.term) for each in year}
            within = [each for each in year if start <= each <= at]
            before = 0.0
            if "spent_before" in said and year[0] < start:
                missed = (start - year[0]) * _committed_for(said, start, contract.term)
                before = missed - number(said["spent_before"])
            short = before + sum(month_of[each] * binds[each] - spent[each] for each in within)
            surely = before + sum(month_of[each] * sure[each] - kept[each] for each in within)
        short = max(short, 0.0)
        owed += (short if is_last else 0.0) - short
        told.accrued.append(short)
        told.billed.append(short if is_last else 0.0)
        told.prepayment.append(owed)
        told.unavoidable.append(max(surely, 0.0))
    return told
