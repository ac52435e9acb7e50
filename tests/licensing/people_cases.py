"""Access, education, caps and updates worked by hand, each from the source of its rule."""

from tests.licensing.case import Case

PEOPLE: tuple[Case, ...] = (
    # --- access ---
    # Redress: min(users × price, devices × price): 100 × 40 = 4000 > 130 × 30 = 3900.
    Case(
        {
            "rule": "client_access",
            "users": "100",
            "devices": "130",
            "user_price": "40",
            "device_price": "30",
            "part": "devices",
        },
        130,
        {"by_user_cost": 4000, "by_device_cost": 3900},
    ),
    Case(
        {
            "rule": "client_access",
            "users": "100",
            "devices": "130",
            "user_price": "40",
            "device_price": "30",
            "part": "users",
        },
        0,
    ),
    # At one price for both, the fewer.
    Case({"rule": "client_access", "users": "640", "devices": "220"}, 220),
    # A plan covers 60% of 640 users: 256 are left.
    Case({"rule": "client_access", "users": "640", "covered": "60%"}, 256),
    Case({"rule": "client_access", "devices": "31.2"}, 32),
    # Product Terms: M365 E3 carries all of the Core CAL suite; Office 365 E3 lacks Windows Server
    # and Configuration Manager. Of 1,000 users 600 are covered and 400 are not,
    Case(
        {
            "rule": "access_beyond_plans",
            "licence": "core_cal_suite",
            "users": "1_000",
            "plans": {"microsoft_365_e3": "60%", "office_365_e3": "30%"},
        },
        400,
    ),
    # of whom the bridge for Office 365 completes 300, so 100 need the suite.
    Case(
        {
            "rule": "access_beyond_plans",
            "licence": "core_cal_suite",
            "users": "1_000",
            "plans": {"microsoft_365_e3": "60%", "office_365_e3": "30%"},
            "bridge": "core_cal_bridge_office_365",
        },
        100,
    ),
    Case(
        {
            "rule": "access_beyond_plans",
            "licence": "core_cal_suite",
            "users": "1_000",
            "plans": {"microsoft_365_e3": "60%", "office_365_e3": "30%"},
            "bridge": "core_cal_bridge_office_365",
            "part": "bridge",
        },
        300,
    ),
    # Office 365 alone carries no Windows Server CAL.
    Case(
        {
            "rule": "access_beyond_plans",
            "licence": "windows_server_cal",
            "users": "500",
            "plans": {"office_365_e5": "100%"},
        },
        500,
    ),
    # Office 365 A3 covers Standard and Enterprise Exchange CALs.
    Case(
        {
            "rule": "access_beyond_plans",
            "licence": "exchange_enterprise_cal",
            "users": "500",
            "plans": {"office_365_a3": "80%"},
            "covered": "10%",
        },
        50,
    ),
    # --- running servers ---
    # Product Terms: one licence for each running instance.
    Case({"rule": "running_servers", "instances": "4"}, 4),
    # Where everybody has M365 E3 or E5, extended use rights cover them; not at 99%.
    Case(
        {
            "rule": "running_servers",
            "instances": "4",
            "plans": {"microsoft_365_e3": "90%", "microsoft_365_e5": "10%"},
        },
        0,
    ),
    Case({"rule": "running_servers", "instances": "4", "plans": {"microsoft_365_e3": "99%"}}, 4),
    Case({"rule": "running_servers", "instances": "4", "plans": {"office_365_e3": "100%"}}, 4),
    # --- education ---
    # Product Terms: 40 students for a paid staff suite: 1,000 pupils need 25.
    Case(
        {"rule": "student_benefit", "students": "1_000", "paid_staff": "25"},
        0,
        {"paid_staff_to_free_all": 25, "free": 1000},
    ),
    Case({"rule": "student_benefit", "students": "1_000", "paid_staff": "24"}, 40),
    # 15 for a single product: 24 × 15 = 360.
    Case(
        {
            "rule": "student_benefit",
            "students": "1_000",
            "paid_staff": "24",
            "licence": "single_product",
        },
        640,
    ),
    # Provided all knowledge workers are covered.
    Case(
        {"rule": "student_benefit", "students": "1_000", "paid_staff": "79", "staff": "80"},
        1000,
        {"free": 0},
    ),
    Case({"rule": "student_benefit", "students": "1_000", "paid_staff": "80", "staff": "80"}, 0),
    # OETC: 200 + 300 ÷ 3 + 300 + 400 ÷ 2 = 800; by head 1,200.
    Case(
        {
            "rule": "education_staff",
            "by": "full_time_equivalents",
            "full_time": "500",
            "part_time_teachers": "300",
            "part_time_others": "400",
        },
        800,
        {"heads": 1200, "more_by_head": 400},
    ),
    Case(
        {
            "rule": "education_staff",
            "by": "heads",
            "full_time": "500",
            "part_time_teachers": "300",
            "part_time_others": "400",
            "contractors": "25",
        },
        1225,
        {"equivalents": 800},
    ),
    # --- the cap of business plans ---
    # Microsoft FAQ: 300 users.
    Case({"rule": "seat_cap", "seats": "340"}, 300, {"over_cap": 1, "excess": 40}),
    Case({"rule": "seat_cap", "seats": "340", "part": "beyond"}, 40),
    Case({"rule": "seat_cap", "seats": "300"}, 300, {"over_cap": 0, "excess": 0}),
    # --- extended updates ---
    # EasySAM: whoever joins in year 2 owes year 1: from December 2026 on 100 of year 1 and 100 of
    # year 2, which began in November 2026; 100 of year 3 from November 2027 to October 2028.
    *(
        Case(
            {
                "rule": "extended_updates",
                "product": "windows_10",
                "year": year,
                "devices": "100",
                "joined": "2026-12",
            },
            {"2026-04": 0, from_month: 100, "2028-11": 0},
            timeline={"start": "2026-04", "years": "3"},
        )
        for year, from_month in (("1", "2026-12"), ("2", "2026-12"), ("3", "2027-11"))
    ),
    # Who leaves in October 2027 owes nothing for year 3.
    Case(
        {
            "rule": "extended_updates",
            "first_month": "2025-11",
            "year": "3",
            "devices": "100",
            "leaves": "2027-10",
        },
        0,
        timeline={"start": "2026-04", "years": "3"},
    ),
    # --- a version in support ---
    # Computerworld: five years of fixes, so of a version of October 2024 to September 2029.
    Case(
        {"rule": "fixed_support", "devices": "900", "released": "2024-10"},
        {"2027-04": 900, "2029-10": 0},
        timeline={"start": "2027-04", "years": "3"},
    ),
    # The next version, for as long as its own contract says.
    Case(
        {"rule": "fixed_support", "devices": "900", "released": "2029-09", "years": "3"},
        {"2029-04": 0, "2029-09": 900, "2032-09": 0},
        timeline={"start": "2029-04", "years": "4"},
    ),
    # --- assurance ---
    # Directions: with one and a half years left, two are paid: an agreement of April 2026 whose
    # assurance is wanted to September 2028 is paid to March 2029; nothing until April 2030.
    *(
        Case(
            {
                "rule": "lapsed_assurance",
                "licences": "96",
                "signed": "2026-04",
                "lapses": "2028-09",
                "again": "2030-04",
                "part": part,
            },
            counts,
            timeline={"start": "2027-04", "years": "4"},
        )
        for part, counts in (
            ("with_assurance", {"2027-04": 96.0, "2029-04": 0.0, "2030-04": 96.0}),
            # Admodum: let it lapse, and the licences are bought again.
            ("bought_again", {"2027-04": 0.0, "2030-04": 96.0}),
        )
    ),
    # Wanted to the last month of a year, it is paid to that month and no longer.
    Case(
        {"rule": "lapsed_assurance", "licences": "96", "signed": "2026-04", "lapses": "2028-03"},
        {"2027-04": 96, "2028-04": 0},
        timeline={"start": "2027-04", "years": "2"},
    ),
    # --- seats From SA ---
    # Licensing School: existing ones renew, none are new since February 2024: of 500, 450 are left
    # once no more are needed, and the 50 that come back are full subscriptions.
    *(
        Case(
            {
                "rule": "from_assurance",
                "held": "500",
                "seats": {"by_date": {"2027-04": "520", "2027-10": "450", "2028-04": "500"}},
                "part": part,
            },
            counts,
            timeline={"start": "2027-04", "years": "2"},
        )
        for part, counts in (
            ("from_sa", {"2027-04": 500.0, "2027-10": 450.0}),
            ("full", {"2027-04": 20.0, "2027-10": 0.0, "2028-04": 50.0}),
        )
    ),
    # Left to lapse in March 2028, they are gone for good.
    Case(
        {"rule": "from_assurance", "held": "500", "seats": "500", "lapses": "2028-03"},
        {"2027-04": 500, "2028-04": 0},
        timeline={"start": "2027-04", "years": "2"},
    ),
    # In January 2024 a seat could still be bought, in February no more.
    Case(
        {
            "rule": "from_assurance",
            "held": "10",
            "seats": {"by_date": {"2023-04": "20", "2024-02": "25"}},
        },
        20,
        timeline={"start": "2023-10", "years": "1"},
    ),
)
