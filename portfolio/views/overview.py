"""The briefing: the answer in three sentences and six tiles, and below them where everything stands."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portfolio.pages import calendar
from portfolio.pages import overview as report
from portfolio.pages.briefing import briefing
from portfolio.pages.open_actions import open_actions
from record.calculations.as_of import AsOf

from . import changes
from .times import projected, shown, timed


@require_safe
@timed
@projected
def overview(request: HttpRequest, at: AsOf) -> HttpResponse:
    described = report.overview(at)
    actions, dates = open_actions(at), calendar.page(at)
    return shown(
        request,
        at,
        "portfolio/overview.html",
        {
            "briefing": briefing(at, described.lines, actions, dates),
            "overview": described,
            "alerts": actions,
            "dates": dates,
            "changes": changes.section(request, at),
            "crossings": (described.by_stage, described.by_class),
        },
    )
