"""An auditor says of an entry of a kept sample that it agrees, or what does not; an exception asks its officers."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError

from portfolio.models import KeptRun, ReaderQuestion, SampleFinding, Transaction
from portfolio.positions.sample_findings import SAMPLE, samples_at
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Recording
from record.roles import AUDITOR, roles_of
from record.services import facts

from . import questions

LONGEST = 2_000


def find(kept: KeptRun, number: int, exception: str, *, recording: Recording, today: date) -> SampleFinding:
    """Record a finding about the entry of that number; without an exception, that it agrees.

    Raises PermissionDenied for who is no auditor; ValidationError for an answer that is no sample, and for an entry
    that is not in it.
    """
    if recording.by is None or AUDITOR not in roles_of(recording.by):
        raise PermissionDenied("An auditor says what a sample found.")
    at = AsOf(today, recording.moment, recording.reads)
    if kept.report != SAMPLE or number not in {line.number for line in samples_at(at, [kept])}:
        raise ValidationError("That entry is not in the sample. Open the kept answer again.")
    entry, text = Transaction.objects.select_related("investment").get(number=number), exception.strip()
    if len(text) > LONGEST:
        raise ValidationError(f"The exception has {len(text):,} characters; {LONGEST:,} are the most.")
    finding = SampleFinding(kept=kept, entry=entry, agrees=not text, exception=text, found_by=recording.by)
    finding.effective_on = PartialDate.of(today)
    if text:
        asked = ReaderQuestion(
            investment=entry.investment,
            figure=f"Entry {entry.reference}",
            figure_then=shown(entry),
            read_serial=kept.read_serial,
            text=f"Exception of the sample {kept.name}: {text}",
        )
        finding.question = questions.ask(asked, recording=recording, today=today)
    facts.refuse_second(finding, at=at, but=("question",))
    return facts.record(finding, recording=recording)


def shown(entry: Transaction) -> str:
    """The entry as a person reads it: its kind, its dollars or shares, its day."""
    figures = [f"${entry.amount:,.2f}"] if entry.amount is not None else []
    figures += [f"{entry.shares.normalize():f} shares"] if entry.shares is not None else []
    return f"{entry.get_kind_display()} of {' and '.join(figures)} on {entry.effective_on or 'no stated day'}"
