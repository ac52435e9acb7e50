"""The cheapest split of seats over monthly, annual and three-year terms."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import FINE
from licmodel.cli.opening import add_file, opened


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser(
        "regret", help="seats that cannot be handed back: the cheapest split over three terms"
    )
    add_file(of)
    of.add_argument("line", metavar="OPTION.LINE", help="whose seats are split")
    for name, words in (
        ("monthly", "by the month"),
        ("yearly", "by the year"),
        ("three-years", "for three years"),
    ):
        of.add_argument(
            f"--{name}", metavar="PRICE", required=True, help=f"price of a seat a month, {words}"
        )
    of.add_argument(
        "--what-ifs",
        metavar="NAME",
        nargs="+",
        help="paths beside it as it stands; all, unless said",
    )
    of.add_argument(
        "--weigh",
        metavar="NAME=SHARE",
        action="append",
        help="how likely a what-if is: posts_cut=30%%; the rest is as it stands",
    )
    form = of.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON, unrounded")
    form.add_argument("--csv", action="store_true", help="as CSV, unrounded")
    of.set_defaults(command=regret)


def regret(chosen: argparse.Namespace) -> int:
    """``licmodel regret``."""
    from licmodel.analysis.risk.regret import Prices  # noqa: PLC0415
    from licmodel.analysis.risk.regret import regret as regret_of  # noqa: PLC0415
    from licmodel.report.regret import regret_csv, regret_text  # noqa: PLC0415

    prices = Prices(
        *(
            _number(f"--{name.replace('_', '-')}", getattr(chosen, name))
            for name in ("monthly", "yearly", "three_years")
        )
    )
    weights = None
    if chosen.weigh:
        said = [each.partition("=") for each in chosen.weigh]
        weights = {name.strip(): _number(f"--weigh {name}", share) for name, _, share in said}
    with opened(chosen.file) as scenario:
        found = regret_of(scenario, chosen.line, prices, what_ifs=chosen.what_ifs, weights=weights)
    if chosen.json:
        import json  # noqa: PLC0415

        print(json.dumps(found.to_json(), indent=2, ensure_ascii=False, allow_nan=False))
    elif chosen.csv:
        print(regret_csv(found), end="")
    else:
        print(regret_text(found))
    return FINE


def _number(what: str, text: str) -> float:
    from licmodel.errors import InputError  # noqa: PLC0415  only to refuse
    from licmodel.terms.term import parse_number  # noqa: PLC0415

    try:
        return float(parse_number(text))
    except ValueError as error:
        raise InputError(f"{what}: {error}") from None
