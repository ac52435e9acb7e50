"""Kinds of cost line, one file each; here is the one list of them."""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from licmodel.lines.consumption import Consumption
from licmodel.lines.displaced import Displaced
from licmodel.lines.event import Event
from licmodel.lines.grant import Grant
from licmodel.lines.hardware import Hardware
from licmodel.lines.line import Line
from licmodel.lines.one_off import OneOff
from licmodel.lines.optimism_bias import OptimismBias
from licmodel.lines.people import People
from licmodel.lines.perpetual import Perpetual
from licmodel.lines.recurring import Recurring
from licmodel.lines.subscription import Subscription

__all__ = ["KINDS", "AnyLine", "Line", "kind_name"]

KINDS: tuple[type[Line], ...] = (
    Subscription,
    Perpetual,
    Hardware,
    People,
    OneOff,
    Recurring,
    Event,
    Displaced,
    Consumption,
    Grant,
    OptimismBias,
)


def kind_name(kind: type[Line]) -> str:
    """Name a kind is written by.

    Examples
    --------
    >>> kind_name(OneOff)
    'one_off'
    """
    return str(kind.model_fields["kind"].default)


if TYPE_CHECKING:
    AnyLine = Line
else:
    AnyLine = Annotated[reduce(or_, KINDS), Field(discriminator="kind")]
