"""What Calc puts on the clipboard, pasted into a grid: the right numbers, or a refusal by cell."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Open
from tests.e2e.screen import FAULT, faults, settled

# As LibreOffice 7.4 writes three rows of two columns, in each of the forms that it offers.
TEXT = "3,120\t-2.0%\n\t\n£3,300.50\t8.0%\n"
TABLE = """<table cellspacing="0" border="0"><colgroup span="2" width="80"></colgroup>
<tr><td height="20" align="right" sdval="3120" sdnum="1033;0;#,##0"><font>3,120</font></td>
<td align="right" sdval="-0.02" sdnum="1033;0;0.0%"><font>-2.0%</font></td></tr>
<tr><td height="20" align="left"><font><br></font></td>
<td align="left"><font><br></font></td></tr>
<tr><td height="20" align="right" sdval="3300.5"><font>£3,300.50</font></td>
<td align="right" sdval="0.08" sdnum="1033;0;0.0%"><font>8.0%</font></td></tr></table>"""

_COPY = """async ([text, table]) => {
  const said = {'text/plain': new Blob([text], {type: 'text/plain'})};
  if (table) said['text/html'] = new Blob([table], {type: 'text/html'});
  await navigator.clipboard.write([new ClipboardItem(said)]);
}"""


def select(page: Page, row: int, column: int) -> None:
    """Choose a cell of the first grid, from its first by the keyboard.

    It is drawn on a canvas; beneath lies a table to read, which says what is chosen.
    """
    grid = page.get_by_test_id("stDataFrame").first
    for _ in range(10):
        box = grid.locator("canvas").first.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + 60, box["y"] + 35 + 17)  # right of the marks of rows
        try:
            _is_chosen(grid, 0, 0)
        except AssertionError:
            continue  # the first click after an edit is swallowed
        for _ in range(row):
            page.keyboard.press("ArrowDown")
        for _ in range(column):
            page.keyboard.press("ArrowRight")
        _is_chosen(grid, row, column)
        return
    pytest.fail("the grid cannot be reached")


def _is_chosen(grid: Locator, row: int, column: int) -> None:
    cell = grid.get_by_test_id(f"glide-cell-{column + 1}-{row}")  # the first marks rows
    expect(cell).to_have_attribute("aria-selected", "true", timeout=1000)


@pytest.mark.parametrize("table", ["", TABLE], ids=["as text", "as a table"])
def test_rows_from_calc_are_the_same_numbers_or_refused(
    table: str, open_page: Open, copy_of: Callable[[str], str]
) -> None:
    name = copy_of("council_2027")
    page = open_page(f"estate?scenario={name}&part=How+many")
    page.evaluate(_COPY, [TEXT, table])
    select(page, 0, 4)  # the start of office staff; growth is to its right
    page.keyboard.press("Control+V")
    expect(page.get_by_text("3 changes not yet saved")).to_be_visible()
    expect(page.locator(FAULT).first).to_be_visible()
    settled(page)
    (refused,) = faults(page)
    assert "devices, start: £3,300.50: an amount of money, where another number belongs" in refused
    page.get_by_role("button", name="What differs from the file").or_(
        page.get_by_text("What differs from the file")
    ).first.click()
    settled(page)
    rows = page.get_by_role("row")
    for key, figure in {
        "drivers.office_staff.start": "3,120",
        "drivers.office_staff.growth": "-2%",
        "drivers.devices.growth": "8%",
    }.items():
        row = rows.filter(has=page.get_by_role("rowheader", name=key, exact=True))
        expect(row.get_by_role("cell").last).to_have_text(figure)

    page.reload()  # the draft is in the address
    settled(page)
    expect(page.get_by_text("3 changes not yet saved")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("3 changes not yet saved")).to_be_hidden()
