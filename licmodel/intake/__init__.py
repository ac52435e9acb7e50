"""Other people's files: price sheets, seat counts, use, licence statements, lists of any kind."""

from licmodel.intake.findings import Report
from licmodel.intake.reading import read

__all__ = ["Report", "read"]
