"""Where a figure comes from: a citation, and each of its sources."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portfolio.pages.citation import citation_page, source_page
from portfolio.pages.lookup import NotOnRecord
from portfolio.pages.near_names import borne_by, near_to, of_names
from portfolio.positions.names import source_titles
from record.calculations.as_of import AsOf
from record.models import Citation, Source

from .times import shown, timed


@require_safe
@timed
def citation(request: HttpRequest, at: AsOf, pk: int) -> HttpResponse:
    found = Citation.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    context = {"citation": found, "page": citation_page(at, found), "title": f"Sources {found.text}"}
    return shown(request, at, "portfolio/citation.html", context)


@require_safe
@timed
def source(request: HttpRequest, at: AsOf, slug: str) -> HttpResponse:
    known = Source.objects.select_related("recording")
    found = known.filter(slug=slug).first() or known.filter(slug__iexact=slug).first()
    if found is None or found.recording_id > at.serial:
        called = [] if found else of_names(source_titles(at))
        since = found.recording if found else None
        raise NotOnRecord("source", slug, since, near_to(slug, called), means=borne_by(slug, called))
    context = {"source": found, "page": source_page(at, found), "title": found.title}
    return shown(request, at, "portfolio/citation.html", context)
