"""Options and files that cannot be used, changes with several readings, and what is only odd."""

from pathlib import Path

import pytest

from licmodel.errors import InputError, InputErrors
from licmodel.scenario.loading import load
from tests.unit.plain import (
    BASELINE,
    END,
    FILE,
    PLAIN,
    STAFF,
    SUPPORT,
    changed,
    compared,
    load_text,
    refused,
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of the test's own, so that messages name files as users do."""
    monkeypatch.chdir(tmp_path)


# --- options ---

ADDED = {
    "rejected without a reason": (
        *("  old: {status: rejected}\n", END),
        ("options.old: an option that is rejected needs its reason; write reason:",),
    ),
    "not modelled without a reason": (
        *("  old: {status: not modelled}\n", END),
        ("an option that is not modelled needs its reason; write reason:",),
    ),
    "based on nothing": (
        *("  cloud: {based_on: renwe}\n", END),
        ("no option is called renwe", "expected: renew", "to mend it: write renew"),
    ),
    "based on a list": (
        *("  cloud: {based_on: [renew]}\n", END),
        ("cloud.based_on: that is not what belongs here", "a list of 1: [renew]", "text"),
    ),
    "based on itself": (
        *("  cloud: {based_on: cloud}\n", END),
        ("options are based on each other in a circle", "cloud -> cloud", "stand by itself"),
    ),
    "based on each other": (
        *("  one: {based_on: two}\n  two: {based_on: one}\n", END),
        ("options are based on each other in a circle", "one -> two -> one", "stand by itself"),
    ),
    "without what is not there": (
        *("  cloud: {based_on: renew, without: [supprt]}\n", END),
        ("renew has no line called supprt", "expected: seats, support", "write support"),
    ),
    "without a table": (
        *("  cloud: {based_on: renew, without: [{seats: x}]}\n", END),
        ("cloud.without.0: that is not what belongs here", "expected: text"),
    ),
    "two scenarios": (
        *(f"---\n{PLAIN}", END),
        ("a second scenario begins here", "found: ---", "a file of its own"),
    ),
}


@pytest.mark.parametrize(("more", "line", "said"), ADDED.values(), ids=ADDED.keys())
def test_what_is_added_is_refused_at_its_place(more: str, line: int, said: tuple[str, ...]) -> None:
    message = refused(PLAIN + more)
    assert message.startswith(f"{FILE}:{line}: ")
    for part in said:
        assert part in message


def test_a_baseline_that_is_rejected_is_none() -> None:
    message = refused(
        changed("baseline: renew", "baseline: old") + "  old: {status: rejected, reason: dear}\n"
    )
    assert message.startswith(f"{FILE}:{BASELINE}: the baseline is not costed")
    assert "old is rejected" in message
    assert "an option that is short-listed, or baseline: none" in message


# --- what-ifs ---

WHAT_IFS = {
    "+2%": ("+2%: a change that could be read in three ways", "{set: 2%}, {add: 2 points}"),
    "3": ("3: a change that could be read in three ways", "write {set: 3}"),
    "{add: 5%}": ("adding a percentage could mean points or a factor", "{add: 5 points}"),
    "{set: 1%, times: 2}": ("set and times: a change is set, add or times; write just one",),
    "{}": ("nothing: a change is set, add or times; write just one",),
    "{multiply: 2}": ("there is no such key", "take multiply: out"),
    "{times: +10%}": ("that would make 10 of every 100", "write {times: 1.1}"),
    "{times: 10%}": ("that would make 10 of every 100", "write {times: 1.1}"),
    "{times: -5%}": ("write {times: 0.95}",),
    "{times: +1.1}": ("write {times: 1.1}",),
    "{times: twice}": ("twice: not a number; write it in figures",),
    "{set: tbc}": ("tbc: not a number that can be reckoned with",),
}


@pytest.mark.parametrize(("change", "said"), WHAT_IFS.items(), ids=WHAT_IFS.keys())
def test_a_change_says_what_it_means(change: str, said: tuple[str, ...]) -> None:
    """[18] A bare +2% has three readings."""
    message = refused(f"{PLAIN}what_ifs:\n  worse: {{drivers.staff.growth: {change}}}\n")
    assert message.startswith(f"{FILE}:{END + 1}: ")
    for part in said:
        assert part in message


def test_a_factor_may_be_a_percentage() -> None:
    """[18]"""
    what_ifs = "what_ifs:\n  more: {drivers.staff.start: {times: 110%}}\n"
    more = compared(PLAIN + what_ifs).what_ifs["more"]["renew"]
    assert more.lines["seats"].billed[0] == 110 * 120


def test_a_change_of_what_is_no_input_names_the_nearest() -> None:
    message = refused(f"{PLAIN}what_ifs:\n  worse: {{drivers.stuff.growth: {{set: 2%}}}}\n")
    assert message.startswith(f"{FILE}:{END + 1}: what-if worse changes drivers.stuff.growth")
    assert "one of: drivers.staff.growth" in message
    assert "licmodel check" in message


# --- whole files ---

FILES: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "empty": (b"", (f"{FILE}: this file is empty", "licmodel new FILE")),
    "only a comment": (b"# to be written\n", (f"{FILE}: this file is empty", "licmodel new FILE")),
    "a letter": (
        b"Dear Sir,\nplease find our prices.\n",
        (f"{FILE}:1: a scenario is a table of keys", "found: text", "lines such as title:"),
    ),
    "a list": (b"- title\n", (f"{FILE}:1: a scenario is a table of keys", "found: a list")),
    "a bracket left open": (
        b"title: [Example\nbaseline: none\n",
        (f"{FILE}:2: this is not YAML", "opened on line 1", "close it with }"),
    ),
    "two colons": (
        b"title: Council: renewal\n",
        (f"{FILE}:1: this is not YAML", "found: title: Council: renewal", "in quotes"),
    ),
    "a workbook": (
        b"PK\x03\x04" + bytes(range(256)),
        (f"{FILE}: this is not a text file", "a zip file, or a workbook", "save it as plain text"),
    ),
    "binary": (
        bytes(range(256)),
        (f"{FILE}:2: this is not UTF-8 text", "byte 0x80", "in the encoding UTF-8"),
    ),
    "a zero byte": (b"title: A\0B\n", (f"{FILE}:1: this is not a text file", "U+0000")),
    "no parent": (
        b"extends: base.yaml\n",
        (f"{FILE}:1: {FILE} extends base.yaml, which is not there", "as seen from the folder"),
    ),
    "its own parent": (
        b"title: A\nextends: council.yaml\n",
        (f"{FILE}:2: these files extend one another in a circle", f"{FILE} -> {FILE}", "take"),
    ),
}


@pytest.mark.parametrize(("content", "said"), FILES.values(), ids=FILES.keys())
def test_a_file_that_is_no_scenario_says_so(content: bytes, said: tuple[str, ...]) -> None:
    Path(FILE).write_bytes(content)
    with pytest.raises(InputError) as caught:
        load(FILE)
    assert str(caught.value).startswith(said[0])
    for part in said:
        assert part in str(caught.value)


def test_a_file_of_fifty_megabytes_is_not_read() -> None:
    with Path(FILE).open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(InputError) as caught:
        load(FILE)
    assert str(caught.value).startswith(f"{FILE}: this is too large for a scenario")
    assert "found: 50.0 MB" in str(caught.value)
    assert "10 MB at the most" in str(caught.value)


def test_two_files_that_extend_each_other_are_a_circle() -> None:
    Path("base.yaml").write_text(f"extends: {FILE}\n", "utf-8")
    Path(FILE).write_text("extends: base.yaml\n", "utf-8")
    with pytest.raises(InputError) as caught:
        load(FILE)
    assert str(caught.value).startswith("base.yaml:1: these files extend one another in a circle")
    assert f"{FILE} -> base.yaml -> {FILE}" in str(caught.value)


def test_a_file_that_is_not_there_names_one_that_is() -> None:
    Path(FILE).write_text(PLAIN, "utf-8")
    with pytest.raises(InputError) as caught:
        load("counsil.yaml")
    assert str(caught.value).startswith("counsil.yaml: there is no such file")
    assert f"did you mean {FILE}?" in str(caught.value)


def test_all_faults_of_a_file_are_told_together() -> None:
    text = changed("growth: 1%", "growth: lots").replace("amount: 1_000", "amount: 5%")
    with pytest.raises(InputErrors) as caught:
        compared(text)
    places = [fault.where for fault in caught.value.faults]
    assert places == [f"{FILE}:{STAFF}", f"{FILE}:{SUPPORT}"]


# --- what is odd but may be meant ---


@pytest.mark.parametrize(("old", "key"), [("growth: 1%", "drivers.staff.growth")])
@pytest.mark.parametrize("written", ["350%", "3.5"])
def test_an_unusual_rate_is_read_and_asked_about(old: str, key: str, written: str) -> None:
    comparison = compared(changed(old, old.replace("1%", written)))
    assert comparison.options["renew"].total > 300_000
    asked = [each for each in comparison.warnings if each.startswith(f"{FILE}:{STAFF}: {key}")]
    assert len(asked) == 1
    assert "did you mean 3.5%?" in asked[0]


@pytest.mark.parametrize(
    ("old", "new", "asked"),
    [
        ("growth: 1%", "growth: -1", "-1 is -100%, an unusual rate: did you mean -1%?"),
        ("growth: 1%", "growth: -60%", "-60% is an unusual rate: did you mean -0.6%?"),
        ("quantity: staff", "quantity: staff, discount: 1", "1 is 100%: did you mean 1%?"),
        ("quantity: staff", "quantity: {driver: staff, share: 2}", "2 is 200%: did you mean 2%?"),
    ],
)
def test_a_percentage_without_its_sign_is_asked_about(old: str, new: str, asked: str) -> None:
    [warning] = [each for each in compared(changed(old, new)).warnings if "did you mean" in each]
    assert warning.endswith(asked)


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        ("drivers.staff.growth: {set: 4}", "4 is 400%: did you mean 4%?"),
        ("finance.discount_rate: {set: 7}", "7 is 700%: did you mean 7%?"),
    ],
)
def test_a_what_if_is_asked_the_same(change: str, asked: str) -> None:
    text = f"{PLAIN}finance: {{discounting: 4%}}\nwhat_ifs:\n  odd: {{{change}}}\n"
    [warning] = [each for each in compared(text).warnings if "did you mean" in each]
    key = change.partition(":")[0]
    assert warning == f"{FILE}:{END + 2}: what-if odd, {key}: {asked}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("prices.suite.2027-04: {set: 90%}", "no percentage belongs here"),
        ("drivers.staff.start: {set: £20}", "no sum of money belongs here"),
        ("finance.discount_rate: {set: 11}", "10 or less"),
        ("finance.discount_rate: {add: -5 points}", "0 or more"),
        ("renew.support.ends: {set: 2027-06}", "ends would be below renew.support.starts"),
        ("renew.support.starts: {add: 30 months}", "the ends not below the starts"),
    ],
)
def test_a_what_if_is_refused_what_the_file_is(change: str, said: str) -> None:
    dated = "per: year, starts: 2027-09, ends: 2029-03}"
    text = changed("amount: 1_000, per: year}", f"amount: 1_000, {dated}")
    message = refused(f"{text}finance: {{discounting: 4%}}\nwhat_ifs:\n  odd: {{{change}}}\n")
    assert message.startswith(f"{FILE}:{END + 2}: what-if odd")
    assert said in message


def test_a_share_out_of_bounds_names_the_percentage() -> None:
    on_costs = "{kind: people, quantity: 1, salary: 30_000, on_costs: 33}"
    assert "write 33%" in refused(f"{PLAIN}      staff: {on_costs}\n")


def test_a_usual_rate_is_not_asked_about() -> None:
    assert not [each for each in compared(PLAIN).warnings if "did you mean" in each]


def test_a_price_of_nothing_is_a_price() -> None:
    free = changed("{2027-04: 120, 2028-04: 130}", "{2027-04: 0, 2028-04: 0}")
    assert compared(free).options["renew"].lines["seats"].billed == [0, 0, 0]


def test_a_leap_day_ends_its_month() -> None:
    dated = changed("quantity: staff", "quantity: staff, ends: 29/02/2028")
    assert load_text(dated).options["renew"].lines["seats"].ends == 2028 * 12 + 1


def test_the_largest_number_that_is_read_adds_up() -> None:
    comparison = compared(changed("amount: 1_000", "amount: 9_999_999_999_999"))
    assert comparison.options["renew"].lines["support"].billed[0] == pytest.approx(1e13)


def test_words_that_yaml_would_change_stay_as_they_are() -> None:
    scenario = load_text(
        changed("{name: An example}", "{name: NO, country: on}").replace("Example", "12:30")
    )
    said = (scenario.title, scenario.organisation.name, scenario.organisation.country)
    assert said == ("12:30", "NO", "on")


def test_a_zero_before_a_number_does_not_make_it_octal() -> None:
    assert load_text(changed("start: 100", "start: 0100")).drivers["staff"].start is not None
    assert compared(changed("start: 100", "start: 0100")).options["renew"].total == pytest.approx(
        41_520
    )
