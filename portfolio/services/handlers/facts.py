"""Terms, statuses, completions and releases as proposals, and the retraction of a fact."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from portfolio.calculations.kinds import Status
from portfolio.models import (
    CorporateAction,
    Investment,
    InvestmentStatus,
    Terms,
    Tranche,
    TrancheCondition,
    TrancheDecision,
)
from portfolio.positions.proposal_owners import place_of
from portfolio.services import corporate_actions, investments, tranches
from portfolio.services.tranches import SIZES
from projects.models import Milestone, MilestoneForecast
from projects.services import milestones
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Entity, Fact, Recording, Retraction
from record.services import facts
from record.services.approval_handlers import Payload, Stake, cited, row_of
from record.services.moved import Moved
from record.services.row_formatting import Line, carried_over, compared, read

from .base import AwardHandler, PlacedHandler, difference
from .conditions import conditions_of, evidence_of
from .sentences import award_named, figures, labels, since_day


class StatusHandler(AwardHandler):
    """A fact of an award that replaces the one before it: what counted before stands beside it."""

    kind, label = "status", "status"
    restated = frozenset({"Effective on", "Note"})
    model: ClassVar[type[Fact]] = InvestmentStatus

    def investment(self, payload: Payload) -> Investment:
        return row_of(self.model, payload).investment

    def sentence(self, payload: Payload, at: AsOf) -> str:
        row = row_of(InvestmentStatus, payload)
        return f"Set {award_named(row.investment)} to {Status(row.status).label}{since_day(row.effective_on)}"

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

    def sentence(self, payload: Payload, at: AsOf) -> str:
        row, award = row_of(Terms, payload), award_named(self.investment(payload))
        if self.before(payload, at) is None:
            return f"Record the first terms of {award}{since_day(row.effective_on)}"
        own = [line for line in self.fields(payload, at) if line[0] not in self.restated]
        return f"Change the terms of {award}{since_day(row.effective_on)}: {labels(own) or 'nothing but their day'}"

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        before, row = self.before(payload, at), row_of(Terms, payload)
        amount = difference(getattr(before, "announced_amount", None), row.announced_amount)
        return amount, difference(getattr(before, "shares", None), row.shares)


class CompletionHandler(PlacedHandler):
    kind, label = "completion", "milestone completion"
    stands_beside = True
    restated = frozenset({"Effective on", "Note"})

    def sentence(self, payload: Payload, at: AsOf) -> str:
        row = row_of(MilestoneForecast, payload)
        return f'Record that "{row.milestone}" of {row.milestone.project} happened on {row.forecast_on}'

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

    def sentence(self, payload: Payload, at: AsOf) -> str:
        lapses, tranche = row_of(TrancheDecision, payload).state == "lapsed", self.tranche(payload)
        return f"Let {tranche_named(tranche)} lapse" if lapses else f"Release {tranche_named(tranche)}"

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

    def sentence(self, payload: Payload, at: AsOf) -> str:
        return f"Change {tranche_named(self.tranche(payload))}: {labels(self.fields(payload, at)[1:])}"

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


def tranche_named(tranche: Tranche) -> str:
    """A tranche within a sentence: 'the tranche "First draw" ($50M) of the DOE loan to ioneer Ltd'."""
    award = tranche.investment
    return f'the tranche "{tranche}" ({figures((tranche.amount, tranche.shares), award)}) of {award_named(award)}'


def labels_of(payload: Payload) -> dict[str, Any]:
    """The changed labels of a tranche, by column."""
    row = read(Tranche, payload["values"])
    return {name: getattr(row, name) for name in payload["values"]}


class RetractionHandler(AwardHandler):
    kind, label = "retraction", "retraction"
    is_repeated = False
    about_by = ("investment", "milestone", "tranche", "entity", "company", "program", "agency")
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

    def scope(self, payload: Payload) -> Payload:
        place = place_of(self.fact(payload))
        return {"place": None if place is None else list(place)}

    def sentence(self, payload: Payload, at: AsOf) -> str:
        fact, award = self.fact(payload), self.investment(payload)
        of = f"of {award_named(award)}{since_day(fact.effective_on)}" if award else str(fact)
        return f"Retract the {fact._meta.verbose_name} {of}"

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
        if isinstance(fact, TrancheCondition):  # of a tranche that waits
            return tranches.take_condition_back(fact, reason=payload["reason"], recording=recording, today=today)
        if isinstance(fact, CorporateAction):  # all that follows from it goes as well
            return corporate_actions.take_back(fact, reason=payload["reason"], recording=recording, today=today)
        return facts.retract(fact, reason=payload["reason"], recording=recording)
