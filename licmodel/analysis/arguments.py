"""What Python callers may hand over, refused by name where it is something else."""

from __future__ import annotations

from collections.abc import Sequence

from licmodel.errors import InputError


def require(value: object, kind: type | tuple[type, ...], what: str, remedy: str = "") -> None:
    """Refuse a value of another kind.

    Examples
    --------
    >>> require("mine.yaml", dict, "from_data takes a table of keys", "licmodel.load(FILE)")
    Traceback (most recent call last):
    licmodel.errors.InputError: from_data takes a table of keys
      found: 'mine.yaml'
      to mend it: licmodel.load(FILE)
    """
    if not isinstance(value, kind):
        raise InputError(what, found=repr(value), remedies=[remedy] if remedy else [])


def require_one_of(value: object, known: Sequence[str], what: str) -> None:
    """Refuse a word that is none of those known.

    Examples
    --------
    >>> require_one_of("week", ["month", "year"], "period")
    Traceback (most recent call last):
    licmodel.errors.InputError: no period is called week
      expected: month, year
    """
    if value not in known:
        raise InputError(f"no {what} is called {value}", expected=", ".join(known))


def require_names(names: object, what: str) -> None:
    """Refuse one name where a list of them is meant, and a list of none.

    Examples
    --------
    >>> require_names("renew", "options")
    Traceback (most recent call last):
    licmodel.errors.InputError: options is a list of names
      found: 'renew'
      to mend it: options=['renew']
    """
    if isinstance(names, str) or not isinstance(names, Sequence) or not names:
        name = names if isinstance(names, str) else "NAME"
        raise InputError(
            f"{what} is a list of names", found=repr(names), remedies=[f"{what}=['{name}']"]
        )
