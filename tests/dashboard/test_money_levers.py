"""To negotiate: the levers and the walk-away of the command, and no word of them elsewhere."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from licmodel.analysis.freezing import freeze
from licmodel.cli import main
from licmodel.dashboard import draft_files
from licmodel.dashboard.telling import plain_words
from licmodel.report.amounts import Amounts
from tests.dashboard.conftest import Start, drawn, faults, html
from tests.dashboard.test_view import asked
from tests.enrolled import ENROLLED

MORE = """\
  again:
    based_on: keep
    lines:
      move: {kind: one_off, amount: 1_000, starts: 2027-10, assumed: invented}
what_ifs:
  dearer: {title: Dearer mail, changes: {keep.seats.price: {times: 1.1}}}
"""
CHOSEN = {
    "negotiate": "keep",
    "against": "leave",
    "points": "2",
    "true_down": "20%",
    "term": "60",
}
PART = "To negotiate"
"""As the address calls the part."""


@pytest.fixture
def mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with one small scenario under an agreement."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    place = tmp_path / "place"
    place.mkdir()
    (place / "mail.yaml").write_text(ENROLLED + MORE, "utf-8")
    return place


def said(place: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    """What the command answers."""
    assert main(["levers", str(place / "mail.yaml"), "--json", *more]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def words(app: AppTest) -> str:
    """Every sentence of the page, as it reads."""
    told = [each.value for each in [*app.markdown, *app.warning, *app.info, *app.caption]]
    return "\n".join(told).replace("\\", "")


def cells(*figures: float) -> str:
    return "".join(f"<td>{Amounts('GBP').text(each)}</td>" for each in figures)


def test_it_says_what_the_command_says(
    mail: Path, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    app = start(mail, "prices", money=PART)
    assert faults(app) == []
    told = said(mail, capsys, "--option", "keep")
    assert told["not_to_be_shared"] in words(app)
    for each in told["levers"]:
        row = f'<th scope="row">{escape(each["title"])}</th>'
        assert row + cells(each["total"], each["present_value"]) in html(app)
        assert each["assumed"] in words(app)
    for figures in ("alone", "interaction", "together"):
        assert cells(*told[figures].values()) in html(app)
    bars = {row["name"]: row["amount"] for row in drawn(app)}
    assert bars.pop("all together") == told["together"]["present_value"]
    assert bars.pop("what they do together") == told["interaction"]["present_value"]
    worth = {each["title"]: each["present_value"] for each in told["levers"]}
    assert bars == {title: each for title, each in worth.items() if each}
    (price,) = told["walk_away"]["prices"]
    for figure in (price["price"], price["price_at"]):
        assert f"<td>{Amounts('GBP').text(figure, 2)}</td>" in html(app)
    assert 'Walk away to "again": "Keep it" costs £1,000 less' in words(app)


def test_what_is_chosen_is_what_the_command_is_asked(
    mail: Path, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    app = start(mail, "prices", money=PART, times="keep.seats.price=1.1", **CHOSEN)
    assert faults(app) == []
    assert "Under the what-if *Dearer mail*." in words(app)
    (command,) = [each.value for each in app.code]
    assert command == (
        "licmodel levers mail.yaml --option keep --against leave --points 2 --true-down 20% "
        "--term 60 --what-if dearer"
    )
    told = said(mail, capsys, *command.split()[3:])
    assert told["walk_away"]["against"] == "leave"  # not the cheapest of the others
    assert 'Walk away to "Leave it"' in words(app)
    (price,) = told["walk_away"]["prices"]
    assert f"<td>{Amounts('GBP').text(price['price_at'], 2)}</td>" in html(app)
    assert "Under dearer: Dearer mail." in words(app)
    assert cells(*told["together"].values()) in html(app)
    assert "2 points more off Mailboxes" in html(app)


def test_fields_move_the_answer_and_the_address(mail: Path, start: Start) -> None:
    app = start(mail, "prices", money=PART)
    assert not set(CHOSEN) & set(asked(app))
    {each.label: each for each in app.text_input}["Points off"].set_value("5").run()
    {each.label: each for each in app.selectbox}["What is negotiated"].set_value("leave").run()
    assert faults(app) == []
    assert "5 points more off seats" in html(app)
    assert (asked(app)["points"], asked(app)["negotiate"]) == ("5", "leave")
    {each.label: each for each in app.text_input}["Points off"].set_value("1").run()
    assert "points" not in asked(app)


def test_a_step_that_is_none_is_told_and_the_fields_stay(mail: Path, start: Start) -> None:
    app = start(mail, "prices", money=PART)
    {each.label: each for each in app.text_input}["Rises capped at"].set_value("a bit").run()
    assert not app.exception
    assert any("cap" in each for each in faults(app))
    {each.label: each for each in app.text_input}["Rises capped at"].set_value("5%").run()
    assert faults(app) == []
    assert "rises capped at 5%" in html(app)


def test_no_other_page_has_a_word_of_it(mail: Path, start: Start) -> None:
    app = start(mail, "prices", money=PART, **CHOSEN)
    assert CHOSEN.items() <= asked(app).items()
    for page in ("compare", "share", "files"):
        app.switch_page(f"views/{page}.py").run()
        assert faults(app) == []
        assert not set(CHOSEN) & set(asked(app)), page
        assert plain_words("walk away") not in words(app).lower()
    app.switch_page("views/prices.py").run()
    assert CHOSEN.items() <= asked(app).items()


def test_a_link_to_the_page_itself_opens_it_as_it_was(mail: Path, start: Start) -> None:
    app = start(mail, "prices", money=PART, **CHOSEN)
    app.switch_page("views/share.py").run()
    assert not any("points=2" in each.value for each in app.code)
    (page,) = [each for each in app.selectbox if each.label == "Page"]
    page.set_value("prices").run()
    assert "points=2" in app.code[0].value
    assert "true_down=20%25" in app.code[0].value


def test_the_draft_is_what_is_negotiated(mail: Path, start: Start) -> None:
    app = start(mail, "prices", money=PART)
    assert "<td>10.0%</td>" not in html(app)
    assert "once the draft is saved" not in words(app)
    kept = draft_files.Kept(({("options", "keep", "lines", "seats", "discount"): "10%"},))
    draft_files.write(mail / "mail.yaml", "0123abcd", kept)
    app = start(mail, "prices", money=PART, draft="0123abcd")
    assert faults(app) == []
    assert "With the draft." in words(app)
    assert "once the draft is saved" in words(app)
    assert "<td>10.0%</td>" in html(app)  # the discount now


def test_where_nothing_costs_anything_it_is_said(mail: Path, start: Start) -> None:
    text = ENROLLED.split("  leave:")[0]
    (mail / "mail.yaml").write_text(text, "utf-8")
    app = start(mail, "prices", money=PART)
    assert faults(app) == []
    assert "No other option has a known cost" in words(app)


def test_a_version_of_record_is_negotiated_about_too(
    mail: Path, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(mail, capsys, "--option", "keep")
    freeze(mail / "mail.yaml", mail / "signed.json")
    app = start(mail / "signed.json", "prices")
    app.session_state["money record"] = "negotiate"
    app.run()
    assert faults(app) == []
    assert cells(*told["together"].values()) in html(app)
    assert app.code[0].value == "licmodel levers signed.json --option keep"
