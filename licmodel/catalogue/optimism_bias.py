"""Optimism bias by class of project as data: its bounds, from which one starts."""

from typing import Annotated, Literal

from licmodel.catalogue.entries import percent
from licmodel.catalogue.facts import Fact
from licmodel.catalogue.files import OPTIMISM_BIAS
from licmodel.catalogue.kept import KeptFacts
from licmodel.records import named_record

Bound = Annotated[float, percent]
"""A percentage as a fraction; an upper bound may be above 100%."""


@named_record
class BiasClass(Fact):
    """A class of projects, and how far above their estimates costs have turned out.

    Parameters
    ----------
    key, title : str
        Its name in scenarios, and in words.
    upper, lower : float
        Bounds, as shares of the cost estimated.
    measured : str
        What they are shares of: capital cost or operating cost.
    """

    key: str
    title: str
    upper: Bound
    lower: Bound
    measured: Literal["capital cost", "operating cost"]


def bias_class(key: str) -> BiasClass:
    """Find a class of projects.

    Raises
    ------
    InputError
        If there is none, naming the nearest.

    Examples
    --------
    >>> found = bias_class("equipment_development")
    >>> found.upper, found.lower
    (2.0, 0.1)
    """
    return _CLASSES.find(key)


_CLASSES = KeptFacts(OPTIMISM_BIAS, "class of optimism bias", BiasClass)
