"""Personas of a scenario: the names they rest on, and the lines that say whom they serve."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from licmodel.errors import InputError
from licmodel.scenario.scenario import Scenario


def check_personas(scenario: Scenario) -> None:
    """Refuse personas, lines and features that point at what does not stand in the file.

    Raises
    ------
    InputError
        If a persona follows no driver there is, a line is for no persona there is, or features
        are told of a product or line that there is not.
    """
    for key, persona in scenario.personas.items():
        for name in persona.people.drivers_read:
            require_name(scenario, f"personas.{key}.people", name, scenario.drivers, "driver")
    names: set[str] = set()
    for option, written in scenario.options.items():
        for line, each in written.lines.items():
            names |= {line, each.product_key() or line}
            for name in each.serves or ():
                require_name(scenario, f"{option}.{line}.for", name, scenario.personas, "persona")
    for key in scenario.features:
        require_name(
            scenario, f"features.{key}", key, names | scenario.prices.keys(), "product or line"
        )


def require_name(scenario: Scenario, key: str, name: str, among: Iterable[str], what: str) -> None:
    """Refuse a name that is none of those known, telling the nearest.

    Raises
    ------
    InputError
        If it is none of them.
    """
    known = sorted(among)
    if name in known:
        return
    near = difflib.get_close_matches(name, known, 3)
    raise InputError(
        f"{key}: no {what} is called {name}",
        where=scenario.place(key),
        found=name,
        expected=" or ".join(near or known) or f"a {what}",
        remedies=[f"write {near[0]}"] if near else [],
    )
