"""What all tests share: LibreOffice, how long Hypothesis may take, and golden texts."""

import os
import shutil

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


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that needs LibreOffice where there is none, unless it is required."""
    if item.get_closest_marker("libreoffice") is None or shutil.which("soffice"):
        return
    if os.environ.get("LICMODEL_REQUIRE_LIBREOFFICE") == "1":
        pytest.fail("LICMODEL_REQUIRE_LIBREOFFICE=1, but soffice is not on PATH", pytrace=False)
    pytest.skip("soffice is not on PATH: install libreoffice-calc to run this")
