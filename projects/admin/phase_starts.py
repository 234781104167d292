"""Which milestone starts a phase: success and slip are drawn once for all that one milestone starts."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from projects.models import Milestone, PhaseStart
from record.admin.base import shown
from record.admin.facts import FactAdmin


@admin.register(PhaseStart)
class PhaseStartAdmin(FactAdmin):
    belongs_to = ("phase",)
    shown_on = ("milestone",)
    replaces = True
    written = ("milestone",)
    section_title = "what starts it"
    section_fields = ("phase", "milestone")
    add_label = "Name the milestone that starts it"
    list_display = ("phase", "milestone", shown("effective_on"), "recording")
    list_select_related = ("phase", "phase__project", "milestone", "recording")
    search_fields = ("phase__product", "phase__slug", "milestone__name")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> forms.Field:
        parent = self.parent(request)
        if db_field.name == "milestone":
            kwargs["queryset"] = (
                Milestone.objects.filter(project=parent[1].project_id) if parent else Milestone.objects.none()
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
