"""Seats under agreements, month by month: needed, committed, invoiced, paid but not needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from licmodel.analysis.results import Results, resolve
from licmodel.assembly.assemble import Model
from licmodel.assembly.contracts import Terms
from licmodel.errors import InputError
from licmodel.language.units import unit_text
from licmodel.terms.agreement import FALL_WORDS
from licmodel.terms.months import month_words, parse_month

_NEEDED = ".needed"


@dataclass(frozen=True)
class Waterfall:
    """Seats of one line along the months.

    Parameters
    ----------
    key, title : str
        The line, as ``option.line``, and its name.
    agreement : str
        Name of its agreement in words.
    falls : str
        When seats may be handed back, in words.
    unit : str
        What a seat is for: user, device.
    months : tuple of str
        ``2027-04`` …
    needed, committed, not_needed, invoiced, not_needed_cost : list of float
        Along the months [unit; the last two money].
    may_go : list of bool
        Whether seats may be handed back in the month.
    """

    key: str
    title: str
    agreement: str
    falls: str
    unit: str
    months: tuple[str, ...]
    needed: list[float]
    committed: list[float]
    not_needed: list[float]
    invoiced: list[float]
    not_needed_cost: list[float]
    may_go: list[bool]

    @property
    def changes(self) -> list[int]:
        """Numbers of the months in which seats differ from the month before; the first is one."""
        seats = list(zip(self.needed, self.committed, strict=True))
        return [n for n, each in enumerate(seats) if n == 0 or each != seats[n - 1]]

    def next_chance(self, month: int) -> str | None:
        """First later month in which seats may be handed back, if the horizon has one."""
        later = range(month + 1, len(self.months))
        return next((self.months[each] for each in later if self.may_go[each]), None)

    def waits(self, month: int) -> str:
        """Until when who leaves in a month saves nothing, in words."""
        if self.falls == FALL_WORDS["never"]:
            return "who leaves saves nothing: seats may never be handed back"
        chance = self.next_chance(month)
        when = "not again within the horizon"
        if chance is not None:
            when = f"next in {month_words(parse_month(chance))}"
        return (
            "who leaves saves nothing until seats may be handed back, which is "
            f"{self.falls}, {when}"
        )

    def too_many(self) -> list[tuple[int, int]]:
        """Runs of months with seats paid but not needed, as first and last number."""
        runs: list[tuple[int, int]] = []
        for month, seats in enumerate(self.not_needed):
            if not seats > 0:
                continue
            if runs and runs[-1][1] == month - 1:
                runs[-1] = (runs[-1][0], month)
            else:
                runs.append((month, month))
        return runs


def seats(
    results: Results, options: Sequence[str] | None = None, what_if: str | None = None
) -> dict[str, list[Waterfall]]:
    """Seats of each option's lines under agreements; lines that options share are told once each.

    Parameters
    ----------
    results : Results
        Of a scenario.
    options : sequence of str, optional
        Which options; all that are costed, where not given.
    what_if : str, optional
        Under which what-if of the results.

    Raises
    ------
    InputError
        If an option is not known or not costed.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> seats(run(example()))
    {'stay': []}
    """
    known = results.model.options
    for key in options or ():
        if key not in known:
            raise InputError(f"no option is called {key}", expected=", ".join(known))
    return {
        key: [
            _waterfall(results, home, what_if)
            for home in known[key].lines.values()
            if f"{home}.committed" in results.model.program.rows
        ]
        for key in options or known
    }


def waits(results: Results, key: str, month: int, what_if: str | None = None) -> str | None:
    """Until when a seat that is not needed is paid for, where the key is a row that counts it.

    Parameters
    ----------
    results : Results
        Of a scenario.
    key : str
        Of a row.
    month : int
        Number of the month in the horizon, from 0.
    what_if : str, optional
        Under which what-if of the results.

    Returns
    -------
    str or None
        In words; None where it is another row, or every seat is needed in the month.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> waits(run(example()), "stay.support.accrued", 0)
    """
    home, _, row = key.rpartition(".")
    counts = f"{home}.not_needed"
    if row not in {"committed", "not_needed", "not_needed_cost"}:
        return None
    if home.count(".") != 1 or counts not in results.model.program.rows:
        return None
    if not results.by_period(counts, what_if)[month] > 0:
        return None
    return _waterfall(results, home, what_if).waits(month)


def _waterfall(results: Results, home: str, what_if: str | None) -> Waterfall:
    option, name = home.split(".")
    line = results.scenario.options[option].lines[name]
    key = str(line.agreement_key())
    terms = Terms(results.scenario, key)
    falls = terms.may_fall()

    def along(row: str) -> list[float]:
        return results.by_period(row, what_if)

    free, live = along(f"agreements.{key}.free"), along(f"agreements.{key}.live")
    within = {"any_month": live, "anniversary": along(f"agreements.{key}.anniversary")}
    chances = free if falls != "never" else [0.0] * len(free)
    return Waterfall(
        key=home,
        title=line.title or name.replace("_", " "),
        agreement=terms.title,
        falls=FALL_WORDS[falls],
        unit=unit_text(results.model.program.rows[f"{home}.committed"].unit),
        months=results.model.program.periods.months,
        needed=along(f"{home}.needed"),
        committed=along(f"{home}.committed"),
        not_needed=along(f"{home}.not_needed"),
        invoiced=along(f"{home}.billed"),
        not_needed_cost=along(f"{home}.not_needed_cost"),
        may_go=[
            bool(a) or bool(b) for a, b in zip(chances, within.get(falls, chances), strict=True)
        ],
    )


def seat_lines(model: Model) -> dict[str, str]:
    """Lines that need whole units, by key: each as a reader is told of it, with its option.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> from licmodel.assembly.assemble import assemble
    >>> seat_lines(assemble(example()))
    {}
    """
    rows = (key.removesuffix(_NEEDED) for key in model.program.rows if key.endswith(_NEEDED))
    return {line: seat_line(model, line) for line in rows}


def seat_line(model: Model, line: str) -> str:
    """A line that needs whole units as a reader is told of it, with its option."""
    label = model.program.rows[resolve(model, f"{line}{_NEEDED}")].label
    option = model.scenario.option_title(line.partition(".")[0])
    return f'{label.rpartition(": ")[0]} in "{option}"'
