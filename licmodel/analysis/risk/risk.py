"""Risk: what may come of it all, how likely each option is the cheapest, and what to set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from licmodel.analysis.arguments import require, require_one_of
from licmodel.analysis.results import Results, run
from licmodel.analysis.risk.drawn import Drawn, draw
from licmodel.analysis.risk.risk_answer import RiskAnswer
from licmodel.analysis.risk.risk_reading import BY_YEAR, MEASURES, TOTAL, Limit, Reader
from licmodel.analysis.risk.uncertain import Uncertain, uncertain_of
from licmodel.analysis.telling import Tell
from licmodel.assembly.assemble import Model, assemble
from licmodel.errors import InputError
from licmodel.scenario.scenario import Scenario
from licmodel.terms.risk import LEAST_DRAWS, MOST_DRAWS, Risk
from licmodel.terms.term import number_text, parse_number

PERCENTILE = 0.8

RANGES = ("triangular", "uniform")
"""Ways in which a figure that states a range is drawn."""


def risk(  # noqa: PLR0913  one keyword for each choice a reader has
    scenario: Scenario | Model,
    *,
    draws: int | None = None,
    seed: int | None = None,
    measure: str = "present_value",
    at: float | str = PERCENTILE,
    limits: Mapping[str, float] | tuple[Limit, ...] = (),
    to_win: str | None = None,
    ranges: str | None = None,
    what_if: str | None = None,
    block: int | None = None,
    tell: Tell | None = None,
) -> RiskAnswer:
    """Draw all that is uncertain, and tell what may come of every option.

    Parameters
    ----------
    scenario : Scenario or Model
        With ``risk:``, or with events that may or may not happen.
    draws, seed : int, optional
        In place of the scenario's own.
    measure : {"present_value", "total"}
        By which options are compared; ``total`` is invoiced in money of the day.
    at : float or str
        Percentile at which a contingency is told: 0.8 or ``"80%"``.
    limits : mapping of str to float, or tuple of Limit, optional
        Amounts not to be exceeded, by option [money].
    to_win : str, optional
        Option of which it is told what must be true for it to be the cheapest; the one that comes
        next, where not given.
    ranges : {"triangular", "uniform"}, optional
        How figures that state a range are drawn, in place of the scenario's own ``ranges``.
    what_if : str, optional
        Of the scenario, that is true in every draw: what it sets is certain, and what it adds to
        or multiplies is drawn and then moved.
    block : int, optional
        Draws evaluated at a time; no figure depends on it.
    tell : callable, optional
        Told how many draws of how many are done.

    Raises
    ------
    InputError
        If nothing is uncertain, or what is does not fit; if an argument is out of the question.

    Examples
    --------
    >>> found = risk(example())
    >>> round(found.options["stay"].total.mean.value)
    3000
    >>> round(found.options["stay"].total.percentiles[0.8].value, -1)
    3600.0
    """
    require_one_of(measure, [*MEASURES], "measure of risk")
    share = _share(at)
    model = _model(scenario, ranges)
    asked = [*_limits(model, limits)]
    _require_option(model, to_win)
    drawn = _drawn(
        model, (measure,), draws=draws, seed=seed, what_if=what_if, block=block, tell=tell
    )
    return Reader(_base(drawn), drawn, measure, share).answer(asked, to_win)


def risk_draws(  # noqa: PLR0913  as risk, without what only reads
    scenario: Scenario | Model,
    *,
    draws: int | None = None,
    seed: int | None = None,
    ranges: str | None = None,
    what_if: str | None = None,
    tell: Tell | None = None,
) -> Drawn:
    """Draw all that is uncertain, for answers by any measure and percentile.

    Parameters
    ----------
    scenario, draws, seed, ranges, what_if, tell
        As for `risk`.

    Raises
    ------
    InputError
        As for `risk`.

    Examples
    --------
    >>> drawn = risk_draws(example())
    >>> read_risk(drawn, measure="total").to_json() == risk(example(), measure="total").to_json()
    True
    """
    model = _model(scenario, ranges)
    return _drawn(model, [*MEASURES], draws=draws, seed=seed, what_if=what_if, tell=tell)


def read_risk(
    drawn: Drawn,
    *,
    measure: str = "present_value",
    at: float | str = PERCENTILE,
    limits: Mapping[str, float] | tuple[Limit, ...] = (),
    to_win: str | None = None,
) -> RiskAnswer:
    """The answer of `risk`, read off draws that were made before.

    Parameters
    ----------
    drawn : Drawn
        From `risk_draws`.
    measure, at, limits, to_win
        As for `risk`.

    Raises
    ------
    InputError
        If an argument is out of the question.
    """
    require_one_of(measure, [*MEASURES], "measure of risk")
    share = _share(at)
    asked = [*_limits(drawn.model, limits)]
    _require_option(drawn.model, to_win)
    return Reader(_base(drawn), drawn, measure, share).answer(asked, to_win)


def _require_option(model: Model, option: str | None) -> None:
    if option is not None:
        require_one_of(option, [*model.options], "option")


def what_is_uncertain(
    scenario: Scenario | Model, ranges: str | None = None
) -> dict[str, Uncertain]:
    """Every figure that would be drawn, by key; none where nothing is uncertain.

    Parameters
    ----------
    scenario, ranges
        As for `risk`.

    Raises
    ------
    InputError
        If what is uncertain does not fit.

    Examples
    --------
    >>> [each.words for each in what_is_uncertain(example()).values()]
    ['uniform, 1,000 to 2,000']
    """
    return uncertain_of(_model(scenario, ranges))


def _model(scenario: Scenario | Model, ranges: str | None) -> Model:
    """The model to draw from; with its stated ranges drawn, where that is asked for."""
    require(scenario, (Scenario, Model), "risk takes a scenario", "licmodel.load(FILE)")
    model = scenario if isinstance(scenario, Model) else assemble(scenario)
    if ranges is None:
        return model
    require_one_of(ranges, RANGES, "way to draw ranges")
    said = model.scenario.risk or Risk()
    risk = said.model_copy(update={"ranges": ranges})
    return replace(model, scenario=model.scenario.model_copy(update={"risk": risk}))


def _drawn(  # noqa: PLR0913  how many, from what, and how it is told
    model: Model,
    measures: Iterable[str],
    *,
    draws: int | None,
    seed: int | None,
    what_if: str | None,
    block: int | None = None,
    tell: Tell | None,
) -> Drawn:
    said = model.scenario.risk or Risk()
    count = said.draws if draws is None else _count(draws)
    forms = dict.fromkeys((*(MEASURES[each] for each in measures), TOTAL, BY_YEAR))
    keep = [form.format(key) for key in model.options for form in forms]
    chosen = said.seed if seed is None else seed
    return draw(model, keep, seed=chosen, draws=count, what_if=what_if, block=block, tell=tell)


def _base(drawn: Drawn) -> Results:
    """Figures where nothing is drawn, under what holds in every draw."""
    what_if = drawn.what_if
    return run(drawn.model, [what_if] if what_if else None).under(what_if)


def _share(at: float | str) -> float:
    share = float(parse_number(at))
    if not 0 < share < 1:
        raise InputError(
            "a percentile lies between 0% and 100%",
            found=str(at),
            expected="80%, for the figure that four draws in five are not above",
            remedies=[f"write {number_text(share)}%"] if share >= 1 else [],
        )
    return share


def _count(draws: int) -> int:
    if not LEAST_DRAWS <= draws <= MOST_DRAWS:
        raise InputError(
            "draws are too few to tell anything, or too many",
            found=str(draws),
            expected=f"{LEAST_DRAWS:,} to {MOST_DRAWS:,}",
        )
    return draws


def _limits(model: Model, given: Mapping[str, float] | tuple[Limit, ...]) -> Iterator[Limit]:
    """Limits of options that there are, one for each option."""
    if isinstance(given, Mapping):
        given = tuple(Limit(amount, option) for option, amount in given.items())
    years = model.program.periods.labels("year")
    for limit in given:
        if limit.option is not None:
            require_one_of(limit.option, [*model.options], "option")
        if limit.year is not None:
            require_one_of(limit.year, years, "financial year of the horizon")
        for option in model.options if limit.option is None else (limit.option,):
            yield Limit(limit.amount, option, limit.year)


def example() -> Scenario:
    """A scenario of one line whose amount is uncertain, for examples in the documentation."""
    from licmodel.scenario.loading import from_data  # noqa: PLC0415  documentation only

    support = {"kind": "recurring", "amount": "1_200", "per": "year"}
    between = {"uniform": ["1_000", "2_000"], "assumed": "two offers"}
    return from_data(
        {
            "title": "Example",
            "organisation": {"name": "An example"},
            "baseline": "stay",
            "timeline": {"start": "2027-04", "years": "2"},
            "options": {"stay": {"lines": {"support": support}}},
            "risk": {"inputs": {"stay.support.amount": between}},
        }
    )
