"""When a line costs: from the month it starts to the month it ends."""

from hypothesis import strategies as st

from licmodel.lines import Line
from licmodel.terms.months import parse_month
from tests.conformance.cases import LINES, law, lines_of, results_of
from tests.strategies import batches, lines


@law
def test_nothing_is_charged_or_invoiced_before_it_starts(
    kind: type[Line], data: st.DataObject
) -> None:
    raw = data.draw(batches(lines(kind, income=True), LINES))
    results = results_of(raw)
    for name, line in lines_of(raw).items():
        if "starts" not in line:
            continue
        before = parse_month(line["starts"]) - results.scenario.timeline.start
        for flow in ("billed", "accrued"):
            assert not any(results.by_period(f"option.{name}.{flow}")[: max(before, 0)]), line


@law
def test_nothing_is_charged_after_it_ends(kind: type[Line], data: st.DataObject) -> None:
    raw = data.draw(batches(lines(kind, income=True), LINES))
    results = results_of(raw)
    for name, line in lines_of(raw).items():
        if "ends" not in line:
            continue
        served = parse_month(line["ends"], end=True) + 1 - results.scenario.timeline.start
        for flow in ("billed", "accrued"):
            assert not any(results.by_period(f"option.{name}.{flow}")[max(served, 0) :]), line
