"""Where an amount stands in the ledger: its cost centre, and the codes it is booked to."""

from typing import Annotated

from pydantic import AfterValidator

from licmodel.terms.figure import Sourced
from licmodel.terms.term import refusal

CFR = (*(f"E20{letter}" for letter in "ABCDEFG"), *(f"CE04{letter}" for letter in "ABCDE"))
"""ICT codes of the maintained schools' return (CFR) from 2024-25: E20 revenue, CE04 capital.

Source: https://bso.bradford.gov.uk/Schools/CMSPage.aspx?mid=197. What each letter covers was not
retrieved, but that E20D is counted with administration and the rest of E20 with learning:
https://github.com/DFE-Digital/education-benchmarking-and-insights (its cost categories).
"""

CODES = ("cost_centre", "subjective", "cfr")
"""What an amount may be coded with."""


def _code(value: str) -> str:
    code = value.upper()
    if code not in CFR:
        raise refusal(
            value,
            "no ICT code of the schools' return (CFR) from 2024-25",
            "write E20A to E20G for revenue, or CE04A to CE04E for capital",
        )
    return code


class Coded(Sourced):
    """Something that is booked to the ledger. Codes move no figure.

    Examples
    --------
    >>> Coded.model_validate({"cost_centre": "D4471", "cfr": "e20d"}).cfr
    'E20D'
    """

    cost_centre: str | None = None
    """Cost centre it is charged to."""

    subjective: str | None = None
    """Subjective code: what kind of spending it is in the ledger."""

    cfr: Annotated[str, AfterValidator(_code)] | None = None
    """Code in the maintained schools' return: E20A to E20G, CE04A to CE04E."""
