"""The way of the Tab key over a page: what has the focus, and what is done from there."""

from __future__ import annotations

from playwright.sync_api import FileChooser, Page, expect

from tests.e2e.screen import settled

# What has the focus: its role and name.
FOCUS = """() => {
  const at = document.activeElement;
  const label = at.labels && at.labels[0] && at.labels[0].innerText;
  const words = at.matches('main, body') ? '' : at.innerText;
  const name = at.getAttribute('aria-label') || label || words || '';
  return {
    name: name.replace(/\\s+/g, ' ').trim(),
    role: at.getAttribute('role') || at.type || at.tagName.toLowerCase(),
  };
}"""

# Whether anything shows what has the focus: an outline, a shadow, or a border of the main colour.
# A grid is drawn, its chosen cell within a frame.
SEEN = """() => {
  const at = document.activeElement;
  const shows = each => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
      || style.boxShadow !== 'none' || style.borderTopColor === 'rgb(11, 95, 165)';
  };
  let around = at, seen = at.closest('canvas') !== null;
  for (let up = 0; up < 4 && around && !seen; up += 1) {
    seen = shows(around) || [...around.children].some(shows);
    around = around.parentElement;
  }
  return seen;
}"""

# Names in the row of which one is chosen, where that has the focus.
ROW = """() => {
  const row = document.activeElement.closest('[role=radiogroup]');
  return row ? [...row.querySelectorAll('[role=radio]')].map(each => each.innerText.trim()) : [];
}"""

# Column and row of the cell that is chosen in the grid that has the focus.
CELL = """() => {
  const grid = document.activeElement.closest('[data-testid=stDataFrame]');
  const cell = grid && grid.querySelector('[role=gridcell][aria-selected=true]');
  return cell ? cell.dataset.testid.split('-').slice(-2).map(Number) : null;
}"""


def focus(page: Page) -> dict[str, str]:
    """What has the focus."""
    found: dict[str, str] = page.evaluate(FOCUS)
    return found


def is_seen(page: Page) -> bool:
    """Whether something shows what has the focus; a border takes its colour slowly."""
    for _ in range(10):
        if page.evaluate(SEEN):
            return True
        page.wait_for_timeout(100)
    return False


def tab_to(
    page: Page, name: str, role: str | None = None, most: int = 120, *, back: bool = False
) -> None:
    """Press Tab until something of this name has the focus, which must be seen there.

    Whoever presses Tab waits for the page to rest: what is not drawn yet is on nobody's way.
    """
    settled(page)
    passed = []
    for _ in range(most):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        at = focus(page)
        passed.append(f"{at['role']}: {at['name'][:40]}")
        if at["role"] == "main":  # the page itself, which scrolls
            continue
        if name in at["name"] and role in (None, at["role"]):
            assert is_seen(page), f"nothing shows that {passed[-1]} has the focus"
            return
    raise AssertionError(f"{name} is not on the way: {passed}")


def past_menu(page: Page) -> None:
    """Skip the menu, as somebody does who has seen it."""
    page.keyboard.press("Tab")
    assert focus(page)["name"] == "Skip to main content"
    page.keyboard.press("Enter")
    assert focus(page)["role"] == "main"


def choose(page: Page, name: str, *, back: bool = False) -> None:
    """Tab to the row that has one of this name, wherever in it that comes; arrows, and Space."""
    settled(page)
    passed = []
    for _ in range(120):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        row = page.evaluate(ROW)
        passed += row
        if name not in row:
            continue
        steps = row.index(name) - row.index(focus(page)["name"])
        for _ in range(abs(steps)):
            page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")
        page.keyboard.press("Space")
        return
    raise AssertionError(f"{name} is in no row on the way: {passed}")


def turn_tab(page: Page, first: str, name: str, *, back: bool = False) -> None:
    """Tab to the tabs of a page, of which one is open; arrows open another."""
    tab_to(page, first, role="tab", back=back)
    for _ in page.get_by_role("tab").all():
        if focus(page)["name"] == name:
            break
        page.keyboard.press("ArrowRight")  # after the last comes the first
    expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
    settled(page)


def type_into(page: Page, name: str, text: str) -> None:
    """Tab to a field, type, and Enter."""
    tab_to(page, name, role="text")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def to_cell(page: Page, column: int, row: int) -> None:
    """Go by arrows to a cell of the grid that has the focus, from wherever its frame is."""
    at = _frame(page, None)
    for _ in range(5):
        if at == [column, row]:
            return
        for key, steps in _steps(column - at[0], row - at[1]):
            for _ in range(steps):
                page.keyboard.press(key)
        at = _frame(page, at)
    raise AssertionError(f"the arrows lead to {at}, not to column {column}, row {row}")


def _frame(page: Page, before: list[int] | None) -> list[int]:
    """Where the frame is once it has left a cell: what is read aloud follows when keys rest."""
    for _ in range(100):
        at: list[int] | None = page.evaluate(CELL)
        page.wait_for_timeout(300)
        if at not in (None, before) and at == page.evaluate(CELL):
            return at or []
    raise AssertionError(f"no cell has a frame but {before}: {focus(page)}")


def _steps(across: int, down: int) -> list[tuple[str, int]]:
    return [
        ("ArrowRight" if across > 0 else "ArrowLeft", abs(across)),
        ("ArrowDown" if down > 0 else "ArrowUp", abs(down)),
    ]


def type_in_cell(page: Page, text: str) -> None:
    """Write into the cell of a grid that is chosen, no faster than a person does."""
    page.keyboard.press("Enter")
    expect(page.locator(".gdg-input")).to_be_focused()
    page.keyboard.type(text, delay=30)
    expect(page.locator(".gdg-input")).to_have_value(text)
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")
    expect(page.locator(".gdg-input")).to_have_count(0)


def handed(page: Page, name: str) -> bytes:
    """Tab to a button that hands over a file, and Enter: what it handed over."""
    tab_to(page, name)
    with page.expect_download() as found:
        page.keyboard.press("Enter")
    return found.value.path().read_bytes()


def upload_by(page: Page, name: str) -> FileChooser:
    """Tab to a button that takes a file, and Enter: what chooses it."""
    with page.expect_file_chooser() as found:  # asked for well before: it takes a moment to listen
        tab_to(page, name)
        page.keyboard.press("Enter")
    return found.value


def open_kept(page: Page, name: str) -> None:
    """See that a new file is told, and open it by the button beside the words, which is above."""
    expect(page.get_by_text("Kept:").first).to_be_visible()
    tab_to(page, "Open it", back=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Scenario")).to_have_value(name)
    settled(page)
