"""Withdrawing a deal that should not have been recorded, from the page of its award."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.timezone import localdate

from portfolio.models import Investment
from portfolio.services.handlers.withdrawals import WithdrawalHandler
from record.admin.entities import EntityAdmin
from record.admin.proposed_again import earlier, reason_again
from record.admin.refused import Refused, put_on, refusals
from record.admin.sourced import UndoForm
from record.models import Proposal
from record.services import approvals
from record.services.approval_handlers import Payload
from record.services.recordings import SINGLE_CONTROL


class WithdrawingAdmin(EntityAdmin):
    """The part of the awards' admin by which a deal is taken back."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_withdraw"
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<path:object_id>/withdraw/", view, name=name), *super().get_urls()]

    def proposes(self) -> set[str]:
        return {*super().proposes(), WithdrawalHandler.kind}

    def form_of(self, proposal: Proposal) -> str:
        if proposal.kind == WithdrawalHandler.kind:
            return self.address("withdraw", proposal.payload["pk"])
        return super().form_of(proposal)

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        award = self.get_object(request, object_id)
        if award is None:
            raise Http404(f"No award is on record under {object_id}.")
        if not self.has_change_permission(request, award):
            raise PermissionDenied
        form = UndoForm(request.POST or None, initial=reason_again(request, WithdrawalHandler.kind))
        if request.method == "POST" and form.is_valid():
            try:
                proposal = self.withdraw_or_propose(request, award, form.cleaned_data)
            except Refused as refused:
                put_on(form, refused.error)
            else:
                if proposal is not None:
                    return self.proposed(request, proposal)
                messages.success(request, f"Recorded: {award} is withdrawn.")
                return HttpResponseRedirect(self.address("changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Withdraw: {award}",
            "opts": self.opts,
            "fact": award,
            "form": form,
            "undone": "Withdraw",
        }
        return TemplateResponse(request, "admin/undo_fact.html", context)

    def withdraw_or_propose(self, request: HttpRequest, award: Investment, given: dict[str, Any]) -> Any:
        """Take the deal back; or return the proposal to do so. Raises Refused."""
        kind = WithdrawalHandler.kind
        waits = self.waits(request, kind)
        payload: Payload = {"pk": award.pk, "reason": given["reason"], "along": given["along"]}
        approval = approvals.PROPOSAL if waits else SINGLE_CONTROL
        with refusals(), self.recording(request, given["reason"], approval=approval) as recording:
            self.require(recording, award)
            if waits:
                return approvals.propose_or_amend(
                    kind, payload, recording=recording, today=localdate(), earlier=earlier(request, {kind})
                )
            WithdrawalHandler().perform(payload, recording, localdate())
        return None
