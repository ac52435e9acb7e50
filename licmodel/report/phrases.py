"""Phrases that reports share: lists in words, features by title, months as they are said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from licmodel.catalogue.features import features
from licmodel.terms.months import month_words

if TYPE_CHECKING:
    from licmodel.scenario.scenario import Scenario


def listed(named: Sequence[str]) -> str:
    """Several things in a row of words.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *first, last = [*named] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def distinct(titles: Mapping[str, str]) -> dict[str, str]:
    """Titles to choose from, with the key of those that others have too.

    Of two that read the same nobody could say which is meant; and Streamlit tells what was chosen
    by its words alone, so that only the last of them could be chosen.

    Examples
    --------
    >>> distinct({"e3": "Licences", "f3": "Licences", "audit": "Audit"})
    {'e3': 'Licences (e3)', 'f3': 'Licences (f3)', 'audit': 'Audit'}
    """
    many = Counter(titles.values())
    return {key: f"{said} ({key})" if many[said] > 1 else said for key, said in titles.items()}


def feature_words(named: Iterable[str]) -> str:
    """Features by their titles.

    Examples
    --------
    >>> feature_words(["teams", "web_apps"])
    'Teams and web apps'
    """
    return listed([features()[feature].title for feature in named])


def by_name(scenario: Scenario, text: str) -> str:
    """A text that names files of a scenario, each by its name without where it stands."""
    book = scenario.own_book
    files = {name for name, _ in scenario.sources} | ({book.file} if book is not None else set())
    for path in sorted(files, key=len, reverse=True):
        text = text.replace(path, PurePath(path).name)
    return text


def when_words(months: frozenset[int], horizon: Sequence[int]) -> str:
    """Months in words, to follow what happens in them; nothing where it is always.

    Examples
    --------
    >>> year = range(24327, 24339)
    >>> when_words(frozenset(year), year), when_words(frozenset(year[7:]), year)
    ('', ' from November 2027')
    >>> when_words(frozenset({24330, 24333, 24334}), year)
    ' in July 2027 and from October to November 2027'
    """
    first = [month for month in sorted(months) if month - 1 not in months]
    last = [month for month in sorted(months) if month + 1 not in months]
    told = []
    for start, end in zip(first, last, strict=True):
        if start == horizon[0] and end == horizon[-1]:
            return ""
        if start == end:
            told.append(f"in {month_words(start)}")
        elif end == horizon[-1]:
            told.append(f"from {month_words(start)}")
        elif start == horizon[0]:
            told.append(f"until {month_words(end)}")
        else:
            begins, ends = month_words(start), month_words(end)
            if begins.split()[1] == ends.split()[1]:
                begins = begins.split()[0]
            told.append(f"from {begins} to {ends}")
    return f" {listed(told)}"


def scope_words(notes: str | None) -> tuple[str, str]:
    """What a scenario is for and not for, which its notes begin with, and the rest of them.

    Examples
    --------
    >>> scope_words("For choosing a suite. Not for signing: prices are assumed. It is invented.")
    ('For choosing a suite. Not for signing: prices are assumed.', 'It is invented.')
    >>> scope_words("Prices are of 2026. They may rise."), scope_words(None)
    (('Prices are of 2026.', 'They may rise.'), ('', ''))
    """
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z£\d])", " ".join((notes or "").split()))
    most = 2 if sentences[1:] and sentences[1].startswith("Not for ") else 1
    return " ".join(sentences[:most]), " ".join(sentences[most:])


def uncertain_words(figures: int) -> str:
    """That an answer takes each figure as it stands, though some are said to be uncertain.

    Examples
    --------
    >>> print(uncertain_words(37))
    Each figure is taken as it stands; 37 of them are said to be uncertain, so more may have to be \
paid, and another option may turn out cheaper.
    """
    some = f"{figures} of them are" if figures > 1 else "one of them is"
    return (
        f"Each figure is taken as it stands; {some} said to be uncertain, so more may have to be "
        "paid, and another option may turn out cheaper."
    )
