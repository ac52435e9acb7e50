"""Other suppliers' metrics that count people or programs: named users, instances, employees."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from licmodel.language.expression import Expr
from licmodel.language.operators import add_up, most, round_up, where
from licmodel.licensing.cores import FactoredHosts, factored_cores
from licmodel.licensing.hosts import whole_hosts
from licmodel.licensing.rule import Desk, Over, Rule
from licmodel.terms.figure import Figure, Measure
from licmodel.terms.quantity import Quantity
from licmodel.terms.term import refusal

Employees = Annotated[Quantity, Over("employee", also=("user", "person", "staff"))]


class NamedUsers(FactoredHosts):
    """Licences by named user, and no fewer than the hardware demands.

    Examples
    --------
    >>> rule = NamedUsers.model_validate(
    ...     {"rule": "named_users", "users": "120", "hosts": "1", "processors": "2",
    ...      "cores": "16", "processor": "intel_xeon", "minimum_per_processor": "25"}
    ... )
    >>> rule.counts
    'user'
    """

    basis: ClassVar[tuple[str, ...]] = ("named_users", "core_factors")
    counts_in: ClassVar[str] = "user"
    explains: ClassVar[str] = (
        "Everyone, and every device, that is allowed to use the product counts; but for each "
        "processor licence that the hosts would need (cores × the factor for their kind), or for "
        "each host, a minimum is bought whoever uses it."
    )

    rule: Literal["named_users"] = "named_users"

    users: Annotated[Quantity, Over("user", also=("person", "staff", "device"))]
    """People and devices that are allowed to use the product."""

    minimum_per_processor: Annotated[Figure, Measure("user/core", low=0)] | None = None
    """Fewest users for each processor licence."""

    minimum_per_server: Annotated[Figure, Measure("user/server", low=0)] | None = None
    """Fewest users for each host."""

    @model_validator(mode="after")
    def _some_minimum(self) -> Self:
        if self.minimum_per_processor is None and self.minimum_per_server is None:
            raise refusal(
                "no minimum",
                "named users have one for each processor or host",
                "write minimum_per_processor: or minimum_per_server:, as the contract has it",
            )
        return self

    def count(self, desk: Desk) -> Expr:
        """Users, or the minimum of the hardware."""
        needed = desk.row("users_named", "users allowed", round_up(desk.quantity("users")))
        if self.minimum_per_processor is not None:
            fewest = factored_cores(desk, self) * desk.figure("minimum_per_processor")
            needed = most(
                needed, desk.row("fewest_by_processor", "fewest by processor", round_up(fewest))
            )
        if self.minimum_per_server is not None:
            fewest = whole_hosts(desk) * desk.figure("minimum_per_server")
            needed = most(needed, desk.row("fewest_by_server", "fewest by host", round_up(fewest)))
        return desk.row("licences", "licences", needed)


class PerInstance(Rule):
    """Licences by running instance or installation.

    Examples
    --------
    >>> rule = PerInstance.model_validate(
    ...     {"rule": "per_instance", "instances": "14", "included": "2", "minimum": "10"}
    ... )
    >>> rule.counts
    'instance'
    """

    basis: ClassVar[tuple[str, ...]] = ("instances",)
    counts_in: ClassVar[str] = "instance"
    explains: ClassVar[str] = (
        "Each running instance or installation needs a licence, less those that are included; "
        "where any is needed, no fewer than the minimum are bought."
    )

    rule: Literal["per_instance"] = "per_instance"

    instances: Annotated[Quantity, Over("instance", also=("server", "vm", "device"))]
    """Instances or installations."""

    included: Annotated[Figure, Measure("instance", low=0)] | None = None
    """Instances that need no licence, such as those for tests."""

    minimum: Annotated[Figure, Measure("instance", low=0)] | None = None
    """Fewest that can be bought, if any are."""

    def count(self, desk: Desk) -> Expr:
        """Instances beyond those included, and no fewer than can be bought."""
        needed = desk.quantity("instances")
        if self.included is not None:
            needed = most(needed - desk.figure("included"), 0)
        needed = desk.row("instances_needed", "instances to license", round_up(needed))
        if self.minimum is None:
            return needed
        fewest = round_up(desk.figure("minimum"))
        return desk.row("licences", "licences", where(needed > 0, most(needed, fewest), 0))


class PerEmployee(Rule):
    """Licences for everyone an organisation employs, whoever uses the product.

    Examples
    --------
    >>> rule = PerEmployee.model_validate(
    ...     {"rule": "per_employee", "employees": "staff", "contractors": "120"}
    ... )
    >>> rule.drivers_read
    ('staff',)
    """

    basis: ClassVar[tuple[str, ...]] = ("employees",)
    counts_in: ClassVar[str] = "employee"
    explains: ClassVar[str] = (
        "Everybody counts whole, full-time, part-time or temporary, and contractors who support "
        "the organisation's own work too, whether they use the product or not; where anybody "
        "counts, no fewer than the minimum are bought."
    )

    rule: Literal["per_employee"] = "per_employee"

    employees: Employees
    """People employed, by head."""

    contractors: Employees | None = None
    """Contractors, agency staff and consultants who count as employees."""

    minimum: Annotated[Figure, Measure("employee", low=0)] | None = None
    """Fewest that can be bought, if any are."""

    def count(self, desk: Desk) -> Expr:
        """Employees and contractors, and no fewer than can be bought."""
        people = [desk.quantity("employees")]
        if self.contractors is not None:
            people.append(desk.quantity("contractors"))
        needed = desk.row("people_counted", "people who count", round_up(add_up(*people)))
        if self.minimum is None:
            return needed
        fewest = round_up(desk.figure("minimum"))
        return desk.row("licences", "licences", where(needed > 0, most(needed, fewest), 0))
