"""Tranches, their conditions, the evidence and its verification, waivers, and the release: each within the programs."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from portfolio.calculations.ledger_rules.messages import shares
from portfolio.calculations.tranches import Part, TrancheState, award_refusal, size_refusal, take_back_refusal
from portfolio.models import (
    ConditionEvidence,
    ConditionVerification,
    Investment,
    Terms,
    Tranche,
    TrancheCondition,
    TrancheDecision,
    Waiver,
    WaiverDecision,
)
from portfolio.positions.figures import award_size, read_by, size_by
from portfolio.positions.tranche_state import TrancheStatus, tranche_statuses
from projects.models import MilestoneForecast
from record.calculations.as_of import AsOf
from record.calculations.formatting import dollars
from record.calculations.partial_dates import PartialDate
from record.models import Citation, LabelChange, Recording
from record.services import entities, facts, sources
from record.services.timing import day_of

from . import ledger_book, rights
from .reach import beyond_reach

Evidence = ConditionEvidence | MilestoneForecast
"""That a condition is met: of one in words, or that its milestone happened."""

SIZES = ("amount", "shares")
"""What a tranche is a part of its award by; changed by two persons."""


def create(tranche: Tranche, *, recording: Recording, today: date) -> Tranche:
    """Put a tranche on record.

    Raises PermissionDenied outside the writer's programs, ValidationError when wrong, or when all together pass the
    award.
    """
    rights.require_for(recording, tranche.investment)
    _require_within_award(tranche, recording, today)
    return entities.create(tranche, recording=recording)


def relabel(
    tranche: Tranche,
    values: dict[str, Any],
    *,
    recording: Recording,
    today: date,
    effective_on: PartialDate | None = None,
    citation: Citation | None = None,
) -> list[LabelChange]:
    """Change the labels of a tranche that waits, its amount or its shares among them.

    Raises as `create` does, and once it is released or has lapsed.
    """
    require_open(tranche, recording, today)
    before = {name: getattr(tranche, name) for name in SIZES}
    _require_within_award(tranche, recording, today, **{**before, **{k: v for k, v in values.items() if k in SIZES}})
    return entities.relabel(tranche, values, recording=recording, effective_on=effective_on, citation=citation)


def _require_within_award(tranche: Tranche, recording: Recording, today: date, **size: Decimal | None) -> None:
    """Raises ValidationError when the tranches that have not lapsed would together pass the award."""
    at, award = _now(recording, today), tranche.investment
    others = [
        one.part
        for one in tranche_statuses(at, [award])
        if one.tranche.pk != tranche.pk and one.state is not TrancheState.LAPSED
    ]
    size = size or {name: getattr(tranche, name) for name in SIZES}
    amount, number = award_size(award, at=at)
    refused = size_refusal([*others, Part(size["amount"], size["shares"], None)], amount=amount, number=number)
    if refused:
        raise ValidationError(refused)


def require_terms(terms: Terms, *, recording: Recording, today: date) -> None:
    """Raises ValidationError for a version of terms by which the tranches would be more than the award, or more paid
    than is released: a smaller principal, amount or number of shares, a period that ends before a refund.
    """
    if terms.counts_from <= today:
        _require_tranches(terms.investment, _now(recording, today), after=terms, but=None)


def require_terms_without(terms: Terms, *, recording: Recording) -> None:
    """Raises ValidationError where the terms before, which hold again without this version, do not allow the same."""
    _require_tranches(terms.investment, _now(recording, day_of(recording)), after=None, but=terms)


def _require_tranches(award: Investment, at: AsOf, *, after: Terms | None, but: Terms | None) -> None:
    book = ledger_book.book(award, at=at)
    if not book.parts:
        return
    before = book.stated
    if after is not None and before is not None and before.counts_from > after.counts_from:
        return  # a later version stands
    if but is not None:
        after = Terms.objects.filter(investment=award).at(at).exclude(pk=but.pk).last()
    read, size = read_by(award, after), size_by(book.terms.instrument, book.entries, after)
    refused = award_refusal(book.parts, book.size(book.entries), size)
    if refused is None and read != book.terms:
        refused = take_back_refusal(book.entries, book.parts, date.min, read)
        was_so = take_back_refusal(book.entries, book.parts, date.min, book.terms)
        refused = None if was_so else refused
    if refused:
        raise ValidationError(refused)


def add_condition(condition: TrancheCondition, *, recording: Recording, today: date) -> TrancheCondition:
    """A further condition, while the tranche waits."""
    require_open(condition.tranche, recording, today)
    if bool(condition.milestone_id) == bool(condition.text.strip()):
        told = "A condition is a milestone or words, one of the two. Give a second one separately."
        raise ValidationError({"text": told})
    facts.require_reason(condition, beyond_reach(condition, _now(recording, today)))
    return facts.record(condition, recording=recording)


def take_condition_back(condition: TrancheCondition, *, reason: str, recording: Recording, today: date) -> None:
    """A condition that was entered by mistake counts no more. Raises ValidationError once its tranche is released."""
    require_open(condition.tranche, recording, today)
    facts.retract(condition, reason=reason, recording=recording)


def _require_counting(condition: TrancheCondition, at: AsOf) -> None:
    """Raises ValidationError for a condition that was taken back."""
    if not TrancheCondition.objects.filter(pk=condition.pk).known(at).exists():
        raise ValidationError(f'"{condition}" is no condition any more: it was retracted.')


def give_evidence(evidence: ConditionEvidence, *, recording: Recording, today: date) -> ConditionEvidence:
    """Say that a condition in words is met, and by which source. A milestone is said to have happened instead."""
    condition = evidence.condition
    require_open(condition.tranche, recording, today)
    _require_counting(condition, _now(recording, today))
    if condition.milestone_id:
        raise ValidationError(f'"{condition}" is a milestone: record on its project\'s page that it happened.')
    if not sources.is_evidence(evidence.citation):
        raise ValidationError("Evidence is a source with an address or a file. None of those cited has either.")
    return facts.record(evidence, recording=recording)


def verify(evidence: ConditionEvidence, *, recording: Recording, today: date, note: str = "") -> ConditionVerification:
    """Agree, as a second person, with the evidence of a condition. Raises ValidationError for the first person."""
    require_open(evidence.condition.tranche, recording, today)
    _require_another(evidence.recording, recording, "recorded the evidence", "verify it")
    at = _now(recording, today)
    _require_counting(evidence.condition, at)
    if ConditionVerification.objects.filter(evidence=evidence).known(at).exists():
        raise ValidationError("This evidence was verified before.")
    return facts.record(
        ConditionVerification(
            evidence=evidence,
            evidenced_by=evidence.recording.by,
            verified_by=recording.by,
            effective_on=PartialDate.of(today),
            note=note,
            citation=evidence.citation,
        ),
        recording=recording,
    )


def propose_waiver(tranche: Tranche, *, reason: str, recording: Recording, today: date) -> Waiver:
    """Propose to let a tranche go although its conditions are not met. Raises ValidationError without a reason."""
    standing = require_open(tranche, recording, today)
    if not reason.strip():
        raise ValidationError("A waiver gives its reason. Say why the money should not wait.")
    if recording.by is None:
        raise ValidationError("A waiver is proposed by a person.")
    if standing.state.may_be_released:
        raise ValidationError(f"{tranche} ({standing.state}) needs no waiver. Release it.")
    if any(decision is None for _, decision in standing.waivers):
        raise ValidationError("A waiver of this tranche is proposed already. Decide about it first.")
    waiver = Waiver(tranche=tranche, proposed_by=recording.by, note=reason.strip(), effective_on=PartialDate.of(today))
    return facts.record(waiver, recording=recording)


def decide_waiver(waiver: Waiver, *, grant: bool, reason: str, recording: Recording, today: date) -> WaiverDecision:
    """Grant or decline a waiver, with a reason. Raises ValidationError for who proposed it, and the second time."""
    require_open(waiver.tranche, recording, today)
    _require_another(waiver.recording, recording, "proposed this waiver", "decide about it")
    if not reason.strip():
        raise ValidationError("A decision gives its reason.")
    if WaiverDecision.objects.filter(waiver=waiver).exists():
        raise ValidationError("This waiver was decided before.")
    return facts.record(
        WaiverDecision(
            waiver=waiver,
            proposed_by=waiver.proposed_by,
            decided_by=recording.by,
            is_granted=grant,
            note=reason.strip(),
            effective_on=PartialDate.of(today),
        ),
        recording=recording,
    )


def release(
    tranche: Tranche,
    *,
    recording: Recording,
    today: date,
    note: str = "",
    on: PartialDate | None = None,
    along: Evidence | None = None,
) -> TrancheDecision:
    """Let the ledger take the tranche's money from the day `on`, today where none is given.

    `along`: evidence that is verified by who approves this very write; only the trial of a proposal names it. Raises
    ValidationError that names the conditions still open, and for a day that has not come.
    """
    standing = require_open(tranche, recording, today)
    still_open = [one for one in standing.conditions if one.state is not TrancheState.VERIFIED]
    waits = [one for one in still_open if along is None or one.evidence != along]
    if not standing.state.may_be_released and (waits or not still_open):
        waiting = "; ".join(f"{one.words} ({one.state})" for one in waits)
        raise ValidationError(
            f"{tranche} of {_size(tranche)} is {standing.state}, so it is not released. Still open: {waiting}. "
            "Record and verify the evidence, or propose a waiver."
        )
    return _decide(tranche, TrancheState.RELEASED, note, on, recording, today)


def lapse(
    tranche: Tranche, *, reason: str, recording: Recording, today: date, on: PartialDate | None = None
) -> TrancheDecision:
    """End a tranche that was not released, on a day. Raises ValidationError without a reason, or for a later day."""
    require_open(tranche, recording, today)
    if not reason.strip():
        raise ValidationError("A tranche that lapses gives its reason.")
    return _decide(tranche, TrancheState.LAPSED, reason.strip(), on, recording, today)


def take_back(decision: TrancheDecision, *, reason: str, recording: Recording, today: date) -> None:
    """Undo a release or a lapse that was a mistake. Raises ValidationError when money was paid that rests on it."""
    investment = decision.tranche.investment
    rights.require_for(recording, investment)
    others = [
        replace(one.part, released_on=None) if one.decision and one.decision.pk == decision.pk else one.part
        for one in tranche_statuses(_now(recording, today), [investment])
    ]
    book = ledger_book.book(investment, at=_now(recording, today))
    refused = take_back_refusal(book.entries, others, decision.counts_from, book.terms)
    if refused and decision.state == TrancheState.RELEASED:
        raise ValidationError(refused)
    if decision.state == TrancheState.LAPSED:  # its money waits again
        _require_within_award(decision.tranche, recording, today)
    facts.retract(decision, reason=reason, recording=recording)


def _decide(
    tranche: Tranche, state: TrancheState, note: str, on: PartialDate | None, recording: Recording, today: date
) -> TrancheDecision:
    if on is not None and on.end > today:
        raise ValidationError({"effective_on": f"{on} is not over by today, {today}. Give the day it was {state}."})
    decision = TrancheDecision(tranche=tranche, state=state, note=note, effective_on=on or PartialDate.of(today))
    return facts.record(decision, recording=recording)


def require_open(tranche: Tranche, recording: Recording, today: date) -> TrancheStatus:
    """How it stands. Raises ValidationError once it is released or has lapsed: from then on nothing of it changes."""
    rights.require_for(recording, tranche.investment)
    found = tranche_statuses(_now(recording, today), [tranche.investment])
    standing = next(one for one in found if one.tranche.pk == tranche.pk)
    if not standing.state.is_open:
        raise ValidationError(f"{tranche} of {_size(tranche)} is {standing.state} since {standing.since}. It stays so.")
    return standing


def _require_another(first: Recording, second: Recording, did: str, what: str) -> None:
    """Raises ValidationError unless a person writes who is not the one of the first recording."""
    if second.by is None:
        raise ValidationError("This is done by a person.")
    if first.by_id == second.by_id:
        raise ValidationError(f"{first.by_name} {did} in recording {first.serial}. Ask another officer to {what}.")


def _now(recording: Recording, today: date) -> AsOf:
    return AsOf(today, recording.moment, recording.reads)


def _size(tranche: Tranche) -> str:
    sizes = (tranche.amount and dollars(tranche.amount), tranche.shares and f"{shares(tranche.shares)} shares")
    return " and ".join(size for size in sizes if size)
