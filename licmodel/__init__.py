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
    from licmodel.analysis.freezing import freeze, verify
    from licmodel.analysis.personas import personas
    from licmodel.analysis.results import explain, run
    from licmodel.analysis.risk import risk
    from licmodel.errors import LicmodelError
    from licmodel.scenario.loading import from_data, load
    from licmodel.workbook.export import write_workbook
    from licmodel.workbook.importing import read_workbook

_HOMES = {
    "LicmodelError": "licmodel.errors",
    "compare": "licmodel.analysis.comparison",
    "explain": "licmodel.analysis.results",
    "freeze": "licmodel.analysis.freezing",
    "from_data": "licmodel.scenario.loading",
    "load": "licmodel.scenario.loading",
    "personas": "licmodel.analysis.personas",
    "read_workbook": "licmodel.workbook.importing",
    "risk": "licmodel.analysis.risk",
    "run": "licmodel.analysis.results",
    "verify": "licmodel.analysis.freezing",
    "write_workbook": "licmodel.workbook.export",
}

__all__ = [
    "LicmodelError",
    "compare",
    "explain",
    "freeze",
    "from_data",
    "load",
    "personas",
    "read_workbook",
    "risk",
    "run",
    "verify",
    "write_workbook",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401  any public name, loaded when first asked for
    if name not in _HOMES:
        raise AttributeError(f"licmodel has no {name}")
    from importlib import import_module  # noqa: PLC0415  help and version need nothing

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
