"""What stands in a data file of the catalogue, by key, read once for each text of the file."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Generic, TypeVar

from licmodel.catalogue.entries import find
from licmodel.catalogue.files import file_text
from licmodel.catalogue.reading import entry_keys, read_entry

T = TypeVar("T")


class Kept(Generic[T]):
    """Entries of a file that is read whole.

    Parameters
    ----------
    file : str
        Its name, as in `catalogue_files`.
    noun : str
        What an entry is called, for errors.
    read : callable
        Makes the entries by key from the file's text.

    Examples
    --------
    >>> lines = Kept("prices.csv", "line", lambda text: {"first": text.partition(",")[0]})
    >>> lines.find("first")
    'product'
    """

    def __init__(self, file: str, noun: str, read: Callable[[str], Mapping[str, T]]) -> None:
        self._file, self._noun = file, noun
        # By text, so that a frozen file and the shipped one never answer for each other.
        self._read = lru_cache(maxsize=4)(read)

    def all(self) -> Mapping[str, T]:
        """Every entry by key, in the order of the file."""
        return self._read(file_text(self._file))

    def find(self, key: str) -> T:
        """Find an entry by its key.

        Raises
        ------
        InputError
            If there is none, naming the nearest key.
        """
        return find(self.all(), key, self._noun)


class KeptFacts(Generic[T]):
    """Entries of a file of facts, each read when it is first asked for.

    Parameters
    ----------
    file, noun : str
        As for `Kept`.
    kind : type
        The dataclass of an entry.

    Examples
    --------
    >>> from licmodel.catalogue.bodies import VatPosition
    >>> KeptFacts("bodies.yaml", "kind of body", VatPosition).find("college").recoverable
    0.0
    """

    def __init__(self, file: str, noun: str, kind: type[T]) -> None:
        self._file = file
        # By text, as in `Kept`.
        self._read = lru_cache(maxsize=64)(
            lambda text, key: read_entry(file, text, key, kind, noun)
        )

    def keys(self) -> tuple[str, ...]:
        """The key of every entry, in the order of the file."""
        return entry_keys(self._file, file_text(self._file))

    def find(self, key: str) -> T:
        """Find an entry by its key.

        Raises
        ------
        InputError
            If there is none, naming the nearest key; or if it cannot be read, naming the place.
        """
        return self._read(file_text(self._file), key)

    def all(self) -> dict[str, T]:
        """Every entry by key, in the order of the file."""
        return {key: self.find(key) for key in self.keys()}
