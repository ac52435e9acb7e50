"""The conformance suite, run over kinds that are not in the list, in a process of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SUITE = "tests/conformance"

_OUTCOME = re.compile(r"^(PASSED|FAILED|ERROR|SKIPPED) (?:\[\d+\] )?(\S+)", re.MULTILINE)
_ELSEWHERE = re.compile(rf"^(?!\S*{SUITE}/\S+:\d+: AssertionError)/\S+\.py:\d+: .*", re.MULTILINE)


def verdicts(kinds: str, tests: tuple[str, ...] = (SUITE,)) -> dict[str, str]:
    """Run tests over kinds.

    Parameters
    ----------
    kinds : str
        As in ``LICMODEL_KIND``: ``path/to/kind.py:Class``, separated by commas.
    tests : tuple of str
        The whole suite, or some of it as pytest names it.

    Returns
    -------
    dict of str to str
        Outcome of each test: ``PASSED``, ``FAILED``, ``ERROR`` or ``SKIPPED``.

    Raises
    ------
    AssertionError
        If a test failed anywhere but in what it asserts, or none was run.
    """
    done = subprocess.run(
        [
            *(sys.executable, "-W", "error", "-m", "pytest", *tests, "-q", "-rA", "--tb=line"),
            *("-p", "no:cacheprovider", "--hypothesis-profile", "verdict"),
        ],
        cwd=ROOT,
        env={**os.environ, "LICMODEL_KIND": kinds},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    found = {test: outcome for outcome, test in _OUTCOME.findall(done.stdout)}
    assert found, done.stdout + done.stderr
    assert not _ELSEWHERE.findall(done.stdout)
    return found
