"""Which column of a list is which: told as its headings say it, asked where they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import streamlit as st

from licmodel.dashboard.marks import label_words
from licmodel.dashboard.telling import plain_words
from licmodel.intake.mappings import FORMS, Mapping, Proposal, price_constants
from licmodel.report.phrases import listed

_LISTS = {
    "seats": "A list of seats",
    "prices": "A list of prices",
    "invoices": "A list of invoices",
    "ledger": "A ledger",
}
_WORDS = {
    "product": "the name of the product",
    "guid": "the identifier of the product",
    "bought": "how many seats were bought",
    "assigned": "how many seats are in use",
    "renews": "the day of renewal",
    "starts": "the first day",
    "ends": "the last day",
    "price": "the price of one",
    "per": "what a price is for",
    "metric": "what is counted",
    "programme": "the agreement",
    "kind": "the type of purchase",
    "periods": "the term",
    "total": "the total of a line",
    "net": "the amount without VAT",
    "gross": "the amount with VAT",
    "document": "the number of the invoice or journal",
    "date": "the day",
    "line": "the line of the model",
    "subjective": "the subjective code",
    "vat": "the VAT",
}
_ASKED = {
    "per": "What is each price for?",
    "currency": "In which currency are the prices?",
    "date": "Of which day is it?",
}
_USUAL = {
    "per": {"1 month": "a month", "1 year": "a year", "3 years": "three years", "once": "for good"},
    "currency": {"GBP": "pounds (GBP)", "EUR": "euros (EUR)", "USD": "dollars (USD)"},
}
"""What may be so of every row, and is in no column."""

_TYPED = {
    "per": "choose, or type it: 5 years",
    "currency": "choose, or type three letters",
    "date": "choose a column, or type a day: 2027-03-31",
    "product": "choose a column, or type what every row is of",
}
_NO_COLUMN = "no column of it"


def asked_columns(proposal: Proposal, key: str) -> Mapping | None:
    """Which column is which: as proposed, and what could not be told is asked, never guessed.

    None until all of it is said.

    Parameters
    ----------
    proposal : Proposal
        What the headings tell.
    key : str
        Of the fields.
    """
    proposal = _unsure(proposal)
    holds = proposal.mapping.holds
    needs = FORMS[holds].needs
    _tell(proposal)
    columns = _corrected(proposal, key)
    settled = True
    for name, heads in proposal.asked.items():
        is_needed = any(name in group for group in needs)
        chosen = _asked(name, heads if is_needed else [*heads, _NO_COLUMN], key)
        settled = settled and chosen is not None
        if chosen not in {None, _NO_COLUMN}:
            columns[name] = str(chosen)
    constants = price_constants(columns) if holds == "prices" else {}
    every = _headings(proposal)
    for group in needs:
        name = group[0]
        if {*columns, *constants, *proposal.asked} & set(group):
            continue
        usual = list(_USUAL.get(name, {}))
        chosen = _asked(name, [*usual, *_allowed(proposal, name)], key)
        if chosen is None or not chosen.strip():
            settled = False
        elif chosen in every and chosen not in usual:
            columns[name] = chosen
        else:
            constants[name] = chosen.strip()
    if not settled:
        st.warning("Say which column is which, and the list is read.", icon=":material/help:")
        return None
    return Mapping(holds, columns, constants, proposal.mapping.sheet)


def _asked(name: str, options: Sequence[str], key: str) -> str | None:
    usual = _USUAL.get(name, {})
    chosen: str | None = st.selectbox(
        label_words(_ASKED.get(name, f"Which column holds {_words(name)}?")),
        list(dict.fromkeys(options)),
        index=None,
        format_func=lambda each: usual.get(each, f"as in “{each}”" if usual else each),
        key=f"{key} {name}",
        placeholder=_TYPED.get(name, "choose a column"),
        accept_new_options=name in _TYPED and _NO_COLUMN not in options,
    )
    return chosen


def _tell(proposal: Proposal) -> None:
    """What the headings say, in words."""
    mapping = proposal.mapping
    told = [f"{_words(name)} from “{head}”" for name, head in mapping.columns.items()]
    if mapping.constants:
        usual = {said: words for each in _USUAL.values() for said, words in each.items()}
        said = listed([usual.get(each, each) for each in mapping.constants.values()])
        told.append(f"{said} by the heading of the price")
    unused = ", ".join(f"“{head}”" for head in proposal.unmapped)
    st.info(
        plain_words(
            f"{_LISTS[mapping.holds]} by its headings: {', '.join(told) or 'none is sure'}."
            + (f" Not used: {unused}." if unused else "")
        ),
        icon=":material/view_column:",
    )
    if proposal.with_vat:
        names = ", ".join(f"“{head}”" for head in proposal.with_vat)
        st.caption(f"Never taken for a price, since VAT is in it: {plain_words(names)}.")


def _corrected(proposal: Proposal, key: str) -> dict[str, str]:
    """The columns that the headings tell, but for what a reader says of them."""
    columns = dict(proposal.mapping.columns)
    with st.expander("Is a column taken for what it is not?"):
        for field in FORMS[proposal.mapping.holds].fields:
            if field.name in proposal.asked:
                continue
            options, words = [*_allowed(proposal, field.name), _NO_COLUMN], _words(field.name)
            found = columns.pop(field.name, _NO_COLUMN)
            chosen = st.selectbox(
                label_words(f"{words[:1].upper()}{words[1:]}"),
                options,
                index=options.index(found),
                key=f"{key} {field.name} instead",
            )
            if chosen != _NO_COLUMN:
                columns[field.name] = chosen
    return columns


def _headings(proposal: Proposal) -> list[str]:
    asked = chain.from_iterable(proposal.asked.values())
    found = (*proposal.mapping.columns.values(), *asked, *proposal.unmapped, *proposal.with_vat)
    return list(dict.fromkeys(found))


def _allowed(proposal: Proposal, name: str) -> list[str]:
    """Headings that may be of a field: what has VAT in it is no price."""
    heads = _headings(proposal)
    return [each for each in heads if each not in proposal.with_vat] if name == "price" else heads


def _words(name: str) -> str:
    return _WORDS.get(name, f"the {name.replace('_', ' ')}")


def _unsure(proposal: Proposal) -> Proposal:
    """The same, with headings that are only likely asked about: no figure rests on a guess."""
    columns = proposal.mapping.columns
    likely = {name: (head,) for name, head in columns.items() if head in proposal.likely}
    sure = {name: head for name, head in columns.items() if name not in likely}
    return replace(
        proposal,
        mapping=replace(proposal.mapping, columns=sure),
        asked={**proposal.asked, **likely},
    )
