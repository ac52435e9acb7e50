"""Change a figure, see the answer change, keep it, come back to it; nobody is trampled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

import licmodel
from licmodel.report.what_ifs import what_if_sentences
from tests.e2e.conftest import Open
from tests.e2e.screen import answer, faults, settled

Copy = Callable[[str], str]
DISCOUNT = "renew.e3.discount"


def slide(page: Page, steps: int = 1, key: str = "ArrowLeft") -> str:
    """Move the first slider with the keyboard; give what the page then answers."""
    slider = page.get_by_role("slider").first
    slider.focus()
    for _ in range(steps):
        before = answer(page)
        page.keyboard.press(key)
        expect(page.locator(".lm-answer").first).not_to_have_text(before)
        settled(page)
    return answer(page)


def test_a_change_is_answered_kept_and_undone(open_page: Open, copy_of: Copy, shelf: Path) -> None:
    name = copy_of("council_2027")
    page = open_page(f"what-if?scenario={name}.yaml")
    stood = answer(page)

    slide(page, 2)
    slider = page.get_by_role("slider").first
    expect(slider).to_be_focused()  # whoever is at a keyboard stays where they are
    value = float(slider.input_value())
    asked = {DISCOUNT: {"set": f"{value:g}%"}}
    told = what_if_sentences(licmodel.whatif(licmodel.load(shelf / f"{name}.yaml"), asked))
    assert answer(page) == told[0]

    page.reload()
    settled(page)
    expect(page.locator(".lm-answer").first).to_have_text(told[0])

    page.get_by_label("What to call it").fill("A smaller discount")
    page.get_by_label("Why it is asked").fill("asked by a member")
    page.get_by_role("button", name="Save as a what-if").click()
    expect(page.get_by_text("Kept:").first).to_be_visible()
    kept = shelf / f"{name}_a_smaller_discount.yaml"
    assert "asked by a member" in kept.read_text("utf-8")

    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator(".lm-answer").first).to_have_text(stood)
    expect(page).not_to_have_url(f"*{DISCOUNT}*")
    assert faults(page) == []


def test_a_link_opens_the_same_in_a_new_window(open_page: Open) -> None:
    page = open_page("what-if?scenario=council_2027.yaml")
    changed = slide(page, 2)
    page.wait_for_url("**set=**")
    other = open_page(page.url.partition("/what-if")[2].join(["what-if", ""]))
    expect(other.locator(".lm-answer").first).to_have_text(changed)
    assert faults(other) == []


def test_two_windows_do_not_trample_each_other(open_page: Open, copy_of: Copy, shelf: Path) -> None:
    name = copy_of("council_2027")
    before = (shelf / f"{name}.yaml").read_bytes()
    first = open_page(f"what-if?scenario={name}.yaml")
    second = open_page(f"what-if?scenario={name}.yaml")
    stood = answer(second)
    changed = slide(first)
    assert answer(second) == stood
    other = slide(second, 1, "ArrowRight")
    assert other not in (changed, stood)
    assert answer(first) == changed

    for page in (first, second):  # both keep what they ask under the same name
        page.get_by_label("What to call it").fill("Ours")
        page.get_by_role("button", name="Save as a what-if").click()
        settled(page)
        expect(page.get_by_text("Kept:").or_(page.locator(".stAlert")).first).to_be_visible()
    expect(first.get_by_text("Kept:").first).to_be_visible()
    expect(second.get_by_text("is already there").first).to_be_visible()
    assert len(list(shelf.glob(f"{name}_ours*.yaml"))) == 1
    assert (shelf / f"{name}.yaml").read_bytes() == before


def test_a_file_that_cannot_be_read_is_told_and_the_others_open(
    open_page: Open, copy_of: Copy, shelf: Path
) -> None:
    name = copy_of("bath_2019")
    file = shelf / f"{name}.yaml"
    file.write_text(file.read_text("utf-8").replace("start:", "begun:", 1), "utf-8")
    page = open_page(f"?scenario={name}.yaml", wait=False)
    expect(page.locator(".stAlert").first).to_contain_text("timeline.start")
    expect(page.locator(".stAlert").first).to_contain_text(f"{name}.yaml")
    assert "Traceback" not in page.content()
    page.get_by_role("combobox", name="Scenario").click()
    page.get_by_role("option", name="council_2027", exact=True).click()
    expect(page.locator(".lm-answer").first).to_be_visible()
