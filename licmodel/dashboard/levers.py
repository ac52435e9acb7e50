"""A figure that can be moved: its slider, in the words that people use for it."""

from __future__ import annotations

from math import ceil, floor, isfinite, log10, nan

import streamlit as st

from licmodel.analysis.decisions.dials import Dial
from licmodel.dashboard import asking
from licmodel.dashboard.marks import label_words
from licmodel.dashboard.telling import plain_words
from licmodel.language.units import unit_text
from licmodel.report.amounts import unit_words
from licmodel.report.what_ifs import value_words
from licmodel.scenario.change import Change
from licmodel.terms.months import month_text, month_words

_STEPS = 40
_HUNDRED = 100
_WIDER = 2
"""How many times its usual step a list of dated figures can be moved."""


def lever(dial: Dial) -> None:
    """The slider of a figure; what it is moved to is asked at once."""
    now = {key: (way, value) for key, way, value in asking.current()}.get(dial.key)
    if dial.alone and dial.shown == "month":
        _month(dial, now)
    else:
        _amount(dial, now)
    where, leave = st.columns([2, 1], vertical_alignment="center")
    where.caption(f"As it stands: {plain_words(_standing(dial))}")
    if now is not None:
        leave.button(
            "Put back",
            key=f"leave {dial.key} {asking.turn()}",
            on_click=asking.leave,
            args=(dial.key,),
            icon=":material/undo:",
            type="tertiary",
        )


def _standing(dial: Dial) -> str:
    if dial.alone:
        return value_words(dial.inputs[0], dial.values[0])
    last = value_words(dial.inputs[-1], dial.values[-1])
    return f"{len(dial.inputs)} dated figures, moved together; the last is {last}"


def _month(dial: Dial, now: tuple[str, str] | None) -> None:
    low, high = (round(side[dial.key]) for side in dial.sides())
    asked = dial.now if now is None else _figure(now, dial.now, "month")
    value = round(asked if isfinite(asked) else dial.now)
    key = _stands_at(dial, value)

    def moved() -> None:
        _ask(dial, "set", month_text(st.session_state[key]), st.session_state[key] == dial.now)

    st.select_slider(
        label_words(dial.label),
        list(range(min(low, value), max(high, value) + 1)),
        format_func=month_words,
        key=key,
        on_change=moved,
        help=dial.key,
    )


def _amount(dial: Dial, now: tuple[str, str] | None) -> None:
    """A slider in the unit shown: per cent, a number, or per cent more of a whole list."""
    scale = _HUNDRED if dial.shown == "percent" or not dial.alone else 1
    if dial.alone:
        ends, stands = [end * scale for end in dial.reach()], dial.now * scale
        form = "%.2f%%" if dial.shown == "percent" else "localized"
    else:
        # a list that states no range can be moved further than its usual step
        wider = 1 if dial.has_range or dial.by_points else _WIDER
        ends = [round((end - dial.now) * scale * wider, 9) for end in dial.reach()]
        stands = 0.0
        form = "%+.1f points" if dial.by_points else "%+.1f%%"
    step = _step(ends[1] - ends[0])
    low, high = floor(ends[0] / step) * step, ceil(ends[1] / step) * step
    value = stands if now is None else _position(dial, now)
    if not isfinite(value):
        st.markdown(f"**{plain_words(dial.label)}**: moved, as the list below says")
        return
    key = _stands_at(dial, float(value))

    def moved() -> None:
        to = st.session_state[key]
        _ask(dial, *_written(dial, to), abs(to - stands) < step / _STEPS)

    st.slider(
        label_words(_label(dial)),
        float(min(low, value)),
        float(max(high, value)),
        step=float(step),
        format=form,
        key=key,
        on_change=moved,
        help=dial.key,
    )


def _label(dial: Dial) -> str:
    """What the slider is called, with its unit where that does not stand beside its figure."""
    unit = "" if dial.shown == "percent" or not dial.alone else unit_text(dial.inputs[0].unit)
    words = unit_words(unit) if unit else ""
    return f"{dial.label}, {words}" if words else dial.label


def _stands_at(dial: Dial, value: float) -> str:
    """Put a slider where its figure is asked to be; give its key.

    It is the same slider after every move, undo and reset, so that whoever moves it with the
    keyboard stays on it.
    """
    key = f"lever {dial.key} of {st.session_state['path'].name}"
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def _step(span: float) -> float:
    """A step that people count in: one, two or five of some power of ten."""
    if span <= 0:
        return 1.0
    raw = span / _STEPS
    power = 10.0 ** floor(log10(raw))
    return float(next(each for each in (1, 2, 5, 10) if each * power >= raw * 0.999) * power)


def _written(dial: Dial, to: float) -> tuple[str, str]:
    """What the slider says, as it is written on a command line."""
    if dial.alone:
        return "set", f"{to:.10g}%" if dial.shown == "percent" else f"{to:.10g}"
    return ("add", f"{to:.10g} points") if dial.by_points else ("times", f"{1 + to / 100:.10g}")


def _position(dial: Dial, asked: tuple[str, str]) -> float:
    """Where the slider stands by what is asked; not a number where it cannot say that."""
    if dial.alone:
        figure = _figure(asked, dial.now, dial.shown)
        return round(figure * (_HUNDRED if dial.shown == "percent" else 1), 9)
    if asked[0] != ("add" if dial.by_points else "times"):
        return nan
    stands = 0.0 if dial.by_points else 1.0
    return round((_figure(asked, stands, dial.shown) - stands) * _HUNDRED, 8)


def _figure(asked: tuple[str, str], stands: float, shown: str) -> float:
    """A figure as asked; not a number where that cannot be read."""
    way, value = asked
    try:
        return Change.model_validate({way: value}).apply(stands, shown)
    except ValueError:
        return nan


def _ask(dial: Dial, way: str, value: str, stays: bool) -> None:  # noqa: FBT001  one of two ends
    if stays:
        asking.leave(dial.key)
    else:
        asking.change(dial.key, way, value)
