"""Prices asked of the price book through the very rows that cost lines write.

A line that stands in no option is written beside the scenario's drivers and prices, and read off in
the month asked about. So what a plan would cost has the definition of what a line costs.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from licmodel.assembly.assemble import periods_of
from licmodel.assembly.surroundings import surround
from licmodel.errors import InputError
from licmodel.language.evaluate import Evaluator, Values
from licmodel.language.operators import round_up
from licmodel.language.program import Origin, Program
from licmodel.lines import Line
from licmodel.lines.page import Page
from licmodel.lines.setting import Setting
from licmodel.scenario.scenario import Scenario
from licmodel.terms.months import month_text

_A_YEAR = 12


@dataclass
class Quotes:
    """What lines would cost in a scenario, in a month.

    Parameters
    ----------
    scenario : Scenario
        Whose horizon, drivers, prices and currency hold.
    month : int
        Asked about.

    Raises
    ------
    InputError
        If the month, or the eleven that follow it, lie outside the horizon.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> from licmodel.lines.subscription import Subscription
    >>> scenario = example()
    >>> quotes = Quotes(scenario, scenario.timeline.start)
    >>> line = {"kind": "subscription", "quantity": "10", "price": "3", "per": "month"}
    >>> quotes.ask("mail", Subscription.model_validate(line))
    >>> quotes.figure("mail", "price_a_month"), quotes.of_a_year("mail")
    (3.0, 360.0)
    """

    scenario: Scenario
    month: int
    _setting: Setting = field(init=False)
    _values: Values | None = field(init=False, default=None)
    _products: dict[str, str | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Write what surrounds the lines."""
        timeline = self.scenario.timeline
        if not timeline.start <= self.month <= timeline.last - _A_YEAR + 1:
            raise InputError(
                f"{month_text(self.month)} cannot be asked about",
                expected=f"a month from {month_text(timeline.start)} to "
                f"{month_text(timeline.last - _A_YEAR + 1)}: a year of it is shown",
            )
        self._setting = surround(self.scenario, Program(periods_of(self.scenario)))

    def ask(self, name: str, line: Line) -> str | None:
        """Write a line; where it has no price, say why.

        Raises
        ------
        InputError
            If a figure was read already: all that is asked is worked out at once.
        """
        if self._values is not None:
            raise InputError("the prices asked for were worked out already")
        try:
            page = Page(self._setting, f"quotes.{name}", line)
            line.rows(page)
            page.close()
        except InputError as error:
            return error.what
        self._products[name] = line.product_key()
        return None

    def count(self, name: str, label: str, line: Line) -> None:
        """Write how many units a line's quantity asks for, whole ones."""
        page = Page(self._setting, f"counts.{name}", line)
        self._setting.program.row(f"counts.{name}.people", label, round_up(page.quantity()))

    def figure(self, name: str, row: str) -> float:
        """A row's figure in the month asked about."""
        return self._along(f"quotes.{name}.{row}")[self.month - self.scenario.timeline.start]

    def of_a_year(self, name: str) -> float:
        """What a line costs in the twelve months from the one asked about [money]."""
        first = self.month - self.scenario.timeline.start
        return sum(self._along(f"quotes.{name}.accrued")[first : first + _A_YEAR])

    def origin(self, name: str) -> Origin:
        """Where the price of a line's product is from: that in force in the month."""
        product = self._products[name]
        inputs = self._setting.program.inputs
        dated = {
            round(inputs[f"{key}.from"].value): declared.origin
            for key, declared in inputs.items()
            if key.startswith(f"prices.{product}.") and f"{key}.from" in inputs
        }
        begun = [month for month in dated if month <= self.month]
        return dated[max(begun)] if begun else inputs[f"prices.{product}"].origin

    def people(self, name: str) -> list[float]:
        """How many there are, month by month from the first of the horizon."""
        return self._along(f"counts.{name}.people")

    def _along(self, key: str) -> list[float]:
        if self._values is None:
            self._values = Evaluator(self._setting.program).run()
        figures = self._values.column(key)
        return figures if len(figures) > 1 else figures * len(self.scenario.timeline.months)
