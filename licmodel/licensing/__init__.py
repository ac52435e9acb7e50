"""Counting rules: how many licences something demands.

The list of them is loaded when it is first asked for: most scenarios have none.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from licmodel.licensing.rules import RULES, AnyRule, rule_name

__all__ = ["RULES", "AnyRule", "rule_name"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  any name of the list's module
    if name not in __all__:
        raise AttributeError(f"licmodel.licensing has no {name}")
    from licmodel.licensing import rules  # noqa: PLC0415  it takes as long as all kinds of line

    return getattr(rules, name)
