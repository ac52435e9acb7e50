"""From a scenario to a model: every line, option and measure as rows of one program."""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from typing import Literal

from licmodel.assembly.measures import TAKEN, Measures, OptionRows
from licmodel.assembly.money import Money
from licmodel.assembly.surroundings import surround
from licmodel.errors import InputError, LicmodelError, ModelError
from licmodel.language.evaluate import Evaluator
from licmodel.language.program import Periods, Program, Span
from licmodel.language.reach import Reach
from licmodel.lines.grant import Grant
from licmodel.lines.page import Page
from licmodel.lines.setting import Setting
from licmodel.records import record
from licmodel.scenario.removals import telling_of
from licmodel.scenario.scenario import Scenario
from licmodel.terms.months import month_text

Units = Literal["pounds", "thousands", "millions"]

_MOST_EVALUATORS = 24


@record
class Model:
    """A scenario made into one program.

    ``options`` holds the costed options in file order; a line's key is that of the option
    which wrote it, so that options sharing a line share its rows.
    """

    scenario: Scenario
    program: Program
    options: dict[str, OptionRows]
    is_real: bool
    has_level: bool
    has_heads: bool
    stand_ins: dict[str, str] = field(default_factory=dict)
    """Price lists read in place of those of a segment that has none."""
    evaluators: dict[frozenset[str], Evaluator] = field(default_factory=dict)

    @cached_property
    def reach(self) -> Reach:
        """Which inputs each of its rows is made of."""
        return Reach(self.program)

    def evaluator(self, batched: frozenset[str] = frozenset()) -> Evaluator:
        """The program made ready to run with these inputs varying; made once."""
        found = self.evaluators.get(batched)
        if found is None:
            found = Evaluator(self.program, batched)
            while len(self.evaluators) >= _MOST_EVALUATORS:  # of a model that is kept for hours
                self.evaluators.pop(next(iter(self.evaluators)), None)
            self.evaluators[batched] = found
        return found


def assembled(scenario: Scenario | Model) -> Model:
    """The model of a scenario, or one that was assembled before.

    Parameters
    ----------
    scenario : Scenario or Model
        A model is given back as it is: whoever asks again and again keeps it.
    """
    return scenario if isinstance(scenario, Model) else assemble(scenario)


def assemble(  # noqa: PLR0913  each asks for rows of its own
    scenario: Scenario,
    *,
    contract_years: bool = False,
    real: bool = False,
    with_irr: bool = False,
    budget: Units | None = None,
    by_cause: bool = False,
) -> Model:
    """Write a scenario's rows.

    Parameters
    ----------
    scenario : Scenario
        Validated.
    contract_years : bool
        Whether figures by contract year are wanted too.
    real : bool
        Whether figures in prices of the first financial year are wanted too.
    with_irr : bool
        Whether the internal rate of return of extra spend is wanted.
    budget : {"pounds", "thousands", "millions"}, optional
        Units in which budgets of options are rounded. Where not given there are none, unless the
        scenario says how its options are paid for: then they are in pounds.
    by_cause : bool
        Whether the model is to tell why money grows: it then has a switch for renewals.

    Raises
    ------
    InputError
        If a name, price or unit in the scenario does not fit the others.

    Examples
    --------
    >>> from licmodel.scenario.loading import from_data
    >>> scenario = from_data({
    ...     "title": "Example", "organisation": {"name": "An example"}, "baseline": "none",
    ...     "timeline": {"start": "2027-04", "years": "2"},
    ...     "options": {"stay": {"lines": {"support": {
    ...         "kind": "recurring", "amount": "1_200", "per": "year"}}}},
    ... })
    >>> "stay.billed.by_year" in assemble(scenario).program.rows
    True
    """
    with telling_of(scenario.removed):
        return _written(
            scenario,
            contract_years=contract_years,
            real=real,
            with_irr=with_irr,
            budget=budget,
            by_cause=by_cause,
        )


def _written(  # noqa: PLR0913  what is asked of `assemble`
    scenario: Scenario,
    *,
    contract_years: bool,
    real: bool,
    with_irr: bool,
    budget: Units | None,
    by_cause: bool,
) -> Model:
    program = Program(periods_of(scenario, contract_years=contract_years))
    setting = surround(scenario, program, by_cause=by_cause)
    money = Money(scenario, setting)
    measures = Measures(program, money, real=real, with_irr=with_irr)
    shortfalls = None
    if any(each.commitment for each in scenario.agreements.values()):
        from licmodel.assembly.shortfalls import Shortfalls  # noqa: PLC0415  if any

        shortfalls = Shortfalls(scenario, setting)
    pages: dict[str, Page] = {}
    options: dict[str, OptionRows] = {}
    for key, option in scenario.options.items():
        if not option.is_costed:
            continue
        rows = OptionRows(key, scenario.option_title(key))
        for line, home in scenario.homes(key).items():
            page = _page(scenario, setting, f"{home}.{line}", pages, measures)
            rows.lines[line] = page.key
            rows.take(page)
        if scenario.agreements:
            from licmodel.assembly.contracts import refuse_taken_twice  # noqa: PLC0415  if any

            refuse_taken_twice(scenario, key)
        if shortfalls is not None:
            shortfalls.write(rows)
        measures.write(rows)
        _write_grants_and_events(rows, measures)
        options[key] = rows
    _write_who_bears(scenario, setting, measures, options)
    if budget is not None or scenario.is_funded:
        from licmodel.assembly.budget_rows import write_budgets  # noqa: PLC0415  on request

        write_budgets(scenario, measures, options, budget or "pounds")
    baseline = scenario.baseline_key
    if baseline is not None:
        for rows in options.values():
            measures.compare(rows, baseline)
    return Model(
        scenario,
        program,
        options,
        money.is_real,
        money.level is not None,
        money.heads is not None,
        setting.stand_ins,
    )


def _write_grants_and_events(rows: OptionRows, measures: Measures) -> None:
    """What grants leave, and what events count for, where an option has any."""
    if any(isinstance(page.line, Grant) for page in rows.pages.values()):
        from licmodel.assembly.granting import write_grants  # noqa: PLC0415  if any

        write_grants(rows, measures)
    if any(page.line.kind == "event" for page in rows.pages.values()):
        from licmodel.assembly.event_rows import write_events  # noqa: PLC0415  if any

        write_events(rows, measures)


def _write_who_bears(
    scenario: Scenario, setting: Setting, measures: Measures, options: dict[str, OptionRows]
) -> None:
    """Write who bears each option, for the few scenarios that say so."""
    if scenario.bodies or scenario.funds:
        from licmodel.assembly.bearers import write_bearers  # noqa: PLC0415  if any

        write_bearers(scenario, setting, measures, options)
    if scenario.shares:
        from licmodel.assembly.sharing import write_shares  # noqa: PLC0415  if any

        write_shares(scenario, setting, measures, options)


def periods_of(scenario: Scenario, *, contract_years: bool = False) -> Periods:
    """The months and years of a scenario's horizon."""
    timeline = scenario.timeline
    spans = timeline.contract_years() if contract_years else []
    return Periods(
        tuple(month_text(month) for month in timeline.months),
        tuple(Span(*year) for year in timeline.financial_years()),
        tuple(Span(*year) for year in spans),
    )


def _page(
    scenario: Scenario, setting: Setting, key: str, pages: dict[str, Page], measures: Measures
) -> Page:
    """The page of a line, written once; lines that it reads are written before it."""
    if key in pages:
        return pages[key]
    option, name = key.split(".")
    if name in TAKEN:
        raise InputError(
            f"a line cannot be called {name}",
            where=scenario.place(key),
            expected="another name: the option's own figures are called so",
        )
    line = scenario.options[option].lines[name]
    read: dict[str, Page] = {}
    if line.lines_read:
        from licmodel.assembly.reading import lines_read  # noqa: PLC0415  few lines read others

        read = {
            other: _page(scenario, setting, at, pages, measures)
            for other, at in lines_read(scenario, key).items()
        }
    try:
        page = Page(setting, key, line, scenario.owners(key), read)
        line.rows(page)
        page.close()
    except ModelError as error:
        raise _in_place(error, key, scenario.place(key)) from None
    measures.write_line(key, page.name)
    pages[key] = page
    return page


def _in_place(error: LicmodelError, key: str, place: str | None) -> InputError:
    """A clash of units inside a line, told at the line's place in the file."""
    return InputError(
        f"{key}: {error.what}",
        where=place,
        found=error.found,
        expected=error.expected,
        remedies=error.remedies
        or ("check the line's unit:, its driver and what its price is per",),
    )
