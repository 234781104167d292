"""Files on the pages of what they belong to: attached by a form, opened in one click, retracted with a reason."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate

from record.admin.attached import open_link
from record.admin.base import shown
from record.admin.facts import FactAdmin
from record.admin.sections import Link
from record.admin.site import page_of
from record.admin.sourced import FILE_HINT, SentFileField, is_row_number
from record.admin.steps import StepForm
from record.models import Attachment, Recording
from record.services import attachments

from .refused import refusals


class AttachmentForm(StepForm):
    """Which file, what it shows, and why it is attached."""

    file = SentFileField(label="File", help_text=FILE_HINT)

    class Meta:
        labels = {"note": "What it shows"}


@admin.register(Attachment)
class AttachmentAdmin(FactAdmin):
    """A file belongs to a row of one of several tables, so it is added by the table and the number of that row."""

    form = AttachmentForm
    adds = True
    add_label = "Attach a file"
    list_display = ("name", "media_type", shown("size", "bytes"), "note", "recording")
    search_fields = ("name", "note", "sha256")
    search_help_text = "Name, what it shows, or SHA-256."

    def parent(self, request: HttpRequest) -> tuple[str, Any] | None:
        table, number = request.GET.get("table", ""), request.GET.get("row_id", "")
        model = next((one for one in attachments.OWNERS if one._meta.db_table == table), None)
        found = model._default_manager.filter(pk=int(number)).first() if model and is_row_number(number) else None
        return ("row", found) if found else None

    def named_in_address(self, request: HttpRequest, known: Any) -> dict[str, str]:
        """The address names what the file belongs to, and nothing of the form."""
        return {}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list:
        return [("The file", {"fields": ("file", "note")}), ("Reason", {"fields": ("why",)})]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        parent = self.parent(request)
        if parent is not None and not attachments.may_attach(parent[1], request.user):
            raise PermissionDenied("Files are attached here by who may write it, while it is open.")
        return super().add_view(request, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Attachment, form: Any, change: bool) -> None:
        values = form.cleaned_data
        with refusals(), self.recording(request, values["why"]) as recording:
            row, sent, note = obj.row, values["file"], values["note"]
            made = attachments.attach(row, sent, recording=recording, today=localdate(), note=note)
            obj.pk, obj.name = made.pk, made.name

    def require(self, recording: Recording, obj: Attachment) -> None:
        attachments.owner_of(obj.row).require(obj.row, recording)

    def page_after(self, request: HttpRequest, obj: Attachment) -> str:
        return page_of(obj.row)

    def about(self, fact: Any) -> Link | None:
        return self.link_to(fact.row) if fact.row else None

    def actions_of(self, request: HttpRequest, fact: Any) -> list[Link]:
        return [open_link(fact)] if attachments.may_open(fact, request.user) else []
