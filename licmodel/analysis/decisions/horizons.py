"""Whether the answer is another over fewer or more years: the same options over each."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import Any

from licmodel.analysis.decisions.answers import whatif
from licmodel.assembly.assemble import Model, assembled
from licmodel.errors import InputError, LicmodelError
from licmodel.records import record
from licmodel.scenario.scenario import Scenario
from licmodel.terms.term import parse_number

LENGTHS = (3, 5, 7, 10)
"""Years over which options are usually compared, beside a scenario's own [years]."""
_YEARS = "timeline.years"


@record
class Horizon:
    """Present values over a number of years; none, where they cannot be worked out.

    ``why`` then says why not. ``present_values`` are by option [money].
    """

    years: int
    is_own: bool
    cheapest: str | None
    present_values: Mapping[str, float]
    why: str | None = None


def horizons(
    scenario: Scenario | Model, changes: Mapping[str, Any] | None = None
) -> tuple[Horizon, ...]:
    """Every option over several horizons, the scenario's own among them, the shortest first.

    Each is what `whatif` answers with ``timeline.years`` set.

    Parameters
    ----------
    scenario : Scenario or Model
        What is compared.
    changes : mapping of str to mapping, optional
        What is asked as well, as for `whatif`; a horizon that it asks for is taken for the own.

    Raises
    ------
    InputError
        If what is asked does not fit the scenario.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> [(each.years, round(each.present_values["stay"])) for each in horizons(example())]
    [(2, 2359), (3, 3480), (5, 5608), (7, 7594), (10, 10329)]
    """
    model, asked = assembled(scenario), dict(changes or {})
    said = asked.get(_YEARS, {}).get("set")
    own = int(parse_number(str(said))) if said is not None else model.scenario.timeline.years
    return tuple(
        _over(model, asked, years, is_own=years == own) for years in sorted({*LENGTHS, own})
    )


def _over(model: Model, asked: Mapping[str, Any], years: int, *, is_own: bool) -> Horizon:
    changes = dict(asked) if is_own else {**asked, _YEARS: {"set": str(years)}}
    try:
        found = whatif(model, changes, beside=[])
    except LicmodelError as error:
        if is_own or not isinstance(error, InputError):
            raise
        return Horizon(years, is_own, None, {}, str(error.what))
    case = list(found.cases)[-1]
    values = {
        option: row[-1]
        for option, row in found.wholes["present_value"].items()
        if row[-1] is not None and not isnan(row[-1])
    }
    return Horizon(years, is_own, found.cheapest(case), values)
