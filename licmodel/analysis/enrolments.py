"""Agreements as rows: what each says itself, and what its programme says for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from licmodel.analysis.programme_prices import RENTED, level_discount, loss_switch, premium, said
from licmodel.catalogue.facts import Fact
from licmodel.catalogue.files import PROGRAMMES
from licmodel.catalogue.programmes import Programme, programme
from licmodel.errors import InputError
from licmodel.language.expression import Expr
from licmodel.language.operators import ONE_MONTH, equals, every, least, remainder, some
from licmodel.lines.enrolment import Enrolment
from licmodel.lines.setting import TWELVE_MONTHS, Setting
from licmodel.scenario.scenario import Scenario
from licmodel.terms.agreement import Agreement, Fall
from licmodel.terms.figure import Figure, Provenance, measure_of
from licmodel.terms.months import month_text
from licmodel.terms.term import number_text

GENERIC = "supplier_contract"
_FALLS = {
    "any_month": "in any month",
    "anniversary": "at anniversaries",
    "renewal": "at renewals only",
    "never": "never",
}


def fall_words(fall: Fall) -> str:
    """When seats may be handed back, in words.

    Examples
    --------
    >>> fall_words("renewal")
    'at renewals only'
    """
    return _FALLS[fall]


class Terms:
    """What an agreement comes to, with those it is based on and its programme.

    Raises
    ------
    InputError
        If it is based on none or on itself, or neither it nor its programme says what is needed.
    """

    def __init__(self, scenario: Scenario, key: str) -> None:
        self.scenario = scenario
        self.key = key
        self.place = scenario.place(f"agreements.{key}")
        chain = list(self._chain(key))
        written = {}
        self.owners: dict[str, str] = {}
        self.holding_owners: dict[str, str] = {}
        holdings = {}
        for owner in reversed(chain):
            agreement = scenario.agreements[owner]
            for field in agreement.model_fields_set - {"holdings", "based_on", "title"}:
                written[field] = getattr(agreement, field)
                self.owners[field] = owner
            for name, holding in agreement.holdings.items():
                holdings[name] = holding
                self.holding_owners[name] = owner
        own = scenario.agreements[key]
        self.agreement = own.model_copy(update={**written, "holdings": holdings})
        self.title = own.title or key.replace("_", " ")
        if self.agreement.signed is None:
            raise self._refused("signed", "the first month of its term, signed: 2024-04")

    def _chain(self, key: str) -> Iterator[str]:
        seen: list[str] = []
        at: str | None = key
        while at is not None:
            if at in seen:
                raise InputError(
                    "agreements are based on each other in a circle",
                    where=self.place,
                    found=" -> ".join((*seen, at)),
                    remedies=["let one of them stand by itself"],
                )
            if at not in self.scenario.agreements:
                raise InputError(
                    f"no agreement is called {at}",
                    where=self.scenario.place(f"agreements.{seen[-1]}.based_on"),
                    expected=", ".join(self.scenario.agreements),
                )
            seen.append(at)
            yield at
            at = self.scenario.agreements[at].based_on

    def _refused(self, field: str, expected: str, found: str | None = None) -> InputError:
        return InputError(
            f"agreement {self.key}: {field} is not said",
            where=self.place,
            found=found or "neither the agreement nor its programme says it",
            expected=expected,
        )

    @cached_property
    def programme(self) -> Programme:
        """How it is bought."""
        try:
            return programme(self.agreement.programme or GENERIC)
        except InputError as error:
            raise InputError(
                f"agreement {self.key}: {error.what}",
                where=self.scenario.place(f"agreements.{self.key}.programme"),
                found=error.found,
                expected=error.expected,
                remedies=error.remedies,
            ) from None

    @property
    def signed(self) -> int:
        """First month of its first term [month]."""
        if self.agreement.signed is None:
            raise self._refused("signed", "the first month of its term, signed: 2024-04")
        return self.agreement.signed

    def term(self) -> tuple[Figure, Provenance | None]:
        """Months from one renewal to the next, and where that is from if not from the file."""
        if self.agreement.term is not None:
            return self.agreement.term, None
        clause = self.programme.term
        if clause is None or clause.default is None:
            raise self._refused("term", "term: 36, in months")
        return Figure.model_validate(str(clause.default)), self.said(clause, "term")

    def may_fall(self) -> Fall:
        """When seats may be handed back."""
        if self.agreement.may_fall is not None:
            return self.agreement.may_fall
        self._check_choices()
        clause = self.programme.reduction(RENTED, self._choice())
        if clause is None or clause.when is None:
            raise self._refused(
                "may_fall", "may_fall: any_month, anniversary, renewal or never; see the contract"
            )
        return clause.when

    def true_down(self) -> tuple[Figure, Provenance | None] | None:
        """The largest part that may be handed back at once within a term."""
        if self.agreement.true_down is not None:
            return self.agreement.true_down, None
        if self.agreement.may_fall is not None:
            return None
        clause = self.programme.reduction(RENTED, self._choice())
        if clause is None or clause.share is None:
            return None
        share = Figure.model_validate(number_text(clause.share, percent=True))
        return share, self.said(clause, "reductions")

    def open_question(self) -> str | None:
        """What was taken for granted where public sources disagree; None where nothing was."""
        clauses = [each for each in self.programme.reductions if each.switch is not None]
        if self.agreement.may_fall is not None or not clauses or self._choice() is not None:
            return None
        switch = self.programme.switch(str(clauses[0].switch))
        answers = " or ".join(option.key for option in switch.options)
        return (
            f"agreement {self.key}: sources disagree on {self.programme.title}: {switch.question} "
            f"Taken: {switch.option().title}; say choices: {{{switch.key}: {answers}}}"
        )

    def _choice(self) -> str | None:
        switches = [each.switch for each in self.programme.reductions if each.switch is not None]
        return self.agreement.choices.get(switches[0]) if switches else None

    def _check_choices(self) -> None:
        switches = [*self.programme.switches]
        lost = loss_switch()
        if self.agreement.level is not None and lost is not None:
            switches.append(lost)
        known = {each.key: each for each in switches}
        for name, chosen in self.agreement.choices.items():
            place = self.scenario.place(f"agreements.{self.key}.choices.{name}")
            if name not in known:
                raise InputError(
                    f"{self.programme.title} leaves nothing open that is called {name}",
                    where=place,
                    expected=", ".join(known) or "no choices: it leaves nothing open",
                )
            answers = [option.key for option in known[name].options]
            if chosen not in answers:
                raise InputError(
                    f"{name} has no answer {chosen}", where=place, expected=" or ".join(answers)
                )

    def said(self, fact: Fact, clause: str) -> Provenance:
        """Where a clause of the programme is from."""
        return said(self.programme.title, fact, clause)

    def place_of(self, field: str) -> str | None:
        """File and line where a field of the agreement stands."""
        return self.scenario.place(f"agreements.{self.owners.get(field, self.key)}.{field}")

    @property
    def last(self) -> int | None:
        """Last month in which it is in force; None where it is renewed on and on [month]."""
        lasts = [] if self.agreement.ends is None else [self.agreement.ends]
        if self.agreement.renewal == "lapse":
            lasts.append(self.signed + int(self.term()[0].value) - 1)
        return min(lasts, default=None)

    def prices_from(self, begins: int) -> int:
        """First month from ``begins`` on in which its prices are set anew [month]."""
        term = int(self.term()[0].value)
        held = term if self.agreement.hold_months is None else int(self.agreement.hold_months.value)
        month = max(begins, self.signed)
        while (month - self.signed) % term % held:
            month += 1
        return month


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
        notice = terms.agreement.notice_months
        reached = self._decided()
        if notice is not None:
            reached = reached + self._figure(terms, "notice_months", notice, None)
        free = row(
            f"{at}.free",
            f"{said}: signed, or a renewal for which notice can still be given",
            every(renewal, some(month >= reached, equals(since, 0))),
        )
        true_down = terms.true_down()
        return Enrolment(
            key=terms.key,
            title=said,
            agreement=agreement,
            owners=terms.holding_owners,
            may_fall=terms.may_fall(),
            signed=signed,
            live=live,
            anniversary=anniversary,
            renewal=renewal,
            priced=priced,
            free=free,
            true_down=None if true_down is None else self._figure(terms, "true_down", *true_down),
            uplift=self._optional(terms, "renewal_uplift"),
            cap=self._optional(terms, "cap"),
            ends=ends,
            premium=lambda months: premium(setting, terms, months),
            level=self._level(terms),
            first_price=terms.prices_from(timeline.start),
        )

    def _level(self, terms: Terms) -> Expr | None:
        who = self.scenario.organisation
        return level_discount(self.setting, terms, who.kind, who.country)

    def _decided(self) -> Expr:
        """Month from which notice can be given: that in which the scenario was drawn up."""
        as_of = self.scenario.as_of
        if as_of is None:
            return self.setting.read("timeline.start")
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
