"""Import a file: send it, match its columns, look at every row's fate, confirm, see it done, or undo it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate, now

from portfolio.imports import kept, steps, workflow
from portfolio.imports.files import read_table
from portfolio.imports.kinds import KINDS
from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import Refused
from portfolio.imports.row_outcomes import Becomes
from portfolio.imports.tables import UnreadableFile
from portfolio.models import Import, ImportMapping, ImportState
from portfolio.services import imports
from record.admin.base import ReadOnlyAdmin
from record.admin.fact_forms import UndoForm
from record.admin.proposals import lines
from record.admin.refused import Refused as FormRefused
from record.admin.refused import refusals
from record.models import Channel
from record.reference.loading import sentence
from record.roles import may_write
from record.services.jobs import notice
from record.services.recordings import open_recording

from .import_forms import MatchForm, SendForm

ROWS = 100
BUSY = "Somebody else is writing just now, so nothing was written. Send it once more."


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    list_display = ("filename", "kind", "state", "by_name", "sent_at", "recording")
    list_display_links = ("filename",)
    list_select_related = ("recording",)
    ordering = ("-pk",)
    sortable_by = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_write(request.user)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the files themselves: a list needs none of their bytes."""
        return super().get_queryset(request).defer("content", "row_outcomes")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Choose a file, and see what would become of its rows."""
        if not self.has_add_permission(request):
            raise PermissionDenied("Only an officer imports.")
        form = SendForm(request.POST or None, request.FILES or None, initial=request.GET.dict())
        if request.method == "POST" and form.is_valid():
            upload, cleaned = form.cleaned_data["file"], form.cleaned_data
            one = imports.keep(
                kind=cleaned["kind"],
                filename=upload.name,
                content=upload.read(),
                why=cleaned["why"],
                sources=cleaned["sources"],
                mapping=form.mapping_content(),
                by=request.user,
                now=now(),
            )
            return self.step(request, one, steps.SHOW)
        return TemplateResponse(request, "admin/import_send.html", self.page(request, title="Import a file", form=form))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One import: its columns, its rows, what came of it."""
        one = Import.objects.filter(pk=object_id).first() if object_id.isdecimal() and len(object_id) < 19 else None
        if one is None:
            raise Http404("No such import.")
        if not self.has_view_permission(request, one):
            raise PermissionDenied
        if request.method == "POST":
            if not self.may_go_on(request, one):
                raise PermissionDenied("Only the officer who sent a file goes on with it.")
            return self.posted(request, one)
        return self.shown(request, one)

    def may_go_on(self, request: HttpRequest, one: Import) -> bool:
        return may_write(request.user) and one.by_id == request.user.pk

    def posted(self, request: HttpRequest, one: Import) -> HttpResponse:
        if "_match" in request.POST and one.state in workflow.OPEN:
            return self.matched(request, one)
        if "_confirm" in request.POST:
            try:
                one = workflow.confirm(one, plan_hash=request.POST.get("plan_hash", ""))
            except Refused as error:
                messages.error(request, str(error))
                return HttpResponseRedirect(self.address("change", one.pk))
            return self.step(request, one, steps.WRITE)
        if "_undo" in request.POST:
            return self.undone(request, one)
        return self.step(request, one, steps.SHOW)

    def step(self, request: HttpRequest, one: Import, step: str) -> HttpResponse:
        """A small file at once, a large one by the worker."""
        if not kept.is_small(one):
            if warning := notice(steps.ask(one, step, now=now())):
                messages.warning(request, warning)
        else:
            try:
                one = (workflow.show if step == steps.SHOW else workflow.carry_out)(one, today=localdate())
            except OperationalError:
                messages.error(request, BUSY)
        if one.outcome:
            good = one.state in (ImportState.WRITTEN, ImportState.UNCHANGED, ImportState.PROPOSED)
            messages.add_message(request, messages.SUCCESS if good else messages.ERROR, one.outcome)
        return HttpResponseRedirect(self.address("change", one.pk))

    def match_form(self, one: Import, data: Any = None) -> MatchForm | None:
        """The columns of the file to be matched; None where the file has none that can be read."""
        try:
            header = read_table(imports.content_of(one)).header
        except UnreadableFile:
            return None
        return MatchForm(one.kind, header, Mapping.of(one.mapping), data)

    def matched(self, request: HttpRequest, one: Import) -> HttpResponse:
        form = self.match_form(one, request.POST)
        if form is None or not form.is_valid():
            return self.shown(request, one, form=form)
        content = form.content()
        one.mapping = content
        one.save(update_fields=["mapping"])
        if content["source"]:
            why = f"How files of {content['source']} are read"
            with open_recording(by=request.user, why=why, channel=Channel.FORM) as recording:
                imports.save_mapping(source=content["source"], kind=one.kind, content=content, recording=recording)
        return self.step(request, one, steps.SHOW)

    def undone(self, request: HttpRequest, one: Import) -> HttpResponse:
        form = UndoForm(request.POST)
        if not form.is_valid():
            return self.shown(request, one, reason=form)
        try:
            with refusals():
                stated = workflow.undo(
                    one, why=form.cleaned_data["reason"], today=localdate(), along=form.cleaned_data["along"]
                )
        except FormRefused as refused:
            messages.error(request, sentence(refused.error))
        else:
            messages.success(request, stated)
        return HttpResponseRedirect(self.address("change", one.pk))

    def shown(
        self, request: HttpRequest, one: Import, form: MatchForm | None = None, reason: UndoForm | None = None
    ) -> HttpResponse:
        row_outcomes = kept.row_outcomes_of(one)
        asked = request.GET.get("becomes", "")
        chosen = (
            [row_outcome for row_outcome in row_outcomes if row_outcome.becomes == asked]
            if asked in set(Becomes)
            else row_outcomes
        )
        rows = Paginator(chosen, ROWS).get_page(request.GET.get("p"))
        goes_on = self.may_go_on(request, one)
        job = steps.job_of(one)
        context = self.page(
            request,
            title=f"Import of {one.filename}",
            one=one,
            kind=KINDS[one.kind].title if one.kind in KINDS else one.kind,
            rows=rows,
            asked=asked,
            counts=[(name, count) for name, count in one.counts.items() if count],
            job=job if job and not job.is_over else None,
            unsent=job and notice(job),
            form=(form or self.match_form(one))
            if goes_on and one.state in workflow.OPEN and not job_runs(job)
            else None,
            proposals=list(one.proposals.select_related("decision")),
            effect=one.effect,
            totals=lines(one.effect.get("totals", ())),
            waits=workflow.waits(one),
            looks_again=goes_on and one.state in workflow.OPEN and one.state != ImportState.SHOWN and not job_runs(job),
            may_confirm=goes_on and one.state == ImportState.SHOWN and not one.counts.get("refused"),
            reason=(reason or UndoForm()) if goes_on and one.state == ImportState.WRITTEN else None,
        )
        return TemplateResponse(request, "admin/import_page.html", context)

    def page(self, request: HttpRequest, **context: Any) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, **context}


def job_runs(job: Any) -> bool:
    return job is not None and not job.is_over


@admin.register(ImportMapping)
class ImportMappingAdmin(ReadOnlyAdmin):
    list_display = ("source", "kind", "recording")
    list_select_related = ("recording",)
    ordering = ("-pk",)
