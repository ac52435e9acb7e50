"""The repository as its tests about itself see it."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def files(root: Path) -> list[Path]:
    """Return every file that git follows or would follow, relative to the root."""
    if (root / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
            cwd=root,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split("\0")
        found = [Path(name) for name in listed if name and (root / name).is_file()]
    else:  # an unpacked archive: everything but what `make` made
        made = (".venv", "build", "dist", "__pycache__", ".hypothesis")
        found = [
            path.relative_to(root)
            for path in root.rglob("*")
            if path.is_file()
            and not any(
                part in made or part.endswith("_cache") for part in path.relative_to(root).parts
            )
        ]
    return sorted(found)


@pytest.fixture(scope="session")
def modules(files: list[Path]) -> list[Path]:
    """Return every Python file, relative to the root."""
    return [path for path in files if path.suffix == ".py"]
