"""What docs/prices.md says of a price book and its commands is so."""

import re
import shlex

from licmodel.catalogue.price_point import COLUMNS
from licmodel.catalogue.price_reading import read_prices
from licmodel.cli import parser
from tests.docs.pages import blocks, page

TEXT = page("docs/prices.md")


def test_its_example_is_a_price_book_without_a_wrong_row() -> None:
    (book,) = (block.text for block in blocks(TEXT) if block.language == "csv")
    reading = read_prices(book, "ours.csv")
    assert [point.price for point in reading.whole()] == [29.40, 30.87]
    assert book.splitlines()[0] == ",".join(COLUMNS)


def test_its_table_tells_every_column_and_no_other() -> None:
    rows = re.findall(r"^\| (`[^|]*) \|", TEXT, re.MULTILINE)
    assert [name for row in rows for name in re.findall(r"`(\w+)`", row)] == list(COLUMNS)


def test_its_commands_can_be_typed() -> None:
    typed = [
        shlex.split(re.split(r"\s{2,}|(?<=\.yaml) ", line)[0])[1:]
        for block in blocks(TEXT)
        for line in block.text.splitlines()
        if line.startswith("licmodel ")
    ]
    assert len(typed) == 7
    for command in typed:
        assert parser().parse_args(command).command is not None
