"""What agreements cannot be is refused at its place; what is odd about them is told there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from licmodel.analysis.results import run
from licmodel.analysis.warnings import warnings_of
from licmodel.errors import InputError
from licmodel.scenario.loading import load

FILE = "estate.yaml"
PLAIN = """\
title: Estate
organisation: {name: An invented council, kind: council}
timeline: {start: 2027-04, years: 2}
baseline: none
finance: {inflation: 2%}
agreements:
  corporate:
    programme: enterprise_agreement_subscription
    signed: 2025-04
    holdings: {e3: {seats: 300, price: 20, per: month}}
  schools: {based_on: corporate, holdings: {a3: {seats: 400, price: 3, per: month}}}
options:
  renew:
    lines:
      e3: {kind: subscription, agreement: corporate, quantity: 300, price: 25, per: month}
      a3: {kind: subscription, agreement: schools, quantity: 400, price: 4, per: month}
"""
CORPORATE, PROGRAMME, SIGNED, HELD, SCHOOLS, RENEW, E3, A3 = 7, 8, 9, 10, 11, 13, 15, 16


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def told(text: str) -> list[str]:
    """Warnings of a file with this text."""
    Path(FILE).write_text(text, "utf-8")
    return list(warnings_of(run(load(FILE))))


def changed(*changes: tuple[str, str]) -> str:
    """The plain file with some things changed."""
    text = PLAIN
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def test_the_plain_file_is_good_and_nothing_is_odd_about_it() -> None:
    assert told(PLAIN) == []


OF_E3 = "agreement: corporate, quantity: 300, price: 25, per: month"
REFUSED: dict[str, tuple[tuple[tuple[str, str], ...], int, tuple[str, ...]]] = {
    "unknown agreement": (
        (("agreement: corporate, ", "agreement: corprate, "),),
        E3,
        ("no agreement is called corprate", "corporate, schools"),
    ),
    "based on none": (
        (("based_on: corporate", "based_on: corprate"),),
        SCHOOLS,
        ("no agreement is called corprate", "corporate, schools"),
    ),
    "based on itself": (
        (("    signed: 2025-04\n", "    signed: 2025-04\n    based_on: schools\n"),),
        CORPORATE,
        ("circle", "corporate -> schools -> corporate"),
    ),
    "held before it is signed": (
        (("signed: 2025-04", "signed: 2027-09"),),
        HELD,
        ("seats held before it was signed", "signed 2027-09"),
    ),
    "uplift without rate": (
        (("signed: 2025-04", "signed: 2025-04\n    renewal: uplift"),),
        CORPORATE,
        ("an uplift needs its rate", "renewal_uplift: 5%"),
    ),
    "uplift without rate, based on another": (
        (("based_on: corporate,", "based_on: corporate, renewal: uplift,"),),
        SCHOOLS,
        ("agreement schools: an uplift needs its rate", "renewal_uplift: 5%"),
    ),
    "true-down where nothing may fall": (
        (("signed: 2025-04", "signed: 2025-04\n    true_down: 10%\n    may_fall: renewal"),),
        CORPORATE,
        ("true_down is of seats handed back within a term",),
    ),
    "true-down where the programme lets nothing fall": (
        (
            ("enterprise_agreement_subscription", "csp_annual"),
            ("signed: 2025-04", "signed: 2025-04\n    true_down: 10%"),
        ),
        SIGNED + 1,
        ("true_down is of seats handed back within a term", "at renewals only"),
    ),
    "over before the horizon": (
        (("signed: 2025-04", "signed: 2025-04\n    ends: 2027-03"),),
        CORPORATE,
        ("over before the horizon begins", "2027-03"),
    ),
    "lapsed before the horizon, whatever its end": (
        (("signed: 2025-04", "signed: 2023-04\n    ends: 2030-03\n    renewal: lapse"),),
        CORPORATE,
        ("over before the horizon begins", "2026-03"),
    ),
    "ended before it was signed": (
        (("signed: 2025-04", "signed: 2025-04\n    ends: 2025-03"),),
        CORPORATE,
        ("before it was signed in 2025-04",),
    ),
    "ended before it was signed, based on another": (
        (("based_on: corporate,", "based_on: corporate, ends: 2025-03,"),),
        SCHOOLS,
        ("agreement schools: it ends in 2025-03, before it was signed in 2025-04",),
    ),
    "price held for longer than the term": (
        (("signed: 2025-04", "signed: 2025-04\n    hold_months: 48"),),
        SIGNED + 1,
        ("set anew at each renewal", "a term of 36 months"),
    ),
    "term and agreement": (
        ((OF_E3, OF_E3 + ", term: 12"),),
        E3,
        ("the term is the agreement's",),
    ),
    "nothing gives a price": (
        ((OF_E3, "agreement: corporate, quantity: 300"),),
        E3,
        ("neither product nor price", "a price at the renewal"),
    ),
    "nothing gives a price or seats": (
        (
            ("a3: {kind", "a5: {kind"),
            (
                "agreement: schools, quantity: 400, price: 4, per: month",
                "agreement: schools, quantity: 400",
            ),
        ),
        A3,
        ("neither product nor price", "seats held before the horizon"),
    ),
    "unknown programme": (
        (("enterprise_agreement_subscription", "enterprise_agreemnt"),),
        PROGRAMME,
        ("enterprise_agreemnt", "enterprise_agreement"),
    ),
    "unknown choice": (
        (("signed: 2025-04", "signed: 2025-04\n    choices: {online: renewal}"),),
        SIGNED + 1,
        ("leaves nothing open that is called online",),
    ),
    "unknown answer": (
        (
            ("enterprise_agreement_subscription", "enterprise_agreement"),
            ("signed: 2025-04", "signed: 2025-04\n    choices: {online_reduction: often}"),
        ),
        SIGNED + 1,
        ("online_reduction has no answer often", "renewal or anniversary"),
    ),
    "fewer seats than none": (
        (("seats: 300", "seats: -300"),),
        HELD,
        ("seats", "-300"),
    ),
    "two lines on one holding": (
        (
            (OF_E3, "agreement: corporate, quantity: 300, product: suite"),
            (
                "      a3:",
                (
                    "      more: {kind: subscription, agreement: corporate, quantity: 5, "
                    "product: suite}\n      a3:"
                ),
            ),
            ("holdings: {e3:", "holdings: {suite:"),
            ("options:", "prices: {suite: {unit: user, per: month, value: 25}}\noptions:"),
        ),
        E3 + 2,
        ("renew.more: takes over seats that renew.e3 takes over too", "the holding suite"),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_at_its_place(case: str) -> None:
    changes, line, words = REFUSED[case]
    with pytest.raises(InputError) as caught:
        told(changed(*changes))
    said = str(caught.value)
    assert f"{FILE}:{line}" in said
    for each in words:
        assert each in said, said


CLOUD = "  cloud:\n    lines:\n      mail: {kind: recurring, amount: 9, per: month}\n"
WARNED: dict[str, tuple[str, str]] = {
    "an agreement that no line reads": (
        changed(("agreements:\n", "agreements:\n  old: {signed: 2020-04}\n")),
        "the file holds what no line reads: agreements.old",
    ),
    "seats that no line takes over": (
        changed(("      a3: {kind", "      a5: {kind")),
        (
            f"{FILE}:{SCHOOLS}: no option has a line for the 400 seats of a3 held under schools, "
            "so nothing is paid for them"
        ),
    ),
    "an option that leaves out committed seats": (
        changed(("    signed: 2025-04", "    signed: 2025-04\n    may_fall: renewal")) + CLOUD,
        (
            f"{FILE}:18: cloud leaves out e3 of corporate: 300 seats are committed until March "
            "2028, and are paid for in no line of it; give it a line e3: with agreement: "
            "corporate and an end"
        ),
    ),
    "a notice that is past": (
        changed(
            ("    signed: 2025-04", "    signed: 2025-04\n    may_fall: renewal\n    "),
        ).replace("may_fall: renewal\n    ", "may_fall: renewal\n    notice_months: 18")
        + CLOUD,
        (
            f"{FILE}:19: cloud leaves out e3 of corporate: 300 seats are committed up to the end "
            "of the horizon, or longer, and are paid for in no line of it; give it a line e3: with "
            "agreement: corporate and an end"
        ),
    ),
    "an open question": (
        changed(("enterprise_agreement_subscription", "enterprise_agreement")),
        (
            f"{FILE}:{CORPORATE}: agreement corporate: sources disagree on Enterprise Agreement: "
            "When may seats of an online service be handed back within a term? Taken: not before "
            "the renewal; agreements.corporate.choices.online_reduction says otherwise: renewal or "
            "anniversary"
        ),
    ),
    "fewer seats than the programme sells": (
        changed(("quantity: 300", "quantity: {by_date: {2027-04: 300, 2027-06: 249}}")),
        (
            f"{FILE}:{CORPORATE}: renew: 249 seats under corporate in April 2028, and Enterprise "
            "Agreement Subscription asks for 250 users or devices at the least"
        ),
    ),
}


def of_agreements(said: list[str]) -> Iterator[str]:
    """Warnings that speak of agreements."""
    return (each for each in said if "invoiced within" not in each)


@pytest.mark.parametrize("case", WARNED)
def test_it_is_told_at_its_place(case: str) -> None:
    text, said = WARNED[case]
    assert said in list(of_agreements(told(text)))


def test_an_answered_question_and_enough_seats_are_not_spoken_of() -> None:
    text = changed(
        ("enterprise_agreement_subscription", "enterprise_agreement"),
        ("signed: 2025-04", "signed: 2025-04\n    choices: {online_reduction: renewal}"),
    )
    assert told(text) == []
