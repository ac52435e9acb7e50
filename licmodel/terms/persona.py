"""Personas: people who need the same features, and what products carry in a user's own words."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from licmodel.catalogue.features import (
    Carries,
    Segment,
    feature_products,
    features,
    find_feature,
    holders,
    product_features,
    strongest,
)
from licmodel.errors import InputError
from licmodel.terms.figure import Sourced
from licmodel.terms.quantity import Quantity
from licmodel.terms.term import Term, refusal

OTHERS = "others"


def _feature(value: object) -> str:
    key = str(value).strip()
    try:
        return find_feature(key).key
    except InputError as error:
        raise refusal(key, f"no feature is called so; near it: {error.expected}", _SEE) from None


_SEE = "write a key that licmodel features lists"

FeatureKey = Annotated[str, BeforeValidator(_feature)]
"""The key of a feature in the catalogue."""


def _each_once(keys: tuple[str, ...], field: str) -> None:
    twice = [key for number, key in enumerate(keys) if key in keys[:number]]
    if twice:
        raise refusal(twice[0], f"it stands twice under {field}", "leave one of them out")


class Persona(Term):
    """People who need and want the same features.

    Examples
    --------
    >>> office = Persona.model_validate({"people": "office_staff", "needs": ["desktop_apps"]})
    >>> office.is_assumed
    True
    """

    title: str | None = None
    """What they are called on tables."""

    people: Quantity
    """How many they are: a driver or a part of one, or a number."""

    needs: Annotated[tuple[FeatureKey, ...], Field(min_length=1)]
    """Features they cannot work without."""

    wants: tuple[FeatureKey, ...] = ()
    """Features they would like, and can work without."""

    frontline: bool | None = None
    """Whether frontline plans may be given to them: they share devices, or have small screens."""

    segment: Segment = "commercial"
    """Who they are to the price list: in schools, education_staff or education_student."""

    confirmed_by: str | None = None
    """Who confirmed their needs, and when. Until somebody has, they are assumed."""

    assumed: str | None = None
    """Why these needs are assumed, where nobody has confirmed them."""

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        _each_once(self.needs, "needs")
        _each_once(self.wants, "wants")
        for key in self.wants:
            if key in self.needs:
                raise refusal(key, "it is both needed and wanted", "leave it out of one of them")
        if self.confirmed_by is not None and self.assumed is not None:
            raise refusal(
                "confirmed_by and assumed",
                "needs are either confirmed or assumed",
                "leave one of them out",
            )
        return self

    @property
    def is_assumed(self) -> bool:
        """Whether nobody has confirmed what they need."""
        return not self.confirmed_by

    @property
    def asked(self) -> tuple[str, ...]:
        """What they need, and then what they want."""
        return (*self.needs, *self.wants)


class Carried(Sourced):
    """What a product or line carries that the catalogue does not know.

    Examples
    --------
    >>> suite = Carried.model_validate({"has": ["web_apps"], "lacks": "others"})
    >>> suite.carries("web_apps"), suite.carries("teams")
    ('yes', 'no')
    >>> Carried.model_validate({"has": ["web_apps"]}).carries("teams")
    'unknown'
    """

    same_as: str | None = None
    """Product of the catalogue that carries the same."""

    has: tuple[FeatureKey, ...] = ()
    """Features it carries."""

    lacks: tuple[FeatureKey, ...] | Literal["others"] = ()
    """Features it does not carry; others for all but those it has. The rest is unknown."""

    @model_validator(mode="before")
    @classmethod
    def _read_name(cls, value: Any) -> Any:  # noqa: ANN401  what a user may write
        return {"same_as": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.same_as is None) == (not self.has and not self.lacks):
            raise ValueError(
                "what it carries is that of a product or a list; write same_as: PRODUCT, or has: "
                "with lacks:"
            )
        both = [key for key in self.has if self.lacks != OTHERS and key in self.lacks]
        if both:
            raise refusal(both[0], "it both has and lacks it", "leave it out of one of them")
        known = {each.product for each in feature_products()}
        if self.same_as is not None and self.same_as not in known:
            raise refusal(
                self.same_as,
                "no product of which the catalogue knows the features",
                "write one that licmodel features lists, or has: and lacks:",
            )
        return self

    def carries(self, feature: str, segment: str = "commercial") -> Carries:
        """Whether it carries a feature, or one that holds it whole."""
        if self.same_as is not None:
            product = product_features(self.same_as, segment)
            return "unknown" if product is None else product.carries(feature)
        return strongest(map(self._says, holders(feature)))

    def _says(self, feature: str) -> Carries:
        if feature in self.has:
            return "yes"
        return "no" if self.lacks == OTHERS or feature in self.lacks else "unknown"

    @property
    def known(self) -> dict[str, Carries]:
        """What it says of every feature."""
        return {key: self.carries(key) for key in features()}
