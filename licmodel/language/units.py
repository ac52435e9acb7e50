"""Units as powers of named bases, so that pounds never add to people.

A unit is written the way it is read aloud: ``GBP/user/month``. The money of a scenario is a
base like any other. ``flag`` is the unit of a yes-or-no and mixes with nothing.
"""

from functools import cache

from licmodel.errors import ModelError

Unit = tuple[tuple[str, int], ...]

PURE: Unit = ()
FLAG: Unit = (("flag", 1),)


@cache
def parse_unit(text: str) -> Unit:
    """Read a unit.

    Parameters
    ----------
    text : str
        Bases joined by ``/`` (per) and ``*``; ``1`` for a pure number.

    Returns
    -------
    Unit
        Sorted pairs of base and power.

    Raises
    ------
    ModelError
        If a base is missing.

    Examples
    --------
    >>> parse_unit("GBP/user/month")
    (('GBP', 1), ('month', -1), ('user', -1))
    >>> parse_unit("1")
    ()
    """
    head, *below = text.split("/")
    if not all([*head.split("*"), *below]):
        raise ModelError(f"'{text}' is no unit", expected="bases joined by / and *, as GBP/user")
    unit = PURE
    for base in head.split("*"):
        unit = multiply_units(unit, ((base, 1),) if base != "1" else PURE)
    for base in below:
        unit = divide_units(unit, ((base, 1),))
    return unit


def unit_text(unit: Unit) -> str:
    """Write a unit as people do.

    Examples
    --------
    >>> unit_text(parse_unit("GBP/user/month"))
    'GBP/month/user'
    >>> unit_text(())
    '1'
    """
    above = [base for base, power in unit for _ in range(max(power, 0))]
    below = [base for base, power in unit for _ in range(max(-power, 0))]
    return "/".join(["*".join(above) or "1", *below])


@cache
def multiply_units(first: Unit, second: Unit, sign: int = 1) -> Unit:
    """Unit of a product (``sign=-1``: of a quotient).

    Examples
    --------
    >>> unit_text(multiply_units(parse_unit("GBP/user"), parse_unit("user")))
    'GBP'
    """
    power = dict(first)
    for base, n in second:
        power[base] = power.get(base, 0) + sign * n
    return tuple(sorted((base, n) for base, n in power.items() if n))


def divide_units(first: Unit, second: Unit) -> Unit:
    """Unit of a quotient.

    Examples
    --------
    >>> unit_text(divide_units(parse_unit("GBP"), parse_unit("user")))
    'GBP/user'
    """
    return multiply_units(first, second, -1)


def same_unit(*units: Unit) -> Unit:
    """Unit shared by operands that must be alike.

    Raises
    ------
    ModelError
        If they differ, or if one is a flag: a yes-or-no is not a number.

    Examples
    --------
    >>> same_unit(parse_unit("GBP"), parse_unit("GBP"))
    (('GBP', 1),)
    """
    if len(set(units)) > 1:
        named = " with ".join(unit_text(unit) for unit in dict.fromkeys(units))
        raise ModelError(f"units clash: {named}", expected="the same unit on both sides")
    if FLAG in units:
        raise ModelError("a yes-or-no cannot be added up", remedies=["use where(flag, 1, 0)"])
    return units[0]
