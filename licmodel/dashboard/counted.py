"""Seats that were counted in a file, each put into the draft where it belongs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from licmodel.dashboard import drafts
from licmodel.dashboard.cells import GONE, Said
from licmodel.dashboard.drafting import Base, Edits
from licmodel.dashboard.marks import label_words
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import guarded, plain_words, tell
from licmodel.errors import InputError
from licmodel.intake.drivers import drivers_data, sourcing
from licmodel.intake.findings import Holding, Report
from licmodel.report.phrases import distinct
from licmodel.scenario.overlay import Keys

_SOURCING = ("source", "assumed", "status", "dated")
_LEAVE, _NEW = "leave it out", "a new driver"


def seats_into_draft(of: Opened, report: Report) -> None:
    """Seats that were counted, each put where it belongs: into a driver, or what is held."""
    drivers = _drivers(drafts.based(of), drafts.current(of))
    counts = [
        (holding, count, number)
        for holding in report.holdings
        for count, number in holding.counts.items()
        if number is not None
    ]
    if not counts:
        st.info("The file holds no seats that could be put into the draft.")
        return
    places = _places(drafts.based(of), drivers)
    with st.form(f"seats of {report.sha256[:12]}"):
        st.markdown("**Put into the draft**")
        st.caption(plain_words(_where_they_go(drivers)))
        chosen = {
            (holding.key, count): st.selectbox(
                label_words(f"{holding.title}, {count.replace('_', ' ')}: {number:,}"),
                [_LEAVE, _NEW, *places],
                format_func=lambda each: places.get(each, each),
                key=f"seats {report.sha256[:12]} {holding.key} {count}",
            )
            for holding, count, number in counts
        }
        if not st.form_submit_button("Put them into the draft", type="primary"):
            return
    with guarded():
        said: dict[Keys, Said | None] = {}
        for holding, count, number in counts:
            where = str(chosen[holding.key, count])
            if where == _NEW:
                said |= _new_driver(report, holding, count, drivers)
            elif where != _LEAVE:
                path = tuple(where.split("."))
                if path in said:
                    raise InputError(
                        "two counts were put into one figure, and only one can stand there",
                        where=places[where],
                        remedies=["leave one of them out, or type their sum into the grid above"],
                    )
                told = sourcing(report, holding, count, report.status)
                said |= {path: str(number)}
                said |= {(*path, key): told.get(key, GONE) for key in _SOURCING}
        if not said:
            tell(InputError("nothing was chosen", remedies=["say where the seats belong"]))
            return
        drafts.change(of, said)
        drafts.turn_over(of)
        st.rerun()


def _drivers(base: Base, edits: Edits) -> dict[str, dict[str, Any]]:
    """What the file and the draft say of each driver."""
    found = {
        key: dict(each) if isinstance(each, Mapping) else {"value": each}
        for key, each in base.filled.get("drivers", {}).items()
    }
    for path, said in edits.items():
        if path[:1] == ("drivers",) and said is not GONE:
            found.setdefault(path[1], {}).update(dict.fromkeys(path[2:3], said))
        elif path[:1] == ("drivers",) and path[2:] == ():
            found.pop(path[1], None)
    return found


def _called(key: str, driver: Mapping[str, Any]) -> str:
    return str(driver.get("title", key.replace("_", " ")))


def _of_one_number(driver: Mapping[str, Any]) -> str | None:
    """The field in which a driver says its number; none where it has several, or reckons it."""
    return next((each for each in ("value", "start") if each in driver), None)


def _where_they_go(drivers: Mapping[str, Mapping[str, Any]]) -> str:
    """What comes of a new driver, and which drivers are not among those that can be chosen."""
    told = (
        "Nothing reads a new driver until a line's quantity names it, under Options; the check "
        "that every figure given is used fails until then."
    )
    others = [_called(key, each) for key, each in drivers.items() if not _of_one_number(each)]
    if not others:
        return told
    return (
        f"{told} Not offered, since they change on dates or are worked out: {', '.join(others)}. "
        "Type such a count under Numbers that change on dates."
    )


def _places(base: Base, drivers: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Figures of the scenario that a count of seats can be: by path, in words."""
    found = {
        f"drivers.{key}.{field}": f"driver: {_called(key, driver)}"
        for key, driver in drivers.items()
        if (field := _of_one_number(driver)) is not None
    }
    for key, agreement in base.filled.get("agreements", {}).items():
        for name in agreement.get("holdings", {}):
            title = agreement.get("title", key.replace("_", " "))
            found[f"agreements.{key}.holdings.{name}.seats"] = f"held: {name} under {title}"
    return distinct(found)


def _new_driver(
    report: Report, holding: Holding, count: str, drivers: Mapping[str, Mapping[str, Any]]
) -> dict[Keys, Said | None]:
    name = f"{holding.key}_{count}"
    if name in drivers:
        raise InputError(
            f"a driver is called {name} already, and a new one would overwrite it",
            found=_called(name, drivers[name]),
            remedies=[f"choose the driver {_called(name, drivers[name])}, or leave the count out"],
        )
    told = drivers_data(report, status=report.status, only=[name])["drivers"][name]
    return dict(_flat(("drivers", name), told))


def _flat(path: Keys, told: Mapping[str, Any]) -> list[tuple[Keys, Said]]:
    found: list[tuple[Keys, Said]] = []
    for key, said in told.items():
        here = (*path, str(key))
        found += _flat(here, said) if isinstance(said, Mapping) else [(here, str(said))]
    return found
