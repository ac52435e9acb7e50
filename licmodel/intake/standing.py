"""What a sheet is: a quotation to us, our contract, or a list that anybody may read."""

from __future__ import annotations

import datetime as dt

from licmodel.errors import InputError
from licmodel.records import record

STANDINGS = {
    "quote": "a quotation to us: confidential",
    "contract": "our contract: confidential",
    "published": "a published list: anybody may read it",
}
"""How prices of a sheet are known, and what that says of the sheet; the first where nobody says."""

USUAL = "quote"


@record
class Standing:
    """What a sheet is, from whom, and of which day, as far as that was said.

    Parameters
    ----------
    status : str, optional
        How firmly its prices are known, as a price book says it.
    supplier : str
        From whom it came.
    dated : date, optional
        The day that stands on it.

    Examples
    --------
    >>> Standing().known_as, Standing("published").known_as
    ('quote', 'published')
    """

    status: str | None = None
    supplier: str = ""
    dated: dt.date | None = None

    @property
    def known_as(self) -> str:
        """How firmly prices are known: quoted to us, and so confidential, unless it was said."""
        return self.status or USUAL

    def source(self, file: str) -> str:
        """Where a price is from: who said it, and the file.

        Examples
        --------
        >>> Standing(supplier="An example reseller").source("v2.xlsx")
        'An example reseller, v2.xlsx'
        """
        return f"{self.supplier}, {file}" if self.supplier else file

    def whole(self) -> Standing:
        """The same, where both were said that a source must say.

        Raises
        ------
        InputError
            If nobody said from whom it is, or of which day.
        """
        lacking = [
            *([] if self.supplier else ["from whom it came"]),
            *([] if self.dated else ["which day stands on it"]),
        ]
        if lacking:
            raise InputError(
                f"nobody has said {' and '.join(lacking)}",
                expected="a source that a reader can ask for: a name, and a day such as 2027-03-15",
                remedies=["say it beside what the sheet is"],
            )
        return self
