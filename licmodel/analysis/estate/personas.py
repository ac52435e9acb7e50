"""Personas held against options: who lacks what, what is at risk, and the cheapest plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from licmodel.analysis.estate.gaps import Gaps, gaps
from licmodel.analysis.estate.plans import Plans, plans
from licmodel.analysis.estate.quotes import Quotes
from licmodel.analysis.estate.rights import Right, ask_again, rights_at_risk
from licmodel.analysis.results import run
from licmodel.assembly.assemble import Model, assemble
from licmodel.errors import InputError
from licmodel.scenario.scenario import Scenario
from licmodel.terms.months import month_text


@dataclass(frozen=True)
class Personas:
    """What a scenario's personas need, have and would cost.

    ``month`` is that whose list prices hold; ``gaps`` goes by option and persona.

    Examples
    --------
    >>> from licmodel.analysis.estate.personas import example
    >>> found = personas(example())
    >>> found.plans["office"].choice.single.products, found.plans["office"].choice.single.price
    (('office_365_e3',), 22.02)
    >>> found.gaps["stay"]["office"].lacking(("teams",))
    {}
    """

    model: Model
    month: int
    plans: Mapping[str, Plans]
    gaps: Mapping[str, Mapping[str, Gaps]]
    rights: Mapping[str, tuple[Right, ...]]

    @property
    def scenario(self) -> Scenario:
        """The scenario they are of."""
        return self.model.scenario

    def title(self, persona: str) -> str:
        """What a persona is called."""
        return self.scenario.personas[persona].title or persona.replace("_", " ")

    def to_json(self) -> dict[str, Any]:
        """As plain data: the contract of ``personas --json``."""
        scenario = self.scenario
        return {
            "scenario": scenario.title,
            "currency": scenario.finance.currency,
            "baseline": scenario.baseline_key,
            "prices_of": month_text(self.month),
            "personas": {
                key: {
                    "title": self.title(key),
                    "people": self.plans[key].people,
                    "needs": list(persona.needs),
                    "wants": list(persona.wants),
                    "confirmed_by": persona.confirmed_by,
                    "assumed": persona.is_assumed,
                    "plans": self.plans[key].to_json(),
                }
                for key, persona in scenario.personas.items()
            },
            "options": {
                key: {
                    "title": self.model.options[key].title,
                    "personas": {
                        name: each.to_json(scenario.personas[name])
                        for name, each in by_persona.items()
                    },
                    "rights_at_risk": {each.line: each.to_json() for each in self.rights[key]},
                }
                for key, by_persona in self.gaps.items()
            },
        }


def personas(
    scenario: Scenario, *, options: Sequence[str] | None = None, month: int | None = None
) -> Personas:
    """Hold every option against every persona.

    Parameters
    ----------
    scenario : Scenario
        With personas.
    options : sequence of str, optional
        Only these; all that are costed, where not given.
    month : int, optional
        Whose list prices hold; the first of the horizon, where not given.

    Raises
    ------
    InputError
        If there are no personas, an option is none that is costed, or the month is outside the
        horizon.
    """
    if not scenario.personas:
        raise InputError(
            "the scenario has no personas",
            where=scenario.place("title"),
            remedies=[
                "say who needs what: personas: {office: {people: DRIVER, needs: [desktop_apps]}}",
                "list what may be needed: licmodel features",
            ],
        )
    model = assemble(scenario)
    for key in options or ():
        if key not in model.options:
            raise InputError(
                f"no option that is costed is called {key}",
                found=key,
                expected=", ".join(model.options),
            )
    month = scenario.timeline.start if month is None else month
    quotes = Quotes(scenario, month)
    asked = ask_again(model, quotes)
    of_personas = plans(scenario, quotes)
    chosen, results = list(options or model.options), run(model)
    return Personas(
        model,
        month,
        of_personas,
        {
            option: {
                persona: gaps(results, option, persona, plans_of, quotes.people(persona))
                for persona, plans_of in of_personas.items()
            }
            for option in chosen
        },
        {option: rights_at_risk(model, option, quotes, asked) for option in chosen},
    )


def example() -> Scenario:
    """A scenario of one plan and one persona, for examples in the documentation."""
    from licmodel.scenario.loading import from_data  # noqa: PLC0415  documentation only

    return from_data(
        {
            "title": "Example",
            "organisation": {"name": "An example"},
            "baseline": "stay",
            "timeline": {"start": "2027-04", "years": "2"},
            "drivers": {"staff": {"unit": "user", "value": "400"}},
            "personas": {
                "office": {"people": "staff", "needs": ["desktop_apps", "exchange_p2", "teams"]}
            },
            "options": {
                "stay": {
                    "lines": {
                        "suite": {
                            "kind": "subscription",
                            "product": "office_365_e3",
                            "quantity": "staff",
                        }
                    }
                }
            },
        }
    )
