"""``licmodel personas`` and ``licmodel features``: their pages, sentences and JSON."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from licmodel.cli import CANNOT_READ, FINE, main
from tests.crew import CREW

Run = Callable[..., tuple[int, str, str]]
COUNCIL = Path(__file__).parents[2] / "scenarios/council_2027.yaml"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a way to run a command beside the crew's scenario, crew.yaml."""
    monkeypatch.chdir(tmp_path)
    Path("crew.yaml").write_text(CREW, "utf-8")

    def run_command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(list(arguments))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_command


def squeezed(text: str) -> str:
    """Text with every run of spaces and line ends made one space."""
    return " ".join(text.split())


def too_wide(text: str) -> list[str]:
    """Lines over 100 columns, but for addresses, which are not broken."""
    return [line for line in text.splitlines() if len(line) > 100 and "http" not in line]


@pytest.mark.parametrize("option", [None, "renew", "frontline", "perpetual", "open_source"])
def test_every_page_of_the_council_fits(run: Run, option: str | None) -> None:
    code, out, err = run(
        "personas", str(COUNCIL), *([] if option is None else ["--option", option])
    )
    assert (code, err) == (FINE, "")
    assert not too_wide(out)
    assert "ASSUMED, confirmed by nobody" in out


def test_the_sentences_a_reader_looks_for(run: Run) -> None:
    _, out, _ = run("personas", "crew.yaml")
    for sentence in (
        'Field staff lack desktop apps in "Frontline" from November 2027, which they need.',
        'Desk staff lack Power BI Pro in "Renew" and "Frontline", which they want.',
        "Confirmed by head of service, March 2027.",
        (
            "Field staff (250) need web apps, a 2 GB mailbox (Exchange kiosk), Teams and "
            "desktop apps. ASSUMED, confirmed by nobody."
        ),
        (
            'Right at risk: "Frontline" counts on Office LTSC (ltsc) no more; to buy its '
            "100 licences again in April 2027 would cost CHF 30,000"
        ),
        "Desk staff: the cheapest single plan is Office 365 E3, 20 CHF a person and month.",
        'In "Frontline": Field staff lose 4, gain 4, may lose 4.',
    ):
        assert sentence in squeezed(out)


def test_an_option_in_detail_tells_what_is_lost_gained_and_licensed_twice(run: Run) -> None:
    _, out, _ = run("personas", "crew.yaml", "--option", "frontline")
    for sentence in (
        "Field staff are served by e3_field, f3 and identity.",
        (
            "They gain Windows Enterprise, Intune plan 1, Entra ID P1 and information protection "
            "plan 1 from October 2027."
        ),
        (
            "Licensed twice from January 2028, by f3 and identity: Entra ID P1; identity adds "
            "nothing beside it."
        ),
        (
            "CHF 60,000 desktop apps, a 100 GB mailbox (Exchange plan 2), SharePoint plan 2 and "
            "sensitivity labels from November 2027: Office 365 E3, 20 CHF a person and month"
        ),
        "It is unknown whether they keep standard access to Exchange Server",
    ):
        assert sentence in squeezed(out)
    assert "Renew" not in out.split("in detail")[1].split("The cheapest plans")[0]


def test_the_break_even_is_told(run: Run) -> None:
    Path("crew.yaml").write_text(
        CREW.replace("    wants: [power_bi_pro]\n", "").replace(
            "exchange_p2, teams]", "exchange_p2, teams, power_bi_pro]"
        ),
        "utf-8",
    )
    _, out, _ = run("personas", "crew.yaml")
    assert (
        "The cheapest with add-ons is Office 365 E3 and Power BI Pro, 29 CHF a person and month. "
        "Both cost the same with the single plan at 29 CHF, or with the add-ons together at 14 CHF."
    ) in squeezed(out)


def test_why_two_whole_plans_are_the_cheapest_is_told(run: Run) -> None:
    _, out, _ = run("personas", str(COUNCIL))
    assert (
        "With what they want too: Office 365 E5 (for Power BI Pro) and Microsoft 365 E3 (for "
        "Windows Enterprise), £70.96 a person and month: none with a known price does it alone for "
        "less. No price in GBP is known of Power BI Pro, which would bring it to Microsoft 365 E3."
    ) in squeezed(out)


def test_who_may_not_have_a_product_is_told(run: Run) -> None:
    Path("crew.yaml").write_text(CREW.replace("    frontline: true\n", ""), "utf-8")
    _, out, _ = run("personas", "crew.yaml")
    assert (
        'Field staff may not have f3 of "Frontline": it is for frontline staff alone, and nobody '
        "said they are."
    ) in squeezed(out)


def test_the_json_holds_what_the_page_shows(run: Run) -> None:
    code, out, _ = run("personas", "crew.yaml", "--json")
    assert code == FINE
    said = json.loads(out, parse_constant=pytest.fail)
    assert said["prices_of"] == "2027-04"
    assert said["personas"]["field"]["assumed"] is True
    desk = said["personas"]["desk"]["plans"]
    assert desk["cheapest"]["products"] == ["office_365_e3"]
    assert desk["cheapest"]["first_year"] == 96_000
    assert desk["cheapest"]["rests_on"] == {
        "office_365_e3": {"status": "published", "source": "list"}
    }
    field = said["options"]["frontline"]["personas"]["field"]
    assert field["lacks_needs"] == {"desktop_apps": [["2027-11", "2029-03"]]}
    assert said["options"]["frontline"]["rights_at_risk"]["ltsc"]["cost"] == 30_000
    assert all(isinstance(key, str) for key in keys(said))


def keys(data: Any) -> Iterator[Any]:  # noqa: ANN401  any JSON
    """Every key of tables within tables."""
    for key, value in data.items() if isinstance(data, dict) else ():
        yield key
        yield from keys(value)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--option", "other"), "no option that is costed is called other"),
        (("--on", "soon"), "--on: "),
        (("--on", "2031-04"), "cannot be asked about"),
    ],
)
def test_what_cannot_be_asked_is_refused(run: Run, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = run("personas", "crew.yaml", *arguments)
    assert (code, out) == (CANNOT_READ, "")
    assert said in err


def test_check_tells_whose_needs_are_assumed(run: Run) -> None:
    _, out, _ = run("check", "crew.yaml")
    assert "Needs assumed, confirmed by nobody: Field staff." in out


def test_features_of_one_product(run: Run) -> None:
    code, out, _ = run("features", "microsoft_365_f3")
    assert code == FINE
    assert "Microsoft 365 F3 (microsoft_365_f3, SPE_F1 in a tenant)" in out
    assert "Unknown whether it has: access to Windows Server" in out
    assert "It is for frontline staff alone." in out
    assert "confidence medium" in squeezed(out)
    assert not too_wide(out)


def test_features_side_by_side(run: Run) -> None:
    _, out, _ = run("features", "office_365_e1", "office_365_e3", "microsoft_365_business_basic")
    assert not too_wide(out)
    rows = {squeezed(line) for line in out.splitlines()}
    assert "desktop apps no yes no" in rows
    assert "Teams" in out.split("All have:")[1].split(".")[0]
    assert "300 seats at the most" in out
    _, same, _ = run("features", "project_plan_3", "project_plan_5")
    assert "Where they differ" not in same


def test_the_list_of_all_tells_what_was_not_matched(run: Run) -> None:
    _, out, _ = run("features")
    assert not too_wide(out)
    priced, unpriced, unlisted = out.split("\n\n")[1:]
    assert "  microsoft_365_e3\n" in priced
    assert "  intune (commercial)\n" in unpriced
    assert "  libreoffice\n" in f"{unlisted}\n"
    assert "  microsoft_365_e3\n" not in unpriced


def test_features_of_a_product_that_is_not_there(run: Run) -> None:
    code, _, err = run("features", "microsoft_365_f33")
    assert code == CANNOT_READ
    assert "write microsoft_365_f3" in err
    code, _, err = run("features", "office_365_a1")
    assert code == CANNOT_READ
    assert "education_staff" in err
    assert run("features", "office_365_a1", "--segment", "education_student")[0] == FINE
