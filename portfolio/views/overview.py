"""The overview."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portfolio.pages import overview as report
from portfolio.pages.open_actions import open_actions
from record.calculations.as_of import AsOf

from .times import shown, timed


@require_safe
@timed
def overview(request: HttpRequest, at: AsOf) -> HttpResponse:
    described = report.overview(at)
    return shown(
        request,
        at,
        "portfolio/overview.html",
        {"overview": described, "alerts": open_actions(at), "crossings": (described.by_stage, described.by_class)},
    )
