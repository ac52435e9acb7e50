"""Windows Server and SQL Server worked by hand, each from the source of its rule."""

from tests.licensing.case import Case, server

# Mainnet and the price book: 16 cores of Standard cost 1,069 and of Datacenter 6,155, so a pack of
# two cores costs an eighth of that.
PRICES = {"standard_price": "133.625", "datacenter_price": "769.375"}
# SQL Server 2022 at list (price book): Standard 3,945 and Enterprise 15,123 for two cores, a
# server licence 989, an access licence 230.
SQL = {
    "rule": "sql_server_cheapest",
    "machines": "1",
    "machine_cores": "4",
    "assurance": "yes",
    "standard_price": "3_945",
    "server_price": "989",
    "access_price": "230",
}
DENSE = {
    **SQL,
    "machines": "40",
    "users": "4_000",
    "hosts": "1",
    "processors": "2",
    "cores": "8",
    "enterprise_price": "15_123",
}

SERVERS: tuple[Case, ...] = (
    # Blue Solutions: four processors of four cores: 4 × max(8, 4) = 32 cores = 16 packs.
    Case(server("windows_server_standard", 4, 4, vms="2"), 16, {"cores_of_host": 32}),
    # ServiceNow: at least 16 cores a server: one processor of 6 cores is 16 cores = 8 packs.
    Case(server("windows_server_standard", 1, 6, vms="0"), 8, {"cores_of_host": 16}),
    # Mainnet: two VMs for each licensing of all cores: 6 VMs = 3 × 32 cores = 48 packs a host.
    Case(
        {**server("windows_server_standard", 2, 16, vms="6"), "hosts": "8"},
        384,
        {"sets_of_host": 3},
    ),
    # Packs of 16 cores are sold too: 48 cores are 3 of them.
    Case(server("windows_server_standard", 2, 24, vms="2", pack="16"), 3),
    # Blue Solutions: two processors of 12 cores: 24 cores = 12 packs, whatever runs there.
    Case(server("windows_server_datacenter", 2, 12), 12),
    # Mainnet: 6155 ÷ 1069 = 5.76 sets. 10 VMs are 5 sets: 5 × 1069 = 5345 < 6155.
    Case(
        server("windows_server_cheaper", 2, 8, vms="10", edition="standard", **PRICES),
        40,
        {"break_even": 11, "standard_cost": 5345, "datacenter_cost": 6155},
    ),
    Case(server("windows_server_cheaper", 2, 8, vms="10", edition="datacenter", **PRICES), 0),
    # 11 VMs are 6 sets: 6 × 1069 = 6414 > 6155.
    Case(
        server("windows_server_cheaper", 2, 8, vms="11", edition="datacenter", **PRICES),
        8,
        {"break_even": 11, "standard_cost": 6414, "datacenter_cost": 6155},
    ),
    Case(server("windows_server_cheaper", 2, 8, vms="11", edition="standard", **PRICES), 0),
    # The choice is made once: 10 VMs for six months and 12 for six are 5 and 6 sets, on average
    # 5.5 < 5.76, so Standard throughout.
    Case(
        {
            **server("windows_server_cheaper", 2, 8, edition="standard", **PRICES),
            "vms": {"by_date": {"2027-04": "10", "2027-10": "12"}},
        },
        {"2027-04": 40, "2027-10": 48},
    ),
    # Where both cost the same, the first is taken: 8 packs of 100 either way.
    *(
        Case(
            server(
                "windows_server_cheaper",
                2,
                8,
                vms="2",
                edition=edition,
                standard_price="100",
                datacenter_price="100",
            ),
            packs,
            {"break_even": 3},
        )
        for edition, packs in (("standard", 8), ("datacenter", 0))
    ),
    # --- SQL Server ---
    # ServiceNow: at least 4 cores a processor: 2 × max(4, 2) = 8 cores = 4 packs.
    Case(server("sql_server_cores", 2, 2), 4, {"cores_of_host": 8}),
    Case(server("sql_server_cores", 2, 12), 12),
    # Redress: at least 4 cores a VM: 6 VMs of 2 cores are 6 × 4 cores = 12 packs.
    Case(
        {
            "rule": "sql_server_machines",
            "machines": "6",
            "machine_cores": "2",
            "assurance": "yes",
        },
        12,
        {"cores_of_machine": 4},
    ),
    # Before 2022 no assurance was asked for.
    Case(
        {
            "rule": "sql_server_machines",
            "machines": "1",
            "machine_cores": "5",
            "assurance": "no",
            "version": "2019",
        },
        3,
    ),
    # Redress: Enterprise with assurance on all 24 cores of a host covers all its VMs: 12 packs.
    Case(server("sql_server_unlimited", 2, 12, assurance="yes"), 12),
    # Redress: one server licence for each operating system.
    Case({"rule": "sql_server_servers", "instances": "3"}, 3),
    # Redress: (2 × 3945 − 989) ÷ 230 = 30.004, so up to 30 CALs the server licence is cheaper:
    # 989 + 30 × 230 = 7889 < 7890.
    Case(
        {**SQL, "users": "30", "part": "access"},
        30,
        {"break_even": 30, "servers_cost": 7889, "standard_cores_cost": 7890},
    ),
    Case({**SQL, "users": "30", "part": "servers"}, 1),
    Case({**SQL, "users": "30", "part": "standard_cores"}, 0),
    # 989 + 31 × 230 = 8119 > 7890.
    Case({**SQL, "users": "31", "part": "standard_cores"}, 2, {"servers_cost": 8119}),
    Case({**SQL, "users": "31", "part": "access"}, 0),
    # 40 VMs: by core 80 × 3945 = 315,600; by server 40 × 989 + 4000 × 230 = 959,560; Enterprise on
    # a host of 16 cores 8 × 15,123 = 120,984.
    Case(
        {**DENSE, "part": "enterprise_cores"},
        8,
        {
            "standard_cores_cost": 315_600,
            "servers_cost": 959_560,
            "enterprise_cores_cost": 120_984,
        },
    ),
    Case({**DENSE, "part": "standard_cores"}, 0),
    # Without assurance the host is licensed: 16 cores = 8 packs.
    Case(
        {
            **SQL,
            "assurance": "no",
            "users": "500",
            "hosts": "1",
            "processors": "2",
            "cores": "8",
            "part": "standard_cores",
        },
        8,
    ),
    # --- hybrid benefit ---
    # Microsoft: at least 8 core licences a VM, so 12 VMs of 4 cores use up 96 = 48 packs,
    Case(
        {"rule": "hybrid_windows", "machines": "12", "machine_cores": "4"},
        48,
        {"core_licences": 96},
    ),
    # 12 cores use up 12 = 6 packs,
    Case({"rule": "hybrid_windows", "machines": "1", "machine_cores": "12"}, 6),
    # and a processor licence is worth 16: 96 − 2 × 16 = 64 = 32 packs.
    Case(
        {
            "rule": "hybrid_windows",
            "machines": "12",
            "machine_cores": "4",
            "processor_licences": "2",
        },
        32,
    ),
    # Flexera: 16 vCores are 4 Enterprise cores = 2 packs,
    Case({"rule": "hybrid_sql", "edition": "enterprise", "vcores": "16"}, 2),
    # or 16 Standard cores = 8 packs.
    Case({"rule": "hybrid_sql", "edition": "standard", "vcores": "16"}, 8),
)
