"""What is chosen above the parts of Prices and money: which option."""

from __future__ import annotations

from collections.abc import Mapping

from streamlit.delta_generator import DeltaGenerator

from licmodel.dashboard import view
from licmodel.dashboard.shelf import Opened
from licmodel.report.phrases import distinct


def costed(shown: Opened) -> dict[str, str]:
    """Options that have a cost, each with what it is called."""
    return distinct(
        {
            key: shown.scenario.option_title(key)
            for key, option in shown.scenario.options.items()
            if option.is_costed
        }
    )


def option_chosen(  # noqa: PLR0913  what a field is made of, by name
    of: Opened,
    titles: Mapping[str, str],
    place: DeltaGenerator,
    key: str,
    *,
    usual: str | None,
    label: str = "Option",
) -> str:
    """Which of some options, kept in the address under a key.

    Parameters
    ----------
    of : Opened
        What is open.
    titles : mapping of str to str
        What each is called; one at least.
    place : DeltaGenerator
        Where the field stands.
    key : str
        What the address calls it.
    usual : str or None
        The one that comes of itself; the first, where it is none of them.
    label : str
        Of the field.
    """
    start = view.one_of(key, titles, usual)
    return str(
        place.selectbox(
            label,
            list(titles),
            index=list(titles).index(start),
            format_func=lambda each: titles[each],
            **view.keeping(key, f"{key} {of.path.name}", str),
        )
    )
