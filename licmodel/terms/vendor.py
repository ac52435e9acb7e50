"""What a supplier may see of a scenario, and what it is asked to fill in."""

from __future__ import annotations

import re
from typing import Self

from pydantic import model_validator

from licmodel.terms.term import Term

_KEY = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+")


class Vendor(Term):
    """A supplier who is sent a copy; what is not said here, it is not shown.

    Examples
    --------
    >>> Vendor.model_validate({"shown": ["renew.e3"], "asked": ["renew.e3.discount"]}).asked
    ('renew.e3.discount',)
    """

    title: str | None = None
    """What it is asked for, at the head of its copy; the organisation's name stands below."""

    shown: tuple[str, ...] = ()
    """Lines, drivers, agreements, prices, indices or single figures that it may see:
    renew.e3, drivers.office_staff, agreements.corporate."""

    asked: tuple[str, ...] = ()
    """Figures that it is to fill in: its copy holds a blank for each, and never ours."""

    @model_validator(mode="after")
    def _said_enough(self) -> Self:
        if not self.shown and not self.asked:
            raise ValueError("a copy of nothing; write shown: with the lines that it may see")
        for key in (*self.shown, *self.asked):
            if not _KEY.fullmatch(key):
                raise ValueError(
                    f"{key}: too much, or no key; name one line or figure, such as renew.e3"
                )
        return self

    def shows(self, key: str) -> bool:
        """Whether the key of a figure is one of those it may see.

        Examples
        --------
        >>> vendor = Vendor(shown=("renew.e3",))
        >>> vendor.shows("renew.e3.discount"), vendor.shows("renew.e3_field.discount")
        (True, False)
        """
        return any(key == each or key.startswith(f"{each}.") for each in self.shown)
