"""Progress: that a condition is met, and what follows from it: the release of a tranche and a payment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from portfolio.models import ConditionEvidence, TrancheDecision
from projects.services import milestones
from record.models import Recording

from . import ledger, tranches
from .tranches import Evidence


@dataclass(frozen=True, slots=True)
class Progress:
    """What one officer saw, and what is to follow once another has verified it."""

    evidence: Evidence
    release: TrancheDecision | None = None
    payment: ledger.Draft | None = None

    @property
    def has_consequences(self) -> bool:
        return self.release is not None or self.payment is not None


def give_evidence(evidence: Evidence, *, recording: Recording, today: date) -> Evidence:
    """Record that it happened, with its source. Raises as the services of milestones and of tranches do."""
    if isinstance(evidence, ConditionEvidence):
        return tranches.give_evidence(evidence, recording=recording, today=today)
    return milestones.state(evidence, recording=recording, today=today)


def verify(evidence: Evidence, *, recording: Recording, today: date) -> None:
    """Agree with the evidence as a second person. Raises ValidationError for the first one."""
    if isinstance(evidence, ConditionEvidence):
        tranches.verify(evidence, recording=recording, today=today)
    else:
        milestones.verify(evidence, recording=recording, today=today)


def follow(progress: Progress, *, recording: Recording, today: date, along: Evidence | None = None) -> None:
    """Release the tranche, then pay; `along` as `tranches.release` takes it.

    Raises ValidationError on the field of a form that asked for it.
    """
    if progress.release is not None:
        decision = progress.release
        with refused_on("tranche"):
            tranches.release(
                decision.tranche,
                note=decision.note,
                on=decision.effective_on,
                along=along,
                recording=recording,
                today=today,
            )
    if progress.payment is not None:
        with refused_on("paid_amount"):
            ledger.record(progress.payment, recording=recording, today=today)


@contextmanager
def refused_on(name: str) -> Iterator[None]:
    """Put what is refused on one field."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from error
