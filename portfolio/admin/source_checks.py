"""Checked, nothing new: what was looked at, about each award; a new source can be named here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.timezone import localdate

from portfolio.models import SourceCheck
from record.admin.base import shown

from .investment_facts import InvestmentFactAdmin


@admin.register(SourceCheck)
class SourceCheckAdmin(InvestmentFactAdmin):
    section_title, section_place = "Checked, nothing new", 8
    section_fields = ("note",)
    add_label = "New check"
    list_display = ("investment", shown("effective_on", label="checked on"), "note", "recording")
    search_fields = ("investment__slug", "citation__text", "note")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.base_fields["effective_on"].label = "Checked on"
        form.base_fields["effective_on"].help_text = "The day on which you looked."
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        today = localdate().isoformat()
        return {**super().get_changeform_initial_data(request), "effective_on": today, "why": "checked, nothing new"}
