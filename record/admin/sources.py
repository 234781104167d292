"""Sources and citations: added once, with a form of their own or inside another; never changed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.timezone import localdate

from record.models import Citation, Source
from record.services import attachments, slugs, sources

from .attached import files_section
from .base import ReadOnlyAdmin, RecordedAdmin, shown
from .refused import put_on, refusals
from .sourced import FILE_HINT, SentFileField
from .worded_form import WordedForm


class SourceForm(WordedForm, forms.ModelForm):
    file = SentFileField(required=False, help_text=FILE_HINT, label="File")
    why = forms.CharField(label="Why", max_length=500, help_text="Why you add it now. It stays with the record.")
    refusal = preview = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = "Empty: made from the publisher and the date."

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.refusal is not None and not self.errors:
            put_on(self, self.refusal)

    def clean_slug(self) -> str:
        data = self.data
        return self.cleaned_data["slug"] or slugs.free_slug(
            Source, data.get("publisher", ""), data.get("published_on", "")
        )


@admin.register(Source)
class SourceAdmin(RecordedAdmin):
    form = SourceForm
    change_form_template = "admin/recorded_form.html"
    list_display = ("slug", "publisher", "title", shown("published_on", "date"), "address")
    search_fields = ("slug", "publisher", "title", "address")
    search_help_text = "Identifier, publisher, title or address."
    labels = ("publisher", "title", "published_on", "address", "accessed_on", "read_in")

    def get_fieldsets(self, request: HttpRequest, obj: Source | None = None) -> list:
        if obj is not None:
            return [(None, {"fields": ("slug", *self.labels, "file_sha256", "recording")})]
        return [(None, {"fields": (*self.labels, "file", "slug")}), ("Reason", {"fields": ("why",)})]

    def has_change_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Source, form: SourceForm, change: bool) -> None:
        values = form.cleaned_data
        with refusals(), self.recording(request, values["why"]) as recording:
            sent = values.get("file")
            added = sources.add_source(
                recording=recording,
                today=localdate(),
                file_sha256=sent.sha256 if sent else "",
                slug=values["slug"],
                **{name: values[name] for name in self.labels},
            )
            if sent:
                attachments.attach(added, sent, recording=recording, today=localdate())
            obj.pk = added.pk

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> Any:
        source = context.get("original")
        files = files_section(request, source) if source else None
        context["sections"] = [files] if files else []
        context["show_save_and_add_another"] = context["show_save_and_continue"] = False
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    list_display = ("text",)
    search_fields = ("text",)
    fields = ("text", "cited")
    readonly_fields = ("cited",)

    @admin.display(description="sources")
    def cited(self, citation: Citation) -> str:
        return "\n".join(str(source) for source in citation.sources.all())
