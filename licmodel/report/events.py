"""What may happen, as a note under a comparison: what it counts for, and what if all of it did."""

from __future__ import annotations

from licmodel.analysis.comparison import Comparison
from licmodel.analysis.event_doubts import driver_events
from licmodel.report.amounts import Amounts, percent
from licmodel.report.grid import Grid, fill


def events_text(comparison: Comparison, amounts: Amounts) -> str:
    """Events of each option, and those of drivers, which are inside its other figures.

    Examples
    --------
    >>> from licmodel.analysis.comparison import compare
    >>> from licmodel.scenario.loading import from_data
    >>> attack = {"kind": "event", "on": "2027-06", "cost": "845_000"}
    >>> scenario = from_data({
    ...     "title": "Example", "organisation": {"name": "An example"}, "baseline": "none",
    ...     "timeline": {"start": "2027-04", "years": "1"},
    ...     "options": {"stay": {"lines": {"attack": attack}}},
    ... })
    >>> print(events_text(compare(scenario), Amounts("GBP")))
    Events, in £: counted at their probability, or off where nobody has given one
               Counted in  More if all
                the total     happened
    stay                0      845,000
    """
    told = [option for option in comparison.options.values() if option.events_more is not None]
    parts = []
    if told:
        grid = Grid(
            f"Events, in {amounts.unit}: counted at their probability, or off where nobody has "
            "given one",
            [option.title for option in told],
            ["Counted in the total", "More if all happened"],
            [[amounts.text(each.events_counted), amounts.text(each.events_more)] for each in told],
        )
        parts.append(grid.text())
    results = comparison.results
    people = [
        f"{key} ({percent(results.figure(f'{key}.probability'))})"
        for key, _ in driver_events(results.scenario)
    ]
    if people:
        parts.append(fill(f"Counted in drivers, at their probability: {', '.join(people)}."))
    return "\n".join(parts)
