"""Text of a file where markdown is read: shown letter by letter, and read aloud as it is."""

from __future__ import annotations

import re

_JOINER = "\u2060"
"""Word joiner: nothing is seen or heard of it. It stands where an escape is of no use.

Streamlit looks for arrows, emoji and icons once markdown is read, when escapes are gone.
"""
_BLANK = "\ufeff"
"""No width either, and a blank to markdown: what stands beside it begins and ends nothing."""

_SIGNS = r"(?:<->|->|<-|--|>=|<=|~=)"
_ARROW = re.compile(rf"(?<![^\s{_BLANK}]){_SIGNS}(?![^\s{_BLANK}])")
_ANY_ARROW = re.compile(_SIGNS)
_LINK = re.compile(r"www\.|://|@")
_EMOJI = re.compile(r":(?=[\w+-]*[A-Za-z_+-][\w+-]*:|100:|1234:)")
_MARKS = re.compile(
    r"(?P<always>[\\`*\[\]$~])"
    r"|(?P<outside>(?<![^\W_])_|_(?![^\W_]))"
    r"|(?P<tag><(?=\S))"
    r"|(?P<entity>&(?=#?\w+;))"
    r"|(?P<directive>:(?=[^\W\d_]|//))"
    r"|(?<=:material)(?P<icon>/)"
    r"|(?<=www)(?P<host>\.)"
    r"|(?m:^ {0,3})(?P<first>[-+#>=|]|:(?=-))"
    r"|(?m:^ {0,3}[0-9]{1,9})(?P<item>[.)](?=\s|$))"
)
_MARGIN = re.compile(r"(?m)^(?: {4,}| *\t)[ \t]*")
_PAIRED = re.compile(r"([*_~$])\1*")
_OPENING = re.compile(r"(<(?=\S)|&(?=#?\w+;)|\](?=\()|:(?=//))")
_NAMED = re.compile(r"(:(?=[^\W\d_]|\w+\[))")
_TICKS = re.compile(r"`+")
_ESCAPING = re.compile(r"(\\(?=[!-/:-@\[-`{-~]))")


def plain_words(text: str) -> str:
    r"""Text of a file as markdown that shows it letter by letter.

    Examples
    --------
    >>> print(plain_words("E3 *and* F3"))
    E3 \*and\* F3
    >>> print(plain_words("Microsoft 365 E3: discount (year 1), office_staff - 5%!"))
    Microsoft 365 E3: discount (year 1), office_staff - 5%!
    """
    return _MARKS.sub(_escaped, _without_arrows(_EMOJI.sub(rf":{_BLANK}", _MARGIN.sub("", text))))


def label_words(text: str) -> str:
    r"""The same as the name of a widget, which is read aloud as it is written: without escapes.

    Only what stands between two backticks keeps them escaped.

    Examples
    --------
    >>> label_words("Microsoft 365 E3: discount, 2 * 3")
    'Microsoft 365 E3: discount, 2 * 3'
    >>> label_words("E3 *and* F3").replace("\ufeff", "|")
    'E3 |*|and|*| F3'
    """
    said = _EMOJI.sub(rf":{_BLANK}", " ".join(text.split()))
    said = _NAMED.sub(rf"\1{_BLANK}", _ESCAPING.sub(rf"\1{_BLANK}", said))
    said = _OPENING.sub(rf"\1{_JOINER}", said)
    said = _PAIRED.sub(lambda found: _apart(found, said), said)
    said = _without_arrows(said)
    runs = [len(each) for each in _TICKS.findall(said)]
    ends = said.startswith("```") or len(set(runs)) < len(runs)
    return said.replace("`", "\\`") if ends else said


def _without_arrows(text: str) -> str:
    """The text with nothing in it that would be drawn as an arrow, a dash or a sign.

    Streamlit looks for them between blanks; a link, which it finds by itself, ends its text too.
    """
    arrow = _ANY_ARROW if _LINK.search(text) else _ARROW
    return arrow.sub(lambda found: f"{found[0][:1]}{_JOINER}{found[0][1:]}", text)


def _escaped(found: re.Match[str]) -> str:
    """The mark with a backslash before it; digits that the match took along stay before both."""
    return f"{found[0][:-1]}\\{found[0][-1]}"


def _apart(found: re.Match[str], text: str) -> str:
    """A run of marks that could begin or end something, set apart; others as they are."""
    mark = found[0][0]
    inside = mark == "_" and all(
        0 <= at < len(text) and text[at].isalnum() for at in (found.start() - 1, found.end())
    )
    return found[0] if inside or text.count(mark) < 2 else f"{_BLANK}{found[0]}{_BLANK}"  # noqa: PLR2004  a pair
