"""Whom a workbook is for: what each may see, and what each may change."""

from __future__ import annotations

import hashlib
from typing import Literal

from licmodel.errors import InputError, nearest
from licmodel.language.program import Input, Program
from licmodel.records import record
from licmodel.scenario.scenario import Scenario
from licmodel.terms.vendor import Vendor

Kind = Literal["internal", "vendor", "public", "directorate"]
EXPECTED = "internal, vendor, public or directorate:KEY"

FIGURE = "Figure"
"""Heading of the only figures in a vendor's copy, which has neither base nor what-ifs."""

_STRUCTURE = "timeline."
_LETTERS = 10


@record
class Audience:
    """Whom a copy is for; ``key`` says which vendor or directorate.

    Examples
    --------
    >>> str(Audience("directorate", "adult_care"))
    'directorate:adult_care'
    """

    kind: Kind = "internal"
    key: str | None = None

    def __str__(self) -> str:
        """As it is written on the command line."""
        return self.kind if self.key is None else f"{self.kind}:{self.key}"


def audience_of(text: str, scenario: Scenario) -> Audience:
    """The audience that somebody asked for.

    Raises
    ------
    InputError
        If there is none such, or the scenario does not say what it may see.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> audience_of("public", example())
    Audience(kind='public', key=None)
    """
    kind, _, key = text.strip().partition(":")
    if kind in {"internal", "public"} and not key:
        return Audience(kind)  # type: ignore[arg-type]  # one of the two
    if kind == "vendor":
        return Audience("vendor", _which(key, scenario))
    if kind == "directorate" and key:
        return Audience("directorate", owner_key(key))
    raise InputError("no such audience", found=text, expected=EXPECTED)


def _which(key: str, scenario: Scenario) -> str:
    vendors = scenario.vendors
    if not vendors:
        raise InputError(
            "the scenario does not say what a vendor may see, so nothing is shown to one",
            where=scenario.place("vendors"),
            expected="vendors: {NAME: {shown: [renew.e3], asked: [renew.e3.discount]}}",
            remedies=["name in it the lines, drivers and agreements that this vendor may see"],
        )
    if not key and len(vendors) == 1:
        return next(iter(vendors))
    if key not in vendors:
        raise InputError(
            "which vendor?",
            found=key or "none named",
            expected=" or ".join(f"vendor:{each}" for each in vendors),
            remedies=nearest(key, vendors),
        )
    return key


# --- a directorate's ---


def owner_key(owner: str) -> str:
    """Who answers for a figure, as a key.

    Examples
    --------
    >>> owner_key("Adult care")
    'adult_care'
    """
    return "_".join(owner.lower().replace("_", " ").split())


def is_owned(declared: Input, audience: Audience) -> bool:
    """Whether a directorate answers for a figure."""
    owner = declared.origin.owner
    return owner is not None and owner_key(owner) == audience.key


def owner_of(program: Program, audience: Audience) -> str:
    """A directorate as the scenario calls it.

    Raises
    ------
    InputError
        If no figure names it as its owner.
    """
    named = (each.origin.owner for each in program.inputs.values())
    owners = {owner_key(owner): owner for owner in named if owner}
    if audience.key not in owners:
        raise InputError(
            f"{audience.key} answers for no figure of this scenario, so its copy would be locked",
            expected=", ".join(sorted(owners)) or "owner: beside the figures that somebody owns",
            remedies=nearest(audience.key or "", owners),
        )
    return owners[audience.key]


# --- a vendor's ---


def disclosed_to(vendor: Vendor, program: Program, key: str) -> tuple[str, ...]:
    """Inputs that a vendor may see or is asked for, in the model's order; the horizon's too.

    Raises
    ------
    InputError
        If it is shown or asked for what is not there.
    """
    inputs = program.inputs
    for shown in vendor.shown:
        if not any(each == shown or each.startswith(f"{shown}.") for each in inputs):
            raise _unknown(f"vendors.{key}.shown", shown, inputs)
    for asked in vendor.asked:
        if asked not in inputs:
            raise _unknown(f"vendors.{key}.asked", asked, inputs)
    return tuple(
        each
        for each in inputs
        if each.startswith(_STRUCTURE) or each in vendor.asked or vendor.shows(each)
    )


def _unknown(where: str, key: str, inputs: dict[str, Input]) -> InputError:
    return InputError(
        f"{key} is no figure of the scenario and none stands under it",
        where=where,
        expected="the key of an input, or the first parts of one, as on the sheet Inputs",
        remedies=nearest(key, inputs),
    )


def opaque_keys(program: Program, audience: Audience) -> dict[str, str]:
    """A name for every input and row that says nothing, the same whenever the copy is made.

    It is made from the keys of all inputs together, so that nobody who lacks the model can try
    out guesses; when figures change it stays, when lines come or go it does not, and a copy that
    was sent out before is then refused by its keys rather than read wrongly.

    Examples
    --------
    >>> from licmodel.language.program import Periods
    >>> program = Program(Periods((), ()))
    >>> _ = program.input("stay.price", "Price", "GBP", 3)
    >>> len(opaque_keys(program, Audience("vendor", "reseller"))["stay.price"])
    11
    """
    whole = "\n".join((str(audience), *program.inputs))
    salt = hashlib.sha256(whole.encode()).digest()
    return {
        key: "k" + hashlib.sha256(salt + key.encode()).hexdigest()[:_LETTERS]
        for key in (*program.inputs, *program.rows)
    }


@record
class Named:
    """What a key in a vendor's copy stands for."""

    key: str
    is_asked: bool
    vendor: str = ""


def keys_of_copies(scenario: Scenario) -> dict[str, Named]:
    """What stands behind the keys of inputs and rows in the copies of all vendors."""
    if not scenario.vendors:
        return {}
    from licmodel.assembly.assemble import assemble  # noqa: PLC0415  where there are vendors

    program = assemble(scenario).program  # as their copies are made from: without budgets
    return {
        opaque: Named(key, key in vendor.asked, name)
        for name, vendor in scenario.vendors.items()
        for key, opaque in opaque_keys(program, Audience("vendor", name)).items()
    }
