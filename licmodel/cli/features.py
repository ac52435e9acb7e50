"""What products carry."""

from __future__ import annotations

import argparse

from licmodel.cli.codes import FINE


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Say what may be written on the command line."""
    of = commands.add_parser("features", help="what a product has, or where several differ")
    of.add_argument("products", metavar="PRODUCT", nargs="*", help="keys; none for the list of all")
    of.add_argument(
        "--segment",
        choices=["commercial", "education_staff", "education_student"],
        default="commercial",
        help="who it is sold to, where it is sold to several",
    )
    of.set_defaults(command=features)


def features(chosen: argparse.Namespace) -> int:
    """``licmodel features``."""
    from licmodel.catalogue.features import find_product  # noqa: PLC0415
    from licmodel.report.features import features_text  # noqa: PLC0415

    print(features_text([find_product(each, chosen.segment) for each in chosen.products]))
    return FINE
