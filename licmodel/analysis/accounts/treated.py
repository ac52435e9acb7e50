"""Why a line's charges are capital or revenue, in words."""

from __future__ import annotations

from licmodel.lines.line import Line


def treated(line: Line) -> str:
    """How a line is treated and why: by its kind, or by what the file says of it.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> treated(example().options["stay"].lines["support"])
    'revenue: a service, charged as it is received'
    """
    if line.treatment is None:
        return line.treatment_rule
    return f"{line.treatment}: {line.reason}{_beside(line)}"


def _beside(line: Line) -> str:
    """What a treatment of the line's own is not for: charges that come with its main one."""
    fields = {"maintenance": "maintenance", "support": "support", "power": "energy"}
    beside = [said for field, said in fields.items() if getattr(line, field, None) is not None]
    if line.treatment == "revenue" or not beside:
        return ""
    are = "is" if len(beside) == 1 else "are"
    return f"; its {' and '.join(beside)} {are} revenue"
