"""The events of an option together, as rows: what they count for, and what if all happened."""

from __future__ import annotations

from dataclasses import replace

from licmodel.assembly.measures import Measures, OptionRows


def write_events(option: OptionRows, measures: Measures) -> None:
    """Write what the events of an option count for, what they would cost, and how much more.

    With the VAT that is not recovered, as in what the option invoices.
    """
    program, at = measures.program, f"{option.key}.events"
    weighted, whole = [], []
    for page in option.pages.values():
        if page.line.kind == "event":
            if_happens = program.reference(f"{page.key}.if_happens")
            weighted += page.charges
            whole += [replace(each, billed=if_happens, accrued=if_happens) for each in page.charges]
    nothing = measures.money.nothing
    counted = measures.with_vat(weighted, "billed", nothing)
    if_all = measures.with_vat(whole, "billed", nothing)
    for name, said, body in (
        ("counted", "events at their probability", counted),
        ("if_all_happen", "events if all of them happen", if_all),
        ("more", "more if all events happen", if_all - counted),
    ):
        program.row(f"{at}.{name}", f"{option.title}, {said}", body)
        measures.write_sums(f"{at}.{name}", f"{option.title}, {said}")
