"""The help of a field: the text under it, read from the source when somebody asks for it.

Reading it as each class is made, as pydantic can, costs every start a tenth of a second.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel


@cache
def help_of(model: type[BaseModel]) -> Mapping[str, str]:
    """Text under each field of a class, as far as there is one.

    Parameters
    ----------
    model : type of BaseModel
        Its bases are read too; a field that is written anew has only its own text.

    Examples
    --------
    >>> from licmodel.terms.quantity import Driver
    >>> help_of(Driver)["title"]
    'What it counts, in words.'
    """
    found: dict[str, str] = {}
    for each in reversed(model.__mro__):
        anew = inspect.get_annotations(each)
        found = {name: text for name, text in found.items() if name not in anew} | _under(each)
    return {name: found[name] for name in model.model_fields if name in found}


def _under(written: type) -> dict[str, str]:
    """Text under each name that a class itself annotates."""
    try:
        source = textwrap.dedent(inspect.getsource(written))
    except (OSError, TypeError):  # made where there is no file
        return {}
    (tree,) = ast.parse(source).body
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairwise(getattr(tree, "body", []))
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
