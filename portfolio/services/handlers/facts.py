"""Terms, statuses, completions and releases as proposals, and the retraction of a fact."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError

from portfolio.models import Investment, InvestmentStatus, Terms, Tranche, TrancheDecision
from portfolio.positions.tranche_state import ConditionStatus, tranche_statuses
from portfolio.services import investments, tranches
from portfolio.services.tranches import SIZES
from projects.models import Milestone, MilestoneForecast
from projects.services import milestones
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Entity, Fact, Recording
from record.services import facts
from record.services.approval_handlers import Payload, Stake, cited, row_of
from record.services.row_formatting import Line, compared, read

from .base import AwardHandler, PlacedHandler, difference


class StatusHandler(AwardHandler):
    """A fact of an award that replaces the one before it: what counted before stands beside it."""

    kind, label = "status", "status"
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

    def tranche(self, payload: Payload) -> Tranche:
        return row_of(TrancheDecision, payload).tranche

    def investment(self, payload: Payload) -> Investment:
        return self.tranche(payload).investment

    def entities(self, payload: Payload) -> list[Entity]:
        tranche = self.tranche(payload)
        return [tranche, tranche.investment]

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        """The decision, and what it rests on: each condition with its evidence, and each waiver."""
        return [*compared(None, row_of(TrancheDecision, payload)), *rests_on(self.tranche(payload), at)]

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

    def tranche(self, payload: Payload) -> Tranche:
        return Tranche.objects.select_related("investment").get(pk=payload["pk"])

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        before, after = self.tranche(payload), self.tranche(payload)
        for name, value in labels_of(payload).items():
            setattr(after, name, value)
        changed = [line for line in compared(before, after, ("slug", "investment")) if line[1] != line[2]]
        return [["Tranche", str(before), "changed"], *changed, *rests_on(before, at)]

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


def rests_on(tranche: Tranche, at: AsOf) -> list[Line]:
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
    about_by = ("investment", "milestone", "tranche", "entity")
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

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        return compared(self.fact(payload), None)

    def perform(self, payload: Payload, recording: Recording, today: date) -> Any:
        fact = self.fact(payload)
        if isinstance(fact, TrancheDecision):  # money may rest on it
            return tranches.take_back(fact, reason=payload["reason"], recording=recording, today=today)
        return facts.retract(fact, reason=payload["reason"], recording=recording)
