"""Recordings, and what was written under each: the history of everything, to be read."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from record.models import Channel, Entity, Fact, LabelChange, Recording, Retraction, Source, Withdrawal

from .base import ReadOnlyAdmin, shown
from .facts import FactAdmin
from .filters import value_filter
from .sections import MOST_ROWS, Link, Row, Section, cell


@admin.register(Recording)
class RecordingAdmin(ReadOnlyAdmin):
    list_display = ("serial", "moment", "by_name", "why", "channel", "approval")
    ordering = ("-serial",)
    search_fields = ("by_name", "why")
    search_help_text = "Who wrote, or why."
    list_filter = (value_filter("channel", choices=Channel.choices),)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not self.has_view_permission(request):
            raise PermissionDenied
        recording = self.get_object(request, object_id)
        if recording is None:
            raise Http404(f"No recording is on record under {object_id}.")
        context = {
            **self.admin_site.each_context(request),
            "title": f"Recording {recording.serial}",
            "opts": self.opts,
            "recording": recording,
            "sections": list(self.written_under(recording)),
        }
        return TemplateResponse(request, "admin/recording.html", context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return self.change_view(request, object_id)

    def written_under(self, recording: Recording) -> Any:
        """A table for each kind of entity or fact that this recording wrote."""
        for model in apps.get_models():
            if not issubclass(model, Fact | Entity) and model not in (Source, Retraction):
                continue
            column = "created_in" if issubclass(model, Entity) else "recording"
            query = model._default_manager.filter(**{column: recording}).order_by("pk")
            rows = list(query.select_related(*self._named_by(model))[: MOST_ROWS + 1])
            if rows:
                name = str(model._meta.verbose_name_plural)
                section = Section(name[:1].upper() + name[1:], ["What"], slug=model._meta.model_name)
                section.rows = [
                    Row([cell(row) if self.admin_site.is_registered(model) else Link(str(row))])
                    for row in rows[:MOST_ROWS]
                ]
                section.note = f"The first {MOST_ROWS} of them." if len(rows) > MOST_ROWS else ""
                yield section

    def _named_by(self, model: type) -> list[str]:
        """The relations by which a row says what it is about."""
        names = [field.name for field in model._meta.concrete_fields if field.is_relation]
        return [name for name in names if name not in ("recording", "created_in", "citation", "reverses")]


@admin.register(LabelChange)
class LabelChangeAdmin(FactAdmin):
    list_display = ("recording", "table", "entity_id", "field", "before", "after", shown("effective_on"))
    search_fields = ("table", "field", "before", "after")


@admin.register(Withdrawal)
class WithdrawalAdmin(FactAdmin):
    list_display = ("recording", "table", "entity_id", "note")
    search_fields = ("table", "note")


@admin.register(Retraction)
class RetractionAdmin(ReadOnlyAdmin):
    list_display = ("recording", "table", "fact_id", "reason")
    list_select_related = ("recording",)
    search_fields = ("table", "reason")
