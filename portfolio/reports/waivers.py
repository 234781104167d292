"""Where money was let go although its conditions were not met: who proposed it, who decided, and why."""

from portfolio.positions.filters import Filters
from portfolio.positions.tranches import tranches_at
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Row, Type
from .tranches import AMOUNT, FILTERS, NAME, SHARES

COLUMNS = (
    Column("tranche", "Tranche", "Its identifier."),
    c.INVESTMENT,
    NAME,
    c.AGENCY,
    c.PROGRAM,
    AMOUNT,
    SHARES,
    Column("proposed_on", "Proposed", "The day.", Type.DATE),
    Column("proposed_by", "Proposed by", "Who proposed it."),
    Column("reason", "Reason", "Why the money should not wait.", is_prose=True),
    Column("decision", "Decision", "Granted, declined, or open."),
    Column("decided_on", "Decided", "The day.", Type.DATE, unknown="not decided yet", is_optional=True),
    Column("decided_by", "Decided by", "Another person.", unknown="not decided yet", is_optional=True),
    Column("decision_reason", "Why", "The reason of the decision.", unknown="not decided yet", is_optional=True),
    Column("open_conditions", "Conditions not met", "Those waived or still open.", unknown="none", is_optional=True),
    Column("state", "State of the tranche", "As it is now."),
    Column("recording", "Recording", "Serial of the recording that proposed it.", Type.INTEGER, is_grouped=False),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    rows: list[Row] = []
    for line in tranches_at(at, filters):
        standing, award = line.standing, line.award
        unmet = "; ".join(one.words for one in standing.conditions if not one.verification) or None
        for waiver, decided in standing.waivers:
            rows.append(
                (
                    standing.tranche.slug,
                    award.slug,
                    standing.tranche.name,
                    award.agency.code,
                    award.program_code,
                    standing.tranche.amount,
                    standing.tranche.shares,
                    waiver.counts_from,
                    str(waiver.proposed_by),
                    waiver.note,
                    "open" if decided is None else "granted" if decided.is_granted else "declined",
                    decided and decided.counts_from,
                    decided and str(decided.decided_by),
                    decided and decided.note,
                    unmet,
                    standing.state.value,
                    waiver.recording_id,
                )
            )
    return Answer(rows)


DEFINITION = Definition(
    "waivers", "Waivers", "Which conditions were waived, by whom, and why?", COLUMNS, FILTERS, answer
)
