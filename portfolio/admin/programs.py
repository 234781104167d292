"""Programs, and what each may do from a day on."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from portfolio.models import Program, ProgramTerms
from portfolio.services import rights
from projects.admin.named import NamedAdmin
from record.admin.base import shown
from record.admin.facts import FactAdmin
from record.models import Recording

from .choices import agencies_of


@admin.register(Program)
class ProgramAdmin(NamedAdmin):
    fixed = ("code", "agency")
    labels = ("name",)
    shown_on = ("agency",)
    list_display = ("code", "agency", "name", "slug")
    list_select_related = ("agency",)
    list_filter = ("agency",)
    search_fields = ("code", "name", "slug", "agency__code")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "agency":
            kwargs["queryset"] = agencies_of(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def require(self, recording: Recording, obj: Program) -> None:
        rights.require(recording, obj.agency, obj if obj.pk else None)


@admin.register(ProgramTerms)
class ProgramTermsAdmin(FactAdmin):
    belongs_to = ("program",)
    continues = True
    written = (
        "authority", "instruments", "assistance_listing", "treasury_account", "ceiling", "expires_on", "verified",
        "source_text",
    )  # fmt: skip
    section_fields = ("authority", "instruments", "ceiling", "expires_on")
    add_label = "New terms"
    list_display = ("program", shown("ceiling"), shown("expires_on"), "authority", shown("effective_on"))
    list_select_related = ("program", "program__agency")
    search_fields = ("program__code", "program__name", "authority")

    def require(self, recording: Recording, obj: ProgramTerms) -> None:
        rights.require(recording, obj.program.agency, obj.program)
