"""The program as it is started: exit codes, pipes that close, terminals without a pound sign."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.estates import BEYOND, MAIL, write

PROGRAM = [sys.executable, "-W", "error", "-m", "licmodel.cli"]
INSTALLED = Path(sys.executable).with_name("licmodel.exe" if os.name == "nt" else "licmodel")
COUNCIL = Path(__file__).parents[2] / "scenarios/council_2027.yaml"
# As a person has it: what is printed is held back until there is enough of it, or the end.
BUFFERED = {**os.environ, "PYTHONUNBUFFERED": ""}
LONG = MAIL.replace("years: 3", "years: 20")


def start(
    folder: Path, *arguments: str, program: list[str] = PROGRAM, **more: str
) -> subprocess.CompletedProcess[bytes]:
    """Start the program in a folder and wait for its end."""
    return subprocess.run(
        [*program, *arguments],
        check=False,
        capture_output=True,
        cwd=folder,
        env={**BUFFERED, **more},
    )


@pytest.mark.parametrize(
    ("text", "arguments", "code"),
    [
        (MAIL, ("compare", "mail.yaml"), 0),
        (MAIL, ("check", "mail.yaml"), 0),
        (BEYOND, ("check", "mail.yaml"), 1),
        (MAIL, ("compare", "other.yaml"), 2),
        ("title: nothing more", ("compare", "mail.yaml"), 2),
    ],
)
def test_the_process_ends_with_the_code(
    tmp_path: Path, text: str, arguments: tuple[str, ...], code: int
) -> None:
    write(tmp_path, text)
    done = start(tmp_path, *arguments)
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stdout + done.stderr
    assert bool(done.stderr) == (code == 2)


@pytest.mark.skipif(not INSTALLED.exists(), reason="the package is not installed here")
def test_the_installed_command_is_the_same_program(tmp_path: Path) -> None:
    write(tmp_path)
    installed = start(tmp_path, "compare", "mail.yaml", "--json", program=[str(INSTALLED)])
    assert installed.returncode == 0
    assert installed.stdout == start(tmp_path, "compare", "mail.yaml", "--json").stdout


@pytest.mark.skipif(os.name == "nt", reason="pipes close another way")
@pytest.mark.parametrize(
    "arguments",
    [
        ("compare", "mail.yaml"),
        ("compare", "mail.yaml", "--by", "month", "--lines"),
        ("compare", "mail.yaml", "--by", "month", "--json"),
        ("check", "mail.yaml", "--rows"),
        ("explain", "mail.yaml", "keep.total"),
    ],
    ids=" ".join,
)
def test_a_reader_who_has_seen_enough_ends_it_in_silence(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """As with ``| head -1``, for output shorter and longer than a pipe holds."""
    write(tmp_path, LONG)
    with subprocess.Popen(
        [*PROGRAM, *arguments],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=BUFFERED,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(60) == 0
    assert said == b""


@pytest.mark.skipif(os.name == "nt", reason="pipes close another way")
@pytest.mark.parametrize(
    "arguments",
    [("compare", "mail.yaml"), ("explain", "mail.yaml", "move.seats.price")],
    ids=["a page", "a line"],
)
def test_a_pipe_closed_before_anything_is_written_ends_it_in_silence(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    write(tmp_path)
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*PROGRAM, *arguments],
        check=False,
        cwd=tmp_path,
        stdout=writer,
        stderr=subprocess.PIPE,
        env=BUFFERED,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "arguments",
    [
        ("compare", "mail.yaml", "--lines", "--what-ifs"),
        ("explain", "mail.yaml", "move.total"),
        ("check", "mail.yaml", "--inputs"),
    ],
    ids=lambda arguments: str(arguments[0]),
)
@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp1252"])
def test_a_terminal_without_the_signs_is_given_letters(
    tmp_path: Path, arguments: tuple[str, ...], encoding: str
) -> None:
    write(tmp_path)
    done = start(tmp_path, *arguments, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode(encoding)
    if encoding == "ascii":
        assert "GBP" in text
        assert "?" not in text
    else:
        assert "£" in text


def test_an_error_with_a_pound_in_it_reaches_a_plain_terminal(tmp_path: Path) -> None:
    write(tmp_path, MAIL.replace("price: 9_500", "price: £lots"))
    done = start(tmp_path, "compare", "mail.yaml", PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert b"mail.yaml:15" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_file_in_another_folder_is_named_as_it_was_given(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    write(tmp_path / "below", MAIL.replace("years: 3}", "years: none}"))
    done = start(tmp_path, "compare", "below/mail.yaml")
    assert done.returncode == 2
    assert done.stderr.decode().startswith("licmodel: below/mail.yaml:4: timeline.years")


def test_the_same_scenario_prints_the_same_bytes(tmp_path: Path) -> None:
    """[13] Whatever the order in which Python keeps its sets."""
    write(tmp_path, COUNCIL.read_text("utf-8"))
    for arguments in (("compare", "mail.yaml", "--json", "--what-ifs"), ("check", "mail.yaml")):
        printed = {
            start(tmp_path, *arguments, PYTHONHASHSEED=seed).stdout for seed in ("1", "2", "3")
        }
        assert len(printed) == 1
        assert printed != {b""}


def test_the_package_is_loaded_as_far_as_it_is_asked_for(tmp_path: Path) -> None:
    code = """
import sys
import licmodel
assert licmodel.__version__
assert not {"numpy", "pandas", "pydantic", "yaml"} & set(sys.modules)
assert set(licmodel.__all__) <= set(dir(licmodel))
scenario = licmodel.load("mail.yaml")
assert "numpy" in sys.modules
comparison = licmodel.compare(scenario, what_ifs=True)
assert comparison.cheapest() == "move"
assert licmodel.explain(scenario, "move.total").value == comparison.options["move"].total
assert licmodel.run(scenario).figure("move.total") == comparison.options["move"].total
assert licmodel.freeze("mail.yaml", "signed.json")
assert licmodel.verify("signed.json") == []
assert "pandas" not in sys.modules
frame = comparison.to_frame()
assert "pandas" in sys.modules
assert len(frame) == len(comparison.records())
try:
    licmodel.improve
except AttributeError as error:
    assert "licmodel has no improve" in str(error)
else:
    raise AssertionError("there is no such name")
try:
    licmodel.load("none.yaml")
except licmodel.LicmodelError as error:
    assert str(error).startswith("none.yaml")
"""
    write(tmp_path)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
