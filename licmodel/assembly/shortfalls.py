"""Spend that agreements commit to, as rows of each option: spent so far, and what falls short."""

from __future__ import annotations

from collections.abc import Iterator

from licmodel.assembly.contracts import Terms
from licmodel.assembly.measures import OptionRows
from licmodel.errors import InputError
from licmodel.language.expression import Expr, Operand, constant
from licmodel.language.operators import (
    ONE_MONTH,
    add_up,
    at_start,
    counted,
    equals,
    every,
    look_up,
    most,
    negate,
    previous,
    remainder,
    some,
    where,
)
from licmodel.lines.holding import at_first
from licmodel.lines.page import Charge
from licmodel.lines.setting import TWELVE_MONTHS, VOLUME, Setting
from licmodel.scenario.scenario import Scenario
from licmodel.terms.months import month_text
from licmodel.terms.spend import SpendCommitment


class Shortfalls:
    """What falls short of the spend that agreements commit an option to."""

    def __init__(self, scenario: Scenario, setting: Setting) -> None:
        self.scenario = scenario
        self.setting = setting
        self.agreements = scenario.agreements
        self._refuse_unknown_lines()

    def write(self, option: OptionRows) -> None:
        """Write a shortfall for each commitment that an option stands under.

        Raises
        ------
        InputError
            If two of its agreements take over the same commitment.
        """
        for terms, homes in self._due(option.key):
            said = terms.agreement.commitment
            if said is not None:
                _Shortfall(self.setting, option, terms, said, homes).write()

    def _due(self, option: str) -> Iterator[tuple[Terms, list[str]]]:
        """Agreements with a commitment that bind an option, and the lines that count."""
        under: dict[str, list[str]] = {key: [] for key in self.agreements}
        homes = {name: f"{home}.{name}" for name, home in self.scenario.homes(option).items()}
        for name, at in homes.items():
            key = self.scenario.options[at.split(".")[0]].lines[name].agreement_key()
            if key is not None:
                under[key].append(at)
        replaced = {each for key, has in under.items() if has for each in self._chain(key)}
        written_by: dict[str, str] = {}
        for key, lines in under.items():
            if not lines and self.agreements[key].commitment is None:
                continue
            terms = Terms(self.scenario, key)
            said = terms.agreement.commitment
            if said is None:
                continue
            by_name = [homes[name] for name in said.lines if name in homes]
            counted_lines = list(dict.fromkeys([*lines, *by_name]))
            # what was signed before the horizon binds an option that buys nothing under it, unless
            # the option has one that takes its place
            stands = len(terms.chain) == 1 and terms.signed < self.scenario.timeline.start
            if not counted_lines and (not stands or key in replaced):
                continue
            owner = terms.owners["commitment"]
            if owner in written_by:
                self._refuse_twice(option, owner, written_by[owner], key)
            written_by[owner] = key
            yield terms, counted_lines

    def _chain(self, key: str) -> tuple[str, ...]:
        return Terms(self.scenario, key).chain

    def _refuse_unknown_lines(self) -> None:
        """Names of lines that no option has."""
        known = {name for each in self.scenario.options.values() for name in each.lines}
        for key, agreement in self.agreements.items():
            said = agreement.commitment
            unknown = [name for name in said.lines if name not in known] if said else []
            if unknown:
                raise InputError(
                    f"agreement {key}: no option has a line called {unknown[0]}",
                    where=self.scenario.place(f"agreements.{key}.commitment.lines"),
                    expected=", ".join(sorted(known)),
                    remedies=["take it out: lines with agreement: count anyway"],
                )

    def _refuse_twice(self, option: str, owner: str, first: str, second: str) -> None:
        raise InputError(
            f"{option}: the spend commitment of {owner} counts twice",
            where=self.scenario.place(f"agreements.{second}"),
            found=f"lines under {first} and under {second}, which take over the same commitment",
            expected="one agreement in an option for each commitment",
            remedies=[
                f"write a commitment: of its own under {second}, spend: 0 if it has none",
                "or put the lines under one of the two",
            ],
        )


class _Shortfall:
    """The rows of one commitment in one option."""

    def __init__(
        self,
        setting: Setting,
        option: OptionRows,
        terms: Terms,
        said: SpendCommitment,
        homes: list[str],
    ) -> None:
        self.setting, self.option, self.terms = setting, option, terms
        self.said, self.homes = said, homes
        self.enrolment = setting.enrolment(terms.key, f"agreements.{terms.key}")
        self.at = f"agreements.{terms.owners['commitment']}.commitment"
        self.provenance = said.provenance or terms.agreement.provenance
        self.period = "contract year" if said.per == "year" else "term"
        self.title = f"{terms.title}: short of its commitment"
        self.nothing = counted(constant(0), setting.money)

    def _row(self, name: str, label: str, body: Expr, opening: Expr | None = None) -> Expr:
        key = f"{self.option.key}.shortfall.{self.terms.key}.{name}"
        label = f"{self.option.title}, {self.terms.title}, commitment: {label}"
        return self.setting.program.row(key, label, body, opening)

    def _refuse_a_change_before_the_horizon(self) -> None:
        """What was committed before is taken at one sum, so it may not have changed by then."""
        start = self.setting.timeline.start
        dates = [month for month in self.said.by_date or () if month < start]
        if len(dates) > 1:
            raise InputError(
                f"{self.at}: what is committed changed before the horizon",
                where=self.setting.place(f"{self.at}.by_date"),
                found=", ".join(month_text(month) for month in sorted(dates)),
                expected=f"one date before {month_text(start)}",
                remedies=[
                    f"keep the sum that the running {self.period} is held to, without the others"
                ],
            )

    def write(self) -> None:
        """Write what is committed, spent and short of it, and charge it."""
        money, under = self.setting.money, self.enrolment
        in_term = remainder(under.since, under.term)
        length = TWELVE_MONTHS if self.said.per == "year" else under.term
        begun = self._row(
            "since", f"months since the {self.period} began", remainder(in_term, length)
        )
        begins = equals(begun, 0)
        lasts = [equals(begun, length - ONE_MONTH), equals(in_term, under.term - ONE_MONTH)]
        if under.ends is not None:
            lasts.append(equals(self.setting.month, under.ends))
        due = self._row("due", f"last month of the {self.period}", every(under.live, some(*lasts)))
        cut = every(under.live, equals(self.setting.month, self.setting.read("timeline.end")))
        spent_now = where(under.live, self._added("accrued"), 0)
        bound = self._row("bound", "it binds", self._binds(spent_now > 0), self._before(1, 0))
        share = self._row("share", "committed for a month", self._share(length))
        committed_before, spent_before = self.nothing, self.nothing
        if self.said.spent_before is not None:
            self._refuse_a_change_before_the_horizon()
            committed_before = at_first(share) * counted(at_start(begun), "1")
            spent_before = self._figure("spent_before", "spent before the horizon")
        committed = self._row(
            "committed",
            f"committed so far in the {self.period}",
            where(begins, 0, previous(money)) + where(bound > 0, share, 0),
            self._before(committed_before, self.nothing),
        )
        spent = self._row(
            "spent",
            f"spent so far in the {self.period}",
            where(begins, 0, previous(money)) + spent_now,
            self._before(spent_before, self.nothing),
        )
        short = most(committed - spent, 0)
        accrued = self._row("accrued", "what falls short", where(some(due, cut), short, 0))
        billed = self._row("billed", "what falls short, invoiced", where(due, accrued, 0))
        prepayment = self._row(
            "prepayment",
            "shortfall invoiced and not yet charged (negative: owed)",
            previous(money) + (billed - accrued),
            self.nothing,
        )
        self.option.charges.append(
            Charge(accrued, billed, "revenue", has_vat=True, prepayment=prepayment, once=True)
        )
        self.option.shortfalls[f"shortfall.{self.terms.key}"] = self.title
        sure = self._row(
            "sure",
            f"committed so far in the {self.period}, less what its lines cannot avoid",
            where(begins, 0, previous(money))
            + where(every(bound > 0, under.fixed()), share, 0)
            - self._added("unavoidable"),
            self._before(committed_before - spent_before, self.nothing),
        )
        unavoidable = self._row(
            "unavoidable",
            "what falls short and cannot be avoided any more",
            where(some(due, cut), most(sure, 0), 0),
        )
        self.option.committed.setdefault("unavoidable", []).append(unavoidable)

    def _binds(self, spends: Expr) -> Expr:
        """Whether it binds: until a renewal in which nothing is spent under it any more."""
        goes_on = every(negate(self.enrolment.free), previous("1") > 0)
        return where(every(self.enrolment.live, some(spends, goes_on)), 1, 0)

    def _before(self, signed: Operand, otherwise: Operand) -> Expr:
        """What stands before the horizon, where it was signed then."""
        was = self.setting.read("timeline.start") > self.enrolment.signed
        return where(was, signed, otherwise)

    def _share(self, length: Expr) -> Expr:
        """The commitment of a month."""
        if self.said.by_date is None:
            spend = self._figure("spend", "committed spend")
        else:
            points = self.setting.dated(
                f"{self.at}.by_date",
                f"{self.terms.title}: committed spend",
                self.setting.money,
                self.said.by_date,
                self.provenance,
                cause=VOLUME,
            )
            spend = look_up(self.setting.month, points)
        return spend / counted(length, "1")

    def _figure(self, field: str, label: str) -> Expr:
        return self.setting.figure(
            f"{self.at}.{field}",
            f"{self.terms.title}: {label}",
            self.setting.money,
            getattr(self.said, field),
            self.provenance,
        )

    def _added(self, row: str) -> Expr:
        """A row of the lines that count, added up; of lines that have it."""
        keys = [f"{home}.{row}" for home in self.homes]
        rows = self.setting.program.rows
        found = [self.setting.read(key) for key in keys if key in rows]
        return add_up(*found) if found else self.setting.read("finance.nothing")
