"""What every kind of line is held to, for each kind there is, or for one that is being written.

``LICMODEL_KIND=path/to/kind.py:Class`` runs the suite over that class alone, whether or not it is
in the list of kinds yet; several are separated by commas.
"""

import importlib.util
import os
import sys
from collections.abc import Iterator
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import Phase, settings
from pydantic import Field

import licmodel.lines

# Whether a law is broken, and no more: neither the simplest case that breaks it nor a record of it.
settings.register_profile(
    "verdict",
    database=None,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
)


def being_written(named: str) -> Iterator[Any]:
    """Kinds of a setting of ``LICMODEL_KIND``."""
    for each in filter(None, named.split(",")):
        path, _, name = each.strip().rpartition(":")
        spec = importlib.util.spec_from_file_location(Path(path).stem, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        yield getattr(module, name)


def admit(kinds: tuple[Any, ...]) -> None:
    """Let scenarios have lines of further kinds, as if they stood in the list."""
    assert "licmodel.scenario" not in sys.modules, "scenarios know their kinds already"
    known: Any = licmodel.lines
    known.KINDS = (*known.KINDS, *kinds)
    known.AnyLine = Annotated[reduce(or_, known.KINDS), Field(discriminator="kind")]


NEW = tuple(being_written(os.environ.get("LICMODEL_KIND", "")))
if NEW:
    admit(NEW)


@pytest.fixture(scope="session", params=NEW or licmodel.lines.KINDS, ids=licmodel.lines.kind_name)
def kind(request: pytest.FixtureRequest) -> type[licmodel.lines.Line]:
    """Return each kind of line."""
    return request.param  # type: ignore[no-any-return]  # what a fixture is given has no type
