"""Texts, trees and small tools that the tests of files share."""

from pathlib import Path

import pytest
from hypothesis import strategies as st

from licmodel.errors import InputError
from licmodel.scenario.files import Document, read_document

START_ONE = "start one with: licmodel new FILE --template council"

COUNCIL = """\
# An illustrative council
title: Council, Microsoft estate 2027 to 2032
timeline: {start: 2027-04, years: 5}
drivers:
  office_staff: {unit: user, start: 3_260, growth: -1%, source: establishment list October 2026}
  field_staff:
    by_date: {2027-04: 640, 2028-10: 600}
    assumed: care transfer
      goes ahead
moves: [{from: e3, to: f3}, {from: e5,
         to: f5}]
"""

KEYS = st.text(min_size=1, max_size=30).filter(
    lambda key: key.isprintable() and bool(key.strip()) and key != "extends"
)
MARKS = "ab \n\t:#-'\"\\{}[],&*!|>%@`~?£é\x85\u2028\ufeff\U0001f600"
TEXTS = (
    st.text()
    | st.text(alphabet=MARKS, max_size=12)
    | st.sampled_from(["null", "~", "---", "...", "<<", "yes", "|", ">-", "- a", "a: b"])
)
TREES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def read(text: str, **parents: str) -> Document:
    texts = {"council.yaml": text} | {f"{name}.yaml": each for name, each in parents.items()}
    return read_document("council.yaml", read=lambda path: texts[path.as_posix()])


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def fault(text: str, **parents: str) -> InputError:
    with pytest.raises(InputError) as caught:
        read(text, **parents)
    return caught.value


def fault_on_disk(path: str | Path) -> InputError:
    with pytest.raises(InputError) as caught:
        read_document(path)
    return caught.value
