"""Windows Server by core: Standard, stacked for more machines; Datacenter; the cheaper of both."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from licmodel.language.expression import Expr, constant
from licmodel.language.operators import counted, floor, most, round_up, where
from licmodel.licensing.choice import Offer, cheapest
from licmodel.licensing.hosts import Hosts, Machines, whole_hosts, whole_processors
from licmodel.licensing.rule import Desk
from licmodel.terms.figure import Figure, Measure

PackPrice = Annotated[Figure, Measure("GBP/core2pack", low=0)]


class WindowsServer(Hosts):
    """What both editions share: cores with their minima, in packs."""

    basis: ClassVar[tuple[str, ...]] = ("windows_server",)
    counts_in: ClassVar[str] = "core2pack"

    pack: Annotated[Figure, Measure("core/core2pack", low=1)] | None = None
    """Cores in a pack, where it is not the smallest that is sold."""

    @property
    def counts(self) -> str:
        """Packs of two cores, or of the size said."""
        return self.counts_in if self.pack is None else "core_pack"

    def _packs(self, desk: Desk, cores: Expr) -> Expr:
        """Packs for so many cores on a host [core2pack/server]."""
        size = (
            desk.rule("windows_server.cores_per_pack") if self.pack is None else desk.figure("pack")
        )
        return round_up(cores / size)

    def _in_packs(self, packs: Expr) -> Expr:
        return packs if self.pack is None else counted(packs, self.counts)


def cores_of_host(desk: Desk) -> Expr:
    """Cores to license on a host, with both minima [core/server]."""
    for_processor = most(
        desk.figure("cores"), desk.rule("windows_server.minimum_cores_per_processor")
    )
    return desk.row(
        "cores_of_host",
        "cores to license on a host",
        most(
            whole_processors(desk) * for_processor,
            desk.rule("windows_server.minimum_cores_per_server"),
        ),
    )


def sets_of_host(desk: Desk) -> Expr:
    """Times each host is licensed in full, for its virtual machines."""
    return desk.row(
        "sets_of_host",
        "times each host is licensed in full",
        most(round_up(desk.quantity("vms") / desk.rule("windows_server.machines_per_set")), 1),
    )


class WindowsServerStandard(WindowsServer):
    """Packs of Windows Server Standard for hosts with so many virtual machines each.

    Examples
    --------
    >>> rule = WindowsServerStandard.model_validate(
    ...     {"rule": "windows_server_standard", "hosts": "8", "processors": "2", "cores": "16",
    ...      "vms": "6"}
    ... )
    >>> rule.counts
    'core2pack'
    """

    explains: ClassVar[str] = (
        "Every physical core of a host is licensed: at least "
        "{windows_server[minimum_cores_per_processor]} for each processor and "
        "{windows_server[minimum_cores_per_server]} for each host, in packs of "
        "{windows_server[cores_per_pack]}. That allows {windows_server[machines_per_set]} virtual "
        "machines with Windows on the host; for each {windows_server[machines_per_set]} more, all "
        "its cores are licensed again. Machines that may move count on every host they may run on."
    )

    rule: Literal["windows_server_standard"] = "windows_server_standard"

    vms: Machines
    """Virtual machines with Windows on each host, at most."""

    def count(self, desk: Desk) -> Expr:
        """Cores of a host × times it is licensed in full, in packs, × hosts."""
        packs = self._packs(desk, cores_of_host(desk) * sets_of_host(desk))
        return desk.row(
            "packs", "Standard packs for all hosts", self._in_packs(packs * whole_hosts(desk))
        )


class WindowsServerDatacenter(WindowsServer):
    """Packs of Windows Server Datacenter: any number of virtual machines on each host.

    Examples
    --------
    >>> rule = WindowsServerDatacenter.model_validate(
    ...     {"rule": "windows_server_datacenter", "hosts": "8", "processors": "2", "cores": "16"}
    ... )
    >>> rule.cores.value
    16.0
    """

    explains: ClassVar[str] = (
        "Every physical core of a host is licensed: at least "
        "{windows_server[minimum_cores_per_processor]} for each processor and "
        "{windows_server[minimum_cores_per_server]} for each host, in packs of "
        "{windows_server[cores_per_pack]}. That allows any number of virtual machines on the host."
    )

    rule: Literal["windows_server_datacenter"] = "windows_server_datacenter"

    def count(self, desk: Desk) -> Expr:
        """Cores of a host, in packs, × hosts."""
        packs = self._packs(desk, cores_of_host(desk))
        return desk.row(
            "packs", "Datacenter packs for all hosts", self._in_packs(packs * whole_hosts(desk))
        )


class WindowsServerCheaper(WindowsServer):
    """Packs of one edition where it is the cheaper of the two, and none where it is not.

    Two lines, one for each edition, pay together for the cheaper.

    Examples
    --------
    >>> rule = WindowsServerCheaper.model_validate(
    ...     {"rule": "windows_server_cheaper", "edition": "datacenter", "hosts": "1",
    ...      "processors": "2", "cores": "8", "vms": "11",
    ...      "standard_price": "133.63", "datacenter_price": "769.38"}
    ... )
    >>> rule.edition
    'datacenter'
    """

    explains: ClassVar[str] = (
        "Standard is licensed again for each {windows_server[machines_per_set]} virtual machines, "
        "Datacenter once for any number. From the two prices follows from how many machines on a "
        "host Datacenter is the cheaper; which of the two is paid for is decided once, over all "
        "months."
    )

    rule: Literal["windows_server_cheaper"] = "windows_server_cheaper"

    edition: Literal["standard", "datacenter"]
    """Edition that this line pays for; a line for the other stands beside it."""

    vms: Machines
    """Virtual machines with Windows on each host, at most."""

    standard_price: PackPrice
    """Price of a pack of Standard."""

    datacenter_price: PackPrice
    """Price of a pack of Datacenter, over the same time."""

    def count(self, desk: Desk) -> Expr:
        """Packs of the edition, if it is the cheaper."""
        cores, sets, hosts = cores_of_host(desk), sets_of_host(desk), whole_hosts(desk)
        standard = desk.row(
            "standard_packs",
            "Standard packs for all hosts",
            self._packs(desk, cores * sets) * hosts,
        )
        datacenter = desk.row(
            "datacenter_packs", "Datacenter packs for all hosts", self._packs(desk, cores) * hosts
        )
        prices = desk.figure("standard_price"), desk.figure("datacenter_price")
        desk.row(
            "break_even",
            "virtual machines on a host from which Datacenter is the cheaper",
            floor(prices[1] / prices[0]) * desk.rule("windows_server.machines_per_set")
            + constant(1, "vm"),
        )
        chosen = cheapest(
            desk,
            (
                Offer("standard", "Standard", standard * prices[0]),
                Offer("datacenter", "Datacenter", datacenter * prices[1]),
            ),
        )
        packs = standard if self.edition == "standard" else datacenter
        return desk.row(
            "packs",
            f"{self.edition.capitalize()} packs bought",
            self._in_packs(where(chosen[self.edition], packs, 0)),
        )
