"""Corporate actions are recorded here: the event, and with it every entry, term and label that it changes, as one."""

from datetime import date

from django.core.exceptions import ValidationError

from portfolio.calculations.kinds import Kind
from portfolio.models import ActionKind, CorporateAction, InvestmentStatus
from record.calculations.as_of import AsOf
from record.models import Fact, Recording
from record.services import entities, facts
from record.services.timing import require_past

from . import investments, ledger, undoing
from .action_plan import Change, Successor, plan

HAPPENS = "Record it when its day has come."


def record(action: CorporateAction, *, recording: Recording, today: date) -> CorporateAction:
    """Put an action on record with all that follows from it, or nothing (the caller's transaction).

    Raises ValidationError by field for what cannot be, or with a rule's sentence; PermissionDenied where a holding is
    outside the writer's programs.
    """
    facts.check(action)
    require_past("effective_on", action.effective_on, today, what=HAPPENS)
    require_sound(action)
    at = AsOf(today, recording.moment, recording.reads)
    require_new(action, at)
    changes = plan(action, at=at)
    facts.record(action, recording=recording)
    for change in changes:
        _write_terms(change, action, recording, today)
    ledger.record_all([draft for change in changes for draft in change.drafts], recording=recording, today=today)
    for change in changes:
        if change.successor:
            _write_successor(change.successor, action, recording, today)
    _relabel(action, recording)
    vars(action)["changes"] = changes
    return action


def require_sound(action: CorporateAction) -> None:
    """Raises ValidationError by field where day, ratio and companies contradict each other."""
    if action.effective_on is None or not action.effective_on.is_day:
        stated = action.effective_on or "no day"
        raise ValidationError({"effective_on": f"An action is of one day, not of {stated}. Write 2026-02-14."})
    facts.check_constraints(action)
    new, old = action.new_shares, action.old_shares
    if new is not None and old is not None:
        if action.kind == ActionKind.SPLIT and new <= old:
            raise ValidationError({"new_shares": "A split gives more shares than before. For fewer: reverse split."})
        if action.kind == ActionKind.REVERSE_SPLIT and new >= old:
            raise ValidationError({"new_shares": "A reverse split gives fewer shares than before. For more: split."})
    company = action.company
    if action.kind == ActionKind.DELISTING and not (company.ticker or company.exchange):
        raise ValidationError({"company": f"{company} has no ticker and no exchange on record: it is not listed."})
    if action.other_id is not None and action.other_id == action.company_id:
        raise ValidationError({"other": "This is the company itself. Choose the one whose shares come."})


def require_new(action: CorporateAction, at: AsOf) -> None:
    """Raises ValidationError for a second action of one kind, company and day."""
    known = CorporateAction.objects.known(at).about(company=action.company)
    same = known.filter(kind=action.kind, effective_on=action.effective_on).first()
    if same is not None:
        raise ValidationError(f"{same} is on record already. Retract it first, or correct the day.")


def take_back(action: CorporateAction, *, reason: str, recording: Recording, today: date) -> None:
    """Undo an action with all that was written with it. Raises ValidationError where later facts rest on it."""
    written = action.recording
    if CorporateAction.objects.filter(recording=written).count() > 1:
        raise ValidationError(f"Recording {written.serial} holds several actions. Undo it as a whole: its file.")
    undoing.take_back(written, reason=reason, recording=recording, today=today)


def require_taken_back(action: Fact, *, recording: Recording) -> None:
    """Raises ValidationError where an action would be retracted and what follows from it would stay."""
    left = ledger.Transaction.objects.filter(recording_id=action.recording_id, reversed_by__isnull=True)
    standing = left.exclude(kind=Kind.REVERSAL).first()
    if standing is not None:
        raise ValidationError(f"{standing.reference} follows from it. Retract the action on its own page: all goes.")


def _write_terms(change: Change, action: CorporateAction, recording: Recording, today: date) -> None:
    """Terms and tranches on the new basis: what grows first, so that no tranche is ever more than its award."""
    grows = action.kind == ActionKind.SPLIT
    if change.terms is not None and grows:
        change.terms.investment = change.award
        investments.record(change.terms, recording=recording, today=today)
    for tranche, number in change.tranches:
        labels = {"shares": number}
        entities.relabel(tranche, labels, recording=recording, effective_on=action.effective_on, note=str(action))
    if change.terms is not None and not grows:
        change.terms.investment = change.award
        investments.record(change.terms, recording=recording, today=today)


def _write_successor(successor: Successor, action: CorporateAction, recording: Recording, today: date) -> None:
    award = investments.create(successor.award, recording=recording)
    successor.terms.investment = award
    investments.record(successor.terms, recording=recording, today=today)
    status = InvestmentStatus(investment=award, status=successor.status, note=str(action))
    status.effective_on, status.citation = action.effective_on, action.citation
    investments.record(status, recording=recording, today=today)
    entry = ledger.Draft(
        investment=award,
        kind=Kind.TRANSFER_IN,
        effective_on=action.effective_on,
        amount=successor.cost,
        shares=successor.shares,
        note=facts.explained("", str(action)),
        citation=action.citation,
    )
    ledger.record(entry, recording=recording, today=today)


def _relabel(action: CorporateAction, recording: Recording) -> None:
    """The company's labels from the day on: its new ticker, or none where it is listed no more."""
    labels = {
        ActionKind.TICKER_CHANGE.value: {"ticker": action.ticker},
        ActionKind.DELISTING.value: {"ticker": "", "exchange": ""},
    }.get(action.kind)
    if labels:
        entities.relabel(
            action.company,
            labels,
            recording=recording,
            effective_on=action.effective_on,
            citation=action.citation,
            note=str(action),
        )
