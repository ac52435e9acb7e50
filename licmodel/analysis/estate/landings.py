"""Dates of lines: when they start and end, buy again, and meet a price that has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from licmodel.analysis.estate.deadlines import Milestone
from licmodel.analysis.estate.window import Window, day_words, first_day, last_day
from licmodel.analysis.results import Results
from licmodel.assembly.contracts import Terms
from licmodel.lines import Line
from licmodel.terms.term import number_text

_PRICES = ("price_a_month", "price_once")
_SAME = 5e-7


def of_lines(results: Results, window: Window) -> Iterator[Milestone]:
    """Dates of every line; those that options share are told once.

    Parameters
    ----------
    results : Results
        Whose base column is read.
    window : Window
        Days that are told of.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> results = run(example())
    >>> list(of_lines(results, Window.of(results.scenario)))
    []
    """
    told: set[str] = set()
    for rows in results.model.options.values():
        for name, home in rows.lines.items():
            if home in told:
                continue
            told.add(home)
            line = results.scenario.options[home.split(".")[0]].lines[name]
            yield from _Dates(results, home, line, rows.title).all(window)


@dataclass(frozen=True)
class _Dates:
    results: Results
    home: str
    line: Line
    option: str

    @property
    def subject(self) -> str:
        name = self.line.title or self.home.rsplit(".", maxsplit=1)[-1].replace("_", " ")
        return f"{self.option}, {name}"

    def all(self, window: Window) -> Iterator[Milestone]:
        yield from self._edges(window)
        yield from self._may_happen(window)
        yield from self._bought()
        yield from self._uplifts()
        yield from self._prices()

    def _told(
        self, month: int, kind: str, text: str, *amounts: float, last: bool = False
    ) -> Milestone:
        day = last_day(month) if last else first_day(month)
        return Milestone(day, kind, self.home, self.subject, text, amounts)

    # --- what the rows and inputs say ---

    def _row(self, name: str) -> list[float] | None:
        key = f"{self.home}.{name}"
        return self.results.by_period(key) if key in self.results.model.program.rows else None

    def _field(self, field: str) -> str:
        """Key of a field's input; a field taken over keeps its owner's."""
        return f"{self.results.scenario.owners(self.home).get(field, self.home)}.{field}"

    def _month(self, field: str) -> int | None:
        key = self._field(field)
        known = key in self.results.model.program.inputs
        return int(self.results.figure(key)) if known else None

    @property
    def _begins(self) -> int:
        return self.results.scenario.timeline.start

    # --- events ---

    def _edges(self, window: Window) -> Iterator[Milestone]:
        starts, ends = self._month("starts"), self._month("ends")
        falls = self._row("falls")
        if falls is not None:
            yield from self._one_off(falls)
        elif starts is not None and first_day(starts) in window:
            yield self._told(starts, "line_starts", "starts")
        if ends is not None and last_day(ends) in window:
            agreement = self.line.agreement_key()
            after = "" if agreement is None else "; seats go when the agreement lets them"
            yield self._told(ends, "line_ends", f"last month needed{after}", last=True)

    def _one_off(self, falls: list[float]) -> Iterator[Milestone]:
        months = [number for number, flag in enumerate(falls) if flag > 0]
        paid = self._row("payment")
        if not months or paid is None:
            return
        amount = sum(paid[number] for number in months)
        until = ""
        if len(months) > 1:
            until = f", spread to {day_words(last_day(self._begins + months[-1]))}"
        yield self._told(self._begins + months[0], "one_off", f"one-off of {{}}{until}", amount)

    def _may_happen(self, window: Window) -> Iterator[Milestone]:
        """An event from the month in which it may happen; a displaced contract to its own end."""
        on, over = self._month("on"), self._month("contract_ends")
        if on is not None and first_day(on) in window:
            until, cost = self._month("until"), self._row("if_happens") or []
            probability = self.results.figure(self._field("probability"))
            likely = "how likely nobody has said"
            if probability:
                likely = f"at {number_text(probability, percent=True)}"
            each = ", and each year after" if getattr(self.line, "yearly", False) else ""
            each += "" if until is None else f" until {day_words(last_day(until))}"
            words = f"may happen{each}, {likely}: {{}} within the horizon"
            yield self._told(on, "may_happen", words, sum(cost))
        if over is not None and last_day(over) in window:
            words = "last month of its contract; its money is saved from the month after"
            yield self._told(over, "contract_ends", words, last=True)

    def _bought(self) -> Iterator[Milestone]:
        again, spent = self._row("bought_again"), self._row("purchase")
        starts = self._month("starts")
        first = self._begins if starts is None else starts
        for number, flag in enumerate(again or ()):
            month = self._begins + number
            if flag > 0 and spent is not None and spent[number]:
                what = "bought" if month == first else "everything is bought again"
                yield self._told(month, "bought", f"{what}: {{}}", spent[number])

    def _uplifts(self) -> Iterator[Milestone]:
        renewals, served = self._row("renewals") or [], self._row("active") or []
        for number, (before, now) in enumerate(pairwise(renewals), 1):
            # before its own start the renewals of a line are counted below nothing
            if now > max(before, 0) and served[number] > 0:
                yield self._told(self._begins + number, "price_lands", "renewed at its uplift")

    def _prices(self) -> Iterator[Milestone]:
        name = next((each for each in _PRICES if self._row(each) is not None), None)
        if name is None:
            return
        changes = self._listed(name)
        lands = self._landings(name)
        if not changes and self.line.agreement_key() is None:
            return
        for month, (before, now) in lands.items():
            if name == "price_a_month":
                words = "price a month goes from {} to {}"
                yield self._told(month, "price_lands", words, before, now)
        for month in changes:
            if not self._begins <= month <= self.results.scenario.timeline.last:
                continue
            at = self._meets(name, month, lands)
            said = "not met within the horizon" if at is None else f"met on {_on(at)}"
            if at is None and not self._reads_list:
                said = "not met: a renewal lifts the price paid"
            last = "; the last dated price, carried on" if month == changes[-1] else ""
            yield self._told(month, "price_list", f"its price list changes, {said}{last}")

    @property
    def _reads_list(self) -> bool:
        """Whether a renewal takes the price of the list, and not the price paid."""
        key = self.line.agreement_key()
        if key is None:
            return True
        agreement = Terms(self.results.scenario, key).agreement
        return agreement.renewal != "uplift" or agreement.uplift_on == "list"

    def _listed(self, name: str) -> list[int]:
        """Months in which the prices behind a row change, but for the first of them."""
        months = {
            int(self.results.figure(key))
            for key in self._inputs_behind(f"{self.home}.{name}")
            if _is_price_date(key)
        }
        return sorted(months)[1:]

    def _inputs_behind(self, key: str) -> set[str]:
        """Inputs that a row of the line reads, by way of other rows of it too."""
        program = self.results.model.program
        found: set[str] = set()
        rows, seen = [key], {key}
        while rows:
            for leaf in program.rows[rows.pop()].body.references():
                read = str(leaf.ref)
                if leaf.op == "input":
                    found.add(read)
                elif read.startswith(f"{self.home}.") and read not in seen:
                    seen.add(read)
                    rows.append(read)
        return found

    def _landings(self, name: str) -> dict[int, tuple[float, float]]:
        """Months in which the price that is paid differs from the one before."""
        prices, seats = self._row(name) or [], self._row("committed") or self._row("needed") or []
        return {
            self._begins + number: (before, now)
            for number, (before, now) in enumerate(pairwise(prices), 1)
            if before > 0 and now > 0 and abs(now - before) > _SAME and seats[number] > 0
        }

    def _meets(self, name: str, month: int, lands: dict[int, tuple[float, float]]) -> int | None:
        if not self._reads_list:
            return None
        if name == "price_a_month":
            return next((each for each in lands if each >= month), None)
        bought = self._row("bought") or []
        dates = (self._begins + number for number, units in enumerate(bought) if units > 0)
        return next((each for each in dates if each >= month), None)


def _is_price_date(key: str) -> bool:
    """Whether an input is the month from which a price is in force."""
    return key.endswith(".from") and (key.startswith("prices.") or ".price." in key)


def _on(month: int) -> str:
    return day_words(first_day(month))
