"""What agencies own of companies and projects through every path, in earnings and in votes."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from portfolio.calculations.look_through import LookThrough
from portfolio.positions.filters import Filters
from portfolio.positions.look_through import OwnedThrough, everything_owned_through
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Absent, Answer, Column, Definition, Type
from .stake_lines import rounded

ZERO = Decimal(0)
UNKNOWN = "the share of some path is not sourced"
UNVOTED = "the votes of some path are not sourced"
NOTHING_HELD = "0 where every path needs a right that is not exercised."


def known(value: Callable[[OwnedThrough], LookThrough]) -> Callable[[OwnedThrough], Any]:
    """A share where every path of it is known, to the six places that its column shows."""

    def shown(line: OwnedThrough) -> Any:
        found = value(line)
        return rounded(found.share) if found.is_complete else None

    return shown


def held(value: Callable[[OwnedThrough], LookThrough]) -> Callable[[OwnedThrough], Any]:
    """The same of what is held: nothing, known, where no path of it is."""
    of_paths = known(value)
    return lambda line: of_paths(line) if value(line).paths else ZERO


SHARES = (
    Column(
        "held_share",
        "Held",
        f"Sum over all paths of the product of stated and derived economic shares; {NOTHING_HELD}",
        Type.FRACTION,
        unknown=UNKNOWN,
        value=held(lambda line: line.economic.held),
    ),
    Column(
        "if_exercised_share",
        "If its rights are exercised",
        "The same with conversions, warrants and options, before they dilute others.",
        Type.FRACTION,
        unknown=UNKNOWN,
        value=known(lambda line: line.economic.exercised),
    ),
    Column(
        "after_dilution_share",
        "After dilution",
        "The same, where each right takes its share of the enlarged firm and the other owners keep the rest.",
        Type.FRACTION,
        unknown=UNKNOWN,
        value=known(lambda line: line.economic.diluted),
    ),
    Column(
        "held_voting_share",
        "Votes held",
        f"As held, of the votes; {NOTHING_HELD}",
        Type.FRACTION,
        unknown=UNVOTED,
        value=held(lambda line: line.voting.held),
    ),
    Column(
        "if_exercised_voting_share",
        "Votes if exercised",
        "As if its rights are exercised, of the votes.",
        Type.FRACTION,
        unknown=UNVOTED,
        value=known(lambda line: line.voting.exercised),
    ),
    Column(
        "after_dilution_voting_share",
        "Votes after dilution",
        "As after dilution, of the votes.",
        Type.FRACTION,
        unknown=UNVOTED,
        value=known(lambda line: line.voting.diluted),
    ),
    Column("via", "Through", "The paths of ownership.", value=lambda line: line.via),
    Column(
        "from_the_ledger",
        "From the ledger",
        "Companies of which the agency's own share is computed from its ledger: no source states it, or it has moved.",
        page="company",
        unknown="sources state each share",
        is_optional=True,
        value=lambda line: ";".join(line.from_the_ledger) or None,
    ),
    Column(
        "cycles",
        "Cycles left out",
        "Paths that came back to a firm already on them: nothing is counted for them.",
        unknown="no path comes back",
        is_optional=True,
        value=lambda line: line.cycles or None,
    ),
)
AGENCY = c.AGENCY.of(lambda line: line.agency)
COLUMNS = (
    AGENCY,
    c.COMPANY.of(
        lambda line: None if line.is_project else line.slug,
        absent=lambda line: Absent("none", "a project is owned") if line.is_project else None,
    ),
    c.PROJECT.of(
        lambda line: line.slug if line.is_project else None,
        absent=lambda line: None if line.is_project else Absent("none", "a company is owned"),
    ),
    *SHARES,
)


def answer(at: AsOf, filters: Filters) -> Answer:
    lines = [one for one in everything_owned_through(at) if passes(one, filters)]
    return Answer(
        lines,
        notes=(
            "A share is a product along each path and a sum over all of them; agencies are never added to each other.",
        ),
    )


def passes(line: OwnedThrough, filters: Filters) -> bool:
    """True for a line that was asked for; a company is asked for itself, and a project for itself."""
    if filters.company and (line.is_project or line.slug != filters.company):
        return False
    if filters.project and (not line.is_project or line.slug != filters.project):
        return False
    return filters.agency in ("", line.agency)


DEFINITION = Definition(
    "look-through",
    "Look-through",
    "What does the country own of each company and project through others?",
    COLUMNS,
    ("agency", "company", "project"),
    answer,
)
