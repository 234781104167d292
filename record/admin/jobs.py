"""What the background worker does: each run with its state and progress, and "run now" for an administrator."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.timezone import now

from record.models import Job
from record.services import jobs

from .base import ReadOnlyAdmin
from .filters import value_filter


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    change_list_template = "admin/jobs.html"
    list_display = ("kind", "key", "state", "percent", "queued_at", "started_at", "duration", "attempts", "outcome")
    list_filter = (
        value_filter("kind"),
        value_filter("state", choices=Job._meta.get_field("state").choices),
    )
    search_fields = ("kind", "key", "outcome")
    fields = (
        "kind", "key", "state", "percent", "status", "outcome", "attempts", "queued_at", "not_before", "sent_at",
        "started_at", "heartbeat_at", "finished_at", "duration", "task_id",
    )  # fmt: skip
    readonly_fields = fields

    @admin.display(description="progress")
    def percent(self, job: Job) -> str:
        return f"{job.progress}%" + (f", {job.status}" if job.status else "") + (", unsent" if job.is_unsent else "")

    @admin.display(description="duration")
    def duration(self, job: Job) -> str | None:
        return None if job.duration is None else f"{job.duration.total_seconds():,.1f} s"

    def may_run(self, request: HttpRequest) -> bool:
        return request.user.has_perm("record.change_job")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.run_now)
        return [path("run/<slug:kind>/", view, name="record_job_run"), *super().get_urls()]

    def run_now(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Put the job of that kind which is due now into the table, also when it was done before, and say so."""
        if request.method != "POST" or not self.may_run(request):
            raise PermissionDenied
        if kind not in {one.name for one in jobs.by_the_clock()}:
            raise Http404(f"There is no job of the kind {kind}.")
        job = jobs.enqueue(kind, now=now(), again=True)
        if warning := jobs.notice(job):
            messages.warning(request, warning)
        messages.info(
            request, f"{jobs.KINDS[kind].label}, {job.key}: {job.get_state_display()}. Look again in a moment."
        )
        return HttpResponseRedirect(self.address("changelist"))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {"kinds": jobs.by_the_clock() if self.may_run(request) else (), **(extra_context or {})}
        return super().changelist_view(request, context)
