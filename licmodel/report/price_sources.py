"""Which price list each price came from, so that one's own book is seen to win."""

from __future__ import annotations

import re
import textwrap

from licmodel.analysis.results import Results
from licmodel.report.grid import WIDTH

_POINT = re.compile(r"(prices\.[\w.]+)\.\d{4}-\d{2}")
_LINE = re.compile(r"(.*):(\d+)")
_CATALOGUE = "catalogue "


def price_sources_text(results: Results) -> str:
    """Price lists that were read, each with its products; empty where none was."""
    found: dict[str, dict[str, list[int]]] = {}
    for key, declared in results.model.program.inputs.items():
        point = _POINT.fullmatch(key)
        place = None if point is None else _LINE.fullmatch(declared.origin.place or "")
        if point is not None and place is not None:
            found.setdefault(place[1], {}).setdefault(point[1], []).append(int(place[2]))
    own = results.scenario.own_book
    told = []
    for file, products in found.items():
        if own is not None and file == own.file:
            whose = f"Own price book, {file}, which wins over the catalogue"
        elif file.startswith(_CATALOGUE):
            whose = f"Catalogue, {file.removeprefix(_CATALOGUE)}"
        else:
            whose = f"The scenario itself, {file}"
        said = "; ".join(f"{key} ({_lines(lines)})" for key, lines in products.items())
        told.append(
            textwrap.fill(
                f"{whose}: {said}", WIDTH, initial_indent="  ", subsequent_indent="      "
            )
        )
    return "\n".join(["Price lists read", *told]) if told else ""


def _lines(lines: list[int]) -> str:
    first, last = min(lines), max(lines)
    return f"line {first}" if first == last else f"lines {first} to {last}"
