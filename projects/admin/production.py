"""Recorded production of a phase, by period: it stands in place of what was projected."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from projects.models import ProductionRecord
from projects.services import production
from record.admin.base import shown, today_as_known
from record.admin.facts import FactAdmin
from record.admin.sourced import WarnedForm


class OutputForm(WarnedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "effective_on" in self.fields:
            self.fields["effective_on"].label = "Period"
            self.fields["effective_on"].help_text = "A month, a quarter, a half or a year: 2026-02, 2026-Q3, 2026."


@admin.register(ProductionRecord)
class ProductionRecordAdmin(FactAdmin):
    form = OutputForm
    belongs_to = ("phase",)
    replaces = True
    written = ("output", "unit")
    section_title = "recorded production"
    section_fields = ("output", "unit", "note")
    add_label = "Record production"
    list_display = ("phase", shown("effective_on", "period"), shown("output"), "unit", "recording")
    list_select_related = ("phase", "phase__project", "recording")
    search_fields = ("phase__product", "phase__slug", "phase__project__name")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        parent = self.parent(request)
        units = production.units_of(parent[1], today_as_known()) if parent else []
        return ({"unit": units[0]} if units else {}) | initial
