"""The shared platform against sums done by hand from the figures that its file gives.

Shared in a year: £78,000 for each council there, 12 of 20 processes of each at £1,500, and £15,000
for each that moves in: £318,000 for three, then £399,000 for four with one moving in, £384,000 for
four and £288,000 for three. North, east, south and west weigh 4, 3, 2 and 1. North adds 5%.
"""

from pathlib import Path

import pytest

from licmodel.analysis.accounts.shares import Shared, shares
from licmodel.analysis.results import Results, run
from licmodel.scenario.loading import load

SCENARIO = Path(__file__).parents[2] / "scenarios" / "shared_platform.yaml"


@pytest.fixture(scope="module")
def results() -> Results:
    """Return what is found of the file."""
    return run(load(SCENARIO), ["no_reuse"])


@pytest.fixture(scope="module")
def platform(results: Results) -> Shared:
    """Return its one cost that is shared."""
    return shares(results)["together"].shares["platform"]


def test_what_is_recharged(platform: Shared) -> None:
    assert platform.recharged == pytest.approx([318_000, 399_000, 384_000, 288_000])


@pytest.mark.parametrize(
    ("name", "share", "pays", "in_all"),
    [
        # 4/9 of 318,000, 4/10 of 399,000 and of 384,000, 4/8 of 288,000; less what the others add
        (
            "north",
            [141_333.33, 159_600, 153_600, 144_000],
            [132_500, 147_630, 142_080, 136_800],
            559_010,
        ),
        (
            "east",
            [106_000, 119_700, 115_200, 108_000],
            [111_300, 125_685, 120_960, 113_400],
            471_345,
        ),
        ("south", [70_666.67, 79_800, 76_800, 0], [74_200, 83_790, 80_640, 0], 238_630),
        ("west", [0, 39_900, 38_400, 36_000], [0, 41_895, 40_320, 37_800], 120_015),
    ],
)
def test_what_each_pays(
    platform: Shared, name: str, share: list[float], pays: list[float], in_all: float
) -> None:
    member = platform.members[name]
    assert member.share == pytest.approx(share)
    assert member.pays == pytest.approx(pays)
    assert member.total == pytest.approx(in_all)


def test_the_one_who_pays_more_is_the_largest(platform: Shared) -> None:
    """£559,010 against four years of £134,000; the others pay less, south and west for three."""
    assert [each.title for each in platform.losers] == ["North"]
    changes = [each.change for each in platform.members.values()]
    assert changes == pytest.approx([23_010, -64_655, -163_370, -281_985])
    assert platform.members["north"].per_unit == pytest.approx(559_010 / 4 / 1_920_000)


def test_both_options_serve_four_councils(results: Results) -> None:
    """What the shared cost leaves out is west's own first year and south's own last."""
    assert results.figure("apart.billed.total") == pytest.approx(4 * 4 * 134_000)
    assert results.figure("together.billed.total") == pytest.approx(1_389_000 + 2 * 134_000)
    # without reuse 8 more processes for each of 3, 4, 4 and 3 councils
    dearer = results.figure("together.billed.total", "no_reuse")
    assert dearer == pytest.approx(1_657_000 + 14 * 8 * 1_500)
