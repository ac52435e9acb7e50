"""Nonsense is refused at its place, in words that say how to mend it; never a plausible number."""

from pathlib import Path

import pytest

from tests.unit.plain import (
    BASELINE,
    FILE,
    LAPTOPS,
    PLAIN,
    RENEW,
    SEATS,
    STAFF,
    SUITE,
    SUPPORT,
    TIMELINE,
    TITLE,
    changed,
    compared,
    refused,
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of the test's own, so that messages name files as users do."""
    monkeypatch.chdir(tmp_path)


def test_the_plain_file_is_good() -> None:
    comparison = compared(PLAIN)
    assert comparison.options["renew"].total == pytest.approx(41_520)


# --- one thing changed: where it is refused, and what is said ---

REFUSED: dict[str, tuple[str, str, int, tuple[str, ...]]] = {
    # keys
    "unknown key": (
        *("amount: 1_000", "amount: 1_000, trem: 12", SUPPORT),
        ("support.trem: there is no such key", "one of ", "write term:", "take trem: out"),
    ),
    "unknown key at the left": (
        *("baseline: renew", "basline: renew", BASELINE),
        ("basline: there is no such key", "write baseline:"),
    ),
    "missing key": (
        *(", per: year}\n", "}\n", SUPPORT),
        ("support.per: this key is missing", "write per: in options.renew.lines.support"),
    ),
    "no timeline": (
        *("timeline: {start: 2027-04, years: 3}\n", "", TITLE),
        ("timeline: this key is missing", "write timeline: at the left"),
    ),
    "key twice": (
        *("baseline: renew", "baseline: renew\nbaseline: none", BASELINE + 1),
        ("baseline is written twice", "line 4 and line 5", "keep one of them"),
    ),
    "line twice": (
        *("support: {", "seats: {", SUPPORT),
        ("seats is written twice", "line 13 and line 14", "keep one of them"),
    ),
    "unknown kind": (
        *("kind: recurring", "kind: recuring", SUPPORT),
        ("support.kind: there is no such kind", "recuring", "write kind: recurring"),
    ),
    # prices
    "no price": (
        *("product: suite, ", "", SEATS),
        ("renew.lines.seats: neither product nor price is there",),
    ),
    "no price in the list": (
        *(", by_date: {2027-04: 120, 2028-04: 130}", "", SUITE),
        ("prices.suite: a price is a value or dated values; write value: or by_date:",),
    ),
    "no price in force": (
        *("2027-04: 120", "2027-07: 120", SEATS),
        (
            *("no price of suite is in force in 2027-04", "the nearest price is from 2027-07"),
            *("add 2027-04: PRICE to the price list", "a price of its own"),
        ),
    ),
    "price without per": (
        *("unit: user, per: year, ", "unit: user, ", SUITE),
        ("what does the price pay for?", "a price with no period", "per: month or per: year"),
    ),
    "price paid once for a service": (
        *("per: year, by_date", "per: once, by_date", SUITE),
        ("a service has a price by month or year", "per: once", "per: month or per: year"),
    ),
    "yearly price for a thing": (
        *(
            "{kind: recurring, amount: 1_000, per: year}",
            "{kind: perpetual, quantity: 3, price: {value: 10, per: year}}",
            SUPPORT,
        ),
        ("a thing bought has a price paid once", "per: year", "per: once"),
    ),
    "two periods for one price": (
        *("product: suite", "product: suite, per: month", SEATS),
        ("for a month or a year?", "per: year with the price, per: month on", "take per: out"),
    ),
    "unknown product": (
        *("product: suite", "product: siute", SEATS),
        ("no price list has a product called siute", "one of: suite", "add siute: to prices:"),
    ),
    "rising price without dates": (
        *("by_date: {2027-04: 120, 2028-04: 130}", "value: 120, escalator: 3%", SUITE),
        ("prices.suite: escalator goes with by_date; write by_date: {MONTH: PRICE}",),
    ),
    # quantities
    "wrong unit": (
        *("quantity: staff", "quantity: laptops", SEATS),
        (
            *("renew.seats.quantity: counted in another unit", "laptops counts device"),
            *("a driver that counts user", "use a driver whose unit is user"),
        ),
    ),
    "no unit": (
        *("{unit: user, start", "{unit: full time, start", STAFF),
        ("full time: not a unit to count in; write one word such as user",),
    ),
    "a unit of time": (
        *("{unit: device", "{unit: month", LAPTOPS),
        ("month: not a unit to count in; write one word such as user",),
    ),
    "negative quantity": (
        *("quantity: staff", "quantity: -5", SEATS),
        ("seats.quantity: -5: must be at least 0; write 0 or more",),
    ),
    "negative driver": (
        *("start: 100", "start: -100", STAFF),
        ("drivers.staff.start: -100: must be at least 0; write 0 or more",),
    ),
    "negative price": (
        *("2028-04: 130", "2028-04: -130", SUITE),
        ("prices.suite.by_date.2028-04: -130: must be at least 0; write 0 or more",),
    ),
    "unknown driver": (
        *("quantity: staff", "quantity: stuff", SEATS),
        ("renew.seats.quantity: no driver is called stuff", "staff, laptops"),
    ),
    "driver of itself": (
        *("start: 100, growth: 1%", "driver: staff", STAFF),
        ("drivers.staff: a driver follows only drivers that stand above it",),
    ),
    "driver of one below": (
        *("start: 100, growth: 1%", "driver: laptops", STAFF),
        ("that stand above it", "laptops, which stands here or below", "write laptops: above"),
    ),
    "driver twice": (
        *("quantity: staff", "quantity: [staff, staff]", SEATS),
        ("drivers names each driver once; write the names",),
    ),
    "no drivers": (
        *("quantity: staff", "quantity: {drivers: []}", SEATS),
        ("drivers names each driver once; write the names",),
    ),
    "quantity from after the horizon": (
        *("quantity: staff", "quantity: {by_date: {2035-04: 50}}", SEATS),
        (
            *("seats: quantity is unknown before 2035-04", "first dated figure 2035-04"),
            *("a figure from 2027-04 or before", "add 2027-04: NUMBER (0 if there were none)"),
        ),
    ),
    "driver from after the start": (
        *("value: 50", "by_date: {2028-04: 50}", LAPTOPS),
        ("laptops is unknown before 2028-04", "add 2027-04: NUMBER"),
    ),
    "month twice": (
        *("quantity: staff", "quantity: {by_date: {2027-04: 50, 1 April 2027: 60}}", SEATS),
        ("1 April 2027: it says the same as 2027-04; leave one of them out",),
    ),
    # months and years
    "end before start": (
        *("quantity: staff", "quantity: staff, starts: 2028-04, ends: 2027-05", SEATS),
        ("it ends in 2027-05, before it starts in 2028-04; write an end after the start",),
    ),
    "month first": (
        *("quantity: staff", "quantity: staff, starts: 04-2027", SEATS),
        ("seats.starts: 04-2027: the year comes first; write 2027-04",),
    ),
    "year for a month": (
        *("quantity: staff", "quantity: staff, starts: 2027/28", SEATS),
        ("2027/28: that is a financial year; write the month it starts: 2027-04",),
    ),
    "years backwards": (
        *("options:", "indices: {pay: {by_year: {2028/27: 3%}}}\noptions:", 10),
        ("indices.pay.by_year.2028/27", "do not follow each other; write 2028/29"),
    ),
    "year twice": (
        *("options:", "indices: {pay: {by_year: {2027/28: 3%, 2027: 2%}}}\noptions:", 10),
        ("2027: it says the same as 2027/28; leave one of them out",),
    ),
    "no leap day": (
        *("quantity: staff", "quantity: staff, starts: 29/02/2027", SEATS),
        ("February 2027 has no day 29; write 2027-02",),
    ),
    "the day before a leap day": (
        *("quantity: staff", "quantity: staff, ends: 28/02/2028", SEATS),
        ("licmodel counts whole months, to their last day; write 2028-02", "or 2028-01"),
    ),
    "within a month": (
        *("quantity: staff", "quantity: staff, starts: 15/04/2027", SEATS),
        ("15/04/2027: licmodel counts whole months, from their first day; write 2027-04",),
    ),
    "month and day exchanged": (
        *("quantity: staff", "quantity: staff, starts: 04/15/2027", SEATS),
        ("there is no month 15, and days come first; write it as 01/04/2027",),
    ),
    "200 years": (
        *("years: 3", "years: 200", TIMELINE),
        ("timeline.years", "found: 200", "expected: 20 or less"),
    ),
    "no years": (
        *("years: 3", "years: 0", TIMELINE),
        ("timeline.years", "found: 0", "expected: 1 or more"),
    ),
    "half a year": (
        *("years: 3", "years: 2.5", TIMELINE),
        ("timeline.years", "found: 2.5", "a whole number such as 5"),
    ),
    # figures
    "text": (
        *("amount: 1_000", "amount: lots", SUPPORT),
        ("support.amount: lots: not a number; write it in figures, as 3_260",),
    ),
    "to be confirmed": (
        *("amount: 1_000", "amount: TBC", SUPPORT),
        ("TBC: not a number that can be reckoned with; leave the key out",),
    ),
    "blank": (
        *("amount: 1_000", "amount: ", SUPPORT),
        ("support.amount has no value", "nothing after it", "leave the key out"),
    ),
    "null": (
        *("amount: 1_000", "amount: null", SUPPORT),
        ("support.amount has no value", "found: null", "leave the key out"),
    ),
    "infinite": (*("amount: 1_000", "amount: .inf", SUPPORT), (".inf: not a number; write",)),
    "not a number": (*("amount: 1_000", "amount: .nan", SUPPORT), (".nan: not a number; write",)),
    "huge": (
        *("amount: 1_000", f"amount: {'9' * 5_000}", SUPPORT),
        ("ten million million or more; write a number below 1e13",),
    ),
    "percentage for an amount": (
        *("amount: 1_000", "amount: 5%", SUPPORT),
        ("support.amount: 5%: no percentage belongs here; write the number itself",),
    ),
    "part of a month": (
        *("quantity: staff", "quantity: staff, term: 7.5", SEATS),
        ("seats.term: 7.5: months are whole; write a whole number, such as 8",),
    ),
    "pounds for a rate": (
        *("growth: 1%", "growth: £5", STAFF),
        ("staff.growth: £5: no sum of money belongs here; write a number without £",),
    ),
    "discount without its sign": (
        *("quantity: staff", "quantity: staff, discount: 15", SEATS),
        ("seats.discount: 15: a share is between 0% and 100%; write 15%",),
    ),
    "a fall of more than everything": (
        *("growth: 1%", "growth: -150%", STAFF),
        ("staff.growth: -150%: must be at least -100%; write -100% or more",),
    ),
    # what YAML reads otherwise than people do
    "NO": (
        *("quantity: staff", "quantity: NO", SEATS),
        ("NO: a number was expected; write 0 if there is none",),
    ),
    "on": (
        *("quantity: staff", "quantity: on", SEATS),
        ("no driver is called on", "staff, laptops"),
    ),
    "12:30": (
        *("amount: 1_000", "amount: 12:30", SUPPORT),
        ("12:30: that is a time or a ratio; write the number in full",),
    ),
    "a power of ten": (
        *("amount: 1_000", "amount: 1e3", SUPPORT),
        ("1e3: powers of ten are not read; write the number in full",),
    ),
    "a date": (
        *("amount: 1_000", "amount: 2027-04-01", SUPPORT),
        ("that is a date, and a number was expected; write",),
    ),
    "anchor": (
        *("amount: 1_000", "amount: &a 1_000", SUPPORT),
        ("support.amount has an anchor, which is not read here", "&a", "write it out in full"),
    ),
    "alias": (
        *("amount: 1_000", "amount: *a", SUPPORT),
        ("support.amount is an alias, which is not read here", "*a", "write it out in full"),
    ),
    "tag": (
        *("amount: 1_000", "amount: !!python/name:os.system 1", SUPPORT),
        ("has a tag, which is not read here", "!!python/name:os.system"),
    ),
    "tab": (
        *("  renew:\n", "\trenew:\n", RENEW),
        ("a tab, which YAML does not read as spaces", "a tab in column 1", "write spaces"),
    ),
    # names
    "unknown index": (
        *("amount: 1_000", "amount: 1_000, index: rpi_obr_2026_3", SUPPORT),
        ("no index is called rpi_obr_2026_3", "one of: rpi_obr_2026_03", "index: 3%"),
    ),
    "no baseline": (
        *("baseline: renew\n", "", TITLE),
        ("no baseline: savings are measured against one", "or baseline: none", "say none aloud"),
    ),
    "unknown baseline": (
        *("baseline: renew", "baseline: renwe", BASELINE),
        ("baseline: no option is called renwe", "expected: renew", "to mend it: write renew"),
    ),
    "line with a name of its option's": (
        *("support: {", "billed: {", SUPPORT),
        ("a line cannot be called billed", "another name: the option's own figures"),
    ),
    "option with the name of no baseline": (
        *("  renew:\n", "  none:\n", RENEW),
        ("an option cannot be called none", "another name"),
    ),
    "option with a name of the scenario's": (
        *("  renew:\n", "  drivers:\n", RENEW),
        ("an option cannot be called drivers", "another name"),
    ),
    "capital letters": (
        *("  renew:\n", "  Renew:\n", RENEW),
        ("options.Renew: that name cannot be used", "small letters, digits and _", "write renew:"),
    ),
    "currency in words": (
        *("baseline: renew", "finance: {currency: pounds}\nbaseline: renew", BASELINE),
        ("pounds: a currency has three capital letters; write GBP",),
    ),
    "lines that are a list": (
        *(PLAIN[PLAIN.index("    lines:") :], "    lines: [{kind: recurring}]\n", RENEW + 1),
        ("options.renew.lines: that is not what belongs here", "a list of 1", "a table of keys"),
    ),
    "lines that are text": (
        *(PLAIN[PLAIN.index("    lines:") :], "    lines: as before\n", RENEW + 1),
        ("options.renew.lines", "found: as before", "a table of keys"),
    ),
    "figures that nothing reads": (
        *(
            "{kind: recurring, amount: 1_000, per: year}",
            "{kind: hardware, quantity: 1, price: 9, life_years: 5, pue: 1.5}",
            SUPPORT,
        ),
        ("pue go with power; write power: and tariff:",),
    ),
}


@pytest.mark.parametrize(("old", "new", "line", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_it_is_refused_at_its_place(old: str, new: str, line: int, said: tuple[str, ...]) -> None:
    message = refused(changed(old, new))
    assert message.startswith(f"{FILE}:{line}: ")
    for part in said:
        assert part in message
