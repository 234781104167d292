"""Import a file: send it, match its columns, look at what becomes of every row, confirm, see it done, or undo it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.timezone import localdate, now

from portfolio.imports import kept, steps, workflow
from portfolio.imports.kinds import KINDS
from portfolio.imports.mapping import Mapping
from portfolio.imports.mending import mended
from portfolio.imports.preview import Refused
from portfolio.imports.refused_rows import causes, refused_file
from portfolio.imports.row_outcomes import Becomes
from portfolio.imports.saved import fitting, mapping_of
from portfolio.imports.shown_figures import shown_figures
from portfolio.imports.tables import UnreadableFile
from portfolio.models import Import, ImportMapping, ImportState
from portfolio.services import imports
from record.admin.base import ReadOnlyAdmin
from record.admin.opened import lines
from record.admin.refused import Refused as FormRefused
from record.admin.refused import refusals
from record.admin.sourced import UndoForm
from record.models import Channel
from record.reference.loading import sentence
from record.roles import may_write
from record.services.jobs import notice
from record.services.recordings import open_recording

from .import_forms import MatchForm, SendForm
from .import_steps import ImportStepsAdmin, cells_to_mend, dates_asked, headings_of, sheets_in, table_of
from .saved_files import saved_file

ROWS = 100


@admin.register(Import)
class ImportAdmin(ImportStepsAdmin):
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
        return TemplateResponse(
            request,
            "admin/import_send.html",
            self.page(request, title="Import a file", form=form, kinds=KINDS.values()),
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.file_view)
        refused = self.admin_site.admin_view(self.refused_view)
        return [
            path("<int:number>/file/", view, name="portfolio_import_file"),
            path("<int:number>/refused/", refused, name="portfolio_import_refused"),
            *super().get_urls(),
        ]

    def file_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """The file as it was sent, or as a feed made it, to be saved."""
        one = Import.objects.filter(pk=number).first()
        if one is None or not self.has_view_permission(request, one):
            raise Http404("No such import.")
        return saved_file(imports.content_of(one), one.filename)

    def refused_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """The refused rows alone, each with what is wrong, to be mended and sent again."""
        one = Import.objects.filter(pk=number).first()
        if one is None or not self.has_view_permission(request, one):
            raise Http404("No such import.")
        table = table_of(one)
        if table is None:
            raise Http404("The file cannot be read.")
        name = f"refused_{one.filename.rsplit('.', 1)[0]}.csv"
        return saved_file(refused_file(mended(table, one.mended), kept.row_outcomes_of(one)), name)

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
        if "_as" in request.POST and one.state in workflow.OPEN:
            return self.read_as(request, one, request.POST["_as"])
        if one.state in workflow.OPEN and (done := self.answered(request, one)) is not None:
            return done
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

    def match_form(self, one: Import, data: Any = None) -> MatchForm | None:
        """The columns of the file to be matched; None where the file has none that can be read."""
        table = table_of(one)
        return None if table is None else MatchForm(one.kind, table.header, Mapping.of(one.mapping), data)

    def read_as(self, request: HttpRequest, one: Import, source: str) -> HttpResponse:
        """Read the columns as the newest saved mapping of a source says."""
        try:
            content = mapping_of(one.kind, source).content()
        except UnreadableFile as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(self.address("change", one.pk))
        return self.reread(request, one, mapping=content)

    def matched(self, request: HttpRequest, one: Import) -> HttpResponse:
        form = self.match_form(one, request.POST)
        if form is None or not form.is_valid():
            return self.shown(request, one, form=form)
        content = form.content()
        if not Import.objects.filter(pk=one.pk, state__in=workflow.OPEN).update(mapping=content):
            messages.error(request, "This file was confirmed meanwhile, so its columns stay as they were matched.")
            return HttpResponseRedirect(self.address("change", one.pk))
        one.mapping = content
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
        goes_on = self.may_go_on(request, one)
        chosen = [
            (row_outcome, of)
            for row_outcome, of in zip(row_outcomes, headings_of(one, row_outcomes), strict=True)
            if asked not in set(Becomes) or row_outcome.becomes == asked
        ]
        rows = Paginator(chosen, ROWS).get_page(request.GET.get("p"))
        job = steps.job_of(one)
        match_form = (form or self.match_form(one)) if goes_on and one.state in workflow.OPEN else None
        is_open = goes_on and one.state in workflow.OPEN and not job_runs(job)
        context = self.page(
            request,
            title=f"Import of {one.filename}",
            one=one,
            kind=KINDS[one.kind].title if one.kind in KINDS else one.kind,
            rows=rows,
            outcomes=[
                (
                    shown_figures(outcome, one.kind) if one.kind in KINDS else outcome,
                    of,
                    cells_to_mend(outcome, of, one.kind, match_form) if match_form and is_open else [],
                )
                for outcome, of in rows
            ],
            sheets=sheets if is_open and len(sheets := sheets_in(one)) > 1 else (),
            sheet=Mapping.of(one.mapping).sheet,
            dates=dates_asked(row_outcomes) if is_open else [],
            asked=asked,
            counts=[(name, count) for name, count in one.counts.items() if count],
            job=job if job and not job.is_over else None,
            unsent=job and notice(job),
            form=None if job_runs(job) else match_form,
            fitting=fitting(one.kind, match_form.header) if match_form and not one.mapping else [],
            proposals=list(one.proposals.select_related("decision")),
            effect=one.effect,
            totals=lines(one.effect.get("totals", ())),
            waits=workflow.waits(one),
            looks_again=goes_on and one.state in workflow.OPEN and one.state != ImportState.SHOWN and not job_runs(job),
            stopped=one.state == ImportState.SHOWN and bool(one.counts.get("refused")),
            causes=causes(row_outcomes) if one.counts.get("refused") else [],
            is_empty=one.state == ImportState.SHOWN and not row_outcomes,
            may_confirm=bool(row_outcomes)
            and goes_on
            and one.state == ImportState.SHOWN
            and not one.counts.get("refused"),
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
