"""Milestones, and what is said of each: a promise, a new forecast, that it happened."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from projects.models import Milestone, MilestoneForecast, StatementKind

from .base import shown
from .facts import FactAdmin
from .filters import value_filter
from .sections import Link, today_as_known
from .things import ThingAdmin


@admin.register(Milestone)
class MilestoneAdmin(ThingAdmin):
    fixed = ("project",)
    labels = ("name", "kind", "note")
    belongs_to = ("project",)
    autocomplete_fields = ("project",)
    list_display = ("name", "project", "kind", "slug")
    list_select_related = ("project",)
    list_filter = (value_filter("kind", choices=Milestone._meta.get_field("kind").choices),)
    search_fields = ("name", "slug", "project__name", "project__slug")

    def section_queryset(self) -> models.QuerySet:
        return self.model.objects.prefetch_related(
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
        return statements.add_buttons("milestone", row) if statements.has_add_permission(request) else []


@admin.register(MilestoneForecast)
class MilestoneForecastAdmin(FactAdmin):
    belongs_to = ("milestone",)
    replaces = True
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
