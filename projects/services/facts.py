"""Facts are recorded and retracted here, and never changed."""

from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError

from projects.calculations.partial_dates import PartialDate
from projects.models import UNDATED, Citation, Fact, Recording, Retraction

F = TypeVar("F", bound=Fact)


def counts_from(effective_on: PartialDate | None, citation: Citation | None = None) -> date:
    """The day from which a fact counts: the end of its interval, or the earlier day of a source that proves it."""
    if not effective_on:
        return UNDATED
    if citation is None or effective_on.is_day:
        return effective_on.end
    proofs = [source.published_on for source in citation.sources.all() if source.published_on]
    return min((effective_on.counts_from(proof) for proof in proofs), default=effective_on.end)


def prepare(fact: F, *, recording: Recording) -> F:
    """Give an unsaved fact its recording and the day it counts from, and check it. Raises ValidationError."""
    fact.recording = recording
    fact.counts_from = counts_from(fact.effective_on, fact.citation)
    fact.full_clean(validate_unique=False, validate_constraints=True)
    return fact


def record(fact: F, *, recording: Recording) -> F:
    """Add one fact. Raises ValidationError and writes nothing when it can't be."""
    prepare(fact, recording=recording).save(force_insert=True)
    return fact


def retract(fact: Fact, *, reason: str, recording: Recording) -> Retraction:
    """The fact stops counting from this recording on. Raises ValidationError without a reason, or the second time."""
    table = fact._meta.db_table
    if not reason.strip():
        raise ValidationError("A retraction gives its reason. Say why the fact no longer holds.")
    if Retraction.objects.filter(table=table, fact_id=fact.pk).exists():
        raise ValidationError(f"{fact} was retracted before.")
    return Retraction.objects.create(table=table, fact_id=fact.pk, reason=reason.strip(), recording=recording)
