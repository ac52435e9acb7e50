"""Which charges are capital and which revenue, and why."""

from __future__ import annotations

import textwrap

from licmodel.analysis.accounts.treated import treated
from licmodel.analysis.results import Results
from licmodel.report.grid import WIDTH


def treatments_text(results: Results) -> str:
    """Lines grouped by how they are treated, each group with its reason.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> print(treatments_text(run(example())))
    Capital and revenue
      revenue: a service, charged as it is received
          stay.support
    """
    groups: dict[str, list[str]] = {}
    for key in dict.fromkeys(
        home for option in results.model.options.values() for home in option.lines.values()
    ):
        option, name = key.split(".")
        line = results.scenario.options[option].lines[name]
        said = treated(line)
        groups.setdefault(said, []).append(key)
    if not groups:
        return ""
    told = ["Capital and revenue"]
    for said, keys in groups.items():
        told.append(textwrap.fill(said, WIDTH, initial_indent="  ", subsequent_indent="    "))
        listed = ", ".join(keys)
        told.append(textwrap.fill(listed, WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6))
    return "\n".join(told)
