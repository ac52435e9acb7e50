"""What cannot be avoided any more: the rows of the model, seen from any month, and until when."""

import json
import math
import shutil
from pathlib import Path

import pytest

import licmodel
from licmodel.analysis.estate.unavoidable import unavoidable
from licmodel.analysis.results import Results
from licmodel.analysis.risk.regret import Prices, regret
from licmodel.cli import main
from licmodel.errors import InputError
from licmodel.report.unavoidable import unavoidable_sentences, unavoidable_text
from licmodel.terms.months import month_text, parse_month

ROOT = Path(__file__).parents[2]
COUNCIL = ROOT / "scenarios" / "council_2027.yaml"


def test_before_anything_is_signed_nothing_is_fixed() -> None:
    found = unavoidable(licmodel.load(COUNCIL))
    assert set(found.options) == {"renew", "frontline", "mixed", "open_source"}
    assert {each.until for each in found.options.values()} == {None}
    first, second = unavoidable_sentences(found)
    assert first.endswith("nothing is fixed yet.")
    assert '"Perpetual with assurance" stand under no agreement' in second


def test_seen_from_after_signing_the_term_is_fixed_to_its_end() -> None:
    """What `regret` tells of the file that says it was drawn up then, month by month."""
    found = unavoidable(licmodel.load(COUNCIL), parse_month("2027-05"))
    renew = found.options["renew"]
    assert renew.until is not None
    assert month_text(renew.until) == "2030-03"
    scenario = licmodel.load(COUNCIL).model_copy(update={"as_of": parse_month("2027-05")})
    paths = regret(scenario, "renew.e3", Prices(42, 35, 33), what_ifs=["headcount_falls"]).paths
    assert (renew.by_month, renew.by_year) == (paths[0].unavoidable, paths[0].unavoidable_by_year)
    assert renew.total == pytest.approx(sum(renew.by_month))
    assert "£4,268,722 each cannot be avoided any more, the last of it in March 2030" in " ".join(
        unavoidable_sentences(found)
    )


def test_what_is_not_known_is_not_told_as_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A charge that is unknown may be fixed, and is null in the data."""
    monkeypatch.setattr(Results, "by_period", lambda *_: [0.0, *[math.nan] * 59])
    monkeypatch.setattr(Results, "figure", lambda *_: math.nan)
    found = unavoidable(licmodel.load(COUNCIL))
    assert "nothing is fixed yet" not in " ".join(unavoidable_sentences(found))
    told = found.to_json()["options"]["renew"]
    assert (told["total"], told["by_month"]) == (None, [0.0, *[None] * 59])


def test_a_month_after_the_horizon_is_refused() -> None:
    with pytest.raises(InputError, match="2032-03 or before"):
        unavoidable(licmodel.load(COUNCIL), parse_month("2032-04"))


def test_the_command_is_the_same_as_a_file_that_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(COUNCIL, tmp_path)
    later = tmp_path / "later.yaml"
    later.write_text("extends: council_2027.yaml\nas_of: 2028-06\n", "utf-8")
    assert main(["unavoidable", str(later)]) == 0
    said = capsys.readouterr().out
    assert main(["unavoidable", str(COUNCIL), "--seen-from", "2028-06"]) == 0
    assert capsys.readouterr().out == said
    assert said.rstrip("\n") == unavoidable_text(unavoidable(licmodel.load(later)))
    assert main(["unavoidable", str(COUNCIL), "--seen-from", "2028-06", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["seen_from"], told["options"]["mixed"]["until"]) == ("2028-06", "2030-03")
    assert main(["unavoidable", str(COUNCIL), "--csv"]) == 0
    assert capsys.readouterr().out.startswith("option,month,unavoidable\nrenew,2027-04,0")


def test_it_is_told_under_a_what_if(capsys: pytest.CaptureFixture[str]) -> None:
    scenario, month = licmodel.load(COUNCIL), parse_month("2028-06")
    stands, under = (unavoidable(scenario, month, what_if=each) for each in (None, "discount_gone"))
    discount = under.options["renew"].total * 0.12  # of which it stands at 88 in 100
    assert stands.options["renew"].total == pytest.approx(under.options["renew"].total - discount)
    command = ["unavoidable", str(COUNCIL), "--seen-from", "2028-06", "--what-if", "discount_gone"]
    assert main(command) == 0
    head, *rest = capsys.readouterr().out.rstrip("\n").splitlines()
    assert head == "Under the what-if discount gone: No discount from list prices"
    assert "\n".join(rest) == unavoidable_text(under)
    assert main([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["what_if"] == "discount_gone"


def test_a_month_that_cannot_be_read_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["unavoidable", str(COUNCIL), "--seen-from", "soon"]) == 2
    assert "--seen-from" in capsys.readouterr().err
