"""Physical machines, as most rules by core see them."""

from __future__ import annotations

from typing import Annotated

from licmodel.language.expression import Expr
from licmodel.language.operators import round_up
from licmodel.licensing.rule import Desk, Over, Rule
from licmodel.terms.figure import Figure, Measure
from licmodel.terms.quantity import Quantity

Servers = Annotated[Quantity, Over("server", also=("host", "device"))]
Machines = Annotated[Quantity, Over("vm", also=("machine", "server"))]
Processors = Annotated[Figure, Measure("processor/server", low=1)]
Cores = Annotated[Figure, Measure("core/processor", low=1)]
MachineCores = Annotated[Figure, Measure("core/vm", low=1)]


class Hosts(Rule):
    """Hosts that are alike: what a rule by physical core counts.

    Machines of another build are another line.
    """

    hosts: Servers
    """Physical servers of this build."""

    processors: Processors
    """Processors in each host."""

    cores: Cores
    """Physical cores in each processor."""


def whole_hosts(desk: Desk) -> Expr:
    """Hosts, whole [server]."""
    return round_up(desk.quantity("hosts"))


def whole_processors(desk: Desk) -> Expr:
    """Processors in each host, whole [processor/server]."""
    return round_up(desk.figure("processors"))
