"""What agencies own of a company or a project through every path, as a table of its page."""

from portfolio.positions.look_through import owned_through
from portfolio.reports.look_through import AGENCY, SHARES
from portfolio.reports.tables import Table
from projects.models import Company, Project
from record.calculations.as_of import AsOf

COLUMNS = (AGENCY, *SHARES)


def look_through_table(at: AsOf, entity: Company | Project) -> Table:
    """One row an agency that has a path to the entity."""
    return Table(
        name="look_through",
        title="Owned by agencies through other firms",
        columns=COLUMNS,
        lines=owned_through(at, entity),
        empty="No path of ownership leads from an agency to it.",
    )
