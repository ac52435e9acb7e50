"""Personas as text: what they need, what each option gives them, and the cheapest plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from licmodel.analysis.estate.gaps import Gaps, Loss
from licmodel.analysis.estate.personas import Personas
from licmodel.analysis.estate.rights import Right
from licmodel.analysis.estate.serving import Held, Months
from licmodel.catalogue.features import features
from licmodel.report.amounts import UNKNOWN, Amounts, measured, number
from licmodel.report.grid import Grid, fill
from licmodel.report.phrases import feature_words, listed, when_words
from licmodel.report.plans import plan_sentences, price_words, prices, sources
from licmodel.terms.months import month_words


def personas_text(found: Personas, *, in_detail: bool = False) -> str:
    """The whole page, as ``licmodel personas`` prints it.

    Parameters
    ----------
    found : Personas
        What to print.
    in_detail : bool
        Whether every feature gained, lost and licensed twice is listed.
    """
    parts = [_heading(found)]
    parts += [_who(found, key) for key in found.scenario.personas]
    parts += [matrix(found, key).text() for key in found.scenario.personas]
    parts += _paragraphs(
        lacks(found), not_allowed(found), not_known(found), [_against(found)], _rights(found)
    )
    if in_detail:
        for option in found.gaps:
            parts += _option(found, option)
    parts.append(prices(found).text())
    parts += [fill(" ".join(plan_sentences(found, key))) for key in found.plans]
    told = list(sources(found))
    parts += ["\n".join(["Where these prices are from", *told])] if told else []
    return "\n\n".join(part for part in parts if part)


def _heading(found: Personas) -> str:
    scenario = found.scenario
    return "\n".join(
        [
            fill(scenario.title),
            fill(f"{scenario.organisation.name}. Who needs what, and what each option gives."),
            fill(
                f"Prices are list prices for one person and month in {month_words(found.month)}, "
                f"in {scenario.finance.currency}, VAT excluded; no agreement's discount is in them."
            ),
        ]
    )


def _who(found: Personas, key: str) -> str:
    persona = found.scenario.personas[key]
    wants = f", and want {feature_words(persona.wants)}" if persona.wants else ""
    said = f"Confirmed by {persona.confirmed_by}."
    if persona.is_assumed:
        said = f"ASSUMED, confirmed by nobody{f': {persona.assumed}' if persona.assumed else ''}."
    people = number(found.plans[key].people, 0)
    return fill(f"{found.title(key)} ({people}) need {feature_words(persona.needs)}{wants}. {said}")


def matrix(found: Personas, key: str) -> Grid:
    """A persona's features by option: yes, no, in some months (part), or unknown."""
    persona = found.scenario.personas[key]
    rows = [(feature, "need") for feature in persona.needs]
    rows += [(feature, "want") for feature in persona.wants]
    assumed = "; needs assumed" if persona.is_assumed else ""
    return Grid(
        f"{found.title(key)}: what they need and want, by option{assumed}",
        [f"{features()[feature].title}, {how}" for feature, how in rows],
        [found.model.options[option].title for option in found.gaps],
        [
            [_state(by_persona[key].held, feature) for by_persona in found.gaps.values()]
            for feature, _ in rows
        ],
    )


def _state(held: Held, feature: str) -> str:
    if held.yes[feature] == held.horizon:
        return "yes"
    if held.lacked(feature) == held.horizon:
        return "no"
    return UNKNOWN if held.unknown[feature] else "part"


_ONE = "serves", "it", "it"
_SEVERAL = "serve", "they", "them"
_INSIDE = "  ", "    "


# --- what they lack ---


def lacks(found: Personas) -> Iterator[str]:
    """Who lacks what, where and when: ``Field staff lack desktop apps in ...``."""
    for key, persona in found.scenario.personas.items():
        for verb, asked in (("need", persona.needs), ("want", persona.wants)):
            per_option = {
                option: by_persona[key].lacking(asked) for option, by_persona in found.gaps.items()
            }
            for what, when, options in _alike(found, per_option):
                yield f"{found.title(key)} lack {what} in {options}{when}, which they {verb}."


def not_allowed(found: Personas) -> Iterator[str]:
    """Lines that give people a product they may not have."""
    together: dict[tuple[str, str, str], list[str]] = {}
    for option, by_persona in found.gaps.items():
        for key, each in by_persona.items():
            for line, reason in each.barred.items():
                together.setdefault((key, line, reason), []).append(_named(found, option))
    for (key, line, reason), options in together.items():
        yield f"{found.title(key)} may not have {line} of {listed(options)}: {reason}."


def not_known(found: Personas) -> Iterator[str]:
    """What nobody has said: whom lines serve, and whether what they carry is there."""
    for option, by_persona in found.gaps.items():
        lines = list(dict.fromkeys(line for each in by_persona.values() for line in each.unsaid))
        if lines:
            serve, they, them = _SEVERAL if len(lines) > 1 else _ONE
            yield (
                f"In {_named(found, option)} it is not said whom {listed(lines)} {serve}, so what "
                f"{they} may give is unknown: write for: [PERSONA] with {them}."
            )
    for option, by_persona in found.gaps.items():
        for key, each in by_persona.items():
            if each.too_few:
                yield (
                    f"In {_named(found, option)} {listed(each.too_few)} "
                    f"{'have' if len(each.too_few) > 1 else 'has'} fewer seats than there are "
                    f"{found.title(key)}, so it is unknown who of them has one: make them two "
                    "personas."
                )
    for option, by_persona in found.gaps.items():
        lines = list(dict.fromkeys(line for each in by_persona.values() for line in each.movers))
        if lines:
            yield (
                f"In {_named(found, option)} it is not said who moves between {listed(lines)}: "
                "write people: DRIVER in the move, as the persona has it."
            )
    for key, persona in found.scenario.personas.items():
        per_option = {
            option: by_persona[key].not_known(persona.asked)
            for option, by_persona in found.gaps.items()
            if not by_persona[key].is_doubtful
        }
        for what, when, options in _alike(found, per_option):
            yield f"Whether {found.title(key)} have {what} in {options} is unknown{when}."


def _alike(
    found: Personas, per_option: Mapping[str, Mapping[str, Months]]
) -> Iterator[tuple[str, str, str]]:
    """Features of the same months together, and options that lack the same."""
    together: dict[tuple[tuple[str, ...], Months], list[str]] = {}
    for option, lacking in per_option.items():
        by_months: dict[Months, list[str]] = {}
        for feature, months in lacking.items():
            by_months.setdefault(months, []).append(feature)
        for months, same in by_months.items():
            together.setdefault((tuple(same), months), []).append(option)
    for (named, months), options in together.items():
        titles = listed([_named(found, option) for option in options])
        yield feature_words(named), when_words(months, found.scenario.timeline.months), titles


# --- against the baseline ---


def _against(found: Personas) -> str:
    """Counts of features lost, gained and in doubt, with the way to list them."""
    baseline = found.scenario.baseline_key
    told, changed = [], []
    for option, by_persona in found.gaps.items():
        counts = [
            f"{found.title(key)} {_counted(each)}"
            for key, each in by_persona.items()
            if option != baseline and _counted(each)
        ]
        if counts:
            told.append(f"In {_named(found, option)}: {'; '.join(counts)}.")
            changed.append(option)
    if not told or baseline is None:
        return ""
    asked = f"licmodel personas FILE --option {changed[0]}"
    other = " or another" if len(changed) > 1 else ""
    how = "" if len(found.gaps) == 1 else f" List them with {asked}{other}."
    return f"Features against the baseline. {' '.join(told)}{how}"


def _counted(each: Gaps) -> str:
    counts = {
        "lose": len(each.lost),
        "gain": len(each.gained),
        "may lose": len(each.in_doubt),
    }
    return ", ".join(f"{verb} {count}" for verb, count in counts.items() if count)


def _rights(found: Personas) -> Iterator[str]:
    together: dict[Right, list[str]] = {}
    for option, rights in found.rights.items():
        for right in rights:
            together.setdefault(right, []).append(_named(found, option))
    sign = Amounts(found.scenario.finance.currency)
    for right, options in together.items():
        what = "assurance on " if right.only_assurance else ""
        when = "" if right.after is None else f" after {month_words(right.after)}"
        price = "what buying them again would cost is unknown"
        if right.cost is not None and right.units is not None and right.price is not None:
            each = measured(right.price, f"{found.scenario.finance.currency}/licence")
            price = (
                f"to buy its {number(right.units, 0)} licences again in "
                f"{month_words(found.month)} would cost {sign.whole(right.cost)}, {each}"
            )
        yield (
            f"Right at risk: {listed(options)} {'count' if len(options) > 1 else 'counts'} on "
            f"{what}{right.title} ({right.line}) no more{when}; {price}."
        )


def _option(found: Personas, option: str) -> Iterator[str]:
    """One option in detail."""
    yield f"{found.model.options[option].title}, in detail"
    for key, each in found.gaps[option].items():
        yield "\n".join(_detail(found, key, each))


def _detail(found: Personas, key: str, each: Gaps) -> Iterator[str]:
    horizon, title = found.scenario.timeline.months, found.title(key)
    served_by = listed(each.served_by) or "no line that says so"
    yield fill(f"{title} are served by {served_by}.")
    for what, when in _by_months(each.gained, horizon):
        yield fill(f"They gain {what}{when}.", *_INSIDE)
    for what, when in _by_months(each.in_doubt, horizon):
        yield fill(f"It is unknown whether they keep {what}{when}.", *_INSIDE)
    for twice in each.twice:
        idle = f"; {twice.idle} adds nothing beside it" if twice.idle else ""
        when = when_words(twice.months, horizon)
        yield fill(
            f"Licensed twice{when}, by {listed(list(twice.lines))}: "
            f"{feature_words(twice.features)}{idle}.",
            *_INSIDE,
        )
    if each.lost:
        people = number(found.plans[key].people, 0)
        yield fill(
            f"They lose, with the cheapest product to buy it again and its list price in a year "
            f"for {people}:",
            *_INSIDE,
        )
        yield from _losses(found, each.lost)


def _by_months(
    of_features: Mapping[str, Months], horizon: Sequence[int]
) -> Iterator[tuple[str, str]]:
    for months in dict.fromkeys(of_features.values()):
        named = [feature for feature, when in of_features.items() if when == months]
        yield feature_words(named), when_words(months, horizon)


def _losses(found: Personas, lost: Sequence[Loss]) -> Iterator[str]:
    together: dict[tuple[str | None, Months], list[Loss]] = {}
    for loss in lost:
        together.setdefault((loss.product, loss.months), []).append(loss)
    currency = found.scenario.finance.currency
    for (_, months), same in together.items():
        first, when = same[0], when_words(months, found.scenario.timeline.months)
        what = f"{feature_words([loss.feature for loss in same])}{when}"
        if first.first_year is None or first.price is None:
            yield fill(
                f"{UNKNOWN.rjust(12)}  {what}: no price in {currency} is known", rest=" " * 14
            )
            continue
        cost = Amounts(currency).whole(first.first_year)
        price = price_words(found, first.price)
        yield fill(f"{cost.rjust(12)}  {what}: {first.title}, {price}", rest=" " * 14)


def _named(found: Personas, option: str) -> str:
    return f'"{found.model.options[option].title}"'


def _paragraphs(*groups: Iterable[str]) -> Iterator[str]:
    for group in groups:
        yield "\n".join(fill(sentence) for sentence in group if sentence)
