"""The one list of counting rules."""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from licmodel.licensing.access import AccessBeyondPlans, ClientAccess
from licmodel.licensing.assurance import FromAssurance, LapsedAssurance
from licmodel.licensing.cores import PerCore, ProcessorValueUnits, SocketPairs
from licmodel.licensing.education import EducationStaff, StudentBenefit
from licmodel.licensing.extended_updates import ExtendedUpdates
from licmodel.licensing.fixed_support import FixedSupport
from licmodel.licensing.hybrid import HybridSql, HybridWindows
from licmodel.licensing.people import NamedUsers, PerEmployee, PerInstance
from licmodel.licensing.rule import Rule
from licmodel.licensing.running_servers import RunningServers
from licmodel.licensing.seat_cap import SeatCap
from licmodel.licensing.sql_choice import SqlServerCheapest
from licmodel.licensing.sql_server import (
    SqlServerCores,
    SqlServerMachines,
    SqlServerServers,
    SqlServerUnlimited,
)
from licmodel.licensing.windows_server import (
    WindowsServerCheaper,
    WindowsServerDatacenter,
    WindowsServerStandard,
)

RULES: tuple[type[Rule], ...] = (
    WindowsServerStandard,
    WindowsServerDatacenter,
    WindowsServerCheaper,
    SqlServerCores,
    SqlServerMachines,
    SqlServerUnlimited,
    SqlServerServers,
    SqlServerCheapest,
    ClientAccess,
    AccessBeyondPlans,
    RunningServers,
    StudentBenefit,
    EducationStaff,
    SeatCap,
    ExtendedUpdates,
    FixedSupport,
    LapsedAssurance,
    FromAssurance,
    HybridWindows,
    HybridSql,
    PerCore,
    ProcessorValueUnits,
    SocketPairs,
    NamedUsers,
    PerInstance,
    PerEmployee,
)


def rule_name(rule: type[Rule]) -> str:
    """Name a rule is written by.

    Examples
    --------
    >>> rule_name(SeatCap)
    'seat_cap'
    """
    return str(rule.model_fields["rule"].default)


if TYPE_CHECKING:
    AnyRule = Rule
else:
    AnyRule = Annotated[reduce(or_, RULES), Field(discriminator="rule")]
