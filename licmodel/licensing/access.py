"""Access licences: by user or by device, and beyond what cloud plans already cover."""

from __future__ import annotations

from functools import reduce
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from licmodel.language.expression import Expr
from licmodel.language.operators import add_up, counted, least, most, round_up, where
from licmodel.licensing.choice import Offer, cheapest
from licmodel.licensing.plans import (
    Licence,
    Plan,
    refuse_more_than_all,
    refuse_unverified,
    rights_of,
)
from licmodel.licensing.rule import Desk, Over, Rule
from licmodel.terms.figure import Figure, Measure, Share
from licmodel.terms.quantity import Quantity
from licmodel.terms.term import refusal

Users = Annotated[Quantity, Over("user", also=("person", "staff"))]


class ClientAccess(Rule):
    """Access licences for users or for devices, whichever is the cheaper where both are given.

    Two lines, one for each, pay together for the cheaper; where both cost the same, one line
    without `part` pays for the fewer.

    Examples
    --------
    >>> rule = ClientAccess.model_validate(
    ...     {"rule": "client_access", "users": "640", "devices": "220", "covered": "0%"}
    ... )
    >>> rule.counts
    'cal'
    """

    basis: ClassVar[tuple[str, ...]] = ("client_access",)
    counts_in: ClassVar[str] = "cal"
    explains: ClassVar[str] = (
        "Everyone who reaches a server, or every device that does, needs an access licence. For a "
        "population the cheaper of the two is decided once, over all months. Users whose cloud "
        "plan covers their access need none."
    )

    rule: Literal["client_access"] = "client_access"

    users: Users | None = None
    """People who reach the servers."""

    covered: Share | None = None
    """Share of the users whose access something else covers, such as a cloud plan."""

    devices: Annotated[Quantity, Over("device")] | None = None
    """Devices from which the others reach them; people that are covered need none."""

    user_price: Annotated[Figure, Measure("GBP/user", low=0)] | None = None
    """Price of a licence for a user, where it is not that for a device."""

    device_price: Annotated[Figure, Measure("GBP/device", low=0)] | None = None
    """Price of a licence for a device, over the same time."""

    part: Literal["users", "devices"] | None = None
    """Licences that this line pays for, where the two cost differently."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.users is None and self.devices is None:
            raise refusal("neither users nor devices", "somebody is served", "write users:")
        if self.covered is not None and self.users is None:
            raise refusal("covered", "it is a share of the users", "write users: beside it")
        priced = (self.user_price is not None, self.device_price is not None)
        if priced[0] != priced[1]:
            raise refusal("one price", "both are compared, or neither", "write the other too")
        both = self.users is not None and self.devices is not None
        if priced[0] and not both:
            raise refusal(
                "prices", "there is nothing to choose from", "write users: and devices:, or neither"
            )
        if priced[0] != (self.part is not None):
            found = "two prices" if priced[0] else f"part: {self.part}"
            remedy = "write part: users or part: devices beside user_price: and device_price:"
            raise refusal(found, "a line pays for one of the two", remedy)
        return self

    @property
    def counts(self) -> str:
        """Licences for users, for devices, or for either."""
        if self.part is not None:
            return self.part.removesuffix("s")
        if self.users is None or self.devices is None:
            return "device" if self.users is None else "user"
        return self.counts_in

    def count(self, desk: Desk) -> Expr:
        """Users that nothing covers, or devices, or the cheaper."""
        served = [] if self.users is None else [self._users(desk)]
        served += [] if self.devices is None else [self._devices(desk)]
        if len(served) == 1:
            return served[0]
        users, devices = served
        if self.part is None:
            return self._fewer(desk, users, devices)
        chosen = cheapest(
            desk,
            (
                Offer("by_user", "licensing by user", users * desk.figure("user_price")),
                Offer("by_device", "licensing by device", devices * desk.figure("device_price")),
            ),
        )
        bought = (
            where(chosen["by_user"], users, 0)
            if self.part == "users"
            else where(chosen["by_device"], devices, 0)
        )
        return desk.row("bought", f"licences by {self.counts} bought", bought)

    def _users(self, desk: Desk) -> Expr:
        users = desk.quantity("users")
        if self.covered is not None:
            users *= 1 - desk.figure("covered")
        return desk.row("users_needing", "users who need a licence", round_up(users))

    @staticmethod
    def _devices(desk: Desk) -> Expr:
        return desk.row(
            "devices_needing", "devices that need a licence", round_up(desk.quantity("devices"))
        )

    def _fewer(self, desk: Desk, users: Expr, devices: Expr) -> Expr:
        either = {
            "by_user": counted(users, self.counts_in),
            "by_device": counted(devices, self.counts_in),
        }
        # At one price for both, what they cost is as many times that price.
        offers = [
            Offer(key, f"licensing {key.replace('_', ' ')}", needed)
            for key, needed in either.items()
        ]
        chosen = cheapest(desk, offers, "comes to")
        return desk.row("bought", "licences bought", where(chosen["by_user"], *either.values()))


class AccessBeyondPlans(Rule):
    """Access licences or suites for people whose cloud plans do not carry the same rights.

    Examples
    --------
    >>> rule = AccessBeyondPlans.model_validate(
    ...     {"rule": "access_beyond_plans", "licence": "core_cal_suite", "users": "1_000",
    ...      "plans": {"microsoft_365_e3": "60%", "office_365_e3": "30%"}}
    ... )
    >>> rule.rights
    ('windows_server', 'configuration_manager', 'exchange_standard', 'sharepoint_standard')
    """

    basis: ClassVar[tuple[str, ...]] = ("cal_suites", "cloud_plans")
    counts_in: ClassVar[str] = "user"
    explains: ClassVar[str] = (
        "A licence or suite carries rights to servers on premises, and so do some cloud plans. "
        "Whoever has a plan that carries all the rights of the licence does not need it. Where a "
        "bridge is named, those whose plan and bridge carry them together need the bridge instead."
    )

    rule: Literal["access_beyond_plans"] = "access_beyond_plans"

    licence: Licence
    """Access licence or suite that everyone would need without a plan."""

    users: Users
    """People who reach the servers."""

    plans: dict[Plan, Share] = Field(default_factory=dict)
    """Share of the users who have each plan; nobody is counted under two."""

    covered: Share | None = None
    """Share of the users, none of those above, whose access something else covers; it is for the
    line that pays for the licence."""

    bridge: Licence | None = None
    """Cheaper suite that adds what a plan lacks."""

    part: Literal["licence", "bridge"] = "licence"
    """What this line pays for, where there is a bridge."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.part == "bridge" and (self.bridge is None or not self.plans):
            raise refusal(
                "part: bridge", "a bridge adds to plans", "write bridge: and plans: beside it"
            )
        if self.part == "bridge" and self.covered is not None:
            raise refusal(
                "covered",
                "the bridge is for some of the plans' users, whom it does not touch",
                "leave covered: out, and write it on the line that pays for the licence",
            )
        if self.bridge is not None and set(self.rights) <= set(rights_of(self.bridge)):
            raise refusal(
                f"bridge: {self.bridge}",
                f"it carries all that {self.licence} does",
                "write it as the licence, or another bridge",
            )
        refuse_more_than_all((*self.plans.values(), self.covered))
        refuse_unverified(self.plans, self.rights)
        return self

    @property
    def rights(self) -> tuple[str, ...]:
        """Rights that the licence carries."""
        return rights_of(self.licence)

    def count(self, desk: Desk) -> Expr:
        """Users × the share whose plans lack something, whole."""
        users = desk.quantity("users")
        enough = [desk.figure(f"plans.{plan}") * self._carries(desk, plan) for plan in self.plans]
        if self.covered is not None:
            enough.append(desk.figure("covered"))
        shares = []
        if enough:
            covered = add_up(*enough)
            shares.append(desk.row("share_covered", "share of users who need no more", covered))
        if self.bridge is not None and self.plans:
            shares.append(self._bridged(desk, self.bridge))
        if self.part == "bridge":
            return desk.row("bridges", "bridges needed", round_up(users * shares[-1]))
        if shares:
            users *= most(1 - add_up(*shares), 0)
        return desk.row("licences", "licences needed", round_up(users))

    def _bridged(self, desk: Desk, bridge: str) -> Expr:
        """Share of the users whose plans carry all of the licence with the bridge only."""
        parts = [
            desk.figure(f"plans.{plan}")
            * (self._carries(desk, plan, bridge) - self._carries(desk, plan))
            for plan in self.plans
        ]
        return desk.row("share_bridged", "share of users who need the bridge", add_up(*parts))

    def _carries(self, desk: Desk, plan: str, bridge: str | None = None) -> Expr:
        """1 if the plan, with the bridge, carries every right of the licence, otherwise 0."""
        added = () if bridge is None else rights_of(bridge)
        rights = [right for right in self.rights if right not in added]
        return reduce(least, [desk.rule(f"cloud_plans.{plan}.{right}") for right in rights])
