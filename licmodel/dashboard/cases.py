"""What a part of Estate or Prices shows: the scenario with its draft, under what is asked."""

from __future__ import annotations

import streamlit as st

from licmodel.dashboard import asking, drafts, figures, in_force
from licmodel.dashboard.figures import Changes
from licmodel.dashboard.shelf import Opened
from licmodel.records import record
from licmodel.report.phrases import listed
from licmodel.scenario.scenario import Scenario


@record
class Case:
    """A scenario that is open, and what is asked of it; ``mark`` is what figures are kept by."""

    of: Opened
    changes: Changes

    @property
    def mark(self) -> str:
        """What figures of it are kept by."""
        return f"{self.of.mark} {self.changes}"

    def laid(self) -> tuple[Scenario, str | None]:
        """The scenario with what is asked among its what-ifs, and what it is called there.

        Raises
        ------
        InputError
            If what is asked cannot be asked of it.
        """
        if not self.changes:
            return self.of.scenario, None
        name = asking.name_in(self.of.scenario.what_ifs, self.changes)
        if name is not None:
            return self.of.scenario, name
        said = "; ".join(in_force.asked_changes(self.of))
        model, name = figures.embodied(self.of, self.changes, said)
        return model.scenario, name


def as_drafted(of: Opened) -> Opened:
    """The scenario with its draft, which is then told."""
    return _told(of, ()).of


def in_hand(of: Opened) -> Case:
    """The scenario with its draft, under what is asked; both are then told."""
    return _told(of, in_force.asked())


def _told(of: Opened, changes: Changes) -> Case:
    shown = drafts.redrawn(of)
    said = ["with the draft"] if shown is not of else []
    if changes:
        said.append(f"under {in_force.asked_words(shown)}")
    if said:
        words = listed(said)
        st.caption(f"{words[:1].upper()}{words[1:]}.")
    return Case(shown, changes)
