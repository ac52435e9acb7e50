"""The errors a user can meet: where, what was found, what was expected and how to mend it."""

from collections.abc import Iterable, Sequence


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """The remedy for a name that is nearly one that is known; none where nothing is near.

    Examples
    --------
    >>> nearest("feild_staff", ["office_staff", "field_staff"])
    ['write field_staff']
    """
    from difflib import get_close_matches  # noqa: PLC0415  only to refuse

    return [f"write {each}" for each in get_close_matches(name, list(known), 1)]


class LicmodelError(Exception):
    """Something the user wrote or asked for cannot be used.

    Parameters
    ----------
    what : str
        The trouble, in one sentence.
    where : str, optional
        The place: a file and line, a sheet and cell, a key.
    found, expected : str, optional
        What stands there, and what could.
    remedies : sequence of str
        Ways to mend it, best first.

    Examples
    --------
    >>> print(LicmodelError("no such driver", where="a.yaml:12", remedies=["write office_staff"]))
    a.yaml:12: no such driver
      to mend it: write office_staff
    """

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        found: str | None = None,
        expected: str | None = None,
        remedies: Sequence[str] = (),
    ) -> None:
        self.what = what
        self.where = where
        self.found = found
        self.expected = expected
        self.remedies = tuple(remedies)
        super().__init__(self._text())

    def _text(self) -> str:
        lines = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.found is not None:
            lines.append(f"  found: {self.found}")
        if self.expected is not None:
            lines.append(f"  expected: {self.expected}")
        lines += [f"  to mend it: {remedy}" for remedy in self.remedies]
        return "\n".join(lines)


class InputError(LicmodelError):
    """A file, a figure or a key that cannot be read as it stands."""


class PriceError(InputError):
    """No price is in force for a product on a date."""


class ModelError(LicmodelError):
    """A model that cannot be built: units that clash, a row that reads what is not above it."""


class InputErrors(InputError):  # noqa: N818  several errors, and its name says so
    """Several faults found in one reading, told together so that they can be mended together."""

    def __init__(self, faults: Sequence[InputError]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))
