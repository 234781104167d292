"""Of what each figure of an award is made: the sums of its entries, what a source states, what the terms allow."""

from operator import attrgetter

from portfolio.positions.figure_parts import FigurePart, figure_parts_at
from portfolio.positions.filters import Filters
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Type
from .investments import AWARD_FILTERS
from .left_out import in_no_fiscal_year
from .words import entry_words

LABELS = {
    "committed": c.COMMITTED.label,
    "obligated": c.OBLIGATED.label,
    "subsidy_cost": c.SUBSIDY_COST.label,
    "disbursed": c.DISBURSED.label,
    "net_outlays": c.NET_OUTLAYS.label,
    "returned_to_treasury": c.RETURNED_TO_TREASURY.label,
    "repaid": c.REPAID.label,
    "realised_gain": c.REALISED_GAIN.label,
    "headroom": c.HEADROOM.label,
    "undisbursed": c.UNDISBURSED.label,
    "outstanding": c.OUTSTANDING.label,
    "exposure": c.EXPOSURE.label,
}

COLUMNS = (
    c.INVESTMENT.of(attrgetter("line.slug")),
    c.AGENCY.of(attrgetter("line.agency.code")),
    c.INSTRUMENT.of(attrgetter("line.instrument.value")),
    Column("award_figure", "Figure", "Which figure of the award it is a part of.", value=lambda part: label_of(part)),
    Column(
        "figure_usd", "Figure in all", "The figure: the sum of its parts.", Type.USD, "USD", value=attrgetter("value")
    ),
    Column("part", "Part", "What is added to the figure.", value=attrgetter("label")),
    Column(
        "entry_kind",
        "Entries of the kind",
        "The kind of entries whose sum it is.",
        words=entry_words,
        is_optional=True,
        unknown="no sum of entries: worked out, or stated",
        value=lambda part: part.kind.value if part.kind else None,
    ),
    Column(
        "entries_summed",
        "How many",
        "How many entries stand of that kind.",
        Type.INTEGER,
        is_optional=True,
        unknown="no sum of entries: worked out, or stated",
        value=attrgetter("entries"),
    ),
    Column(
        "part_usd",
        "Part in USD",
        "Added to the figure; below 0 where it is taken away.",
        Type.USD,
        "USD",
        value=attrgetter("amount"),
    ),
    c.SOURCES.of(
        lambda part: part.sources or None,
        is_optional=True,
        unknown="that of each entry, on the page of the award",
    ),
)
NOTES = (
    "The parts of a figure add up to it, to the cent. Figures of one award are not added to each other.",
    "A figure that is not known has no part.",
)


def label_of(part: FigurePart) -> str:
    """The figure as the reports of awards call it: what is committed of a loan or guarantee is its face value."""
    is_face = part.figure == "committed" and part.line.instrument.family.is_lending
    return c.FACE_VALUE.label if is_face else LABELS[part.figure]


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer(figure_parts_at(at, filters), notes=(*NOTES, *in_no_fiscal_year(at, filters)))


DEFINITION = Definition(
    "figure-parts",
    "What each figure is made of",
    "Of which entries and statements is each figure of an award the sum?",
    COLUMNS,
    AWARD_FILTERS,
    answer,
    version=2,
)
