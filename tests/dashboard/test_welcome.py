"""A folder without a scenario: three to start from, and nothing is overwritten."""

from __future__ import annotations

from pathlib import Path

from tests.dashboard.conftest import Start, faults, html


def test_an_empty_folder_offers_three_templates(tmp_path: Path, start: Start) -> None:
    app = start(tmp_path)
    assert faults(app) == []
    assert [each.label for each in app.button] == [
        "Start with a council",
        "Start with a school or trust",
        "Start with nearly nothing",
    ]
    app.button[1].click().run()
    assert [each.name for each in tmp_path.iterdir()] == ["school.yaml"]
    assert faults(app) == []
    assert "is the cheapest by present value" in html(app)


def test_a_file_that_stands_is_not_overwritten(tmp_path: Path, start: Start) -> None:
    (tmp_path / "council.yaml").write_text("notes of another kind\n", "utf-8")
    app = start(tmp_path)
    app.button[0].click().run()
    assert faults(app) == []
    assert (tmp_path / "council.yaml").read_text("utf-8") == "notes of another kind\n"
    assert (tmp_path / "council_2.yaml").exists()
