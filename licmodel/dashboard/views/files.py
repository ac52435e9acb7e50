"""Files: what is open, new files beside it, and what makes it differ from another."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from shlex import quote

import streamlit as st

from licmodel.analysis.decisions.bridges import Bridge, bridge
from licmodel.analysis.estate.window import day_words
from licmodel.analysis.freezing import verify
from licmodel.dashboard import asking, figures, filing, in_force, shelf, view
from licmodel.dashboard.bridging import show_bridge
from licmodel.dashboard.marks import label_words
from licmodel.dashboard.save_form import save_form
from licmodel.dashboard.shelf import Opened
from licmodel.dashboard.telling import guarded, plain_words
from licmodel.report.amounts import counted
from licmodel.report.bridges import bridge_text
from licmodel.report.phrases import distinct

_SHORT = 16


def page() -> None:
    """The page, of the scenario that is open."""
    of = figures.current()
    st.caption(plain_words(of.scenario.title))
    st.title("Scenario files", anchor=False)
    _what(of)
    new, compared, signed = st.tabs(
        ["A new file from this one", "Compare with another", "Version of record"],
        key="task",
        bind="query-params",
    )
    with new, guarded():
        _new(of)
    with compared, guarded():
        _compared(of)
    with signed, guarded():
        _record(of)


def _what(of: Opened) -> None:
    """What is open, where it stands, and what it is made of."""
    told = [f"Open: **{plain_words(of.path.name)}**, in {plain_words(str(of.path.parent))}"]
    with of.path.open("rb") as file:
        size = file.seek(0, 2)
    changed = datetime.fromtimestamp(of.path.stat().st_mtime).astimezone()
    told.append(f"Changed on {day_words(changed.date())} at {changed:%H:%M}; {size:,} bytes")
    if of.is_record:
        data = json.loads(of.path.read_text("utf-8"))
        told.append(
            f"A version of record, written by licmodel {plain_words(data['engine'])}: hash "
            f"`{data['hash'][:_SHORT]}…`. It is read with its own catalogue, and never changed; "
            f"`licmodel verify {quote(of.path.name)}` runs it again"
        )
    else:
        parents = [name for name, _ in of.scenario.sources[:-1]]
        if parents:
            names = ", ".join(plain_words(each.rpartition("/")[2]) for each in parents)
            told.append(f"It extends or reads {names}")
    if asking.current():
        count = len(asking.current())
        told.append(f"Asked under *What if*, and not kept yet: {counted(count, 'figure')}")
    st.markdown("\n".join(f"- {each}" for each in told))
    st.caption("Another file is opened at the left, under *Scenario*.")


def _new(of: Opened) -> None:
    """A file that extends the open one, and a copy of it."""
    st.markdown("No file is ever overwritten: a name that is taken is refused.")
    left, right = st.columns(2, gap="large")
    with left:
        st.header("One that extends it", anchor=False)
        _extending(of)
    with right:
        st.header("A copy", anchor=False)
        st.caption("The same file with its comments, under another name, to be changed by hand.")
        _form("copy", "Make a copy", lambda title: filing.duplicate(of, title))


def _extending(of: Opened) -> None:
    if of.is_record:
        st.info("A version of record is not extended: it stays as it was signed.")
        return
    if asking.current():
        st.caption(
            "It holds what is asked under *What if*, as a what-if with today's date. All else "
            "follows the open file."
        )
        _form("save", "Save as a what-if", lambda title: filing.keep_asked(of, title))
        return
    st.caption(
        "It says only what is otherwise: at first its title. All else follows the open file, "
        "also when that changes."
    )
    _form("save", "Save as a new file", lambda title: filing.extend(of, title))


def _record(of: Opened) -> None:
    """What is signed: written from a scenario, or run again."""
    if not of.is_record:
        st.markdown(
            "One file that holds all that the figures come from: the scenario and what it extends, "
            "the catalogue, the rules, every figure and check, and a hash to quote. It is never "
            "changed, and gives the same figures in years to come. It holds every price: it is "
            "for ourselves."
        )
        in_force.tell_of_the_file("It is of")
        _form("freeze", "Write the version of record", lambda title: filing.freeze_as(of, title))
        return
    st.markdown(
        "Run again from its own inputs and catalogue, every figure of it must come out the same."
    )
    if st.button("Run it again", icon=":material/replay:"):
        differing = verify(of.path)
        if differing:
            st.warning("\n".join(f"- {plain_words(each)}" for each in differing))
        else:
            st.success(
                "Every figure came out the same, to the last digit.", icon=":material/task_alt:"
            )


def _form(key: str, label: str, write: Callable[[str], shelf.Kept]) -> None:
    save_form(key, label, lambda title, _: write(title), primary=False)


def _compared(of: Opened) -> None:
    """Why an option of another file costs more, or less, than one of this."""
    others = [
        each
        for each in shelf.names(of.path.parent)
        if each != of.path.name and not each.lower().endswith(".json")
    ]
    if not others:
        st.info("There is no other scenario in this folder to compare with.")
        return
    near = _relatives(of, others)
    now = view.one_of("other", [*near, *others]) if near or view.chosen("other") else None
    which = st.selectbox(
        "With",
        others,
        index=others.index(now) if now in others else None,
        format_func=distinct({each: shelf.title(each) for each in others}).__getitem__,
        placeholder="choose a file",
        **view.keeping("other", f"other {of.path.name}", lambda each: each),
    )
    if which is None:
        st.caption("Such as an earlier version of it, or one that extends it.")
        return
    other = shelf.opened(of.path.parent / str(which))
    ways = _ways(of, other)
    if of.is_record:
        st.caption("Both are read with the catalogue of the version of record.")
    found = _between(of.mark, other.mark, *ways, of, other)
    show_bridge(found, figures.money(of))
    with st.expander("All of it as the command prints it, with what differs in the files"):
        st.code(bridge_text(found), language=None, wrap_lines=True)
    names = [quote(each.path.name) for each in (of, other)]
    words = f"licmodel bridge {names[0]} {' '.join(ways)} --other {names[1]}"
    st.caption("The same on the command line")
    st.code(words, language=None, wrap_lines=True)


def _relatives(of: Opened, others: Sequence[str]) -> list[str]:
    """Files that this one was read from, then those that extend it."""
    read = [name.rpartition("/")[2] for name, _ in of.scenario.sources]
    return [
        *(each for each in others if each in read),
        *(each for each in others if shelf.extends(of.path.parent / each) == of.path.name),
    ]


def _ways(of: Opened, other: Opened) -> tuple[str, str]:
    """An option of each file, as chosen; the cheapest of this one, and its namesake."""
    best = figures.compared(of).cheapest()
    chosen: list[str] = []
    for column, side, each in zip(st.columns(2), ("before", "after"), (of, other), strict=True):
        titles = _costed(each)
        usual = chosen[0] if chosen and chosen[0] in titles else best
        now = view.one_of(side, titles, usual)
        chosen.append(
            column.selectbox(
                label_words(f"Option of {shelf.title(each.path.name)}"),
                list(titles),
                index=list(titles).index(now),
                format_func=titles.__getitem__,
                **view.keeping(side, f"{side} {of.path.name} {other.path.name}", str),
            )
        )
    return chosen[0], chosen[1]


def _costed(of: Opened) -> dict[str, str]:
    return {
        key: of.scenario.option_title(key)
        for key, option in of.scenario.options.items()
        if option.is_costed
    }


@st.cache_resource(max_entries=20, show_spinner=False)
def _between(
    mark: str,  # noqa: ARG001
    other_mark: str,  # noqa: ARG001
    first: str,
    second: str,
    _of: Opened,
    _other: Opened,
) -> Bridge:
    return bridge(_of.scenario, first, second, other=_other.scenario)


if __name__ == "__main__":
    with guarded():
        page()
