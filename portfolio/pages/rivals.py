"""What sources give differently of one entity, as a table of its page."""

from portfolio.positions.rivals import Rivals, formatted
from portfolio.reports.base import Column, Row
from portfolio.reports.tables import SOURCES, Table
from portfolio.reports.words import words

COLUMNS = (
    Column("figure", "Figure", "What the sources disagree about.", words=words),
    Column("value", "Value", "As claimed."),
    Column("used", "Used", "Whether the record uses this claim."),
    Column("reason", "Why", "Why it is used, or what it is.", unknown="no reason is noted", is_prose=True),
    SOURCES,
)


def rows(found: Rivals) -> list[Row]:
    """One row a claim, the used one first."""
    return [
        (found.figure, formatted(claim), found.use_of(claim), found.why(claim), claim.citation and claim.citation.text)
        for claim in found.ordered
    ]


def rivals_table(found: list[Rivals]) -> Table:
    """What sources give differently of one entity."""
    return Table(
        name="rivals",
        title="What sources give differently",
        columns=COLUMNS,
        lines=[row for one in found for row in rows(one)],
        empty="No figure here has rival claims on record.",
    )
