"""The catalogue's data files as text: those shipped, or those frozen beside somebody's results."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from licmodel.errors import InputError

BODIES = "bodies.yaml"
FEATURE_NAMES = "feature_names.yaml"
FEATURES = "features.csv"
SCHEDULES = "discount_schedules.yaml"
INDICES = "indices.yaml"
MEMORANDA = "memoranda.yaml"
OPTIMISM_BIAS = "optimism_bias.yaml"
PRICES = "prices.csv"
PROGRAMMES = "programmes.yaml"
RULES = "rules.yaml"
SUPPORT = "support.yaml"

_FOLDER = Path(__file__).parent

# A context variable, not a global: two people verifying different files at once, each in a
# thread of one server, must not read each other's prices.
_in_use: ContextVar[Mapping[str, str] | None] = ContextVar("catalogue files in use", default=None)


@cache
def _shipped(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def file_text(name: str) -> str:
    """Read a data file of the catalogue.

    Parameters
    ----------
    name : str
        Name of the file, as in `catalogue_files`.

    Returns
    -------
    str
        Its text: the file shipped, or inside `use_files` the one given there.

    Raises
    ------
    InputError
        If files were given and this is not among them.

    Examples
    --------
    >>> file_text("prices.csv").partition(",")[0]
    'product'
    """
    given = _in_use.get()
    if given is None:
        return _shipped(name)
    if name not in given:
        # To fall back on the file shipped would check old results against new figures.
        raise InputError(
            f"the catalogue in use has no file {name}",
            found=", ".join(given) or "no files",
            remedies=[f"give the text of {name} too", "work with the catalogue as shipped"],
        )
    return given[name]


def catalogue_files() -> dict[str, str]:
    """Give the text of every data file in use, to be kept beside results.

    Returns
    -------
    dict of str to str
        Text of each file, by name.

    Examples
    --------
    >>> sorted(catalogue_files())
    ['bodies.yaml', 'discount_schedules.yaml', 'feature_names.yaml', 'features.csv',
     'indices.yaml', 'memoranda.yaml', 'optimism_bias.yaml', 'prices.csv',
     'programmes.yaml', 'rules.yaml', 'support.yaml']
    """
    given = _in_use.get()
    if given is not None:
        return dict(given)
    names = (
        *(BODIES, FEATURE_NAMES, FEATURES, SCHEDULES, INDICES),
        *(MEMORANDA, OPTIMISM_BIAS, PRICES, PROGRAMMES, RULES, SUPPORT),
    )
    return {name: _shipped(name) for name in names}


@contextmanager
def use_files(texts: Mapping[str, str] | None) -> Iterator[None]:
    """Let every loader of the catalogue read these texts in place of the files shipped.

    It holds in the running thread only, until the block ends.

    Parameters
    ----------
    texts : mapping of str to str, or None
        Text of each file, by name, as `catalogue_files` gave it. Names that the catalogue
        does not know are left unread. None for the files shipped.

    Examples
    --------
    >>> frozen = catalogue_files()
    >>> with use_files(frozen):
    ...     catalogue_files() == frozen
    True
    """
    token = _in_use.set(None if texts is None else dict(texts))
    try:
        yield
    finally:
        _in_use.reset(token)
