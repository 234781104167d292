"""Changes of health that the nightly watch found, and what officers say is done about them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.timezone import localdate

from projects.calculations.alerts import raises_alert
from projects.models import Acknowledgement, HealthChange
from projects.services import alerts
from record.admin.base import shown
from record.admin.facts import FactAdmin
from record.admin.filters import value_filter
from record.admin.sections import Link
from record.admin.site import page_of
from record.admin.steps import StepAdmin
from record.models import Fact, Recording
from record.roles import may_write


@admin.register(HealthChange)
class HealthChangeAdmin(FactAdmin):
    """Written by the watch alone."""

    shown_on = ("milestone",)
    section_title = "health, as the nightly watch found it"
    section_fields = ("health", "before", "reason")
    list_display = ("milestone", "health", "before", shown("effective_on"), "reason")
    list_select_related = ("milestone", "recording")
    list_filter = (value_filter("health", choices=HealthChange._meta.get_field("health").choices),)
    search_fields = ("milestone__name", "milestone__slug", "milestone__project__slug")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def section_row(self, row: Fact, columns: list, may_undo: bool) -> Any:
        shown_row = super().section_row(row, columns, may_undo)
        if raises_alert(row.health):
            acknowledgements = self.admin_site.get_model_admin(Acknowledgement)
            shown_row.actions.append(
                Link("Acknowledge", f"{acknowledgements.address('add')}?change={row.pk}", str(row))
            )
        return shown_row

    def sections_on(self, request: HttpRequest, relation: str, parent: Any) -> list:
        sections = super().sections_on(request, relation, parent)
        for section in sections:
            for row in section.rows:
                if not may_write(request.user):
                    row.actions = []
        return sections


@admin.register(Acknowledgement)
class AcknowledgementAdmin(StepAdmin):
    belongs_to = ("change",)
    note_label = "What is done about it"
    note_needed = True
    add_label = "Acknowledge"
    list_display = ("change", "note", shown("effective_on"), "recording")
    list_select_related = ("change", "change__milestone", "recording")
    search_fields = ("change__milestone__name", "note")

    def take(self, fact: Fact, recording: Recording) -> None:
        alerts.acknowledge(fact.change, note=fact.note, recording=recording, today=localdate())

    def page_after(self, request: HttpRequest, obj: Fact) -> str:
        return page_of(obj.change.milestone)
