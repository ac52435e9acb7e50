"""``licmodel prices``: what a book holds, whether it can be trusted, what changed in it."""

import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from licmodel.cli import main
from licmodel.cli.progress import progress_bar

Run = Callable[..., tuple[int, str, str]]
HEAD = "product,segment,price,currency,per,from,source,source_date\n"
OLD = (
    HEAD + "suite,government,30,GBP,month,2026-04,offer,2026-10\nmail,,4,GBP,month,2026-04,o,2026\n"
)
NEW = (
    HEAD + "suite,government,33,GBP,month,2026-04,offer,2026-11\nwiki,,2,GBP,month,2026-04,o,2026\n"
)
SCENARIO = """\
title: Seats
organisation: {name: A small council}
timeline: {start: 2027-04, years: 2}
baseline: keep
price_book: old.csv
options:
  keep: {lines: {suite: {kind: subscription, product: suite, quantity: 100}}}
  own: {lines: {suite: {kind: subscription, price: 3, per: month, quantity: 100}}}
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a way to run a command in a folder with two books and a scenario."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("old.csv", OLD), ("new.csv", NEW), ("s.yaml", SCENARIO)):
        Path(name).write_text(text, "utf-8")

    def run_command(*arguments: str) -> tuple[int, str, str]:
        code = main(["prices", *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_command


def test_a_products_prices_are_shown_with_their_sources(run: Run) -> None:
    code, out, err = run("show", "microsoft_365_e3", "--currency", "GBP")
    assert (code, err) == (0, "")
    assert "£34.55 a month     from April 2023; assumed, confidence low" in out
    assert "https://www.select-technology.co.uk/" in out
    assert "$" not in out


def test_a_price_on_a_date_and_the_nearest_where_there_is_none(run: Run) -> None:
    asked = ("show", "office_365_e3", "--currency", "GBP", "--on")
    _, out, _ = run(*asked, "2022-06")
    assert "£20.20 a month" in out
    assert "£17.60" not in out
    assert "£22.02" not in out
    code, _, err = run("show", "suite", "--book", "old.csv", "--on", "March 2026")
    assert code == 2
    assert "no price of suite is listed in force in March 2026" in err
    assert "the nearest: 30 GBP a month, government, from April 2026 (old.csv:2)" in err


def test_of_two_prices_that_meet_in_a_month_the_later_is_shown(run: Run) -> None:
    _, out, _ = run("show", "google_workspace_business_plus", "--on", "2025-01")
    assert "$22 a month" in out
    assert "$18 a month" not in out


def test_another_segments_price_is_not_shown_for_the_one_asked_for(run: Run) -> None:
    code, out, err = run("show", "office_365_e3", "--segment", "government")
    assert (code, out) == (2, "")
    assert "no price of office_365_e3 is listed for government" in err
    assert "commercial" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "suit", "--book", "old.csv"), "write suite"),
        (("show", "--currency", "CHF"), "no price in CHF"),
        (("show", "suite", "--book", "none.csv"), "no such price book"),
        (("diff", "none.csv", "new.csv"), "to mend it: check the name and the folder"),
        (("show", "office_365_e3", "--on", "2027"), "--on 2027: that is a year"),
        (("check", "s.yaml"), "this is no price book"),
    ],
)
def test_what_cannot_be_shown(run: Run, arguments: tuple[str, ...], said: str) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert said in err


def test_a_whole_book_is_listed(run: Run) -> None:
    _, out, _ = run("show", "--book", "old.csv")
    assert "old.csv: 2 prices of 2 products" in out
    assert "suite: 1 in GBP; government" in out
    _, out, _ = run("show")
    assert "148 prices of 79 products" in out


def test_check_counts_every_row_and_tells_the_wrong_ones(run: Run) -> None:
    code, out, _ = run("check", "old.csv", "--on", "2026-11")
    assert code == 0
    assert "2 rows held, 2 accepted (0 of them doubtful), 0 refused" in out
    assert "Nothing doubtful was found." in out
    Path("old.csv").write_text(OLD + "wiki,,x,GBP,month,,,\nwiki,,2,GBP,month,,,\n", "utf-8")
    code, out, _ = run("check", "old.csv", "--on", "2026-11")
    assert code == 1
    assert "4 rows held, 3 accepted (1 of them doubtful), 1 refused" in out
    assert "old.csv:4: price x: not a number" in out
    assert "old.csv:5: no source is named" in out


def test_only_the_first_of_many_are_told_unless_all_are_asked_for(run: Run) -> None:
    rows = "".join(f"p{number},,x,GBP,month,,,\n" for number in range(25))
    Path("old.csv").write_text(HEAD + rows, "utf-8")
    _, out, _ = run("check", "old.csv")
    assert out.count("not a number") == 20
    assert "and 5 more: list them with --all" in out
    assert run("check", "old.csv", "--all")[1].count("not a number") == 25


def test_the_catalogue_itself_holds_148_rows_none_refused(run: Run) -> None:
    code, out, _ = run("check", "catalogue", "--on", "2026-11")
    assert code == 0
    assert "148 rows held, 148 accepted" in out


def test_diff_tells_what_changed_and_what_it_costs(run: Run) -> None:
    """£3 a month more for each of 100 seats; the option with a price of its own pays the same."""
    code, out, err = run("diff", "old.csv", "new.csv", "s.yaml")
    assert (code, err) == (0, "")
    said = " ".join(out.split())
    assert "From old.csv to new.csv: 1 gone, 1 new, 1 dearer, 0 cheaper, 0 the same." in said
    assert (
        "suite, government, GBP per user: £30 a month to £33 a month, +10.0% from 2026-04" in said
    )
    assert "mail, any segment, GBP per user: £4 a month from 2026-04" in said
    assert "keep 3,600 3,600 7,200 +10.0%" in said
    assert "own 0 0 0 0.0%" in said
    assert "counting rules" not in said
    assert max(map(len, out.splitlines())) <= 100


def test_diff_names_prices_that_rules_compare_and_no_book_moves(run: Run) -> None:
    """The cheaper edition is chosen by prices in the rule; a line's own price asks nothing."""
    rule = (
        "{rule: windows_server_cheaper, edition: standard, hosts: 1, processors: 2, cores: 16, "
        "vms: 2, standard_price: 30, datacenter_price: 200}"
    )
    line = f"kind: perpetual, unit: core2pack, quantity: {rule}"
    lines = f"{{packs: {{{line}, product: packs}}, own: {{{line}, price: 5}}}}"
    start = SCENARIO[: SCENARIO.index("options:")].replace("baseline: keep", "baseline: stack")
    Path("s.yaml").write_text(f"{start}options:\n  stack: {{lines: {lines}}}\n", "utf-8")
    for name, price in (("old.csv", 30), ("new.csv", 33)):
        book = f"product,unit,price,currency,per\npacks,core2pack,{price},GBP,once\n"
        Path(name).write_text(book, "utf-8")
    code, out, err = run("diff", "old.csv", "new.csv", "s.yaml")
    assert (code, err) == (0, "")
    said = " ".join(out.split())
    assert "stack 48 0 48" in said
    assert "stack.packs.quantity.standard_price (30)" in said
    assert "stack.packs.quantity.datacenter_price (200)" in said
    assert "stack.own" not in said
    assert max(map(len, out.splitlines())) <= 100


def test_diff_says_when_nothing_that_changed_is_read(run: Run) -> None:
    _, out, _ = run("diff", "old.csv", "old.csv", "s.yaml")
    assert "Nothing changed: every price that an option reads is" in " ".join(out.split())
    assert "2 the same" in out


def test_diff_of_a_book_with_wrong_rows_leaves_them_aside_but_costs_nothing_on_it(run: Run) -> None:
    Path("new.csv").write_text(NEW + "bad,,x,GBP,month,,,\n", "utf-8")
    code, out, _ = run("diff", "old.csv", "new.csv")
    assert code == 0
    assert "1 row of new.csv refused and left aside" in out
    code, _, err = run("diff", "old.csv", "new.csv", "s.yaml")
    assert code == 2
    assert "new.csv:4: the price book cannot be read" in err


def test_diff_against_the_catalogue_that_ships(run: Run) -> None:
    text = SCENARIO.replace("product: suite", "product: office_365_e1, segment: commercial")
    Path("s.yaml").write_text(text, "utf-8")
    row = "office_365_e1,commercial,9.18,GBP,month,2023-04,offer,2026-11\n"
    Path("new.csv").write_text(HEAD + row, "utf-8")
    _, out, _ = run("diff", "catalogue", "new.csv", "s.yaml")
    said = " ".join(out.split())
    assert "keep 1,200 1,200 2,400" in said
    assert "From prices.csv to new.csv: 0 gone, 0 new, 1 dearer, 0 cheaper, 0 the same." in said
    assert "Office 365 E1, commercial, GBP per user: £8.18 a month to £9.18 a month, +12.2%" in said
    _, back, _ = run("diff", "new.csv", "catalogue")
    assert "From new.csv to prices.csv: 0 gone, 0 new, 0 dearer, 1 cheaper" in " ".join(
        back.split()
    )
    beneath = re.compile(r"\n(\d+) prices of the catalogue alone stay in force beneath\.\n")
    assert len(beneath.findall(out)) == 1
    assert beneath.findall(out) == beneath.findall(back)
    _, out, _ = run("diff", "old.csv", "new.csv")
    assert "stay in force" not in out


class Screen(io.StringIO):
    """A stderr that somebody watches."""

    def isatty(self) -> bool:
        return True


def test_a_bar_is_drawn_where_somebody_watches_and_wiped_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert progress_bar("reading") is None
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    bar = progress_bar("reading")
    assert bar is not None
    bar(1, 2)
    assert f"reading [{'#' * 15}{'.' * 15}]  50%" in screen.getvalue()
    bar(2, 2)
    assert screen.getvalue().endswith("\r")
    assert screen.getvalue().rsplit("\r", 2)[1].strip() == ""
