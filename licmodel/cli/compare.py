"""Options side by side."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import FINE
from licmodel.cli.opening import add_file, opened


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser("compare", help="options side by side")
    add_file(of)
    of.add_argument(
        "--by",
        choices=["financial-year", "contract-year", "month"],
        default="financial-year",
        help="periods of the figures",
    )
    of.add_argument(
        "--measure",
        metavar="NAME",
        action="append",
        help="billed, accrued, capital, revenue, saving, cumulative_saving or "
        "cost_per_head; may be given again",
    )
    of.add_argument("--options", metavar="KEY", nargs="+", help="only these options")
    of.add_argument("--lines", action="store_true", help="open each option into its lines")
    of.add_argument("--real", action="store_true", help="in prices of the first financial year")
    of.add_argument("--units", choices=["pounds", "thousands", "millions"], default="pounds")
    ifs = of.add_mutually_exclusive_group()
    ifs.add_argument("--what-if", metavar="NAME", help="under this what-if")
    ifs.add_argument("--what-ifs", action="store_true", help="also under each what-if")
    of.add_argument(
        "--irr",
        action="store_true",
        help="internal rate of return of what an option spends more at first",
    )
    form = of.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="all of it as JSON, unrounded")
    form.add_argument("--csv", action="store_true", help="as CSV, unrounded")
    of.set_defaults(command=compare)


def compare(chosen: argparse.Namespace) -> int:
    """``licmodel compare``."""
    from licmodel.analysis.comparison import compare as compare_options  # noqa: PLC0415
    from licmodel.report.tables import comparison_text  # noqa: PLC0415

    _refuse_what_data_has_not(chosen)
    with opened(chosen.file) as scenario:
        comparison = compare_options(
            scenario,
            by=chosen.by,
            real=chosen.real,
            options=chosen.options,
            what_if=chosen.what_if,
            what_ifs=chosen.what_ifs,
            with_irr=chosen.irr,
        )
    if chosen.json:
        import json  # noqa: PLC0415

        print(json.dumps(comparison.to_json(), indent=2, ensure_ascii=False, allow_nan=False))
    elif chosen.csv:
        from licmodel.report.csv_text import comparison_csv  # noqa: PLC0415

        print(comparison_csv(comparison, chosen.measure), end="")
    else:
        print(
            comparison_text(
                comparison, units=chosen.units, measures=chosen.measure, lines=chosen.lines
            )
        )
    return FINE


def _refuse_what_data_has_not(chosen: argparse.Namespace) -> None:
    """Data is read by programs, which no heading tells that its figures are in thousands."""
    form = "--json" if chosen.json else "--csv" if chosen.csv else None
    of_tables = {f"--units {chosen.units}": chosen.units != "pounds"}
    of_tables["--measure"] = chosen.json and chosen.measure is not None
    for flag, said in of_tables.items():
        if form is not None and said:
            from licmodel.errors import InputError  # noqa: PLC0415  only to refuse

            raise InputError(
                f"{flag} is for tables",
                found=f"{form}, which has every figure unrounded, in single units of the currency"
                if flag.startswith("--units")
                else f"{form}, which always has every measure",
                remedies=[f"take {flag} out, or {form}"],
            )
