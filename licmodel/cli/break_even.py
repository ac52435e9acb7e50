"""Where options tie, and switching values."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from licmodel.cli.codes import FINE
from licmodel.cli.opening import add_file, opened


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser("breakeven", help="at which value of a figure options tie")
    add_file(of)
    of.add_argument(
        "key", metavar="KEY", nargs="?", help="figure that moves: renew.e3.discount, prices.KEY ..."
    )
    of.add_argument(
        "--all",
        dest="every",
        action="store_true",
        help="switching values of every figure of the cheapest option",
    )
    of.add_argument("--between", metavar="OPTION", nargs="+", help="only these options")
    of.add_argument(
        "--measure",
        default="present_value",
        metavar="NAME",
        help="present_value, total, equivalent_annual_cost, peak, or a year such as 2028/29",
    )
    of.add_argument("--from", dest="low", metavar="VALUE", help="lowest value that is tried")
    of.add_argument("--to", dest="high", metavar="VALUE", help="highest value that is tried")
    of.add_argument("--what-if", metavar="NAME", help="under this what-if")
    form = of.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON, unrounded")
    form.add_argument("--csv", action="store_true", help="as CSV, unrounded")
    of.set_defaults(command=break_even)


def break_even(chosen: argparse.Namespace) -> int:
    """``licmodel breakeven``."""
    from licmodel.report import break_evens as report  # noqa: PLC0415

    _refuse_neither(chosen)
    same = {"between": chosen.between, "measure": chosen.measure, "what_if": chosen.what_if}
    if chosen.every:
        from licmodel.analysis.decisions.switching import switching_values  # noqa: PLC0415
        from licmodel.cli.progress import watched  # noqa: PLC0415

        with opened(chosen.file) as scenario, watched("turning figures") as bar:
            found = switching_values(scenario, **same, tell=bar)
        _print(chosen, found, report.switching_text, report.switching_csv)
        return FINE
    from licmodel.analysis.decisions.break_evens import breakeven  # noqa: PLC0415

    with opened(chosen.file) as scenario:
        one = breakeven(scenario, chosen.key, low=chosen.low, high=chosen.high, **same)
    _print(chosen, one, report.break_even_text, report.break_even_csv)
    return FINE


def _print(
    chosen: argparse.Namespace,
    found: Any,  # noqa: ANN401  either answer
    text: Callable[[Any], str],
    csv: Callable[[Any], str],
) -> None:
    if chosen.json:
        import json  # noqa: PLC0415

        print(json.dumps(found.to_json(), indent=2, ensure_ascii=False, allow_nan=False))
    elif chosen.csv:
        print(csv(found), end="")
    else:
        print(text(found))


def _refuse_neither(chosen: argparse.Namespace) -> None:
    """One figure, or all of them."""
    from licmodel.errors import InputError  # noqa: PLC0415

    if chosen.every == (chosen.key is not None):
        raise InputError(
            "which figure? one KEY, or --all of the cheapest option",
            remedies=[
                f"licmodel breakeven {chosen.file} --all",
                f"the keys: licmodel check {chosen.file} --inputs",
            ],
        )
    if chosen.every and (chosen.low or chosen.high):
        raise InputError("--from and --to are of one figure", remedies=["name its KEY"])
