"""The comparison as one page of A4: a file of its own, to be printed or put into a report.

It carries its chart and its style in itself and asks nothing of any other host. Its tables are
plain ones, which a word processor takes over as tables.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from itertools import accumulate
from shlex import quote

from licmodel import __version__
from licmodel.analysis.checks import master_text
from licmodel.analysis.comparison import Comparison
from licmodel.analysis.estate.window import day_words
from licmodel.analysis.figures import MEASURES
from licmodel.charts.pictures import on_paper, svg
from licmodel.dashboard import figures, risk_figures
from licmodel.dashboard.shown import Shown, line_chart, measured, of_the_cheapest
from licmodel.dashboard.telling import grid_html
from licmodel.report.headings import basis, discounting, price_base, vat_basis
from licmodel.report.phrases import listed, scope_words, uncertain_words
from licmodel.report.registers import rests_on
from licmodel.report.sentences import answer_sentences
from licmodel.report.tables import by_period, not_costed, summary
from licmodel.terms.months import month_words

_WIDTH = 600
_HEIGHT = 188
_DIGITS = 16
_ROOM = 520
"""For what is changed, at the head of the page [letters]."""

_STYLE = """
@page {size: A4; margin: 6mm 12mm}
body {font-family: Arial, "Liberation Sans", Helvetica, sans-serif; font-size: 9pt;
  line-height: 1.35; color: #1f2933; background: #ffffff; max-width: 186mm; margin: 8mm auto}
p {margin: 0 0 1.5mm}
h1 {font-size: 14pt; line-height: 1.15; margin: 0 0 1.2mm}
h2 {font-size: 10.5pt; margin: 1.8mm 0 .4mm; break-after: avoid}
.over {font-size: 9pt; color: #4a5560; margin: 0 0 .5mm}
.answer {font-size: 11pt; line-height: 1.25; font-weight: bold; margin: 0 0 1mm}
.held {font-size: 7.5pt; line-height: 1.15; margin: 0 .3mm 1mm 0; padding: .6mm 1.5mm;
  border: .3mm solid #4a5560; overflow-wrap: anywhere}
.overleaf {break-before: page}
.scope {font-size: 7.5pt; line-height: 1.2; margin: 0 0 .8mm}
.lm-table {margin: 0 0 .6mm}
table {border-collapse: collapse; width: 100%; font-size: 8pt; line-height: 1.12;
  break-inside: avoid; font-variant-numeric: tabular-nums}
caption {text-align: left; font-size: 8pt; color: #4a5560; padding: 0 0 .6mm}
th, td {padding: .1mm 1.4mm; border-bottom: .2mm solid #b9c2cb; vertical-align: bottom}
thead th, thead td {border-bottom: .4mm solid #4a5560}
th {text-align: left; font-weight: normal}
td, thead th {text-align: right}
thead th {font-weight: bold}
td {white-space: nowrap}
.chief {font-weight: bold; background: #e6eff6}
tr.ruled th, tr.ruled td {border-top: .4mm solid #4a5560; font-weight: bold}
.cards td {text-align: left; white-space: normal; width: 25%; border: .2mm solid #b9c2cb;
  padding: 1mm 2mm; vertical-align: top}
.cards b {font-size: 12pt; display: block}
figure {margin: 0; break-inside: avoid}
svg {display: block; width: 100%; height: auto; margin-top: -1.5mm}
ul {margin: 0; padding-left: 3.5mm; font-size: 7.5pt; line-height: 1.25}
tbody th {min-width: 33mm}
.two {display: grid; grid-template-columns: 1fr 1fr; gap: 4mm; font-size: 7.5pt;
  line-height: 1.2; align-items: start}
.two ul, .two table, .two caption {font-size: 7pt; line-height: 1.12}
.two th, .two td {padding: .3mm .6mm}
.two h2 {font-size: 9.5pt}
.two tbody th {min-width: 35mm}
.two li {overflow-wrap: anywhere}
.foot {border-top: .2mm solid #b9c2cb; margin-top: 1.5mm; padding-top: 1mm; font-size: 7.2pt;
  color: #4a5560; overflow-wrap: anywhere}
@media print {body {margin: 0 auto; max-width: none} main:has(.held) {zoom: .95}}
@media print {* {print-color-adjust: exact; -webkit-print-color-adjust: exact}}
"""


def one_page(found: Shown, day: date) -> str:
    """The comparison as an HTML file of its own, as it is chosen.

    Parameters
    ----------
    found : Shown
        What is chosen of a scenario.
    day : date
        On which it is printed.

    Raises
    ------
    InputError
        If charts cannot be drawn here.
    """
    return as_file(found.of.scenario.title, _parts(found, day))


def as_file(title: str, parts: Iterable[str]) -> str:
    """Parts of a page as a file of its own, in the style of the house."""
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _parts(found: Shown, day: date) -> Iterator[str]:
    comparison = found.whole
    scenario = comparison.results.scenario  # a what-if may change its horizon
    amounts = figures.money(found.of)
    timeline = scenario.timeline
    span = f"{month_words(timeline.start)} to {month_words(timeline.last)}"
    yield f'<p class="over">{escape(scenario.organisation.name)} · {span}</p>'
    yield f"<h1>{escape(scenario.title)}</h1>"
    yield from _held(found)
    first, *rest = answer_sentences(comparison)
    yield f'<p class="answer">{escape(first)}</p>'
    yield f"<p>{escape(' '.join(rest))}</p>"
    scope, _ = scope_words(scenario.notes)
    uncertain = risk_figures.uncertain(found.of, None)
    if scope or uncertain:
        ranges = f" {uncertain_words(len(uncertain))}" if uncertain else ""
        yield f'<p class="scope">{escape(scope)}{escape(ranges)}</p>'
    title, told = of_the_cheapest(comparison, amounts)
    if told:
        cells = "".join(
            f"<td>{escape(label)}<b>{escape(figure)}</b>{escape(words)}</td>"
            for label, figure, words in told
        )
        caption = f"Of the cheapest, {escape(title)}"
        yield f'<table class="cards"><caption>{caption}</caption><tr>{cells}</tr></table>'
    yield f"<h2>{escape(MEASURES[found.measure])} by financial year</h2>"
    yield _figure(found)
    yield grid_html(by_period(found.part, found.measure, amounts))
    yield "<h2>Options side by side</h2>"
    best, keys = comparison.cheapest(), list(comparison.options)
    yield grid_html(summary(comparison, amounts), chief=keys.index(best) if best in keys else None)
    yield from _not_costed(comparison)
    rests = grid_html(rests_on(comparison.results, comparison.options))
    grounds = " ".join((price_base(comparison), vat_basis(comparison), discounting(comparison)))
    yield (
        '<div class="two"><section><h2>What it rests on</h2>'
        f"{rests}<p>{escape(master_text(comparison.checks))} {escape(grounds)} "
        "Amounts are rounded for show only.</p></section>"
        f"{_doubts(found)}</div>"
    )
    yield _foot(found, day)
    yield from _overleaf(found)


def _held(found: Shown) -> Iterator[str]:
    """What the figures hold beside what the file says: before the answer, which is of that."""
    if found.held is None:
        return
    words, changed = found.held.words, found.held.changed
    named = list(changed[: _fitting(changed)])
    more = len(changed) - len(named)
    named += [f"and {more} more, overleaf"] if more else []
    told = f"Changed against the file: {'; '.join(named)}." if named else "It changes no figure."
    yield f'<p class="held"><b>{escape(words)}.</b> {escape(told)}</p>'


def _overleaf(found: Shown) -> Iterator[str]:
    """All that is changed, where it is too much for the head of the page."""
    changed = () if found.held is None else found.held.changed
    if _fitting(changed) < len(changed):
        items = "".join(f"<li>{escape(each)}</li>" for each in changed)
        head = f"<h2>{escape(found.of.scenario.title)}: changed against the file</h2>"
        yield f'<section class="overleaf">{head}<ul>{items}</ul></section>'


def _fitting(changed: Sequence[str]) -> int:
    """How many changes have room at the head of the page; the first has."""
    lengths = accumulate(len(each) for each in changed)
    return max(min(len(changed), 1), sum(length <= _ROOM for length in lengths))


def _figure(found: Shown) -> str:
    """The chart, with what it shows in words for those who cannot see it."""
    part = found.part
    flows = measured(part, found.measure)
    drawn = line_chart(found.of, part, flows, figures.money(found.of), height=_HEIGHT)
    spec = {**on_paper(drawn, width=_WIDTH), "background": None}  # that of the sheet
    names = listed([f'"{part.options[key].title}"' for key in flows])
    said = (
        f"Line chart. {MEASURES[found.measure]} by financial year ({basis(part, found.measure)}), "
        f"for {names}. The same figures stand in the table below it."
    )
    return f'<figure role="img" aria-label="{escape(said)}">{svg(spec)}</figure>'


def _not_costed(comparison: Comparison) -> Iterator[str]:
    told = [f"<li>{escape(title)}: {escape(why)}</li>" for title, why in not_costed(comparison)]
    if told:
        yield f"<ul>{''.join(told)}</ul>"


def _doubts(found: Shown) -> str:
    """What is doubtful, without the folder that the file stands in: it is nobody else's."""
    if not found.whole.warnings:
        return ""
    here = f"{found.of.path.parent}{os.sep}"
    told = (escape(each.replace(here, "")) for each in found.whole.warnings)
    items = "".join(f"<li>{each}</li>" for each in told)
    return f"<section><h2>What is doubtful</h2><ul>{items}</ul></section>"


def _foot(found: Shown, day: date) -> str:
    """Of which file, in which state, and how anybody gets the same figures."""
    sources = found.of.scenario.sources[: -1 if found.of.drafted else None]  # the draft comes last
    digest = hashlib.sha256(sources[-1][1].encode()).hexdigest() if sources else ""
    state = f", sha256 {digest[:_DIGITS]}" if digest else ""
    return (
        f'<p class="foot">Printed on {day_words(day)} from {escape(found.of.path.name)}{state}, '
        f"licmodel {__version__}. {escape(again(found))}. For use inside the "
        "organisation: it was not inspected for publication, as the page for the public is."
        "</p>"
    )


def again(found: Shown) -> str:
    """How anybody gets the same figures, or what must be done first."""
    said = command(found)
    if said is not None:
        return f"The same figures: {said}"
    return f"No command gives these figures before {found.held.lacks if found.held else ''}"


def command(found: Shown) -> str | None:
    """The command that prints what is chosen; none where what is shown must be kept first."""
    comparison = found.whole
    under = "" if found.held is None else found.held.under
    if under is None:
        return None
    words = ["licmodel compare", quote(found.of.path.name)]
    if list(comparison.options) != list(comparison.results.model.options):
        words += ["--options", *comparison.options]
    return " ".join([*words, *(["--real"] if comparison.real else [])]) + under
