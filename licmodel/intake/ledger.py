"""What became of every row: entered once, then held, set aside or refused, and counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from licmodel.intake.findings import Remark, Tally

Amounts = tuple[Decimal | None, ...]


class Refusal(Exception):  # noqa: N818  a row that is what its name says
    """A row that cannot be held; ``column`` is a field of its kind."""

    def __init__(self, reason: str, column: str | None = None) -> None:
        self.reason, self.column = reason, column
        super().__init__(reason)


class SetAside(Exception):  # noqa: N818  likewise
    """A row that is right, and is not wanted."""


class Ledger:
    """The rows of one reading.

    What is held is counted from what the reading gives in the end, not from what was entered, so
    that a row that went missing between the two shows.

    Examples
    --------
    >>> ledger = Ledger(("seats",))
    >>> ledger.enter(2, (Decimal(10),))
    >>> ledger.enter(3, (Decimal(4),))
    >>> ledger.refuse(3, Remark("a.csv:3", "why"))
    >>> ledger.tallies(1, {"seats": Decimal(10)})[0].balances
    True
    """

    def __init__(self, measures: tuple[str, ...]) -> None:
        self.measures = measures
        self._amounts: dict[int, Amounts] = {}
        self._refused: dict[int, Remark] = {}
        self._aside: dict[int, Remark] = {}
        self._corrected: list[tuple[int, Remark]] = []
        self._blank: set[tuple[int, int]] = set()

    def enter(self, row: int, amounts: Amounts) -> None:
        """Count a row in, with what its measured cells hold; None where they are no numbers."""
        self._amounts[row] = amounts

    def blank(self, row: int, measure: int) -> None:
        """Note that a row is refused since nothing stands where a number must."""
        self._blank.add((row, measure))

    def refuse(self, row: int, remark: Remark) -> None:
        """Refuse a row; the first reason stands."""
        self._refused.setdefault(row, remark)

    def set_aside(self, row: int, remark: Remark) -> None:
        """Leave a row out that is no fault."""
        self._aside.setdefault(row, remark)

    def correct(self, row: int, remark: Remark) -> None:
        """Note what was mended in a row."""
        self._corrected.append((row, remark))

    @property
    def refused(self) -> tuple[Remark, ...]:
        """Rows refused, in file order."""
        return tuple(self._refused[row] for row in sorted(self._refused))

    @property
    def aside(self) -> tuple[Remark, ...]:
        """Rows set aside, in file order."""
        return tuple(self._aside[row] for row in sorted(self._aside))

    @property
    def corrected(self) -> tuple[Remark, ...]:
        """What was mended in rows that are held."""
        return tuple(remark for row, remark in self._corrected if self._holds(row))

    @property
    def corrected_rows(self) -> int:
        """Number of rows held with something mended in them."""
        return len({row for row, _ in self._corrected if self._holds(row)})

    def _holds(self, row: int) -> bool:
        return row not in self._refused and row not in self._aside

    def tallies(self, rows: int, held: Mapping[str, Decimal]) -> tuple[Tally, ...]:
        """The rows and each measure: what came in, and where it went.

        Parameters
        ----------
        rows : int
            Rows that the reading holds.
        held : mapping of str to Decimal
            Sum of each measure over what the reading holds.
        """
        return (
            Tally(
                "rows",
                Decimal(len(self._amounts)),
                Decimal(rows),
                Decimal(len(self._aside)),
                Decimal(len(self._refused)),
            ),
            *(
                Tally(
                    name,
                    self._total(number, self._amounts),
                    held[name],
                    self._total(number, self._aside),
                    self._total(number, self._refused),
                    len(unread := self._unread(number)),
                    tuple(self._refused[row].place for row in unread),
                )
                for number, name in enumerate(self.measures)
                if name in held
            ),
        )

    def _unread(self, measure: int) -> list[int]:
        """Rows refused whose amount is in no total: it is no number, or not there."""
        return [
            row
            for row in sorted(self._refused)
            if self._amounts[row][measure] is None or (row, measure) in self._blank
        ]

    def _total(self, measure: int, rows: Iterable[int]) -> Decimal:
        amounts = (self._amounts[row][measure] for row in rows)
        return sum((amount for amount in amounts if amount is not None), Decimal(0))
