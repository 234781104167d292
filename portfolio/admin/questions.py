"""Questions of readers, answers of officers, findings of samples, to be read: they are written on the pages."""

from django.contrib import admin

from portfolio.models import OfficerAnswer, ReaderQuestion, SampleFinding
from record.admin.base import ReadOnlyAdmin, shown


@admin.register(ReaderQuestion)
class ReaderQuestionAdmin(ReadOnlyAdmin):
    list_display = ("text", "about", "figure_then", "asked_by", shown("effective_on", label="asked on"))
    list_select_related = ("investment", "project", "milestone", "asked_by", "recording")
    search_fields = ("text", "investment__slug", "project__slug", "milestone__slug")


@admin.register(OfficerAnswer)
class OfficerAnswerAdmin(ReadOnlyAdmin):
    list_display = ("text", "question", "answered_by", shown("effective_on", label="answered on"))
    list_select_related = (
        "question__investment",
        "question__project",
        "question__milestone",
        "answered_by",
        "recording",
    )
    search_fields = ("text", "question__text")


@admin.register(SampleFinding)
class SampleFindingAdmin(ReadOnlyAdmin):
    list_display = ("kept", "entry", "verdict", "question", "found_by", shown("effective_on", label="found on"))
    list_select_related = ("kept", "entry", "question", "found_by", "recording")
    search_fields = ("exception", "kept__name")
