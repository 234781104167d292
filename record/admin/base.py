"""What every page of the admin shares: who may write, lists that stay fast, refusals that reach the form."""

from collections.abc import Container
from copy import copy
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate, now

from record.admin.sections import Section
from record.admin.site import called, page_of
from record.admin.sourced import RelationSelect, is_row_number
from record.calculations.as_of import AsOf
from record.calculations.formatting import ended
from record.models import Channel, Recording
from record.models.fields import DayField
from record.roles import may_write
from record.services import approvals, wording
from record.services.recordings import SINGLE_CONTROL, open_recording

from .numbers import UNSTATED, form_field, formatted
from .paginator import BoundedPaginator
from .refused import Previewed, Refused


class RecordedAdmin(admin.ModelAdmin):
    """Read by whoever may view it, written by officers alone, deleted by nobody."""

    paginator = BoundedPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 0
    actions = None
    empty_value_display = UNSTATED
    change_list_template = "admin/bounded_change_list.html"
    # On whose page rows of this table are shown (names of relations), and from whose page they are added.
    shown_on: tuple[str, ...] = ()
    belongs_to: tuple[str, ...] = ()
    section_title = ""
    proposed_as = ""  # the kind of proposal, where a second officer decides
    section_place = 5  # the tables of a page stand in this order

    @property
    def adds(self) -> bool:
        """True where rows are added from the page of something, and so undone there as well."""
        return bool(self.belongs_to)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and may_write(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and may_write(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.IntegerField):
            return form_field(db_field)
        if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
            return db_field.formfield(form_class=DayField)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        widget = getattr(field, "widget", None)
        for name in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
            if hasattr(widget, name):  # a new company needs its source: it has a page of its own
                setattr(widget, name, False)
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RelationSelect(db_field, self.admin_site))
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None:
            field.label_from_instance = called
        return field

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[forms.Form]:
        form = super().get_form(request, obj, change=change, **kwargs)
        # Fields that a form declares are shared with every other form of it: what one page says of them stays its own.
        form.base_fields = {name: copy(field) for name, field in form.base_fields.items()}
        form.refusal = getattr(request, "refusal", None)
        form.preview = getattr(request, "consequences", None)
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refused:
            request.refusal = refused.error
        except Previewed as previewed:
            request.consequences = previewed.consequences
        for upload in request.FILES.values():
            upload.seek(0)
        return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = str(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title[:1].upper() + title[1:], **(extra_context or {})})

    def recording(self, request: HttpRequest, why: str, *, approval: str = SINGLE_CONTROL) -> Any:
        """The one recording around one write of this page."""
        return open_recording(by=request.user, why=why, channel=Channel.FORM, approval=approval)

    def proposal_kind(self, fact: Any) -> str:
        """As what kind of proposal a new fact, or its undoing, waits for a second officer; empty when it does not."""
        return self.proposed_as

    def waits(self, request: HttpRequest, kind: str) -> bool:
        """True when a write of that kind of proposal waits for a second officer; a preview never does."""
        return bool(kind) and "_preview" not in request.POST and approvals.is_asked()

    def stop_if_preview(self, request: HttpRequest, consequences: Any) -> None:
        """Raises Previewed, which rolls the write back, when only a preview was asked for."""
        if "_preview" in request.POST:
            raise Previewed(consequences)

    def require(self, recording: Any, obj: Any) -> None:
        """Raises PermissionDenied when the writer may not write this object; here every officer may."""

    def sections_on(self, request: HttpRequest, relation: str, parent: models.Model) -> list[Section]:
        """The tables that this admin shows on the page of `parent`, to which `relation` leads."""
        return []

    def named_in_address(self, request: HttpRequest, known: Container[str]) -> dict[str, str]:
        """What the address says of the fields of the form; a relation only as the number of a row."""
        named = {name: text for name, text in request.GET.items() if name in known}
        return {
            name: text
            for name, text in named.items()
            if not self.opts.get_field(name).is_relation or is_row_number(text)
        }

    def address(self, name: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    # What is recorded has its history in the recordings.
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None: ...

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None: ...

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        if hasattr(request, "proposal"):
            return self.proposed(request, request.proposal)
        messages.success(request, ended(f"Recorded: {self.opts.verbose_name} {obj}"))
        return HttpResponseRedirect(self.page_after(request, obj))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if hasattr(request, "proposal"):
            return self.proposed(request, request.proposal)
        messages.success(request, ended(f"Recorded: the change of {obj}"))
        return HttpResponseRedirect(self.page_after(request, obj))

    def proposed(self, request: HttpRequest, proposal: models.Model) -> HttpResponse:
        messages.success(request, wording.proposed(proposal))
        return HttpResponseRedirect(page_of(proposal))

    def page_after(self, request: HttpRequest, obj: Any) -> str:
        return page_of(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Relations are facts of their own; a form saves none of them by itself."""


def today_as_known() -> AsOf:
    """Now, as read at the edge of a request."""
    return Recording.objects.as_of(localdate(), now())


def today_under(recording: Recording) -> AsOf:
    """Today, with what `recording` has written so far."""
    return AsOf(localdate(), recording.moment, recording.serial)


def shown(name: str, label: str = "", order: str = "") -> Any:
    """A column of a list that spells the figure `name` (a path of attributes) with its unit."""
    *path, last = name.split("__")

    def column(row: models.Model) -> str | None:
        for step in path:
            row = getattr(row, step, None)
            if row is None:
                return None
        return formatted(row._meta.get_field(last), getattr(row, last)) or None

    column.short_description = label or last.replace("_", " ")
    column.admin_order_field = order or name
    column.__name__ = name
    return column


class ReadOnlyAdmin(RecordedAdmin):
    """Shown to whoever may view it; it has no form at all."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
