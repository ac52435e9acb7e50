"""A model evaluated at draws of all that is uncertain, as one batch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from licmodel.analysis.risk.draws import BATCHES
from licmodel.analysis.risk.uncertain import Uncertain
from licmodel.analysis.risk.uncertain_under import uncertain_under
from licmodel.analysis.telling import Tell
from licmodel.assembly.assemble import Model
from licmodel.language.evaluate import Evaluator
from licmodel.records import record

Array = NDArray[np.float64]


@record
class Drawn:
    """What was drawn, and the figures that came of it.

    ``values`` holds what was drawn of each uncertain figure, ``figures`` rows of the model: both
    have a column for each draw, batch after batch.
    """

    model: Model
    seed: int
    draws: int
    uncertain: dict[str, Uncertain]
    pairs: dict[tuple[str, str], float]
    values: dict[str, Array]
    figures: dict[str, Array]
    what_if: str | None = None
    """What holds in every draw."""


def whole_batches(draws: int) -> int:
    """The number of draws made where so many are asked for: every batch has as many.

    Examples
    --------
    >>> whole_batches(1000)
    1008
    """
    return -(-draws // BATCHES) * BATCHES


def draw(  # noqa: PLR0913  how many, from what, of what, and how it is told
    model: Model,
    keep: Sequence[str],
    *,
    seed: int,
    draws: int,
    what_if: str | None = None,
    block: int | None = None,
    tell: Tell | None = None,
) -> Drawn:
    """Draw all that is uncertain, and evaluate rows of the model at each draw.

    Parameters
    ----------
    model : Model
        With or without a ``risk:``; without one, its events are drawn.
    keep : sequence of str
        Rows wanted.
    seed, draws : int
        What draws are made from, and how many; as many are made as fill the batches.
    what_if : str, optional
        Of the scenario, that is true in every draw.
    block : int, optional
        Draws evaluated at a time; no figure depends on it.
    tell : callable, optional
        Told how many draws of how many are done.

    Raises
    ------
    InputError
        If what is uncertain does not fit the model, or nothing is.
    """
    under = uncertain_under(model, what_if)
    if not under.uncertain:
        raise under.nothing_left(model)
    draws = whole_batches(draws)
    values = under.draw(seed, draws)
    given = under.given(model, values)
    told = None if tell is None else lambda done: tell(done, draws)
    found = Evaluator(model.program, given, keep).run(given, block, told)
    figures = {key: _widened(found[key], draws) for key in keep}
    return Drawn(model, seed, draws, under.uncertain, under.pairs, values, figures, what_if)


def _widened(figures: Array, draws: int) -> Array:
    """A figure that nothing drawn has a part in is the same in every draw."""
    return np.broadcast_to(figures, (figures.shape[0], draws))
