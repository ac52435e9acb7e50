"""What may happen to the people a driver counts, as rows: each change at how likely it is."""

from __future__ import annotations

from licmodel.language.expression import Expr
from licmodel.language.operators import add_up, most, where
from licmodel.language.program import Cause
from licmodel.lines.setting import VOLUME, Setting
from licmodel.terms.event import DriverEvent
from licmodel.terms.quantity import Driver


def with_events(setting: Setting, key: str, driver: Driver, before: Expr) -> Expr:
    """What a driver counts, by month, with its events at their probability.

    ``before`` is what it counts if none of them happens. A probability of 0 or 1 makes it a case:
    as if it never happened, or had.
    """
    title = driver.title or key.replace("_", " ")
    at = f"drivers.{key}"
    setting.program.row(f"{at}.before_events", f"{title}, if nothing happens", before)
    weighted = []
    for name, event in driver.events.items():
        said = f"{title}, {event_title(name, event)}"
        weighted.append(_weighted(setting, f"{at}.events.{name}", said, driver, event))
    return most(setting.read(f"{at}.before_events") + add_up(*weighted), 0)


def event_title(name: str, event: DriverEvent) -> str:
    """What an event is called in words.

    Examples
    --------
    >>> transfer = DriverEvent.model_validate({"on": "2028-10", "change": "-260"})
    >>> event_title("care_transfer", transfer)
    'care transfer'
    """
    return event.title or name.replace("_", " ")


def _weighted(setting: Setting, at: str, title: str, driver: Driver, event: DriverEvent) -> Expr:
    said = event.provenance or driver.provenance
    on = setting.declare(
        f"{at}.on", f"{title}: on", "month", event.on, said, shown="month", given=False
    )
    change = setting.figure(
        f"{at}.change", f"{title}: change", driver.unit, event.change, said, bounds=(None, None)
    )
    probability = setting.figure(
        f"{at}.probability",
        f"{title}: probability",
        "1",
        event.probability,
        None,
        given="probability" in event.model_fields_set,
        bounds=(0, 1),
        cause=Cause(VOLUME, 0.0),
    )
    if_happens = setting.program.row(
        f"{at}.if_happens", f"{title}: more, if it happens", where(setting.month >= on, change, 0)
    )
    return setting.program.row(
        f"{at}.weighted", f"{title}: more, at its probability", if_happens * probability
    )
