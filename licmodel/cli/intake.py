"""Other people's files: read, checked, and made drivers or a price book of."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from typing import TYPE_CHECKING

from licmodel.cli.codes import CHECKS_FAILED, FINE

if TYPE_CHECKING:
    from licmodel.intake.findings import Report
    from licmodel.intake.mappings import Proposal
    from licmodel.intake.standing import Standing

KINDS = (
    *("auto", "prices", "monthly-prices", "offers", "seats", "activity", "statement"),
    *("mapped", "map"),
)
STATUSES = ("quote", "contract", "published")
_BAR = 40


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser(
        "intake",
        help="read a price sheet, seat counts, a licence statement",
        description="Read a file that you hold. Every row is held, set aside or refused, with "
        "its reason. Exit code 1 where a row was refused.",
    )
    of.add_argument(
        "kind",
        metavar="KIND",
        choices=KINDS,
        help=f"{', '.join(KINDS[:-1])}; or map, to propose a mapping",
    )
    of.add_argument("file", metavar="FILE", help="CSV, JSON or .xlsx")
    of.add_argument("--map", metavar="MAPPING", help="saved mapping, for kind mapped")
    of.add_argument(
        "--out", metavar="OUT", help="new file: drivers (YAML), price book (CSV) or mapping (YAML)"
    )
    of.add_argument("--extends", metavar="FILE", help="scenario that the drivers are laid over")
    of.add_argument(
        "--only",
        metavar="KEY",
        nargs="+",
        default=[],
        help="only drivers of these keys or products",
    )
    of.add_argument("--date", type=_day, metavar="DAY", help="day of the figures, 2026-11-20")
    of.add_argument(
        "--status",
        metavar="STATUS",
        choices=STATUSES,
        help="what its prices are: quote (unless said), contract or published",
    )
    of.add_argument("--supplier", metavar="NAME", default="", help="from whom a price sheet came")
    of.add_argument("--currency", metavar="GBP", help="for a list without a column for it")
    of.add_argument("--offers", metavar="FILE", help="offer matrix, to know products by")
    of.add_argument("--json", action="store_true", help="the report as JSON")
    of.set_defaults(command=intake)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: write the day as 2026-11-20") from None


def intake(chosen: argparse.Namespace) -> int:
    """``licmodel intake``."""
    from licmodel.intake.reading import propose_mapping, read  # noqa: PLC0415

    if chosen.kind == "map":
        return _map(chosen, propose_mapping(chosen.file))
    report = read(
        chosen.file,
        chosen.kind,
        mapping=chosen.map,
        dated=chosen.date,
        currency=chosen.currency,
        matrix=chosen.offers,
        progress=_progress if sys.stderr.isatty() else None,
    )
    if sys.stderr.isatty():
        print(f"\r{'':{_BAR + 24}}\r", end="", file=sys.stderr)
    # written first: a name that is taken is told before a page of report
    written = _write(chosen, report) if chosen.out else None
    if chosen.json:
        _print_json(report)
    else:
        from licmodel.report.imports import import_text  # noqa: PLC0415

        print(import_text(report))
        if written:
            print(f"\nWritten: {chosen.out}\n{written}")
    return FINE if report.clean else CHECKS_FAILED


def _progress(rows: int, of: int | None) -> None:
    """Draw a bar over itself; a terminal alone is shown one."""
    share = min(1.0, rows / of) if of else 0.0
    bar = f" [{'#' * round(_BAR * share):<{_BAR}}]" if of else ""
    print(f"\r{rows:>9,} rows read{bar}", end="", file=sys.stderr, flush=True)


def _print_json(found: Report | Proposal) -> None:
    import json  # noqa: PLC0415

    print(json.dumps(found.to_json(), indent=2, ensure_ascii=False, allow_nan=False))


def _map(chosen: argparse.Namespace, proposal: Proposal) -> int:
    """Propose a mapping; incomplete where a column has to be asked about."""
    if chosen.out:
        from licmodel.scenario.overlay import write_new  # noqa: PLC0415

        write_new(chosen.out, proposal.text())
    if chosen.json:
        _print_json(proposal)
    else:
        from licmodel.report.imports import proposal_text  # noqa: PLC0415

        print(proposal_text(proposal, chosen.file))
    return FINE if not (proposal.asked or proposal.missing) else CHECKS_FAILED


def _unsaid(said: Standing) -> str:
    if said.status:
        return ""
    return " Nobody said so: say what it is with --status quote, contract or published."


def _write(chosen: argparse.Namespace, report: Report) -> str:
    """Write what the report holds; give the next step."""
    from licmodel.scenario.overlay import write_new  # noqa: PLC0415

    if report.prices:
        from licmodel.intake.price_book import price_book_text  # noqa: PLC0415
        from licmodel.intake.standing import STANDINGS, Standing  # noqa: PLC0415

        said = Standing(chosen.status or report.status, chosen.supplier)
        write_new(chosen.out, price_book_text(report, said))
        told = STANDINGS.get(said.known_as, said.known_as)
        return f"A price book in the form of the catalogue's own, of {told}.{_unsaid(said)}"
    from licmodel.intake.drivers import drivers_text  # noqa: PLC0415

    if report.actuals:
        from licmodel.errors import InputError  # noqa: PLC0415

        raise InputError(
            "invoices and ledgers are held against a scenario, and make no file of their own",
            where=chosen.file,
            remedies=[f"licmodel reconcile SCENARIO {chosen.file} --map {chosen.map}"],
        )
    status = None
    if chosen.map:
        from licmodel.intake.mappings import read_mapping  # noqa: PLC0415

        status = read_mapping(chosen.map).status
    write_new(
        chosen.out, drivers_text(report, extends=chosen.extends, status=status, only=chosen.only)
    )
    if chosen.extends:
        return f"Compare its options with: licmodel compare {chosen.out}"
    return f"Use its drivers in a scenario with: extends: {chosen.out}"
