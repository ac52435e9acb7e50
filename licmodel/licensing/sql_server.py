"""SQL Server by core, on hosts or in virtual machines, and by server with access licences."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from licmodel.catalogue.rules import rule_constant
from licmodel.language.expression import Expr
from licmodel.language.operators import most, round_up
from licmodel.licensing.hosts import (
    Hosts,
    MachineCores,
    Machines,
    whole_hosts,
    whole_processors,
)
from licmodel.licensing.rule import Desk, Over, Rule
from licmodel.terms.quantity import Quantity
from licmodel.terms.term import number_text, refusal


class SqlServerCores(Hosts):
    """Packs of SQL Server for all cores of physical hosts.

    Examples
    --------
    >>> rule = SqlServerCores.model_validate(
    ...     {"rule": "sql_server_cores", "hosts": "2", "processors": "2", "cores": "12"}
    ... )
    >>> rule.counts
    'core2pack'
    """

    basis: ClassVar[tuple[str, ...]] = ("sql_server",)
    counts_in: ClassVar[str] = "core2pack"
    explains: ClassVar[str] = (
        "Every physical core of a host is licensed: at least "
        "{sql_server[minimum_cores_per_processor]} for each processor, in packs of "
        "{sql_server[cores_per_pack]}. Nobody needs an access licence."
    )

    rule: Literal["sql_server_cores"] = "sql_server_cores"

    def count(self, desk: Desk) -> Expr:
        """Cores of a host, in packs, × hosts."""
        return desk.row("packs", "packs for all hosts", packs_of_hosts(desk))


class SqlServerUnlimited(Hosts):
    """Packs of SQL Server Enterprise with assurance: any number of machines on each host.

    Examples
    --------
    >>> rule = SqlServerUnlimited.model_validate(
    ...     {"rule": "sql_server_unlimited", "hosts": "2", "processors": "2", "cores": "12",
    ...      "assurance": "yes"}
    ... )
    >>> rule.assurance
    True
    """

    basis: ClassVar[tuple[str, ...]] = ("sql_server",)
    counts_in: ClassVar[str] = "core2pack"
    explains: ClassVar[str] = (
        "Enterprise with assurance or as a subscription on every physical core of a host, at least "
        "{sql_server[minimum_cores_per_processor]} for each processor and in packs of "
        "{sql_server[cores_per_pack]}, covers SQL Server in any number of virtual machines there. "
        "Enterprise is sold by core only."
    )

    rule: Literal["sql_server_unlimited"] = "sql_server_unlimited"

    assurance: bool
    """Whether the licences have assurance or are a subscription; without it, they cover no more."""

    @model_validator(mode="after")
    def _assured(self) -> Self:
        if not self.assurance:
            raise refusal(
                "assurance: no",
                "only licences with assurance cover any number of machines",
                "write rule: sql_server_cores, or assurance: yes and add its price",
            )
        return self

    def count(self, desk: Desk) -> Expr:
        """Cores of a host, in packs, × hosts."""
        return desk.row("packs", "Enterprise packs for all hosts", packs_of_hosts(desk))


class SqlServerMachines(Rule):
    """Packs of SQL Server for the virtual cores of virtual machines.

    Examples
    --------
    >>> rule = SqlServerMachines.model_validate(
    ...     {"rule": "sql_server_machines", "machines": "6", "machine_cores": "4",
    ...      "assurance": "yes"}
    ... )
    >>> rule.assurance, rule.version
    (True, None)
    """

    basis: ClassVar[tuple[str, ...]] = ("sql_server",)
    counts_in: ClassVar[str] = "core2pack"
    explains: ClassVar[str] = (
        "Every virtual core of a machine is licensed: at least "
        "{sql_server[minimum_cores_per_machine]} for each machine, in packs of "
        "{sql_server[cores_per_pack]}. From SQL Server "
        "{sql_server[machines_need_assurance_from]} on this needs assurance or a subscription; "
        "without it, the host is licensed."
    )

    rule: Literal["sql_server_machines"] = "sql_server_machines"

    machines: Machines
    """Virtual machines in which SQL Server runs."""

    machine_cores: MachineCores
    """Virtual cores of each machine."""

    assurance: bool
    """Whether the licences have assurance or are a subscription."""

    version: int | None = None
    """Version of SQL Server, by its year; the newest unless said."""

    @model_validator(mode="after")
    def _permitted(self) -> Self:
        _refuse_without_assurance(assurance=self.assurance, version=self.version)
        return self

    def count(self, desk: Desk) -> Expr:
        """Cores of a machine, in packs, × machines."""
        return desk.row("packs", "packs for all machines", packs_of_machines(desk))


class SqlServerServers(Rule):
    """Server licences of SQL Server Standard, where access licences are bought beside them.

    Examples
    --------
    >>> rule = SqlServerServers.model_validate({"rule": "sql_server_servers", "instances": "3"})
    >>> rule.counts
    'server'
    """

    basis: ClassVar[tuple[str, ...]] = ("sql_server",)
    counts_in: ClassVar[str] = "server"
    explains: ClassVar[str] = (
        "Standard only: one server licence for each operating system, physical or virtual, in "
        "which SQL Server runs, and an access licence for each user or device that is served, "
        "through other programs too (rule: client_access)."
    )

    rule: Literal["sql_server_servers"] = "sql_server_servers"

    instances: Annotated[Quantity, Over("server", also=("vm", "instance"))]
    """Operating systems, physical or virtual, in which SQL Server Standard runs."""

    def count(self, desk: Desk) -> Expr:
        """One for each."""
        return desk.row("servers", "server licences", round_up(desk.quantity("instances")))


def packs_of_hosts(desk: Desk) -> Expr:
    """Packs for all cores of all hosts [core2pack]."""
    for_processor = most(desk.figure("cores"), desk.rule("sql_server.minimum_cores_per_processor"))
    cores = desk.row(
        "cores_of_host", "cores to license on a host", whole_processors(desk) * for_processor
    )
    return round_up(cores / desk.rule("sql_server.cores_per_pack")) * whole_hosts(desk)


def packs_of_machines(desk: Desk) -> Expr:
    """Packs for all virtual cores of all machines [core2pack]."""
    cores = desk.row(
        "cores_of_machine",
        "cores to license for a machine",
        most(desk.figure("machine_cores"), desk.rule("sql_server.minimum_cores_per_machine")),
    )
    packs = round_up(cores / desk.rule("sql_server.cores_per_pack"))
    return packs * round_up(desk.quantity("machines"))


def _refuse_without_assurance(*, assurance: bool, version: int | None) -> None:
    """Refuse licences by virtual machine where the version does not permit them."""
    first = rule_constant("sql_server.machines_need_assurance_from").value
    if not assurance and (version is None or version >= first):
        raise refusal(
            f"assurance: no, version: {version or 'the newest'}",
            f"from {number_text(first)} on, machines are licensed with assurance only",
            "write rule: sql_server_cores for the hosts, or assurance: yes and add its price",
        )
