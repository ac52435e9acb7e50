"""The page on method is what the rows say now, and the same whenever it is written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from licmodel.lines import KINDS, kind_name
from licmodel.report.method import example_of, main, method_text
from tests.docs.pages import ROOT, page


def test_the_page_is_up_to_date() -> None:
    assert page("docs/method.md") == method_text(), "write it anew: make docs"


def test_the_page_is_the_same_in_another_process(tmp_path: Path) -> None:
    written = tmp_path / "method.md"
    subprocess.run(
        [sys.executable, "-W", "error", "-m", "licmodel.report.method", str(written)],
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "4", "LC_ALL": "C"},
    )
    assert written.read_bytes() == (ROOT / "docs/method.md").read_bytes()


def test_the_page_names_every_kind_with_its_rows_and_fields() -> None:
    text = method_text()
    for kind in KINDS:
        part = text.split(f"\n### {kind_name(kind)}\n")[1].split("\n#")[0]
        assert "| `billed` |" in part
        assert "| `accrued` |" in part
        assert kind.treatment_rule in part
    for measure in ("present_value", "equivalent_annual_cost", "break_even", "payback", "saving"):
        assert f"| `{measure}` |" in text
    for row in ("finance.discount_factor", "finance.vat_lost", "timeline.month"):
        assert f"| `{row}` |" in text


@pytest.mark.parametrize("kind", KINDS, ids=kind_name)
def test_the_example_of_a_kind_is_the_one_in_its_docstring(kind: type) -> None:
    assert example_of(kind)["kind"] == kind_name(kind)


def test_it_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    main([str(tmp_path / "there.md")])
    assert (tmp_path / "there.md").read_text("utf-8") == method_text()
