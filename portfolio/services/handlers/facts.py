"""Terms, statuses, completions and releases as proposals, and the retraction of a fact."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError

from portfolio.models import Investment, InvestmentStatus, Terms, Tranche, TrancheDecision
from portfolio.services import investments, tranches
from projects.models import Milestone, MilestoneForecast
from projects.services import milestones
from record.calculations.as_of import AsOf
from record.models import Entity, Fact, Recording
from record.services import facts
from record.services.approval_handlers import Payload, Stake, row_of
from record.services.row_formatting import Line, compared

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
        return compared(None, row_of(TrancheDecision, payload))

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        tranche = self.tranche(payload)
        return tranche.amount, tranche.shares

    def perform(self, payload: Payload, recording: Recording, today: date) -> TrancheDecision:
        row = row_of(TrancheDecision, payload)
        if row.state == "lapsed":
            return tranches.lapse(row.tranche, reason=row.note, recording=recording, today=today)
        return tranches.release(row.tranche, note=row.note, recording=recording, today=today)


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
