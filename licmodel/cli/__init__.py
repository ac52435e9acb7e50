"""The command line: one module a command, which imports what it needs when it is run."""

from __future__ import annotations

import argparse
import codecs
import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from licmodel import __version__
from licmodel.cli.codes import CANNOT_READ, CHECKS_FAILED, FINE, STOPPED

__all__ = ["CANNOT_READ", "CHECKS_FAILED", "FINE", "STOPPED", "main", "parser"]

COMMANDS = {
    "compare": "compare",
    "whatif": "what_if",
    "bridge": "bridge",
    "breakeven": "break_even",
    "sensitivity": "sensitivity",
    "levers": "levers",
    "regret": "regret",
    "unavoidable": "unavoidable",
    "explain": "explain",
    "check": "check",
    "risk": "risk",
    "budget": "budget",
    "seats": "seats",
    "shares": "shares",
    "calendar": "milestones",
    "personas": "personas",
    "features": "features",
    "prices": "prices",
    "rules": "rules",
    "intake": "intake",
    "reconcile": "reconcile",
    "export": "export",
    "template": "template",
    "import": "importing",
    "freeze": "record",
    "verify": "record",
    "new": "new",
    "app": "app",
}
"""Each command with the module of this package that it stands in."""

_SELDOM = 500_000
"""Objects made between two looks for circles among them: a tenth of a comparison's time else."""


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
    written = sys.argv[1:] if arguments is None else arguments
    if arguments is None and written[:1] != ["app"]:  # its process is its own, and soon over
        gc.set_threshold(_SELDOM)
    chosen = parser(*written[:1]).parse_args(written)
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


def parser(first: str = "") -> argparse.ArgumentParser:
    """Every command with its options; one alone where the first word already names it."""
    top = argparse.ArgumentParser(
        prog="licmodel",
        description="What software licences really cost: every option, month by month, for years.",
        epilog="Start with: licmodel new mine.yaml --template council",
    )
    top.add_argument("--version", action="version", version=f"licmodel {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    modules = [COMMANDS[first]] if first in COMMANDS else dict.fromkeys(COMMANDS.values())
    for module in modules:
        import_module(f"licmodel.cli.{module}").add(commands)
    return top
