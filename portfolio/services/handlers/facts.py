"""Terms, statuses, completions and releases as proposals, and the retraction of a fact."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from portfolio.models import (
    ConditionEvidence,
    CorporateAction,
    Investment,
    InvestmentStatus,
    Terms,
    Tranche,
    TrancheDecision,
)
from portfolio.positions.tranche_state import ConditionStatus, tranche_statuses
from portfolio.services import corporate_actions, investments, tranches
from portfolio.services.tranches import SIZES
from projects.models import Milestone, MilestoneForecast, StatementKind
from projects.services import milestones
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Entity, Fact, Recording, Retraction, Source
from record.services import facts
from record.services.approval_handlers import Moved, Payload, Stake, cited, row_of
from record.services.row_formatting import Line, carried_over, compared, read

from .base import AwardHandler, PlacedHandler, difference


class StatusHandler(AwardHandler):
    """A fact of an award that replaces the one before it: what counted before stands beside it."""

    kind, label = "status", "status"
    restated = frozenset({"Effective on", "Note"})
    model: ClassVar[type[Fact]] = InvestmentStatus

    def investment(self, payload: Payload) -> Investment:
        return row_of(self.model, payload).investment

    def entities(self, payload: Payload) -> list[Investment]:
        return [self.investment(payload)]

    def before(self, payload: Payload, at: AsOf) -> Any:
        """The fact that counted before; None for the first."""
        return self.model.objects.filter(investment=self.investment(payload)).at(at).last()

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        return compared(self.before(payload, at), row_of(self.model, payload), ("investment",))

    def rebased(self, payload: Payload, changed: Collection[str], at: AsOf, *, since: int) -> Payload:
        """With what counts now of each column that it does not change. Raises Moved where that holds from later on."""
        before, row = self.before(payload, at), row_of(self.model, payload)
        if before is None:
            return payload
        if row.effective_on is not None and before.counts_from > row.effective_on.end:
            raise Moved(f"{before} was recorded since, and holds from a later day. Look again and propose it anew.")
        own = {*changed, *self.restated}
        return {**payload, "row": carried_over(self.model, payload["row"], before, own)}

    def perform(self, payload: Payload, recording: Recording, today: date) -> Any:
        return investments.record(row_of(self.model, payload), recording=recording, today=today)


class TermsHandler(StatusHandler):
    kind, label = "terms", "terms version"
    model = Terms

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        before, row = self.before(payload, at), row_of(Terms, payload)
        amount = difference(getattr(before, "announced_amount", None), row.announced_amount)
        return amount, difference(getattr(before, "shares", None), row.shares)


class CompletionHandler(PlacedHandler):
    kind, label = "completion", "milestone completion"
    stands_beside = True
    restated = frozenset({"Effective on", "Note"})

    def entities(self, payload: Payload) -> list[Milestone]:
        return [row_of(MilestoneForecast, payload).milestone]

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        row = row_of(MilestoneForecast, payload)
        before = MilestoneForecast.objects.filter(milestone_id=row.milestone_id).at(at).last()
        return compared(before, row, ("milestone",))

    def perform(self, payload: Payload, recording: Recording, today: date) -> MilestoneForecast:
        return milestones.state(row_of(MilestoneForecast, payload), recording=recording, today=today)


class TrancheHandler(AwardHandler):
    kind, label = "tranche", "release or lapse of a tranche"
    stands_beside = True

    def tranche(self, payload: Payload) -> Tranche:
        return row_of(TrancheDecision, payload).tranche

    def investment(self, payload: Payload) -> Investment:
        return self.tranche(payload).investment

    def entities(self, payload: Payload) -> list[Entity]:
        tranche = self.tranche(payload)
        return [tranche, tranche.investment]

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        return compared(None, row_of(TrancheDecision, payload))

    def rests_on(self, payload: Payload, at: AsOf) -> list[Line]:
        """Each condition with its evidence, and each waiver."""
        return conditions_of(self.tranche(payload), at)

    def evidence(self, payload: Payload) -> list[models.Model]:
        return evidence_of(self.tranche(payload))

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        tranche = self.tranche(payload)
        return tranche.amount, tranche.shares

    def perform(self, payload: Payload, recording: Recording, today: date) -> TrancheDecision:
        row = row_of(TrancheDecision, payload)
        if row.state == "lapsed":
            return tranches.lapse(row.tranche, reason=row.note, on=row.effective_on, recording=recording, today=today)
        return tranches.release(row.tranche, note=row.note, on=row.effective_on, recording=recording, today=today)


class TrancheSizeHandler(TrancheHandler):
    """The amount or the shares of a tranche, with the other labels that are changed along with it."""

    kind, label = "tranche_size", "change of a tranche"
    stands_beside = is_repeated = False

    def tranche(self, payload: Payload) -> Tranche:
        return Tranche.objects.select_related("investment").get(pk=payload["pk"])

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        before, after = self.tranche(payload), self.tranche(payload)
        for name, value in labels_of(payload).items():
            setattr(after, name, value)
        changed = [line for line in compared(before, after, ("slug", "investment")) if line[1] != line[2]]
        return [["Tranche", str(before), "changed"], *changed]

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        tranche, values = self.tranche(payload), labels_of(payload)
        amount, number = (
            difference(getattr(tranche, name), values.get(name, getattr(tranche, name))) for name in SIZES
        )
        return amount, number

    def perform(self, payload: Payload, recording: Recording, today: date) -> Any:
        return tranches.relabel(
            self.tranche(payload),
            labels_of(payload),
            recording=recording,
            today=today,
            effective_on=PartialDate.parse(payload["effective_on"]) if payload["effective_on"] else None,
            citation=cited(payload),
        )


def labels_of(payload: Payload) -> dict[str, Any]:
    """The changed labels of a tranche, by column."""
    row = read(Tranche, payload["values"])
    return {name: getattr(row, name) for name in payload["values"]}


def evidence_of(tranche: Tranche) -> list[models.Model]:
    """What has the files that a release rests on: the award, the conditions, and the sources of their evidence."""
    conditions = tranche.conditions.select_related("milestone")
    reached = [one.milestone for one in conditions if one.milestone]
    given = ConditionEvidence.objects.counting().filter(condition__in=conditions)
    said = MilestoneForecast.objects.counting().filter(milestone__in=reached, kind=StatementKind.ACTUAL)
    citations = [one.citation_id for one in (*given, *said) if one.citation_id]
    sources = Source.objects.filter(citations__in=citations).distinct()
    return [tranche.investment, *conditions, *reached, *sources]


def conditions_of(tranche: Tranche, at: AsOf) -> list[Line]:
    """What a release rests on, condition by condition: the evidence with its day and source, and who verified it."""
    (found,) = [one for one in tranche_statuses(at, [tranche.investment]) if one.tranche.pk == tranche.pk]
    lines = [[f"Condition: {one.words}", one.state.value, stated_evidence(one)] for one in found.conditions]
    for waiver, decided in found.waivers:
        outcome = "not decided" if decided is None else "granted" if decided.is_granted else "declined"
        by = f" by {decided.decided_by}: {decided.note}" if decided else ""
        lines.append(["Waiver", outcome, f"proposed by {waiver.proposed_by}: {waiver.note}; {outcome}{by}"])
    return lines or [["Conditions", "", "no conditions: it rests on nothing"]]


def stated_evidence(one: ConditionStatus) -> str:
    """The evidence of a condition and its verification in words."""
    if one.evidence is None:
        return "no evidence"
    sources = one.evidence.citation.text if one.evidence.citation else "no source"
    day = getattr(one.evidence, "forecast_on", None) or one.evidence.effective_on or "no day"
    evidence = f"met on {day}, evidence by {one.evidence.recording.by_name} ({sources})"
    if one.verification is None:
        return f"{evidence}, not verified"
    return f"{evidence}, verified by {one.verification.verified_by} on {one.verification.effective_on}"


class RetractionHandler(AwardHandler):
    kind, label = "retraction", "retraction"
    is_repeated = False
    about_by = ("investment", "milestone", "tranche", "entity", "company")
    """The relations by which a fact names what it is about."""

    def fact(self, payload: Payload) -> Fact:
        """The fact that is retracted. Raises ValidationError when it is not on record."""
        found = apps.get_model(payload["model"]).objects.filter(pk=payload["pk"]).first()
        if found is None:
            raise ValidationError("What was to be retracted is not on record.")
        return found

    def entities(self, payload: Payload) -> Sequence[Entity]:
        fact = self.fact(payload)
        return [getattr(fact, name) for name in self.about_by if getattr(fact, name, None) is not None][:1]

    def investment(self, payload: Payload) -> Investment | None:
        entity = next(iter(self.entities(payload)), None)
        return entity if isinstance(entity, Investment) else getattr(entity, "investment", None)

    def subject(self, payload: Payload) -> str:
        return super().subject(payload) or str(self.fact(payload))

    def rebased(self, payload: Payload, changed: Collection[str], at: AsOf, *, since: int) -> Payload:
        """As it was proposed. Raises Moved where the fact was retracted since."""
        fact = self.fact(payload)
        done = Retraction.objects.filter(table=fact._meta.db_table, fact_id=fact.pk, recording_id__lte=at.serial)
        if found := done.select_related("recording").first():
            raise Moved(f"{fact} was retracted by {found.recording.by_name} in recording {found.recording_id}.")
        return payload

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        return compared(self.fact(payload), None)

    def perform(self, payload: Payload, recording: Recording, today: date) -> Any:
        fact = self.fact(payload)
        if isinstance(fact, TrancheDecision):  # money may rest on it
            return tranches.take_back(fact, reason=payload["reason"], recording=recording, today=today)
        if isinstance(fact, CorporateAction):  # all that follows from it goes as well
            return corporate_actions.take_back(fact, reason=payload["reason"], recording=recording, today=today)
        return facts.retract(fact, reason=payload["reason"], recording=recording)
