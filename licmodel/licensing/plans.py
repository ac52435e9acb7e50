"""Cloud plans and access licences, and the rights to servers on premises that each carries."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator

from licmodel.catalogue.rules import rule_set
from licmodel.language.numeric import GUARD_DIGITS
from licmodel.terms.figure import Figure
from licmodel.terms.term import refusal

EXTENDED_USE = "extended_use"
"""The right to servers on premises, where everybody has the plan."""


def _plan(name: str) -> str:
    return _listed("cloud_plans", "plan", name)


def _licence(name: str) -> str:
    return _listed("cal_suites", "licence", name)


def _listed(entry: str, noun: str, name: str) -> str:
    known = rule_set(entry).rows
    if name not in known:
        raise refusal(
            name,
            f"no {noun} whose rights were verified",
            f"write one of {', '.join(known)}, or covered: with its source",
        )
    return name


Plan = Annotated[str, AfterValidator(_plan)]
Licence = Annotated[str, AfterValidator(_licence)]


def rights_of(licence: str) -> tuple[str, ...]:
    """Rights that an access licence or suite carries.

    Examples
    --------
    >>> rights_of("core_cal_bridge_ems")
    ('exchange_standard', 'sharepoint_standard')
    """
    entry = rule_set("cal_suites")
    return tuple(
        right for right in entry.rows[licence] if entry.constants[f"{licence}.{right}"].value
    )


def refuse_unverified(plans: Iterable[str], rights: Iterable[str]) -> None:
    """Refuse a plan of which nobody has verified whether it carries a right."""
    known = rule_set("cloud_plans").rows
    wanted = tuple(rights)
    for plan in plans:
        unverified = [right for right in wanted if right not in known[plan]]
        if unverified:
            raise refusal(
                plan,
                f"nobody has verified whether it carries {' or '.join(unverified)}",
                "leave the plan out, and write covered: with its source if it does",
            )


def refuse_more_than_all(shares: Iterable[Figure | None]) -> None:
    """Refuse shares of the users that come to more than everybody."""
    whole = sum(share.value for share in shares if share is not None)
    if round(whole - 1, GUARD_DIGITS) > 0:
        raise refusal(
            "shares of more than everybody",
            "nobody is counted under two plans",
            "write each user under the plan that carries the most",
        )
