"""What a negotiator may ask for: the changes that each lever makes, where it applies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from licmodel.assembly.assemble import Model
from licmodel.assembly.contracts import Terms
from licmodel.errors import InputError
from licmodel.lines import Line
from licmodel.lines.consumption import Consumption
from licmodel.lines.recurring import Recurring
from licmodel.lines.subscription import Subscription
from licmodel.records import record
from licmodel.terms.agreement import FALL_WORDS
from licmodel.terms.months import month_text, month_words
from licmodel.terms.term import number_text, parse_number
from licmodel.terms.timeline import Timeline

_TERMS = (12, 36, 60)
_YEARLY, _MONTHLY = "yearly in advance", "monthly"

Changes = dict[str, dict[str, str]]


@record
class Steps:
    """How far each lever is pulled.

    ``points`` are of discount, ``cap`` and ``true_down`` shares, ``later``, ``hold`` and ``term``
    months; without a term, the next longer of one, three and five years.
    """

    points: float = 1.0
    cap: float = 0.03
    true_down: float = 0.1
    later: int = 3
    hold: int = 36
    term: int | None = None

    def refuse_odd(self) -> None:
        """Refuse steps that no lever could have.

        Raises
        ------
        InputError
            If one is out of its bounds.
        """
        bounds: tuple[tuple[str, float | None, float, float], ...] = (
            ("points", self.points, 0, 100),
            ("cap", self.cap, 0, 1),
            ("true_down", self.true_down, 0, 1),
            ("later", self.later, 0, 60),
            ("hold", self.hold, 1, 120),
            ("term", self.term, 1, 120),
        )
        for name, step, low, high in bounds:
            if step is not None and not low <= step <= high:
                raise InputError(f"{name}: {step:g}", expected=f"from {low:g} to {high:g}")


def read_steps(written: Mapping[str, str | None]) -> Steps:
    """Steps as people write them: ``{"cap": "3%", "later": "3"}``.

    Raises
    ------
    InputError
        If one is no number, or a number of months is not whole.

    Examples
    --------
    >>> read_steps({"cap": "5%", "later": "6", "term": None}).cap
    0.05
    """
    found: dict[str, Any] = {}
    for name, text in written.items():
        if text is None:
            continue
        try:
            step = float(parse_number(text))
        except ValueError as error:
            raise InputError(f"{name}: {error}") from None
        if name in {"later", "hold", "term"}:
            if step != int(step):
                raise InputError(f"{name}: {text}", expected="whole months")
            found[name] = int(step)
        else:
            found[name] = step
    steps = Steps(**found)
    steps.refuse_odd()
    return steps


@record
class Lever:
    """One thing to ask for: its changes by key, and what was taken for granted about it."""

    key: str
    title: str
    changes: Mapping[str, Mapping[str, str]]
    assumed: str


def priced_lines(model: Model, option: str) -> dict[str, Line]:
    """Lines of an option that have a price and a discount of their own, by key."""
    return {
        key: line
        for key, line in lines_of(model, option).items()
        if "discount" in type(line).model_fields
    }


def lines_of(model: Model, option: str) -> dict[str, Line]:
    """Lines of an option, also those that another option wrote, by key."""
    homes = {key: home.split(".") for key, home in model.options[option].lines.items()}
    options = model.scenario.options
    return {key: options[of].lines[name] for key, (of, name) in homes.items()}


def title_of_line(key: str, line: Line) -> str:
    """What a line is called."""
    return line.title or key.replace("_", " ")


def levers_for(model: Model, option: str, steps: Steps) -> list[Lever]:
    """Levers that apply to an option, in the order in which they are told.

    Examples
    --------
    >>> from licmodel.assembly.assemble import assemble
    >>> from licmodel.analysis.results import example
    >>> [lever.title for lever in levers_for(assemble(example()), "stay", Steps(points=2))]
    ['2% off support']
    """
    lines = priced_lines(model, option)
    terms = {
        key: Terms(model.scenario, key)
        for key in dict.fromkeys(each.agreement_key() for each in lines.values())
        if key is not None
    }
    return [
        *_discounts(option, lines, steps),
        *_bills(option, lines_of(model, option), steps),
        *_uplifts(terms, steps),
        *_holds(option, lines, terms, steps),
        *_caps(terms, steps),
        *_true_downs(terms, steps),
        *_later(model, option, steps),
        *_billing(option, lines),
        *_terms(terms, model.scenario.timeline, steps),
    ]


def _discounts(option: str, lines: Mapping[str, Line], steps: Steps) -> Iterator[Lever]:
    groups: dict[str, list[str]] = {}
    for key, line in lines.items():
        groups.setdefault(line.product_key() or key, []).append(key)
    points = number_text(steps.points)
    for group in groups.values():
        name = title_of_line(group[0], lines[group[0]])
        yield Lever(
            f"discount.{group[0]}",
            f"{points} {'point' if steps.points == 1 else 'points'} more off {name}",
            {f"{option}.{key}.discount": {"add": f"{points} points"} for key in group},
            "off the list price, wherever the list sets the price",
        )


def _bills(option: str, lines: Mapping[str, Line], steps: Steps) -> Iterator[Lever]:
    """A point off what a supplier bills by the month or year, or for what is used."""
    points = number_text(steps.points)
    factor = number_text(round(1 - steps.points / 100, 9))
    for key, line in lines.items():
        if isinstance(line, Recurring):
            fields = ["amount"] if line.amount.value > 0 else []
        elif isinstance(line, Consumption):
            fields = list(_money_of(line))
        else:
            continue
        if fields:
            yield Lever(
                f"bill.{key}",
                f"{points}% off {title_of_line(key, line)}",
                {f"{option}.{key}.{field}": {"times": factor} for field in fields},
                "off every bill of it, which has no discount of its own",
            )


def _money_of(line: Consumption) -> Iterator[str]:
    """Every amount that a bill for what is used is made of, also where it is not by the unit."""
    yield from (name for name in ("price", "minimum", "maximum") if getattr(line, name) is not None)
    for at, tier in enumerate(line.tiers, 1):
        yield f"tiers.{at}.price"
        if tier.flat is not None:
            yield f"tiers.{at}.flat"


def _uplifts(terms: Mapping[str, Terms], steps: Steps) -> Iterator[Lever]:
    for key, each in terms.items():
        uplift = each.agreement.renewal_uplift
        if each.agreement.renewal == "uplift" and uplift is not None and uplift.value > 0:
            points = number_text(min(steps.points, uplift.value * 100))
            yield Lever(
                f"uplift.{key}",
                f"{points} off the uplift of {each.title}, in points",
                {f"agreements.{key}.renewal_uplift": {"add": f"-{points} points"}},
                "each time the price is set anew",
            )


def _holds(
    option: str, lines: Mapping[str, Line], terms: Mapping[str, Terms], steps: Steps
) -> Iterator[Lever]:
    """A price that is held for months in which it would move."""
    changes: Changes = {}
    for key, line in lines.items():
        rented = isinstance(line, Subscription) and line.agreement is None
        if rented and isinstance(line, Subscription) and line.term.value < steps.hold:
            changes[f"{option}.{key}.term"] = {"set": str(steps.hold)}
    for key, each in terms.items():
        held, term = each.agreement.hold_months, int(each.term()[0].value)
        if held is not None and held.value < min(steps.hold, term):
            changes[f"agreements.{key}.hold_months"] = {"set": str(min(steps.hold, term))}
    if changes:
        yield Lever(
            "hold",
            f"prices held for {steps.hold} months",
            changes,
            "of what is rented without an agreement, and of agreements that hold for less; the "
            "others hold for their term already",
        )


def _caps(terms: Mapping[str, Terms], steps: Steps) -> Iterator[Lever]:
    for key, each in terms.items():
        cap = each.agreement.cap
        if each.agreement.renewal != "lapse" and (cap is None or cap.value > steps.cap):
            share = number_text(steps.cap, percent=True)
            yield Lever(
                f"cap.{key}",
                f"rises capped at {share}: {each.title}",
                {f"agreements.{key}.cap": {"set": share}},
                "on the price paid, each time it is set anew",
            )


def _true_downs(terms: Mapping[str, Terms], steps: Steps) -> Iterator[Lever]:
    share = number_text(steps.true_down, percent=True)
    for key, each in terms.items():
        falls, said = each.may_fall(), each.true_down()
        at = f"agreements.{key}"
        if falls in {"renewal", "never"}:
            changes = {f"{at}.may_fall": {"set": "anniversary"}, f"{at}.true_down": {"set": share}}
        elif falls == "anniversary" and said is not None and said[0].value < steps.true_down:
            changes = {f"{at}.true_down": {"set": share}}
        else:
            continue
        yield Lever(
            f"true_down.{key}",
            f"{share} of seats may go each anniversary: {each.title}",
            changes,
            f"seats may fall {FALL_WORDS[falls]} as it stands",
        )


def _later(model: Model, option: str, steps: Steps) -> Iterator[Lever]:
    """What is new in the option begins later, and what it takes over from ends later."""
    scenario, begins = model.scenario, model.scenario.timeline.start
    baseline = scenario.baseline_key
    known = set() if baseline is None else set(model.options[baseline].lines)
    last = begins + 12 * int(scenario.timeline.years) - 1
    changes: Changes = {}
    moved = []
    lines = lines_of(model, option)
    stays = {line.ends + 1 for key, line in lines.items() if key in known and line.ends is not None}
    for key, line in lines.items():
        if key in known or line.starts in stays:  # or it takes over from what does not move
            continue
        dates = [
            field
            for field, month in (("starts", line.starts), ("ends", line.ends))
            if month is not None and begins <= month <= last
        ]
        # what is there from the first month on has nobody to serve its people until it begins
        changes |= {f"{option}.{key}.{field}": {"add": f"{steps.later} months"} for field in dates}
        moved += [title_of_line(key, line)] if dates else []
    if changes and steps.later:
        yield Lever(
            "later",
            f"a start {steps.later} months later",
            changes,
            f"dates of {', '.join(moved)}; what is then beyond the horizon is not paid in it",
        )


def _billing(option: str, lines: Mapping[str, Line]) -> Iterator[Lever]:
    for to, words, months in ((_MONTHLY, "monthly", 12), (_YEARLY, "yearly", 1)):
        changes = {
            f"{option}.{key}.billing": {"set": to}
            for key, line in lines.items()
            if isinstance(line, Subscription) and line.payment is None
            if line.billing_months == months
        }
        if changes:
            named = ", ".join(
                title_of_line(key, lines[key])
                for key in lines
                if f"{option}.{key}.billing" in changes
            )
            yield Lever(
                f"billing.{words}",
                f"billed {to}",
                changes,
                f"{named}; with what the programme adds for it, where that is known",
            )


def _terms(terms: Mapping[str, Terms], timeline: Timeline, steps: Steps) -> Iterator[Lever]:
    """A longer term from the next renewal on, not one that the present term is made to have."""
    begins, last = timeline.start, timeline.start + 12 * timeline.years - 1
    for key, each in terms.items():
        now, signed = int(each.term()[0].value), each.signed
        longer = steps.term or next((months for months in _TERMS if months > now), now)
        renewed = signed if signed >= begins else begins + (signed - begins) % now
        if longer <= now or renewed > last or each.agreement.renewal == "lapse":
            continue
        changes = {f"agreements.{key}.term": {"set": str(longer)}}
        if signed < begins:
            changes[f"agreements.{key}.signed"] = {"set": month_text(renewed - longer)}
        yield Lever(
            f"term.{key}",
            f"a term of {longer} months: {each.title}",
            changes,
            f"from {month_words(renewed)} on, in place of {now} months; prices and seats are then "
            "held for longer",
        )


def together(levers: list[Lever]) -> tuple[Changes, list[str]]:
    """Changes of all levers together, and the levers that change what one before them does."""
    changes: Changes = {}
    left: list[str] = []
    for lever in levers:
        if set(lever.changes) & set(changes):
            left.append(lever.key)
        else:
            changes |= {key: dict(each) for key, each in lever.changes.items()}
    return changes, left


def asked_changes(lever: Lever) -> dict[str, Any]:
    """A lever's changes as a what-if is asked."""
    return {key: dict(each) for key, each in lever.changes.items()}
