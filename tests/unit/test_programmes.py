"""Programmes: each against a case worked by hand from a source that it cites."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass

import pytest

from licmodel.catalogue.clauses import ProductKind, Sector
from licmodel.catalogue.facts import Fact, Source
from licmodel.catalogue.files import file_text
from licmodel.catalogue.memoranda import memorandum, memorandum_keys
from licmodel.catalogue.programmes import CLAUSES, Programme, programme, programme_keys
from licmodel.errors import InputError
from licmodel.terms.months import parse_month

PROGRAMMES = (
    *("enterprise_agreement", "enterprise_agreement_subscription", "ees", "ovs_es"),
    *("csp_monthly", "csp_annual", "csp_three_year", "mpsa", "open_value", "perpetual"),
    "supplier_contract",
)

OCTOBER_2025, NOVEMBER_2025 = parse_month("2025-10"), parse_month("2025-11")
APRIL_2027 = parse_month("2027-04")


def charged(kind: ProductKind, left: int) -> Callable[[Programme], int]:
    def months(one: Programme) -> int:
        clause = one.addition(kind)
        assert clause is not None
        return clause.months_charged(left)

    return months


def lowest(kind: ProductKind, seats: int, least: int) -> Callable[[Programme], tuple[str, int]]:
    def fewest(one: Programme) -> tuple[str, int]:
        clause = one.reduction(kind)
        assert clause is not None
        return str(clause.when), clause.lowest(seats, least)

    return fewest


def least(month: str, sector: Sector) -> Callable[[Programme], int]:
    def seats(one: Programme) -> int:
        limit = one.minimum_on(parse_month(month), sector)
        assert limit is not None
        return limit.seats

    return seats


def discounted(month: int, sector: Sector = "government") -> Callable[[Programme], float]:
    """A list price of 100 at Level D, for an online service."""

    def price(one: Programme) -> float:
        discount = one.level_discount("D", "online_service", month, sector)
        assert discount is not None
        return 100 * (1 - discount)

    return price


def hours(month: str) -> Callable[[Programme], int]:
    def window(one: Programme) -> int:
        found = one.cancellation_on(parse_month(month))
        assert found is not None
        return found.hours

    return window


def buy_out(last_fee: float) -> Callable[[Programme], float]:
    def price(one: Programme) -> float:
        clause = one.end_of("on_premises")
        assert clause is not None
        assert clause.buy_out_price is not None
        return last_fee * clause.buy_out_price

    return price


# Programme, the source that it is worked from, what is asked, and the answer.
GOLDEN: tuple[tuple[str, str, Callable[[Programme], object], object], ...] = (
    # A licence bought with Software Assurance one and a half years before the end of a
    # three-year agreement pays two years of it: 18 months are 1.5 years, and 2 x 12 = 24.
    ("enterprise_agreement", "Directions on Microsoft, SA rules", charged("on_premises", 18), 24),
    # On the first day: three whole years, 3 x 12 = 36. On the anniversary before last: 24.
    ("enterprise_agreement", "Directions on Microsoft, SA rules", charged("on_premises", 36), 36),
    ("enterprise_agreement", "Directions on Microsoft, SA rules", charged("on_premises", 24), 24),
    # An online service first used five months before the anniversary: those five months.
    ("enterprise_agreement", "NPI, The Microsoft true-down", charged("online_service", 5), 5),
    # 100 at Level D is 100 x (1 - 12%) = 88, and from 1 November 2025 100: a rise of 12 / 88.
    ("enterprise_agreement", "Xeretec, Microsoft EA volume", discounted(OCTOBER_2025), 88.0),
    (
        "enterprise_agreement",
        "Directions on Microsoft, Microsoft",
        discounted(NOVEMBER_2025),
        100.0,
    ),
    # Education is exempt.
    (
        *("enterprise_agreement", "ENow, Microsoft EA pricing"),
        *(discounted(NOVEMBER_2025, "education"), 88.0),
    ),
    # The form as signed: 250 to 2,399 are A, 2,400 to 5,999 B, 6,000 to 14,999 C, then D.
    (
        *("enterprise_agreement", "Enterprise enrolment (US state and local government), price"),
        lambda one: [one.level_for(n) for n in (249, 250, 2_399, 2_400, 5_999, 6_000, 15_000)],
        [None, "A", "A", "B", "B", "C", "D"],
    ),
    # From July 2016 a commercial customer needs 500, a public body still 250.
    ("enterprise_agreement", "IT Pro", least("2016-06", "commercial"), 250),
    ("enterprise_agreement", "IT Pro", least("2016-07", "commercial"), 500),
    ("enterprise_agreement", "Wikipedia", least("2027-04", "government"), 250),
    # 3,000 seats of an organisation that now counts 2,700: 300 go, at the anniversary.
    (
        *("enterprise_agreement_subscription", "Directions on Microsoft, Three options"),
        *(lowest("on_premises", 3_000, 2_700), ("anniversary", 2_700)),
    ),
    # Added 30 months before the end: six months to the next anniversary, reported and paid
    # only then, so 30 - 6 = 24 months.
    (
        *("enterprise_agreement_subscription", "Directions on Microsoft, Three options"),
        *(charged("on_premises", 30), 24),
    ),
    # Bought out at 175% of the last year's fee: 200 x 1.75 = 350.
    (
        *("enterprise_agreement_subscription", "Directions on Microsoft, Three options"),
        *(buy_out(200.0), 350.0),
    ),
    # The greater of the months that remain and six: four are charged as six, nine as nine; an
    # online service pays its four.
    ("ees", "Enrolment for Education Solutions, clause", charged("on_premises", 4), 6),
    ("ees", "Enrolment for Education Solutions, clause", charged("on_premises", 9), 9),
    ("ees", "Enrolment for Education Solutions, clause", charged("online_service", 4), 4),
    # From 1,200 down at the anniversary, but not below 1,000.
    ("ees", "Phoenix", lowest("online_service", 1_200, 1_000), ("anniversary", 1_000)),
    ("ees", "Microsoft, licensing guidance", least("2027-04", "education"), 1_000),
    ("ovs_es", "Guide to Microsoft licensing", least("2027-04", "education"), 5),
    # 10 dollars a month on an annual term are 12 on a monthly one: 10 x (1 + 20%).
    (
        *("csp_monthly", "Interstellar"),
        *(lambda one: round(10 * (1 + one.premium_on("monthly", APRIL_2027)), 9), 12.0),
    ),
    # A year at 10 a month: 12 x 10 = 120 paid at once; in months 120 x 105% = 126, and 120
    # before April 2025.
    (
        *("csp_annual", "Redress"),
        lambda one: [
            round(120 * (1 + premium), 9)
            for premium in (
                one.premium_on("annual", APRIL_2027),
                one.premium_on("monthly", parse_month("2025-03")),
                one.premium_on("monthly", parse_month("2025-04")),
            )
        ],
        [120.0, 120.0, 126.0],
    ),
    # Bought on 15 March 2022 at 11, cancelled until 22 March at 11: 7 x 24 = 168 hours. In
    # February there were 72.
    ("csp_annual", "CRN", hours("2022-03"), 168),
    ("csp_annual", "Channelweb", hours("2022-02"), 72),
    # Not renewed and not cancelled: the monthly price, 12, and 3%: 12 x 1.03 = 12.36.
    (
        *("csp_annual", "Licensing School, Extended"),
        lambda one: round(12 * (1 + one.extensions_on(APRIL_2027)[0].share), 9),
        12.36,
    ),
    # The same price a month as on a one-year term, for at least 100 seats: 100 x 36 x 10.
    (
        *("csp_three_year", "Microsoft, CSP enhancements"),
        lambda one: (
            one.minimum[0].seats
            * (one.term.months[0] if one.term else 0)
            * (10 * (1 + one.premium_on("annual", APRIL_2027)))
        ),
        36_000.0,
    ),
    # No end date, and online services for at most a year.
    (
        *("mpsa", "Comparex, Important changes"),
        lambda one: (one.term and one.term.months, one.renewal and one.renewal.months),
        ((), (12,)),
    ),
    ("mpsa", "Comparex, Microsoft Products", lowest("on_premises", 90, 0), ("never", 90)),
    # Three yearly payments of a third of the licence and a year of Software Assurance. A desktop
    # licence of 100, at 29% a year: (100 + 3 x 29) / 3 = 187 / 3 = 62.33.
    (
        *("open_value", "Directions on Microsoft, glossary, Spread"),
        lambda one: round(
            (100 + charged("on_premises", 36)(one) / 12 * 29)
            * (1 + one.premium_on("annual", APRIL_2027))
            / 3,
            2,
        ),
        62.33,
    ),
    ("open_value", "Redress, Microsoft Open Value", least("2027-04", "charity"), 5),
    # 30 days are 30 x 24 = 720 hours; from July 2022 seven, 7 x 24 = 168.
    ("perpetual", "Ingram Micro", hours("2022-06"), 720),
    ("perpetual", "Ingram Micro", hours("2022-07"), 168),
    # Paid once, so no month is charged whenever it is bought.
    ("perpetual", "CloudBlue", charged("on_premises", 12), 0),
    # Terms differ from one framework to the next (48 months, or up to eight years), so that
    # nothing stands here: every clause is asked of the contract.
    (
        "supplier_contract",
        "Local Government Lawyer",
        lambda one: set(one.from_contract),
        {*CLAUSES},
    ),
)


def facts_in(value: object) -> Iterator[Fact]:
    """Yield every fact within an entry."""
    if isinstance(value, Fact):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from facts_in(item)
    elif is_dataclass(value) and not isinstance(value, Source | type):
        for one in fields(value):
            yield from facts_in(getattr(value, one.name))


def test_the_programmes_are_those_promised() -> None:
    assert programme_keys() == PROGRAMMES
    assert memorandum_keys() == ("psa12", "cta", "dta", "dta21", "spa24")


@pytest.mark.parametrize("key", programme_keys())
def test_every_programme_has_a_golden_case_from_a_source_that_it_cites(key: str) -> None:
    cited = {source.title for fact in facts_in(programme(key)) for source in fact.sources}
    cases = [source for of, source, *_ in GOLDEN if of == key]
    assert cases, "work one by hand"
    for source in cases:
        assert any(title.startswith(source) for title in cited), source


@pytest.mark.parametrize(("key", "source", "asked", "expected"), GOLDEN)
def test_golden_case(
    key: str, source: str, asked: Callable[[Programme], object], expected: object
) -> None:
    assert source
    assert asked(programme(key)) == expected


@pytest.mark.parametrize(
    "entry",
    [*map(programme, programme_keys()), *map(memorandum, memorandum_keys())],
    ids=lambda one: str(one.key),
)
def test_every_fact_names_its_sources(entry: object) -> None:
    facts = list(facts_in(entry))
    assert facts
    for fact in facts:
        assert fact.sources, fact
        assert fact.confidence in {"high", "medium", "low"}, fact
        for source in fact.sources:
            assert source.title, source
            assert source.url.startswith("http"), source


@pytest.mark.parametrize("name", ["programmes.yaml", "memoranda.yaml"])
def test_every_source_is_used(name: str) -> None:
    text = file_text(name)
    head, _, rest = text.partition("\n\n")[2].partition("\n\n")
    named = [line.strip().rstrip(":") for line in head.splitlines() if line.endswith(":")][1:]
    assert named
    assert not [key for key in named if key not in rest]


@pytest.mark.parametrize("key", programme_keys())
def test_every_clause_is_given_or_its_absence_explained(key: str) -> None:
    one = programme(key)
    for clause in CLAUSES:
        reasons = (one.not_found, one.from_contract, one.not_applicable)
        assert bool(getattr(one, clause)) != any(clause in notes for notes in reasons), clause


def test_what_sources_contradict_is_not_called_sure() -> None:
    entries = [*map(programme, programme_keys()), *map(memorandum, memorandum_keys())]
    for fact in (fact for one in entries for fact in facts_in(one)):
        if fact.note.startswith("CONFLICT"):
            assert fact.confidence != "high", fact


def test_online_services_fall_at_the_renewal_unless_the_switch_says_otherwise() -> None:
    agreement = programme("enterprise_agreement")
    default = agreement.reduction("online_service")
    chosen = agreement.reduction("online_service", "anniversary")
    assert default is not None
    assert chosen is not None
    assert (default.when, chosen.when) == ("renewal", "anniversary")
    with pytest.raises(InputError, match="no option any_month"):
        agreement.reduction("online_service", "any_month")
    with pytest.raises(InputError, match="has no switch level_d_loss"):
        agreement.switch("level_d_loss")


def test_on_premises_keeps_its_levels_and_nothing_is_known_before_2018() -> None:
    agreement = programme("enterprise_agreement")
    assert agreement.level_discount("D", "on_premises", APRIL_2027) == 0.12
    assert agreement.level_discount("D", "on_premises", parse_month("2018-09")) is None
    assert agreement.level_discount("E", "on_premises", APRIL_2027) is None
    assert programme("csp_annual").level_discount("D", "online_service", APRIL_2027) is None
    assert programme("mpsa").level_for(5_000) is None


def test_an_unknown_plan_or_month_is_an_error_that_says_what_there_is() -> None:
    with pytest.raises(InputError, match="CONFLICT") as caught:
        programme("csp_three_year").premium_on("monthly", APRIL_2027)
    assert caught.value.expected == "annual or upfront"
    with pytest.raises(InputError, match="expected: 2022-01 or later"):
        programme("csp_annual").premium_on("monthly", parse_month("2021-12"))
    with pytest.raises(InputError, match="no annual billing"):
        programme("supplier_contract").premium_on("annual", APRIL_2027)


def test_an_unknown_programme_or_memorandum_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError, match="write csp_annual"):
        programme("csp_anual")
    with pytest.raises(InputError, match="write dta21"):
        memorandum("dta2021")
    with pytest.raises(InputError, match="no programme sources"):
        programme("sources")
