"""The cheapest way to license SQL Server among those that are permitted."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from licmodel.language.expression import Expr
from licmodel.language.operators import counted, floor, most, round_up, where
from licmodel.licensing.choice import Offer, cheapest
from licmodel.licensing.hosts import Cores, MachineCores, Machines, Processors, Servers
from licmodel.licensing.rule import Desk, Over, Rule
from licmodel.licensing.sql_server import packs_of_hosts, packs_of_machines
from licmodel.terms.figure import Figure, Measure
from licmodel.terms.quantity import Quantity
from licmodel.terms.term import refusal

PackPrice = Annotated[Figure, Measure("GBP/core2pack", low=0)]
Part = Literal["standard_cores", "servers", "access", "enterprise_cores"]

_UNITS: dict[Part, str] = {
    "standard_cores": "core2pack",
    "servers": "server",
    "access": "user",
    "enterprise_cores": "core2pack",
}


class SqlServerCheapest(Rule):
    """What one line buys of the cheapest permitted way to license SQL Server.

    A line for each part pays together for the way that is chosen; the others count nothing. A
    way is permitted where its prices, and what it needs, are written.

    Examples
    --------
    >>> rule = SqlServerCheapest.model_validate(
    ...     {"rule": "sql_server_cheapest", "part": "access", "machines": "1",
    ...      "machine_cores": "4", "assurance": "yes", "standard_price": "3_945",
    ...      "users": "30", "server_price": "989", "access_price": "230"}
    ... )
    >>> rule.counts, rule.permitted
    ('user', ('standard_cores', 'servers'))
    """

    basis: ClassVar[tuple[str, ...]] = ("sql_server", "client_access")
    counts_in: ClassVar[str] = "core2pack"
    explains: ClassVar[str] = (
        "Standard by core (each machine with at least {sql_server[minimum_cores_per_machine]} "
        "cores if there is assurance, otherwise each host with at least "
        "{sql_server[minimum_cores_per_processor]} for each processor); Standard by server, with "
        "an access licence for each user; Enterprise with assurance on all cores of the hosts. Of "
        "those whose prices are given the cheapest is decided once, over all months."
    )

    rule: Literal["sql_server_cheapest"] = "sql_server_cheapest"

    part: Part
    """What this line pays for; lines for the other parts stand beside it."""

    machines: Machines
    """Virtual machines in which SQL Server runs."""

    machine_cores: MachineCores
    """Virtual cores of each machine."""

    assurance: bool
    """Whether the licences have assurance or are a subscription."""

    hosts: Servers | None = None
    """Physical servers that the machines run on."""

    processors: Processors | None = None
    """Processors in each host."""

    cores: Cores | None = None
    """Physical cores in each processor."""

    users: Annotated[Quantity, Over("user", also=("device", "person"))] | None = None
    """Users or devices that are served, through other programs too."""

    standard_price: PackPrice | None = None
    """Price of a pack of Standard, with its assurance if there is any."""

    enterprise_price: PackPrice | None = None
    """Price of a pack of Enterprise with assurance, over the same time."""

    server_price: Annotated[Figure, Measure("GBP/server", low=0)] | None = None
    """Price of a server licence of Standard, over the same time."""

    access_price: Annotated[Figure, Measure("GBP/user", low=0)] | None = None
    """Price of an access licence, over the same time."""

    @model_validator(mode="after")
    def _comparable(self) -> Self:
        together = (
            ("hosts, processors and cores", (self.hosts, self.processors, self.cores)),
            (
                "users, server_price and access_price",
                (self.users, self.server_price, self.access_price),
            ),
        )
        for names, values in together:
            if any(values) and not all(values):
                raise refusal("some of them", f"{names} go together", "write all of them or none")
        if self.standard_price and not self.assurance and self.hosts is None:
            raise refusal(
                "assurance: no",
                "without it, Standard by core is licensed for the hosts",
                "write hosts:, processors: and cores:",
            )
        if self.enterprise_price and not (self.assurance and self.hosts):
            raise refusal(
                "enterprise_price",
                "Enterprise covers all machines only with assurance, on all cores of the hosts",
                "write assurance: yes, hosts:, processors: and cores:, or leave it out",
            )
        if not self.permitted[1:]:
            raise refusal(
                ", ".join(self.permitted) or "no price",
                "there is nothing to choose from",
                "write the prices of two ways or more: standard_price, server_price, ...",
            )
        if _way(self.part) not in self.permitted:
            raise refusal(
                f"part: {self.part}", "its price is not written", "write it, or another part"
            )
        return self

    @property
    def counts(self) -> str:
        """Unit of the part."""
        return _UNITS[self.part]

    @property
    def permitted(self) -> tuple[Part, ...]:
        """Ways that are compared: the part that each begins with."""
        prices: dict[Part, Figure | None] = {
            "standard_cores": self.standard_price,
            "servers": self.server_price,
            "enterprise_cores": self.enterprise_price,
        }
        return tuple(way for way, price in prices.items() if price is not None)

    def count(self, desk: Desk) -> Expr:
        """The part, if it belongs to the cheapest way."""
        machines = round_up(desk.quantity("machines"))
        parts: dict[Part, Expr] = {}
        offers: list[Offer] = []
        for way in self.permitted:
            if way == "servers":
                offers.append(self._by_server(desk, machines, parts))
            else:
                offers.append(self._by_core(desk, way, parts))
        if {"standard_cores", "servers"} <= parts.keys():
            desk.row(
                "break_even",
                "users up to whom Standard by server is no dearer than by core",
                most(floor(_users_paid(desk, parts)), 0),
            )
        chosen = cheapest(desk, offers)
        return desk.row(
            "bought",
            f"{self.part.replace('_', ' ')} bought",
            where(chosen[_way(self.part)], parts[self.part], 0),
        )

    def _by_server(self, desk: Desk, machines: Expr, parts: dict[Part, Expr]) -> Offer:
        parts["servers"] = desk.row(
            "servers_needed", "server licences for all machines", counted(machines, "server")
        )
        parts["access"] = desk.row(
            "access_needed", "access licences", round_up(desk.quantity("users"))
        )
        cost = parts["servers"] * desk.figure("server_price") + parts["access"] * desk.figure(
            "access_price"
        )
        return Offer("servers", "Standard by server and user", cost)

    def _by_core(self, desk: Desk, way: Part, parts: dict[Part, Expr]) -> Offer:
        standard = way == "standard_cores"
        label = "Standard by core" if standard else "Enterprise on all cores of the hosts"
        by_machine = standard and self.assurance
        packs = packs_of_machines(desk) if by_machine else packs_of_hosts(desk)
        parts[way] = desk.row(f"{way}_needed", f"{label}: packs", packs)
        price = desk.figure("standard_price" if standard else "enterprise_price")
        return Offer(way, label, parts[way] * price)


def _users_paid(desk: Desk, parts: dict[Part, Expr]) -> Expr:
    """Users whose access licences the difference pays for."""
    by_core = parts["standard_cores"] * desk.figure("standard_price")
    by_server = parts["servers"] * desk.figure("server_price")
    return (by_core - by_server) / desk.figure("access_price")


def _way(part: Part) -> Part:
    return "servers" if part == "access" else part
