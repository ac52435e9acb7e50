"""Starting the dashboard's server, for this machine only."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

from licmodel.errors import InputError

PLACE = "LICMODEL_PLACE"
"""Variable of the environment that says which file or folder the pages open."""

SETTINGS = (
    "--server.address=127.0.0.1",
    "--server.fileWatcherType=none",
    "--browser.gatherUsageStats=false",
    "--client.showErrorDetails=none",
    "--client.showErrorLinks=false",
    "--runner.magicEnabled=false",
)
"""No other machine is let in, and none is asked."""


def arguments(port: int | None, *, browser: bool) -> list[str]:
    """What Streamlit is started with.

    Examples
    --------
    >>> [each for each in arguments(8600, browser=False) if "port" in each or "headless" in each]
    ['--server.headless=true', '--server.port=8600']
    """
    script = Path(__file__).parent / "main.py"
    started = ["run", str(script), *SETTINGS, f"--server.headless={str(not browser).lower()}"]
    return started if port is None else [*started, f"--server.port={port}"]


def launch(place: str | None, port: int | None = None, *, browser: bool = True) -> int:
    """Serve the pages until they are stopped; give the exit code.

    Parameters
    ----------
    place : str, optional
        File or folder to open; the folder where it is started, where not given.
    port : int, optional
        On which to serve; Streamlit's own choice, where not given.
    browser : bool
        Whether a browser is opened.

    Raises
    ------
    InputError
        If the place is none, or the dashboard's libraries are not installed.
    """
    if place is not None and not Path(place).exists():
        raise InputError(
            "there is no such file or folder",
            found=place,
            remedies=[f"start one: licmodel new {place} --template council"],
        )
    if find_spec("streamlit") is None or find_spec("altair") is None:
        raise InputError(
            "the dashboard needs libraries that are not installed",
            remedies=["install them: pip install 'licmodel[dashboard]'"],
        )
    if place is not None:
        os.environ[PLACE] = str(Path(place).resolve())
    from streamlit.web.cli import main  # noqa: PLC0415  the rest is of use without it

    from licmodel.dashboard import ahead  # noqa: PLC0415  it needs the libraries

    ahead.begin()
    try:
        main(arguments(port, browser=browser), prog_name="streamlit")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0


def place_given() -> str | None:
    """File or folder to open, as the environment or the words after ``--`` say it."""
    words = [each for each in sys.argv[1:] if not each.startswith("-")]
    is_page = Path(sys.argv[0]).name in {"app.py", "main.py"}
    return os.environ.get(PLACE) or (words[0] if is_page and words else None)
