"""Waiting for me: every proposal that the officer may decide about; several shown open and approved in order."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.timezone import localdate

from record.admin.opened import opened, stake
from record.admin.proposals import approve
from record.admin.refused import Refused
from record.models import Proposal
from record.roles import may_write
from record.services import approvals, several, writer_at_work

SHOW, SHOW_ALL = "_show", "_show_all"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one of several."""

    proposal: Proposal
    sentence: str

    @property
    def is_open(self) -> bool:
        return self.proposal.is_open


def waiting_for_me(request: Any) -> HttpResponse:
    """The page at /admin/waiting/."""
    if not may_write(request.user):
        raise PermissionDenied("Only an officer decides about proposals.")
    if request.method == "POST" and {SHOW, SHOW_ALL} & request.POST.keys():
        return shown_in_order(request)
    results = approve_all(request) if request.method == "POST" else []
    context = {
        **admin.site.each_context(request),
        "title": "Waiting for me",
        "waiting": [(one, stake(one)) for one in approvals.waiting_for(request.user)],
        "results": results,
        "approved": sum(not one.is_open for one in results),
    }
    return TemplateResponse(request, "admin/waiting.html", context)


def shown_in_order(request: Any) -> HttpResponse:
    """Each chosen proposal open, in the order proposed, with the totals after those before it."""
    waiting = approvals.waiting_for(request.user)
    ticked = hashes_of(request)
    chosen = [one for one in waiting if SHOW_ALL in request.POST or one.pk in ticked]
    if not chosen:
        messages.error(request, "Nothing is chosen. Tick the proposals that you want to see, or show all of them.")
        return HttpResponseRedirect(request.path)
    tried = several.tried_in_order(chosen, by=request.user, today=localdate())
    context = {
        **admin.site.each_context(request),
        "title": f"Decide about {len(chosen)} proposal{'s' * (len(chosen) != 1)}",
        "tried": [card(one) for one in tried],
    }
    return TemplateResponse(request, "admin/several.html", context)


def card(one: several.Tried) -> dict[str, Any]:
    return {**opened(one.proposal, one.shown), "proposal": one.proposal, "refused": one.refused}


def hashes_of(request: HttpRequest) -> dict[int, str]:
    """The number of each proposal that was ticked, and the hash of what was shown of it."""
    ticked = [text.partition(":") for text in request.POST.getlist("chosen")]
    return {int(key): shown_hash for key, _, shown_hash in ticked if key.isdecimal() and len(key) < 19}


def approve_all(request: HttpRequest) -> list[Result]:
    """Approve those that were ticked in the order proposed, each by itself and bound to what was shown of it.

    What fails waits on, with its reason.
    """
    hashes = hashes_of(request)
    return [
        Result(one, result(request, one, hashes[one.pk]))
        for one in Proposal.objects.as_worded().filter(pk__in=hashes).order_by("pk")
    ]


def result(request: Any, proposal: Proposal, shown_hash: str) -> str:
    try:
        return approve(proposal, by=request.user, shown_hash=shown_hash)[1]
    except Refused as refused:
        return " ".join(refused.error.messages)
    except OperationalError:
        return writer_at_work.told()
