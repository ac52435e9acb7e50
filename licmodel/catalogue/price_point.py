"""One price of a price book: what is bought, by whom, on which terms, from when, and says who."""

from dataclasses import dataclass
from typing import Literal, get_args

from licmodel.terms.months import month_words

Per = Literal["month", "year", "once"]
Segment = Literal["commercial", "government", "education_staff", "education_student", "charity"]
Plan = Literal["upfront", "annual", "monthly", "once"]
PriceStatus = Literal["contract", "quote", "published", "projected", "assumed"]
Confidence = Literal["high", "medium", "low", ""]

SEGMENTS: tuple[Segment, ...] = get_args(Segment)
PLANS: tuple[Plan, ...] = get_args(Plan)

COLUMNS = (
    *("product", "title", "segment", "unit", "price", "currency", "per", "from", "to"),
    *("programme", "plan", "term", "offer", "source", "source_date"),
    *("confidence", "status", "note"),
)
"""Columns of a price book, in the order of the catalogue's own."""

Key = tuple[str, str, str, str, int | None, str, str]
"""Product, segment, programme, plan, term, currency and unit: prices of one key are one series."""

_MONTHS = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class PricePoint:
    """A price of a product over some months.

    Parameters
    ----------
    product, title : str
        Its key, and its name in words.
    segment : str
        Who may buy at it: commercial, government, education_staff, education_student or charity;
        empty where anybody may, or the source does not say.
    unit : str
        What is priced: user, device, server, core2pack, core, room or tenant.
    price : float
        Price without VAT [currency/unit/per].
    currency : str
        Three letters, as in ``GBP``.
    per : str
        ``month``, ``year``, or ``once``.
    start, end : int or None
        First and last month in force, both inside, counted as ``year * 12 + month - 1``.
        Without a start it held before anybody looked. Without an end nothing is known to have
        followed it. Without either it is a price seen at ``source_date``, and no more is known.
        Of two prices that meet within one month, the later to start is the one to take.
    programme : str
        Key of the programme it is bought under; empty for any, or where it is not said.
    plan : str
        How it is billed: upfront, annual, monthly or once; empty where it is not said.
    term : int or None
        Months committed to; None where it is not said [month].
    offer : str
        How it is bought, in the words of the source.
    source, source_date : str
        Address of the page, or the paper; and its date as far as it shows one.
    confidence : str
        ``high``, ``medium``, ``low``, or empty where nobody judged it.
    status : str
        How firmly it is known: contract, quote, published, projected or assumed.
    note : str
        What the reader should know.
    line : int
        Line in the price book.
    """

    product: str
    title: str
    segment: str
    unit: str
    price: float
    currency: str
    per: Per
    start: int | None
    end: int | None
    programme: str
    plan: str
    term: int | None
    offer: str
    source: str
    source_date: str
    confidence: Confidence
    status: PriceStatus
    note: str
    line: int

    @property
    def key(self) -> Key:
        """What tells its series from every other."""
        return (
            *(self.product, self.segment, self.programme, self.plan, self.term),
            *(self.currency, self.unit),
        )

    @property
    def a_month(self) -> float:
        """Price a month, whatever it pays for, so that two can be compared."""
        return self.price / _MONTHS.get(self.per, 1)

    def holds(self, month: int) -> bool:
        """Whether the month lies in those it is in force."""
        started = self.start is None or self.start <= month
        return started and (self.end is None or month <= self.end)


def key_words(key: Key) -> str:
    """What a series is sold as, in words, after its product.

    Examples
    --------
    >>> key_words(("suite", "government", "csp_annual", "monthly", 12, "GBP", "user"))
    'government, csp_annual, billed monthly, 12 months, GBP per user'
    >>> key_words(("suite", "", "", "", None, "GBP", "user"))
    'any segment, GBP per user'
    """
    _, segment, programme, plan, term, currency, unit = key
    return ", ".join(
        [
            segment or "any segment",
            *([programme] if programme else []),
            *([f"billed {plan}"] if plan else []),
            *([f"{term} month{'s' if term != 1 else ''}"] if term is not None else []),
            f"{currency} per {unit}",
        ]
    )


def run_words(start: int | None, end: int | None) -> str:
    """Months in force, in words.

    Examples
    --------
    >>> run_words(2027 * 12 + 3, None), run_words(None, 2027 * 12 + 2), run_words(None, None)
    ('from April 2027', 'to March 2027', 'undated')
    """
    said = [] if start is None else [f"from {month_words(start)}"]
    said += [] if end is None else [f"to {month_words(end)}"]
    return " ".join(said) or "undated"
