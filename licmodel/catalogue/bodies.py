"""VAT by kind of body as data: which part comes back, under which rule."""

from licmodel.catalogue.facts import Fact, Share
from licmodel.catalogue.files import BODIES
from licmodel.catalogue.kept import KeptFacts
from licmodel.records import named_record


@named_record
class VatPosition(Fact):
    """What VAT comes back to a kind of body.

    Parameters
    ----------
    key, title : str
        Its name in scenarios, and in words.
    rule : str
        Why, in words.
    recoverable : float or None
        Part of the VAT on what is not for business that comes back; None where each body's own.
    """

    key: str
    title: str
    rule: str
    recoverable: Share | None = None


def vat_position(kind: str) -> VatPosition:
    """Find what VAT comes back to a kind of body.

    Raises
    ------
    InputError
        If no such kind is known, naming the nearest.

    Examples
    --------
    >>> vat_position("college").recoverable, vat_position("independent_school").recoverable
    (0.0, None)
    """
    return _BODIES.find(kind)


def body_kinds() -> tuple[str, ...]:
    """Give the key of every kind of body.

    Examples
    --------
    >>> "academy" in body_kinds()
    True
    """
    return _BODIES.keys()


_BODIES = KeptFacts(BODIES, "VAT position of a kind of body,", VatPosition)
