"""Waiting for me: every proposal that the officer may decide about; several approved at once, each with its result."""

from dataclasses import dataclass

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from record.admin.base import shown
from record.admin.refused import Refused
from record.models import Proposal
from record.roles import may_write
from record.services import approvals

from .approving import approve


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one of several."""

    proposal: Proposal
    sentence: str


def waiting_for_me(request: HttpRequest) -> HttpResponse:
    """The page at /admin/waiting/."""
    if not may_write(request.user):
        raise PermissionDenied("Only an officer decides about proposals.")
    results = approve_all(request) if request.method == "POST" else []
    context = {
        **admin.site.each_context(request),
        "title": "Waiting for me",
        "waiting": [(one, stake(one)) for one in approvals.waiting_for(request.user)],
        "results": results,
    }
    return TemplateResponse(request, "admin/waiting.html", context)


def stake(proposal: Proposal) -> str:
    """The dollars and the shares of it, in words; of a file those of each kind of entry."""
    own = [text for name in ("amount", "shares") if (text := shown(name)(proposal))]
    return "; ".join(proposal.shown.get("stake", ())) or " and ".join(own)


def approve_all(request: HttpRequest) -> list[Result]:
    """Approve those that were ticked, each by itself and bound to what was shown of it."""
    ticked = [text.partition(":") for text in request.POST.getlist("chosen")]
    hashes = {int(key): shown_hash for key, _, shown_hash in ticked if key.isdecimal() and len(key) < 19}
    return [
        Result(one, result(request, one, hashes[one.pk]))
        for one in Proposal.objects.filter(pk__in=hashes).order_by("pk")
    ]


def result(request: HttpRequest, proposal: Proposal, shown_hash: str) -> str:
    try:
        return approve(proposal, by=request.user, shown_hash=shown_hash)[1]
    except Refused as refused:
        return " ".join(refused.error.messages)
