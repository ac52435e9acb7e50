"""What all tests share: programs they need, how long Hypothesis may take, and golden texts."""

import os
import shutil
from collections.abc import Generator

import pytest
from hypothesis import settings

# Under CI, Hypothesis itself loads a profile that draws the same examples each time.
settings.register_profile("here", deadline=None)
if "CI" not in os.environ:
    settings.load_profile("here")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to write golden texts anew; the difference is then for people to judge."""
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write tests/golden/*.txt anew from what the program says now",
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Return whether golden texts are to be written anew."""
    return bool(request.config.getoption("--update-golden"))


# By mark: what a test needs, where it comes from, and what says that it has to be there.
NEEDED = {
    "chromium": ("chromium", "chromium", "LICMODEL_REQUIRE_CHROMIUM"),
    "libreoffice": ("soffice", "libreoffice-calc", "LICMODEL_REQUIRE_LIBREOFFICE"),
}


@pytest.hookimpl(wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Run one process more than there are processors: who drives a browser mostly waits."""
    return (yield) + 1


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that needs LibreOffice or Chromium where there is none, unless it is required."""
    for mark, (program, package, variable) in NEEDED.items():
        if item.get_closest_marker(mark) is None or shutil.which(program):
            continue
        if os.environ.get(variable) == "1":
            pytest.fail(f"{variable}=1, but {program} is not on PATH", pytrace=False)
        pytest.skip(f"{program} is not on PATH: install {package} to run this")
