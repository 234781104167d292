"""The briefing: the answer in three sentences and six tiles, and below them where everything stands."""

from json import dumps, loads
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portfolio.charts.by_agency import who_gives
from portfolio.charts.letter_to_cash import letter_to_cash
from portfolio.exports.answer_cache import Question, text
from portfolio.pages import calendar, partners
from portfolio.pages import overview as report
from portfolio.pages.briefing import briefing
from portfolio.pages.briefing_changes import moment_of, numbers
from portfolio.pages.briefing_sections import how_sure, room
from portfolio.pages.open_actions import broken_check, open_actions
from portfolio.positions.filters import Filters
from portfolio.positions.kept_moments import compared_with
from portfolio.reports.changes_since import DEFINITION
from record.calculations.as_of import AsOf

from . import changes, production
from .kept import kept
from .times import projected, shown, timed


def numbers_at(then: AsOf) -> dict[str, str]:
    """The numbers of the tiles at a moment that is over: kept for a while, as the answers of reports are."""
    found: dict[str, str] = loads(text(Question(DEFINITION, then, Filters()), "tiles", lambda: dumps(numbers(then))))
    return found


BODY = "portfolio/parts/briefing.html"


def body(request: HttpRequest, at: AsOf) -> dict[str, Any]:
    """All of the briefing that its two times decide."""
    described = report.overview(at)
    actions, dates, since = open_actions(at), calendar.page(at), compared_with(at)
    return {
        "briefing": briefing(at, described.lines, actions, dates, numbers_at(moment_of(at, since))),
        "since": since,
        "overview": described,
        "letter_to_cash": letter_to_cash(described.lines),
        "who_gives": who_gives(described.lines, at),
        "room": room(at, described.lines),
        "sure": how_sure(at, described),
        "alerts": actions,
        "dates": dates,
        "abroad": partners.line(at),
        "changes": changes.section(request, at),
        "will_make": production.section(request, at),
        "crossings": (described.by_stage, described.by_class),
    }


@require_safe
@timed
@projected
def overview(request: HttpRequest, at: AsOf) -> HttpResponse:
    kept_body = kept(request, at, DEFINITION, BODY, lambda: body(request, at))
    return shown(request, at, "portfolio/overview.html", {"body": kept_body, "broken": broken_check()})
