"""The page on which a second officer decides: before and after, what is at stake, and who proposed it when."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate, localtime, now

from record.admin import comments
from record.admin.attached import add_address, evidence
from record.admin.base import ReadOnlyAdmin, shown
from record.admin.filters import value_filter
from record.admin.opened import opened, parted
from record.admin.proposed_again import again_link, amend_link
from record.admin.refused import Refused, refusals
from record.admin.site import page_of
from record.admin.sourced import ReasonForm
from record.models import Account, Decision, Outcome, Proposal
from record.models.proposals import KIND_LABELS
from record.roles import may_write
from record.services import approvals, attachments, handling
from record.services.approval_handlers import handler_of
from record.services.jobs import notice
from record.services.proposal_notices import notices

BY_THE_WORKER = "Approved. The worker writes it now; the page of the file says how far it is."

RETURNS, WITHDRAWS = "Say why it goes back, so that it can be put right.", "Say why you withdraw it."

Stated = tuple[int, str]
"""The level of a message, and its sentence."""


def approve(proposal: Proposal, *, by: Account, shown_hash: str) -> Stated:
    """What came of an approval. Raises Refused with the sentence that refuses it."""
    with refusals():
        job = handler_of(proposal.kind).by_worker(proposal, by=by, shown_hash=shown_hash, now=now())
        if job is not None:
            warning = notice(job)
            return (messages.WARNING, f"Approved. {warning}") if warning else (messages.INFO, BY_THE_WORKER)
        return stated(approvals.approve(proposal, by=by, shown_hash=shown_hash, today=localdate()))


def stated(made: Decision) -> Stated:
    """A decision in words."""
    if made.outcome == Outcome.LAPSED:
        return messages.WARNING, f"It has {made.get_outcome_display()}. {made.note}"
    return messages.SUCCESS, "Approved: it is on record now."


SAID = {
    Outcome.RETURNED: "Returned with your reason.",
    Outcome.WITHDRAWN: "Withdrawn.",
}


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = ("number", "sentence", shown("amount"), shown("shares"), "proposed_by", "outcome", "mark")
    list_display_links = ("number",)
    list_select_related = ("proposed_by", "decision")
    list_filter = (value_filter("kind", choices=KIND_LABELS.items),)
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("sentence", "subject")

    @admin.display(description="proposal")
    def number(self, row: Proposal) -> str:
        return str(row.pk)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Proposal]:
        return Proposal.objects.as_worded().order_by(*self.ordering)

    @admin.display(description="shown again since")
    def mark(self, row: Proposal) -> str:
        return row.shown_again if row.is_open else ""

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
        user = cast(Account, request.user)
        is_own, may_decide = approvals.follows(user, proposal), proposal.is_open and may_write(user)
        reason = ReasonForm(request.POST or None)
        reason.fields["reason"].error_messages["required"] = WITHDRAWS if is_own else RETURNS
        lacks_reason = may_decide and "_approve" not in request.POST and not reason.is_valid()
        if request.method == "POST" and not lacks_reason:
            return self.decide(request, proposal)
        context = {
            **self.admin_site.each_context(request),
            "title": str(proposal),
            "opts": self.opts,
            "proposal": proposal,
            "one": opened(proposal, proposal.shown),
            "news": approvals.news_of(proposal) if proposal.is_open else "",
            "notices": notices(proposal, today=localdate()) if proposal.is_open else [],
            "evidence": evidence(proposal, handler_of(proposal.kind).evidence(proposal.payload)),
            "attach": add_address(proposal) if attachments.may_attach(proposal, request.user) else "",
            "again": again_link(proposal) if is_own else None,
            "amend": amend_link(proposal) if is_own else None,
            "is_own": is_own,
            "assignee": proposal.assignees.order_by("pk").last(),
            "takeover": proposal.takeovers.order_by("pk").last(),
            "open_by": handling.open_by([proposal], now=now(), but=user).get(proposal.pk),
            "may_decide": may_decide,
            "reason": reason["reason"],
            "named": request.POST.get("field", ""),
            "next": next_of(request, proposal),
            "trail": trail_of(proposal),
            **comments.shown_on(request, proposal),
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


def next_of(request: HttpRequest, proposal: Proposal) -> str:
    """The page of the proposal that waits for the reader after this one, else of the first; empty where none does."""
    waiting = [one for one in approvals.waiting_for(request.user) if one.pk != proposal.pk]
    later = [one for one in waiting if one.pk > proposal.pk]
    return page_of((later or waiting)[0]) if waiting else ""


def trail_of(proposal: Proposal) -> list[dict[str, Any]]:
    """Its earlier texts, the newest first, each with who wrote it, when and why."""
    first = Proposal.objects.select_related("recording").get(pk=proposal.pk)
    versions = list(proposal.versions.select_related("recording").order_by("pk"))
    titles = ["As it was proposed", *("Amended" if one.is_amended else "Shown again" for one in versions)]
    texts = zip(titles, [first, *versions], strict=True)
    return [
        {
            "title": f"{title} by {one.recording.by_name}, {localtime(one.recording.moment):%Y-%m-%d %H:%M}"
            f"{f': {one.note}' if one.note else ''}",
            "changed": parted(one.shown["fields"])[0],
        }
        for title, one in list(texts)[-2::-1]
    ]


def turned_down(request: HttpRequest, proposal: Proposal, stated: Any) -> Decision:
    """What was decided by the form otherwise. Raises Refused with the sentence."""
    described = {"by": request.user, "today": localdate()}
    with refusals():
        if "_return" in stated:
            field, reason = stated.get("field", ""), stated.get("reason", "")
            named = f"{field}: {reason}" if field and reason.strip() else reason
            return approvals.send_back(proposal, reason=named, **described)
        if "_withdraw" in stated:
            return approvals.withdraw(proposal, reason=stated.get("reason", ""), **described)
        raise ValidationError("Choose what is to become of it.")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("proposal", "outcome", "proposed_by", "decided_by", "written", "recording")
    list_select_related = ("proposal", "proposed_by", "decided_by", "written", "recording")
    list_filter = (value_filter("outcome", choices=Outcome.choices),)
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("proposal__sentence", "proposal__subject")
