"""Words, tables and faults as a page shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape

import altair as alt
import streamlit as st

from licmodel.charts.frame import inked, larger
from licmodel.dashboard import view
from licmodel.dashboard.marks import plain_words as plain_words  # noqa: PLC0414  pages have it from here
from licmodel.errors import InputErrors, LicmodelError
from licmodel.report.grid import Block, Grid

_COMMAND = re.compile(r"\blicmodel [a-z]|(?<![\w-])--[a-z]")
_STYLE = """<style>
.stMainBlockContainer {padding-top: 3.75rem}
/* Streamlit's own grey has too little contrast for small type. */
[data-testid="stCaptionContainer"] {color: inherit; opacity: .8}
kbd {color: inherit !important; opacity: 1 !important}
/* Its main colour is pale on a dark page, where white words upon it could not be read. */
[data-testid="stBaseButton-primary"], [data-testid="stBaseButton-primaryFormSubmit"] {
  color: light-dark(#ffffff, #0b1218)}
/* What is chosen from a list is no headline. */
[data-testid="stMultiSelect"] [data-tag] {background: rgba(128,138,150,.22); color: inherit}
.lm-answer {font-size: 1.45rem; line-height: 1.4; font-weight: 600; margin: .2rem 0 .4rem;
  max-width: 60rem; text-wrap: pretty}
.lm-rest {font-size: 1rem; line-height: 1.55; margin: 0 0 .6rem; max-width: 60rem}
[data-testid="stMetricValue"] *, [data-testid="stMetricDelta"], [data-testid="stMetricDelta"] * {
  white-space: normal; overflow: visible; height: auto}
@media (min-width: 40rem) and (max-width: 88rem) {[data-testid="stMetricValue"] {font-size: 1.6rem}}
.lm-table {overflow-x: auto; margin: 0 0 1rem}
.lm-table table {border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums;
  width: 100%}
.lm-table caption {text-align: left; font-size: .85rem; opacity: .8; padding: 0 0 .5rem;
  caption-side: top}
.lm-table th, .lm-table td {padding: .38rem .7rem; border-bottom: 1px solid rgba(128,138,150,.35);
  vertical-align: bottom}
.lm-table thead th {font-weight: 600}
.lm-table thead th, .lm-table thead td {border-bottom: 2px solid rgba(128,138,150,.7)}
.lm-table td, .lm-table thead th:not(:first-child) {text-align: right}
.lm-table td {white-space: nowrap}
.lm-table th {text-align: left; font-weight: 400}
.lm-table tbody th {min-width: 12rem}
.lm-table td.chief, .lm-table thead th.chief {font-weight: 700;
  background: rgba(11,95,165,.12)}
.lm-table tr.ruled th, .lm-table tr.ruled td {border-top: 2px solid rgba(128,138,150,.7);
  font-weight: 600}
.lm-table thead th.words:not(:first-child) {text-align: left}
.lm-table td.words {text-align: left; white-space: normal; min-width: 6rem;
  overflow-wrap: anywhere}
.lm-table .key {overflow-wrap: normal}
.lm-table tr:has(td.words) > * {vertical-align: top}
.lm-picture {width: 100%; max-width: 760px}
.lm-tree {font-size: .95rem; line-height: 1.5}
.lm-tree details, .lm-tree p {margin: 0 0 0 .35rem; padding: .1rem 0 .1rem 1rem;
  border-left: 2px solid rgba(128,138,150,.35)}
.lm-tree summary {cursor: pointer; margin-left: -.4rem}
.lm-tree summary:hover {text-decoration: underline; text-underline-offset: .2em}
.lm-tree .rule {opacity: .85; font-style: italic}
.lm-tree .source {opacity: .85}
.lm-tree > details {border-left: 0; font-weight: 600}
.lm-tree > details > * {font-weight: 400}
.lm-tree > details > summary {font-weight: 600; font-size: 1.1rem}
/* What has the focus is seen, links of the menu and tables too. */
.stApp :is(a, button, summary, [role="tab"], .lm-table):focus-visible {
  outline: 3px solid #4a8fd0; outline-offset: 2px; border-radius: .2rem}
@media (max-width: 640px) {
  .stMainBlockContainer h1 {font-size: 1.6rem; line-height: 1.25}
  .lm-answer {font-size: 1.2rem}
  /* Two cards beside each other, not one below the other. */
  [data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"] [data-testid="stMetric"])
    > [data-testid="stColumn"] {min-width: calc(50% - 1rem); flex: 1 1 calc(50% - 1rem)}
  [data-testid="stMetricDelta"] p {white-space: normal}
  .lm-table tbody th {min-width: 8rem}
  .lm-table th, .lm-table td {padding: .35rem .5rem}
}
</style>"""


_FROM_AFAR = """<style>
.lm-cards {display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr));
  gap: .8rem; margin: .4rem 0 1rem}
.lm-cards div {border: 2px solid rgba(128,138,150,.5); border-radius: .3rem; padding: .5rem .8rem}
.lm-cards p {margin: 0; font-size: 1.05rem; line-height: 1.35}
.lm-cards p.figure {font-size: 2rem; font-weight: 650; line-height: 1.25}
/* The page itself scrolls, not a part of it: keys that scroll do so from the first, wherever the
   focus is. */
.stApp.stApp, .stApp [data-testid="stAppViewContainer"], .stApp [data-testid="stMain"],
.stApp :has(> [data-testid="stMain"]) {position: static; height: auto; overflow: visible}
html:root, html body, html #root {height: auto; min-height: 100%; overflow: visible}
.stApp [data-testid="stHeader"] {position: fixed}
@media (min-width: 60rem) {
  .stApp [data-testid="stSidebar"] {
    position: sticky !important; top: 0; height: 100vh !important}
  html {font-size: 22px}
  .stMainBlockContainer {padding: 4.2rem 3rem 2rem; max-width: none}
  .stMainBlockContainer [data-testid="stCaptionContainer"] p {font-size: 1.1rem}
  .stMainBlockContainer h1 {font-size: 1.5rem; padding: 0 0 .3rem}
  .lm-answer {font-size: 1.65rem; line-height: 1.25; max-width: none; margin-top: 0}
  .lm-rest {font-size: 1.1rem; line-height: 1.4; max-width: none}
  .lm-table table {font-size: 1.15rem}
}
</style>"""
_FAR = 1.8
_KEY = re.compile(r"[a-z]\w*(?:\.[\w-]+)+")
_JOINT = re.compile(r"([._])(?=[a-z])")


def style() -> None:
    """How tables, the answer and the tree look, on light and dark pages alike."""
    st.html(_STYLE)


def style_for_a_room() -> None:
    """The same, to be read from the back of a room."""
    st.html(_FROM_AFAR)


def answer(sentences: Sequence[str]) -> None:
    """The first sentence large, the others below it."""
    first, *rest = sentences
    more = f'<p class="lm-rest">{escape(" ".join(rest))}</p>' if rest else ""
    st.html(f'<p class="lm-answer">{escape(first)}</p>{more}')


def cards(told: Sequence[tuple[str, str, str]]) -> None:
    """Figures side by side: what each is, the figure, and what there is to say of it."""
    if view.is_present():
        parts = [
            f'<div><p>{escape(label)}</p><p class="figure">{escape(figure)}</p>'
            f"<p>{escape(words)}</p></div>"
            for label, figure, words in told
        ]
        st.html(f'<div class="lm-cards">{"".join(parts)}</div>')
        return
    for column, (label, figure, words) in zip(st.columns(len(told)), told, strict=True):
        column.metric(
            label,
            figure,
            delta=words,
            delta_color="off",
            delta_arrow="off",
            border=True,
            height="stretch",
        )


def picture(drawn: alt.LayerChart, words: str) -> None:
    """A chart with what it says in words; larger where it is shown to a room.

    Checking it against its schema would take longer than drawing it: tests do that.

    Parameters
    ----------
    drawn : LayerChart
        From `licmodel.charts`.
    words : str
        What it shows, and where the same figures stand as a table.
    """
    chart = larger(drawn, _FAR) if view.is_present() else drawn
    spec = inked(chart.to_dict(validate=False), str(st.context.theme.type or "light"))
    spec["config"].pop("view", None)  # the chart library's own size: the page has one
    st.vega_lite_chart(spec, width="stretch", alt=words)


def table(grid: Grid, *, chief: int | None = None, words: bool = False) -> None:
    """A table that reads aloud, and copies into a document as a table.

    Parameters
    ----------
    grid : Grid
        What it says.
    chief : int, optional
        The column that stands out.
    words : bool
        Whether its cells are words, set from the left.
    """
    st.html(grid_html(grid, chief=chief, words=words))


def bullets(told: Sequence[str], most: int = 20) -> None:
    """Sentences as a list: the first of them, and how many more there are."""
    shown, more = [f"- {plain_words(each)}" for each in told[:most]], len(told) - most
    st.markdown("\n".join([*shown, *([f"- and {more:,} more"] if more > 0 else [])]))


def blocks(told: Sequence[Block]) -> None:
    """Tables with what is said about them, as a command prints them."""
    for block in told:
        for part in block:
            if isinstance(part, Grid):
                table(part)
            else:
                st.markdown(plain_words(part.strip()))


def grid_html(grid: Grid, *, chief: int | None = None, words: bool = False) -> str:
    """The table as HTML.

    Examples
    --------
    >>> print(grid_html(Grid("Cost, £", ["a<b"], ["2027/28"], [["10"]])).split("<tbody>")[1])
    <tr><th scope="row">a&lt;b</th><td>10</td></tr></tbody></table></div>
    """
    kinds = [
        " ".join([*(["chief"] if at == chief else []), *(["words"] if words else [])])
        for at in range(len(grid.heads))
    ]
    said = [f' class="{kind}"' if kind else "" for kind in kinds]
    heads = "".join(
        f'<th scope="col"{kind}>{escape(each.strip())}</th>'
        for each, kind in zip(grid.heads, said, strict=True)
    )
    rows = []
    for at, (label, cells) in enumerate(zip(grid.labels, grid.cells, strict=True)):
        figures = "".join(
            f"<td{kind}>{_cell(each.strip())}</td>" for each, kind in zip(cells, said, strict=True)
        )
        ruled = ' class="ruled"' if at in grid.ruled else ""
        rows.append(f'<tr{ruled}><th scope="row">{escape(label)}</th>{figures}</tr>')
    return (
        f'<div class="lm-table" tabindex="0"><table><caption>{escape(grid.title)}</caption>'
        f"<thead><tr><td></td>{heads}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _cell(text: str) -> str:
    """What a cell says; a key may go on in another line after a dot or a stroke, not within."""
    if not _KEY.fullmatch(text):
        return escape(text)
    parts = _JOINT.sub(r"\1<wbr>", text)
    return f'<span class="key">{parts}</span>'


def tree_html(lines: Sequence[tuple[int, str]], *, open_to: int = 2) -> str:
    """A trace as a tree that opens level by level.

    Parameters
    ----------
    lines : sequence of (int, str)
        How deep each line stands, and what it says.
    open_to : int
        Levels that are open at first.

    Examples
    --------
    >>> tree_html([(0, "total: £2"), (1, "= the sum"), (1, "licences: £2")], open_to=0)
    '<div class="lm-tree"><details><summary>total: £2</summary><p class="rule">= the sum</p>\
<p>licences: £2</p></details></div>'
    """
    parts, closing = ['<div class="lm-tree">'], list[int]()
    for at, (level, text) in enumerate(lines):
        while closing and closing[-1] >= level:
            parts.append("</details>")
            closing.pop()
        following = lines[at + 1][0] if at + 1 < len(lines) else -1
        said, bracket, source = text.partition("  [")
        words = escape(said) + (
            f' <span class="source">[{escape(source)}</span>' if bracket else ""
        )
        if following > level:
            parts.append(f"<details{' open' if level < open_to else ''}><summary>{words}</summary>")
            closing.append(level)
        else:
            kind = ' class="rule"' if text.startswith(("= ", "The rule", "[")) else ""
            parts.append(f"<p{kind}>{words}</p>")
    parts += ["</details>" for _ in closing]
    return "".join([*parts, "</div>"])


@contextmanager
def guarded() -> Iterator[None]:
    """Tell a fault in words, with what mends it; nobody sees a traceback."""
    try:
        yield
    except LicmodelError as error:
        tell(error)
    except Exception as error:  # noqa: BLE001  a page never ends in a traceback
        st.error(
            "**A fault of the program, not of your file.** "
            + plain_words(f"{type(error).__name__}: {error}")
            + "  \nTo mend it: report it with the scenario. Your files are as they were."
        )


def tell(error: LicmodelError) -> None:
    """An error as a message: where, what, found, expected, and how to mend it."""
    faults = error.faults if isinstance(error, InputErrors) else [error]
    for each in faults:
        told = [f"**{plain_words(each.what)}**"]
        told += [
            f"{name}: {plain_words(text)}"
            for name, text in (
                ("Where", each.where),
                ("Found", each.found),
                ("Expected", each.expected),
            )
            if text is not None
        ]
        # what is typed on a command line mends nothing here
        remedies = [remedy for remedy in each.remedies if not _COMMAND.search(remedy)]
        told += [f"To mend it: {plain_words(remedy)}" for remedy in remedies]
        st.error("  \n".join(told), icon=":material/report:")
