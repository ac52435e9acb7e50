"""What is wrong with a scenario file, in words: where, what was found, and how to mend it."""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from licmodel.errors import InputError, InputErrors, LicmodelError
from licmodel.scenario.overlay import Document, Keys, Place, dotted, in_words, said_at

MAX_FAULTS = 20
_LONGEST_SHOWN = 80
_MOST_LISTED = 24

_TABLE, _LIST, _TEXT = "a table of keys", "a list", "text"
_WHOLE, _NUMBER, _FLAG = "a whole number such as 5", "a number such as 296.40", "true or false"
_DATE = "a date such as 2027-04-01"
# What pydantic expected, by the beginning of its name for the error.
_EXPECTED = {
    "string": _TEXT, "dict": _TABLE, "mapping": _TABLE, "model": _TABLE, "dataclass": _TABLE,
    "arguments": _TABLE, "list": _LIST, "tuple": _LIST, "set": _LIST, "frozen_set": _LIST,
    "iterable": _LIST, "int": _WHOLE, "float": _NUMBER, "decimal": _NUMBER, "finite": _NUMBER,
    "bool": _FLAG, "date": _DATE, "datetime": _DATE, "none": "no value at all",
}  # fmt: skip
_BOUNDS = {
    "greater_than_equal": "{ge} or more",
    "greater_than": "more than {gt}",
    "less_than_equal": "{le} or less",
    "less_than": "less than {lt}",
    "multiple_of": "a multiple of {multiple_of}",
    "too_short": "at least {min_length} in the list or table",
    "too_long": "at most {max_length} in the list or table",
    "string_too_short": "at least {min_length} characters",
    "string_too_long": "at most {max_length} characters",
    "string_pattern_mismatch": "text of the form {pattern}",
    "is_instance_of": "something else",
}
# Python's words, for the errors that have no line of their own above.
_PYTHON = (
    (r"dict(ionary|ionaries)?|mapping", _TABLE),
    (r"str(ing)?", _TEXT),
    (r"list|tuple|set|frozenset|sequence", _LIST),
    (r"int(eger)?", "whole number"),
    (r"float|decimal", "number"),
    (r"bool(ean)?", _FLAG),
    (r"NoneType|None", "nothing"),
)
_NAME = "small letters, digits and _, beginning with a letter"
_QUOTED = r"'([^']*)'"

MAX_DEPTH = 20
TOO_DEEP = (
    f"tables and lists inside one another, more than {MAX_DEPTH} deep",
    "look for brackets or spaces too many",
)

# What the parser says, what that means, and what to do; the first that fits is told.
_SYNTAX = (
    ("nesting depth", *TOO_DEEP),
    (
        "mapping values are not allowed",
        "a second colon on one line, or a line that is too far to the right",
        "put text that holds a colon and a space in quotes; else check how far lines are indented",
    ),
    (
        r"expected ',' or",
        "a { or [ opened on line OPENED is not closed where it should be",
        "close it with } or ], and part its items with commas",
    ),
    (
        "unexpected end of stream",
        "a quotation mark opened on line OPENED is never closed",
        "close the quotation mark; inside '...' an apostrophe is written twice",
    ),
    (
        "could not find expected ':'",
        "a line that is neither key: value nor an item of a list",
        "write key: value, with a space after the colon",
    ),
    (
        "cannot start any token",
        "text that begins with a character YAML keeps for itself",
        "put the text in quotes",
    ),
    ("escape|hexa?decimal", "a backslash inside double quotes", "put it in single quotes"),
    (
        "sequence entries are not allowed",
        "a list that begins on the same line as its key",
        "begin the list on a line of its own, or write it in [ ]",
    ),
    (
        "comment or (a )?line break|indentation indicators",
        "text after | or > on the same line",
        "begin the text on the next line, or put it in quotes",
    ),
    ("alphabetic", "text that begins with & or *", "put the text in quotes"),
    (
        "expected key|<block end>|'-' indicator|document start|node content",
        "something that does not belong here",
        "check that lines of one table begin in one column, and that quotes and brackets pair up",
    ),
)


def together(faults: Sequence[InputError], most: int = MAX_FAULTS) -> InputError:
    """Join faults into one error, the first of them in full and the rest counted.

    Examples
    --------
    >>> print(together([InputError("no price"), InputError("no driver")], most=1))
    no price
    and 1 more
    """
    if len(faults) == 1:
        return faults[0]
    told = list(faults[:most])
    if len(faults) > most:
        told.append(InputError(f"and {len(faults) - most:,} more"))
    return InputErrors(told)


def explain_syntax(error: Exception, file: str, text: str) -> InputError:
    """Say in plain words why a text is not YAML.

    Parameters
    ----------
    error : Exception
        What PyYAML raised.
    file, text : str
        The file's name as shown, and its text.

    Examples
    --------
    >>> import yaml
    >>> text = "title: Council: renewal"
    >>> try:
    ...     yaml.safe_load(text)
    ... except yaml.YAMLError as error:
    ...     print(explain_syntax(error, "a.yaml", text).found)
    title: Council: renewal
    """
    problem = str(getattr(error, "problem", None) or "it cannot be read")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    opening = getattr(error, "context_mark", None) or mark
    lines = text.splitlines()
    line, column = (mark.line, mark.column) if mark else (0, 0)
    opened = opening.line if opening else line
    if "could not find expected ':'" in problem or line >= len(lines):
        # The parser only notices at the end; the line to mend is where it began.
        line, column = opened, opening.column if opening else 0
    for form, meaning, remedy in _SYNTAX:
        if re.search(form, problem):
            what, mend = meaning.replace("OPENED", str(opened + 1)), remedy
            break
    else:
        what, mend = problem, "compare the line with those around it"
    return InputError(
        f"this is not YAML at line {line + 1}, column {column + 1}: {what}",
        where=str(Place(file, line + 1)),
        found=_short(lines[line].strip()) if line < len(lines) else None,
        remedies=[mend],
    )


def explain_validation(
    error: ValidationError,
    document: Document,
    known_keys: Callable[[Keys], Sequence[str]],
    home: Callable[[Keys], Keys] = lambda path: path,
) -> InputErrors:
    """Turn pydantic's errors into ours, each with its file and line.

    Parameters
    ----------
    error : ValidationError
        From validating ``document.data``.
    document : Document
        What was validated.
    known_keys : callable
        Gives the keys known in the table at a path, to suggest the nearest.
    home : callable, optional
        Gives the path that what stands at a path was taken over from: a fault is told there.

    Returns
    -------
    InputErrors
        The faults, in file order: at most twenty, and a count of those beyond.

    Examples
    --------
    >>> from pydantic import BaseModel
    >>> class Timeline(BaseModel, extra="forbid"):
    ...     years: int
    >>> document = Document({"years": "ten"}, {(): Place("a.yaml", 1)}, ())
    >>> try:
    ...     Timeline.model_validate(document.data)
    ... except ValidationError as error:
    ...     print(explain_validation(error, document, lambda path: ["years"]))
    a.yaml:1: years: that is not what belongs here
      found: ten
      expected: a whole number such as 5
    """
    told: dict[tuple[Keys, str], InputError] = {}
    found = _without_echoes(error, document.data)
    said = {(path, same[0]["msg"]) for path, same in found}
    for path, same in found:
        if home(path) != path and (home(path), same[0]["msg"]) in said:
            continue
        fault = _fault(path, same, document, known_keys)
        told.setdefault((path, str(fault)), fault)
    order = {name: index for index, (name, _) in enumerate(document.sources)}

    def position(key: tuple[Keys, str]) -> tuple[int, int]:
        place = document.place(key[0])
        return (order.get(place.file, -1), place.line) if place else (-1, 0)

    joined = together([told[key] for key in sorted(told, key=position)])
    return joined if isinstance(joined, InputErrors) else InputErrors([joined])


def _without_echoes(
    error: ValidationError, data: Mapping[str, Any]
) -> list[tuple[Keys, list[ErrorDetails]]]:
    """Leave out what a union says of the forms that were not meant, and join what it expected."""
    found = [
        (_path(each["loc"], each["type"], data), each) for each in error.errors(include_url=False)
    ]
    around = {path[:length] for path, _ in found for length in range(len(path))}
    spoken = {path for path, each in found if not _is_of_form(each)}
    forms: dict[Keys, list[ErrorDetails]] = {}
    kept = []
    for path, each in found:
        if not _is_of_form(each):
            kept.append((path, [each]))
        elif path in forms:
            forms[path].append(each)
        elif path not in around and path not in spoken:
            forms[path] = [each]
            kept.append((path, forms[path]))
    return kept


def _is_of_form(error: ErrorDetails) -> bool:
    return error["type"].endswith(("_type", "_parsing"))


def _path(loc: Sequence[int | str], kind: str, data: Mapping[str, Any]) -> Keys:
    """Find the path in the document: pydantic puts the names of union members in between."""
    if kind == "missing":
        for path, node in _readings(loc[:-1], data):
            if isinstance(node, Mapping) and loc[-1] not in node:
                return (*path, str(loc[-1]))
    return next(_readings(loc, data))[0]


def _readings(
    loc: Sequence[int | str], node: object, *, entered: bool = True
) -> Iterator[tuple[Keys, object]]:
    if not loc:
        yield (), node
        return
    head, rest = loc[0], loc[1:]
    # whatever was written there, so no set of it
    if entered and isinstance(node, Mapping) and head in [node.get("kind"), node.get("rule")]:
        # A line of the kind `event` may well have a key `event` too; pydantic names the kind first.
        yield from _readings(rest, node, entered=False)
        return
    inner = said_at(node, (str(head),))
    if inner is not None:
        for path, last in _readings(rest, inner):
            yield (str(head), *path), last
    yield from _readings(rest, node, entered=False)


def _fault(
    path: Keys,
    same: Sequence[ErrorDetails],
    document: Document,
    known_keys: Callable[[Keys], Sequence[str]],
) -> InputError:
    error = same[0]
    kind, context = error["type"], error.get("ctx", {})
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        path = (*path, str(context["discriminator"]).strip("'"))
    key, value, where = path[-1] if path else "", said_at(document.data, path), path
    what, found = "that is not what belongs here", None if value is None else _shown(value)
    expected: str | None = None
    remedies: list[str] = []
    if kind == "extra_forbidden":
        known = list(known_keys(path[:-1]))
        what, found, expected = "there is no such key", None, _either(known)
        remedies = [*_nearest(key, known, "write {}:"), f"take {key}: out if it is not needed"]
    elif kind in {"missing", "union_tag_not_found"}:
        what, found, where = "this key is missing", None, path[:-1]
        inside = f"in {dotted(where)}" if where else "at the left, beside title:"
        remedies = [f"write {key}: {inside}"]
    elif kind in {"union_tag_invalid", "literal_error", "enum"}:
        told = str(context.get("expected_tags") or context.get("expected") or "")
        known = re.findall(_QUOTED, told)
        expected = _either(known) or told
        what = f"there is no such {key}" if "tag" in context else what
        remedies = _nearest(str(value), known, f"write {key}: {{}}")
    elif kind in {"value_error", "assertion_error"}:
        cause = context.get("error")
        what, found = str(cause) if cause else error["msg"].partition(", ")[2], None
        if isinstance(cause, LicmodelError):
            what, found, expected = cause.what, cause.found, cause.expected
            remedies = list(cause.remedies)
    else:
        expected = ", or ".join(dict.fromkeys(filter(None, map(_expected, same)))) or None
        what = what if expected else _in_plain_words(error["msg"])
    if error["loc"][-1:] == ("[key]",) and kind != "value_error":
        found, expected, remedies = key, *_name(key, context, expected)
        what = "that name cannot be used"
    place = document.place(where)
    return InputError(
        f"{dotted(path)}: {what}" if path else what,
        where=None if place is None else str(place),
        found=found,
        expected=expected,
        remedies=remedies,
    )


def _name(
    key: str, context: Mapping[str, Any], expected: str | None
) -> tuple[str | None, list[str]]:
    """Say what a name may look like: nobody should have to read a pattern."""
    slug = re.sub("[^a-z0-9]+", "_", key.lower()).strip("_").lstrip("_0123456789")
    if "a-z" in str(context.get("pattern", "")):
        return _NAME, [f"write {slug}:"] if slug else []
    return expected, []


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return f"{_TABLE}: {_short(', '.join(value))}" if value else "an empty table of keys"
    if isinstance(value, list):
        return f"{_LIST} of {len(value)}: {_short(in_words(value))}"
    return _short(in_words(value))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]} …"


def _either(known: Sequence[str]) -> str | None:
    if not known:
        return None
    more = len(known) - _MOST_LISTED
    listed = ", ".join(known[:_MOST_LISTED])
    return f"one of {listed} and {more} more" if more > 0 else f"one of {listed}"


def _nearest(written: str, known: Iterable[str], remedy: str) -> list[str]:
    lowered = {each.lower(): each for each in known}
    plain = "_".join(written.lower().replace("-", " ").split())
    near = difflib.get_close_matches(plain, lowered, n=1)
    return [remedy.format(lowered[each]) for each in near]


def _expected(error: ErrorDetails) -> str | None:
    kind, message = error["type"], error["msg"]
    if kind in _BOUNDS:
        return _BOUNDS[kind].format_map(error.get("ctx", {}))
    for beginning in (kind.rpartition("_")[0], kind.partition("_")[0]):
        if beginning in _EXPECTED:
            return _EXPECTED[beginning]
    start = "Input should be "
    return _in_plain_words(message.removeprefix(start)) if message.startswith(start) else None


def _in_plain_words(message: str) -> str:
    for form, words in _PYTHON:
        message = re.sub(rf"\b({form})\b", words, message)
    return message
