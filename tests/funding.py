"""Random ways in which options are paid for, and their lines treated and coded."""

from typing import Any

from hypothesis import strategies as st

from licmodel.scenario.loading import from_data
from licmodel.terms.coding import CFR
from licmodel.terms.months import year_label

Raw = dict[str, Any]

_TODAY = {"budget": "123_456.78", "source": "ledger"}
_EITHER: st.SearchStrategy[bool] = st.booleans()
_CODED = {"cost_centre": "D4471", "subjective": "4410"}


@st.composite
def funded(draw: st.DrawFn, scenarios: st.SearchStrategy[Raw]) -> Raw:
    """Draw a scenario that borrows, sometimes with a base budget, reserves and other treatments."""
    raw = draw(scenarios)
    finance = raw.get("finance", {}) | {"borrowing": draw(_borrowing())}
    options = {key: draw(_paid_for(option)) for key, option in raw["options"].items()}
    raw = raw | {"finance": finance, "options": options}
    if draw(_EITHER):
        timeline = from_data(raw).timeline
        before, first = (year_label(timeline.first_year + ago, timeline.closing) for ago in (-1, 0))
        raw["today"] = _TODAY | {"year": before, "in_plan": {first: "-1_000.40"}}
    return raw


@st.composite
def _borrowing(draw: st.DrawFn) -> Raw:
    return {
        "repaid": draw(st.sampled_from(("equally", "annuity"))),
        "years": draw(st.sampled_from(("1", "2", "2.5", "7"))),
        "interest": draw(st.sampled_from(("0%", "4.75%"))),
        "from": draw(st.sampled_from(("year after", "same year"))),
        "assumed": "a guess",
    }


@st.composite
def _paid_for(draw: st.DrawFn, option: Raw) -> Raw:
    written: Raw = option["lines"]
    # a grant towards capital is refused where its lines have none left
    kept = {name for each in written.values() if each.get("capital_only") for name in each["of"]}
    lines = {name: draw(_treated(line, may=name not in kept)) for name, line in written.items()}
    option = option | {"lines": lines}
    if draw(_EITHER) and lines:
        names = draw(st.sampled_from([[*lines][:1], [*lines]]))
        reserve = {"smooth": names, "opening": "100_000_000_000", "assumed": "a wish"}
        option["funding"] = {"reserves": {"level": reserve}}
    return option


@st.composite
def _treated(draw: st.DrawFn, line: Raw, *, may: bool) -> Raw:
    treatment = draw(st.sampled_from((None, "capital", "revenue"))) if may else None
    treated = {} if treatment is None else {"treatment": treatment, "reason": "asked"}
    coded = _CODED | {"cfr": draw(st.sampled_from(CFR))} if draw(st.booleans()) else {}
    return line | treated | coded
