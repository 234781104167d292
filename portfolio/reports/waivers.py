"""Where money was let go although its conditions were not met: who proposed it, who decided, and why."""

from dataclasses import dataclass

from portfolio.models import Waiver, WaiverDecision
from portfolio.positions.filters import Filters
from portfolio.positions.tranche_state import TrancheAt, tranches_at
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Type
from .tranches import AMOUNT, FILTERS, NAME, SHARES, STATE, TRANCHE


@dataclass(frozen=True, slots=True)
class WaiverAt:
    """A waiver of a tranche's conditions, and what was decided of it; None while it is open."""

    of: TrancheAt
    waiver: Waiver
    decided: WaiverDecision | None

    @property
    def decision(self) -> str:
        if self.decided is None:
            return "open"
        return "granted" if self.decided.is_granted else "declined"


COLUMNS = (
    TRANCHE.of(lambda line: line.of.standing.tranche.slug, is_unique=False),
    c.INVESTMENT.of(lambda line: line.of.award.slug),
    NAME.of(lambda line: line.of.standing.tranche.name),
    c.AGENCY.of(lambda line: line.of.award.agency.code),
    c.PROGRAM.of(lambda line: line.of.award.program_code),
    AMOUNT.of(lambda line: line.of.standing.tranche.amount),
    SHARES.of(lambda line: line.of.standing.tranche.shares),
    Column("proposed_on", "Proposed", "The day.", Type.DATE, value=lambda line: line.waiver.counts_from),
    Column("proposed_by", "Proposed by", "Who proposed it.", value=lambda line: str(line.waiver.proposed_by)),
    Column(
        "waiver_reason",
        "Reason",
        "Why the money should not wait.",
        is_prose=True,
        value=lambda line: line.waiver.note,
    ),
    Column("decision", "Decision", "Granted, declined, or open.", value=lambda line: line.decision),
    Column(
        "decided_on",
        "Decided",
        "The day.",
        Type.DATE,
        unknown="not decided yet",
        is_optional=True,
        value=lambda line: line.decided and line.decided.counts_from,
    ),
    Column(
        "decided_by",
        "Decided by",
        "Another person.",
        unknown="not decided yet",
        is_optional=True,
        value=lambda line: line.decided and str(line.decided.decided_by),
    ),
    Column(
        "decision_reason",
        "Why",
        "The reason of the decision.",
        unknown="not decided yet",
        is_optional=True,
        value=lambda line: line.decided and line.decided.note,
    ),
    Column(
        "unmet_conditions",
        "Conditions not met",
        "Those waived or still open.",
        unknown="none",
        is_optional=True,
        value=lambda line: "; ".join(one.words for one in line.of.standing.conditions if not one.verification) or None,
    ),
    STATE.of(lambda line: line.of.standing.state.value),
    c.RECORDING.of(lambda line: line.waiver.recording_id),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer(
        [
            WaiverAt(line, waiver, decided)
            for line in tranches_at(at, filters)
            for waiver, decided in line.standing.waivers
        ]
    )


DEFINITION = Definition(
    "waivers", "Waivers", "Which conditions were waived, by whom, and why?", COLUMNS, FILTERS, answer
)
