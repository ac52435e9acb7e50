"""What a vendor is shown is listed before a copy is made for it."""

from __future__ import annotations

from pathlib import Path

from licmodel.assembly.assemble import assemble
from licmodel.scenario.loading import load
from licmodel.workbook.audiences import Audience
from licmodel.workbook.vendor_shown import to_be_sent
from tests.dashboard.conftest import Start, faults, html
from tests.workbook.editing import SMALL
from tests.workbook.test_lost_cells import VENDORS


def test_what_is_shown_and_left_out_stands_there_before_it_is_made(
    tmp_path: Path, start: Start
) -> None:
    file = tmp_path / "town.yaml"
    file.write_text(SMALL + VENDORS, "utf-8")
    app = start(file, "share")
    (whom,) = [each for each in app.selectbox if each.label == "For whom"]
    assert "asked for" not in " ".join(each.value for each in app.markdown)
    whom.set_value("vendor:reseller").run()
    assert faults(app) == []
    found = to_be_sent(assemble(load(file)), Audience("vendor", "reseller"))
    said = " ".join(each.value for each in (*app.markdown, *app.caption)).replace("\\", "")
    for sentence in found.sentences:
        assert sentence in said
    for label in found.figures.labels:
        assert label in html(app)
