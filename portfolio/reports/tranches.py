"""Money in parts: what each waits for, who has seen the evidence, and what is released."""

from collections.abc import Iterable

from portfolio.calculations.kinds import Family
from portfolio.calculations.tranches import TrancheState
from portfolio.positions.filters import Filters
from portfolio.positions.tranche_state import tranches_at
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Type, known_total

TRANCHE = Column("tranche", "Tranche", "Its identifier.", is_unique=True, value=lambda line: line.standing.tranche.slug)
NAME = c.NAME.of(lambda line: line.standing.tranche.name)
AMOUNT = c.AMOUNT.of(lambda line: line.standing.tranche.amount, unknown="counted in shares", is_optional=True)
SHARES = c.SHARES.of(
    lambda line: line.standing.tranche.shares,
    unknown="counted in money",
    is_optional=True,
    families=frozenset(Family),
)
STATE = Column(
    "tranche_state",
    "State of the tranche",
    "No conditions, waiting, evidenced, verified, released, waived or lapsed.",
    value=lambda line: line.standing.state.value,
)

COLUMNS = (
    TRANCHE,
    c.INVESTMENT.of(lambda line: line.award.slug),
    NAME,
    c.COMPANY.of(lambda line: line.award.recipient.slug),
    c.AGENCY.of(lambda line: line.award.agency.code),
    c.PROGRAM.of(lambda line: line.award.program_code),
    c.INSTRUMENT.of(lambda line: line.award.instrument.value),
    AMOUNT,
    SHARES,
    STATE,
    Column(
        "since_on", "Since", "The day of what brought that state.", Type.DATE, value=lambda line: line.standing.since
    ),
    Column(
        "conditions",
        "Conditions",
        "What must be met first, and how far.",
        unknown="none",
        is_optional=True,
        value=lambda line: "; ".join(f"{one.words}: {one.state}" for one in line.standing.conditions) or None,
    ),
    Column(
        "open_conditions",
        "Open",
        "Conditions without a verification.",
        Type.INTEGER,
        value=lambda line: sum(1 for one in line.standing.conditions if not one.verification),
    ),
    Column(
        "evidenced_by",
        "Evidence by",
        "Who recorded it.",
        unknown="nobody yet",
        is_optional=True,
        value=lambda line: names(one.evidence.recording.by_name for one in line.standing.conditions if one.evidence),
    ),
    Column(
        "verified_by",
        "Verified by",
        "Who agreed with it.",
        unknown="nobody yet",
        is_optional=True,
        value=lambda line: names(
            str(one.verification.verified_by) for one in line.standing.conditions if one.verification
        ),
    ),
    Column(
        "is_waived",
        "Waived",
        "By a waiver that was granted.",
        Type.BOOLEAN,
        value=lambda line: line.standing.is_waived,
    ),
    Column(
        "waiting_usd",
        "Waiting",
        "The amount while it is neither released nor lapsed, and its award has not ended.",
        Type.USD,
        "USD",
        unknown="nothing waits, or it is counted in shares",
        is_optional=True,
        value=lambda line: line.standing.tranche.amount if line.waits else None,
    ),
    Column(
        "released_usd",
        "Released",
        "The amount once it is released.",
        Type.USD,
        "USD",
        unknown="not released, or counted in shares",
        is_optional=True,
        value=lambda line: line.standing.tranche.amount if line.standing.state is TrancheState.RELEASED else None,
    ),
    c.SOURCES.of(lambda line: line.standing.tranche.citation and line.standing.tranche.citation.text),
)

FILTERS = ("agency", "program", "company", "project", "deal", "investment", "mineral", "state", "instrument")


def answer(at: AsOf, filters: Filters) -> Answer:
    lines = tranches_at(at, filters)
    return Answer(
        lines,
        totals=(known_total("Total", COLUMNS, lines, ("waiting_usd", "released_usd")),) if lines else (),
        notes=("The ledger takes no disbursement above what is released.",),
    )


def names(found: Iterable[str]) -> str | None:
    """Each name once, in order; None where there is none."""
    return ", ".join(sorted(set(found))) or None


DEFINITION = Definition("tranches", "Tranches", "Which money waits, and for what?", COLUMNS, FILTERS, answer)
