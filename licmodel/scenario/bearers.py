"""Bodies and funds of a scenario: the lines that name them, and names they may not have."""

from __future__ import annotations

from licmodel.errors import InputError
from licmodel.scenario.personas import require_name
from licmodel.scenario.scenario import Scenario
from licmodel.terms.bearer import ITSELF, UNSAID


def check_bearers(scenario: Scenario) -> None:
    """Refuse lines that name a body or fund which does not stand in the file.

    Raises
    ------
    InputError
        If there is no such body or fund, or one has a name that is taken.
    """
    for table, taken in (("bodies", ITSELF), ("funds", UNSAID)):
        if taken in getattr(scenario, table):
            raise InputError(
                f"{table}: none can be called {taken}",
                where=scenario.place(f"{table}.{taken}"),
                expected=f"another name: {taken} is what lines that say none go to",
            )
    for option, written in scenario.options.items():
        for line, each in written.lines.items():
            key = f"{option}.{line}"
            if each.body is not None:
                require_name(scenario, f"{key}.body", each.body, scenario.bodies, "body")
            for name in each.fund or ():
                require_name(scenario, f"{key}.fund", name, scenario.funds, "fund")
