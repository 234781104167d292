"""Managers and auditors ask; an officer of the programs answers. Both stay, with the figure as it was."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError

from portfolio.models import OfficerAnswer, ReaderQuestion
from portfolio.positions.assigned import of_programs
from portfolio.positions.questions import is_among, owners_of
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Account, Recording
from record.roles import AUDITOR, MANAGER, OFFICER, roles_of
from record.services import facts


def ask(question: ReaderQuestion, *, recording: Recording, today: date) -> ReaderQuestion:
    """Put a question. Raises PermissionDenied for who is no manager and no auditor; ValidationError without words."""
    if recording.by is None or not roles_of(recording.by) & {MANAGER, AUDITOR}:
        raise PermissionDenied("Managers and auditors ask. An officer records what is missing.")
    question.text = _worded(question.text, "Write the question.")
    question.asked_by, question.effective_on = recording.by, PartialDate.of(today)
    facts.refuse_second(question, at=AsOf(today, recording.moment, recording.reads), but=("read_serial",))
    return facts.record(question, recording=recording)


def may_answer(user: Account, question: ReaderQuestion, *, at: AsOf) -> bool:
    """True for an officer of one of the awards that it is about; for any officer where it is about none."""
    return OFFICER in roles_of(user) and is_among(of_programs(user), owners_of([question], at)[question.pk])


def answer(question: ReaderQuestion, text: str, *, recording: Recording, today: date) -> OfficerAnswer:
    """Answer a question. Raises PermissionDenied for who may not, ValidationError without words."""
    at = AsOf(today, recording.moment, recording.reads)
    if recording.by is None or not may_answer(recording.by, question, at=at):
        raise PermissionDenied(f"{question.about} is answered by an officer of its programs.")
    made = OfficerAnswer(question=question, text=_worded(text, "Write the answer."), answered_by=recording.by)
    made.effective_on = PartialDate.of(today)
    facts.refuse_second(made, at=at)
    return facts.record(made, recording=recording)


def _worded(text: str, refusal: str) -> str:
    if not text.strip():
        raise ValidationError(refusal)
    return text.strip()
