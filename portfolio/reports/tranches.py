"""Money in parts: what each waits for, who has seen the evidence, and what is released."""

from decimal import Decimal

from portfolio.positions.filters import Filters
from portfolio.positions.tranches import TrancheAt, tranches_at
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Row, Type, known_total

TRANCHE = Column("tranche", "Tranche", "Its identifier.", is_unique=True)
NAME = Column("name", "Name", "As the agreement calls it.", is_prose=True)
AMOUNT = Column(
    "amount_usd", "Amount", "Of the tranche.", Type.USD, "USD", unknown="counted in shares", is_optional=True
)
SHARES = Column("shares", "Shares", "Of the tranche.", Type.SHARES, unknown="counted in money", is_optional=True)

COLUMNS = (
    TRANCHE,
    c.INVESTMENT,
    NAME,
    c.COMPANY,
    c.AGENCY,
    c.PROGRAM,
    c.INSTRUMENT,
    AMOUNT,
    SHARES,
    Column("state", "State", "Waiting, evidenced, verified, released, waived or lapsed."),
    Column("since_on", "Since", "The day of what brought that state.", Type.DATE),
    Column("conditions", "Conditions", "What must be met first, and how far.", unknown="none", is_optional=True),
    Column("open_conditions", "Open", "Conditions without a verification.", Type.INTEGER),
    Column("evidenced_by", "Evidence by", "Who recorded it.", unknown="nobody yet", is_optional=True),
    Column("verified_by", "Verified by", "Who agreed with it.", unknown="nobody yet", is_optional=True),
    Column("is_waived", "Waived", "By a waiver that was granted.", Type.BOOLEAN),
    Column(
        "waiting_usd", "Waiting", "The amount while it is neither released nor lapsed.", Type.USD, "USD",
        unknown="nothing waits, or it is counted in shares", is_optional=True,
    ),
    Column(
        "released_usd", "Released", "The amount once it is released.", Type.USD, "USD",
        unknown="not released, or counted in shares", is_optional=True,
    ),
    c.SOURCES,
)  # fmt: skip

FILTERS = ("agency", "program", "company", "project", "deal", "investment", "mineral", "state", "instrument")


def answer(at: AsOf, filters: Filters) -> Answer:
    rows = [row(line) for line in tranches_at(at, filters)]
    return Answer(
        rows,
        totals=(known_total("Total", COLUMNS, rows, ("waiting_usd", "released_usd")),) if rows else (),
        notes=("The ledger takes no disbursement above what is released.",),
    )


def row(line: TrancheAt) -> Row:
    standing, award = line.standing, line.award
    tranche, state = standing.tranche, standing.state
    return (
        tranche.slug,
        award.slug,
        tranche.name,
        award.recipient.slug,
        award.agency.code,
        award.program_code,
        award.instrument.value,
        tranche.amount,
        tranche.shares,
        state.value,
        standing.since,
        "; ".join(f"{one.words}: {one.state}" for one in standing.conditions) or None,
        sum(1 for one in standing.conditions if not one.verification),
        ", ".join(sorted({one.evidence.recording.by_name for one in standing.conditions if one.evidence})) or None,
        ", ".join(sorted({str(one.verification.verified_by) for one in standing.conditions if one.verification}))
        or None,
        standing.is_waived,
        _or_none(tranche.amount, state.is_open),
        _or_none(tranche.amount, state.value == "released"),
        tranche.citation.text if tranche.citation else None,
    )


def _or_none(amount: Decimal | None, counts: bool) -> Decimal | None:
    return amount if counts else None


DEFINITION = Definition("tranches", "Tranches", "Which money waits, and for what?", COLUMNS, FILTERS, answer)
