"""Rows of a list changed together: they are ticked, one field is chosen, and one proposal is made of all."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localdate

from record.admin.base import RecordedAdmin
from record.admin.proposed_again import begun_from, earlier, reasons_again
from record.admin.refused import Refused, put_on, refusals
from record.admin.site import page_of
from record.admin.sourced import SOURCE_FIELDS, SourcedForm, is_row_number
from record.models import Channel
from record.models.fields import PartialDateFormField
from record.roles import may_write
from record.services import approvals, together, wording
from record.services.approval_handlers import writer_of
from record.services.recordings import SINGLE_CONTROL, open_recording
from record.services.together import TogetherHandler


class TogetherForm(SourcedForm):
    """The new value, from which day it holds, its source and the reason."""

    effective_on = PartialDateFormField(label="Holds from", required=False, help_text="The day of the change.")


class TogetherAdmin(RecordedAdmin):
    """The part of a list by which several of its rows are changed together."""

    together: tuple[str, ...] = ()
    """The fields that several may be given together."""
    together_as = TogetherHandler.kind

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        if not self.together or not may_write(request.user):
            return {}
        return {"edit_together": (type(self).edit_together, "edit_together", "Change together")}

    def edit_together(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        """Lead to the form of the rows that were ticked."""
        rows = list(queryset.order_by("pk").values_list("pk", flat=True)[: together.MOST + 1])
        if len(rows) > together.MOST:
            messages.error(request, f"At most {together.MOST} are changed together. Narrow the list first.")
            return None
        asked = f"model={self.opts.label}&rows={','.join(map(str, rows))}"
        return HttpResponseRedirect(f"{reverse('admin:change_together')}?{asked}")

    def together_form_of(self, payload: dict[str, Any]) -> str:
        """The address of the form of rows that a proposal changes together; empty for those of another table."""
        if payload["model"] != self.opts.label:
            return ""
        asked = {"model": payload["model"], "rows": ",".join(map(str, payload["rows"])), "field": payload["field"]}
        return f"{reverse('admin:change_together')}?{urlencode(asked)}"

    def together_besides(self, name: str) -> dict[str, forms.Field]:
        """What the form of a field asks besides its new value; kept in the payload under the same names."""
        return {}

    def together_field(self, name: str) -> Any:
        """The column that is given a new value."""
        return self.opts.get_field(name)


def change_together(request: Any) -> HttpResponse:
    """The page at /admin/change-together/?model=projects.Project&rows=1,2&field=stage."""
    if not may_write(request.user):
        raise PermissionDenied("Only an officer changes labels.")
    table, rows = asked_of(request)
    name = request.GET.get("field", "")
    fields = [(one, label(table.together_field(one))) for one in table.together]
    context = {
        **admin.site.each_context(request),
        "title": f"Change {len(rows)} {table.opts.verbose_name_plural} together",
        "rows": rows,
        "list_page": changelist_of(table),
        "list_name": table.opts.verbose_name_plural,
        "fields": fields,
        "chosen": name,
        "asked": {"model": table.opts.label, "rows": request.GET["rows"]},
    }
    if name in table.together:
        form = form_of(request, table, name, rows)
        if request.method == "POST" and form.is_valid():
            try:
                return kept(request, table, form.cleaned_data["ticked"], name, form)
            except Refused as refused:
                put_on(form, refused.error)
        context |= {
            "form": form,
            "ticked": form["ticked"],
            "own": [form[one] for one in ("value", "effective_on", *table.together_besides(name))],
            "media": form.media,
        }
        context["sourced"] = [form[one] for one in (*SOURCE_FIELDS, "why")]
    return TemplateResponse(request, "admin/together.html", context)


def asked_of(request: HttpRequest) -> tuple[Any, Sequence[Any]]:
    """The list and its rows that the address names. Raises Http404."""
    listed = (one for one in admin.site._registry.values() if isinstance(one, TogetherAdmin) and one.together)
    table = next((one for one in listed if one.opts.label == request.GET.get("model")), None)
    numbers = [int(text) for text in request.GET.get("rows", "").split(",") if is_row_number(text)]
    found = table.get_queryset(request).filter(pk__in=numbers[: together.MOST]).order_by("slug") if table else []
    if table is None or not found:
        raise Http404("Nothing is chosen. Tick rows of a list, and choose Change together.")
    return table, list(found)


def changelist_of(table: Any) -> str:
    return reverse(f"admin:{table.opts.app_label}_{table.opts.model_name}_changelist")


def label(field: Any) -> str:
    text = str(field.verbose_name)
    return text[:1].upper() + text[1:]


def form_of(request: HttpRequest, table: Any, name: str, rows: Sequence[Any]) -> Any:
    """The form of the field that was chosen; filled in as a proposal was that the address names."""
    column = table.together_field(name)
    value = table.formfield_for_dbfield(column, request)
    value.label, value.required = label(column), not column.blank
    value.help_text = value.help_text or "What all of them come to have."
    ticked = forms.TypedMultipleChoiceField(
        label="Which of them",
        choices=[(row.pk, str(row)) for row in rows],
        coerce=int,
        initial=[row.pk for row in rows],
        widget=forms.CheckboxSelectMultiple,
        help_text="Untick what stays as it is.",
        error_messages={"required": "Tick what changes."},
    )
    form = type("ChosenForm", (TogetherForm,), {"value": value, "ticked": ticked, **table.together_besides(name)})
    answers: dict[str, Any] = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    again = begun_from(request, {table.together_as})
    said = {} if again is None else {**again.payload, **together.said_in(again.payload, column), **reasons_again(again)}
    return form(**answers, initial=said)


def kept(request: Any, table: Any, rows: list[int], name: str, form: Any) -> HttpResponse:
    """Propose the change; in an office of one it is written at once."""
    values, waits = form.cleaned_data, approvals.is_asked()
    approval = approvals.PROPOSAL if waits else SINGLE_CONTROL
    with (
        refusals(),
        open_recording(by=request.user, why=values["why"], channel=Channel.FORM, approval=approval) as recording,
    ):
        citation = form.citation(recording)
        payload = {
            "model": table.opts.label,
            "rows": rows,
            "field": name,
            "value": together.stored(table.together_field(name), values["value"]),
            "effective_on": values["effective_on"].text if values["effective_on"] else "",
            "sources": citation.text if citation else "",
            **{one: values[one] for one in table.together_besides(name) if values[one]},
        }
        if not waits:
            writer_of(table.together_as).perform(payload, recording, localdate())
            messages.success(request, f"Recorded: the change of {len(rows)} {table.opts.verbose_name_plural}.")
            return HttpResponseRedirect(changelist_of(table))
        kind = table.together_as
        made = approvals.propose_or_amend(
            kind, payload, recording=recording, today=localdate(), earlier=earlier(request, {kind})
        )
    messages.success(request, wording.proposed(made))
    return HttpResponseRedirect(page_of(made))
