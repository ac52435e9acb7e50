"""How many, over time: a number, dated numbers, a number that grows, or part of a driver."""

import re
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from licmodel.terms.event import DriverEvent
from licmodel.terms.figure import Count, Figure, Measure, Rate, Sourced, with_range
from licmodel.terms.months import Month, parse_month
from licmodel.terms.term import each_once, parse_number
from licmodel.terms.unit import UnitName

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
_SOURCING = frozenset({"source", "assumed", "status", "dated", "owner"})


class Quantity(Sourced):
    """A quantity over time, in one of four forms.

    ``640``; ``{by_date: {2027-04: 640, 2028-10: 600}}``; ``{start: 3_260, growth: -1%}``;
    ``office_staff``, ``{driver: pupils, share: 46%}`` or ``{drivers: [office, field]}``.

    Examples
    --------
    >>> Quantity.model_validate("office_staff").driver
    'office_staff'
    >>> Quantity.model_validate("3_260").value.value
    3260.0
    """

    value: Count | None = None
    """The same number throughout."""

    start: Count | None = None
    """Number in the first financial year of the horizon."""

    growth: Rate | None = None
    """Yearly growth, a step at the start of each financial year."""

    smooth: bool = False
    """Spread the growth over the months instead."""

    by_date: Annotated[dict[Month, Count], BeforeValidator(each_once(parse_month))] | None = None
    """Number from each month on; before the first month it is unknown."""

    driver: str | None = None
    """Name of the driver it follows."""

    drivers: tuple[str, ...] | None = None
    """Names of drivers it is the sum of."""

    share: Annotated[Figure, Measure("1", low=0, percent=True)] | None = None
    """Part of the driver, such as 46%; may be over 100%."""

    @model_validator(mode="before")
    @classmethod
    def _read_short_forms(cls, value: Any) -> Any:  # noqa: ANN401  what a user may write
        if isinstance(value, str) and _NAME.fullmatch(value.strip()):
            return {"driver": value.strip()}
        if isinstance(value, (list, tuple)):
            return {"drivers": value}
        if isinstance(value, (str, int, float)):
            parse_number(str(value))
            return {"value": value}
        return with_range(value)

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = [
            name
            for name in ("value", "start", "by_date", "driver", "drivers")
            if getattr(self, name) is not None
        ]
        if len(forms) != 1:
            found = " and ".join(forms) if forms else "none of them"
            raise ValueError(
                f"a quantity is one of value, start, by_date, driver or drivers; found {found}; "
                "write just one, such as start: 3_260 with growth: -1%"
            )
        if self.growth is not None and self.start is None:
            raise ValueError("growth goes with start; write start: NUMBER beside it")
        if self.share is not None and self.driver is None and self.drivers is None:
            raise ValueError("share goes with driver; write driver: NAME beside it")
        if self.drivers is not None and not 0 < len(self.drivers) == len(set(self.drivers)):
            raise ValueError("drivers names each driver once; write the names, [office, field]")
        if self.by_date is not None and not self.by_date:
            raise ValueError("by_date is empty; write a month and a number, 2027-04: 640")
        return self

    @property
    def drivers_read(self) -> tuple[str, ...]:
        """Names of the drivers it follows."""
        return (self.driver,) if self.driver is not None else (self.drivers or ())


class Driver(Quantity):
    """A quantity over time that lines refer to by name: staff, pupils, devices, gigabytes."""

    title: str | None = None
    """What it counts, in words."""

    unit: UnitName = "unit"
    """What one of it is called: user, pupil, device, server, core, GB."""

    events: dict[_Key, DriverEvent] = Field(default_factory=dict)
    """What may happen to it: a transfer of staff, a reorganisation, a school that closes."""
