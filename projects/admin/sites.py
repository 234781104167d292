"""Projects: their labels, and from their page milestones, phases, owners."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from projects.models import Mineral, Project, ProjectFunding, ProjectMineral
from record.admin.base import shown
from record.admin.entities import EntityForm
from record.admin.facts import FactAdmin
from record.admin.filters import value_filter
from record.admin.sourced import RelationSelectMultiple, RowsField
from record.models import Recording

from .mineral_filter import mineral_filter
from .named import NamedAdmin


class ProjectForm(EntityForm):
    minerals_named = RowsField(
        Mineral.objects.all(),
        label="Minerals",
        required=False,
        help_text="Of the reference list; written once, with the project.",
        widget=RelationSelectMultiple(Project._meta.get_field("minerals"), admin.site),
    )


@admin.register(Project)
class ProjectAdmin(NamedAdmin):
    form = ProjectForm
    labels = (
        "name", "operator", "country", "state", "latitude", "longitude", "site_kind", "stage", "risk_stage",
        "risk_stage_reason", "minerals_text", "note",
    )  # fmt: skip
    together = ("stage", "risk_stage", "site_kind", "operator", "state", "country")
    autocomplete_fields = ("operator",)
    list_display = ("name", "operator", "state", "country", "stage", "site_kind", "minerals_text", "slug")
    list_select_related = ("operator",)
    search_fields = ("name", "slug", "operator__name", "operator__ticker")
    search_help_text = "Name, identifier, or the operator's name or ticker."
    list_filter = (mineral_filter("minerals"), value_filter("state"), value_filter("country"), value_filter("stage"))

    def get_fieldsets(self, request: HttpRequest, obj: Project | None = None) -> list:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            name, options = fieldsets[0]
            fieldsets[0] = (name, {"fields": [*options["fields"], "minerals_named"]})
        return fieldsets

    def create(self, obj: Project, form: Any, recording: Recording) -> None:
        super().create(obj, form, recording)
        ProjectMineral.objects.bulk_create(
            ProjectMineral(project=obj, mineral=mineral, recording=recording)
            for mineral in form.cleaned_data.get("minerals_named") or []
        )


@admin.register(ProjectFunding)
class ProjectFundingAdmin(FactAdmin):
    belongs_to = ("project",)
    continues = True
    written = ("measure", "total", "scope")
    section_fields = ("measure", "total", "note")
    section_title = "Funding"
    add_label = "New funding"
    list_display = ("project", "measure", shown("total"), shown("effective_on"), "recording")
    list_select_related = ("project", "recording")
    search_fields = ("project__name", "project__slug")
