"""The dashboard."""

from __future__ import annotations

import argparse


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser(
        "app",
        help="the dashboard, in a browser on this machine",
        description="Serves the pages to this machine only, until stopped with Ctrl-C.",
    )
    of.add_argument(
        "place",
        metavar="FILE|FOLDER",
        nargs="?",
        help="a scenario file, or a folder of them; the folder where you are, unless said",
    )
    of.add_argument("--port", type=int, metavar="N", help="8501, unless said")
    of.add_argument("--no-browser", action="store_true", help="only serve: open no browser")
    of.set_defaults(command=app)


def app(chosen: argparse.Namespace) -> int:
    """``licmodel app``."""
    from licmodel.dashboard.launch import launch  # noqa: PLC0415

    return launch(chosen.place, chosen.port, browser=not chosen.no_browser)
