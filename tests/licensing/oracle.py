"""Every rule a second time, in plain numbers, month by month, from the sources and not the code."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from tests.licensing.drawn import Drawn

Count = list[float]

# Rights: Windows Server, Configuration Manager, Exchange twice, SharePoint twice, extended use.
_ALL = "1111111"
PLANS = {
    "microsoft_365_e3": _ALL,
    "microsoft_365_e3_no_teams": _ALL,
    "microsoft_365_e5": _ALL,
    "microsoft_365_a3": "111111",
    "microsoft_365_a5": "111111",
    "microsoft_365_a3_student_use_benefit": "0000000",
    "microsoft_365_a5_student_use_benefit": "0000000",
    "office_365_e1": "0010100",
    "office_365_e3": "0011110",
    "office_365_e3_no_teams": "0011110",
    "office_365_e5": "0011110",
    "office_365_a3": "0011110",
    "office_365_a5": "0011110",
    "enterprise_mobility_security_e3": "1100000",
    "enterprise_mobility_security_e5": "1100000",
    "intune": "0100000",
    "exchange_online_plan_1": "0010000",
    "exchange_online_plan_2": "0011000",
    "sharepoint_online_plan_1": "0000100",
    "sharepoint_online_plan_2": "0000110",
    "microsoft_365_apps_business": "0000000",
    "microsoft_365_apps_enterprise": "0000000",
}
LICENCES = {
    "windows_server_cal": "100000",
    "exchange_standard_cal": "001000",
    "exchange_enterprise_cal": "000100",
    "sharepoint_standard_cal": "000010",
    "sharepoint_enterprise_cal": "000001",
    "core_cal_suite": "111010",
    "enterprise_cal_suite": "111111",
    "core_cal_bridge_office_365": "110000",
    "core_cal_bridge_intune": "101010",
    "core_cal_bridge_office_365_intune": "100000",
    "core_cal_bridge_ems": "001010",
}
CLOSING = {"March": 3, "August": 8, "December": 0}
FACTORS = {"intel_xeon": 0.5, "amd_epyc": 0.5, "ibm_power": 1, "ampere": 0.25, "not_listed": 1}


def number(text: str) -> float:
    """A number as it is written."""
    plain = text.replace("_", "")
    return float(Decimal(plain[:-1]) / 100) if plain.endswith("%") else float(plain)


def month_number(text: str) -> int:
    """A month counted from the year 0."""
    year, month = text.split("-")
    return int(year) * 12 + int(month) - 1


def up(x: float) -> int:
    """Rounded up; a millionth above a whole number is that number."""
    return math.ceil(round(x, 6))


class Sheet:
    """The figures of one rule in one month."""

    def __init__(self, drawn: Drawn, month: int) -> None:
        self.raw = drawn.rule
        self.drawn = drawn
        self.month = month

    def f(self, name: str, otherwise: float = math.nan) -> float:
        """A figure."""
        return number(self.raw[name]) if name in self.raw else otherwise

    def q(self, name: str) -> float:
        """A quantity in the month."""
        return self._quantity(self.raw[name])

    def whole(self, name: str) -> int:
        """A quantity in the month, whole."""
        return up(self.q(name))

    def _quantity(self, raw: Any) -> float:  # noqa: ANN401  text, a list or a table
        if isinstance(raw, list):
            return sum(self._quantity(name) for name in raw)
        if isinstance(raw, str):
            known = raw in self.drawn.drivers
            return self._quantity(self.drawn.drivers[raw]) if known else number(raw)
        if "driver" in raw:
            return self._quantity(raw["driver"]) * number(raw["share"])
        if "by_date" in raw:
            dated = [(month_number(since), x) for since, x in raw["by_date"].items()]
            return number([x for since, x in dated if since <= self.month][-1])
        start = self.drawn.months[0]
        # The financial year begins in the month that follows its end, counted from January as 0.
        begins = CLOSING[self.drawn.timeline.get("year_end", "March")]
        begun = start - (start - begins) % 12
        years = (self.month - start) / 12 if "smooth" in raw else (self.month - begun) // 12
        return number(raw["start"]) * (1 + number(raw["growth"])) ** years


def _windows_cores(x: Sheet) -> float:
    return max(16, up(x.f("processors")) * max(8, x.f("cores")))


def _windows_sets(x: Sheet) -> int:
    return max(1, up(x.q("vms") / 2))


def _windows_standard(x: Sheet) -> float:
    return up(_windows_sets(x) * _windows_cores(x) / x.f("pack", 2)) * x.whole("hosts")


def _windows_datacenter(x: Sheet) -> float:
    return up(_windows_cores(x) / x.f("pack", 2)) * x.whole("hosts")


def _sql_hosts(x: Sheet) -> float:
    return up(up(x.f("processors")) * max(4, x.f("cores")) / 2) * x.whole("hosts")


def _sql_machines(x: Sheet) -> float:
    return up(max(4, x.f("machine_cores")) / 2) * x.whole("machines")


def _sql_standard(x: Sheet) -> float:
    return _sql_machines(x) if x.raw["assurance"] == "yes" else _sql_hosts(x)


def _cal_users(x: Sheet) -> float:
    return up(x.q("users") * (1 - x.f("covered", 0)))


def _cal_single(x: Sheet) -> float:
    return _cal_users(x) if "users" in x.raw else x.whole("devices")


def _beyond_plans(x: Sheet) -> float:
    rights = [k for k, has in enumerate(LICENCES[x.raw["licence"]]) if has == "1"]
    bridge = LICENCES[x.raw["bridge"]] if "bridge" in x.raw else "000000"
    none, bridged = Decimal(0), Decimal(0)
    if "covered" in x.raw:
        none += Decimal(x.raw["covered"].removesuffix("%"))
    for plan, share in x.raw.get("plans", {}).items():
        missing = [k for k in rights if PLANS[plan][k] == "0"]
        if not missing:
            none += Decimal(share.removesuffix("%"))
        elif all(bridge[k] == "1" for k in missing):
            bridged += Decimal(share.removesuffix("%"))
    part = bridged if x.raw.get("part") == "bridge" else max(100 - none - bridged, Decimal(0))
    return up(x.q("users") * float(part) / 100)


def _running(x: Sheet) -> float:
    share = Decimal(x.raw.get("covered", "0%").removesuffix("%"))
    for plan, part in x.raw.get("plans", {}).items():
        share += Decimal(part.removesuffix("%")) * int(PLANS[plan][6])
    return 0 if share >= 100 else x.whole("instances")


def _students(x: Sheet) -> float:
    each = 15 if x.raw.get("licence") == "single_product" else 40
    paid = x.whole("paid_staff")
    if "staff" in x.raw and paid < x.whole("staff"):
        each = 0
    return max(0, x.whole("students") - paid * each)


def _staff(x: Sheet) -> float:
    names = ("full_time", "part_time_teachers", "part_time_others", "contractors")
    heads = {name: x.q(name) if name in x.raw else 0.0 for name in names}
    if x.raw["by"] == "heads":
        return up(sum(heads.values()))
    return up(heads["full_time"] + heads["part_time_teachers"] / 3 + heads["part_time_others"] / 2)


def _capped(x: Sheet) -> float:
    seats, cap = x.whole("seats"), x.f("cap", 300)
    return max(0, seats - cap) if x.raw.get("part") == "beyond" else min(seats, cap)


def _updates(x: Sheet) -> float:
    first = month_number(x.raw.get("first_month", "2025-11"))
    begins = first + 12 * (int(x.f("year")) - 1)
    if not begins <= x.month < first + 36:
        return 0
    if "joined" in x.raw and x.month < month_number(x.raw["joined"]):
        return 0
    if "leaves" in x.raw and x.month > month_number(x.raw["leaves"]):
        return 0
    return x.whole("devices")


def _in_support(x: Sheet) -> float:
    released = month_number(x.raw["released"])
    ended = released + up(12 * x.f("years", 5))
    return x.whole("devices") if released <= x.month < ended else 0


def _assured(x: Sheet) -> float:
    paid_to = signed = month_number(x.raw["signed"])
    while paid_to <= month_number(x.raw["lapses"]):
        paid_to += 12
    again = month_number(x.raw["again"]) if "again" in x.raw else math.inf
    if x.raw.get("part") == "bought_again":
        return x.whole("licences") if x.month >= again else 0
    assert paid_to > signed
    return 0 if paid_to <= x.month < again else x.whole("licences")


def _from_sa(x: Sheet) -> float:
    held = up(x.f("held"))
    for month in range(x.drawn.months[0], x.month + 1):
        held = min(held, Sheet(x.drawn, month).whole("seats"))
    if "lapses" in x.raw and x.month > month_number(x.raw["lapses"]):
        held = 0
    return x.whole("seats") - held if x.raw.get("part") == "full" else held


def _hybrid_windows(x: Sheet) -> float:
    cores = x.whole("machines") * max(8, x.f("machine_cores"))
    if "processor_licences" in x.raw:
        cores = max(0, cores - 16 * x.q("processor_licences"))
    return up(cores / 2)


def _hybrid_sql(x: Sheet) -> float:
    return up(up(x.q("vcores") / (4 if x.raw["edition"] == "enterprise" else 1)) / 2)


def _cores(x: Sheet) -> int:
    cores = max(x.f("cores"), x.f("minimum_cores", 0))
    factor = x.f("core_factor", 1)
    if "processor" in x.raw:
        factor = FACTORS[x.raw["processor"]]
    return up(x.whole("hosts") * up(x.f("processors")) * cores * factor)


def _per_core(x: Sheet) -> float:
    cores = _cores(x)
    return max(cores, x.f("minimum_order", 0)) if cores else 0


def _value_units(x: Sheet) -> float:
    sockets = up(x.f("processors"))
    steps = [(number(s["from"]), number(s["units"])) for s in x.raw.get("steps", ())]
    table = steps or [(1, 70), (3, 100), (5, 120)]
    each = [units for since, units in table if since <= sockets][-1]
    return up(x.whole("hosts") * sockets * x.f("cores") * each)


def _socket_pairs(x: Sheet) -> float:
    pairs = up(x.f("sockets", 0) / 2)
    if "machines" in x.raw:
        pairs += up(x.q("machines") / 2)
    return pairs * x.whole("hosts")


def _named_users(x: Sheet) -> float:
    by_processor = _cores(x) * x.f("minimum_per_processor", 0)
    by_server = x.whole("hosts") * x.f("minimum_per_server", 0)
    return max(x.whole("users"), by_processor, by_server)


def _instances(x: Sheet) -> float:
    needed = up(max(0, x.q("instances") - x.f("included", 0)))
    return max(needed, x.f("minimum", 0)) if needed else 0


def _employees(x: Sheet) -> float:
    contractors = x.q("contractors") if "contractors" in x.raw else 0.0
    needed = up(x.q("employees") + contractors)
    return max(needed, x.f("minimum", 0)) if needed else 0


BY_MONTH: dict[str, Callable[[Sheet], float]] = {
    "windows_server_standard": _windows_standard,
    "windows_server_datacenter": _windows_datacenter,
    "sql_server_cores": _sql_hosts,
    "sql_server_machines": _sql_machines,
    "sql_server_unlimited": _sql_hosts,
    "sql_server_servers": lambda x: x.whole("instances"),
    "access_beyond_plans": _beyond_plans,
    "running_servers": _running,
    "student_benefit": _students,
    "education_staff": _staff,
    "seat_cap": _capped,
    "extended_updates": _updates,
    "fixed_support": _in_support,
    "lapsed_assurance": _assured,
    "from_assurance": _from_sa,
    "hybrid_windows": _hybrid_windows,
    "hybrid_sql": _hybrid_sql,
    "per_core": _per_core,
    "processor_value_units": _value_units,
    "socket_pairs": _socket_pairs,
    "named_users": _named_users,
    "per_instance": _instances,
    "per_employee": _employees,
}

Ways = dict[str, Callable[[Sheet], float]]


def _windows_ways(raw: dict[str, Any]) -> tuple[Ways, str]:
    ways: Ways = {
        "standard": lambda x: _windows_standard(x) * x.f("standard_price"),
        "datacenter": lambda x: _windows_datacenter(x) * x.f("datacenter_price"),
    }
    return ways, raw["edition"]


def _sql_ways(raw: dict[str, Any]) -> tuple[Ways, str]:
    ways: Ways = {}
    if "standard_price" in raw:
        ways["standard_cores"] = lambda x: _sql_standard(x) * x.f("standard_price")
    if "server_price" in raw:
        ways["servers"] = lambda x: (
            x.whole("machines") * x.f("server_price") + x.whole("users") * x.f("access_price")
        )
    if "enterprise_price" in raw:
        ways["enterprise_cores"] = lambda x: _sql_hosts(x) * x.f("enterprise_price")
    return ways, "servers" if raw["part"] == "access" else raw["part"]


def _cal_ways(raw: dict[str, Any]) -> tuple[Ways, str]:
    ways: Ways = {
        "users": lambda x: _cal_users(x) * x.f("user_price", 1),
        "devices": lambda x: x.whole("devices") * x.f("device_price", 1),
    }
    return ways, raw.get("part", "")


BOUGHT: dict[str, dict[str, Callable[[Sheet], float]]] = {
    "windows_server_cheaper": {
        "standard": _windows_standard,
        "datacenter": _windows_datacenter,
    },
    "sql_server_cheapest": {
        "standard_cores": _sql_standard,
        "servers": lambda x: x.whole("machines"),
        "access": lambda x: x.whole("users"),
        "enterprise_cores": _sql_hosts,
    },
    "client_access": {"users": _cal_users, "devices": lambda x: x.whole("devices")},
}
WAYS = {
    "windows_server_cheaper": _windows_ways,
    "sql_server_cheapest": _sql_ways,
    "client_access": _cal_ways,
}


def oracle(drawn: Drawn) -> Count:
    """What a rule counts in each month."""
    sheets = [Sheet(drawn, month) for month in drawn.months]
    name = drawn.rule["rule"]
    if name in BY_MONTH:
        return [float(BY_MONTH[name](sheet)) for sheet in sheets]
    if name == "client_access" and not {"users", "devices"} <= drawn.rule.keys():
        return [float(_cal_single(sheet)) for sheet in sheets]
    ways, asked = WAYS[name](drawn.rule)
    best = _cheapest(ways, sheets)
    bought = BOUGHT[name]
    if not asked:
        return [float(bought[best](sheet)) for sheet in sheets]
    part = drawn.rule["part" if "part" in drawn.rule else "edition"]
    return [float(bought[part](sheet)) if asked == best else 0.0 for sheet in sheets]


def _cheapest(ways: Ways, sheets: Sequence[Sheet]) -> str:
    """The first that none of the others beats."""
    totals = {way: math.fsum(cost(sheet) for sheet in sheets) for way, cost in ways.items()}
    best = next(iter(totals))
    for way, amount in totals.items():
        if totals[best] - amount > 5e-7:
            best = way
    return best
