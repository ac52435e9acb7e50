"""What all tests share: when LibreOffice is needed, and how long Hypothesis may take."""

import os
import shutil

import pytest
from hypothesis import settings

# Under CI, Hypothesis itself loads a profile that draws the same examples each time.
settings.register_profile("here", deadline=None)
if "CI" not in os.environ:
    settings.load_profile("here")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that needs LibreOffice where there is none, unless it is required."""
    if item.get_closest_marker("libreoffice") is None or shutil.which("soffice"):
        return
    if os.environ.get("LICMODEL_REQUIRE_LIBREOFFICE") == "1":
        pytest.fail("LICMODEL_REQUIRE_LIBREOFFICE=1, but soffice is not on PATH", pytrace=False)
    pytest.skip("soffice is not on PATH: install libreoffice-calc to run this")
