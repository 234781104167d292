"""Milestones, and what is said of each: a promise, a new forecast, that it happened."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.timezone import localdate

from projects.models import Milestone, MilestoneForecast, MilestoneVerification, Predecessor, StatementKind
from projects.services import milestones
from record.admin.base import shown, today_as_known
from record.admin.facts import FactAdmin, FactForm
from record.admin.filters import value_filter
from record.admin.sections import Link
from record.admin.site import page_of
from record.admin.sourced import WarnedForm
from record.admin.steps import StepAdmin
from record.models import Fact, Recording

from .named import NamedAdmin


@admin.register(Milestone)
class MilestoneAdmin(NamedAdmin):
    within = "project"
    fixed = ("project",)
    labels = ("name", "kind", "owner", "note")
    belongs_to = ("project",)
    autocomplete_fields = ("project",)
    list_display = ("name", "project", "kind", "slug")
    list_select_related = ("project",)
    list_filter = (value_filter("kind", choices=Milestone._meta.get_field("kind").choices),)
    search_fields = ("name", "slug", "project__name", "project__slug")

    def section_queryset(self) -> models.QuerySet:
        return self.model.objects.standing().prefetch_related(
            models.Prefetch("statements", MilestoneForecast.objects.at(today_as_known()))
        )

    def section_headings(self) -> list[str]:
        return ["Promised first", "Forecast", "Happened"]

    def section_cells(self, row: Milestone) -> list[Link]:
        said: dict[str, Any] = {}
        for statement in row.statements.all():
            if statement.kind != StatementKind.BASELINE or statement.kind not in said:
                said[statement.kind] = statement
        return [
            Link(str(said[kind].forecast_on or "no date") if kind in said else "not stated")
            for kind in (StatementKind.BASELINE, StatementKind.FORECAST, StatementKind.ACTUAL)
        ]

    def section_actions(self, request: HttpRequest, row: Milestone) -> list[Link]:
        statements = self.admin_site.get_model_admin(MilestoneForecast)
        if not statements.has_add_permission(request):
            return []
        happened = [one for one in row.statements.all() if one.kind == StatementKind.ACTUAL]
        return [*statements.add_buttons("milestone", row), *(statements.verify_button(one) for one in happened[-1:])]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "owner":
            kwargs["queryset"] = db_field.related_model.objects.filter(groups__name="officer", is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class StatementForm(WarnedForm):
    backdating_reason = forms.CharField(
        label="Reason for back-dating a first promise",
        required=False,
        max_length=500,
        help_text="Asked only when a first promise is put before what is on record; kept in the note.",
    )


@admin.register(MilestoneForecast)
class MilestoneForecastAdmin(FactAdmin):
    form = StatementForm
    belongs_to = ("milestone",)
    written = ("kind", "forecast_on")
    section_fields = ("kind", "forecast_on", "note")
    add_label = "New statement"
    list_display = ("milestone", "kind", shown("forecast_on"), shown("effective_on", "said on"), "recording")
    list_select_related = ("milestone", "milestone__project", "recording")
    list_filter = (value_filter("kind", choices=StatementKind.choices),)
    search_fields = ("milestone__name", "milestone__project__name", "milestone__slug")

    def add_buttons(self, relation: str, parent: models.Model) -> list[Link]:
        address = f"{self.address('add')}?milestone={parent.pk}"
        return [
            Link("Move the forecast", f"{address}&kind={StatementKind.FORECAST}", str(parent)),
            Link("It happened", f"{address}&kind={StatementKind.ACTUAL}", str(parent)),
        ]

    def verify_button(self, statement: MilestoneForecast) -> Link:
        verifications = self.admin_site.get_model_admin(MilestoneVerification)
        return Link("Verify", f"{verifications.address('add')}?statement={statement.pk}", f"that {statement} happened")

    def get_fieldsets(self, request: HttpRequest, obj: Fact | None = None) -> list:
        stated, *others = super().get_fieldsets(request, obj)
        return [(stated[0], {"fields": [*stated[1]["fields"], "backdating_reason"]}), *others]

    def proposal_kind(self, fact: Fact) -> str:
        """That it happened opens money, so a second officer decides; a promise or a forecast does not."""
        return "completion" if fact.kind == StatementKind.ACTUAL else ""

    def proposes(self) -> set[str]:
        return {"completion", self.undone_as}

    def ask_reason(self, fact: Fact, form: FactForm) -> None:
        super().ask_reason(fact, form)
        fact.backdating_reason = form.cleaned_data.get("backdating_reason") or ""

    def write(self, fact: Fact, recording: Recording) -> Any:
        milestones.state(fact, reason=fact.backdating_reason, recording=recording, today=localdate())
        return []

    def section_row(self, row: Fact, columns: list, may_undo: bool) -> Any:
        shown_row = super().section_row(row, columns, may_undo)
        if may_undo and row.kind == StatementKind.ACTUAL:
            shown_row.actions.append(self.verify_button(row))
        return shown_row


@admin.register(Predecessor)
class PredecessorAdmin(StepAdmin):
    belongs_to = ("milestone",)
    written = ("predecessor",)
    section_title = "what must be reached before it"
    section_fields = ("predecessor", "note")
    add_label = "New predecessor"
    autocomplete_fields = ("predecessor",)
    list_display = ("milestone", "predecessor", "recording")
    list_select_related = ("milestone", "predecessor", "recording")
    search_fields = ("milestone__name", "predecessor__name")

    def take(self, fact: Fact, recording: Recording) -> None:
        milestones.precede(fact, recording=recording)


@admin.register(MilestoneVerification)
class MilestoneVerificationAdmin(StepAdmin):
    belongs_to = ("statement",)
    note_label = "What the evidence shows"
    add_label = "Verify"
    verifies = "milestone"
    list_display = ("statement", "verified_by", "evidenced_by", shown("effective_on"))
    list_select_related = ("statement", "statement__milestone", "verified_by", "evidenced_by")
    search_fields = ("statement__milestone__name",)

    def take(self, fact: Fact, recording: Recording) -> None:
        milestones.verify(fact.statement, note=fact.note, recording=recording, today=localdate())

    def page_after(self, request: HttpRequest, obj: Fact) -> str:
        return page_of(obj.statement.milestone)
