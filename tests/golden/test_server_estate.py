"""The server room that ships, worked out by hand from the rules and the prices in its file."""

from pathlib import Path

import pytest

from licmodel.analysis.results import Results, run
from licmodel.scenario.loading import load

SCENARIO = Path(__file__).parents[2] / "scenarios" / "server_estate.yaml"
STANDARD, DATACENTER = 117.92, 677.05
SQL_PACK, SQL_SERVER, SQL_ACCESS = 3_471.60, 870.32, 202.40


@pytest.fixture(scope="module")
def results() -> Results:
    """Return what it comes to, with all its what-ifs."""
    scenario = load(SCENARIO)
    return run(scenario, list(scenario.what_ifs))


def test_standard_is_licensed_again_for_every_two_machines(results: Results) -> None:
    """A main host has 2 × 16 = 32 cores, 16 packs; its 18 machines take that 9 times."""
    assert results.by_period("standard.windows_main.needed")[0] == 6 * 9 * 16 == 864
    assert results.figure("standard.windows_main.billed.total") == pytest.approx(864 * STANDARD)


def test_a_small_host_counts_as_one_of_sixteen_cores(results: Results) -> None:
    """One processor of 8 cores: at least 16 for a host, 8 packs, once for 2 machines."""
    assert results.by_period("standard.windows_branch.needed")[0] == 2 * 8
    assert results.figure("datacenter.windows_branch.billed.total") == pytest.approx(
        16 * DATACENTER
    )


def test_datacenter_is_licensed_once_whatever_runs(results: Results) -> None:
    assert results.figure("datacenter.windows_main.billed.total") == pytest.approx(
        6 * 16 * DATACENTER
    )


def test_the_cheaper_edition_is_chosen_for_each_kind_of_host(results: Results) -> None:
    """Datacenter costs 5.74 times Standard: the cheaper from 6 times, 11 machines, on."""
    assert results.figure("cheaper.windows_main.quantity.break_even") == 11
    assert results.figure("cheaper.windows_main.billed.total") == 0
    assert results.figure("cheaper.windows_main_datacenter.billed.total") == pytest.approx(
        96 * DATACENTER
    )
    assert results.figure("cheaper.windows_branch.billed.total") == pytest.approx(16 * STANDARD)
    assert results.figure("cheaper.windows_branch_datacenter.billed.total") == 0


def test_with_fewer_machines_the_other_edition_is_chosen(results: Results) -> None:
    """8 machines are 4 times: 6 × 4 × 16 packs of Standard."""
    asked = "fewer_machines"
    assert results.figure("cheaper.windows_main.billed.total", asked) == pytest.approx(
        384 * STANDARD
    )
    assert results.figure("cheaper.windows_main_datacenter.billed.total", asked) == 0


def test_sql_server_is_licensed_the_cheapest_way(results: Results) -> None:
    """5 machines of 4 cores are 10 packs with 5 years' assurance: 10 × 2.25 prices = £78,111.

    Five servers and 640 access licences would be 5 × 870.32 + 640 × 202.40 = £133,887.60.
    """
    paid = results.by_period("cheaper.sql_cores.billed.by_year")
    assert paid == pytest.approx([10 * SQL_PACK * 1.25, *[10 * SQL_PACK / 4] * 4])
    assert results.figure("cheaper.sql_access.billed.total") == 0
    servers = results.figure("standard.sql_servers.billed.total")
    access = results.figure("standard.sql_access.billed.total")
    assert servers + access == pytest.approx(133_887.60)


def test_for_few_users_the_other_way_is_cheaper(results: Results) -> None:
    """5 × 870.32 + 200 × 202.40 = £44,831.60, below £78,111."""
    asked = "fewer_sql_users"
    assert results.figure("cheaper.sql_cores.billed.total", asked) == 0
    assert results.figure("cheaper.sql_servers.billed.total", asked) == pytest.approx(
        5 * SQL_SERVER
    )
    assert results.figure("cheaper.sql_access.billed.total", asked) == pytest.approx(
        200 * SQL_ACCESS
    )


def test_whose_plan_covers_windows_server_needs_no_access_licence(results: Results) -> None:
    """Microsoft 365 E3 does, for 70%; Office 365 E3 does not: 30% of 3,260 is 978."""
    assert results.figure("standard.windows_access.billed.total") == pytest.approx(978 * 35)
    assert results.figure("standard.windows_access.billed.total", "all_on_e3") == 0


def test_who_joins_in_the_second_year_of_updates_owes_the_first(results: Results) -> None:
    """400 devices in April 2027 for both years; 150 are left when the third begins in November."""
    for year, month, devices, price in (
        (1, 0, 400, 53.68),
        (2, 0, 400, 107.36),
        (3, 7, 150, 214.72),
    ):
        paid = results.by_period(f"standard.updates_{year}.billed")
        assert paid[month] == pytest.approx(devices * price)
        assert sum(paid) == paid[month]
