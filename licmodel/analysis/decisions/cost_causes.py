"""Why two scenarios cost different sums: each thing in which they differ, under one cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from licmodel.scenario.overlay import SOURCING, Difference, Keys, differences

CAUSES = (
    "price",
    "volume",
    "mix",
    "timing",
    "term",
    "index",
    "exchange rate",
    "one-offs",
    "funding",
    "other",
)
"""In the order in which they are told; what they do together comes after them."""

SAID = {
    "price": "prices, discounts, pay and rates",
    "volume": "how many",
    "mix": "other products, and lines that only one of them has",
    "timing": "when things start, end and are invoiced",
    "term": "terms of agreements",
    "index": "indices and yearly rises",
    "exchange rate": "exchange rates",
    "one-offs": "one-off costs that only one of them has",
    "funding": "grants and whose money it is",
    "other": "money conventions and all else",
}

_OF_FIELD = {
    **dict.fromkeys(("quantity", "unit", "minimum", "maximum", "free", "volume_from"), "volume"),
    **dict.fromkeys(("starts", "ends", "months", "billing", "payment", "refresh_years"), "timing"),
    **dict.fromkeys(("life_years", "refresh", "signed", "spread"), "timing"),
    **dict.fromkeys(("on", "until", "contract_ends"), "timing"),
    # how often something happens, and how much is drawn, is how many
    **dict.fromkeys(("probability", "yearly", "power", "pue", "hours_a_year"), "volume"),
    **dict.fromkeys(("term", "agreement", "notice_months", "renewal", "programme"), "term"),
    **dict.fromkeys(("added", "reduction", "anniversary", "commitment", "choices"), "term"),
    **dict.fromkeys(("index", "uplift", "escalator"), "index"),
    **dict.fromkeys(("converted",), "exchange rate"),
    **dict.fromkeys(("body", "fund"), "funding"),
    **dict.fromkeys(("product", "kind"), "mix"),
    **dict.fromkeys(("vat", "treatment", "reason"), "other"),
}
_OF_SECTION = {
    "drivers": "volume",
    "prices": "price",
    "price_book": "price",
    "indices": "index",
    "timeline": "timing",
    "rules": "volume",
    "funds": "funding",
    "bodies": "funding",
}
_SAYS_NOTHING = SOURCING | {"title", "note", "notes", "category", "for", "range", "serves"}
_SAYS_NOTHING |= {"cost_centre", "subjective", "cfr"}
_OF_KIND = {"one_off": "one-offs", "event": "one-offs", "grant": "funding"}
_PRICED = frozenset({"product", "price", "per", "tiers", "segment", "billing_plan", "converted"})


def cause_of_key(key: str, kinds: Mapping[str, str]) -> str:
    """The cause that an input belongs to, by its key.

    Parameters
    ----------
    key : str
        Of the input.
    kinds : mapping of str to str
        Kind of each line, by ``option.line``.

    Examples
    --------
    >>> cause_of_key("drivers.staff.growth", {}), cause_of_key("prices.e3.2027-04", {})
    ('volume', 'price')
    >>> cause_of_key("renew.e3.starts", {"renew.e3": "subscription"})
    'timing'
    """
    section, name, *rest = [*key.split("."), ""]
    if section == "agreements":
        return _of_agreement(tuple(rest))
    if section == "prices" and any(each in rest for each in ("escalator", "converted")):
        return "index" if "escalator" in rest else "exchange rate"
    if section in _OF_SECTION:
        return _OF_SECTION[section]
    if f"{section}.{name}" in kinds:
        if _OF_KIND.get(kinds[f"{section}.{name}"]) == "funding":
            return "funding"
        return _OF_FIELD.get(rest[0], "price")
    return "other"


def _of_agreement(fields: Keys) -> str:
    if fields[:1] == ("holdings",):
        return "volume" if fields[-2:-1] == ("seats",) or fields[-1] == "seats" else "price"
    if fields and fields[0] in {"renewal_uplift", "discount", "cap"}:
        return "price"
    return "term"


def parted(
    first: Mapping[str, object], second: Mapping[str, object]
) -> list[tuple[str, Difference]]:
    """Each difference between two scenarios' data, with its cause; ``lines`` holds their lines.

    Tables that only the second has are left out: they change nothing by themselves.

    Examples
    --------
    >>> line = {"kind": "recurring", "amount": "5"}
    >>> parted({"lines": {"a": line}}, {"lines": {"a": {**line, "amount": "6"}}})[0][0]
    'price'
    """
    found = []
    for each in differences(first, second):
        section, *rest = each.path
        silent = any(step in _SAYS_NOTHING for step in rest) or not rest
        if silent and section != "price_book":
            continue
        if section == "lines":
            depth = 2 if _is_another(first, second, each.path) else 3
            whole = _whole(first, second, each.path, depth)
            found.append((_of_line(first, second, each.path), whole))
        elif section == "agreements":
            found.append((_of_agreement(each.path[2:]), each))
        else:
            depth = 2 if section in {"drivers", "prices", "indices"} else len(each.path)
            whole = _whole(first, second, each.path, depth)
            found.append((_OF_SECTION.get(section, "other"), whole))
    once: dict[Keys, tuple[str, Difference]] = {}
    for cause, each in found:
        once.setdefault(each.path, (cause, each))
    return list(once.values())


def _whole(
    first: Mapping[str, object], second: Mapping[str, object], path: Keys, depth: int
) -> Difference:
    """A difference as one of the whole table around it: half a figure is none."""
    path = path[:depth]
    return Difference(path, at(first, path), at(second, path))


def at(data: object, path: Sequence[str]) -> object:
    """What stands at a path of tables; none where nothing does.

    Examples
    --------
    >>> at({"a": {"b": "1"}}, ["a", "b"]), at({"a": "1"}, ["a", "b"])
    ('1', None)
    """
    for step in path:
        data = data.get(step) if isinstance(data, Mapping) else None
    return data


def _is_another(first: Mapping[str, object], second: Mapping[str, object], path: Keys) -> bool:
    """Whether a line of the same name is of another kind: then it is another line."""
    return at(first, (*path[:2], "kind")) != at(second, (*path[:2], "kind"))


def _of_line(first: Mapping[str, object], second: Mapping[str, object], path: Keys) -> str:
    lines = [at(data, path[:2]) for data in (first, second)]
    one, other = (each if isinstance(each, Mapping) else None for each in lines)
    kinds = [str(each.get("kind")) for each in (one, other) if each is not None]
    if len(set(kinds)) > 1:
        return "mix"
    own = _OF_KIND.get(kinds[0])
    if one is None or other is None:
        return own or "mix"
    if own == "funding":
        return own
    field = path[2] if len(path) > 2 else ""  # noqa: PLR2004  lines.NAME.FIELD
    if field in _PRICED and one.get("product") != other.get("product"):
        return "mix"
    return _OF_FIELD.get(field, "price")
