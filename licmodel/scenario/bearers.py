"""Bodies, funds and shared costs of a scenario: what they name, and names they may not have."""

from __future__ import annotations

from decimal import Decimal

from licmodel.errors import InputError
from licmodel.scenario.personas import require_name
from licmodel.scenario.scenario import Scenario
from licmodel.terms.bearer import ITSELF, UNSAID
from licmodel.terms.months import month_text
from licmodel.terms.sharing import SharedCost
from licmodel.terms.term import number_text


def check_bearers(scenario: Scenario) -> None:
    """Refuse lines that name a body or fund which does not stand in the file, and bad shares.

    Raises
    ------
    InputError
        If there is no such body or fund, or one has a name that is taken; if a cost that is
        shared has no line, nobody left to pay it, or fixed shares that are not all of it.
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
    lines = {line for key in scenario.options for line in scenario.homes(key)}
    for key, shared in scenario.shares.items():
        for name in shared.of or ():
            require_name(scenario, f"shares.{key}.of", name, lines, "line")
        _check_members(scenario, key, shared)


def _check_members(scenario: Scenario, key: str, shared: SharedCost) -> None:
    """Refuse months in which nobody shares, or fixed shares do not add up to all of it."""
    for month in scenario.timeline.months:
        if not any(member.is_there(month) for member in shared.members.values()):
            raise InputError(
                f"shares.{key}: nobody is left to pay in {month_text(month)}",
                where=scenario.place(f"shares.{key}.members"),
                expected="a member in every month of the horizon",
                remedies=["let one of them join earlier, or leave later", "name a lead"],
            )
        if shared.by != "fixed":
            continue
        parts = {name: each.fixed_share(month) for name, each in shared.members.items()}
        if sum(parts.values()) != 1:
            told = (f"{name} {number_text(part, percent=True)}" for name, part in parts.items())
            whole = number_text(sum(parts.values(), Decimal(0)), percent=True)
            raise InputError(
                f"shares.{key}: fixed shares that do not add up to 100%",
                where=scenario.place(f"shares.{key}.members"),
                found=f"in {month_text(month)}: {', '.join(told)}, {whole} in all",
                expected="100% among those who share in the month",
                remedies=["write weight: {by_date: {...}} where members join or leave"],
            )
