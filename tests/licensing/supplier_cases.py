"""Metrics of other suppliers worked by hand, each from the source of its rule."""

from tests.licensing.case import Case, server

SUPPLIERS: tuple[Case, ...] = (
    # --- other suppliers ---
    # Remend: two chips of 16 cores at 0.5 are 16 licences.
    Case(server("per_core", 2, 16, processor="intel_xeon"), 16),
    # Redress: 64 POWER9 cores at 1.0 are 64.
    Case(server("per_core", 2, 32, processor="ibm_power"), 64),
    # Cores are added up before they are rounded: 3 × 5 × 0.5 = 7.5 → 8, not 3 × 3.
    Case({**server("per_core", 1, 5, processor="amd_epyc"), "hosts": "3"}, 8),
    # Otava: 16 cores a CPU at the least: two of 8 cores are 32;
    Case(server("per_core", 2, 8, minimum_cores="16"), 32),
    # and no order of less than 72.
    Case(server("per_core", 2, 8, minimum_cores="16", minimum_order="72"), 72),
    Case({**server("per_core", 2, 8, minimum_order="72"), "hosts": "0"}, 0),
    # IBM: POWER 750 of 4 × 6 cores: 24 × 100; POWER 770 of 8 × 6: 48 × 120; PS702 of 2 × 8:
    # 16 × 70.
    Case(server("processor_value_units", 4, 6), 2400),
    Case(server("processor_value_units", 8, 6), 5760),
    Case(server("processor_value_units", 2, 8), 1120),
    Case(
        {
            **server("processor_value_units", 2, 8),
            "steps": [{"from": "1", "units": "50"}, {"from": "2", "units": "80"}],
        },
        1280,
    ),
    # ServiceNow: 10 sockets are 5; Red Hat's model: 3 sockets are 2.
    Case({"rule": "socket_pairs", "hosts": "1", "sockets": "10"}, 5),
    Case({"rule": "socket_pairs", "hosts": "4", "sockets": "3"}, 8),
    # ServiceNow: 6 VMs are 3; on a host licensed as well, both are added up.
    Case({"rule": "socket_pairs", "hosts": "1", "machines": "6"}, 3),
    Case({"rule": "socket_pairs", "hosts": "1", "sockets": "2", "machines": "6"}, 4),
    # Remend: 16 processor licences × 25 = 400 named users, or the actual number if that is more.
    Case(
        server(
            "named_users",
            2,
            16,
            processor="intel_xeon",
            users="120",
            minimum_per_processor="25",
        ),
        400,
    ),
    Case(
        server(
            "named_users",
            2,
            16,
            processor="intel_xeon",
            users="450",
            minimum_per_processor="25",
        ),
        450,
    ),
    # Redress: 10 for a server of Standard Edition 2: four servers are 40.
    Case(
        {**server("named_users", 2, 8, users="12", minimum_per_server="10"), "hosts": "4"},
        40,
    ),
    # ServiceNow: one for each installation; here two are free, and ten are the fewest sold.
    Case({"rule": "per_instance", "instances": "14"}, 14),
    Case({"rule": "per_instance", "instances": "14", "included": "2", "minimum": "10"}, 12),
    Case({"rule": "per_instance", "instances": "9", "included": "2", "minimum": "10"}, 10),
    Case({"rule": "per_instance", "instances": "2", "included": "2", "minimum": "10"}, 0),
    # Redress: one full-time, one part-time, one seasonal employee and one contractor are four.
    Case({"rule": "per_employee", "employees": "3", "contractors": "1"}, 4),
    # Oracle Licensing Experts: 10,000 employees with 30 servers are 10,000.
    Case({"rule": "per_employee", "employees": "10_000"}, 10_000),
)
