"""Tranches from the investment's page: conditions, evidence, verification, waivers, release."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.timezone import localdate

from portfolio.models import (
    ConditionEvidence,
    ConditionVerification,
    Tranche,
    TrancheCondition,
    TrancheDecision,
    Waiver,
    WaiverDecision,
)
from portfolio.positions.tranche_state import tranche_statuses
from portfolio.services import rights, tranches
from portfolio.services.handlers.facts import TrancheHandler, TrancheSizeHandler
from projects.admin.named import NamedAdmin
from record.admin.base import shown, today_as_known
from record.admin.facts import FactAdmin
from record.admin.sections import Link
from record.admin.site import page_of
from record.admin.steps import StepAdmin, WarnedStepForm
from record.models import Fact, Recording
from record.services.row_formatting import formatted


@admin.register(Tranche)
class TrancheAdmin(NamedAdmin):
    within = "investment"
    fixed = ("investment",)
    labels = ("name", "amount", "shares", "note")
    belongs_to = ("investment",)
    autocomplete_fields = ("investment",)
    list_display = ("slug", "name", "investment", shown("amount"), shown("shares"))
    list_select_related = ("investment",)
    search_fields = ("slug", "name", "investment__slug")
    changes_as = TrancheSizeHandler.kind

    def require(self, recording: Recording, obj: Tranche) -> None:
        rights.require_for(recording, obj.investment)

    def create(self, obj: Tranche, form: Any, recording: Recording) -> None:
        tranches.create(obj, recording=recording, today=localdate())

    def waiting_kind(self, form: Any) -> str:
        """A change of the amount or the shares waits, with all that is changed along with it."""
        return TrancheSizeHandler.kind if set(tranches.SIZES) & set(form.changed_data) else ""

    def payload(self, obj: Tranche, values: dict[str, Any], form: Any, recording: Recording) -> dict[str, Any]:
        day, citation = form.cleaned_data["effective_on"], form.citation(recording)
        columns: dict[str, Any] = {name: Tranche._meta.get_field(name) for name in values}
        return {
            "pk": obj.pk,
            "values": {name: formatted(columns[name], value) for name, value in values.items()},
            "effective_on": day.text if day else "",
            "sources": citation.text if citation else "",
        }

    def proposed_labels(self, payload: dict[str, Any]) -> dict[str, Any]:
        return dict(payload["values"])

    def relabel(self, obj: Tranche, values: dict[str, Any], form: Any, recording: Recording) -> None:
        day, citation = form.cleaned_data["effective_on"], form.citation(recording)
        tranches.relabel(obj, values, recording=recording, today=localdate(), effective_on=day, citation=citation)

    def section_headings(self) -> list[str]:
        return ["Amount", "Shares", "State"]

    def section_queryset(self) -> models.QuerySet:
        return self.model.objects.standing().prefetch_related(
            "investment"
        )  # one object for all rows, to hold their states

    def section_cells(self, row: Tranche) -> list[Link]:
        award = row.investment
        if not hasattr(award, "states_of_tranches"):
            award.states_of_tranches = {
                one.tranche.pk: one.state for one in tranche_statuses(today_as_known(), [award])
            }
        state = award.states_of_tranches[row.pk]
        return [
            Link(shown("amount")(row) or "counted in shares"),
            Link(shown("shares")(row) or "counted in money"),
            Link(state.value),
        ]


class TrancheStep(StepAdmin):
    belongs_to = ("tranche",)
    list_select_related = ("tranche", "recording")
    search_fields = ("tranche__name", "tranche__slug")

    def tranche_of(self, fact: Any) -> Tranche:
        return fact.tranche

    def require(self, recording: Recording, obj: Any) -> None:
        rights.require_for(recording, self.tranche_of(obj).investment)

    def page_after(self, request: HttpRequest, obj: Fact) -> str:
        return page_of(self.tranche_of(obj))


@admin.register(TrancheCondition)
class TrancheConditionAdmin(TrancheStep):
    form = WarnedStepForm
    written = ("milestone", "text")
    section_fields = ("milestone", "text")
    section_title = "conditions"
    add_label = "New condition"
    unstated = "none"
    autocomplete_fields = ("milestone",)
    list_display = ("tranche", "milestone", "text", "recording")
    list_select_related = ("tranche", "milestone", "recording")

    def proposal_kind(self, fact: Any) -> str:
        """A new condition is recorded at once; that one was a mistake is said by two persons."""
        return self.undone_as if fact.pk else ""

    def proposes(self) -> set[str]:
        return {*super().proposes(), self.undone_as}

    def undo_fact(self, fact: Any, reason: str, recording: Recording) -> None:
        tranches.take_condition_back(fact, reason=reason, recording=recording, today=localdate())

    def take(self, fact: Fact, recording: Recording) -> None:
        tranches.add_condition(fact, recording=recording, today=localdate())

    def section_row(self, row: Fact, columns: list[models.Field], may_undo: bool) -> Any:
        shown_row = super().section_row(row, columns, may_undo)
        if may_undo and row.text:
            evidence = ConditionEvidence.objects.filter(condition=row).at(today_as_known()).last()
            model, asked = (ConditionVerification, "evidence") if evidence else (ConditionEvidence, "condition")
            address = self.admin_site.get_model_admin(model).address("add")
            label = "Verify the evidence" if evidence else "Give evidence"
            shown_row.actions.append(Link(label, f"{address}?{asked}={(evidence or row).pk}", f"of {row}"))
        return shown_row


@admin.register(ConditionEvidence)
class ConditionEvidenceAdmin(FactAdmin):
    belongs_to = ("condition",)
    add_label = "Give evidence"
    list_display = ("condition", shown("effective_on"), "note", "recording")
    list_select_related = ("condition", "recording")
    search_fields = ("condition__text",)

    def require(self, recording: Recording, obj: Any) -> None:
        rights.require_for(recording, obj.condition.tranche.investment)

    def write(self, fact: Fact, recording: Recording) -> Any:
        tranches.give_evidence(fact, recording=recording, today=localdate())
        return []

    def page_after(self, request: HttpRequest, obj: Fact) -> str:
        return page_of(obj.condition.tranche)


@admin.register(ConditionVerification)
class ConditionVerificationAdmin(TrancheStep):
    belongs_to = ("evidence",)
    note_label = "What the evidence shows"
    add_label = "Verify"
    verifies = "condition"
    list_display = ("evidence", "verified_by", "evidenced_by", shown("effective_on"))
    list_select_related = ("evidence", "evidence__condition", "verified_by", "evidenced_by")
    search_fields = ("evidence__condition__text",)

    def tranche_of(self, fact: Any) -> Tranche:
        return fact.evidence.condition.tranche

    def take(self, fact: Fact, recording: Recording) -> None:
        tranches.verify(fact.evidence, note=fact.note, recording=recording, today=localdate())


@admin.register(Waiver)
class WaiverAdmin(TrancheStep):
    note_label = "Why the money should not wait"
    note_needed = True
    section_fields = ("proposed_by", "note")
    add_label = "Propose a waiver"
    list_display = ("tranche", "proposed_by", shown("effective_on"), "note")
    list_select_related = ("tranche", "proposed_by", "recording")

    def take(self, fact: Fact, recording: Recording) -> None:
        tranches.propose_waiver(fact.tranche, reason=fact.note, recording=recording, today=localdate())

    def section_row(self, row: Fact, columns: list[models.Field], may_undo: bool) -> Any:
        shown_row = super().section_row(row, columns, may_undo)
        if may_undo:
            decisions = self.admin_site.get_model_admin(WaiverDecision)
            shown_row.actions.append(Link("Decide", f"{decisions.address('add')}?waiver={row.pk}", str(row)))
        return shown_row


@admin.register(WaiverDecision)
class WaiverDecisionAdmin(TrancheStep):
    belongs_to = ("waiver",)
    written = ("is_granted",)
    note_label = "Reason of the decision"
    note_needed = True
    add_label = "Decide about the waiver"
    list_display = ("waiver", "is_granted", "decided_by", "proposed_by", shown("effective_on"))
    list_select_related = ("waiver", "waiver__tranche", "decided_by", "proposed_by")
    search_fields = ("waiver__tranche__name",)

    def tranche_of(self, fact: Any) -> Tranche:
        return fact.waiver.tranche

    def take(self, fact: Fact, recording: Recording) -> None:
        tranches.decide_waiver(
            fact.waiver, grant=fact.is_granted, reason=fact.note, recording=recording, today=localdate()
        )


@admin.register(TrancheDecision)
class TrancheDecisionAdmin(TrancheStep):
    proposed_as = TrancheHandler.kind
    written = ("state", "effective_on")
    section_fields = ("state", "note")
    section_title = "release"
    add_label = "Release, or let it lapse"
    list_display = ("tranche", "state", shown("effective_on"), "note", "recording")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "effective_on":
            field.label, field.help_text = "Day of it", "The day on which it was released or lapsed. Empty: today."
        return field

    def take(self, fact: Fact, recording: Recording) -> None:
        if fact.state == "lapsed":
            tranches.lapse(fact.tranche, reason=fact.note, on=fact.effective_on, recording=recording, today=localdate())
        else:
            tranches.release(fact.tranche, note=fact.note, on=fact.effective_on, recording=recording, today=localdate())

    def undo_fact(self, fact: Fact, reason: str, recording: Recording) -> None:
        tranches.take_back(fact, reason=reason, recording=recording, today=localdate())
