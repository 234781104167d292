"""What sources give differently of one entity, as a table of its page."""

from portfolio.positions.rivals import Rivals
from portfolio.reports.conflicts import FIGURE, IN_WORDS, SOURCES, USE, USE_REASON, lines_of
from portfolio.reports.tables import Table

COLUMNS = (
    FIGURE,
    IN_WORDS.of(IN_WORDS.value, label="Value"),
    USE.of(USE.value, label="Used"),
    USE_REASON,
    SOURCES.of(SOURCES.value, unknown="no source is cited"),
)


def rivals_table(found: list[Rivals]) -> Table:
    """What sources give differently of one entity."""
    return Table(
        name="rivals",
        title="What sources give differently",
        columns=COLUMNS,
        lines=[line for one in found for line in lines_of(one)],
        empty="No figure here has rival claims on record.",
    )
