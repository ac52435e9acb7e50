"""What counting rules rest on: their numbers, dated and sourced, and the tables they read."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, cast, get_args

from licmodel.catalogue.entries import find, read_entries
from licmodel.catalogue.files import RULES
from licmodel.catalogue.kept import Kept
from licmodel.records import record

Confidence = Literal["high", "medium", "low"]
ConstantStatus = Literal["published", "assumed"]

UNVERIFIED = "unknown"
"""What stands in a table where nobody has verified the figure."""

_DATE = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]{2})?")
_MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])")


@record
class RuleConstant:
    """A number of a rule.

    Parameters
    ----------
    name : str
        ``entry.constant``, or ``entry.row.column`` for one in a table.
    label, unit : str
        What it is, in words, and what it is measured in.
    value : float
        The number; a month counts as ``year * 12 + month - 1``.
    shown : str
        ``number`` or ``month``.
    source, dated : str
        Where it was published, and the month or day of the source.
    confidence : str
        ``high``, ``medium`` or ``low``.
    status : str
        ``published`` or ``assumed``.
    """

    name: str
    label: str
    unit: str
    value: float
    shown: Literal["number", "month"]
    source: str
    dated: str
    confidence: Confidence
    status: ConstantStatus


@record
class RuleSet:
    """An entry of the catalogue that rules rest on.

    Parameters
    ----------
    key, title : str
        Its name in the catalogue, and in words.
    source, dated : str
        Where it was published, and the month or day of the source.
    confidence : str
        ``high``, ``medium`` or ``low``.
    note : str
        What whoever uses it should know.
    constants : mapping of str to RuleConstant
        Its numbers, by what stands after the entry's key in their names.
    rows : mapping of str to tuple of str
        For a table: which columns of each row are known.
    """

    key: str
    title: str
    source: str
    dated: str
    confidence: Confidence
    note: str
    constants: Mapping[str, RuleConstant]
    rows: Mapping[str, tuple[str, ...]]


def rule_set(key: str) -> RuleSet:
    """Find an entry that rules rest on by its key, as `Kept.find` does.

    Examples
    --------
    >>> rule_set("student_use_benefit").constants["students_per_suite"].value
    40.0
    """
    return _RULES.find(key)


def rule_sets() -> dict[str, RuleSet]:
    """Give every entry that rules rest on, by key.

    Examples
    --------
    >>> "windows_server" in rule_sets()
    True
    """
    return dict(_RULES.all())


def rule_constant(name: str) -> RuleConstant:
    """Find a number of a rule.

    Parameters
    ----------
    name : str
        ``entry.constant``, or ``entry.row.column`` for one in a table.

    Raises
    ------
    InputError
        If there is none, naming the nearest.

    Examples
    --------
    >>> rule_constant("windows_server.minimum_cores_per_server").value
    16.0
    >>> rule_constant("core_factors.intel_xeon.factor").label
    'intel xeon: core factor'
    """
    key, _, constant = name.partition(".")
    return find(rule_set(key).constants, constant, f"number of {key} called")


def _entry(  # noqa: PLR0913 - the fields of an entry, by name
    key: str,
    *,
    title: str,
    source: str,
    dated: str,
    confidence: str,
    note: str,
    constants: Mapping[str, Mapping[str, str]] | None = None,
    table: Mapping[str, object] | None = None,
) -> RuleSet:
    said = {"source": source, "dated": dated, "confidence": confidence}
    read = {
        name: _constant(f"{key}.{name}", **(said | dict(fields)))
        for name, fields in (constants or {}).items()
    }
    rows: dict[str, tuple[str, ...]] = {}
    if table is not None:
        cells = _table(**table)  # type: ignore[arg-type]  # strict about what it takes
        rows = {row: tuple(columns) for row, columns in cells.items()}
        read |= {
            f"{row}.{column}": _constant(f"{key}.{row}.{column}", **(said | cell))
            for row, columns in cells.items()
            for column, cell in columns.items()
        }
    _check_said(dated, confidence)
    return RuleSet(key, title, source, dated, cast("Confidence", confidence), note, read, rows)


def _table(
    *, unit: str, columns: Mapping[str, str], rows: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, dict[str, str]]]:
    """The known cells of a table, by row and column."""
    return {
        row: {
            column: {"value": value, "unit": unit, "label": f"{row.replace('_', ' ')}: {label}"}
            for (column, label), value in zip(columns.items(), values, strict=True)
            if value != UNVERIFIED
        }
        for row, values in rows.items()
    }


def _constant(  # noqa: PLR0913 - the fields of a constant, by name
    name: str,
    *,
    value: str,
    unit: str,
    label: str,
    source: str,
    dated: str,
    confidence: str,
    status: str = "published",
    note: str = "",
) -> RuleConstant:
    _check_said(dated, confidence)
    if status not in get_args(ConstantStatus):
        raise ValueError(f"{status} is neither published nor assumed")
    month = _MONTH.fullmatch(value) if unit == "month" else None
    return RuleConstant(
        name,
        label,
        unit,
        float(value) if month is None else int(month["year"]) * 12 + int(month["month"]) - 1.0,
        "number" if month is None else "month",
        f"{source} ({note})" if note else source,
        dated,
        cast("Confidence", confidence),
        cast("ConstantStatus", status),
    )


def _check_said(dated: str, confidence: str) -> None:
    if not _DATE.fullmatch(dated):
        raise ValueError(f"{dated} is no month or day of a source")
    if confidence not in get_args(Confidence):
        raise ValueError(f"{confidence} is none of {', '.join(get_args(Confidence))}")


_RULES = Kept(RULES, "rule", lambda text: read_entries(RULES, text, _entry))
