"""What a body bears in financial years that end when its own do."""

from __future__ import annotations

from licmodel.analysis.results import Results
from licmodel.assembly.bodies import closing_of


def own_years(results: Results, key: str) -> dict[str, float]:
    """What a body bears in each financial year of its own, within the horizon [money].

    Parameters
    ----------
    results : Results
        Of the scenario.
    key : str
        Row of what it bears: ``move.body.trust``.
    """
    scenario = results.scenario
    so_far = results.by_period(f"{key}.so_far")
    closing = closing_of(key.rpartition(".")[2], scenario)
    return {label: so_far[last] for label, _, last in scenario.timeline.years_to(closing)}
