"""A net price is said of a list price that stands still until the line starts, and of no other."""

from pathlib import Path

import pytest

from licmodel.assembly.assemble import assemble
from licmodel.scenario.loading import load
from licmodel.workbook.deal_lines import deal_lines

MAY = "prices.suite.2026-05"


@pytest.mark.parametrize(
    ("price", "index", "starts", "net"),
    [
        ("by_date: {2026-04: 100}, escalator: 10%", "", "2028-04", None),
        ("by_date: {2026-04: 100}, escalator: 10%", "", "2027-04", None),
        ("by_date: {2026-05: 100}, escalator: 10%", "", "2027-04", MAY),
        ("by_date: {2026-05: 100, 2028-04: 9}, escalator: 10%", "", "2028-03", MAY),
        ("value: 100", "index: 3%,", "2028-04", None),
        ("value: 100", "index: 3%,", "2028-03", "prices.suite"),
    ],
)
def test_there_is_no_net_price_of_a_list_price_that_rises_by_itself(
    tmp_path: Path, price: str, index: str, starts: str, net: str | None
) -> None:
    """£100 with two rises of 10% is £121: a net price of £100 would be no discount at all."""
    file = tmp_path / "rising.yaml"
    file.write_text(
        "title: Rising\norganisation: {name: Invented}\ntimeline: {start: 2027-04, years: 3}\n"
        f"baseline: stay\nprices:\n  suite: {{unit: user, per: year, {price}, assumed: invented}}\n"
        "options:\n  stay:\n    lines:\n      suite: {kind: subscription, product: suite, "
        f"quantity: 9, discount: 0%, {index} starts: {starts}, assumed: invented}}\n",
        "utf-8",
    )
    model = assemble(load(file))
    (line,) = deal_lines(model)
    assert line.net == net
    pays = model.evaluator().run({})["stay.suite.price_a_month"][line.month, 0]
    assert (pays * 12 == pytest.approx(100)) == (net is not None)
