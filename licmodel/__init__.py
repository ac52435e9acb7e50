"""What software licences really cost a council or a school, under each option, for years.

Examples
--------
>>> import licmodel
>>> scenario = licmodel.load("scenarios/council_2027.yaml")  # doctest: +SKIP
>>> print(licmodel.compare(scenario).cheapest())  # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from licmodel.analysis.comparison import compare
    from licmodel.analysis.decisions.answers import whatif
    from licmodel.analysis.decisions.break_evens import breakeven
    from licmodel.analysis.decisions.bridges import bridge
    from licmodel.analysis.decisions.levers import levers
    from licmodel.analysis.decisions.sensitivity import sensitivity, two_way
    from licmodel.analysis.decisions.switching import switching_values
    from licmodel.analysis.estate.personas import personas
    from licmodel.analysis.estate.unavoidable import unavoidable
    from licmodel.analysis.freezing import freeze, verify
    from licmodel.analysis.results import explain, run
    from licmodel.analysis.risk.regret import regret
    from licmodel.analysis.risk.risk import risk
    from licmodel.errors import LicmodelError
    from licmodel.scenario.loading import from_data, load
    from licmodel.workbook.export import write_workbook
    from licmodel.workbook.importing import read_workbook

_HOMES = {
    "LicmodelError": "licmodel.errors",
    "breakeven": "licmodel.analysis.decisions.break_evens",
    "bridge": "licmodel.analysis.decisions.bridges",
    "compare": "licmodel.analysis.comparison",
    "explain": "licmodel.analysis.results",
    "freeze": "licmodel.analysis.freezing",
    "from_data": "licmodel.scenario.loading",
    "levers": "licmodel.analysis.decisions.levers",
    "load": "licmodel.scenario.loading",
    "personas": "licmodel.analysis.estate.personas",
    "read_workbook": "licmodel.workbook.importing",
    "regret": "licmodel.analysis.risk.regret",
    "risk": "licmodel.analysis.risk.risk",
    "run": "licmodel.analysis.results",
    "sensitivity": "licmodel.analysis.decisions.sensitivity",
    "switching_values": "licmodel.analysis.decisions.switching",
    "two_way": "licmodel.analysis.decisions.sensitivity",
    "unavoidable": "licmodel.analysis.estate.unavoidable",
    "verify": "licmodel.analysis.freezing",
    "whatif": "licmodel.analysis.decisions.answers",
    "write_workbook": "licmodel.workbook.export",
}

__all__ = [
    "LicmodelError",
    "breakeven",
    "bridge",
    "compare",
    "explain",
    "freeze",
    "from_data",
    "levers",
    "load",
    "personas",
    "read_workbook",
    "regret",
    "risk",
    "run",
    "sensitivity",
    "switching_values",
    "two_way",
    "unavoidable",
    "verify",
    "whatif",
    "write_workbook",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401  any public name, loaded when first asked for
    if name not in _HOMES:
        raise AttributeError(f"licmodel has no {name}")
    from importlib import import_module  # noqa: PLC0415  help and version need nothing

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
