"""What a line that has a price may say of it: the terms it is bought on, and its currency."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from licmodel.lines.line import Line
from licmodel.terms.buying import BuyingTerms, Conversion


class Bought(Line, BuyingTerms):
    """A line whose price may come from a price list."""

    converted: Conversion | None = None
    """Rate that its price, listed in another currency, is taken at."""

    @model_validator(mode="after")
    def _of_a_list(self) -> Self:
        said = [name for name in BuyingTerms.model_fields if getattr(self, name) is not None]
        if said and self.product_key() is None:
            raise ValueError(
                f"{said[0]} tells prices of a list apart; write product:, or leave it out"
            )
        return self
