"""For whom proposals are, who took them over and who dropped them: written on the desk, read here."""

from django.contrib import admin

from record.admin.base import ReadOnlyAdmin, shown
from record.models import Assignee, Dropped, Takeover


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


@admin.register(Dropped)
class DroppedAdmin(ReadOnlyAdmin):
    list_display = ("proposal", "dropped_by", shown("effective_on", label="dropped on"))
    list_select_related = ("proposal", "dropped_by", "recording")
    search_fields = ("proposal__subject",)
