"""Events: what may happen, how likely it is, and what it does to the people a driver counts."""

from typing import Annotated

from pydantic import AfterValidator

from licmodel.terms.figure import Figure, Measure, Sourced, number_text
from licmodel.terms.months import Month
from licmodel.terms.term import refusal


def _with_its_source(probability: Figure) -> Figure:
    """Refuse a probability that nobody answers for: nothing in a file speaks for one but itself."""
    if probability.value > 0 and not (probability.source or probability.assumed):
        said = probability.text or number_text(probability.value, percent=True)
        raise refusal(
            said,
            "a probability above nothing needs a source of its own",
            f"write {{value: {said}, source: where it is from}}, or assumed: the reason, or leave "
            "it out: the event is off then",
        )
    return probability


Probability = Annotated[
    Figure, Measure("1", low=0, high=1, percent=True), AfterValidator(_with_its_source)
]
"""How likely an event is, from 0% to 100%; above nothing it says itself where it is from."""

OFF = Figure.model_validate("0%")
"""The probability of an event of which nobody has said how likely it is."""


class DriverEvent(Sourced):
    """A change in what a driver counts that may happen: a transfer of staff, a reorganisation.

    Examples
    --------
    >>> transfer = DriverEvent.model_validate(
    ...     {"on": "2028-10", "change": "-260", "probability": {"value": "40%", "assumed": "guess"}}
    ... )
    >>> transfer.probability.value
    0.4
    >>> DriverEvent.model_validate({"on": "2028-10", "change": "-260"}).probability.value
    0.0
    """

    title: str | None = None
    """What happens, in words."""

    on: Month
    """First month in which it is felt; it lasts from then on."""

    change: Annotated[Figure, Measure("unit")]
    """How many more there are from then on; fewer is negative."""

    probability: Probability = OFF
    """How likely it is; nothing unless said, and then with a source of its own. Until it is drawn
    as happening or not, the change counts at this share."""
