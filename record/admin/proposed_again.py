"""A proposal that waits is amended, and one that came back corrected, in the form it came from, as it was filled in."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from record.admin.sections import Link
from record.admin.site import page_of
from record.admin.sourced import is_row_number
from record.models import Outcome, Proposal, Source
from record.services import approvals
from record.services.approval_handlers import handler_of
from record.services.row_formatting import read

AGAIN, AMENDS = "again", "amends"
"""In the address of a form: the number of the proposal whose values it starts from; of the one that it words anew."""
BOTH = (AMENDS, AGAIN)


def again_link(proposal: Proposal) -> Link | None:
    """The form that the proposal came from, filled in; of a file its page. None while it waits and once approved."""
    if proposal.is_open or proposal.decision.outcome == Outcome.APPROVED:
        return None
    text, handler = "Correct and propose again", handler_of(proposal.kind)
    about = handler.about(proposal.payload) if handler.has_rows else None
    return _link(proposal, text, AGAIN) if about is None else Link(text, page_of(about))


def duplicate_link(proposal: Proposal) -> Link | None:
    """The form that an approved proposal came from, filled in, for a new one like it; None where it has no form."""
    return _link(proposal, "Duplicate as new", AGAIN) if handler_of(proposal.kind).is_repeated else None


def amend_link(proposal: Proposal) -> Link | None:
    """The same form, to word a proposal anew that waits."""
    return _link(proposal, "Amend", AMENDS) if proposal.is_open else None


def _link(proposal: Proposal, text: str, name: str) -> Link | None:
    address = form_of(proposal)
    if not address:
        return None
    return Link(text, f"{address}{'&' if '?' in address else '?'}{urlencode({name: proposal.pk})}")


def form_of(proposal: Proposal) -> str:
    """The address of the form that a proposal came from; empty where it has none."""
    if own := handler_of(proposal.kind).form:
        return reverse(f"admin:{own}")
    pages: list[Any] = [one for one in admin.site._registry.values() if proposal.kind in kinds_of(one)]
    return next((address for one in pages if (address := one.form_of(proposal))), "")


def kinds_of(form: Any) -> set[str]:
    proposes = getattr(form, "proposes", None)
    return proposes() if proposes else set()


def named_in(request: HttpRequest, name: str) -> Proposal | None:
    """The proposal that the address names, as it is worded now."""
    text = request.GET.get(name, "")
    if not is_row_number(text):
        return None
    return Proposal.objects.as_worded().filter(pk=int(text)).select_related("recording").first()


def begun_from(request: HttpRequest, kinds: set[str]) -> Proposal | None:
    """The proposal whose values the form starts from, to be proposed again or worded anew; one of those kinds."""
    found = named_in(request, AGAIN) or named_in(request, AMENDS)
    return found if found is not None and found.kind in kinds else None


def earlier(request: HttpRequest, kinds: set[str]) -> approvals.Earlier:
    """What the address names of those kinds: the proposal that the form words anew, or that it corrects."""
    amends, began = (one if one and one.kind in kinds else None for one in map(partial(named_in, request), BOTH))
    return approvals.Earlier(amends, began if began and is_turned_down(began, request.user) else None)


def is_turned_down(proposal: Proposal, user: Any) -> bool:
    """True of what was decided otherwise than by an approval, for who followed it."""
    is_decided = not proposal.is_open and proposal.decision.outcome != Outcome.APPROVED
    return is_decided and approvals.follows(user, proposal)


def values_again(request: HttpRequest, form: Any, known: set[str]) -> dict[str, Any]:
    """The values of the proposal that the address names, its sources and its reason; nothing where it names none."""
    proposal = begun_from(request, form.proposes())
    if proposal is None or "row" not in proposal.payload:
        return {}
    row: models.Model = read(form.model, proposal.payload["row"])
    names = {field.name: field.attname for field in form.model._meta.concrete_fields}
    stated = {name: getattr(row, names[name]) for name in (*known, "effective_on", "note") if name in names}
    return stated | reasons_again(proposal)


def reasons_again(proposal: Proposal) -> dict[str, Any]:
    """The sources of a proposal and why it was made, as a form holds them."""
    sources = Source.objects.filter(slug__in=proposal.sources.split(";")).values_list("pk", flat=True)
    return {"sources": list(sources), "why": proposal.recording.why}


def reason_again(request: HttpRequest, kind: str) -> dict[str, Any]:
    """What a form asks that undoes something: the reason, and what else the proposal of that kind said."""
    proposal = begun_from(request, {kind})
    return {} if proposal is None else {name: proposal.payload.get(name) for name in ("reason", "along")}
