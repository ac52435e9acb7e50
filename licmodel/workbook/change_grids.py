"""The change list of workbooks that came back, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from licmodel.report.amounts import Amounts, number
from licmodel.report.grid import Grid
from licmodel.workbook.importing import Copy, Effect, Imported
from licmodel.workbook.readings import Change

_ONE_DEAL = (
    "what {} propose is one deal together, in which a figure on which they differ is a conflict. "
    "Offers between which you choose are imported one after another, each onto the file that was "
    "saved of the one before: then each is a what-if of its own."
)


def title_of(imported: Imported, option: str) -> str:
    """What an option is called."""
    options = imported.scenario.options
    return options[option].title or option.replace("_", " ")


def changed(imported: Imported) -> Grid:
    """Each change that was taken: what it is of, its key and cell, and what it was and is."""
    rows = [(each.label, _named(each), each.place, *each.shown) for each in imported.changes]
    for added in imported.added:
        said = "; ".join(f"{key}: {text}" for key, text in added.said.items())
        what = "a new line" if added.is_line else "new"
        rows.append((what, added.key, "; ".join(added.places), "nothing", said))
    return Grid(
        "What changed",
        [label for label, *_ in rows],
        ["Key", "Cell", "Before", "After"],
        [cells for _, *cells in rows],
    )


def moved(imported: Imported) -> Grid:
    """What each change of the base does to each total by itself."""
    money = Amounts(imported.scenario.finance.currency)
    options = list(dict.fromkeys(key for each in imported.alone.values() for key in each))
    return Grid(
        f"What each change of the base does by itself to the total invoiced, {money.unit} "
        "(nominal; VAT excluded)",
        list(imported.alone),
        [title_of(imported, each) for each in options],
        [[money.text(each.get(option)) for option in options] for each in imported.alone.values()],
    )


def _named(change: Change) -> str:
    return change.key + (f" under {change.what_if}" if change.what_if is not None else "")


def not_taken(imported: Imported) -> Grid:
    """Each cell that was refused: where, its key, what was written, what holds, and why."""
    return Grid(
        "What was refused, and why",
        [each.place for each in imported.refused],
        ["Key", "They wrote", "It stays", "Reason"],
        [[each.key, each.wrote, each.stays, each.reason] for each in imported.refused],
    )


def totals(imported: Imported) -> list[Grid]:
    """Totals before and after: with each copy alone, with all that was taken, with the deal."""
    several = len(imported.copies) > 1
    found = [
        (f"with the changes of {copy.name} alone", copy.effects)
        for copy in imported.copies
        if several and copy.effects
    ]
    if imported.effects:
        said = "with all that was taken of all copies" if several else "with all changes"
        found.append((f"{said} of the base", imported.effects))
    deals = _with_deals(imported)
    found += [(f"with the deal of {each.name} alone", each.deal) for each in deals if deals[1:]]
    if imported.deal:
        said = "with all that was taken of these deals together" if deals[1:] else "with the deal"
        found.append((said, imported.deal))
    return [_grid(imported, said, effects) for said, effects in found]


def rounding(imported: Imported) -> str | None:
    """That amounts are rounded for show, where a difference does not look like one; else none."""
    effects = [
        *imported.effects,
        *imported.deal,
        *(each for copy in imported.copies for each in (*copy.effects, *copy.deal)),
    ]
    if all(_looks_right(each) for each in effects):
        return None
    return (
        "Amounts are rounded for show, each by itself, so that a difference may be out by one from "
        "those beside it."
    )


def _looks_right(each: Effect) -> bool:
    amounts = each.before, each.after, each.after - each.before
    if any(map(isnan, amounts)):
        return True
    before, after, difference = (int(number(each, 0).replace(",", "")) for each in amounts)
    return after - before == difference


def several_deals(imported: Imported) -> str | None:
    """What becomes of several deals that came back together; none where there are not several."""
    deals = _with_deals(imported)
    return _ONE_DEAL.format(" and ".join(each.name for each in deals)) if deals[1:] else None


def _with_deals(imported: Imported) -> list[Copy]:
    return [each for each in imported.copies if each.deal]


def _grid(imported: Imported, said: str, effects: Sequence[Effect]) -> Grid:
    money = Amounts(imported.scenario.finance.currency)
    return Grid(
        f"Total invoiced, {money.unit} (nominal; VAT excluded), {said}",
        [title_of(imported, each.option) for each in effects],
        ["Before", "After", "Difference"],
        [
            [
                money.text(each.before),
                money.text(each.after),
                money.text(each.after - each.before),
            ]
            for each in effects
        ],
    )
