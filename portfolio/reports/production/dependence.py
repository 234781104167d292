"""Dependence by country: whose imports the country uses, how much of its use that is, and what a gain changes in it."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from projects.calculations.dependence import Range
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded

from .demand_shares import DEMAND_COLUMNS
from .dependence_lines import DependenceLine, lines_at
from .projected import WHY_UNKNOWN, notes_of, of_part, projected_at, year_asked

SIX = Decimal("0.000001")
SOLD = "It is assumed that all of the gain is sold at home, and that what is still imported comes as it did."
SHARES = (
    "Shares of imports are averages of the years named. A country that is not named has at most the smallest named "
    "share, and at most that of all others."
)
SHIPPED = "Imports are counted by the country that shipped them, which need not be where the ore was mined."


def pair(name: str, label: str, meaning: str, type: Type, unknown: str, of: Callable[[DependenceLine], Range | None]
         ) -> Iterator[Column]:  # fmt: skip
    """The low and the high end of a range, in columns of their own."""
    for place, end in enumerate(("low", "high")):

        def value(line: DependenceLine, place: int = place) -> Decimal | None:
            found = of(line)
            return None if found is None else rounded(found[place], SIX)

        yield Column(f"{name}_{end}", f"{label}, {end}", meaning, type, unknown=unknown, value=value)  # fmt: skip


def after(kind: str, words: str) -> Iterator[Column]:
    why = "the row says why"
    yield from pair(
        f"gain_since_{kind}",
        f"Gain since the statistics{words}",
        "P10 to P90 of the year, less what was gained by the year of the reliance.",
        Type.QUANTITY,
        why,
        lambda line: line.gain(kind),
    )
    yield from pair(
        f"reliance_after_{kind}",
        f"Reliance after{words}",
        "max(0, reliance - gain / use).",
        Type.FRACTION,
        why,
        lambda line: line.reliance_after(kind),
    )
    yield from pair(
        f"use_share_after_{kind}",
        f"Of US use, after{words}",
        "Reliance after x share of imports.",
        Type.FRACTION,
        why,
        lambda line: line.of_use_after(kind),
    )
    yield from pair(f"quantity_after_{kind}", f"A year, after{words}", "What would still come from there.",
                    Type.QUANTITY, why, lambda line: line.quantity_after(kind))  # fmt: skip


OPTIONAL: dict[str, Any] = {"unknown": "none is published", "is_optional": True}
COLUMNS = (
    c.MINERAL.of(lambda line: line.mineral),
    Column("import_form", "Form", "As the statistics name it.", **OPTIONAL,
           value=lambda line: line.form.form if line.form else None),
    Column("dependence_line", "Line", "A country that is named, one of concern that is not, the others, or a sum.",
           value=lambda line: line.kind),
    c.COUNTRY.of(lambda line: line.country.code if line.country else None, unknown="no single country",
                 is_optional=True),
    Column("is_of_concern", "Of concern", "True for a country of concern, and for all of them together.", Type.BOOLEAN,
           value=lambda line: line.statute is not None),
    Column("concern_statute", "By statute", "The law that names it.", unknown="not of concern", is_optional=True,
           value=lambda line: line.statute),
    Column("import_period", "Imports of", "The years of which the share is the average.", **OPTIONAL,
           value=lambda line: (line.form and line.form.period) or None),
    *pair("import_share", "Share of imports", "Of US imports of the form, from 0 to 1.", Type.FRACTION,
          "none is published", lambda line: line.share),
    *of_part(
        lambda line: line.form and line.form.reliance,
        Column("reliance_printed", "Reliance, as printed", "Net imports over use, in percent.", **OPTIONAL,
               value=lambda one: one.printed),
        Column("reliance_year", "Reliance of", "Its year.", Type.INTEGER, is_grouped=False, **OPTIONAL,
               value=lambda one: one.year),
    ),
    *pair("reliance", "Reliance", "Net imports over use, from 0 to 1; a class runs from its bound to its top.",
          Type.FRACTION, "none is published", lambda line: line.reliance),
    *of_part(lambda line: line.demand, *DEMAND_COLUMNS),
    *pair("use", "US use", "Of the form, in the year of the reliance.", Type.QUANTITY, "the row says why",
          lambda line: line.use),
    *pair("use_share", "Of US use", "Reliance x share of imports.", Type.FRACTION, "the row says why",
          lambda line: line.of_use),
    *pair("quantity", "A year", "What comes from there, in the unit of the use.", Type.QUANTITY, "the row says why",
          lambda line: line.quantity),
    c.YEAR.of(lambda line: line.year),
    *after("facts", ", facts only"),
    *after("estimated", ""),
    Column("world_shares", "Of the world", "Its share of what the world makes, at each stage, with the year.",
           is_prose=True, unknown="no source states it", is_optional=True, value=lambda line: line.world),
    c.EDITION.of(lambda line: line.edition,
                 is_optional=True),
    c.CONFIDENCE.of(lambda line: line.confidence, is_optional=True),
    WHY_UNKNOWN,
    c.SOURCES.of(lambda line: line.sources, unknown="none is published",
                 is_optional=True),
    c.SECONDARY,
)  # fmt: skip


def answer(at: AsOf, filters: Filters) -> Answer:
    """Each mineral of a counted project, in the year asked for."""
    projected = projected_at(at)
    lines = lines_at(at, projected, filters.mineral, year_asked(at, filters.year, projected.run if projected else None))
    return Answer(lines, notes=(*notes_of(projected.run if projected else None), SHARES, SOLD, SHIPPED))


DEFINITION = Definition(
    "dependence", "Dependence by country", "On whom does the country depend, and what would the gain change in it?",
    COLUMNS, ("mineral", "year"), answer, is_projected=True,
)  # fmt: skip
