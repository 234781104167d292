"""Reading a fact, and taking it back: retracted with a reason, or proposed to be."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.timezone import localdate

from record.admin.sections import Link, cell
from record.admin.site import page_of
from record.admin.sourced import ReasonForm
from record.models import Fact, Recording, Retraction
from record.roles import may_write
from record.services import approvals, facts
from record.services.recordings import SINGLE_CONTROL

from .base import RecordedAdmin
from .numbers import dated, formatted
from .proposed_again import earlier, reason_again
from .refused import Refused, put_on, refusals

KEPT_APART = {"id", "number", "recording", "citation", "counts_from", "previous_hash", "hash"}
RETRACTION = "retraction"  # the kind of proposal that retracts a fact


class UndoingAdmin(RecordedAdmin):
    """The part of a fact's admin by which it is read and undone."""

    undo, undone = "retract", "Retract"
    undone_as = RETRACTION  # the kind of proposal by which a fact of this table is undone

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """What a list shows: what was retracted is off it, and is read in the history, as on every other page."""
        rows = queryset.counting() if self.model.is_retractable else queryset
        return super().get_search_results(request, rows, search_term)

    def fact(self, request: HttpRequest, object_id: str) -> Fact:
        found = self.get_object(request, object_id)
        if found is None:
            raise Http404(f"No {self.opts.verbose_name} is on record under {object_id}.")
        return found

    def rows_of(self, fact: Any) -> list[tuple[str, Link]]:
        """Each stated column of the fact with its name; what is not stated is left out."""
        rows = []
        for column in fact._meta.concrete_fields:
            if column.name in KEPT_APART:
                continue
            value = getattr(fact, column.name)
            text = formatted(column, value) if not column.is_relation else ""
            if column.name == "effective_on":
                text = dated(value)
            if text or (column.is_relation and value is not None):
                rows.append((capfirst(str(column.verbose_name)), self.link_to(value, text)))
        return rows

    def link_to(self, value: Any, text: str = "") -> Link:
        if isinstance(value, models.Model) and not self.admin_site.is_registered(type(value)):
            return Link(str(value))
        return cell(value, text)

    def retraction_of(self, fact: Any) -> Retraction | None:
        found = Retraction.objects.filter(table=fact._meta.db_table, fact_id=fact.pk).select_related("recording")
        return found.first()

    def may_undo(self, request: HttpRequest, fact: Any) -> bool:
        return may_write(request.user) and not self.undone_otherwise(request, fact)

    def undone_otherwise(self, request: HttpRequest, fact: Any) -> str:
        """Why the fact is not undone here, and which other step undoes it, in words; empty where it is undone here."""
        if gone := self.retraction_of(fact):
            return f"It no longer counts since recording {gone.recording_id}: nothing is left to undo."
        if fact.undone_by:
            return str(fact.undone_by)
        if not self.adds or not self.has_add_permission(request):
            return (
                f"No form writes it. Take back recording {fact.recording_id}, which brought it: undo its import on the "
                "page of that file; what was loaded with the public record goes with an edition without it."
            )
        return ""

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not may_write(request.user) or not self.has_view_permission(request):
            raise PermissionDenied
        fact = self.fact(request, object_id)
        if otherwise := self.undone_otherwise(request, fact):
            context = {"otherwise": otherwise, "title": f"{self.undone}: {fact}", "fact": fact, "opts": self.opts}
            context |= {"rows": self.rows_of(fact), "undone": self.undone}
            context = {**self.admin_site.each_context(request), **context}
            return TemplateResponse(request, "admin/undo_fact.html", context)
        form = ReasonForm(request.POST or None, initial=reason_again(request, self.undone_as))
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            try:
                proposal = self.undo_or_propose(request, fact, reason)
            except Refused as refused:
                put_on(form, refused.error)
            else:
                if proposal is not None:
                    return self.proposed(request, proposal)
                messages.success(request, f"Recorded: {fact} no longer counts.")
                return HttpResponseRedirect(page_of(fact))
        context = {
            **self.admin_site.each_context(request),
            "title": f"{self.undone}: {fact}",
            "opts": self.opts,
            "fact": fact,
            "rows": self.rows_of(fact),
            "form": form,
            "undone": self.undone,
        }
        return TemplateResponse(request, "admin/undo_fact.html", context)

    def undo_or_propose(self, request: HttpRequest, fact: Any, reason: str) -> models.Model | None:
        """Undo the fact; or return the proposal to do so. Raises Refused."""
        waits = self.waits(request, self.proposal_kind(fact))
        approval = approvals.PROPOSAL if waits else SINGLE_CONTROL
        with refusals(), self.recording(request, reason, approval=approval) as recording:
            self.require(recording, fact)
            if waits:
                return approvals.propose_or_amend(
                    self.undone_as,
                    self.undoing(fact, reason),
                    recording=recording,
                    today=localdate(),
                    earlier=earlier(request, {self.undone_as}),
                )
            self.undo_fact(fact, reason, recording)
        return None

    def undoing(self, fact: Any, reason: str) -> dict[str, Any]:
        """The payload of the proposal that the fact no longer counts."""
        return {"model": fact._meta.label, "pk": fact.pk, "reason": reason}

    def undo_form_of(self, payload: dict[str, Any]) -> str:
        """The address of the form by which a fact of this table was proposed to be undone; empty for another table."""
        return self.address(self.undo, payload["pk"]) if payload["model"] == self.opts.label else ""

    def undo_fact(self, fact: Any, reason: str, recording: Recording) -> None:
        facts.retract(fact, reason=reason, recording=recording)
