"""Projection runs on record, and "project now" for who may ask: a job like any other, done once for what is known."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.timezone import localdate, now

from projects.models import PROJECTION, ProjectionRun
from projects.services import projection_requests
from record.admin.base import ReadOnlyAdmin, shown
from record.roles import may_write
from record.services import jobs


@admin.register(ProjectionRun)
class ProjectionRunAdmin(ReadOnlyAdmin):
    change_list_template = "admin/projection_runs.html"
    list_display = ("number", shown("effective_on", "as of"), "recording", "seed", "draws", "phases", "drawn", "inputs")
    list_select_related = ("recording",)
    ordering = ("-pk",)
    fields = (
        "effective_on", "read_serial", "seed", "draws", "phases", "drawn", "inputs_hash", "answer_hash", "code_version",
        "parameters", "recording",
    )  # fmt: skip
    readonly_fields = fields

    @admin.display(description="run", ordering="pk")
    def number(self, run: ProjectionRun) -> int:
        return run.pk

    @admin.display(description="inputs")
    def inputs(self, run: ProjectionRun) -> str:
        return run.inputs_hash[:12]

    def may_ask(self, request: HttpRequest) -> bool:
        """An officer, whose changes it would take in, and whoever runs jobs."""
        return may_write(request.user) or request.user.has_perm("record.change_job")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.project_now)
        return [path("now/", view, name="projects_projectionrun_now"), *super().get_urls()]

    def project_now(self, request: HttpRequest) -> HttpResponse:
        """Ask for the run of today with all that is known now, and say so."""
        if request.method != "POST" or not self.may_ask(request):
            raise PermissionDenied
        job = projection_requests.ask_for(localdate().isoformat(), now=now())
        if warning := jobs.notice(job):
            messages.warning(request, warning)
        label = jobs.KINDS[PROJECTION].label
        messages.info(request, f"{label}, {job.key}: {job.get_state_display()}. Look again in a moment.")
        return HttpResponseRedirect(self.address("changelist"))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        asked = projection_requests.newest()
        context = {"may_ask": self.may_ask(request), "asked": asked, **(extra_context or {})}
        return super().changelist_view(request, context)
