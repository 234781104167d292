"""What each walk of the record found, to be read."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from portfolio.models import RecordCheckRun
from record.admin.base import ReadOnlyAdmin


@admin.register(RecordCheckRun)
class RecordCheckRunAdmin(ReadOnlyAdmin):
    list_display = ("day", "at", "recordings", "entries", "problems", "first")
    search_fields = ("head", "head_recording")
    ordering = ("-pk",)
    sortable_by = ()
    fields = (
        *("day", "at", "recordings", "head_serial", "head_recording", "entries", "newest_entry", "head"),
        *("problems", "described", "further"),
    )
    readonly_fields = fields

    @admin.display(description="newest entry")
    def newest_entry(self, row: RecordCheckRun) -> str:
        return row.head_reference or "none"

    @admin.display(description="the first of them")
    def first(self, row: RecordCheckRun) -> str:
        return row.first_problems[0] if row.first_problems else "nothing is off"

    @admin.display(description="what is off")
    def described(self, row: RecordCheckRun) -> SafeString | str:
        return format_html_join("", "<p>{}</p>", ((one,) for one in row.first_problems)) or "nothing"

    @admin.display(description="problems not told here")
    def further(self, row: RecordCheckRun) -> int:
        return row.further
