"""What changed since a kept moment, or since any day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portfolio.forms import ReportForm
from portfolio.pages import changes as changes_page
from portfolio.reports.changes_since import DEFINITION
from record.calculations.as_of import AsOf

from .kept import kept
from .times import projected, shown, timed

FILES = (("CSV", "csv"), ("XLSX", "xlsx"), ("JSON", "json"))
TEMPLATE, SECTION = "portfolio/changes.html", "portfolio/parts/changed.html"


@require_safe
@timed
@projected
def changes(request: HttpRequest, at: AsOf) -> HttpResponse:
    form = ReportForm(DEFINITION, request.GET)
    if not form.is_valid():
        return shown(request, at, TEMPLATE, {"form": form}, status=400)
    filters = form.filters()
    context: dict[str, Any] = {
        "page": changes_page.page(at, filters),
        "form": form,
        "files": FILES,
        "narrowed": filters,
    }
    return shown(request, at, TEMPLATE, context)


def section(request: HttpRequest, at: AsOf) -> str:
    """The part of the briefing."""
    return kept(request, at, DEFINITION, SECTION, lambda: {"changes": changes_page.newest(at)})
