"""What is typed and not saved is seen on every page that is read, and the file alone on request."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import licmodel
from licmodel.analysis.comparison import Comparison
from licmodel.dashboard import draft_files
from licmodel.dashboard.cells import GONE, Said
from licmodel.report.amounts import Amounts
from licmodel.report.sentences import answer_sentences
from licmodel.scenario.overlay import Keys
from tests.dashboard.conftest import Start, faults, html

STAFF = {"edited_rows": {0: {"start": "3,120"}}, "added_rows": [], "deleted_rows": []}
SAID = "With your draft: 1 change not yet saved."


@pytest.fixture
def drafted(shelf: Path, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Return the pages with fewer staff typed into a grid."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    app = start(shelf, "estate")
    app.session_state["part"] = "demand"
    app.run()
    key = [each for each in app.session_state["grids"] if each.startswith("grid Drivers ")][-1]
    app.session_state[key] = STAFF
    return app.run()


@pytest.fixture
def alike(shelf: Path) -> Comparison:
    """Return what ``licmodel compare`` says once the draft is saved."""
    path = shelf / "meant.yaml"
    said = "extends: council_2027.yaml\ndrivers: {office_staff: {start: {value: 3120, assumed: x}}}"
    path.write_text(said, "utf-8")
    found = licmodel.compare(licmodel.load(path))
    path.unlink()
    return found


def turn_to(app: AppTest, page: str) -> AppTest:
    return app.switch_page(f"views/{page}.py").run()


def told(app: AppTest) -> str:
    return "\n".join(each.value for each in [*app.info, *app.warning])


def present_values(app: AppTest, of: Comparison) -> bool:
    rows = html(app).replace('<td class="chief">', "<td>")
    return all(
        f"<td>{Amounts('GBP').text(each.present_value)}</td>" in rows
        for each in of.options.values()
    )


def test_the_first_page_shows_the_draft_and_on_request_the_file(
    drafted: AppTest, alike: Comparison, shelf: Path
) -> None:
    stands = licmodel.compare(licmodel.load(shelf / "council_2027.yaml"))
    assert answer_sentences(stands) != answer_sentences(alike)
    app = turn_to(drafted, "compare")
    assert faults(app) == []
    assert SAID in told(app)
    assert present_values(app, alike)
    assert escape(answer_sentences(alike)[0]) in html(app)

    next(each for each in app.button if each.label == "Show the file").click().run()
    assert "without your draft (1 change not yet saved)" in told(app)
    assert present_values(app, stands)
    assert not present_values(app, alike)

    next(each for each in app.button if each.label == "Show it with that").click().run()
    assert present_values(app, alike)


def test_a_draft_is_seen_after_a_refresh_of_any_page(
    drafted: AppTest, alike: Comparison, shelf: Path, start: Start
) -> None:
    name = drafted.query_params["draft"]
    again = start(shelf, draft=name[0] if isinstance(name, list) else name)
    assert SAID in told(again)
    assert present_values(again, alike)


def test_why_figures_are_assumed_is_seen_once_it_is_said_otherwise(
    drafted: AppTest, shelf: Path
) -> None:
    app, file = turn_to(drafted, "explain"), shelf / "council_2027.yaml"
    (name,) = app.session_state["drafts"].values()
    kept = draft_files.read(file, name)
    assert kept is not None
    draft_files.write(file, name, replace(kept, why="agreed by the board"))
    assert "agreed by the board" in [*app.run().dataframe[0].value["Source"]]


def test_where_every_option_is_another_there_is_none_to_explain(shelf: Path, start: Start) -> None:
    file, line = shelf / "small.yaml", ("options", "new", "lines", "audit")
    file.write_text(
        "title: A\nbaseline: none\norganisation: {name: B}\ntimeline: {start: 2027-04, years: 2}\n"
        "options: {old: {lines: {a: {kind: one_off, amount: 5, starts: 2027-06, assumed: x}}}}\n",
        "utf-8",
    )
    edits: dict[Keys, Said] = {
        ("options", "old"): GONE,
        (*line, "kind"): "one_off",
        (*line, "amount"): "7",
        (*line, "starts"): "2027-06",
    }
    app = start(file, "estate", draft="0123abcd")
    draft_files.write(file, "0123abcd", draft_files.Kept(({}, edits)))
    app = start(file, "estate", draft="0123abcd")
    app.session_state["look at small.yaml"] = "why"
    app.run()
    (said,) = faults(app)
    assert "the draft has no option in common with the scenario" in said
    assert "No option of the file is in the draft" in told(app)


def test_no_command_is_told_for_figures_of_a_draft(drafted: AppTest) -> None:
    app = turn_to(drafted, "explain")
    assert faults(app) == []
    assert SAID in told(app)
    assert not [each for each in app.code if "licmodel explain" in each.value]
    assert any("once what is typed or asked is kept" in each.value for each in app.caption)


def test_what_is_asked_of_a_draft_is_kept_only_with_it(drafted: AppTest, alike: Comparison) -> None:
    app = turn_to(drafted, "what_if")
    assert escape(answer_sentences(alike)[0]) in html(app)
    app.slider[0].set_value(app.slider[0].min).run()
    assert faults(app) == []
    assert "Save the draft first" in told(app)
    assert not [each for each in app.button if each.label == "Save as a what-if"]


def test_files_are_of_the_file_and_say_so(drafted: AppTest) -> None:
    app = turn_to(drafted, "files")
    assert faults(app) == []
    assert "Your draft (1 change not yet saved) is not in it" in told(app)


def test_a_draft_that_cannot_be_worked_out_leaves_the_file_shown(
    drafted: AppTest, shelf: Path
) -> None:
    key = [each for each in drafted.session_state["grids"] if "grid Drivers " in each][-1]
    drafted.session_state[key] = {
        "edited_rows": {0: {"start": "-5"}}, "added_rows": [], "deleted_rows": [],
    }  # fmt: skip
    app = turn_to(drafted.run(), "compare")
    stands = licmodel.compare(licmodel.load(shelf / "council_2027.yaml"))
    assert faults(app) == []
    assert "cannot be worked out yet" in told(app)
    assert present_values(app, stands)
