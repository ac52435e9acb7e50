"""Part numbers and identifiers of subscriptions, and the product that each of them is.

The part number misleads (``SPE_F1`` is Microsoft 365 F3), so the identifier decides where both
are given. Unlike prices, these are facts for reading files: no result rests on them, so they are
not kept beside frozen results.
"""

import csv
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path

_FILE = Path(__file__).with_name("skus.csv")
_STUDENT = "education_student"


@dataclass(frozen=True)
class Sku:
    """A subscription as a tenant names it.

    Parameters
    ----------
    part_number, guid : str
        As Microsoft Graph gives them.
    product : str
        Key in the price book, or one made like those where it has no price.
    title : str
        Display name.
    segment : str
        ``commercial``, ``education_staff`` or ``education_student``.
    unit : str
        What one seat is for: ``user`` or ``device``.
    activity : bool
        Whether use shows as activity in mail, files, sites or Teams.
    source, source_date : str
        Where this is from.
    """

    part_number: str
    guid: str
    product: str
    title: str
    segment: str
    unit: str
    activity: bool
    source: str
    source_date: str

    @property
    def key(self) -> str:
        """Key of its seats: staff and students of one product are counted apart.

        Examples
        --------
        >>> find_sku(part_number="M365EDU_A3_STUDENT").key
        'microsoft_365_a3_student'
        """
        apart = self.segment == _STUDENT and not self.product.endswith("student_use_benefit")
        return f"{self.product}_student" if apart else self.product


def find_sku(
    *, guid: str | None = None, part_number: str | None = None, title: str | None = None
) -> Sku | None:
    """Find a subscription by identifier, then part number, then display name.

    Parameters
    ----------
    guid, part_number, title : str, optional
        What a file says of it; letters may be capital or small.

    Returns
    -------
    Sku or None
        None where the catalogue knows none of them.

    Examples
    --------
    >>> find_sku(part_number="spe_f1").title
    'Microsoft 365 F3'
    >>> find_sku(title="POWER BI PRO").product
    'power_bi_pro'
    """
    for index, given in zip(_indexes(), (guid, part_number, title), strict=True):
        if given and (found := index.get(given.strip().lower())):
            return found
    return None


def skus() -> tuple[Sku, ...]:
    """Give every subscription that the catalogue knows.

    Examples
    --------
    >>> len({sku.guid for sku in skus()}) == len(skus())
    True
    """
    reader = csv.DictReader(StringIO(_FILE.read_text(encoding="utf-8"), newline=""), strict=True)
    return tuple(
        Sku(
            row["part_number"],
            row["guid"],
            row["product"],
            row["title"],
            row["segment"],
            row["unit"],
            row["activity"] == "1",
            row["source"],
            row["source_date"],
        )
        for row in reader
    )


@cache
def _indexes() -> tuple[dict[str, Sku], dict[str, Sku], dict[str, Sku]]:
    known = skus()
    return (
        {sku.guid.lower(): sku for sku in known},
        {sku.part_number.lower(): sku for sku in known},
        {sku.title.lower(): sku for sku in known},
    )
