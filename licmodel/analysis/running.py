"""What has been paid so far: a comparison's costs added up along its periods."""

from __future__ import annotations

from licmodel.analysis.comparison import Comparison
from licmodel.analysis.side_sheet import SideSheet


def so_far(comparison: Comparison) -> dict[str, list[float]]:
    """What each option has been invoiced from the beginning to the end of each period [money].

    Examples
    --------
    >>> from licmodel.analysis.comparison import compare
    >>> from licmodel.analysis.results import example
    >>> so_far(compare(example()))
    {'stay': [1200.0, 2400.0]}
    """
    options = comparison.options
    periods = [f"period {number}" for number in range(len(comparison.periods))]
    sheet = SideSheet(
        comparison.results.scenario.finance.currency,
        {
            period: [option.billed[number] for option in options.values()]
            for number, period in enumerate(periods)
        },
    )
    reached, columns = sheet[periods[0]], []
    for number, period in enumerate(periods):
        key = f"to {period}"
        reached = sheet.row(key, f"up to {period}", reached + sheet[period] if number else reached)
        columns.append(sheet.figures(key))
    return {key: [column[at] for column in columns] for at, key in enumerate(options)}
