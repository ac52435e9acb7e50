"""Bodies and funds: what a line may say of them, and what is refused."""

from pathlib import Path

import pytest

from tests.unit.plain import PLAIN, changed, load_text, refused

BEARERS = """\
bodies:
  trust: {kind: academy, year_end: August, business_use: 4%}
funds: {general: {}, housing: {title: Housing revenue account}}
"""
SUPPORT = "{kind: recurring, amount: 1_000, per: year}"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def with_line(said: str) -> str:
    """The plain file with bodies and funds, its support line saying this too."""
    return changed(SUPPORT, f"{SUPPORT[:-1]}, {said}}}") + BEARERS


class TestFunds:
    def test_one_fund_is_all_of_it(self) -> None:
        line = load_text(with_line("fund: general")).options["renew"].lines["support"]
        assert {name: part.value for name, part in line.fund.items()} == {"general": 1.0}

    def test_a_split_is_a_share_for_each(self) -> None:
        said = "fund: {general: 66.7%, housing: 33.3%}"
        line = load_text(with_line(said)).options["renew"].lines["support"]
        assert {name: part.value for name, part in line.fund.items()} == {
            "general": 0.667,
            "housing": 0.333,
        }

    @pytest.mark.parametrize(
        ("split", "told"),
        [
            ("{general: 70%, housing: 20%}", "general 70%, housing 20%: they come to 90%"),
            ("{general: 70%, housing: 30.1%}", "they come to 100.1%"),
            ("{general: 120%, housing: -20%}", "a share is between 0% and 100%"),
            ("{}", "they come to 0%"),
            ("{general: 70%, houses: 30%}", "no fund is called houses"),
            ("school", "no fund is called school"),
        ],
    )
    def test_other_splits_are_refused_by_name(self, split: str, told: str) -> None:
        assert told in refused(with_line(f"fund: {split}"))

    def test_a_child_may_say_another_split(self) -> None:
        Path("parent.yaml").write_text(with_line("fund: {general: 70%, housing: 30%}"), "utf-8")
        child = "extends: parent.yaml\noptions: {renew: {lines: {support: {fund: housing}}}}\n"
        assert list(load_text(child).options["renew"].lines["support"].fund) == ["housing"]


class TestBodies:
    def test_a_line_names_its_body(self) -> None:
        scenario = load_text(with_line("body: trust"))
        assert scenario.options["renew"].lines["support"].body == "trust"
        assert scenario.bodies["trust"].year_end == 8

    def test_a_body_that_does_not_stand_in_the_file_is_refused(self) -> None:
        told = refused(with_line("body: trusts"))
        assert "renew.support.body: no body is called trusts" in told
        assert "write trust" in told

    @pytest.mark.parametrize(
        ("body", "told"),
        [
            ("{kind: council, business_use: 4%}", "business_use is an academy's"),
            ("{kind: college, vat_recoverable: 20%}", "needs its source"),
            (
                "{kind: academy, vat_recoverable: 20%, business_use: 4%, source: x}",
                "just one of them",
            ),
            ("{kind: parish}", "council"),
            ("{kind: council, year_end: Easter}", "year_end"),
        ],
    )
    def test_a_body_that_cannot_be_is_refused(self, body: str, told: str) -> None:
        assert told in refused(f"{PLAIN}bodies: {{other: {body}}}\n")


@pytest.mark.parametrize(
    "table", ["bodies: {organisation: {kind: council}}", "funds: {unsaid: {}}"]
)
def test_names_for_lines_that_say_none_are_taken(table: str) -> None:
    assert "none can be called" in refused(f"{PLAIN}{table}\n")


@pytest.mark.parametrize("name", ["bodies", "funds"])
def test_no_option_is_called_as_figures_of_the_scenario_begin(name: str) -> None:
    text = changed("  renew:\n", f"  {name}:\n").replace("baseline: renew", "baseline: none")
    assert f"an option cannot be called {name}" in refused(text)
