"""Answers that were kept under a name, to be read, carried away and checked."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portfolio.kept_answers import verify
from portfolio.models import KeptRun
from record.admin.base import ReadOnlyAdmin

from .saved_files import saved_file


@admin.register(KeptRun)
class KeptRunAdmin(ReadOnlyAdmin):
    list_display = ("name", "report", "as_of", "read_serial", "rows", "sha256", "recording")
    list_select_related = ("recording",)
    search_fields = ("name", "report", "sha256")
    ordering = ("-pk",)
    sortable_by = ()
    fields = (
        "name", "report", "as_of", "read_serial", "filters", "schema_version", "formulas", "rows", "totals", "sha256",
        "file", "checked_now", "recording",
    )  # fmt: skip
    readonly_fields = fields

    @admin.display(description="file")
    def file(self, row: KeptRun) -> SafeString:
        return format_html('<a href="{}" download>CSV</a>', self.address("file", row.pk))

    @admin.display(description="checked now")
    def checked_now(self, row: KeptRun) -> str:
        return verify(row).found

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the files themselves: a list needs none of their bytes."""
        return super().get_queryset(request).defer("content")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.file_view)
        return [path("<int:number>/file/", view, name="portfolio_keptrun_file"), *super().get_urls()]

    def file_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """The bytes, to be saved and never shown as a page."""
        kept = KeptRun.objects.filter(pk=number).first()
        if kept is None or not self.has_view_permission(request, kept):
            raise Http404("No such answer.")
        return saved_file(kept.csv, f"{kept.report}_{kept.as_of}_r{kept.read_serial}.csv")
