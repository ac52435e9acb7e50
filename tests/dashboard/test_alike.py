"""Two that have one title can be told apart, and words of a file are never markup."""

from __future__ import annotations

from pathlib import Path

import pytest

import licmodel
from licmodel.analysis.comparison import compare
from licmodel.dashboard.telling import plain_words
from tests.dashboard.conftest import Start, faults, html

ODD = "Renew ![x](//elsewhere.invalid/p.png) <script>alert(1)</script> *all*"


def written(shelf: Path, before: str, after: str, name: str = "council_2027.yaml") -> Path:
    text = (shelf / "council_2027.yaml").read_text("utf-8")
    assert before in text
    (shelf / name).write_text(text.replace(before, after, 1), "utf-8")
    return shelf / name


def test_options_of_one_title_are_told_with_their_keys(shelf: Path) -> None:
    path = written(shelf, "Do nothing, seats by the month", "Renew, E3 for everybody")
    found = compare(licmodel.load(path))
    assert [each.title for each in found.options.values()][:3] == [
        "Renew, E3 for everybody (renew)",
        "Renew, E3 for everybody (do_nothing)",
        "E3 with F3 in the field",
    ]


def test_files_of_one_name_can_both_be_opened(shelf: Path, start: Start) -> None:
    written(shelf, "title: Northmoor", "title: Southmoor", "council_2027.yml")
    app = start(shelf)
    box = app.selectbox(key="scenario")
    assert box.options == [
        "council_2027 (council_2027.yaml)",
        "council_2027 (council_2027.yml)",
    ]
    assert "Northmoor" in app.title[0].value
    app.session_state["scenario"] = "council_2027.yml"
    assert "Southmoor" in app.run().title[0].value


def test_a_link_to_a_file_that_is_not_there_says_so_and_asks_nothing(
    shelf: Path, start: Start
) -> None:
    app = start(shelf, scenario="gone_2026.yaml", set=["renew.e3.discount=5%"])
    assert faults(app) == []
    assert "gone_2026.yaml** is not in" in app.warning[0].value
    app.switch_page("views/what_if.py").run()
    assert "As asked" not in html(app)
    assert "set" not in app.query_params


@pytest.mark.parametrize("page", ["risk", "what_if"])
def test_words_of_a_file_are_no_markup_on_what_is_chosen(
    shelf: Path, start: Start, page: str
) -> None:
    written(shelf, "title: Renew, E3 for everybody", f'title: "{ODD}"')
    app = start(shelf, page)
    assert faults(app) == []
    told = [each.content for group in app.get("button_group") for each in group.proto.options]
    assert not [each for each in told if "![" in each]
    if page == "risk":
        assert plain_words(ODD) in told
    assert "<script" not in html(app)


def test_one_option_alone_is_no_fault_of_any_page(tmp_path: Path, start: Start) -> None:
    (tmp_path / "one.yaml").write_text(
        "title: One\norganisation: {name: A parish}\nbaseline: a\n"
        "timeline: {start: 2027-04, years: 1}\noptions:\n  a: {title: A, lines: {x: {kind: "
        "recurring, amount: {value: 1000, assumed: y}, per: year}}}\n",
        "utf-8",
    )
    for page in ("what_if", "risk"):
        assert faults(start(tmp_path, page)) == []


def test_a_command_names_a_file_with_blanks_as_a_shell_takes_it(shelf: Path, start: Start) -> None:
    (shelf / "council_2027.yaml").rename(shelf / "our council.yaml")
    told = start(shelf, "explain").code[0].value
    assert told.startswith("licmodel explain 'our council.yaml' ")
