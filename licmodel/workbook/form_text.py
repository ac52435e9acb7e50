"""What a filled form holds, in words."""

from __future__ import annotations

from licmodel.report.grid import fill
from licmodel.workbook.form_reading import Filled


def form_text(filled: Filled) -> str:
    """What was read: the decision, the options and their lines, and what was not read."""
    scenario = filled.scenario
    told = [f"{scenario.title}: {scenario.organisation.name}. {filled.rows} rows read."]
    for key, option in scenario.options.items():
        title = option.title or key.replace("_", " ")
        count = len(option.lines)
        said = f"{count} lines" if option.is_costed else f"{option.status}: {option.reason}"
        told.append(fill(f"{title} ({key}): {said}", "  ", "    "))
    told += [fill(f"Note: {note}", "", "  ") for note in filled.notes]
    return "\n".join(told)
