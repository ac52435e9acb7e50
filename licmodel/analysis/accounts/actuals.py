"""Money actually invoiced or posted, row by row, and the line and budget that each row is of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from licmodel.errors import InputError
from licmodel.scenario.scenario import Scenario

Written = tuple[Decimal, Decimal, Decimal]
CODES = ("cost_centre", "subjective")
IDENTITIES = ("part_number", "product")
BUDGET = "budget"
"""Under ``lines`` of a mapping: the codes of the whole budget, where lines do not say them."""


@dataclass(frozen=True, slots=True)
class Actual:
    """One row of a list of invoices or of a ledger.

    Parameters
    ----------
    row, place : int and str
        Number of the row, and where it stands in its file.
    day : date
        Of the invoice or posting.
    net, vat : Decimal
        Amount without VAT, and the VAT in it [money].
    quantity, price : Decimal or None
        As the row has them; None where it does not say.
    priced_months : int or None
        Months that the price is for; None where not said, or for the whole of the row.
    first, last : int or None
        Months served, both inside [absolute month].
    document : str
        Number of the invoice or posting.
    line, product, title, part_number : str
        What it is for, as far as it says: key of a line, of a product, and names.
    codes : mapping of str to str
        ``cost_centre`` and ``subjective``, where it states them.
    written : tuple of Decimal
        Net, VAT and gross as they stand in the file; nothing where a column is not there.
    repeats : str, optional
        Place of an earlier row that says the very same.
    """

    row: int
    place: str
    day: dt.date
    net: Decimal
    vat: Decimal
    quantity: Decimal | None = None
    price: Decimal | None = None
    priced_months: int | None = None
    first: int | None = None
    last: int | None = None
    document: str = ""
    line: str = ""
    product: str = ""
    title: str = ""
    part_number: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    written: Written = (Decimal(0), Decimal(0), Decimal(0))
    repeats: str | None = None

    @property
    def known(self) -> bool:
        """Whether it is known what it is for; every row is judged when it is matched."""
        return True

    @property
    def fingerprint(self) -> tuple[object, ...]:
        """What it says, wherever it stands."""
        return (
            *(self.day, self.net, self.vat, self.quantity, self.price, self.priced_months),
            *(self.first, self.last, self.document, self.line, self.title, self.part_number),
            *sorted(self.codes.items()),
        )

    @property
    def month(self) -> int:
        """Month of its day [absolute month]."""
        return self.day.year * 12 + self.day.month - 1

    @property
    def names_a_thing(self) -> bool:
        """Whether it says what was bought."""
        return bool(self.line or self.title or self.part_number)


@dataclass(frozen=True)
class Match:
    """A row, the line that its money belongs to, and the line that its code puts it under.

    ``belongs`` and ``stands`` are names of lines; None for none of them. ``in_budget`` is false
    for a row under a code of another budget.
    """

    actual: Actual
    belongs: str | None
    stands: str | None
    in_budget: bool


class Matcher:
    """Matches rows to the lines of an option.

    Parameters
    ----------
    scenario : Scenario
        Whose lines they are.
    option : str
        Which of its options.
    said : mapping, optional
        Of a mapping: what identifies each line, and the codes it is posted under.

    Raises
    ------
    InputError
        If the mapping names a line that the option does not have.
    """

    def __init__(
        self,
        scenario: Scenario,
        option: str,
        said: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None,
    ) -> None:
        said = said or {}
        self.names: dict[str, set[str]] = {}
        self.codes: dict[str, dict[str, set[str]]] = {}
        homes = scenario.homes(option)
        for name in said:
            if name != BUDGET and name not in homes:
                raise InputError(
                    f"the mapping names a line that {option} does not have",
                    found=name,
                    expected=", ".join((*homes, BUDGET)),
                    remedies=["write the line's own name under lines:"],
                )
        for name, home in homes.items():
            line, own = scenario.options[home].lines[name], said.get(name, {})
            names = {name, f"{option}.{name}", f"{home}.{name}", line.title, line.product_key()}
            names |= {each for kind in IDENTITIES for each in own.get(kind, ())}
            self.names[name] = {_plain(each) for each in names if each}
            self.codes[name] = {
                code: {_plain(each) for each in own.get(code, ())} for code in CODES
            }
        self.budget = {
            code: {_plain(each) for each in said.get(BUDGET, {}).get(code, ())}
            | {each for codes in self.codes.values() for each in codes[code]}
            for code in CODES
        }

    def match(self, actuals: Iterable[Actual]) -> list[Match]:
        """Each row with the line it belongs to and the one it stands under."""
        return [self._match(actual) for actual in actuals]

    def line_of(self, *names: str) -> str | None:
        """The one line that goes by one of these names."""
        for name in filter(None, map(_plain, names)):
            found = [line for line, known in self.names.items() if name in known]
            if len(found) == 1:
                return found[0]
        return None

    def _match(self, actual: Actual) -> Match:
        belongs = self.line_of(actual.line, actual.part_number, actual.product, actual.title)
        coded = [line for line in self.codes if self._fits(actual, self.codes[line], all_of=True)]
        alone = coded[0] if len(coded) == 1 else None
        if belongs is None and not actual.names_a_thing:
            belongs = alone
        in_budget = self._fits(actual, self.budget)
        stands = belongs
        if belongs is None or not self._fits(actual, self.codes[belongs]):
            stands = alone
        return Match(actual, belongs, stands if in_budget else None, in_budget)

    @staticmethod
    def _fits(actual: Actual, codes: Mapping[str, set[str]], *, all_of: bool = False) -> bool:
        """Whether no code of the row is another's; ``all_of`` asks for one that is its own."""
        both = [code for code in CODES if codes[code] and actual.codes.get(code)]
        agree = all(_plain(actual.codes[code]) in codes[code] for code in both)
        return agree and (bool(both) or not all_of)


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())
