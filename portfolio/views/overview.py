"""The overview."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portfolio.pages import overview as report
from portfolio.pages.open_actions import attention
from record.calculations.as_of import AsOf

from .times import shown, timed


@require_safe
@timed
def overview(request: HttpRequest, at: AsOf) -> HttpResponse:
    told = report.overview(at)
    return shown(
        request,
        at,
        "portfolio/overview.html",
        {"overview": told, "alerts": attention(at), "crossings": (told.by_stage, told.by_class)},
    )
