"""Whether a source says where anybody can read it."""

import re

_ADDRESS = re.compile(r"https?://|\bwww\.", re.IGNORECASE)


def names_an_address(source: str) -> bool:
    """Whether a source names a page on the web.

    Examples
    --------
    >>> names_an_address("price list, https://example.org/prices")
    True
    >>> names_an_address("offer of 12 March")
    False
    """
    return _ADDRESS.search(source) is not None
