"""The change list of a workbook that came back, in words."""

from __future__ import annotations

from collections.abc import Sequence

from licmodel.report.amounts import Amounts
from licmodel.report.grid import Grid, fill
from licmodel.scenario.scenario import Scenario
from licmodel.workbook.importing import Effect, Imported


def changes_text(imported: Imported) -> str:
    """What changed, where, and what it did to each total; what was refused, and why."""
    scenario = imported.scenario
    money = Amounts(scenario.finance.currency)
    told = [f"{imported.rows} inputs read."]
    base = [each for each in imported.changes if each.what_if is None]
    for change in imported.changes:
        under = f" under {change.what_if}" if change.what_if is not None else ""
        told.append(
            fill(
                f"{change.key}{under}: {change.before_text} -> {change.after_text} "
                f"({change.place})",
                "  ",
                "    ",
            )
        )
        moved = imported.alone.get(change.key, {}) if change.what_if is None else {}
        by = [
            f"{_title(scenario, option)} {money.whole(amount)}"
            for option, amount in moved.items()
            if money.whole(amount) != money.whole(0.0)
        ]
        if change.what_if is None:
            said = "; ".join(by) or "no total"
            told.append(fill(f"by itself it moves {said}", "      ", "        "))
    if not imported.changes:
        told.append("Nothing is otherwise than in the scenario.")
    if base:
        said = "with all changes of the base"
        told += ["", _totals(imported, imported.effects, money, said)]
    if imported.deal:
        told += ["", _totals(imported, imported.deal, money, "with the deal")]
    for each in imported.refused:
        told.append(fill(f"Refused: {each.place}, {each.key}: {each.reason}", "", "  "))
    told += [fill(f"Note: {note}", "", "  ") for note in imported.notes]
    return "\n".join(told)


def _totals(imported: Imported, effects: Sequence[Effect], money: Amounts, said: str) -> str:
    return Grid(
        f"Total invoiced, {money.unit} (nominal; VAT excluded), {said}",
        [_title(imported.scenario, each.option) for each in effects],
        ["Before", "After", "Difference"],
        [
            [money.text(each.before), money.text(each.after), money.text(each.after - each.before)]
            for each in effects
        ],
    ).text()


def _title(scenario: Scenario, option: str) -> str:
    return scenario.options[option].title or option.replace("_", " ")
