"""Decisions about what was due are recorded here, within the programs assigned."""

from datetime import date

from django.core.exceptions import ValidationError

from portfolio.models import DueDecision
from portfolio.positions.decisions_due import decisions_due_at
from record.calculations.as_of import AsOf
from record.models import Recording
from record.services import facts
from record.services.timing import require_past

from . import rights


def decide(decision: DueDecision, *, recording: Recording, today: date) -> DueDecision:
    """Record what was decided: it is off the list from its day on, and in the log.

    Raises ValidationError for what is not due, without a word of what and why, and without a source; PermissionDenied
    for a writer who is assigned to none of its owners. In the log it stands under the first of them.
    """
    due = decisions_due_at(AsOf(today, recording.moment, recording.reads))
    named = (decision.trigger, decision.subject, decision.due_on)
    found = next((one for one in due if (one.trigger, one.subject, one.day) == named), None)
    if found is None:
        raise ValidationError(
            f"{decision.subject} of {decision.due_on} is not due: it was decided, or no longer holds. "
            "Look at the list of decisions that are due."
        )
    if found.owners:
        rights.require_one(recording, found.owners)
    for name, text in (("decided", decision.decided), ("note", decision.note)):
        if not text.strip():
            raise ValidationError({name: "Say what is decided, and why."})
    if decision.citation is None:
        raise ValidationError({"sources": "A decision names its source. Choose one on record, or write a new one."})
    require_past("effective_on", decision.effective_on, today, what="Record it when it is decided.")
    decision.stated = found.what[:500]
    decision.agency, decision.program = found.owners[0] if found.owners else (None, None)
    decision.investment = found.award.investment if found.award else None
    return facts.record(decision, recording=recording)
