"""What grants leave of the lines they pay for, as rows: the cost, what they pay, what is left."""

from __future__ import annotations

from licmodel.assembly.measures import Measures, OptionRows
from licmodel.language.operators import ONE_MONTH, add_up, largest, where
from licmodel.lines.grant import Grant
from licmodel.lines.page import Page


def grants_of(option: OptionRows) -> list[Page]:
    """Pages of the grants of an option."""
    return [page for page in option.pages.values() if isinstance(page.line, Grant)]


def lines_granted(grant: Page) -> list[Page]:
    """Pages of the lines that a grant pays for; a grant that goes before it is none."""
    return [page for page in grant.read.values() if not isinstance(page.line, Grant)]


def write_grants(option: OptionRows, measures: Measures) -> None:
    """Write what the lines that grants pay for cost, what the grants pay, and what they leave.

    VAT that is not recovered is in the cost: it stays with who bears it.
    """
    program, read = measures.program, measures.program.reference
    key, title = option.key, option.title
    lines = {line.key: line for page in grants_of(option) for line in lines_granted(page)}
    cost = program.row(
        f"{key}.granted",
        f"{title}, cost of what grants pay for",
        add_up(*(measures.borne(page) for page in lines.values())),
    )
    paid = program.row(
        f"{key}.granted.paid",
        f"{title}, paid by grants",
        add_up(*(read(f"{page.key}.paid") for page in grants_of(option))),
    )
    left = program.row(f"{key}.after_grants", f"{title}, left after grants", cost - paid)
    month, before = read("timeline.month"), read("timeline.start") - ONE_MONTH
    pays = program.row(
        f"{key}.granted.pays",
        f"{title}, month in which grants pay",
        where(paid > 0, month, before),
    )
    last = program.row(
        f"{key}.granted.last", f"{title}, last month in which grants pay", largest(pays)
    )
    program.row(
        f"{key}.after_grants.tail",
        f"{title}, left once grants have ended",
        where(month > last, left, 0),
    )
    for name in ("granted", "granted.paid", "after_grants", "after_grants.tail"):
        measures.write_sums(f"{key}.{name}", program.rows[f"{key}.{name}"].label)
