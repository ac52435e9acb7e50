"""Shares of a cost as rows: what each member weighs, and what it pays to the penny.

Pence are conserved by rounding what members pay up to and with each one: a member's share is the
difference of two rounded sums, so that shares add up to the cost recharged whatever they are.
"""

from __future__ import annotations

from collections.abc import Mapping

from licmodel.assembly.measures import PENCE, Measures, OptionRows
from licmodel.language.expression import Expr, constant
from licmodel.language.operators import (
    MONTHS_A_YEAR,
    ONE_MONTH,
    add_up,
    by_year,
    during,
    every,
    round_to,
    total,
    where,
)
from licmodel.lines.setting import Setting
from licmodel.scenario.scenario import Scenario
from licmodel.terms.figure import Provenance
from licmodel.terms.sharing import WEIGHED_IN, Member, SharedCost


def write_shares(
    scenario: Scenario, setting: Setting, measures: Measures, options: Mapping[str, OptionRows]
) -> None:
    """Write what members pay of each option that has a cost they share, and pay without it."""
    for key, shared in scenario.shares.items():
        cost = Recharge(key, shared, scenario, setting, measures)
        sharing = {name: option for name, option in options.items() if cost.lines_of(option)}
        for option in sharing.values():
            cost.write(option)
        for option in sharing.values():
            cost.compare(option, sharing.get(scenario.baseline_key or ""))


class Recharge:
    """One cost that is shared, and the rows of its members."""

    def __init__(
        self,
        key: str,
        shared: SharedCost,
        scenario: Scenario,
        setting: Setting,
        measures: Measures,
    ) -> None:
        self.key = key
        self.shared = shared
        self.scenario = scenario
        self.setting = setting
        self.measures = measures
        self.title = shared.title or key.replace("_", " ")
        self.unit = weighed_in(shared, scenario)
        self._write_weights()

    def lines_of(self, option: OptionRows) -> list[str]:
        """Keys of the lines of an option that are shared."""
        return [
            key for name, key in option.lines.items() if name in (self.shared.of or option.lines)
        ]

    def member_title(self, name: str) -> str:
        """Name of a member on tables."""
        return member_title(name, self.shared.members[name])

    def _row(self, key: str, label: str, body: Expr) -> Expr:
        return self.setting.program.row(key, label, body)

    def _at(self, name: str, what: str) -> str:
        return f"shares.{self.key}.members.{name}.{what}"

    # --- what members weigh ---

    def _write_weights(self) -> None:
        """Weights by month, and the part of them that members up to each one have."""
        up_to: Expr | None = None
        for name in self.shared.members:
            said = f"{self.title}, {self.member_title(name)}"
            there = self._row(self._at(name, "there"), f"{said}: shares", self._is_there(name))
            weighs = self._row(
                self._at(name, "weighs"), f"{said}: weight", where(there, self._weight(name), 0)
            )
            up_to = weighs if up_to is None else up_to + weighs
            up_to = self._row(
                self._at(name, "weighs_up_to"), f"{said}: weight with those above it", up_to
            )
            self._row(
                self._at(name, "weight_years"),
                f"{said}: weight, each year's added up",
                total(weighs) * ONE_MONTH / MONTHS_A_YEAR,
            )
            self._write_before(name, there)
        *_, last = self.shared.members
        everyone = self.setting.read(self._at(last, "weighs_up_to"))
        for name in self.shared.members:
            label = f"{self.title}, {self.member_title(name)}: part of all, with those above it"
            part = self.setting.read(self._at(name, "weighs_up_to")) / everyone
            self._row(self._at(name, "part_up_to"), label, part)

    def _is_there(self, name: str) -> Expr:
        member = self.shared.members[name]
        joins = self._date(name, "joins", member.joins, "timeline.start")
        leaves = self._date(name, "leaves", member.leaves, "timeline.end")
        return every(self.setting.month >= joins, self.setting.month <= leaves)

    def _date(self, name: str, field: str, month: int | None, unless_said: str) -> Expr:
        if month is None:
            return self.setting.read(unless_said)
        return self.setting.declare(
            self._at(name, field),
            f"{self.title}, {self.member_title(name)}: {field}",
            "month",
            month,
            self._provenance(name),
            shown="month",
            given=False,
        )

    def _weight(self, name: str) -> Expr:
        weight = self.shared.members[name].weight
        if weight is None:
            return constant(1)
        label = f"{self.title}, {self.member_title(name)}: weight"
        at = self._at(name, "weight")
        return self.setting.quantity(at, label, self.unit, weight, self._provenance(name))

    def _write_before(self, name: str, there: Expr) -> None:
        """What a member pays without sharing, in the months in which it would share."""
        now = self.shared.members[name].pays_now
        if now is None:
            return
        label = f"{self.title}, {self.member_title(name)}: pays now"
        unit = f"{self.setting.money}/year"
        at = self._at(name, "pays_now")
        a_year = self.setting.quantity(at, label, unit, now, self._provenance(name))
        a_month = during(a_year / MONTHS_A_YEAR, "month")
        paid = self._row(self._at(name, "paid"), label, where(there, a_month, 0))
        self._row(self._at(name, "paid.by_year"), label, by_year(paid))

    def _provenance(self, name: str) -> Provenance | None:
        return self.shared.members[name].provenance or self.shared.provenance

    # --- what members pay of an option ---

    def write(self, option: OptionRows) -> None:
        """Write the cost recharged, each member's share of it, and what it pays."""
        at, said = self._of(option)
        lines = (self.measures.borne(option.pages[line]) for line in self.lines_of(option))
        cost = self._row(f"{at}.cost", f"{said}: cost shared", add_up(*lines))
        yearly = self._row(f"{at}.cost.by_year", f"{said}: cost shared", by_year(cost))
        label = f"{said}: recharged, to the penny"
        recharged = self._row(f"{at}.recharged.by_year", label, round_to(yearly, PENCE))
        self._row(f"{at}.recharged.total", f"{label}, in all", total(recharged))
        shares: dict[str, Expr] = {}
        before = None
        for name in self.shared.members:
            key, label = f"{at}.{name}", f"{said}, {self.member_title(name)}"
            above = f"{label}: cost, with those above it"
            part = self.setting.read(self._at(name, "part_up_to"))
            up_to = self._row(f"{key}.up_to", above, cost * part)
            yearly = self._row(f"{key}.up_to.by_year", above, by_year(up_to))
            pence = self._row(
                f"{key}.pence_up_to.by_year", f"{above}, to the penny", round_to(yearly, PENCE)
            )
            own = pence if before is None else pence - before
            shares[name] = self._row(f"{key}.share.by_year", f"{label}: share", own)
            before = pence
        for name, pays in self._with_overhead(option, shares).items():
            key, label = f"{at}.{name}.pays", f"{said}, {self.member_title(name)}: pays"
            paid = self._row(f"{key}.by_year", label, pays)
            self._row(f"{key}.total", f"{label}, in all", total(paid))
            option.borne.setdefault(f"shares.{self.key}", []).append(key)

    def _with_overhead(self, option: OptionRows, shares: Mapping[str, Expr]) -> dict[str, Expr]:
        """Shares with what the lead adds to the others', and takes off its own."""
        lead, overhead = self.shared.lead, self.shared.overhead
        if overhead is None or len(shares) == 1:
            return dict(shares)
        at, said = self._of(option)
        key = f"shares.{self.key}.overhead"
        provenance = self.shared.provenance
        added = self.setting.figure(key, f"{self.title}: overhead", "1", overhead, provenance)
        others = {
            name: self._row(
                f"{at}.{name}.overhead.by_year",
                f"{said}, {self.member_title(name)}: overhead",
                round_to(share * added, PENCE),
            )
            for name, share in shares.items()
            if name != lead
        }
        income = self._row(
            f"{at}.{lead}.overhead.by_year",
            f"{said}, {self.member_title(str(lead))}: overhead from the others",
            0 - add_up(*others.values()),
        )
        added_to = {name: others.get(name, income) for name in shares}
        for name, row in added_to.items():
            label = f"{said}, {self.member_title(name)}: overhead, in all"
            self._row(f"{at}.{name}.overhead.total", label, total(row))
        return {name: share + added_to[name] for name, share in shares.items()}

    def compare(self, option: OptionRows, baseline: OptionRows | None) -> None:
        """Write what members pay without the option, and what changes for each of them.

        ``baseline`` is None where it has nothing that they share.
        """
        at, said = self._of(option)
        for name, member in self.shared.members.items():
            key, label = f"{at}.{name}", f"{said}, {self.member_title(name)}"
            pays = self.setting.read(f"{key}.pays.total")
            self._write_per_unit(f"{key}.per_unit", f"{label}: pays", name, pays)
            if member.pays_now is not None:
                before = self.setting.read(self._at(name, "paid.by_year"))
            elif baseline is not None:
                before = self.setting.read(f"{self._of(baseline)[0]}.{name}.pays.by_year")
            else:
                continue
            paid = self._row(f"{key}.before.by_year", f"{label}: pays without it", before)
            whole = self._row(f"{key}.before.total", f"{label}: pays without it", total(paid))
            self._write_per_unit(f"{key}.before_per_unit", f"{label}: without it", name, whole)
            more = self.setting.read(f"{key}.pays.by_year") - paid
            change = self._row(f"{key}.change.by_year", f"{label}: pays more", more)
            self._row(f"{key}.change.total", f"{label}: pays more, in all", total(change))

    def _write_per_unit(self, key: str, label: str, name: str, amount: Expr) -> None:
        """An amount of the whole horizon for each one that the weight counts, a year."""
        if self.unit != "1":
            per = amount / self.setting.read(self._at(name, "weight_years"))
            self._row(key, f"{label}, for each {self.unit} a year", per)

    def _of(self, option: OptionRows) -> tuple[str, str]:
        """Key and label that the rows of an option begin with."""
        return f"{option.key}.shares.{self.key}", f"{option.title}, {self.title}"


def weighed_in(shared: SharedCost, scenario: Scenario) -> str:
    """What weights count: what their drivers do, or what the basis says."""
    weights = [member.weight for member in shared.members.values()]
    names = [name for weight in weights if weight for name in weight.drivers_read]
    counted = [scenario.drivers[name].unit for name in names if name in scenario.drivers]
    return next(iter(counted), WEIGHED_IN.get(shared.by, scenario.finance.currency))


def member_title(key: str, member: Member) -> str:
    """Name of a member on tables."""
    return member.title or key.replace("_", " ")
