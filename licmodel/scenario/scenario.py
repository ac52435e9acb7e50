"""A scenario: an organisation's situation, horizon, drivers, assumptions and options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, StringConstraints, model_validator

from licmodel.catalogue.price_reading import Reading
from licmodel.lines import AnyLine, Line
from licmodel.scenario.change import WhatIf
from licmodel.scenario.overlay import SOURCING, Document, Keys, Place, differences, said_at
from licmodel.terms.agreement import Agreement
from licmodel.terms.bearer import Body, Fund
from licmodel.terms.buying import BuyingTerms
from licmodel.terms.figure import Provenance
from licmodel.terms.finance import Finance
from licmodel.terms.funding import Funding
from licmodel.terms.index import Index
from licmodel.terms.lead_times import LeadTimes
from licmodel.terms.months import Month, month_text, parse_date
from licmodel.terms.move import Move
from licmodel.terms.persona import Carried, Persona
from licmodel.terms.price import ListedPrice
from licmodel.terms.quantity import Driver
from licmodel.terms.risk import Risk
from licmodel.terms.sharing import SharedCost
from licmodel.terms.term import Term
from licmodel.terms.timeline import Timeline
from licmodel.terms.today import Today
from licmodel.terms.vendor import Vendor

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]

_AUGUST = "August"


class Organisation(BuyingTerms):
    """Who decides; under which terms it buys, where a line does not say otherwise."""

    name: str
    """Its name."""

    kind: Literal["council", "school", "trust", "company", "other"] = "council"
    """What it is; a trust's (academies') financial year ends on 31 August."""

    country: str | None = None
    """Country of the United Kingdom, or another."""

    per_head: str | tuple[str, ...] | None = None
    """Driver, or drivers, that cost per user or pupil is divided by."""

    lead_times: LeadTimes = LeadTimes()
    """How long its steps to a decision take; none is taken for granted."""

    @property
    def heads(self) -> tuple[str, ...]:
        """Drivers that count heads."""
        if self.per_head is None:
            return ()
        return (self.per_head,) if isinstance(self.per_head, str) else self.per_head


class Option(Term):
    """One way to provide the service."""

    title: str | None = None
    """Name on tables."""

    status: Literal["short-listed", "rejected", "not modelled"] = "short-listed"
    """Rejected and not modelled need a reason, and are listed but not costed."""

    reason: str | None = None
    """Why it was rejected, or is not modelled."""

    based_on: str | None = None
    """Option whose lines it takes over, but for what it says itself."""

    without: tuple[str, ...] = ()
    """Lines of that option that it does not have."""

    lines: dict[Key, AnyLine] = Field(default_factory=dict)
    """Its costs."""

    moves: dict[Key, Move] = Field(default_factory=dict)
    """People who go from one of its lines to another."""

    funding: Funding | None = None
    """Capital receipts and reserves that pay for it; its parent's where it says nothing."""

    @model_validator(mode="after")
    def _said_why(self) -> Self:
        if self.status != "short-listed" and not self.reason:
            raise ValueError(f"an option that is {self.status} needs its reason; write reason:")
        if self.without and self.based_on is None:
            raise ValueError("without goes with based_on; write based_on: OPTION")
        return self

    @property
    def is_costed(self) -> bool:
        """Whether its figures are worked out."""
        return self.status == "short-listed"


class Scenario(Term):
    """One file: what is known, what is assumed, and the options to compare.

    Examples
    --------
    >>> scenario = Scenario.model_validate({
    ...     "title": "Example",
    ...     "organisation": {"name": "An example"},
    ...     "timeline": {"start": "2027-04", "years": "2"},
    ...     "options": {"stay": {"lines": {"support": {
    ...         "kind": "recurring", "amount": "1_200", "per": "year"}}}},
    ... })
    >>> scenario.options["stay"].lines["support"].amount.value
    1200.0
    """

    title: str
    """What is decided."""

    notes: str | None = None
    """What a reader must know: what the model is for and what it is not for."""

    as_of: Month | None = None
    """Month in which the scenario was drawn up; sources much older are called stale."""

    organisation: Organisation
    """Who decides."""

    timeline: Timeline
    """Horizon."""

    finance: Finance = Finance()
    """Money conventions."""

    today: Today | None = None
    """The current year's budget, which budgets of options start from."""

    baseline: str | None = None
    """Option that savings are measured against; none if there is none."""

    drivers: dict[Key, Driver] = Field(default_factory=dict)
    """Quantities over time that lines refer to."""

    prices: dict[Key, ListedPrice] = Field(default_factory=dict)
    """The scenario's own price list; it wins over the catalogue."""

    price_book: str | None = None
    """Price book of one's own, a CSV file beside this one; it wins over the catalogue."""

    indices: dict[Key, Index] = Field(default_factory=dict)
    """The scenario's own indices."""

    agreements: dict[Key, Agreement] = Field(default_factory=dict)
    """Contracts that subscriptions stand under, with the seats already held."""

    bodies: dict[Key, Body] = Field(default_factory=dict)
    """Bodies beside the organisation that bear lines, each with its VAT position and year."""

    funds: dict[Key, Fund] = Field(default_factory=dict)
    """Funds whose money pays for lines: general, schools, housing."""

    shares: dict[Key, SharedCost] = Field(default_factory=dict)
    """Costs that members share and are recharged."""

    installed: tuple[str, ...] = ()
    """Products in use whose end of support is to stand in the calendar: exchange_server_2019."""

    personas: dict[Key, Persona] = Field(default_factory=dict)
    """People by what they need; options are held against it. It moves no figure."""

    features: dict[Key, Carried] = Field(default_factory=dict)
    """What products carry that the catalogue does not know, or lines without a product."""

    options: Annotated[dict[Key, Option], Field(min_length=1)]
    """Ways to provide the service."""

    what_ifs: dict[Key, WhatIf] = Field(default_factory=dict)
    """Named sets of changed inputs."""

    risk: Risk | None = None
    """What is uncertain, how each figure may turn out, and how it is drawn."""

    vendors: dict[Key, Vendor] = Field(default_factory=dict)
    """Suppliers who are sent a copy of the workbook, each with what it may see."""

    _document: Document | None = PrivateAttr(default=None)
    _book: Reading | None = PrivateAttr(default=None)
    _homes: dict[str, dict[str, str]] = PrivateAttr(default_factory=dict)
    _owners: dict[str, dict[str, str]] = PrivateAttr(default_factory=dict)
    _moves: dict[str, dict[str, str]] = PrivateAttr(default_factory=dict)
    _kept: dict[Keys, Provenance | None] = PrivateAttr(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _year_of_academies(cls, value: Any) -> Any:  # noqa: ANN401  what a user may write
        if not isinstance(value, dict):
            return value
        who, when = value.get("organisation"), value.get("timeline")
        trust = isinstance(who, Mapping) and who.get("kind") == "trust"
        if trust and isinstance(when, Mapping) and "year_end" not in when:
            return {**value, "timeline": {**when, "year_end": _AUGUST}}
        return value

    @property
    def baseline_key(self) -> str | None:
        """Key of the baseline, or none."""
        return None if self.baseline in {None, "none"} else self.baseline

    @property
    def own_book(self) -> Reading | None:
        """The price book of one's own that it names, read."""
        return self._book

    def homes(self, option: str) -> dict[str, str]:
        """Lines of an option, each with the option that wrote it."""
        if option in self._homes:
            return self._homes[option]
        return dict.fromkeys(self.options[option].lines, option)

    def owners(self, line_key: str) -> dict[str, str]:
        """For fields of ``option.line`` taken over from a parent: the line that wrote them."""
        return self._owners.get(line_key, {})

    def option_title(self, key: str) -> str:
        """What an option is called: by its title, and its key too where two have the same title."""
        said = {each: option.title for each, option in self.options.items()}
        title = said[key] or key.replace("_", " ")
        return f"{title} ({key})" if list(said.values()).count(title) > 1 else title

    def what_if_words(self, key: str) -> str:
        """A what-if as a reader is told of it: its name, and its title or else what it changes."""
        what_if = self.what_ifs[key]
        changes = "; ".join(f"{each} {change}" for each, change in what_if.changes.items())
        return f"{key.replace('_', ' ')}: {what_if.title or changes or 'no change'}"

    def moves(self, option: str) -> dict[str, str]:
        """Moves between lines that an option wrote or made its own, with who wrote each."""
        return self._moves.get(option, {})

    @property
    def is_funded(self) -> bool:
        """Whether it says how its options are paid for: such a scenario has budget rows."""
        options = self.options.values()
        return self.finance.borrowing is not None or any(each.funding for each in options)

    def funding(self, option: str) -> tuple[str, Funding]:
        """How an option is paid for, and the option that says it: itself, or one it is based on."""
        said = self.options[option]
        if said.funding is not None:
            return option, said.funding
        return (option, Funding()) if said.based_on is None else self.funding(said.based_on)

    def line_provenance(self, key: str) -> Provenance | None:
        """Where the figures of ``option.line`` are from, as far as the line itself says it."""
        option, line = key.split(".")
        written: Line = self.options[option].lines[line]
        return written.provenance

    def place(self, key: str) -> str | None:
        """File and line where a key stands, or the nearest table around it."""
        document = self._document  # read once: a private attribute is slow to find
        if document is None:
            return None
        path = self._path(key, document)
        if place := _nearest(path, document):
            return place
        # a key of the file's own that was left out is told at its head; a catalogue's is not
        head = document.place(())
        return None if head is None or len(path) > 1 else str(head)

    def place_at(self, path: Keys) -> str | None:
        """File and line of a path of keys, or of the nearest table around it."""
        document = self._document
        return None if document is None else _nearest(path, document)

    def kept_provenance(self, key: str) -> Provenance | None:
        """Where a figure is from that an extending file left, but for what stands beside it."""
        kept = self._kept
        document = self._document if kept else None
        if document is None:
            return None
        path = self._path(key, document)
        around = (path[:length] for length in range(len(path), 0, -1))
        return next((kept[each] for each in around if each in kept), None)

    def _path(self, key: str, document: Document) -> Keys:
        path = tuple(key.split("."))
        if path[0] in self.options:
            table = () if path[1:2] in {("moves",), ("funding",)} else ("lines",)
            path = ("options", path[0], *table, *path[1:])
        return _written(path, document.data)

    def written(self, key: str) -> tuple[Keys, object] | None:
        """Path at which the file says, or would say, the figure of a key, and what stands there."""
        document = self._document
        if document is None:
            return None
        path = self._path(key, document)
        return path, self.said(path)

    def said(self, path: Keys, first: int = 0) -> object:
        """What the file, laid over those it extends, says at a path; none where nothing.

        Items of a list are numbered from ``first``.
        """
        return None if self._document is None else said_at(self._document.data, path, first)

    @property
    def changes(self) -> tuple[str, ...]:
        """What it says otherwise than the file it extends, in words."""
        if self._document is None or self._document.parent is None:
            return ()
        found = differences(self._document.parent, self._document.data)
        # a source that goes with a changed figure stays with those beside it
        return tuple(str(each) for each in found if each.after or each.path[-1] not in SOURCING)

    @property
    def removed(self) -> Mapping[Keys, Place | None]:
        """What it takes away of the files it extends, and where it says so."""
        return {} if self._document is None else self._document.removed

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """Name and text of each file it was read from, parents first."""
        return () if self._document is None else self._document.sources


def _nearest(path: Keys, document: Document) -> str | None:
    """Where a path stands in a file, or the nearest table around it."""
    places = document.places
    for length in range(len(path), 0, -1):
        place = places.get(path[:length])
        if place is not None:
            return str(place)
    return None


def _written(path: Keys, data: object) -> Keys:
    """A key's path in the file, where steps are counted from 0 and dates stand in tables."""
    written: Keys = ()
    for part in path:
        steps: Keys = (part,)
        if isinstance(data, list) and part.isdecimal():
            steps = (str(int(part) - 1),)
        elif isinstance(data, Mapping) and part not in data:
            steps = next(_dated(part, data), steps)
        for step in steps:
            data = said_at(data, (step,))
        written += steps
    return written


def _dated(part: str, data: Mapping[str, Any]) -> Iterator[Keys]:
    """Where a table of dates under ``data`` says something of a month or year."""
    for table in ("by_date", "by_year"):
        dates = data.get(table)
        for date in dates if isinstance(dates, Mapping) else ():
            year = table == "by_year"
            if part == (date[:4] if year else month_text(parse_date(date)[0])):
                yield (table, date)
