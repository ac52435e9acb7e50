"""The command line. It imports a command's modules only when that command is run."""

from __future__ import annotations

import argparse
import codecs
import os
import sys
from collections.abc import Callable, Sequence

from licmodel import __version__

FINE, CHECKS_FAILED, CANNOT_READ, STOPPED = 0, 1, 2, 130
_TEMPLATES = ("council", "school", "blank")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; give its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        Those of the process, where not given.

    Returns
    -------
    int
        0 fine, 1 a check failed, 2 something could not be read or used.
    """
    codecs.register_error("licmodel", _spelt_out)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="licmodel")
    chosen = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] | None = getattr(chosen, "command", None)
    if command is None:
        parser().print_help()
        return FINE
    from licmodel.errors import LicmodelError  # noqa: PLC0415  help needs no errors

    try:
        code = command(chosen)
        sys.stdout.flush()
    except LicmodelError as error:
        print(f"licmodel: {error}", file=sys.stderr)
        return CANNOT_READ
    except BrokenPipeError:  # the reader, head or less, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except KeyboardInterrupt:
        print("licmodel: stopped", file=sys.stderr)
        return STOPPED
    except Exception as error:
        if os.environ.get("LICMODEL_TRACEBACK"):
            raise
        print(
            f"licmodel: a fault of the program, not of your file: {type(error).__name__}: {error}"
            "\n  to mend it: report it with the scenario; LICMODEL_TRACEBACK=1 shows the details",
            file=sys.stderr,
        )
        return CANNOT_READ
    return code


_SPELT_OUT = {"£": "GBP ", "€": "EUR ", "×": "x", "÷": "/", "≥": ">=", "−": "-", "–": "-", "’": "'"}


def _spelt_out(error: UnicodeError) -> tuple[str, int]:
    """What a terminal that has no pound sign is given in its place."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_SPELT_OUT.get(letter, "?") for letter in missing), error.end


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = argparse.ArgumentParser(
        prog="licmodel",
        description="What software licences really cost: every option, month by month, for years.",
        epilog="Start with: licmodel new mine.yaml --template council",
    )
    top.add_argument("--version", action="version", version=f"licmodel {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    _compare(commands.add_parser("compare", help="options side by side"))
    _explain(commands.add_parser("explain", help="how a figure came about"))
    _check(commands.add_parser("check", help="what the figures rest on, and whether they add up"))
    _freeze(commands.add_parser("freeze", help="write the version of record"))
    _verify(commands.add_parser("verify", help="run a version of record again"))
    _new(commands.add_parser("new", help="a scenario to start from"))
    return top


def _file(of: argparse.ArgumentParser) -> None:
    of.add_argument("file", metavar="FILE", help="scenario file (YAML)")


def _compare(of: argparse.ArgumentParser) -> None:
    _file(of)
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
    of.add_argument("--what-ifs", action="store_true", help="also under each what-if")
    of.add_argument(
        "--irr",
        action="store_true",
        help="internal rate of return of what an option spends more at first",
    )
    form = of.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON, unrounded")
    form.add_argument("--csv", action="store_true", help="as CSV, unrounded")
    of.set_defaults(command=compare)


def _explain(of: argparse.ArgumentParser) -> None:
    _file(of)
    of.add_argument("key", metavar="KEY", help="a figure, such as renew.total or renew.e3.billed")
    of.add_argument("when", metavar="WHEN", nargs="*", help="2027/28, 2027-04 or April 2027")
    of.add_argument("--depth", type=_depth, metavar="N", help="levels below the figure")
    of.add_argument("--what-if", metavar="NAME", help="under this what-if")
    of.set_defaults(command=explain)


def _depth(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text}: a number of levels was expected, 0 or more")
    return int(text)


def _check(of: argparse.ArgumentParser) -> None:
    _file(of)
    of.add_argument("--inputs", action="store_true", help="list every input, not just the weak")
    of.add_argument("--rows", action="store_true", help="list the keys of all figures")
    of.set_defaults(command=check)


def _freeze(of: argparse.ArgumentParser) -> None:
    _file(of)
    of.add_argument("out", metavar="OUT", help="new file; one that stands is not overwritten")
    of.set_defaults(command=freeze)


def _verify(of: argparse.ArgumentParser) -> None:
    of.add_argument("file", metavar="OUT", help="a file that licmodel freeze wrote")
    of.set_defaults(command=verify)


def _new(of: argparse.ArgumentParser) -> None:
    of.add_argument("file", metavar="FILE", help="new file; one that stands is not overwritten")
    of.add_argument("--template", choices=_TEMPLATES, default="council")
    of.set_defaults(command=new)


def compare(chosen: argparse.Namespace) -> int:
    """``licmodel compare``."""
    from licmodel.analysis.comparison import compare as compare_options  # noqa: PLC0415
    from licmodel.report.tables import comparison_text  # noqa: PLC0415
    from licmodel.scenario.loading import load  # noqa: PLC0415

    comparison = compare_options(
        load(chosen.file),
        by=chosen.by,
        real=chosen.real,
        options=chosen.options,
        what_ifs=chosen.what_ifs,
        with_irr=chosen.irr,
    )
    if chosen.json:
        import json  # noqa: PLC0415

        print(json.dumps(comparison.to_json(), indent=2, ensure_ascii=False, allow_nan=False))
    elif chosen.csv:
        from licmodel.report.csv_text import comparison_csv  # noqa: PLC0415

        print(comparison_csv(comparison), end="")
    else:
        print(
            comparison_text(
                comparison, units=chosen.units, measures=chosen.measure, lines=chosen.lines
            )
        )
    return FINE


def explain(chosen: argparse.Namespace) -> int:
    """``licmodel explain``."""
    from licmodel.analysis.results import run, whole  # noqa: PLC0415
    from licmodel.report.traces import trace_text  # noqa: PLC0415
    from licmodel.scenario.loading import load  # noqa: PLC0415

    scenario, name = load(chosen.file), chosen.what_if
    results = run(whole(scenario), [] if name is None else [name])
    when = " ".join(chosen.when) or None
    trace = results.explain(chosen.key, when, depth=chosen.depth, what_if=name)
    if name is not None:
        print(f"Under the what-if {name}: {scenario.what_ifs[name].title or ''}".rstrip(": "))
    print(trace_text(trace))
    return FINE


def check(chosen: argparse.Namespace) -> int:
    """``licmodel check``."""
    from licmodel.analysis.results import run, whole  # noqa: PLC0415
    from licmodel.report.registers import check as check_results  # noqa: PLC0415
    from licmodel.scenario.loading import load  # noqa: PLC0415

    scenario = load(chosen.file)
    if chosen.rows:
        rows = whole(scenario).program.rows
        print("\n".join(f"{key}  {row.label}" for key, row in rows.items()))
        return FINE
    results = run(scenario)
    text, holds = check_results(results, inputs=chosen.inputs)
    print(text)
    return FINE if holds else CHECKS_FAILED


def freeze(chosen: argparse.Namespace) -> int:
    """``licmodel freeze``."""
    from licmodel.analysis.freezing import freeze as freeze_file  # noqa: PLC0415

    digest = freeze_file(chosen.file, chosen.out)
    print(f"Written: {chosen.out}\nhash {digest}\nRun it again with: licmodel verify {chosen.out}")
    return FINE


def verify(chosen: argparse.Namespace) -> int:
    """``licmodel verify``."""
    from licmodel.analysis.freezing import verify as verify_file  # noqa: PLC0415

    differences = verify_file(chosen.file)
    if not differences:
        print(f"{chosen.file}: the same results, byte for byte.")
        return FINE
    print(f"{chosen.file}: the results differ.")
    print("\n".join(f"  {difference}" for difference in differences))
    return CHECKS_FAILED


def new(chosen: argparse.Namespace) -> int:
    """``licmodel new``."""
    from importlib.resources import files  # noqa: PLC0415

    from licmodel.scenario.files import write_new  # noqa: PLC0415

    template = files("licmodel.scenario") / "templates" / f"{chosen.template}.yaml"
    write_new(chosen.file, template.read_text(encoding="utf-8"))
    print(f"Written: {chosen.file}\nCompare its options with: licmodel compare {chosen.file}")
    return FINE


if __name__ == "__main__":
    sys.exit(main())
