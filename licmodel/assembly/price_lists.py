"""The price list that a line reads: the scenario's own prices, its price book, the catalogue."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import zip_longest
from typing import Any, NamedTuple

from licmodel.catalogue.files import PRICES
from licmodel.catalogue.price_point import PricePoint
from licmodel.catalogue.price_reading import by_product
from licmodel.catalogue.price_series import (
    Buying,
    NoSeries,
    Series,
    choose,
    nearest,
    price_words,
    usual_segments,
)
from licmodel.catalogue.prices import price_points, product_keys
from licmodel.errors import PriceError
from licmodel.lines import Line
from licmodel.lines.setting import Product
from licmodel.scenario.scenario import Scenario
from licmodel.terms.months import month_text
from licmodel.terms.price import ListedPrice, Price
from licmodel.terms.term import number_text

LONG_AGO = "1980-01"
_ADD = "add {key}: to prices:, with its source or assumed:"
_SAID = "source: SOURCE, dated: DATE"
_DATED = re.compile(r"\d{4}(?:-\d{2}){0,2}(?!\d)")


class _Found(NamedTuple):
    """A series, and the file that it stands in."""

    series: Series
    file: str


class PriceLists:
    """Price lists around the lines of a scenario.

    A price under ``prices:`` wins over the organisation's own price book, and that over the
    catalogue.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        own = scenario.own_book
        self.own = {} if own is None else by_product(own.points)
        self.own_file = None if own is None else own.file
        self.stand_ins: dict[str, str] = {}

    def product(self, key: str, line: str, written: Line) -> Product:
        """The price list of a product that a line buys."""
        listed = self.scenario.prices.get(key)
        if listed is not None and not listed.continues:
            title = listed.title or key.replace("_", " ")
            return Product(key, title, listed.unit, listed, f"prices.{key}")
        if key not in self.own and key not in product_keys():
            raise self._unknown_product(key, line)
        usual = self.scenario.finance.currency
        conversion = getattr(written, "converted", None)
        currency = usual if conversion is None else conversion.currency
        buying = self._buying(written)
        found = self._find(key, buying, currency, line)
        self._refuse_gaps(key, line, found)
        input_key = self._input_key(key, buying, currency, found)
        if found.series.stands_in is not None:
            self.stand_ins[input_key] = found.series.stands_in
        points = found.series.points
        starts = {_start(point): point for point in points}
        catalogue = "" if found.file == self.own_file else "catalogue "
        return Product(
            key,
            points[0].title,
            points[0].unit,
            _price(points, found.file, self._escalator(key, line, points)),
            input_key,
            f"{catalogue}{found.file}",
            {start: f"{catalogue}{found.file}:{point.line}" for start, point in starts.items()},
            {start: price_words(point) for start, point in starts.items()},
        )

    def _buying(self, line: Line | None) -> Buying:
        """Terms that a line says, or else the organisation."""
        who = self.scenario.organisation

        def said(name: str) -> Any:  # noqa: ANN401  each as its field has it
            own = getattr(line, name, None)
            return getattr(who, name) if own is None else own

        return Buying(
            said("segment"),
            said("programme"),
            said("billing_plan"),
            said("commitment"),
            usual_segments(who.kind),
        )

    def _books(self) -> Iterator[tuple[str, Mapping[str, tuple[PricePoint, ...]]]]:
        if self.own_file is not None:
            yield self.own_file, self.own
        yield PRICES, _Catalogue()

    def _find(self, key: str, buying: Buying, currency: str, line: str) -> _Found:
        """The first book's series that fits; the own book stands before the catalogue."""
        refused: list[NoSeries] = []
        for file, products in self._books():
            points = [each for each in products.get(key, ()) if each.currency == currency]
            try:
                if points:
                    return _Found(choose(points, buying), file)
            except NoSeries as reason:
                refused.append(reason)
                if reason.several:
                    break
        if not refused:
            raise self._other_currency(key, currency, line)
        first = refused[-1] if refused[-1].several else refused[0]
        raise PriceError(
            f"{key}: {first.what}",
            where=self.scenario.place(line),
            found=first.found,
            remedies=[first.remedy, _ADD.format(key=key)],
        )

    def _other_currency(self, key: str, currency: str, line: str) -> PriceError:
        every = [point for _, products in self._books() for point in products.get(key, ())]
        known = sorted({point.currency for point in every})
        near = nearest(every, self.scenario.timeline.start)
        return PriceError(
            f"no price of {key} in {currency} is known",
            where=self.scenario.place(line),
            found=f"prices in {', '.join(known)}, such as {price_words(near[0])}",
            expected=f"a price in {currency}: another currency's is not that times a rate",
            remedies=[
                _ADD.format(key=key),
                f"or say a rate on the line: converted: {{from: {known[0]}, rate: RATE, {_SAID}}}",
            ],
        )

    def _input_key(self, key: str, buying: Buying, currency: str, found: _Found) -> str:
        """The product's own key; with what was said, where that leads to other prices."""
        plain = self._buying(None)
        usual = self.scenario.finance.currency
        if currency == usual:
            with suppress(PriceError):
                same = found if buying == plain else self._find(key, plain, usual, "")
                if (same.series.points, same.file) == (found.series.points, found.file):
                    return f"prices.{key}"
        said = [buying.segment, buying.programme, buying.plan, buying.term]
        parts = [str(each) for each in said if each is not None]
        parts += [currency.lower()] if currency != usual else []
        return ".".join(["prices", key, *parts])

    def _escalator(self, key: str, line: str, points: tuple[PricePoint, ...]) -> ListedPrice | None:
        """What the scenario says of the years after the last dated price."""
        listed = self.scenario.prices.get(key)
        if listed is not None and points[-1].start is None:
            raise PriceError(
                f"prices.{key}: an escalator needs a date to rise from",
                where=self.scenario.place(f"prices.{key}") or self.scenario.place(line),
                found=price_words(points[-1]),
                expected="a last price that says from when it holds",
                remedies=[f"write {key}: with by_date: and its escalator under prices:"],
            )
        return listed

    def _refuse_gaps(self, key: str, line: str, found: _Found) -> None:
        """A price that has ended is in force no longer, even if no later one is known."""
        timeline, points = self.scenario.timeline, found.series.points
        for point, following in zip_longest(points, points[1:]):
            if point.end is None:
                continue
            gap = point.end + 1
            until = timeline.last if following is None else (following.start or 0) - 1
            if gap <= min(until, timeline.last) and until >= timeline.start:
                raise PriceError(
                    f"no price of {key} is in force from {month_text(max(gap, timeline.start))}",
                    where=self.scenario.place(line),
                    found=f"the nearest price ended in {month_text(point.end)}: "
                    f"{price_words(point)} ({found.file}:{point.line})",
                    expected="a price through the horizon",
                    remedies=[_ADD.format(key=key)],
                )

    def _unknown_product(self, key: str, line: str) -> PriceError:
        known = [
            *self.scenario.prices,
            *self.own,
            *product_keys(self.scenario.finance.currency),
        ]
        near = difflib.get_close_matches(key, known, 3)
        return PriceError(
            f"no price list has a product called {key}",
            where=self.scenario.place(line),
            expected="one of: " + ", ".join(near or known[:8]),
            remedies=[
                _ADD.format(key=key),
                "or give the line a price: of its own",
            ],
        )


class _Catalogue(Mapping[str, tuple[PricePoint, ...]]):
    """The catalogue's prices by product, in every currency."""

    def __getitem__(self, key: str) -> tuple[PricePoint, ...]:
        if key not in product_keys():
            raise KeyError(key)
        return price_points(key, None)

    def __iter__(self) -> Iterator[str]:
        return iter(product_keys())

    def __len__(self) -> int:
        return len(product_keys())


def _start(point: PricePoint) -> int:
    return _LONG_AGO_MONTH if point.start is None else point.start


_LONG_AGO_MONTH = 1980 * 12


def _price(points: tuple[PricePoint, ...], file: str, listed: ListedPrice | None) -> Price:
    def figure(point: PricePoint) -> dict[str, str]:
        said = {"value": number_text(point.price), "status": point.status}
        dates = _DATED.findall(point.source_date)  # of "2025-12 to 2026" the last
        if dates:
            said["dated"] = dates[-1] if "-" in dates[-1] else f"{dates[-1]}-01"
        vague = "" if dates == [point.source_date] else point.source_date
        about = [each for each in (vague, _judged(point)) if each]
        source = point.source or point.note or f"{file} names no source"
        said["source"] = f"{source} ({'; '.join(about)})" if about else source
        return said

    starts = [LONG_AGO if p.start is None else month_text(p.start) for p in points]
    written: dict[str, Any] = {
        "per": points[0].per,
        "by_date": dict(zip(starts, map(figure, points), strict=True)),
    }
    if listed is not None:
        about = listed.model_dump(include=set(_ABOUT), exclude_none=True)
        written |= {"escalator": listed.escalator, **about}
    return Price.model_validate(written)


_ABOUT = ("source", "assumed", "status", "dated", "owner")


def _judged(point: PricePoint) -> str:
    return f"confidence {point.confidence}" if point.confidence else ""
