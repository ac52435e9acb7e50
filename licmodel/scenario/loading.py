"""From a file, or data, to a validated scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from licmodel.catalogue.price_files import book_text
from licmodel.catalogue.price_reading import Reading, read_prices
from licmodel.errors import InputError, nearest
from licmodel.licensing.demand import ByRule, rule_called
from licmodel.lines import KINDS, kind_name
from licmodel.scenario.bearers import check_bearers
from licmodel.scenario.budgets import check_budgets
from licmodel.scenario.faults import explain_validation
from licmodel.scenario.files import read_document
from licmodel.scenario.options import resolve_options
from licmodel.scenario.overlay import Document, Keys, dotted
from licmodel.scenario.personas import check_personas
from licmodel.scenario.removals import telling_of
from licmodel.scenario.scenario import Scenario
from licmodel.scenario.signed import is_record
from licmodel.terms.figure import Provenance, Sourced

_TAKEN = frozenset(
    {
        "agreements",
        "bodies",
        "drivers",
        "finance",
        "funds",
        "indices",
        "none",
        "optimism_bias",
        "organisation",
        "prices",
        "reconciliation",
        "rules",
        "shares",
        "timeline",
    }
)
"""What keys of figures begin with that are no option's, and the baseline that is none."""


def load(
    path: str | Path,
    *,
    read: Callable[[Path], str] | None = None,
    book: Reading | None = None,
) -> Scenario:
    """Read a scenario file, with the files it extends.

    Parameters
    ----------
    path : str or Path
        The file.
    read : callable, optional
        Gives the text of a path in place of the disk, for a frozen file.
    book : Reading, optional
        A price book in place of the one that the scenario names.

    Raises
    ------
    InputError
        If anything in it cannot be used; every fault found is told, with its line.
    """
    if not isinstance(path, str | Path):
        raise InputError(
            "load takes the name of a file",
            found=f"{path!r}",
            remedies=["licmodel.from_data(TABLE), for a table of keys"],
        )
    if read is None and is_record(path):
        raise InputError(
            "this is a version of record, which holds a scenario, its catalogue and its results",
            where=str(path),
            expected="a scenario file (YAML)",
            remedies=[f"licmodel verify {path}; compare, check, budget and others read it"],
        )
    return from_document(read_document(path, read=read), read=read, book=book)


def from_data(data: Mapping[str, Any]) -> Scenario:
    """A scenario from a table of keys, as a file would hold it.

    Raises
    ------
    InputError
        If anything in it cannot be used.
    """
    if not isinstance(data, Mapping):
        raise InputError(
            "from_data takes a table of keys",
            found=f"{data!r}",
            remedies=["licmodel.load(FILE), for a file"],
        )
    return from_document(Document(dict(data), {}, ()))


def from_document(
    document: Document,
    *,
    read: Callable[[Path], str] | None = None,
    book: Reading | None = None,
) -> Scenario:
    """A scenario from what its files say, with the price book that they name."""
    with telling_of(document.removed):
        return _from_document(document, read, book)


def _from_document(
    document: Document, read: Callable[[Path], str] | None, book: Reading | None
) -> Scenario:
    family = resolve_options(document)
    data = dict(document.data)
    if family.lines:
        data["options"] = {
            key: {**option, "lines": family.lines[key]} if _has_lines(option) else option
            for key, option in data["options"].items()
        }
    filled = replace(document, data=data, places=family.places)
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        raise explain_validation(error, filled, _known_keys(data), family.home) from None
    if scenario.finance.currency != "GBP":
        from licmodel.scenario.currency import refuse_pounds  # noqa: PLC0415  seldom needed

        refuse_pounds(document, scenario.finance.currency)
    sources = document.sources
    if book is None and scenario.price_book is not None:
        book, source = _own_book(scenario.price_book, document, read)
        # before the files that lean on it: the scenario itself stands last
        sources = (source, *sources)
    scenario._book = book  # noqa: SLF001  set once, here
    # options' lines taken over are no change of the file's own
    scenario._document = replace(filled, data=document.data, sources=sources)  # noqa: SLF001
    scenario._kept = {path: _provenance(said, filled, path) for path, said in filled.kept.items()}  # noqa: SLF001
    scenario._homes = family.homes  # noqa: SLF001
    scenario._owners = family.owners  # noqa: SLF001
    scenario._moves = family.moves  # noqa: SLF001
    _check_names(scenario)
    return scenario


def _own_book(
    name: str, document: Document, read: Callable[[Path], str] | None
) -> tuple[Reading, tuple[str, str]]:
    """The price book that a scenario names, read, and its name and text."""
    place = document.places.get(("price_book",))
    if Path(name).is_absolute():
        raise InputError(
            "a price book is named as seen from the folder of its scenario",
            where=None if place is None else str(place),
            found=name,
            expected="a name such as our_prices.csv, so that the two can be moved together",
        )
    path = (Path(place.file).parent if place else Path()) / name
    text = book_text(path, read=read, where=None if place is None else str(place))
    reading = read_prices(text, str(path))
    reading.whole()
    return reading, (str(path), text)


def _provenance(said: Mapping[str, str], document: Document, path: Keys) -> Provenance | None:
    try:
        return Sourced.model_validate(said).provenance
    except ValidationError as error:
        raise InputError(
            f"{dotted(path)}: {error.errors()[0]['msg'].partition(', ')[2]}",
            where=str(document.place(path)),
            remedies=["mend its source in the file that this one extends"],
        ) from None


def _has_lines(option: object) -> bool:
    """Whether lines can be filled in; what is no table of them is left to be refused."""
    return isinstance(option, Mapping) and isinstance(option.get("lines", {}), Mapping)


def _known_keys(data: Mapping[str, Any]) -> Callable[[tuple[str, ...]], Sequence[str]]:
    kinds = {kind_name(kind): kind for kind in KINDS}

    def known(path: tuple[str, ...]) -> Sequence[str]:
        model: Any = Scenario
        here: Any = data
        for part in path:
            here = here.get(part) if isinstance(here, Mapping) else None
            model = _inside(model, part, here, kinds)
            if model is None:
                return ()
        return _written_keys(model)

    return known


def _inside(model: Any, part: str, here: Any, kinds: Mapping[str, type]) -> Any:  # noqa: ANN401
    """The model that a key of a model holds; a table of names holds its one kind of model."""
    if isinstance(model, tuple):
        kind = here.get("kind") if isinstance(here, Mapping) else None
        candidates = [each for each in model if isinstance(each, type)]
        return kinds.get(str(kind), None) if len(candidates) > 1 else candidates[0]
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return None
    field = model.model_fields.get(part)
    if field is None:
        return None
    if isinstance(here, Mapping) and "rule" in here and ByRule in map(type, field.metadata):
        return rule_called(str(here["rule"]))
    found = tuple(_models(field.annotation))
    is_table = "dict" in str(field.annotation) or "tuple" in str(field.annotation)
    if is_table:
        return found
    return found[0] if found else None


def _models(annotation: Any) -> list[type[BaseModel]]:  # noqa: ANN401
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]


def _written_keys(model: Any) -> Sequence[str]:  # noqa: ANN401
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return ()
    return [field.alias or name for name, field in model.model_fields.items()]


def _check_names(scenario: Scenario) -> None:
    """Names that must point at something that stands in the file."""
    options = scenario.options
    for key in options:
        if key in _TAKEN or (key == "today" and scenario.today is not None):
            raise InputError(
                f"an option cannot be called {key}",
                where=scenario.place(f"options.{key}"),
                expected="another name: figures of the scenario begin so, or baseline: none does",
            )
    if scenario.baseline_key is not None:
        _require(scenario, "baseline", scenario.baseline_key, options, "option")
        if not options[scenario.baseline_key].is_costed:
            raise InputError(
                "the baseline is not costed",
                where=scenario.place("baseline"),
                found=f"{scenario.baseline} is {options[scenario.baseline_key].status}",
                expected="an option that is short-listed, or baseline: none",
            )
    elif scenario.baseline is None:
        raise InputError(
            "no baseline: savings are measured against one",
            where=scenario.place("baseline"),
            expected=f"baseline: {next(iter(options))}, or baseline: none",
            remedies=["say which option is what happens anyway, or say none aloud"],
        )
    for name in scenario.organisation.heads:
        _require(scenario, "organisation.per_head", name, scenario.drivers, "driver")
    if not any(option.is_costed for option in options.values()):
        raise InputError("no option is short-listed", where=scenario.place("options"))
    check_bearers(scenario)
    check_personas(scenario)
    check_budgets(scenario)


def _require(scenario: Scenario, key: str, name: str, among: Mapping[str, Any], what: str) -> None:
    if name not in among:
        raise InputError(
            f"{key}: no {what} is called {name}",
            where=scenario.place(key),
            expected=", ".join(among) or f"a {what}",
            remedies=nearest(name, among),
        )
