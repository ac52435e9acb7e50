"""What the model has of one year, line by line: within the horizon, or from what is held."""

from __future__ import annotations

from collections.abc import Mapping

from licmodel.analysis.accounts.causes import Modelled
from licmodel.analysis.accounts.file_rows import AT, PENCE, Frame
from licmodel.assembly.assemble import Model
from licmodel.assembly.contracts import taken_over
from licmodel.errors import InputError
from licmodel.language.expression import Expr
from licmodel.language.operators import (
    MONTHS_A_YEAR,
    ONE_MONTH,
    add_up,
    during,
    every,
    most,
    round_to,
    total,
    where,
)
from licmodel.language.units import unit_text
from licmodel.lines.line import Line
from licmodel.terms.months import month_text, year_label, year_start


def year_of(model: Model, year: int) -> tuple[int, int]:
    """First and last month of a financial year, which the model must know.

    Parameters
    ----------
    model : Model
        Of a scenario.
    year : int
        Calendar year in which it begins [year].

    Raises
    ------
    InputError
        If it is neither within the horizon nor the year that ends where the horizon begins.
    """
    timeline = model.scenario.timeline
    first = year_start(year, timeline.closing)
    last = first + 11
    if (timeline.start <= first and last <= timeline.last) or last == timeline.start - 1:
        return first, last
    label = year_label(year, timeline.closing)
    raise InputError(
        f"the model does not know the whole of {label}",
        where=model.scenario.place("timeline"),
        found=f"a horizon from {month_text(timeline.start)} to {month_text(timeline.last)}",
        expected="a financial year within it, or the one that ends where it begins",
        remedies=[
            "say --year for another year",
            f"or begin with {label}: {_starting(first)}",
        ],
    )


def _starting(month: int) -> str:
    return f"timeline.start {month_text(month)}, in a file that extends this"


class CurrentYear:
    """The lines of an option in one year.

    Parameters
    ----------
    model : Model
        Assembled; rows are added to its program.
    option : str
        Which option.
    frame : Frame
        The year, and where rows are written.
    """

    def __init__(self, model: Model, option: str, frame: Frame) -> None:
        self.model, self.option, self.frame = model, option, frame
        self.read = model.program.reference
        self.homes: Mapping[str, str] = model.options[option].lines
        self.held_only = frame.year[1] < model.scenario.timeline.start

    @property
    def basis(self) -> str:
        """What the modelled figures are, in words."""
        begins = month_text(self.model.scenario.timeline.start)
        if self.held_only:
            return f"seats held before {begins} at their price, as if all year; other lines unknown"
        return "charged to the year"

    def lines(self) -> dict[str, Modelled]:
        """What the model has of each line.

        Raises
        ------
        InputError
            If the year is before the horizon, and nothing is held before it.
        """
        return self._held() if self.held_only else self._within()

    def lost_vat(self, lines: Mapping[str, Modelled]) -> Expr:
        """VAT of the year that the model does not recover."""
        if not self.held_only:
            return self._in_year(f"{self.option}.vat", "vat", "VAT not recovered")
        taxed = [line.charged for name, line in lines.items() if self._line(name).has_vat]
        lost = add_up(*taxed) * self.read("finance.vat_lost")
        return self.frame.row("vat.charged", "VAT not recovered", round_to(lost, PENCE))

    def contracted(self) -> dict[str, Expr]:
        """Seats under agreements: those held, or the average committed over the year."""
        found = {}
        for name, home in self.homes.items():
            key = f"{home}.committed"
            if self.held_only and name in self._holdings():
                seats = self.read(f"{self._holdings()[name]}.seats")
            elif not self.held_only and key in self.model.program.rows:
                seats = self._unit_months(name, key) / self._months()
            else:
                continue
            title = self._title(name)
            row = self.frame.row(f"lines.{name}.contracted", f"{title}: seats contracted", seats)
            found[name] = row
        return found

    def _months(self) -> Expr:
        return self.frame.last - self.frame.first + ONE_MONTH

    def _line(self, name: str) -> Line:
        option, line = self.homes[name].split(".")
        return self.model.scenario.options[option].lines[line]

    def _title(self, name: str) -> str:
        return self._line(name).title or name.replace("_", " ")

    # --- within the horizon ---

    def _within(self) -> dict[str, Modelled]:
        month = self.read("timeline.month")
        self.frame.row(
            "in_year",
            "the month is of the year",
            every(month >= self.frame.first, month <= self.frame.last),
        )
        return {name: self._modelled(name, home) for name, home in self.homes.items()}

    def _modelled(self, name: str, home: str) -> Modelled:
        at, title = f"lines.{name}", self._title(name)
        charged = self._in_year(f"{home}.accrued", at, title)
        invoiced = charged
        if self._line(name).billing_months > 1:
            invoiced = self._in_year(f"{home}.billed", at, title)
        counts = self._counted(name, home)
        if counts is None:
            return Modelled(title, charged, invoiced)
        unit = unit_text(self.read(counts).unit)
        return Modelled(title, charged, invoiced, unit, self._unit_months(name, counts))

    def _in_year(self, key: str, at: str, title: str) -> Expr:
        """A monthly row of the model added up over the year, to the penny."""
        said = {"accrued": "charged", "billed": "invoiced", "vat": "charged"}[
            key.rsplit(".", maxsplit=1)[-1]
        ]
        monthly = where(self.read(f"{AT}.in_year"), self.read(key), 0)
        by_month = self.frame.row(f"{at}.{said}.monthly", f"{title}: {said} in the year", monthly)
        summed = round_to(total(by_month), PENCE)
        return self.frame.row(f"{at}.{said}", f"{title}: {said} in the year, in all", summed)

    def _counted(self, name: str, home: str) -> str | None:
        """Row or input of what the line's price is for: seats, or so many of what recurs."""
        program = self.model.program
        if f"{home}.price_a_month" in program.rows:
            return f"{home}.{'committed' if f'{home}.committed' in program.rows else 'needed'}"
        if self._line(name).kind == "recurring":
            owner = self.model.scenario.owners(home).get("quantity", home)
            return f"{owner}.quantity" if f"{owner}.quantity" in program.inputs else None
        return None

    def _unit_months(self, name: str, key: str) -> Expr:
        """Units × months of the year; what is not served counts for nothing."""
        at, title, home = f"lines.{name}.counted", self._title(name), self.homes[name]
        if f"{AT}.{at}" in self.model.program.rows:
            return self.read(f"{AT}.{at}")
        inside = [self.read(f"{AT}.in_year")]
        if key in self.model.program.inputs:
            inside.append(self.read(f"{home}.active"))
        units = where(every(*inside), self.read(key) * self.read("timeline.step"), 0)
        by_month = self.frame.row(f"{at}.monthly", f"{title}: modelled seats × month", units)
        return self.frame.row(at, f"{title}: modelled seats × months", total(by_month))

    # --- the year before the horizon ---

    def _holdings(self) -> dict[str, str]:
        """Key of the holding that each line takes over."""
        return {
            home.rsplit(".", maxsplit=1)[-1]: f"agreements.{owner}.holdings.{held}"
            for (owner, held), lines in taken_over(self.model.scenario, self.option).items()
            for home in lines
        }

    def _held(self) -> dict[str, Modelled]:
        held = self._holdings()
        begins = month_text(self.model.scenario.timeline.start)
        if not held:
            first, last = self.frame.year
            label = f"{month_text(first)} to {month_text(last)}"
            raise InputError(
                f"nothing is modelled from {label}",
                where=self.model.scenario.place("timeline"),
                found=f"a horizon from {begins}, and no seats held before it",
                expected="a year within the horizon, or seats held before it under an agreement",
                remedies=[f"begin with that year: {_starting(first)}"],
            )
        why = f"the scenario says nothing of it before {begins}"
        none = self.frame.nothing
        return {
            name: self._of_holding(name, held[name])
            if name in held
            else Modelled(self._title(name), none, none, why_not=why)
            for name in self.homes
        }

    def _of_holding(self, name: str, key: str) -> Modelled:
        seats, price = self.read(f"{key}.seats"), self.read(f"{key}.price")
        unit = unit_text(seats.unit)
        if unit_text(price.unit).endswith("/year"):
            price /= MONTHS_A_YEAR
        at, title = f"lines.{name}", self._title(name)
        agreement = str(self._line(name).agreement_key())
        signed = self._signed(agreement)
        months = most(self.frame.last - most(signed, self.frame.first) + ONE_MONTH, 0)
        months = self.frame.row(f"{at}.months", f"{title}: months held in the year", months)
        counted = self.frame.row(f"{at}.counted", f"{title}: seats held × months", seats * months)
        money = self.frame.row(
            f"{at}.charged",
            f"{title}: seats held at their price, in the year",
            round_to(during(seats * price, "month") * (months / ONE_MONTH), PENCE),
        )
        return Modelled(title, money, money, unit, counted)

    def _signed(self, agreement: str) -> Expr:
        from licmodel.assembly.contracts import Terms  # noqa: PLC0415  beside the look-up of holdings

        owner = Terms(self.model.scenario, agreement).owners["signed"]
        return self.read(f"agreements.{owner}.signed")
