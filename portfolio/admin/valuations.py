"""What each holding was worth as stored night by night, to be read."""

from django.contrib import admin

from portfolio.models import Valuation
from record.admin.base import ReadOnlyAdmin, shown


@admin.register(Valuation)
class ValuationAdmin(ReadOnlyAdmin):
    list_display = ("investment", shown("effective_on"), "method", shown("value"), "close_on", "recording")
    list_select_related = ("investment", "recording")
    search_fields = ("investment__slug",)
    ordering = ("-pk",)
    sortable_by = ()
