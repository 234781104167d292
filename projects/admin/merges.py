"""Merges, from the page of the company or project that was written a second time."""

from typing import Any

from django.contrib import admin
from django.utils.timezone import localdate

from projects.models import CompanyMerge, ProjectMerge
from projects.services import merges
from record.admin.base import shown
from record.admin.steps import StepAdmin
from record.models import Recording


class MergeAdmin(StepAdmin):
    belongs_to = ("entity",)
    shown_on = ("into",)
    written = ("into",)
    section_fields = ("entity", "into", "note")
    section_title, section_place = "Merged: one under two names", 8
    note_label, note_needed = "Why they are one", True
    add_label = "It is on record twice: merge it"
    autocomplete_fields = ("into",)
    list_display = ("entity", "into", shown("effective_on"), "note", "recording")
    list_select_related = ("entity", "into", "recording")
    search_fields = ("entity__name", "entity__slug", "into__name", "into__slug")

    def take(self, fact: Any, recording: Recording) -> None:
        merges.record(fact, recording=recording, today=localdate())


@admin.register(CompanyMerge)
class CompanyMergeAdmin(MergeAdmin):
    proposed_as = "companymerge"


@admin.register(ProjectMerge)
class ProjectMergeAdmin(MergeAdmin):
    proposed_as = "projectmerge"
