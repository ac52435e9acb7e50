"""Random agreements with a line under each, as people would write them."""

from __future__ import annotations

from random import Random
from typing import Any

from licmodel.catalogue.programmes import Programme, programme, programme_keys
from licmodel.terms.months import month_text, parse_month

Raw = dict[str, Any]

LONG_AGO = "2010-01"
START, YEARS = "2027-04", "4"
_START = parse_month(START)
_TERMS = (12, 24, 36, 60, 12, 36, 1, 7, 18, 30, 41)
_SIGNED = (*((-40, -1),) * 8, (0, 0), (1, 40))
"""Months from the horizon's first: mostly before it."""
BILLINGS = (
    *("monthly", "monthly", "quarterly in advance", "quarterly in arrears"),
    *("half-yearly in advance", "half-yearly in arrears", "yearly in advance"),
    *("yearly in arrears", "three-yearly in advance", "three-yearly in arrears"),
)


def month_near(chance: Random, first: int, last: int) -> str:
    """A month so many months from the horizon's first."""
    return month_text(_START + chance.randint(first, last))


def seats(chance: Random) -> str:
    """A number of seats, often none or few."""
    return str(chance.choice((0, 1, 3, chance.randint(0, 200), chance.randint(50, 150))))


def rate(chance: Random, low: int, high: int) -> str:
    """A rate in tenths of a percent."""
    return f"{chance.randint(low * 10, high * 10) / 10:g}%"


def ramp(chance: Random) -> Any:  # noqa: ANN401  any form of a quantity
    """One number; or numbers by date that rise, fall, go to nothing and come back."""
    if chance.random() < 0.2:
        return seats(chance)
    if chance.random() < 0.1:
        return {"start": str(chance.randint(1, 200)), "growth": rate(chance, -20, 30)}
    later = {month_near(chance, 0, 50): seats(chance) for _ in range(chance.randint(1, 5))}
    return {"by_date": {LONG_AGO: seats(chance), **dict(sorted(later.items()))}}


def price(chance: Random) -> Any:  # noqa: ANN401  one price or dated ones
    """A price of its own, some with dates and a rise after the last."""
    one = f"{chance.randint(100, 40_000) / 100:.2f}"
    if chance.random() < 0.4:
        return one
    later = {
        month_near(chance, -30, 60): f"{chance.randint(100, 40_000) / 100:.2f}"
        for _ in range(chance.randint(1, 4))
    }
    dated: Raw = {"by_date": {LONG_AGO: one, **dict(sorted(later.items()))}}
    if chance.random() < 0.3:
        dated["escalator"] = rate(chance, -3, 10)
    return dated


def agreement(chance: Random, line: str, *, listed: bool) -> Raw:
    """An agreement with what it needs, for a line of that name."""
    said: Raw = {"signed": month_near(chance, *chance.choice(_SIGNED))}
    if chance.random() < 0.7:
        said["programme"] = chance.choice(programme_keys())
    bought = programme(said.get("programme", "supplier_contract"))
    usual = None if bought.term is None else bought.term.default
    if usual is None or chance.random() < 0.6:
        said["term"] = str(chance.choice(_TERMS))
    term = int(said.get("term", usual or 0))
    said |= _falls(chance, bought) | _renewal(chance, listed=listed) | _limits(chance, term)
    signed = parse_month(said["signed"])
    if chance.random() < 0.25:
        said["ends"] = month_text(max(signed, _START) + chance.randint(0, 50))
    if said.get("renewal") == "lapse" and signed + term <= _START:
        said["signed"] = month_text(_START - chance.randint(1, term) + 1)
    if chance.random() < 0.4:
        ways = ("held_for_term", *(("list_when_ordered",) * listed))
        said["added"] = {
            "charged": chance.choice(("months_remaining", "whole_years")),
            "price": chance.choice(ways),
        }
    if chance.random() < 0.2:
        said["commitment"] = _commitment(chance, parse_month(said["signed"]))
    if parse_month(said["signed"]) < _START and (not listed or chance.random() < 0.7):
        said["holdings"] = {line: _holding(chance)}
    return said


def _falls(chance: Random, bought: Programme) -> Raw:
    said: Raw = {}
    switches = [one for one in bought.switches if one.key == "online_reduction"]
    if not bought.reductions or chance.random() < 0.6:
        said["may_fall"] = chance.choice(("any_month", "anniversary", "renewal", "never"))
    elif switches and chance.random() < 0.5:
        said["choices"] = {switches[0].key: chance.choice(switches[0].options).key}
    if said.get("may_fall") in {"any_month", "anniversary"} and chance.random() < 0.5:
        said["true_down"] = chance.choice(("0%", "100%", "10%", rate(chance, 0, 100)))
    return said


def _limits(chance: Random, term: int) -> Raw:
    said: Raw = {}
    if chance.random() < 0.3:
        said["hold_months"] = str(chance.randint(1, term))
    if chance.random() < 0.3:
        said["cap"] = rate(chance, -5, 10)
    if chance.random() < 0.3:
        said["notice_months"] = str(chance.choice((0, 1, 3, 6, 18)))
    return said


def _renewal(chance: Random, *, listed: bool) -> Raw:
    ways = ("list", "uplift", "lapse", None) if listed else ("uplift", "lapse")
    way = chance.choice(ways)
    if way is None:
        return {}
    said: Raw = {"renewal": way}
    if way == "uplift":
        said["renewal_uplift"] = rate(chance, -5, 12)
        if chance.random() < 0.5:
            said["uplift_on"] = chance.choice(("paid", "list") if listed else ("paid",))
    return said


def _commitment(chance: Random, signed: int) -> Raw:
    """A spend now met, now missed."""
    said: Raw = {"per": chance.choice(("year", "year", "term"))}
    sums = [str(chance.choice((0, chance.randint(1, 500_000)))) for _ in range(3)]
    if chance.random() < 0.6:
        said["spend"] = sums[0]
    else:
        later = {month_near(chance, 0, 40): each for each in sums[1:]}
        said["by_date"] = {LONG_AGO: sums[0], **dict(sorted(later.items()))}
    if signed < _START and chance.random() < 0.5:
        said["spent_before"] = str(chance.randint(0, 200_000))
    return said


def _holding(chance: Random) -> Raw:
    held: Raw = {
        "seats": seats(chance),
        "price": f"{chance.randint(1, 40_000) / 100:.2f}",
        "per": chance.choice(("month", "year")),
    }
    if chance.random() < 0.35:
        held["minimum"] = ramp(chance)
    return held


def subscription(chance: Random, key: str, *, listed: bool) -> Raw:
    """A line under an agreement."""
    line: Raw = {
        "kind": "subscription",
        "agreement": key,
        "quantity": ramp(chance),
        "billing": chance.choice(BILLINGS),
    }
    if listed:
        line |= {"price": price(chance), "per": chance.choice(("month", "year"))}
        if chance.random() < 0.5:
            line["discount"] = rate(chance, 0, 40)
        if isinstance(line["price"], str) and chance.random() < 0.3:
            line["index"] = chance.choice(("3%", "-2%", "rpi_obr_2026_03"))
            if chance.random() < 0.4:
                line["uplift"] = "anniversary"
    if chance.random() < 0.2:
        upfront = chance.choice(("0%", "40%", "100%", rate(chance, 0, 100)))
        line["payment"] = {"upfront": upfront}
        if upfront != "100%" or chance.random() < 0.5:
            line["payment"]["spread"] = chance.choice(("0%", rate(chance, 0, 10)))
    if chance.random() < 0.25:
        line["starts"] = month_near(chance, -24, 30)
    if chance.random() < 0.3:
        first = max(parse_month(line.get("starts", START)), _START)
        line["ends"] = month_text(first + chance.randint(0, 40))
    return line


def _parent(chance: Random, said: Raw) -> Raw:
    """An agreement that another is like, but for what it says otherwise."""
    parent: Raw = {"signed": said["signed"], "source": "the contract that it follows"}
    if "renewal" in said:
        parent |= {"renewal": "uplift", "renewal_uplift": rate(chance, 1, 9)}
    if "uplift_on" in said:
        parent["uplift_on"] = "paid"
    if "holdings" in said:
        parent["holdings"] = {name: _holding(chance) for name in (*said["holdings"], "other")}
    return parent


def scenario(seed: int, lines: int) -> Raw:
    """A scenario of so many lines, each under an agreement of its own."""
    chance = Random(seed)  # noqa: S311  not for secrets
    agreements: dict[str, Raw] = {}
    written: dict[str, Raw] = {}
    for number in range(lines):
        name, key = f"line_{number}", f"contract_{number}"
        listed = chance.random() < 0.75
        while True:
            said = agreement(chance, name, listed=listed)
            if listed or "holdings" in said:
                break
        written[name] = subscription(chance, key, listed=listed)
        if chance.random() < 0.2:
            agreements[f"{key}_parent"] = _parent(chance, said)
            said = {"based_on": f"{key}_parent", **said}
            del said["signed"]
        agreements[key] = said
    raw: Raw = {
        "title": "Agreements",
        "organisation": {"name": "An example"},
        "timeline": {"start": START, "years": YEARS},
        "baseline": "none",
        "agreements": agreements,
        "options": {"option": {"lines": written}},
    }
    if chance.random() < 0.5:
        raw["as_of"] = month_near(chance, -12, 12)
    return raw
