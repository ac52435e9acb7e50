"""Exchange and SharePoint subscription editions: a licence for each running server."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from licmodel.language.expression import Expr
from licmodel.language.operators import add_up, round_up, where
from licmodel.licensing.plans import (
    EXTENDED_USE,
    Plan,
    refuse_more_than_all,
    refuse_unverified,
)
from licmodel.licensing.rule import Desk, Over, Rule
from licmodel.terms.figure import Share
from licmodel.terms.quantity import Quantity


class RunningServers(Rule):
    """Server licences of Exchange or SharePoint subscription edition.

    Access licences are needed beside them: see `access_beyond_plans` and `client_access`.

    Examples
    --------
    >>> rule = RunningServers.model_validate(
    ...     {"rule": "running_servers", "instances": "4", "plans": {"microsoft_365_e3": "100%"}}
    ... )
    >>> rule.counts
    'server'
    """

    basis: ClassVar[tuple[str, ...]] = ("running_servers", "cloud_plans")
    counts_in: ClassVar[str] = "server"
    explains: ClassVar[str] = (
        "Each running instance of the server needs a licence, and everyone who reaches it an "
        "access licence; both with assurance or as a subscription. People from outside are covered "
        "by the server licence. Where every user has a plan with extended use rights, the servers "
        "need no licence; how the contract words that is disputed, so it counts only where plans "
        "are written here."
    )

    rule: Literal["running_servers"] = "running_servers"

    instances: Annotated[Quantity, Over("server", also=("vm", "instance"))]
    """Instances that run at the same time, physical or virtual."""

    plans: dict[Plan, Share] = Field(default_factory=dict)
    """Share of the users who have each plan; leave it out to rely on no extended use rights."""

    covered: Share | None = None
    """Share of the users, none of those above, who have such rights otherwise."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse_more_than_all((*self.plans.values(), self.covered))
        refuse_unverified(self.plans, (EXTENDED_USE,))
        return self

    def count(self, desk: Desk) -> Expr:
        """One for each instance, or none where everybody has extended use rights."""
        needed = round_up(desk.quantity("instances"))
        shares = [
            desk.figure(f"plans.{plan}") * desk.rule(f"cloud_plans.{plan}.{EXTENDED_USE}")
            for plan in self.plans
        ]
        if self.covered is not None:
            shares.append(desk.figure("covered"))
        if shares:
            share = desk.row(
                "share_with_rights", "share of users with extended use rights", add_up(*shares)
            )
            needed = where(share >= 1, 0, needed)
        return desk.row("servers", "server licences", needed)
