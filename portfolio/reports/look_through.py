"""What agencies own of companies and projects through every path, in earnings and in votes."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from portfolio.calculations.look_through import LookThrough
from portfolio.positions.filters import Filters
from portfolio.positions.look_through import OwnedThrough, Shares, everything_owned_through
from record.calculations.as_of import AsOf

from . import columns as c
from . import stake_columns
from .base import Absent, Answer, Column, Definition, Type
from .stake_lines import rounded
from .words import words_of

ZERO = Decimal(0)
UNKNOWN = "the share of some path is not sourced"
NO_RIGHT = Absent("none", "no right on record dilutes it")
NO_COUNT = "no share count says what its rights come to once they are used, or the share of some path is not sourced"
TO_QUOTE, QUOTED_AS = (one for one in stake_columns.COLUMNS if one.name in ("share_to_quote", "quoted_measure"))
MEASURES = (
    *stake_columns.MEASURES,
    ("held", "held, through all paths"),
    ("if_exercised", "if its rights are exercised, through all paths, as stated"),
)
UNVOTED = "the votes of some path are not sourced"
NOTHING_HELD = "0 where every path needs a right that is not exercised."


def known(value: Callable[[OwnedThrough], LookThrough]) -> Callable[[OwnedThrough], Any]:
    """A share where every path of it is known, to the six places that its column shows, half up."""

    def shown(line: OwnedThrough) -> Any:
        found = value(line)
        return rounded(found.share) if found.is_complete else None

    return shown


def held(value: Callable[[OwnedThrough], LookThrough]) -> Callable[[OwnedThrough], Any]:
    """The same of what is held: nothing, known, where no path of it is."""
    of_paths = known(value)
    return lambda line: of_paths(line) if value(line).paths else ZERO


def diluted(value: Callable[[OwnedThrough], Shares]) -> Callable[[OwnedThrough], Any]:
    """A share after dilution; None where nothing on record dilutes it, or where it is not known."""
    of_paths = known(lambda line: value(line).diluted)
    return lambda line: of_paths(line) if value(line).rests_on_rights else None


def measure_of(line: OwnedThrough) -> str:
    """Which share is to be quoted: that of its own stake, else of what is held, else of its rights."""
    if line.own is not None:
        return line.own.measure.value
    return "held" if line.is_of_held else "if_exercised"


SHARES = (
    TO_QUOTE.of(lambda line: line.quoted_share, unknown=UNKNOWN, absent=None),
    QUOTED_AS.of(measure_of, words=words_of(MEASURES), absent=None),
    Column(
        "held_share",
        "Held",
        f"Sum over all paths of the product of stated and derived economic shares; {NOTHING_HELD}",
        Type.FRACTION,
        is_ownership=True,
        unknown=UNKNOWN,
        value=held(lambda line: line.economic.held),
    ),
    Column(
        "if_exercised_share",
        "If its rights are exercised",
        "The same with conversions, warrants and options, before they dilute others.",
        Type.FRACTION,
        is_ownership=True,
        unknown=UNKNOWN,
        value=known(lambda line: line.economic.exercised),
    ),
    Column(
        "after_dilution_share",
        "After dilution",
        "The same, where each right takes its share of the enlarged firm and the other owners keep the rest; where "
        "that dilutes nobody on the paths, its own shares over all that is and may be outstanding.",
        Type.FRACTION,
        is_ownership=True,
        unknown=NO_COUNT,
        value=diluted(lambda line: line.economic),
        absent=lambda line: None if line.economic.rests_on_rights else NO_RIGHT,
    ),
    Column(
        "held_voting_share",
        "Votes held",
        f"As held, of the votes; {NOTHING_HELD}",
        Type.FRACTION,
        is_ownership=True,
        unknown=UNVOTED,
        value=held(lambda line: line.voting.held),
    ),
    Column(
        "if_exercised_voting_share",
        "Votes if exercised",
        "As if its rights are exercised, of the votes.",
        Type.FRACTION,
        is_ownership=True,
        unknown=UNVOTED,
        value=known(lambda line: line.voting.exercised),
    ),
    Column(
        "after_dilution_voting_share",
        "Votes after dilution",
        "As after dilution, of the votes.",
        Type.FRACTION,
        is_ownership=True,
        unknown=f"{UNVOTED}, or {NO_COUNT}",
        value=diluted(lambda line: line.voting),
        absent=lambda line: None if line.voting.rests_on_rights else NO_RIGHT,
    ),
    Column("via", "Through", "The paths of ownership.", value=lambda line: line.via),
    Column(
        "paths_rest_on",
        "Rests on",
        "Each share on the paths: whether it is held or a right, as stated or by the ledger, its day and its sources.",
        is_prose=True,
        value=lambda line: ". ".join(line.legs),
    ),
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
            "Paths rest on shares as sources state them. Of a company alone the share to quote is that of the stake.",
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
