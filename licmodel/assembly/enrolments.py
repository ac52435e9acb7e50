"""Agreements as rows: when each runs, when seats may go, when prices are set anew."""

from __future__ import annotations

from licmodel.assembly.contracts import Terms
from licmodel.assembly.programme_prices import level_discount, premium
from licmodel.catalogue.files import PROGRAMMES
from licmodel.errors import InputError
from licmodel.language.expression import Expr
from licmodel.language.operators import (
    ONE_MONTH,
    equals,
    every,
    least,
    negate,
    previous,
    remainder,
    some,
    where,
)
from licmodel.lines.enrolment import Enrolment
from licmodel.lines.setting import TWELVE_MONTHS, Setting
from licmodel.scenario.scenario import Scenario
from licmodel.terms.agreement import Agreement
from licmodel.terms.figure import Figure, Provenance, measure_of
from licmodel.terms.months import month_text


class Enrolments:
    """Agreements of a scenario, each written as rows the first time a line reads it."""

    def __init__(self, scenario: Scenario, setting: Setting) -> None:
        self.scenario = scenario
        self.setting = setting
        self._written: dict[str, Enrolment] = {}

    def __call__(self, key: str, line: str) -> Enrolment:
        """The agreement that a line stands under.

        Raises
        ------
        InputError
            If there is none of that name, or it cannot be used.
        """
        if key not in self._written:
            if key not in self.scenario.agreements:
                raise InputError(
                    f"no agreement is called {key}",
                    where=self.scenario.place(f"{line}.agreement"),
                    expected=", ".join(self.scenario.agreements) or "a key under agreements:",
                )
            self._written[key] = self._write(Terms(self.scenario, key))
        return self._written[key]

    def _write(self, terms: Terms) -> Enrolment:
        agreement, setting, timeline = terms.agreement, self.setting, self.scenario.timeline
        signed = self._month(terms, "signed", terms.signed)
        term = self._figure(terms, "term", *terms.term())
        month = setting.month
        ends = None
        if agreement.renewal == "lapse":
            ends = signed + term - ONE_MONTH
        if agreement.ends is not None:
            written = self._month(terms, "ends", agreement.ends)
            ends = written if ends is None else least(written, ends)
        self._refuse_over(terms, timeline.start)
        row = setting.program.row
        at, said = f"agreements.{terms.key}", terms.title
        tests = [month >= signed] if ends is None else [month >= signed, month <= ends]
        live = row(f"{at}.live", f"{said}: in force", every(*tests))
        since = row(f"{at}.since", f"{said}: months since it was signed", month - signed)
        anniversary = row(
            f"{at}.anniversary",
            f"{said}: anniversary",
            every(live, equals(remainder(since, TWELVE_MONTHS), 0)),
        )
        renewal = row(
            f"{at}.renewal",
            f"{said}: signed or renewed",
            every(live, equals(remainder(since, term), 0)),
        )
        priced = renewal
        if agreement.hold_months is not None:
            held = self._figure(terms, "hold_months", agreement.hold_months, None)
            priced = row(
                f"{at}.priced",
                f"{said}: prices are set anew",
                every(live, equals(remainder(remainder(since, term), held), 0)),
            )
        if setting.renewing is not None:
            priced = row(
                f"{at}.let_go",
                f"{said}: prices are set anew, and not kept to tell why money grows",
                every(priced, setting.renewing > 0),
            )
        notice = terms.agreement.notice_months
        can_go = renewal
        if notice is not None:
            due = self._drawn_up() + self._figure(terms, "notice_months", notice, None)
            can_go = every(renewal, some(month > due, equals(since, 0)))
        free = row(
            f"{at}.free",
            f"{said}: signed, or a renewal for which notice can still be given",
            can_go,
        )
        true_down = terms.true_down()
        return Enrolment(
            key=terms.key,
            title=said,
            agreement=agreement,
            owners=terms.holding_owners,
            may_fall=terms.may_fall(),
            added=terms.added(),
            signed=signed,
            term=term,
            since=since,
            live=live,
            anniversary=anniversary,
            renewal=renewal,
            priced=priced,
            free=free,
            fixed=lambda: self._fixed(terms.key, said, signed),
            as_of=self._within(),
            true_down=None if true_down is None else self._figure(terms, "true_down", *true_down),
            uplift=self._optional(terms, "renewal_uplift"),
            cap=self._optional(terms, "cap"),
            ends=ends,
            premium=lambda months: premium(setting, terms, months),
            level=self._level(terms),
            first_price=terms.prices_from(timeline.start),
        )

    def _fixed(self, key: str, said: str, signed: Expr) -> Expr:
        """Flag of what cannot be avoided any more; its row is written where something reads it."""
        setting, at = self.setting, f"agreements.{key}"
        if f"{at}.fixed" not in setting.program.rows:
            live, free = (setting.read(f"{at}.{name}") for name in ("live", "free"))
            goes_on = every(negate(free), previous("1") > 0)
            as_of = self._within()
            if as_of is not None:
                goes_on = some(setting.month < as_of, goes_on)
            setting.program.row(
                f"{at}.fixed",
                f"{said}: signed before, and not up for renewal since",
                where(every(live, goes_on), 1, 0),
                where(setting.read("timeline.start") > signed, 1, 0),
            )
        return setting.read(f"{at}.fixed") > 0

    def _within(self) -> Expr | None:
        """Month in which the scenario was drawn up, where that is within the horizon."""
        as_of, timeline = self.scenario.as_of, self.scenario.timeline
        return None if as_of is None or as_of <= timeline.start else self._drawn_up()

    def _level(self, terms: Terms) -> Expr | None:
        who = self.scenario.organisation
        return level_discount(self.setting, terms, who.kind, who.country)

    def _drawn_up(self) -> Expr:
        """Month in which the scenario was drawn up: notice can still be given to its last day."""
        as_of = self.scenario.as_of
        if as_of is None:
            return self.setting.read("timeline.start") - ONE_MONTH
        return self.setting.declare(
            "timeline.as_of",
            "drawn up",
            "month",
            as_of,
            None,
            shown="month",
            given=False,
            place=self.scenario.place("as_of"),
        )

    def _refuse_over(self, terms: Terms, begins: int) -> None:
        """What was over before the horizon begins has no lines in it."""
        last = terms.last
        if last is not None and last < begins:
            raise InputError(
                f"agreement {terms.key} is over before the horizon begins",
                where=self.scenario.place(f"agreements.{terms.key}"),
                found=f"its last month is {month_text(last)}",
                expected=f"a month from {month_text(begins)} on",
                remedies=["take agreement: out of its lines, or write the agreement that follows"],
            )
        if terms.agreement.holdings and terms.signed >= begins:
            raise InputError(
                f"agreement {terms.key}: seats held before it was signed",
                where=self.scenario.place(f"agreements.{terms.key}.holdings"),
                found=f"signed {month_text(terms.signed)}, horizon from {month_text(begins)}",
                expected="holdings only of an agreement signed before the horizon",
                remedies=["take holdings: out: its first seats are ordered when it is signed"],
            )
        said = terms.agreement.commitment
        if said is not None and said.spent_before is not None and terms.signed >= begins:
            raise InputError(
                f"agreement {terms.key}: spent before it was signed",
                where=self.scenario.place(
                    f"agreements.{terms.owners['commitment']}.commitment.spent_before"
                ),
                found=f"signed {month_text(terms.signed)}, horizon from {month_text(begins)}",
                expected="spent_before only of an agreement signed before the horizon",
                remedies=["take spent_before: out"],
            )

    def _month(self, terms: Terms, field: str, month: int) -> Expr:
        return self.setting.declare(
            f"agreements.{terms.owners[field]}.{field}",
            f"{terms.title}: {field}",
            "month",
            month,
            terms.agreement.provenance,
            shown="month",
            given=False,
        )

    def _optional(self, terms: Terms, field: str) -> Expr | None:
        figure = getattr(terms.agreement, field)
        return None if figure is None else self._figure(terms, field, figure, None)

    def _figure(self, terms: Terms, field: str, figure: Figure, said: Provenance | None) -> Expr:
        measure = measure_of(Agreement.model_fields[field])
        return self.setting.figure(
            f"agreements.{terms.owners.get(field, terms.key)}.{field}",
            f"{terms.title}: {field.replace('_', ' ')}",
            measure.unit,
            figure,
            said or terms.agreement.provenance,
            bounds=(measure.low, measure.high),
            place=None if said is None else f"catalogue {PROGRAMMES}",
        )
