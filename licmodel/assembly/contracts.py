"""What an agreement comes to: its own words, those it is based on, and its programme's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from licmodel.assembly.programme_prices import RENTED, loss_switch, said
from licmodel.catalogue.facts import Fact
from licmodel.catalogue.programmes import Programme, programme
from licmodel.errors import InputError
from licmodel.scenario.scenario import Scenario
from licmodel.terms.agreement import FALL_WORDS, Added, Fall
from licmodel.terms.figure import Figure, Provenance
from licmodel.terms.term import number_text

GENERIC = "supplier_contract"


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
        self.chain = tuple(_chain(scenario, key))
        written = {}
        self.owners: dict[str, str] = {}
        self.holding_owners = _holding_owners(scenario, self.chain)
        for owner in reversed(self.chain):
            agreement = scenario.agreements[owner]
            for field in agreement.model_fields_set - {"holdings", "based_on", "title"}:
                written[field] = getattr(agreement, field)
                self.owners[field] = owner
        if written.get("renewal") != "uplift" and self.owners.get("renewal") != self.owners.get(
            "renewal_uplift"
        ):
            # a renewal said anew leaves behind the uplift of the agreement it is based on
            written |= {"renewal_uplift": None, "uplift_on": None}
        holdings = {
            name: scenario.agreements[owner].holdings[name]
            for name, owner in self.holding_owners.items()
        }
        own = scenario.agreements[key]
        filled = {**written, "holdings": holdings, "based_on": None}
        self.agreement = own.model_copy(update=filled)
        self.title = own.title or key.replace("_", " ")
        self._check()

    def _check(self) -> None:
        """Refuse what does not go together, with what other agreements and the programme say."""
        fault = next(self.agreement.faults(), None)
        if fault is not None:
            what, _, remedy = fault.partition("; ")
            raise InputError(
                f"agreement {self.key}: {what}",
                where=self.place,
                remedies=[remedy],
            )
        held, term = self.agreement.hold_months, self.term()[0]
        if held is not None and held.value > term.value:
            raise InputError(
                f"agreement {self.key}: a price is set anew at each renewal",
                where=self.place_of("hold_months"),
                found=f"hold_months: {held.value:g}, and a term of {term.value:g} months",
                expected="fewer months than the term",
                remedies=["take hold_months: out", "or write the term for which prices hold"],
            )
        falls = self.may_fall()
        if self.agreement.true_down is not None and falls in {"renewal", "never"}:
            raise InputError(
                f"agreement {self.key}: true_down is of seats handed back within a term",
                where=self.place_of("true_down"),
                found=f"{self.programme.title} allows none: {FALL_WORDS[falls]}",
                expected="may_fall: any_month or anniversary beside it, if the contract says so",
                remedies=["or take true_down: out"],
            )

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

    def added(self) -> Added:
        """What a seat added within a term costs; its own words, or the programme's."""
        own = self.agreement.added or Added()
        clause, price = self.programme.addition(RENTED), self.programme.price
        return Added(
            charged=own.charged
            or (
                "whole_years" if clause and clause.charged == "whole_years" else "months_remaining"
            ),
            price=own.price
            or (
                "list_when_ordered"
                if price and price.added == "list_when_ordered"
                else "held_for_term"
            ),
        )

    def open_question(self) -> str | None:
        """What was taken for granted where public sources disagree; None where nothing was."""
        clauses = [each for each in self.programme.reductions if each.switch is not None]
        if self.agreement.may_fall is not None or not clauses or self._choice() is not None:
            return None
        switch = self.programme.switch(str(clauses[0].switch))
        answers = " or ".join(option.key for option in switch.options)
        return (
            f"agreement {self.key}: sources disagree on {self.programme.title}: {switch.question} "
            f"Taken: {switch.option().title}; agreements.{self.key}.choices.{switch.key} "
            f"says otherwise: {answers}"
        )

    def _choice(self) -> str | None:
        switches = [each.switch for each in self.programme.reductions if each.switch is not None]
        return self.agreement.choices.get(switches[0]) if switches else None

    def _check_choices(self) -> None:
        switches = [*self.programme.switches]
        lost = None if self.agreement.level is None else loss_switch()
        if lost is not None:
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


def _chain(scenario: Scenario, key: str) -> Iterator[str]:
    seen: list[str] = []
    at: str | None = key
    while at is not None:
        if at in seen:
            raise InputError(
                "agreements are based on each other in a circle",
                where=scenario.place(f"agreements.{key}"),
                found=" -> ".join((*seen, at)),
                remedies=["let one of them stand by itself"],
            )
        if at not in scenario.agreements:
            raise InputError(
                f"no agreement is called {at}",
                where=scenario.place(f"agreements.{seen[-1]}.based_on"),
                expected=", ".join(scenario.agreements),
            )
        seen.append(at)
        yield at
        at = scenario.agreements[at].based_on


def _holding_owners(scenario: Scenario, chain: Iterable[str]) -> dict[str, str]:
    """Agreement that wrote each holding of one, given with those it is based on."""
    return {
        name: owner for owner in reversed([*chain]) for name in scenario.agreements[owner].holdings
    }


def taken_over(scenario: Scenario, option: str) -> dict[tuple[str, str], list[str]]:
    """Lines of an option by the holding they take over, and the agreement that wrote it.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> taken_over(example(), "stay")
    {}
    """
    found: dict[tuple[str, str], list[str]] = {}
    for name, home in scenario.homes(option).items():
        line = scenario.options[home].lines[name]
        agreement = line.agreement_key()
        if agreement is None:
            continue
        owners = _holding_owners(scenario, _chain(scenario, agreement))
        held = next((key for key in (name, line.product_key()) if key in owners), None)
        if held is not None:
            found.setdefault((owners[held], held), []).append(f"{home}.{name}")
    return found


def refuse_taken_twice(scenario: Scenario, option: str) -> None:
    """Refuse an option of which two lines take over the same seats.

    Raises
    ------
    InputError
        At the later of the two.
    """
    for (agreement, held), lines in taken_over(scenario, option).items():
        if len(lines) > 1:
            first, second = lines[0], lines[1]
            raise InputError(
                f"{second}: takes over seats that {first} takes over too",
                where=scenario.place(second),
                found=f"both read the holding {held} of {agreement}",
                expected="one line for each holding in an option",
                remedies=[
                    f"write a holding {second.rsplit('.', maxsplit=1)[-1]}: with its own seats",
                    "or make one line of the two",
                ],
            )
