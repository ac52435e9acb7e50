"""The page about the dashboard: its commands, its picture and its menu are true."""

import re
import shlex

from licmodel.cli import parser
from licmodel.dashboard.main import PAGES
from tests.docs.pages import ROOT, blocks, page

TEXT = page("docs/dashboard.md")


def test_its_commands_can_be_read() -> None:
    lines = [line for block in blocks(TEXT) for line in block.text.splitlines() if line]
    assert len(lines) == 3
    for line in lines:
        assert parser().parse_args(shlex.split(line, comments=True)[1:]).command.__name__ == "app"


def test_it_tells_of_every_page_of_the_menu_and_of_no_other() -> None:
    told = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
    assert told[:-3] == [title for title, _ in PAGES.values()]


def test_its_picture_is_small() -> None:
    (name,) = re.findall(r"!\[[^]]{20,}\]\(([^)]+)\)", TEXT)
    assert (ROOT / "docs" / name).stat().st_size < 150_000
