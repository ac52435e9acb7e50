"""What figures that leave a page hold beside what the file says, as paper tells it."""

from __future__ import annotations

from collections.abc import Iterator

from licmodel.analysis.decisions.asked import ASKED
from licmodel.dashboard import asking, figures, in_force
from licmodel.dashboard.cells import GONE
from licmodel.dashboard.draft_head import NOT_SAID, changes_table
from licmodel.dashboard.shelf import Opened
from licmodel.records import record
from licmodel.report.phrases import listed

_DRAFT = "draft"


@record
class Held:
    """A draft, or what is asked, or both.

    ``name`` is a part of names of files. ``under`` is what a command needs to give the figures;
    where none does, ``lacks`` says what must be done first.
    """

    words: str
    changed: tuple[str, ...]
    name: str
    under: str | None
    lacks: str

    def told(self, most: int) -> str:
        """Which it is, and what it changes, of which so many at most are named.

        Examples
        --------
        >>> Held("With a draft", ("staff: 3 to 4", "price: 5 to 6"), "draft", None, "").told(1)
        'With a draft: staff: 3 to 4; and 1 more'
        """
        more = len(self.changed) - most
        named = [*self.changed[:most], *([f"and {more} more"] if more > 0 else [])]
        return f"{self.words}: {'; '.join(named)}" if named else self.words

    @property
    def column(self) -> str:
        """What stands beside each figure of a table that a program reads."""
        return self.name if self.under else self.told(_NAMED)


_NAMED = 3


def held(of: Opened) -> Held | None:
    """What is in force; none, where the file is shown as it stands.

    Parameters
    ----------
    of : Opened
        What is open, with its draft where that is shown.
    """
    asked = in_force.asked()
    if not of.drafted and not asked:
        return None
    words, lacks = [], []
    name = asking.name_in(of.scenario.what_ifs) if asked else None
    if of.drafted:
        words.append("with a draft that no file holds yet")
        lacks.append("the draft is saved")
    if name is not None:
        words.append(f'under the what-if "{in_force.titles(of)[name]}"')
    elif asked:
        kept = asking.kept()
        words.append(
            f"under a what-if that {f'is kept in {kept}' if kept else 'no file holds yet'}"
        )
        lacks.append(f"{kept} is opened" if kept else "what is asked is kept")
    said = listed(words)
    names = [_DRAFT] if of.drafted else []
    names += [name or ASKED] if asked else []
    return Held(
        f"{said[:1].upper()}{said[1:]}",
        (*_drafted(of), *(in_force.asked_changes(of) if asked else ())),
        "_".join(names),
        in_force.words_for_a_command(of),
        listed(lacks),
    )


def _drafted(of: Opened) -> Iterator[str]:
    """What the draft says otherwise, a figure by what it is called."""
    if not of.drafted:
        return
    file = figures.current()
    inputs = {**figures.model(file).program.inputs, **figures.model(of).program.inputs}
    table = changes_table(file)
    for key, (before, after) in zip(table.labels, table.cells, strict=True):
        label = inputs[key].label if key in inputs else key
        if before == NOT_SAID:
            yield f"{label}: {after}, which the file does not say"
        elif after == GONE.value:
            yield f"{label}: {after}, was {before}"
        else:
            yield f"{label}: {before} to {after}"
