"""What a line may write as its quantity: a quantity over time, or a rule that counts it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

from pydantic import Discriminator, Tag

from licmodel.licensing import AnyRule
from licmodel.licensing.rule import Rule
from licmodel.terms.quantity import Quantity


def _form(value: object) -> str:
    by_rule = isinstance(value, Rule) or (isinstance(value, Mapping) and "rule" in value)
    return "rule" if by_rule else "quantity"


if TYPE_CHECKING:
    Demand = Quantity | Rule
else:
    Demand = Annotated[
        Annotated[Quantity, Tag("quantity")] | Annotated[AnyRule, Tag("rule")],
        Discriminator(_form),
    ]
    """``640``, ``office_staff``, or ``{rule: windows_server_standard, hosts: 8, ...}``."""
