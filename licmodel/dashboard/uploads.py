"""Spreadsheets that come in: read as the command line reads them, and told on the page."""

from __future__ import annotations

import errno
import hashlib
import shutil
import tempfile
import weakref
from pathlib import Path

import streamlit as st

from licmodel.dashboard.cells import MOST_ROWS
from licmodel.dashboard.columns import asked_columns
from licmodel.dashboard.telling import bullets, plain_words, table
from licmodel.errors import InputError, LicmodelError
from licmodel.intake.findings import Remark, Report
from licmodel.intake.mappings import Mapping, Proposal, mapping_text, read_mapping
from licmodel.intake.reading import propose_mapping, read, read_by
from licmodel.intake.tables import open_book
from licmodel.report.imports import (
    holdings_table,
    prices_sentence,
    prices_table,
    remark_sentences,
    return_sentences,
    tallies,
    totals_said,
    verdict,
)

_MOST_MB = 10


def received(label: str, key: str, *, help_: str, types: tuple[str, ...]) -> Path | None:
    """A file that was uploaded, as a file of its own name; none where there is none yet.

    Parameters
    ----------
    label, key : str
        Of the field.
    help_ : str
        What may be uploaded.
    types : tuple of str
        Endings that are taken.
    """
    given = st.file_uploader(label, type=list(types), key=key, help=help_, max_upload_size=_MOST_MB)
    if given is None:
        return None
    data = given.getvalue()
    folder = _place() / hashlib.sha256(data).hexdigest()[:16]
    path = folder / Path(given.name.replace("\\", "/").replace("\0", "")).name
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(data)
    except OSError as error:
        raise InputError(
            "what was uploaded cannot be kept for reading",
            where=str(folder),
            found=error.strerror,
            remedies=[
                "give it a shorter name"
                if error.errno == errno.ENAMETOOLONG
                else "make room on the disk of this machine"
            ],
        ) from None
    return path


class Holder:
    """A folder that is gone when nobody holds it any more."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="licmodel-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


def _place() -> Path:
    """Where this window's uploads lie, until it is closed."""
    if "uploads" not in st.session_state:
        st.session_state["uploads"] = Holder()
    found: Path = st.session_state["uploads"].path
    return found


def import_report(report: Report) -> None:
    """The import report, on the screen."""
    day = f"as of {report.dated}" if report.dated else "day not stated"
    st.markdown(
        f"**{plain_words(report.file)}**: {plain_words(report.title)}, {day} "
        f"(SHA-256 begins {report.sha256[:12]})"
    )
    table(tallies(report))
    st.markdown(plain_words(verdict(report)))
    if (said := totals_said(report)) is not None:
        st.caption(plain_words(said))
    _remarks("Its own sums that do not come out", report.arithmetic, is_open=True)
    _remarks("Refused", report.refused, is_open=True)
    _remarks(f"Corrected, in {report.corrected_rows} of the rows held", report.corrected)
    _remarks("Set aside, which is no fault", report.set_aside)
    if report.holdings:
        table(holdings_table(report.holdings))
        bullets(list(return_sentences(report.holdings)))
    if report.prices:
        st.markdown(plain_words(prices_sentence(report)))
        with st.expander("The first prices"):
            table(prices_table(report), words=True)
    told = [f"{each}." for each in report.notes]
    if report.unknown:
        told.insert(
            0, f"Not in the catalogue, under keys of their own: {'; '.join(report.unknown)}."
        )
    if told:
        with st.expander(f"Notes ({len(told)})"):
            bullets(told)


def _remarks(title: str, remarks: tuple[Remark, ...], *, is_open: bool = False) -> None:
    if not remarks:
        return
    with st.expander(f"{title} ({len(remarks):,})", expanded=is_open):
        bullets(list(remark_sentences(remarks)))


def read_or_ask(
    path: Path, key: str, holds: str, currency: str, *, kept: Path | None = None
) -> Report | None:
    """Read a file by its headings; a list of somebody's own by a mapping that is asked for.

    Parameters
    ----------
    path : Path
        The file.
    key : str
        Of the fields.
    holds : {"seats", "prices"}
        What is expected.
    currency : str
        Of a list without a column for it.
    kept : Path, optional
        A mapping that was kept, to be asked nothing.
    """
    if kept is not None:
        mapping = read_mapping(kept)
        if mapping.holds != holds:
            raise InputError(
                "this mapping is for another kind of list",
                where=kept.name,
                found=f"holds: {mapping.holds}",
                expected=f"holds: {holds}",
            )
        return _read(path, currency, mapping)
    try:
        return _read(path, currency)
    except LicmodelError as error:
        try:
            proposal = propose_mapping(path)
        except LicmodelError:
            raise error from None
    if proposal.mapping.holds != holds:
        proposal = _all_the_same(path, proposal, holds)
    by = asked_columns(proposal, key)
    if by is None:
        return None
    st.download_button(
        "Keep the mapping, for the next list",
        mapping_text(by),
        f"{path.stem}_map.yaml",
        "application/yaml",
        icon=":material/download:",
        on_click="ignore",
        key=f"{key} kept",
    )
    return _read(path, currency, by)


def _read(path: Path, currency: str, by: Mapping | None = None) -> Report:
    """A file that was uploaded, read once: its folder is named after what it holds."""
    return _kept(path.parent.name, path.name, currency, mapping_text(by) if by else "", path, by)


@st.cache_resource(max_entries=5, show_spinner="Reading the list …")
def _kept(
    digest: str,  # noqa: ARG001
    name: str,  # noqa: ARG001
    currency: str,
    said: str,  # noqa: ARG001
    _path: Path,
    _by: Mapping | None,
) -> Report:
    return read(_path, currency=currency) if _by is None else read_by(_path, _by, currency=currency)


def _all_the_same(path: Path, proposal: Proposal, holds: str) -> Proposal:
    """A list that by its headings is of another kind, as one of the kind that belongs here.

    What has a price may count seats and name invoices as well.
    """
    looks = proposal.mapping.holds
    if "prices" in {holds, looks}:
        own = propose_mapping(path, (holds,))
        is_it = _MADE_BY[holds] in {*own.mapping.columns, *own.asked}
        if holds == "prices" and not is_it:
            st.info(
                f"By its headings this is a list of {looks}: if so, {_ELSEWHERE[looks]}. If it is "
                "of prices, say which column holds them.",
                icon=":material/help:",
            )
        if holds == "prices" or is_it:
            return own
    raise InputError(
        f"this looks like a list of {looks}, and {holds} belong here",
        where=path.name,
        remedies=[_ELSEWHERE[looks]],
    )


_ELSEWHERE = {
    "prices": "upload it on Prices and money, under A new price sheet",
    "seats": "upload it on Estate and demand, under How many",
    "invoices": "upload it on Prices and money, under This year's money",
    "ledger": "upload it on Prices and money, under This year's money",
}
_MADE_BY = {"prices": "price", "seats": "bought"}


def rows_in(path: Path) -> list[list[str]]:
    """Rows of the first sheet that hold something, as text: one more than are taken, at the most.

    Raises
    ------
    InputError
        If it is not safe to open, or damaged.
    """
    sheet = open_book(path).sheets[0]
    rows = []
    for row in sheet.rows():
        cells = ["" if each is None else str(each) for each in row.cells]
        if any(map(str.strip, cells)):
            rows.append(cells)
        if len(rows) > MOST_ROWS:
            break
    return rows
