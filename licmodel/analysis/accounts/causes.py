"""The causes of a difference between a model and the accounts, as rows: each penny in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from licmodel.analysis.accounts.actuals import Match
from licmodel.analysis.accounts.file_rows import AT, PENCE, FileRow, Frame, says_what, why_no_split
from licmodel.language.expression import Expr
from licmodel.language.operators import (
    add_up,
    equals,
    every,
    round_to,
    where,
)

CAUSES = ("vat", "timing", "coding", "seats", "price", "unexplained")
"""In the order in which they are taken out."""

SAID = {
    "vat": "VAT",
    "timing": "timing",
    "coding": "coding",
    "seats": "seats",
    "price": "price",
    "unexplained": "unexplained",
}
OTHERS, LOST_VAT = "others", "vat"
"""What stands beside the lines: rows under no one line's code, and VAT that is not recovered."""


@dataclass(frozen=True)
class Modelled:
    """What the model has of a line in the year: money [pounds and pence] and seats.

    ``unit_months`` is none where the model counts nothing whose price it is;
    ``why_not`` says so of a line that it does not have in that year at all.
    """

    title: str
    charged: Expr
    invoiced: Expr
    unit: str = "unit"
    unit_months: Expr | None = None
    why_not: str | None = None


@dataclass
class Side:
    """One line's part of the reconciliation, while its rows are gathered."""

    actual: list[Expr] = field(default_factory=list)
    vat: list[Expr] = field(default_factory=list)
    timing: list[Expr] = field(default_factory=list)
    coded_in: list[Expr] = field(default_factory=list)
    coded_out: list[Expr] = field(default_factory=list)
    served: list[Expr] = field(default_factory=list)
    repeated: list[Expr] = field(default_factory=list)
    stated: list[Expr] = field(default_factory=list)
    unit_months: list[Expr] = field(default_factory=list)
    says_months: bool = False
    reasons: list[str] = field(default_factory=list)


class Causes:
    """Writes the rows of a reconciliation.

    Parameters
    ----------
    frame : Frame
        Where they are written, below the model's own rows.
    kind : str
        ``invoices`` or ``ledger``. An invoice that does not say its months is held against what
        the model invoices; a posting against what it charges.
    """

    def __init__(self, frame: Frame, kind: str) -> None:
        self.frame, self.kind = frame, kind
        self.row, self.nothing = frame.row, frame.nothing
        self.sides: dict[str, Side] = {}
        self.file: list[Expr] = []

    def write(self, modelled: dict[str, Modelled], matches: Iterable[Match], lost: Expr) -> None:
        """Write every row: those of the file, then each line's causes, then their sums.

        Parameters
        ----------
        modelled : dict of str to Modelled
            By line, of what the model has.
        matches : iterable of Match
            Rows of the file.
        lost : Expr
            VAT that the model does not recover in the year.
        """
        self.sides = {name: Side() for name in (*modelled, OTHERS)}
        for match in matches:
            self._take(match, modelled)
        for name, line in modelled.items():
            self._line(name, line, self.sides[name])
        others = self.sides[OTHERS]
        self._sums(
            OTHERS,
            "under no one line's code",
            self.nothing,
            others,
            {
                "unexplained": self._added(others.served),
            },
        )
        self._sums(LOST_VAT, "VAT not recovered", lost, Side(vat=[self.nothing - lost]), {})
        self._totals((*modelled, OTHERS, LOST_VAT))

    # --- rows of the file ---

    def _take(self, match: Match, modelled: dict[str, Modelled]) -> None:
        actual = match.actual
        at = f"rows.{actual.row}"
        named = f"{'invoice' if self.kind == 'invoices' else 'posting'} {actual.document}".strip()
        label = f"{named} ({actual.place})"
        of_line = modelled.get(match.belongs or "")
        reader = FileRow(self.frame, actual, at, label, "unit" if of_line is None else of_line.unit)
        gross = self.row(f"{at}.amount", f"{label}: amount", reader.gross)
        self.file.append(gross)
        if not reader.is_of_year or not (match.in_budget or match.belongs):
            return
        served = self.row(f"{at}.served", f"{label}: of the year", reader.served())
        stands = self.sides[match.stands or OTHERS] if match.in_budget else None
        if stands is not None:
            day_in_year = reader.when_dated(gross)
            stands.actual.append(
                self.row(f"{at}.counted", f"{label}: in the accounts", day_in_year)
            )
            if actual.vat:
                vat = reader.when_dated(reader.vat)
                stands.vat.append(self.row(f"{at}.vat_counted", f"{label}: VAT", vat))
            if actual.first is not None:
                moved = reader.when_dated(reader.net) - served
                stands.timing.append(self.row(f"{at}.timing", f"{label}: of another time", moved))
        own = None if match.belongs is None else self.sides[match.belongs]
        if own is None and stands is self.sides[OTHERS] and not says_what(actual):
            stands.served.append(served)
            stands.reasons.append(f"{actual.place} does not say what it is for")
            return
        if own is not stands:
            if stands is not None:
                stands.coded_in.append(served)
            if own is not None:
                own.coded_out.append(served)
        if own is not None and of_line is not None:
            own.says_months |= actual.first is not None
            self._own(own, reader, served)

    def _own(self, own: Side, reader: FileRow, served: Expr) -> None:
        """A row among those of its own line, with its quantity and price if it says them."""
        actual = reader.actual
        if actual.repeats is not None:
            own.repeated.append(served)
            own.reasons.append(f"{actual.place} repeats {actual.repeats}")
            return
        own.served.append(served)
        missing = why_no_split(actual)
        if missing is not None:
            own.reasons.append(f"{actual.place}: {missing}")
            return
        own.stated.append(reader.stated())
        own.unit_months.append(reader.unit_months())

    # --- each line ---

    def _line(self, name: str, line: Modelled, side: Side) -> None:
        at, title = f"lines.{name}", line.title
        by_invoice = self.kind == "invoices" and bool(side.served) and not side.says_months
        base = line.charged
        if by_invoice:
            base = line.invoiced
            early = self.row(
                f"{at}.early",
                f"{title}: invoiced in the year, as modelled, less charged to it",
                line.invoiced - line.charged,
            )
            side.timing.append(early)
        served = self.row(
            f"{at}.served", f"{title}: its own, of the year", self._added(side.served)
        )
        left = served - base
        split: dict[str, Expr] = {}
        whole = len(side.stated) == len(side.served) > 0
        if whole:
            months = self.row(
                f"{at}.unit_months", f"{title}: seats invoiced × months", add_up(*side.unit_months)
            )
            if line.unit_months is not None:
                split = self._split(at, line, side, months, by_invoice=by_invoice)
                left = left - split["seats"] - split["price"]
        side.reasons += _why_unsplit(line, side)
        self._sums(
            name,
            title,
            line.charged,
            side,
            {
                **split,
                "unexplained": left + self._added(side.repeated),
            },
        )

    def _split(
        self, at: str, line: Modelled, side: Side, months: Expr, *, by_invoice: bool
    ) -> dict[str, Expr]:
        """Seats at the modelled price, then the price of the seats there are."""
        title, modelled = line.title, line.unit_months
        assert modelled is not None  # noqa: S101  asked before
        tests = [modelled > 0]
        if by_invoice:
            tests.append(equals(line.invoiced, line.charged))
        can = self.row(f"{at}.comparable", f"{title}: seats can be compared", every(*tests))
        stated = self.row(f"{at}.stated", f"{title}: seats × price", add_up(*side.stated))
        price = line.charged / modelled
        seats = where(can, round_to((months - modelled) * price, PENCE), 0)
        seats = self.row(f"{at}.seats", f"{title}: seats, at the modelled price", seats)
        paid = where(can, stated - line.charged - seats, 0)
        return {
            "seats": seats,
            "price": self.row(f"{at}.price", f"{title}: price, of the seats there are", paid),
        }

    # --- sums ---

    def _added(self, parts: Sequence[Expr]) -> Expr:
        return add_up(*parts) if parts else self.nothing

    def _sums(
        self, name: str, title: str, charged: Expr, side: Side, causes: dict[str, Expr]
    ) -> None:
        """A line's money and its causes, each to the penny."""
        at = place_of(name)
        coding = self._added(side.coded_in) - self._added(side.coded_out)
        bodies = {
            "modelled": charged,
            "actual": self._added(side.actual),
            "vat": self._added(side.vat),
            "timing": self._added(side.timing),
            "coding": coding,
            "seats": self.nothing,
            "price": self.nothing,
        } | causes
        bodies.setdefault("unexplained", self.nothing)
        for key, body in bodies.items():
            if f"{AT}.{at}.{key}" not in self.frame.program.rows:
                self.row(f"{at}.{key}", f"{title}: {SAID.get(key, key)}", round_to(body, PENCE))

    def _totals(self, names: Sequence[str]) -> None:
        sums = {
            key: self.row(
                key,
                f"{SAID.get(key, key)}, in all",
                add_up(
                    *(
                        self.frame.program.reference(f"{AT}.{place_of(name)}.{key}")
                        for name in names
                    )
                ),
            )
            for key in ("modelled", "actual", *CAUSES)
        }
        difference = self.row(
            "difference", "actual less modelled", sums["actual"] - sums["modelled"]
        )
        caused = self.row("caused", "the sum of its causes", add_up(*(sums[c] for c in CAUSES)))
        self.row("left", "not in any cause", round_to(difference - caused, PENCE))
        held = self.row("file", "the file in all", self._added(self.file))
        self.row("elsewhere", "of other years and budgets", held - sums["actual"])


def place_of(name: str) -> str:
    """Where a line's figures stand below ``reconciliation``."""
    return name if name in {OTHERS, LOST_VAT} else f"lines.{name}"


def _why_unsplit(line: Modelled, side: Side) -> Iterator[str]:
    if line.why_not is not None:
        yield line.why_not
    elif not side.served:
        yield "no row of the file is for it in the year"
    elif line.unit_months is None:
        yield "the model counts nothing of it that has a price"
