"""Random bodies, funds and shared costs around the lines of options."""

from typing import Any

from hypothesis import strategies as st

Raw = dict[str, Any]

BODIES: Raw = {
    "trust": {"kind": "academy", "business_use": "4%"},
    "college": {"kind": "college", "year_end": "July"},
    "school": {"kind": "independent_school", "vat_recoverable": "60%", "source": "return"},
}
FUNDS: Raw = {"general": {}, "housing": {}, "schools": {}}
_SPLITS = (
    "general",
    {"general": "66.7%", "housing": "33.3%"},
    {"housing": "0%", "schools": "100%"},
)
_BASES = ("users", "pupils", "budget", "usage", "equal")


@st.composite
def borne(draw: st.DrawFn, scenarios: st.SearchStrategy[Raw]) -> Raw:
    """Draw a scenario and who bears its lines; half of the time nobody is named."""
    raw = draw(scenarios)
    if draw(st.booleans()):
        return raw
    lines = [line for option in raw["options"].values() for line in option["lines"].values()]
    for line in lines:
        line.update(draw(st.sampled_from(({}, *({"body": name} for name in BODIES)))))
        line.update(draw(st.sampled_from(({}, *({"fund": split} for split in _SPLITS)))))
    return raw | {"bodies": BODIES, "funds": FUNDS, "shares": {"common": draw(_shared())}}


@st.composite
def _shared(draw: st.DrawFn) -> Raw:
    by = draw(st.sampled_from(_BASES))
    names = ("lead", "one", "two")[: draw(st.integers(1, 3))]
    members: Raw = {name: draw(_member(by, leads=name == "lead")) for name in names}
    turned = dict(draw(st.permutations([*members.items()])))
    return {"by": by, "lead": "lead", "overhead": "3.5%", "members": turned}


@st.composite
def _member(draw: st.DrawFn, by: str, *, leads: bool) -> Raw:
    member: Raw = {} if by == "equal" else {"weight": str(draw(st.integers(1, 9_999)))}
    if draw(st.booleans()):
        member["pays_now"] = {"start": str(draw(st.integers(0, 9_999))), "growth": "2%"}
    if not leads:
        dates = {"joins": "2027-10", "leaves": "2029-06"}
        member |= {field: dates[field] for field in draw(st.sets(st.sampled_from([*dates])))}
    return member
