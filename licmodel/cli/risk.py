"""What may come of every option, and how likely."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from licmodel.cli.asking import add_asking, asked_of
from licmodel.cli.codes import FINE
from licmodel.cli.opening import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from licmodel.analysis.risk.risk_reading import Limit


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser("risk", help="what may come of each option, and how likely")
    of.add_argument("file", metavar="FILE", help="scenario file (YAML) with risk:, or with events")
    of.add_argument("--draws", metavar="N", help="how many draws; the file's own unless said")
    of.add_argument("--seed", metavar="S", help="what draws are made from; the file's unless said")
    of.add_argument(
        "--measure",
        choices=["present_value", "total"],
        default="present_value",
        help="by which options are compared",
    )
    of.add_argument(
        "--percentile", metavar="P", default="80%", help="at which a contingency is told: 80%%"
    )
    of.add_argument(
        "--to-win",
        metavar="OPTION",
        help="tell what must be true for this one to be the cheapest; of the next, unless said",
    )
    of.add_argument(
        "--ranges",
        choices=["triangular", "uniform"],
        help="draw every figure that states a range so; as the file says, unless said",
    )
    of.add_argument(
        "--budget",
        metavar="OPTION=AMOUNT",
        action="append",
        default=[],
        help="chance that an option costs more than this in all; may be given again",
    )
    of.add_argument(
        "--exceeds", metavar="AMOUNT", help="chance that each option costs more than this in all"
    )
    of.add_argument(
        "--year", metavar="2028/29", help="take the amounts as those of one financial year"
    )
    add_asking(of)
    of.add_argument("--what-if", metavar="NAME", help="under this what-if of the file")
    form = of.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="all of it as JSON, unrounded")
    form.add_argument("--csv", action="store_true", help="as CSV, unrounded")
    of.set_defaults(command=risk)


def risk(chosen: argparse.Namespace) -> int:
    """``licmodel risk``."""
    from licmodel.analysis.decisions.asked import embodied  # noqa: PLC0415
    from licmodel.analysis.risk.risk import risk as risk_of  # noqa: PLC0415
    from licmodel.cli.progress import watched  # noqa: PLC0415
    from licmodel.terms.risk import MOST_SEED  # noqa: PLC0415

    limits = tuple(_limits(chosen))
    what_if = chosen.what_if
    if what_if is not None and (chosen.set or chosen.add or chosen.times or chosen.within):
        chosen.within, what_if = [what_if, *(chosen.within or [])], None
    with opened(chosen.file) as scenario, watched("drawing") as bar:
        asked = asked_of(scenario, chosen)
        if asked is not None:
            scenario, what_if = embodied(scenario, asked), asked.name  # noqa: PLW2901  as asked
        found = risk_of(
            scenario,
            draws=_whole("--draws", chosen.draws, MOST_SEED),
            seed=_whole("--seed", chosen.seed, MOST_SEED),
            measure=chosen.measure,
            at=_number("--percentile", chosen.percentile),
            limits=limits,
            to_win=chosen.to_win,
            ranges=chosen.ranges,
            what_if=what_if,
            tell=bar,
        )
    if chosen.json:
        import json  # noqa: PLC0415

        print(json.dumps(found.to_json(), indent=2, ensure_ascii=False, allow_nan=False))
    elif chosen.csv:
        from licmodel.analysis.risk.risk_answer import HEADS  # noqa: PLC0415
        from licmodel.report.csv_text import rows_csv  # noqa: PLC0415

        print(rows_csv(HEADS, found.records()), end="")
    else:
        from licmodel.report.risk import risk_text  # noqa: PLC0415

        print(risk_text(found))
    return FINE


def _limits(chosen: argparse.Namespace) -> Iterator[Limit]:
    from licmodel.analysis.risk.risk_reading import Limit  # noqa: PLC0415
    from licmodel.errors import InputError  # noqa: PLC0415

    for text in chosen.budget:
        option, equals, amount = (part.strip() for part in text.partition("="))
        if not equals or not option or not amount:
            raise InputError(
                "--budget takes an option and an amount",
                found=text,
                expected="OPTION=AMOUNT, such as renew=7_500_000",
            )
        yield Limit(_number("--budget", amount), option, chosen.year)
    if chosen.exceeds is not None:
        yield Limit(_number("--exceeds", chosen.exceeds), None, chosen.year)
    elif chosen.year is not None and not chosen.budget:
        raise InputError(
            "--year says of which year amounts are, and there is none",
            found=f"--year {chosen.year}",
            remedies=["add --exceeds AMOUNT, or --budget OPTION=AMOUNT"],
        )


def _number(flag: str, text: str) -> float:
    from licmodel.errors import InputError  # noqa: PLC0415
    from licmodel.terms.term import parse_number  # noqa: PLC0415

    try:
        return float(parse_number(text))
    except ValueError as error:
        raise InputError(f"{flag}: {error}") from None


def _whole(flag: str, text: str | None, most: int) -> int | None:
    if text is None:
        return None
    from licmodel.errors import InputError  # noqa: PLC0415

    number = _number(flag, text)
    if number != int(number) or not 0 <= number <= most:
        raise InputError(f"{flag} takes a whole number", found=text, expected="such as 16_384")
    return int(number)
