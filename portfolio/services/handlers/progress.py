"""Progress as one proposal: the evidence of one officer, verified by the approval of another, and what follows."""

from datetime import date
from typing import Any

from django.db import models

from portfolio.models import ConditionEvidence, Investment, Tranche, TrancheDecision, Transaction
from portfolio.services import progress
from projects.models import Milestone, MilestoneForecast
from record.calculations.as_of import AsOf
from record.models import Entity, Recording
from record.services.approval_handlers import Approval, Payload, Stake, cited
from record.services.row_formatting import Line, compared, format_value, read

from .base import AwardHandler
from .conditions import conditions_of, evidence_of
from .entries import draft_of
from .sentences import award_named, does, joined, sentence

ROWS: dict[str, type[MilestoneForecast | ConditionEvidence]] = {
    "statement": MilestoneForecast,
    "evidence": ConditionEvidence,
}
"""Where the payload keeps the evidence, by what it is."""


SAID_AS = {"Effective on": "Said on, or met on", "Forecast on": "Happened on"}
"""Label of a column of the evidence → what it says of something that happened."""


def payload_of(one: progress.Progress, payment: Transaction | None) -> Payload:
    """Progress as JSON."""
    name = next(name for name, model in ROWS.items() if isinstance(one.evidence, model))
    citation = one.evidence.citation
    return {
        name: format_value(one.evidence),
        "release": format_value(one.release) if one.release else None,
        "payment": format_value(payment) if payment else None,
        "sources": citation.text if citation else "",
    }


class ProgressHandler(AwardHandler):
    """It happened, the approval verifies it, the tranche it opens is released and paid: all of it, or nothing."""

    kind, label = "progress", "progress"
    form = "record_progress"
    stands_beside = True
    is_repeated = False

    def evidence_row(self, payload: Payload) -> progress.Evidence:
        """The evidence as it would be recorded."""
        name, model = next((name, model) for name, model in ROWS.items() if payload.get(name))
        row: progress.Evidence = read(model, payload[name])
        row.citation = cited(payload)
        return row

    def what_happened(self, payload: Payload) -> progress.Progress:
        release, payment = payload.get("release"), payload.get("payment")
        entry = read(Transaction, payment) if payment else None
        if entry is not None:
            entry.citation = cited(payload)
        return progress.Progress(
            evidence=self.evidence_row(payload),
            release=read(TrancheDecision, release) if release else None,
            payment=draft_of(entry) if entry else None,
        )

    def tranche(self, payload: Payload) -> Tranche | None:
        """The tranche that it is about: the one released, else that of a condition in words."""
        one = self.what_happened(payload)
        if one.release is not None:
            return one.release.tranche
        return one.evidence.condition.tranche if isinstance(one.evidence, ConditionEvidence) else None

    def milestone(self, payload: Payload) -> Milestone | None:
        evidence = self.evidence_row(payload)
        return evidence.milestone if isinstance(evidence, MilestoneForecast) else None

    def investment(self, payload: Payload) -> Investment | None:
        tranche, payment = self.tranche(payload), self.what_happened(payload).payment
        return tranche.investment if tranche else payment.investment if payment else None

    def entities(self, payload: Payload) -> list[Entity]:
        found = (self.investment(payload), self.tranche(payload), self.milestone(payload))
        return [one for one in found if one is not None]

    def sentence(self, payload: Payload, at: AsOf) -> str:
        """What happened, and what it opens and pays."""
        one, award = self.what_happened(payload), self.investment(payload)
        evidence = one.evidence
        if isinstance(evidence, ConditionEvidence):
            done = [f'record that "{evidence.condition}" is met']
        else:
            done = [f'record that "{evidence.milestone}" of {evidence.milestone.project} happened']
        if one.release is not None:
            done.append(f'release the tranche "{one.release.tranche}"')
        if one.payment is not None:
            done.append(does(one.payment.kind, (one.payment.amount, one.payment.shares), one.payment.investment))
        return sentence(f"{joined(done)}{f' on {award_named(award)}' if award else ''}")

    def subject(self, payload: Payload) -> str:
        evidence, award = self.evidence_row(payload), self.investment(payload)
        what = evidence.condition if isinstance(evidence, ConditionEvidence) else evidence.milestone
        return f"{what}: {award}" if award else str(what)

    def evidence(self, payload: Payload) -> list[models.Model]:
        tranche, milestone = self.tranche(payload), self.milestone(payload)
        return [*(evidence_of(tranche) if tranche else ()), *([milestone] if milestone else ())]

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        """What happened, and what its release and its payment say."""
        one = self.what_happened(payload)
        lines = [[SAID_AS.get(label, label), *values] for label, *values in compared(None, one.evidence)]
        if one.release is not None:
            lines += [[f"Release: {label}", before, after] for label, before, after in compared(None, one.release)]
        if payload.get("payment"):
            entry = read(Transaction, payload["payment"])
            paid = compared(None, entry, ("investment", "reverses", "is_derived"))
            lines += [[f"Payment: {label}", before, after] for label, before, after in paid]
        return lines

    def rests_on(self, payload: Payload, at: AsOf) -> list[Line]:
        """The conditions of the tranche as they are now, and beside its own the evidence that is proposed here."""
        tranche = self.tranche(payload)
        return conditions_of(tranche, at, self.evidence_row(payload)) if tranche else []

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        one = self.what_happened(payload)
        if one.payment is not None:
            return one.payment.amount, one.payment.shares
        return (one.release.tranche.amount, one.release.tranche.shares) if one.release else (None, None)

    def perform(self, payload: Payload, recording: Recording, today: date) -> None:
        """The trial of a proposal: as if who approves had verified already."""
        one = self.what_happened(payload)
        evidence = progress.give_evidence(one.evidence, recording=recording, today=today)
        progress.follow(one, recording=recording, today=today, along=evidence)

    def write(self, payload: Payload, approval: Approval, today: date) -> tuple[Recording, dict[str, Any]]:
        """The evidence in the proposer's name, its verification in the approver's, then what follows from both."""
        one, last = self.what_happened(payload), Recording.objects.latest("serial")
        at = AsOf(today, last.moment, last.serial)
        stated, before = self.stated(payload, at), self.totals(payload, at)
        with approval.recording() as recording:
            evidence = progress.give_evidence(one.evidence, recording=recording, today=today)
        with approval.verifying() as verified:
            progress.verify(evidence, recording=verified, today=today)
        if one.has_consequences:
            with approval.recording() as recording:
                progress.follow(one, recording=recording, today=today)
        last = Recording.objects.latest("serial")
        after = self.totals(payload, AsOf(today, last.moment, last.serial))
        return recording, {**stated, "totals": [[name, before.get(name, ""), after[name]] for name in after]}
