"""One page about the whole record or one thing of it, as a page and as a PDF."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from portfolio.documents.sheets import pdf_at, sheet_at
from portfolio.pages.sheet_scope import SCOPES, Scope, scope_of
from portfolio.reports.changes_since import DEFINITION
from portfolio.templatetags.addresses import carried
from record.calculations.as_of import AsOf

from . import made
from .kept import kept
from .times import projected, shown, timed, timed_and_asked, unreadable

BODY = "portfolio/parts/one_page.html"


def asked_scope(at: AsOf, kind: str, slug: str) -> Scope:
    """The scope of the address. Raises Http404 for a kind that has no sheets, NotOnRecord for what was not there."""
    if kind not in SCOPES:
        raise Http404(f"There is no sheet of a {kind}. Sheets are of {', '.join(SCOPES)}.")
    return scope_of(at, kind, slug)


@require_safe
@timed
@projected
def page(request: HttpRequest, at: AsOf, kind: str, slug: str) -> HttpResponse:
    scope = asked_scope(at, kind, slug)

    def context() -> dict[str, Any]:
        return {"sheet": sheet_at(at, scope)}

    body = kept(request, at, DEFINITION, BODY, context)
    return shown(request, at, "portfolio/one_page.html", {"body": body, "scope": scope})


@require_safe
@timed
@projected
def pdf(request: HttpRequest, at: AsOf, kind: str, slug: str) -> HttpResponse:
    scope = asked_scope(at, kind, slug)
    return saved(request, at, scope, reverse("portfolio:sheet", args=[scope.kind, scope.slug]))


@require_safe
@timed_and_asked(made.FIELDS)
@projected
def briefing_pdf(request: HttpRequest, at: AsOf) -> HttpResponse:
    form = made.asked_made(request.GET)
    if not form.is_valid():
        return unreadable(request, form)
    return saved(request, at, made.scope_asked(form), reverse("portfolio:overview"))


def saved(request: HttpRequest, at: AsOf, scope: Scope, path: str) -> HttpResponse:
    """The PDF, to be saved; it names the address of the same page."""
    asked = carried(request)
    for name in made.NAMES if scope.is_whole else ():
        if request.GET.get(name):
            asked[name] = request.GET[name]
    address = request.build_absolute_uri(f"{path}?{asked.urlencode()}" if asked else path)
    name = "briefing" if scope.is_whole else f"{scope.kind}-{scope.slug}"
    answer = HttpResponse(pdf_at(at, scope, address), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}_{at.as_of}_r{at.serial}.pdf"'
    patch_cache_control(answer, private=True, no_cache=True)
    return answer
