"""A bar on the screen while a long file is read; nothing where nobody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_WIDTH = 30
_PATIENCE = 1.0
"""Seconds for which nobody needs a bar."""


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


def later(
    show: Callable[[int, int], None] | None, clock: Callable[[], float] = time.monotonic
) -> Callable[[int, int], None] | None:
    """A bar that is shown only once the work has gone on for a second.

    Parameters
    ----------
    show : callable or None
        The bar, or none where nobody watches.
    clock : callable, optional
        Tells seconds.
    """
    if show is None:
        return None
    begun = clock()
    shown = False

    def wait(done: int, of: int) -> None:
        nonlocal shown
        # what is done wipes a bar out, and there is none to wipe out before a second has gone by
        if shown or (done < of and clock() - begun > _PATIENCE):
            shown = True
            show(done, of)

    return wait


@contextmanager
def watched(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar for work that may take more than a second; it is gone when the work ends or is stopped.

    Parameters
    ----------
    what : str
        What is being done.
    """
    bar = later(progress_bar(what))
    try:
        yield bar
    finally:
        if bar is not None:
            bar(1, 1)  # wipes itself out
