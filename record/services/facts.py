"""Facts are recorded and retracted here, and never changed."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import reduce
from operator import and_
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from record.calculations.as_of import AsOf
from record.calculations.formatting import moment
from record.calculations.partial_dates import PartialDate
from record.models import UNDATED, Citation, Fact, Recording, Retraction

from .recordings import require_open, save
from .timing import SAID, require_past
from .wording import NEEDED, check_columns, in_words
from .wording import check_constraints as ask_constraints

F = TypeVar("F", bound=Fact)

RECORDERS: dict[type[Fact], Callable[..., Any]] = {}
"""Table → its service, called with the fact, `recording` and `today`. Apps register theirs in `AppConfig.ready`."""

RETRACTION_CHECKS: dict[type[Fact], Callable[..., None]] = {}
"""Table → what is asked before a fact of it is retracted, with the fact and `recording`. Raises ValidationError."""

SET_BY_ITS_WRITE = {"id", "recording", "counts_from", "number", "previous_hash", "hash"}
"""Columns that a person does not state."""

EXPLAINED = "Unusual, and why: "
"""What begins the reason for something unusual, in the note of the fact."""


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
    require_open(recording)
    fact.recording = recording
    check(fact, but=["recording"])
    fact.counts_from = counts_from(fact.effective_on, fact.citation)
    fact.clean()
    check_constraints(fact)
    if recording.dry_run is not None:
        try:
            recording.dry_run.require_unique(fact)
        except ValidationError as error:
            raise in_words(error, type(fact)) from error
    return fact


def check(fact: Fact, *, but: Collection[str] = ("recording",)) -> None:
    """Ask each column by itself, before rules compare them. Raises ValidationError by field, in words."""
    check_columns(fact, but=["counts_from", *_relations(fact)])
    absent = [name for name in _relations(fact) if name not in but and _is_absent(fact, name)]
    if absent:
        raise ValidationError(dict.fromkeys(absent, NEEDED))


def check_stated(fact: Fact, today: date, *, what: str = SAID) -> None:
    """Ask each column by itself, and that the day of the fact has come: no statement is made on a day that lies ahead.

    Raises ValidationError with all that is wrong; `what` says what to do about a day that has not come.
    """
    raise_together(lambda: check(fact), lambda: require_past("effective_on", fact.effective_on, today, what=what))


def raise_together(*asked: Callable[[], None]) -> None:
    """Ask all of these. Raises ValidationError by field with what each of them refuses, of a field the first alone."""
    found: dict[str, Any] = {}
    for ask in asked:
        try:
            ask()
        except ValidationError as error:
            found = {**error.error_dict, **found}
    if found:
        raise ValidationError(found)


def _relations(fact: Fact) -> list[str]:
    return [field.name for field in fact._meta.concrete_fields if field.is_relation]


def _is_absent(fact: Fact, name: str) -> bool:
    field = fact._meta.get_field(name)
    return isinstance(field, models.Field) and not field.null and getattr(fact, field.attname) is None


def check_constraints(row: models.Model) -> None:
    """Ask the database once whether a row meets all constraints of its table. Raises ValidationError that says which.

    Relations are left to the database: their rows are at hand, and asking again would cost a question each.
    """
    checks = [one for one in row._meta.constraints if isinstance(one, models.CheckConstraint)]
    if not checks:
        return
    # Any: the stubs leave out Django's own method, and that conditions can be asked.
    asked: Any = row
    together: Any = reduce(and_, (one.condition for one in checks))
    if not together.check(asked._get_field_expression_map(meta=row._meta)):
        ask_constraints(row)


def record(fact: F, *, recording: Recording) -> F:
    """Add one fact. Raises ValidationError and writes nothing when it can't be."""
    return save(prepare(fact, recording=recording), recording=recording)


def record_ahead(fact: F, *, recording: Recording, today: date) -> F:
    """Add a fact of which the day may lie ahead: what a law sets is in force from then on."""
    return record(fact, recording=recording)


def register(recorder: Callable[..., Any], *models: type[Fact]) -> None:
    """Make a service the one that records facts of these tables, whatever way they come in."""
    RECORDERS.update(dict.fromkeys(models, recorder))


def ask_before_retraction(check: Callable[..., None], *models: type[Fact]) -> None:
    """Ask this before a fact of these tables is retracted, whatever way that comes."""
    RETRACTION_CHECKS.update(dict.fromkeys(models, check))


def refuse_second(fact: Fact, *, at: AsOf, but: Collection[str] = ()) -> None:
    """Raises ValidationError where the very same is the newest that is known of that day: it was sent a second time.

    What was said again after something else is no second sending, nor is what gives a reason for being alike. Columns
    in `but` are not asked.
    """
    if EXPLAINED in fact.note:
        return
    columns: list[Any] = [one for one in fact._meta.concrete_fields if one.name not in {*SET_BY_ITS_WRITE, *but}]
    asked = dict(_stored(fact, column) for column in columns)
    subject = [one for one in columns if one.name == "effective_on" or one.is_relation and one.name != "citation"]
    known: Any = type(fact)._default_manager.known(at)
    found = known.filter(**asked).select_related("recording").order_by("-pk").first()
    if found is None or known.filter(pk__gt=found.pk, **dict(_stored(fact, one) for one in subject)).exists():
        return
    raise ValidationError(
        f"This is on record already: {found.recording.by_name} wrote it at {moment(found.recording.moment)}. "
        "Nothing was written now."
    )


def _stored(fact: Fact, column: Any) -> tuple[str, Any]:
    """What a filter asks for the value that the fact has in a column."""
    value = getattr(fact, column.attname)
    if value is None and column.null:
        return f"{column.attname}__isnull", True
    return column.attname, column.get_prep_value(value) if value is None else value


def record_by_service(fact: F, *, recording: Recording, today: date) -> F:
    """Add one fact by the service of its table, which asks its rules: called by every form, file and command.

    Where its table has none, it is a statement: its day may not lie ahead.
    """
    recorder = RECORDERS.get(type(fact))
    if recorder is None:
        check_stated(fact, today)
    return recorder(fact, recording=recording, today=today) if recorder else record(fact, recording=recording)


def unsaved(model: type[F], recording: Recording) -> list[F]:
    """The facts of a table that a trial of this write would have added so far; a write itself has saved them."""
    return list(recording.dry_run.of(model)) if recording.dry_run else []


def explained(note: str, reason: str | None) -> str:
    """A note with the reason for what is unusual, where one is given."""
    given = f"{EXPLAINED}{reason.strip()}" if reason and reason.strip() else ""
    return "\n".join(part for part in (note, given) if part)


def explanation(note: str) -> str:
    """The reasons for what is unusual in a note, for another fact of the same statement; empty where it gives none."""
    return "\n".join(line for line in note.split("\n") if line.startswith(EXPLAINED))


def unexplained(note: str) -> str:
    """A note without the reason that it gave for another figure."""
    return "\n".join(line for line in note.split("\n") if not line.startswith(EXPLAINED))


def require_said(fact: Fact, *names: str, step: str) -> None:
    """Raises ValidationError, on the first of these columns, for a fact that gives none of them and in its note no
    reason: that nothing is known is said, never left to be guessed.
    """
    if not fact.note.strip() and all(getattr(fact, name) in (None, "", False) for name in names):
        raise ValidationError({names[0]: f"{step} Or write in the note why it is unknown."})


def require_reason(fact: Fact, unusual: Sequence[str]) -> None:
    """Raises ValidationError for what is unusual about a fact, where its note gives no reason."""
    if unusual and EXPLAINED not in fact.note:
        raise ValidationError({"warning_reason": [f"{one} Give the reason, or correct it." for one in unusual]})


def retract(fact: Fact, *, reason: str, recording: Recording) -> Retraction:
    """The fact stops counting from this recording on. Raises ValidationError without a reason, or the second time."""
    table = fact._meta.db_table
    if not fact.is_retractable:
        raise ValidationError(f"{fact} is not retracted. {fact.undone_by or 'Reverse the entry.'}")
    if not reason.strip():
        raise ValidationError("A retraction gives its reason. Say why the fact no longer holds.")
    require_open(recording)
    if Retraction.objects.filter(table=table, fact_id=fact.pk).exists():
        raise ValidationError(f"{fact} was retracted before.")
    if check := RETRACTION_CHECKS.get(type(fact)):
        check(fact, recording=recording)
    return save(
        Retraction(table=table, fact_id=fact.pk, reason=reason.strip(), recording=recording), recording=recording
    )
