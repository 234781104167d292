"""Figures that several sources give differently: every claim, which one is used, who chose it, and why."""

from portfolio.positions.filters import Filters
from portfolio.positions.rivals import Rivals, entities, formatted, rivals
from portfolio.reports.words import words
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Row, Type

NOBODY = "nobody has chosen yet"

COLUMNS = (
    Column("entity_kind", "Kind", "What the figure is of: an investment, a phase, an ownership, ..."),
    Column("entity", "Of", "Its name or identifier."),
    Column("investment", "Investment", c.INVESTMENT.meaning, page="investment", unknown="of none", is_optional=True),
    Column("deal", "Deal", c.DEAL.meaning, page="deal", unknown="of none", is_optional=True),
    Column(
        "company",
        "Company",
        "The company on whose page it stands.",
        page="company",
        unknown="of none",
        is_optional=True,
    ),
    Column(
        "project", "Project", "The site on whose page it stands.", page="project", unknown="of none", is_optional=True
    ),
    Column("figure", "Figure", "What the sources disagree about.", words=words),
    Column("claims", "Claims", "How many claims of it are on record.", Type.INTEGER),
    Column("value", "Value", "As claimed, unchanged."),
    Column("unit", "Unit", "Of the value; a share is a part of 1.", unknown="a text", is_optional=True),
    Column("in_words", "In words", "The same with its unit."),
    Column("use", "Use", '"used", "not used", or "open" while nobody has chosen among them.'),
    Column(
        "reason", "Why", "Why it is used; of any other claim, what it is.", unknown="no reason is noted", is_prose=True
    ),
    Column("chosen_by", "Chosen by", "Who chose among the claims.", unknown=NOBODY, is_optional=True),
    Column("chosen_in", "Chosen in", "Serial of the recording.", Type.INTEGER, unknown=NOBODY, is_optional=True),
    Column("sources", "Sources", "Of the claim, by their identifiers in the sources report.", page="source"),
    Column("recording", "Recording", "Serial of the recording that wrote the claim.", Type.INTEGER, is_grouped=False),
    Column("recorded_at", "Recorded at", "Moment of that recording, UTC.", Type.MOMENT),
    Column("recorded_by", "Recorded by", "Who wrote it."),
)
PAGES = ("investment", "deal", "company", "project")


def answer(at: AsOf, filters: Filters) -> Answer:
    found = rivals(at)
    pages = entities(found)
    rows = []
    for one in found:
        page, slug, name = pages[one.table, one.entity_id]
        if all(value == (slug if page == asked else None) for asked, value in filters.asked().items()):
            rows += claims(one, page, slug, name)
    still_open = sum(1 for one in found if not one.is_settled)
    return Answer(
        sorted(rows, key=lambda row: (row[0], row[1], row[6])),
        notes=(
            f"{len(found):,} figures have rival claims in all; {still_open:,} are open.",
            "A lone claim is listed while it is not used: it stands against what the record itself says.",
        ),
    )


def claims(one: Rivals, page: str, slug: str, name: str) -> list[Row]:
    """One row a claim of a figure, the used one first."""
    return [
        (
            one.kind,
            name,
            *(slug if page == asked else None for asked in PAGES),
            one.figure,
            len(one.claims),
            claim.value,
            claim.unit or None,
            formatted(claim),
            one.use_of(claim),
            one.why(claim),
            one.choice and one.choice.recording.by_name,
            one.choice and one.choice.recording_id,
            claim.citation and claim.citation.text,
            claim.recording_id,
            claim.recording.moment,
            claim.recording.by_name,
        )
        for claim in one.ordered
    ]


DEFINITION = Definition(
    "conflicts", "Conflicts", "What do sources give differently, and which claim is used?", COLUMNS, PAGES, answer
)
