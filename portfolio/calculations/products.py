"""Which mineral a product is of, and what a price is a kilogram."""

import re
from collections.abc import Mapping
from decimal import Decimal

from projects.calculations.units import in_measure

DOLLARS, KILOGRAM = "USD", "kg"
Factors = Mapping[tuple[str, str], Decimal]


def product_of(text: str, names: Mapping[str, str]) -> str:
    """The mineral whose identifier or name a product begins with, as a whole word; empty where there is none.

    The longest one counts: "NdPr oxide" is of ndpr, and "Copper cathode" is not of co.
    """
    wanted = text.casefold()
    begun = [
        (len(word), slug)
        for slug, name in names.items()
        for word in (slug.casefold(), name.casefold())
        if word and wanted.startswith(word) and not wanted[len(word) : len(word) + 1].isalnum()
    ]
    return max(begun)[1] if begun else ""


def words_of(product: str) -> frozenset[str]:
    """The words of a product's name, without case, digits and marks: "NdPr oxide 99%" has ndpr and oxide."""
    return frozenset(re.findall(r"[a-z]+", product.casefold()))


def per_kilogram(price: Decimal | None, unit: str, factors: Factors) -> Decimal | None:
    """A price a kilogram, of one in "USD/kg", "USD/t" or another mass; None where it is no such price."""
    currency, _, measure = unit.partition("/")
    if price is None or currency.strip() != DOLLARS:
        return None
    measured, factor = in_measure(measure.strip(), KILOGRAM, factors)
    return price / factor if measured == KILOGRAM and factor else None
