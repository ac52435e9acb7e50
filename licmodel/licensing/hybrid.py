"""Azure Hybrid Benefit: licences with assurance that cloud machines and databases use up."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from licmodel.language.expression import Expr
from licmodel.language.operators import most, round_up
from licmodel.licensing.hosts import Machines
from licmodel.licensing.rule import Desk, Over, Rule
from licmodel.terms.figure import Figure, Measure
from licmodel.terms.quantity import Quantity


class HybridWindows(Rule):
    """Packs of Windows Server with assurance that virtual machines in Azure use up.

    Examples
    --------
    >>> rule = HybridWindows.model_validate(
    ...     {"rule": "hybrid_windows", "machines": "12", "machine_cores": "4"}
    ... )
    >>> rule.counts
    'core2pack'
    """

    basis: ClassVar[tuple[str, ...]] = ("azure_hybrid_benefit", "windows_server")
    counts_in: ClassVar[str] = "core2pack"
    explains: ClassVar[str] = (
        "A virtual machine in Azure uses up a core licence for each of its cores, and "
        "{azure_hybrid_benefit[minimum_cores_per_machine]} at least. An old processor licence is "
        "worth {azure_hybrid_benefit[cores_per_processor_licence]} core licences. They need "
        "assurance or a subscription."
    )

    rule: Literal["hybrid_windows"] = "hybrid_windows"

    machines: Machines
    """Virtual machines with Windows in Azure."""

    machine_cores: Annotated[Figure, Measure("core/vm", low=1)]
    """Cores of each machine."""

    processor_licences: Annotated[Quantity, Over("licence")] | None = None
    """Old processor licences with assurance that are used first."""

    def count(self, desk: Desk) -> Expr:
        """Cores of the machines less what old licences cover, in packs."""
        for_machine = most(
            desk.figure("machine_cores"),
            desk.rule("azure_hybrid_benefit.minimum_cores_per_machine"),
        )
        cores = round_up(desk.quantity("machines")) * round_up(for_machine)
        if self.processor_licences is not None:
            worth = desk.rule("azure_hybrid_benefit.cores_per_processor_licence")
            cores = most(cores - desk.quantity("processor_licences") * worth, 0)
        cores = desk.row("core_licences", "core licences used up", cores)
        return desk.row(
            "packs", "packs used up", round_up(cores / desk.rule("windows_server.cores_per_pack"))
        )


class HybridSql(Rule):
    """Packs of SQL Server with assurance that databases in Azure use up.

    Examples
    --------
    >>> rule = HybridSql.model_validate(
    ...     {"rule": "hybrid_sql", "edition": "enterprise", "vcores": "48"}
    ... )
    >>> rule.edition
    'enterprise'
    """

    basis: ClassVar[tuple[str, ...]] = ("azure_hybrid_benefit", "sql_server")
    counts_in: ClassVar[str] = "core2pack"
    explains: ClassVar[str] = (
        "For general-purpose databases, and for machines with SQL Server Standard, a core licence "
        "of Enterprise covers {azure_hybrid_benefit[vcores_per_enterprise_core]} virtual cores and "
        "one of Standard {azure_hybrid_benefit[vcores_per_standard_core]}. They need assurance or "
        "a subscription."
    )

    rule: Literal["hybrid_sql"] = "hybrid_sql"

    vcores: Annotated[Quantity, Over("vcore", also=("core",))]
    """Virtual cores of general-purpose databases, or of machines with SQL Server Standard."""

    edition: Literal["standard", "enterprise"]
    """Edition of the licences used."""

    def count(self, desk: Desk) -> Expr:
        """Virtual cores ÷ those that a core licence covers, in packs."""
        covers = desk.rule(f"azure_hybrid_benefit.vcores_per_{self.edition}_core")
        cores = desk.row(
            "core_licences", "core licences used up", round_up(desk.quantity("vcores") / covers)
        )
        return desk.row(
            "packs", "packs used up", round_up(cores / desk.rule("sql_server.cores_per_pack"))
        )
