"""Which programs an officer writes for: the administrator's."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from portfolio.models import Assignment
from record.admin.accounts import REASON, AccountsAdmin, ReasonedForm
from record.admin.sourced import RelationSelect


class AssignmentForm(ReasonedForm):
    """An officer's agency, and one program of it or all of it."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        officer, agency, program = (cleaned.get(name) for name in ("officer", "agency", "program"))
        if program and agency and program.agency_id != agency.pk:
            self.add_error(
                "program", f"{program.code} belongs to {program.agency.code}, not {agency.code}. Choose one of them."
            )
        if officer and not officer.groups.filter(name="officer").exists():
            self.add_error("officer", f"{officer} is no officer. Give the account that role first.")
        return cleaned


@admin.register(Assignment)
class AssignmentAdmin(AccountsAdmin):
    fieldsets = ((None, {"fields": ("officer", "agency", "program")}), REASON)
    list_display = ("officer", "agency", "program")
    list_select_related = ("officer", "agency", "program")
    list_filter = ("agency",)
    autocomplete_fields = ("officer", "agency", "program")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("widget", RelationSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    search_fields = ("officer__username", "agency__code", "program__code")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[forms.Form]:
        return super().get_form(request, obj, change=change, **{**kwargs, "form": AssignmentForm})
