"""What a source says of a day is recorded here, where its table has no service of its own."""

from datetime import date
from typing import TypeVar

from record.models import Fact, Recording

from . import facts
from .timing import require_past

F = TypeVar("F", bound=Fact)


def record(fact: F, *, recording: Recording, today: date) -> F:
    """Add the statement. Raises ValidationError by field, and for one of a day that has not come."""
    facts.check(fact)
    require_past("effective_on", fact.effective_on, today)
    return facts.record(fact, recording=recording)
