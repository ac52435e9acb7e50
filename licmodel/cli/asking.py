"""A what-if as it is typed on a command line, for each command that answers one."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from licmodel.analysis.decisions.asked import Asked
    from licmodel.scenario.scenario import Scenario


def add_asking(of: argparse.ArgumentParser) -> None:
    """Say how a what-if is typed."""
    ways = {
        "set": ("KEY=VALUE", "a figure has this value: agreements.corporate.renewal_uplift=8%%"),
        "add": ("KEY=STEP", 'this is added: drivers.office_staff.growth="-2 points"'),
        "times": ("KEY=FACTOR", "it is multiplied: prices.microsoft_365_e3=1.08"),
    }
    for way, (what, words) in ways.items():
        of.add_argument(
            f"--{way}", metavar=what, action="append", help=f"{words}; may be given again"
        )
    of.add_argument(
        "--with",
        dest="within",
        metavar="NAME",
        action="append",
        help="a what-if of the file that is true as well; may be given again",
    )
    of.add_argument("--name", metavar="KEY", help="what the what-if is called; asked, unless said")
    of.add_argument("--title", metavar="TEXT", help="what it is called in sentences")
    of.add_argument("--note", metavar="TEXT", help="why it is asked")


def asked_words(chosen: argparse.Namespace) -> dict[str, Any]:
    """What was typed, as Python callers give it; empty where no what-if was."""
    from licmodel.analysis.decisions.asked import ASKED, typed  # noqa: PLC0415

    changes = typed({way: getattr(chosen, way) or [] for way in ("set", "add", "times")})
    within = chosen.within or []
    if not changes and not within:
        said = [f"--{each}" for each in ("name", "title", "note") if getattr(chosen, each)]
        if said:
            from licmodel.errors import InputError  # noqa: PLC0415  only to refuse

            raise InputError(
                f"{said[0]} is of a what-if, and none is asked",
                remedies=["ask one: --set KEY=VALUE, --add, --times, or --with NAME"],
            )
        return {}
    return {
        "changes": changes,
        "within": within,
        "name": chosen.name or ASKED,
        "title": chosen.title,
        "note": chosen.note,
    }


def asked_of(scenario: Scenario, chosen: argparse.Namespace) -> Asked | None:
    """The what-if that was typed, or none."""
    from licmodel.analysis.decisions.asked import ask  # noqa: PLC0415

    words = asked_words(chosen)
    return ask(scenario, **words) if words else None
