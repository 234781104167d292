"""What changed since a kept moment, or since any day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portfolio.forms import ReportForm
from portfolio.pages import changes as changes_page
from portfolio.positions.filters import Filters
from portfolio.reports.changes_since import DEFINITION
from record.calculations.as_of import AsOf

from .kept import kept
from .times import projected, shown, timed_and_asked

FILES = (("CSV", "csv"), ("XLSX", "xlsx"), ("JSON", "json"))
TEMPLATE, SECTION = "portfolio/changes.html", "portfolio/parts/changed.html"


@require_safe
@timed_and_asked(ReportForm.base_fields)
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


def section(request: HttpRequest, at: AsOf, compared: str) -> str:
    """The part of the briefing; `compared` is the slug of a kept moment, empty for the usual one."""
    narrowed = Filters(kept=compared)
    return kept(request, at, DEFINITION, SECTION, lambda: {"changes": changes_page.newest(at, narrowed)})
