"""Search: a page of what is found, and the same as it is typed."""

from typing import Any

from django.forms import CharField
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from portfolio.asked import refused_as_json
from portfolio.positions.names import names_borne
from portfolio.positions.search import PROPOSAL, Found, search
from record.calculations.as_of import AsOf
from record.models import Recording

from .times import shown, timed_and_asked

AT_ONCE = 10
"""What is shown while somebody types."""


def _address(page: str, key: str) -> str:
    match page:
        case "mineral":
            return f"{reverse('portfolio:production')}?{urlencode({'mineral': key})}"
        case "person":
            return f"{reverse('portfolio:report', args=['audit-trail'])}?{urlencode({'officer': key})}"
        case "proposal":
            return reverse("admin:record_proposal_change", args=[key])
        case _:
            return reverse(f"portfolio:{page}", args=[key])


def _found(request: HttpRequest) -> list[Found]:
    without = () if request.user.has_perm("record.view_proposal") else (PROPOSAL,)
    return search(request.GET.get("q", ""), without=without)


def _rows(found: Found) -> list[dict[str, Any]]:
    """An award bears no name of its own: it is called by who gets what, its identifier beside it."""
    at = Recording.objects.as_of(timezone.localdate(), timezone.now())
    names = names_borne("investment", at) if any(hit.page == "investment" for hit in found.hits) else {}
    rows = []
    for hit in found.hits:
        name = names.get(hit.key, hit.name) if hit.page == "investment" else hit.name
        why = "; ".join(part for part in ("" if name == hit.name else hit.key, hit.why) if part)
        rows.append({"kind": found.label, "name": name, "why": why, "address": _address(hit.page, hit.key)})
    return rows


@require_safe
@timed_and_asked({"q": CharField()})
def results(request: HttpRequest, at: AsOf) -> HttpResponse:
    """Today's names, whatever day the address asks for: a search leads to a page, and that page has its day."""
    found = [{"label": one.label, "count": one.count, "rows": _rows(one)} for one in _found(request)]
    context = {"searched_for": request.GET.get("q", "").strip(), "found": found, "title": "Search"}
    return shown(request, at, "portfolio/search.html", context)


@require_safe
def as_typed(request: HttpRequest) -> JsonResponse:
    """JSON: `hits`, at most ten, each with kind, name, why and address, the best first."""
    if refused := refused_as_json(request.GET, ("q",)):
        return refused
    rows = [row for found in _found(request) for row in _rows(found)]
    return JsonResponse({"hits": rows[:AT_ONCE], "count": len(rows)})
