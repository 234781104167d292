"""Odds and slips of the stages, in newer versions, and what sets an officer's own for one project."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from projects.calculations.priors import slip_p90
from projects.models import ProjectionOverride, StageRisk, StageRiskFinding
from projects.services import priors
from record.admin.base import shown, today_as_known
from record.admin.facts import FactAdmin
from record.admin.named_facts import NamedFactAdmin, NamedFactForm
from record.admin.numbers import ExactFormField
from record.admin.sourced import WarnedForm
from record.models import Fact, Recording

from .curve_choice import CurveChoiceForm
from .curve_pictures import picture_at

JUDGEMENT = (
    "Odds and slips are judgement, bounded by measured findings. Another one for a single project is an override, on "
    "the project's page."
)


class OddsForm(NamedFactForm, WarnedForm):
    """Odds of a stage; another stage that is nearly called as one on record is asked about."""


@admin.register(StageRisk)
class StageRiskAdmin(NamedFactAdmin):
    form = OddsForm
    subject = "stage"
    written = (
        "success_share", "success_share_low", "success_share_high", "slip_median_months", "slip_p90_months",
        "source_text",
    )  # fmt: skip
    trust = JUDGEMENT
    add_label, new_label = "New version", "Odds of another stage"
    list_display = ("stage", shown("success_share"), "slip_median_months", "slip_p90_months", "recording")
    search_fields = ("stage",)

    def write(self, fact: Fact, recording: Recording) -> Any:
        priors.record_odds(fact, recording=recording)
        return []


@admin.register(StageRiskFinding)
class StageRiskFindingAdmin(FactAdmin):
    list_display = ("finding", "value", "unit", "publication", "year", "is_measured")
    search_fields = ("finding", "publication")


class OverrideForm(CurveChoiceForm):
    """What an officer sets in place of the priors; the slip by its median and its P90."""

    empty_curve = "as chosen for each phase"

    slip_p90_months = ExactFormField(
        label="Nine slips in ten stay within, months", required=False, max_digits=10, decimal_places=4
    )


@admin.register(ProjectionOverride)
class ProjectionOverrideAdmin(FactAdmin):
    form = OverrideForm
    belongs_to = ("project",)
    replaces = continues = True
    written = ("success_share", "slip_median_months", "ramp_curve", "utilisation", "reason")
    section_title = "Judgement in place of the priors"
    section_fields = ("success_share", "slip_median_months", "slip_sigma", "ramp_curve", "utilisation", "reason")
    add_label = "Override odds, slip or curve"
    unstated = "as its stage"
    list_display = ("project", shown("success_share"), "slip_median_months", "ramp_curve", "reason", "recording")
    list_select_related = ("project", "recording")
    search_fields = ("project__name", "project__slug", "reason")

    def add_context(self, request: HttpRequest, parent: Any) -> dict[str, Any]:
        return {"trust": JUDGEMENT, "picture": picture_at(today_as_known())}

    def get_fieldsets(self, request: HttpRequest, obj: Fact | None = None) -> list:
        stated, *others = super().get_fieldsets(request, obj)
        fields = list(stated[1]["fields"])
        fields.insert(fields.index("slip_median_months") + 1, "slip_p90_months")
        return [(stated[0], {"fields": fields}), *others]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        parent = self.parent(request)
        last = parent and ProjectionOverride.objects.filter(project=parent[1]).at(today_as_known()).last()
        if last:
            initial["slip_p90_months"] = slip_p90(last.slip_median_months, last.slip_sigma)
        return initial

    def save_model(self, request: HttpRequest, obj: Fact, form: forms.ModelForm, change: bool) -> None:
        obj.slip_p90_months = form.cleaned_data["slip_p90_months"]
        super().save_model(request, obj, form, change)

    def write(self, fact: Fact, recording: Recording) -> Any:
        priors.override(fact, p90=fact.slip_p90_months, recording=recording)
        return []
