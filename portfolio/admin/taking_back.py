"""Take back all that one recording wrote: from the desk with a reason, and in a form where that is corrected."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate

from portfolio.services import undoing
from portfolio.services.handlers.withdrawals import TakingBackHandler
from record.admin.proposed_again import begun_from, earlier, reason_again
from record.admin.refused import Refused, put_on, refusals
from record.admin.site import page_of
from record.admin.sourced import ReasonForm
from record.calculations.formatting import ended
from record.models import Account, Channel, Proposal, Recording
from record.roles import may_write
from record.services import approvals
from record.services.recordings import SINGLE_CONTROL, open_recording

KIND = TakingBackHandler.kind


def take_back(request: HttpRequest, written: Recording, reason: str) -> Proposal | None:
    """The proposal to take it back, or that of the address in other words; None in an office of one, where it is done.

    Raises ValidationError as the write does.
    """
    waits, payload = approvals.is_asked(), {"serial": written.serial, "reason": reason}
    approval = approvals.PROPOSAL if waits else SINGLE_CONTROL
    officer = cast(Account, request.user)
    with open_recording(by=officer, why=reason, channel=Channel.FORM, approval=approval) as recording:
        if waits:
            return approvals.propose_or_amend(
                KIND, payload, recording=recording, today=localdate(), earlier=earlier(request, {KIND})
            )
        undoing.take_back(written, reason=reason, recording=recording, today=localdate())
    return None


def take_back_again(request: HttpRequest) -> HttpResponse:
    """The page at /admin/take-back/?again=3: the reason of a proposal that came back or waits, to be corrected."""
    if not may_write(request.user):
        raise PermissionDenied("Only an officer takes back what was recorded.")
    before = begun_from(request, {KIND})
    if before is None:
        raise Http404("No proposal to take a recording back is named. Choose Undo on your desk.")
    written = TakingBackHandler().written(before.payload)
    form = ReasonForm(request.POST or None, initial=reason_again(request, KIND))
    if request.method == "POST" and form.is_valid():
        try:
            with refusals():
                made = take_back(request, written, form.cleaned_data["reason"])
        except Refused as refused:
            put_on(form, refused.error)
        else:
            sentence = f"{ended(f'Proposed: {made}')} Another officer decides about it." if made else "Taken back."
            messages.success(request, sentence)
            return HttpResponseRedirect(page_of(made or written))
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": f"Undo: {written}",
        "opts": Recording._meta,
        "fact": written,
        "form": form,
        "undone": "Undo",
    }
    return TemplateResponse(request, "admin/undo_fact.html", context)
