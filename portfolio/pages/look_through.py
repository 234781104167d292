"""What agencies own of a company or a project through every path, as a table of its page."""

from portfolio.positions.look_through import OwnedThrough, owned_through
from portfolio.reports.base import Absent, Column, Type
from portfolio.reports.tables import Table
from projects.models import Company, Project
from record.calculations.as_of import AsOf

UNKNOWN = "the share of some path is not sourced"

COLUMNS = (
    Column("agency", "Agency", "The owner.", value=lambda line: line.agency),
    Column(
        "held_share",
        "Held",
        "Sum over all paths of the product of stated and derived economic shares.",
        Type.FRACTION,
        unknown=UNKNOWN,
        value=lambda line: line.held.share if line.held.is_complete else None,
        absent=lambda line: None if line.held.paths else Absent("0%", "every path needs a right that is not exercised"),
    ),
    Column(
        "if_exercised_share",
        "If its rights are exercised",
        "The same with conversions, warrants and options, before they dilute others.",
        Type.FRACTION,
        unknown=UNKNOWN,
        value=lambda line: line.exercised.share if line.exercised.is_complete else None,
    ),
    Column(
        "after_dilution_share",
        "After dilution",
        "The same, where each right takes its share of the enlarged firm and the other owners keep the rest.",
        Type.FRACTION,
        unknown=UNKNOWN,
        value=lambda line: line.diluted.share if line.diluted.is_complete else None,
    ),
    Column("via", "Through", "The paths of ownership.", value=lambda line: line.via),
)


def look_through_table(at: AsOf, entity: Company | Project) -> Table:
    """One row an agency that has a path to the entity."""
    lines: list[OwnedThrough] = owned_through(at, entity)
    return Table(
        name="look_through",
        title="Owned by agencies through other firms",
        columns=COLUMNS,
        lines=lines,
        empty="No path of ownership leads from an agency to it.",
    )
