"""Rival claims and the chosen one, to be read."""

from django.contrib import admin

from projects.models import Claim, ClaimChoice

from .facts import FactAdmin


@admin.register(Claim)
class ClaimAdmin(FactAdmin):
    list_display = ("figure", "value", "unit", "table", "thing_id", "recording")
    search_fields = ("figure", "value")


@admin.register(ClaimChoice)
class ClaimChoiceAdmin(FactAdmin):
    list_display = ("claim", "note", "recording")
    list_select_related = ("claim", "recording")
    search_fields = ("claim__figure",)
