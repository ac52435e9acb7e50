"""What a line may write as its quantity: a quantity over time, or a rule that counts it."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema
from pydantic_core.core_schema import ValidatorFunctionWrapHandler

from licmodel.licensing.rule import Rule
from licmodel.terms.quantity import Quantity


@cache
def _rules() -> TypeAdapter[Rule]:
    from licmodel.licensing.rules import AnyRule  # noqa: PLC0415  only for who has a rule

    return TypeAdapter(AnyRule)


def rule_called(name: str) -> type[Rule] | None:
    """The counting rule that is written by a name, or none.

    Examples
    --------
    >>> rule_called("seat_cap").counts_in
    'user'
    """
    from licmodel.licensing.rules import RULES, rule_name  # noqa: PLC0415  only for who has a rule

    return next((rule for rule in RULES if rule_name(rule) == name), None)


def _read(value: Any, quantity: ValidatorFunctionWrapHandler) -> Any:  # noqa: ANN401  what a user may write
    if isinstance(value, Rule):
        return value
    if isinstance(value, Mapping) and "rule" in value:
        return _rules().validate_python(value)
    return quantity(value)


class ByRule:
    """Lets a field that holds a quantity hold a counting rule too; put on the field's type."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read a table with a rule in it as a rule, and anything else as a quantity."""
        written = core_schema.simple_ser_schema("any")
        return core_schema.no_info_wrap_validator_function(
            _read, handler(source), serialization=written
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe both forms."""
        return {"anyOf": [handler(schema), handler(_rules().core_schema)]}


if TYPE_CHECKING:
    Demand = Quantity | Rule
else:
    Demand = Annotated[Quantity, ByRule()]
    """``640``, ``office_staff``, or ``{rule: windows_server_standard, hosts: 8, ...}``."""
