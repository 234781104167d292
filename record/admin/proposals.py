"""The page on which a second officer decides: before and after, what is at stake, and who proposed it when."""

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate

from record.admin.base import ReadOnlyAdmin, shown
from record.admin.fact_forms import ReasonForm
from record.admin.filters import value_filter
from record.admin.refused import Refused, refusals
from record.admin.sections import Line, Link, page_of, source_links
from record.models import Citation, Decision, Outcome, Proposal
from record.models.proposals import KIND_LABELS
from record.roles import may_write
from record.services import approvals
from record.services.approval_handlers import handler_of

from .approving import approve
from .waiting import stake

SAID = {
    Outcome.RETURNED: "Returned with your reason.",
    Outcome.WITHDRAWN: "Withdrawn.",
}


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = ("number", "kind", "subject", shown("amount"), shown("shares"), "proposed_by", "outcome")
    list_display_links = ("number",)
    list_select_related = ("proposed_by", "decision")
    list_filter = (value_filter("kind", choices=KIND_LABELS.items),)
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("subject",)

    @admin.display(description="proposal")
    def number(self, row: Proposal) -> str:
        return str(row.pk)

    @admin.display(description="decided")
    def outcome(self, row: Proposal) -> str:
        return "waits" if row.is_open else row.decision.get_outcome_display()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        proposal = self.get_object(request, object_id)
        if proposal is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, proposal):
            raise PermissionDenied
        if request.method == "POST":
            return self.decide(request, proposal)
        context = {
            **self.admin_site.each_context(request),
            "title": str(proposal),
            "opts": self.opts,
            "proposal": proposal,
            "fields": lines(proposal.shown["fields"]),
            "totals": lines(proposal.shown["totals"]),
            "stake": stake(proposal),
            "about": about(proposal),
            "has_rows": handler_of(proposal.kind).has_rows,
            "sources": source_links(Citation.objects.filter(text=proposal.sources).first()),
            "is_own": proposal.proposed_by == request.user,
            "may_decide": proposal.is_open and may_write(request.user),
            "reason": ReasonForm()["reason"],
        }
        return TemplateResponse(request, "admin/proposal.html", context)

    def decide(self, request: HttpRequest, proposal: Proposal) -> HttpResponse:
        if not may_write(request.user):
            raise PermissionDenied
        try:
            if "_approve" in request.POST:
                level, sentence = approve(proposal, by=request.user, shown_hash=request.POST.get("shown_hash", ""))
            else:
                level, sentence = messages.SUCCESS, SAID[turned_down(request, proposal, request.POST).outcome]
        except Refused as refused:
            level, sentence = messages.ERROR, " ".join(refused.error.messages)
        messages.add_message(request, level, sentence)
        return HttpResponseRedirect(page_of(proposal))


def turned_down(request: HttpRequest, proposal: Proposal, stated: Any) -> Decision:
    """What was decided by the form otherwise. Raises Refused with the sentence."""
    described = {"by": request.user, "today": localdate()}
    with refusals():
        if "_return" in stated:
            return approvals.send_back(proposal, reason=stated.get("reason", ""), **described)
        if "_withdraw" in stated:
            return approvals.withdraw(proposal, reason=stated.get("reason", ""), **described)
        raise ValidationError("Choose what is to become of it.")


def lines(shown_lines: list[list[str]]) -> list[Line]:
    return [Line(*line) for line in shown_lines]


def about(proposal: Proposal) -> Link:
    """What it is about: a link for what is on record already."""
    model = next((one for one in apps.get_models() if one._meta.db_table == proposal.table), None)
    found = model.objects.filter(pk=proposal.entity_id).first() if model else None
    return Link(proposal.subject, page_of(found) if found else "")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("proposal", "outcome", "proposed_by", "decided_by", "written", "recording")
    list_select_related = ("proposal", "proposed_by", "decided_by", "written", "recording")
    list_filter = (value_filter("outcome", choices=Outcome.choices),)
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("proposal__subject",)
