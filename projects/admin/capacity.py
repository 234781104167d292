"""Capacity: phases of a project and what is known of each."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from projects.models import CapacityEstimate, CapacityPhase
from record.admin.base import shown, today_as_known
from record.admin.facts import FactAdmin
from record.admin.filters import value_filter
from record.admin.sourced import WarnedForm

from .curve_choice import CurveChoiceForm
from .curve_pictures import picture_at
from .named import NamedAdmin


@admin.register(CapacityPhase)
class CapacityPhaseAdmin(NamedAdmin):
    named_by, within = "product", "project"
    fixed = ("project",)
    labels = ("product", "stage_as_stated")
    belongs_to = ("project",)
    autocomplete_fields = ("project",)
    list_display = ("product", "project", "stage_as_stated", "slug")
    list_select_related = ("project",)
    search_fields = ("product", "slug", "project__name", "project__slug")

    def section_queryset(self):  # noqa: ANN201
        return self.model.objects.standing().select_related("project")


class CapacityForm(CurveChoiceForm, WarnedForm):
    """A capacity that may be unusual, with its curve."""


@admin.register(CapacityEstimate)
class CapacityEstimateAdmin(FactAdmin):
    form = CapacityForm
    belongs_to = ("phase",)
    continues = True
    written = (
        "baseline_output", "baseline_on", "nameplate_added", "unit", "kind", "planned_start_on",
        "planned_nameplate_on", "mineral", "chain_stage", "unit_of_account", "factor_to_unit_of_account",
        "counts_as", "phase_stage", "ramp_curve", "ramp_curve_reason", "feed_origin", "is_domestic",
    )  # fmt: skip
    autocomplete_fields = ("mineral", "chain_stage")
    section_fields = (
        "baseline_output",
        "baseline_on",
        "nameplate_added",
        "unit",
        "kind",
        "planned_start_on",
        "phase_stage",
        "ramp_curve",
    )
    add_label = "New estimate"
    list_display = ("phase", shown("nameplate_added"), "unit", "kind", shown("planned_start_on"), "phase_stage")
    list_select_related = ("phase", "phase__project")
    list_filter = (value_filter("kind", choices=CapacityEstimate._meta.get_field("kind").choices),)
    search_fields = ("phase__product", "phase__slug", "phase__project__name")

    def add_context(self, request: HttpRequest, parent: Any) -> dict[str, Any]:
        return {"picture": picture_at(today_as_known())}
