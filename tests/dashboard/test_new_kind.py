"""The kind of cost line that the core's walkthrough adds has its form with no page changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.dashboard.conftest import ROOT
from tests.docs.pages import blocks, files
from tests.docs.test_adding_a_cost_line import TEXT, code, patched

# Runs inside the copy of the program that has the kind: the page, its form, and what comes of it.
_DRIVE = """
import json, sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file(sys.argv[1], default_timeout=60)
app.run()
app.switch_page("views/estate.py").run()
app.session_state["part"] = "options"
app.run()
boxes = {each.label: each for each in app.selectbox}
kinds = list(boxes["Kind of cost"].options)
boxes["Kind of cost"].set_value("lease").run()
words = {each.label: each for each in app.text_input}
told = {each.label: each.help for each in app.text_input}
for label, text in {
    "Short name *": "tablets", "Quantity *": "120", "Rent *": "£9.80", "Term *": "36",
    "Return fee": "12", "Assumed": "as the offer for laptops",
}.items():
    words[label].set_value(text)
next(each for each in app.button if each.label == "Put it into the draft").click().run()
app.session_state["look at school.yaml"] = "differs"
app.run()
print(json.dumps({
    "kinds": kinds,
    "fields": told,
    "faults": [each.value for each in [*app.error, *app.exception]],
    "html": "".join(each.proto.body for each in app.get("html")),
    "grids": [key for key in app.session_state["grids"] if key.startswith("grid Lines")],
}))
"""


def test_a_new_kind_has_a_form_of_its_own_fields_and_costs_what_it_says(tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "licmodel", tmp_path / "licmodel", ignore=ignored)
    (tmp_path / "licmodel/lines/lease.py").write_text(code(), "utf-8")
    listed = tmp_path / "licmodel/lines/__init__.py"
    text = listed.read_text("utf-8")
    for block in blocks(TEXT):
        if block.language == "diff":
            text = patched(text, block.text)
    listed.write_text(text, "utf-8")
    place = tmp_path / "shelf"
    place.mkdir()
    (place / "school.yaml").write_text(files(TEXT)["school.yaml"], "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _DRIVE, str(tmp_path / "licmodel/dashboard/main.py")],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(tmp_path),
            "LICMODEL_PLACE": str(place),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        },
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["faults"] == []
    assert "lease" in told["kinds"]
    assert told["fields"]["Return fee"].startswith("Fee for each device that goes back")
    assert "tablets.rent" in told["html"]
    # by hand: 120 × £9.80 × 12 = £14,112 a year, four years, and 120 × £12 in August 2030
    assert "£14,112 more in 2027/28 and £57,888 more in all" in told["html"]
