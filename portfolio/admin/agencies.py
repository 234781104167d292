"""Agencies, and the texts by which the record names them and their programs."""

from django.contrib import admin

from portfolio.models import Agency, AgencyAlias, ProgramAlias
from portfolio.services import rights
from projects.admin.named import NamedAdmin
from record.admin.facts import FactAdmin
from record.models import Recording


@admin.register(Agency)
class AgencyAdmin(NamedAdmin):
    fixed = ("code",)
    labels = ("name", "note")
    list_display = ("code", "name", "slug")
    search_fields = ("code", "name", "slug")

    def require(self, recording: Recording, obj: Agency) -> None:
        if obj.pk:  # nobody can be assigned to an agency that is not on record yet
            rights.require(recording, obj, None)


@admin.register(AgencyAlias)
class AgencyAliasAdmin(FactAdmin):
    shown_on = ("agency",)
    section_fields = ("text", "office")
    list_display = ("text", "agency", "office")
    list_select_related = ("agency",)
    search_fields = ("text", "office", "agency__code")


@admin.register(ProgramAlias)
class ProgramAliasAdmin(FactAdmin):
    shown_on = ("program",)
    section_fields = ("text",)
    list_display = ("text", "program")
    list_select_related = ("program",)
    search_fields = ("text", "program__code")
