"""A bar on the screen while a long file is read; nothing where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable

_WIDTH = 30


def progress_bar(what: str) -> Callable[[int, int], None] | None:
    """A bar on stderr, or none where that is no terminal.

    Parameters
    ----------
    what : str
        What is being read.

    Returns
    -------
    callable or None
        To be told how many of how many are done; at the end it wipes itself out.
    """
    if not sys.stderr.isatty():
        return None

    def show(done: int, of: int) -> None:
        if done >= of:
            print(f"\r{' ' * (len(what) + _WIDTH + 10)}\r", end="", file=sys.stderr, flush=True)
            return
        full = _WIDTH * done // of
        bar = f"{'#' * full}{'.' * (_WIDTH - full)}"
        print(f"\r{what} [{bar}] {100 * done // of:3d}%", end="", file=sys.stderr, flush=True)

    return show
