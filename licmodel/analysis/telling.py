"""Being told how far an analysis has come, for a bar."""

from collections.abc import Callable

Tell = Callable[[int, int], None]
"""Told how many parts of how many are done."""
