"""What the first page needs, made ready while the server starts and a browser opens."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from threading import Thread

_NEEDED = (
    "pandas",
    "licmodel.dashboard.main",
    "licmodel.dashboard.views.compare",
    "licmodel.dashboard.views.what_if",
)


def begin() -> Thread:
    """Make ready beside whatever else is done; give the thread that does it."""
    thread = Thread(target=make_ready, name="ahead", daemon=True)
    thread.start()
    return thread


def make_ready() -> None:
    """Load the libraries, and work out the scenario that the pages open with.

    A fault is no matter here: the page tells it, with what mends it.
    """
    with suppress(Exception):
        for name in _NEEDED:
            import_module(name)
        from licmodel.dashboard import figures, shelf  # noqa: PLC0415  they are slow to load

        place = shelf.folder()
        first = place / (shelf.chosen_first() or shelf.names(place)[0])
        with shelf.reading(first):
            figures.compared(shelf.opened(first))
