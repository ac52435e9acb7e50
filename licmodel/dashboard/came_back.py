"""Workbooks that came back through the page: read from a place of their own, never run or kept."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePath

import streamlit as st

from licmodel.dashboard.shelf import Opened
from licmodel.errors import InputError
from licmodel.workbook.importing import Imported, read_workbooks

MOST_MEGABYTES = 10
MOST_BOOKS = 40
_LONGEST = 80
_ODD = re.compile(r"[^\w .()+,&'-]+")

Uploaded = tuple[tuple[str, bytes], ...]


def safe_names(names: Sequence[str]) -> list[str]:
    r"""Names of files as they were sent, without folders or what no file may be called; all differ.

    Examples
    --------
    >>> safe_names(["../../etc/passwd", "a.xlsx", "C:\\x\\a.xlsx", "", "a\nb.xlsx"])
    ['passwd', 'a.xlsx', 'a (2).xlsx', 'workbook.xlsx', 'a_b.xlsx']
    """
    found: list[str] = []
    for each in names:
        last = _ODD.sub("_", PurePath(each.replace("\\", "/")).name).strip(" .")
        plain = PurePath(last or "workbook.xlsx")
        stem, suffix = plain.stem[:_LONGEST], plain.suffix[:_LONGEST]
        tried, number = f"{stem}{suffix}", 2
        while tried.lower() in {name.lower() for name in found}:
            tried, number = f"{stem} ({number}){suffix}", number + 1
        found.append(tried)
    return found


def imported(of: Opened, books: Uploaded, prefer: tuple[str, ...]) -> Imported:
    """What workbooks say otherwise than the scenario that is open.

    Parameters
    ----------
    of : Opened
        The scenario that they were made from.
    books : tuple of (str, bytes)
        Name and content of each.
    prefer : tuple of str
        Which copy counts where they differ, as for `read_workbooks`.

    Raises
    ------
    InputError
        If a workbook is not safe to open or holds no inputs, or is there twice.
    """
    if len(books) > MOST_BOOKS:
        raise InputError(
            "too many workbooks at once", found=f"{len(books)}", expected=f"at most {MOST_BOOKS}"
        )
    digests = tuple(hashlib.sha256(data).hexdigest() for _, data in books)
    if len(set(digests)) < len(digests):
        twice = [name for name, data in books if digests.count(_digest(data)) > 1]
        raise InputError(
            "the same workbook is there twice",
            found=", ".join(twice),
            remedies=["take one of them out"],
        )
    names = tuple(safe_names([name for name, _ in books]))
    return _imported(of.mark, names, digests, prefer, of, tuple(data for _, data in books))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@st.cache_resource(max_entries=10, show_spinner=False)
def _imported(
    mark: str,  # noqa: ARG001
    names: tuple[str, ...],
    digests: tuple[str, ...],  # noqa: ARG001
    prefer: tuple[str, ...],
    _of: Opened,
    _contents: tuple[bytes, ...],
) -> Imported:
    with tempfile.TemporaryDirectory(prefix="licmodel-") as folder:
        paths = [Path(folder) / name for name in names]
        for path, data in zip(paths, _contents, strict=True):
            path.write_bytes(data)
        return read_workbooks(paths, _of.path, prefer)
