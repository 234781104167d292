"""The next 90 days, and the warrant desk."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portfolio.pages import calendar as calendar_page
from portfolio.pages import warrants as warrants_page
from record.calculations.as_of import AsOf

from .times import shown, timed


@require_safe
@timed
def calendar(request: HttpRequest, at: AsOf) -> HttpResponse:
    return shown(request, at, "portfolio/calendar.html", {"page": calendar_page.page(at)})


@require_safe
@timed
def warrants(request: HttpRequest, at: AsOf) -> HttpResponse:
    return shown(request, at, "portfolio/warrants.html", {"page": warrants_page.page(at)})
