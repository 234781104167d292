"""The briefing: the answer in three sentences and six tiles, and below them where everything stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portfolio.charts.by_agency import who_gives
from portfolio.charts.letter_to_cash import letter_to_cash
from portfolio.documents.sheets import numbers_at
from portfolio.forms import AsOfForm, ReportForm
from portfolio.pages import calendar, partners, sites_map
from portfolio.pages import overview as report
from portfolio.pages.briefing import briefing
from portfolio.pages.briefing_sections import how_sure, room
from portfolio.pages.made_choice import made_choice
from portfolio.pages.open_actions import broken_check, open_actions
from portfolio.pages.sheet_scope import Scope
from portfolio.positions.failed_runs import LEDGER_CHECK, VALUATION, WATCH
from portfolio.positions.kept_moments import compared_with, kept_moments, moment_of
from portfolio.positions.milestones import milestones_at
from portfolio.reports.changes_since import DEFINITION
from record.calculations.as_of import AsOf

from . import changes, made, production
from .chosen import chosen_before, kept_choice
from .kept import kept
from .times import once_begun, projected, shown, shows_runs, timed_and_asked, unreadable

BODY = "portfolio/parts/briefing.html"
CHOICE = "briefing"
KEPT = ReportForm.base_fields["kept"]
BESIDE = {"kept": KEPT}


def body(request: HttpRequest, at: AsOf, compared: str, scope: Scope) -> dict[str, Any]:
    """All of the briefing that its two times, the moment with which it is compared and the output asked for decide."""
    described = report.overview(at)
    actions, dates, since = open_actions(at), calendar.page(at), compared_with(at, kept=compared)
    return {
        "briefing": briefing(
            at, described.lines, milestones_at(at), dates.due, since, numbers_at(moment_of(at, since), scope), scope
        ),
        "made_choice": made_choice(at, scope.made),
        "compared": compared,
        "since": since,
        "overview": described,
        "letter_to_cash": letter_to_cash(described.lines, at.as_of),
        "who_gives": who_gives(described.lines, at),
        "sites": sites_map.page(at),
        "room": room(at, described.lines),
        "sure": how_sure(at, described, scope.made),
        "alerts": actions,
        "dates": dates,
        "abroad": partners.line(at),
        "changes": changes.section(request, at, compared),
        "will_make": production.section(request, at),
        "crossings": (described.by_stage, described.by_class),
    }


@require_safe
@timed_and_asked({**BESIDE, **made.FIELDS})
@once_begun("Briefing")
@projected
def overview(request: HttpRequest, at: AsOf) -> HttpResponse:
    again = chosen_before(request, CHOICE, made.NAMES, lambda asked: made.asked_made(asked, BESIDE).is_valid())
    if again is not None:
        return again
    output = made.asked_made(request.GET, BESIDE)
    if not output.is_valid():
        return unreadable(request, output)
    compared, moments = request.GET.get("kept", ""), kept_moments(at)
    if compared and compared not in {one.slug for one in moments}:
        form = AsOfForm(request.GET, beside={**BESIDE, **made.FIELDS})
        form.add_error(None, f'"{compared}" is no answer kept before that day. Choose one under Compare with.')
        return unreadable(request, form)
    shows_runs(request, WATCH, VALUATION, LEDGER_CHECK)
    kept_body = kept(request, at, DEFINITION, BODY, lambda: body(request, at, compared, made.scope_asked(output)))
    context = {"body": kept_body, "broken": broken_check(), "moments": moments, "compared": compared}
    strip = {"usual": compared_with(at), "made": output.cleaned_data}
    page = shown(request, at, "portfolio/overview.html", {**context, **strip})
    return kept_choice(page, request, CHOICE, made.NAMES)
