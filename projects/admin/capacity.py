"""Capacity: phases of a project and what is known of each; curves and odds as reference."""

from django.contrib import admin

from projects.models import CapacityEstimate, CapacityPhase, RampUpCurve, RampUpPoint, StageRisk, StageRiskFinding

from .base import shown
from .facts import FactAdmin
from .filters import value_filter
from .things import ThingAdmin


@admin.register(CapacityPhase)
class CapacityPhaseAdmin(ThingAdmin):
    fixed = ("project",)
    labels = ("product", "stage_as_stated")
    belongs_to = ("project",)
    autocomplete_fields = ("project",)
    list_display = ("product", "project", "stage_as_stated", "slug")
    list_select_related = ("project",)
    search_fields = ("product", "slug", "project__name", "project__slug")

    def section_queryset(self):  # noqa: ANN201
        return self.model.objects.select_related("project")


@admin.register(CapacityEstimate)
class CapacityEstimateAdmin(FactAdmin):
    belongs_to = ("phase",)
    replaces = continues = True
    written = (
        "baseline_output", "nameplate_added", "unit", "kind", "planned_start_on", "planned_nameplate_on", "mineral",
        "chain_stage", "unit_of_account", "factor_to_unit_of_account", "counts_as", "phase_stage", "ramp_curve",
        "ramp_curve_reason", "feed_origin", "is_domestic",
    )  # fmt: skip
    autocomplete_fields = ("mineral", "chain_stage")
    section_fields = ("baseline_output", "nameplate_added", "unit", "kind", "planned_start_on", "phase_stage")
    add_label = "New estimate"
    list_display = ("phase", shown("nameplate_added"), "unit", "kind", shown("planned_start_on"), "phase_stage")
    list_select_related = ("phase", "phase__project")
    list_filter = (value_filter("kind", choices=CapacityEstimate._meta.get_field("kind").choices),)
    search_fields = ("phase__product", "phase__slug", "phase__project__name")


@admin.register(RampUpCurve)
class RampUpCurveAdmin(FactAdmin):
    list_display = ("series", "asymptote_percent", "tau_months", "shape", shown("mixture_share"))
    search_fields = ("series",)


@admin.register(RampUpPoint)
class RampUpPointAdmin(FactAdmin):
    list_display = ("series", "months", "percent_of_nameplate", "basis", "confidence")
    search_fields = ("series",)


@admin.register(StageRisk)
class StageRiskAdmin(FactAdmin):
    list_display = ("stage", shown("success_share"), "slip_median_months", "slip_p90_months")
    search_fields = ("stage",)


@admin.register(StageRiskFinding)
class StageRiskFindingAdmin(FactAdmin):
    list_display = ("finding", "value", "unit", "publication", "year", "is_measured")
    search_fields = ("finding", "publication")
