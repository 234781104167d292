"""Corporate actions are recorded here: the event, and with it every entry, term and label that it changes, as one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import ValidationError

from portfolio.calculations.kinds import Kind
from portfolio.models import ActionKind, CorporateAction, InvestmentStatus, Terms
from portfolio.models.corporate_actions import SPLITS
from projects.calculations.priors import plain
from record.calculations.as_of import AsOf
from record.models import Citation, Fact, Recording
from record.services import entities, facts, sources

from . import action_plausibility, investments, ledger, undoing
from .action_plan import Change, Successor, plan

HAPPENS = "Record it when its day has come."


def record(action: CorporateAction, *, recording: Recording, today: date) -> CorporateAction:
    """Put an action on record with all that follows from it, or nothing (the caller's transaction).

    Raises ValidationError by field for what cannot be, or with a rule's sentence; PermissionDenied where a holding is
    outside the writer's programs.
    """
    facts.check_stated(action, today, what=HAPPENS)
    require_sound(action)
    at = AsOf(today, recording.moment, recording.reads)
    require_new(action, at)
    require_alone(action, recording)
    facts.require_reason(action, action_plausibility.unusual(action, at=at))
    with of_the_ratio(action):
        changes = plan(action, at=at)
    facts.record(action, recording=recording)
    for change in changes:
        with of_the_ratio(action, change.award.slug):
            _write_terms(change, action, recording, today)
    ledger.record_all([draft for change in changes for draft in change.drafts], recording=recording, today=today)
    for change in changes:
        for successor in change.successors:
            with of_the_ratio(action, change.award.slug):
                _write_successor(successor, action, recording, today)
    _relabel(action, recording)
    vars(action)["changes"] = changes
    return action


@contextmanager
def of_the_ratio(action: CorporateAction, slug: str = "") -> Iterator[None]:
    """Refuse what a ratio makes of an award as a refusal of the ratio: its larger number is named."""
    try:
        yield
    except (ValidationError, OverflowError) as error:
        told = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        if action.new_shares is None or action.old_shares is None:
            raise
        name = "new_shares" if action.new_shares >= action.old_shares else "old_shares"
        by = f"{plain(action.new_shares)} for {plain(action.old_shares)}"
        raise ValidationError({name: f"{by} cannot be carried out{f' for {slug}' if slug else ''}: {told}"}) from error


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


def require_alone(action: CorporateAction, recording: Recording) -> None:
    """Raises ValidationError by field where a file that is tried has another action before it that moves its holdings.

    What such a row does shows once the one before it is on record.
    """
    for before in facts.unsaved(CorporateAction, recording):
        moves = {action.kind, before.kind} <= {*SPLITS, ActionKind.SPIN_OFF, ActionKind.EXCHANGE}
        if moves and action.company_id in (before.company_id, before.other_id):
            own = f"What it does to the holdings of {action.company} shows once that is on record"
            raise ValidationError(
                {"company": f'"{before}" stands before it. {own}: send it in a file of its own then.'}
            )


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
    if change.terms is not None:
        change.terms.citation = _cited(action, change.part.line.terms, recording)
    if change.terms is not None and grows:
        change.terms.investment = change.award
        investments.record(change.terms, recording=recording, today=today)
    for tranche, number in change.tranches:
        labels = {"shares": number}
        entities.relabel(tranche, labels, recording=recording, effective_on=action.effective_on, note=str(action))
    if change.terms is not None and not grows:
        change.terms.investment = change.award
        investments.record(change.terms, recording=recording, today=today)


def _cited(action: CorporateAction, before: Terms | None, recording: Recording) -> Citation | None:
    """The sources of the terms that go on, then those of the action: it states the ratio alone, not the rest."""
    texts = [one.citation.text for one in (before, action) if one is not None and one.citation is not None]
    return sources.cite([slug for text in texts for slug in text.split(";")], dry_run=recording.dry_run)


def _write_successor(successor: Successor, action: CorporateAction, recording: Recording, today: date) -> None:
    award = investments.create(successor.award, recording=recording)
    successor.terms.investment = award
    successor.terms.citation = _cited(action, successor.goes_on, recording)
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


def labels_after(action: CorporateAction) -> dict[str, str]:
    """The company's labels from the day on: its new ticker, or none where it is listed no more; else empty."""
    return {
        ActionKind.TICKER_CHANGE.value: {"ticker": action.ticker},
        ActionKind.DELISTING.value: {"ticker": "", "exchange": ""},
    }.get(action.kind, {})


def _relabel(action: CorporateAction, recording: Recording) -> None:
    if labels := labels_after(action):
        entities.relabel(
            action.company,
            labels,
            recording=recording,
            effective_on=action.effective_on,
            citation=action.citation,
            note=str(action),
        )
