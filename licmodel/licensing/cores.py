"""Other suppliers' metrics that count hardware: cores with a factor, value units, socket pairs."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from licmodel.catalogue.rules import rule_set
from licmodel.language.expression import Expr
from licmodel.language.operators import add_up, counted, look_up, most, round_up, where
from licmodel.licensing.hosts import Hosts, Machines, Servers, whole_hosts, whole_processors
from licmodel.licensing.rule import Desk, Rule
from licmodel.terms.figure import Figure, Measure
from licmodel.terms.term import Term, refusal


def _listed(name: str) -> str:
    rows = rule_set("core_factors").rows
    if name not in rows:
        raise refusal(
            name,
            "no kind of processor with a known factor",
            f"write one of {', '.join(rows)}, or core_factor: with its source",
        )
    return name


Processor = Annotated[str, AfterValidator(_listed)]
CoreFactor = Annotated[Figure, Measure("1", low=0, usual_high=1.0)]
MinimumCores = Annotated[Figure, Measure("core/processor", low=0)]


class FactoredHosts(Hosts):
    """Hosts whose cores count by a factor for the kind of their processors."""

    processor: Processor | None = None
    """Kind of the processors, for the factor by which their cores count; or write core_factor."""

    core_factor: CoreFactor | None = None
    """Factor by which cores count; 1 unless it or the kind of processor is said."""

    minimum_cores: MinimumCores | None = None
    """Fewest cores licensed for a processor."""

    @model_validator(mode="after")
    def _one_factor(self) -> Self:
        if self.processor is not None and self.core_factor is not None:
            raise refusal(
                "processor and core_factor", "both give the factor", "write just one of them"
            )
        return self


def factored_cores(desk: Desk, hosts: FactoredHosts) -> Expr:
    """Cores of all hosts × their factor, rounded up together [core]."""
    cores = desk.figure("cores")
    if hosts.minimum_cores is not None:
        cores = most(cores, desk.figure("minimum_cores"))
    cores = whole_hosts(desk) * whole_processors(desk) * cores
    if hosts.processor is not None:
        cores *= desk.rule(f"core_factors.{hosts.processor}.factor")
    elif hosts.core_factor is not None:
        cores *= desk.figure("core_factor")
    return desk.row("core_licences", "cores × their factor, whole", round_up(cores))


class PerCore(FactoredHosts):
    """Licences by physical core, with a factor for the kind of processor.

    Examples
    --------
    >>> rule = PerCore.model_validate(
    ...     {"rule": "per_core", "hosts": "1", "processors": "2", "cores": "16",
    ...      "processor": "intel_xeon"}
    ... )
    >>> rule.counts
    'core'
    """

    basis: ClassVar[tuple[str, ...]] = ("core_factors",)
    counts_in: ClassVar[str] = "core"
    explains: ClassVar[str] = (
        "All physical cores of all hosts are added up, each processor with its minimum, and "
        "multiplied by the factor for their kind ({core_factors[intel_xeon.factor]} for Intel "
        "Xeon, {core_factors[ibm_power.factor]} for IBM POWER); the result is rounded up."
    )

    rule: Literal["per_core"] = "per_core"

    minimum_order: Annotated[Figure, Measure("core", low=0)] | None = None
    """Fewest that can be bought, if any are."""

    def count(self, desk: Desk) -> Expr:
        """Cores × factor, and no fewer than can be bought."""
        needed = factored_cores(desk, self)
        if self.minimum_order is None:
            return needed
        fewest = round_up(desk.figure("minimum_order"))
        return desk.row("licences", "licences", where(needed > 0, most(needed, fewest), 0))


class Step(Term):
    """One step of a table of value units: from so many sockets on, so many for a core."""

    sockets_from: Annotated[Figure, Measure("processor/server", low=1)] = Field(alias="from")
    """Sockets of a server from which it applies."""

    units: Annotated[Figure, Measure("pvu/core", low=0)]
    """Value units of each core."""


class ProcessorValueUnits(Hosts):
    """Licences by processor value unit, so many for a core by the sockets of its server.

    Examples
    --------
    >>> rule = ProcessorValueUnits.model_validate(
    ...     {"rule": "processor_value_units", "hosts": "1", "processors": "4", "cores": "6",
    ...      "steps": [{"from": "1", "units": "70"}, {"from": "3", "units": "100"}]}
    ... )
    >>> rule.measured("steps.2.units")[0].value
    100.0
    """

    basis: ClassVar[tuple[str, ...]] = ("processor_value_units",)
    counts_in: ClassVar[str] = "pvu"
    explains: ClassVar[str] = (
        "Each core counts as many value units as the table says for a server of so many sockets: "
        "{processor_value_units[step_1.units]}, from {processor_value_units[step_2.sockets]} "
        "sockets {processor_value_units[step_2.units]}, from "
        "{processor_value_units[step_3.sockets]} sockets {processor_value_units[step_3.units]}, "
        "unless steps of your own are written."
    )

    rule: Literal["processor_value_units"] = "processor_value_units"

    steps: tuple[Step, ...] = ()
    """Table of your own, from 1 socket upwards, where the processors are not of those models."""

    @model_validator(mode="after")
    def _rising(self) -> Self:
        starts = [step.sockets_from.value for step in self.steps]
        if starts and (starts[0] != 1 or any(b <= a for a, b in pairwise(starts))):
            raise refusal(
                "steps", "they begin at 1 socket and rise", "write from: 1 first, then the next"
            )
        return self

    def count(self, desk: Desk) -> Expr:
        """Cores × value units of a core."""
        processors = whole_processors(desk)
        if self.steps:
            paths = [f"steps.{number}" for number in range(1, len(self.steps) + 1)]
            points = [(desk.figure(f"{path}.from"), desk.figure(f"{path}.units")) for path in paths]
        else:
            rows = rule_set("processor_value_units").rows
            points = [
                (
                    counted(desk.rule(f"processor_value_units.{row}.sockets"), "processor/server"),
                    counted(desk.rule(f"processor_value_units.{row}.units"), "pvu/core"),
                )
                for row in rows
            ]
        each = desk.row("units_of_core", "value units of a core", look_up(processors, points))
        return desk.row(
            "units",
            "value units",
            round_up(whole_hosts(desk) * processors * desk.figure("cores") * each),
        )


class SocketPairs(Rule):
    """Subscriptions by pair of sockets, or by pair of virtual machines, on each host.

    Examples
    --------
    >>> rule = SocketPairs.model_validate(
    ...     {"rule": "socket_pairs", "hosts": "1", "sockets": "10"}
    ... )
    >>> rule.counts
    'socket_pair'
    """

    basis: ClassVar[tuple[str, ...]] = ("socket_pairs",)
    counts_in: ClassVar[str] = "socket_pair"
    explains: ClassVar[str] = (
        "A subscription covers {socket_pairs[sockets_per_subscription]} sockets of a host, or "
        "{socket_pairs[machines_per_subscription]} virtual machines on it; what is begun counts "
        "whole. Where both are written, the host needs both together."
    )

    rule: Literal["socket_pairs"] = "socket_pairs"

    hosts: Servers
    """Physical servers that are alike."""

    sockets: Annotated[Figure, Measure("socket/server", low=0)] | None = None
    """Sockets of each host, where the product runs on the host itself."""

    machines: Machines | None = None
    """Virtual machines with the product on each host."""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.sockets is None and self.machines is None:
            raise refusal("neither", "sockets or machines are counted", "write sockets:")
        return self

    def count(self, desk: Desk) -> Expr:
        """Pairs on a host, whole, × hosts."""
        pairs = []
        if self.sockets is not None:
            covers = desk.rule("socket_pairs.sockets_per_subscription")
            pairs.append(round_up(desk.figure("sockets") / covers))
        if self.machines is not None:
            covers = desk.rule("socket_pairs.machines_per_subscription")
            pairs.append(
                counted(round_up(desk.quantity("machines") / covers), "socket_pair/server")
            )
        of_host = desk.row("pairs_of_host", "subscriptions for a host", add_up(*pairs))
        return desk.row("subscriptions", "subscriptions", of_host * whole_hosts(desk))
