"""For whom proposals are, and who took them over: written on the desk, read here."""

from django.contrib import admin

from record.admin.base import ReadOnlyAdmin, shown
from record.models import Assignee, Takeover


@admin.register(Assignee)
class AssigneeAdmin(ReadOnlyAdmin):
    list_display = ("proposal", "officer", shown("effective_on", label="named on"), "recording")
    list_select_related = ("proposal", "officer", "recording")
    search_fields = ("proposal__subject",)


@admin.register(Takeover)
class TakeoverAdmin(ReadOnlyAdmin):
    list_display = ("proposal", "left_by", "taken_by", shown("effective_on", label="taken over on"))
    list_select_related = ("proposal", "left_by", "taken_by", "recording")
    search_fields = ("proposal__subject",)
