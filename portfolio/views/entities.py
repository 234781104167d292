"""The pages of entities: deals, investments, companies, projects, programs, partners."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portfolio.forms import MapForm, YearForm
from portfolio.pages import company as company_page
from portfolio.pages import deal as deal_page
from portfolio.pages import investment as investment_page
from portfolio.pages import partners as partners_page
from portfolio.pages import program as program_page
from portfolio.pages import programs as programs_page
from portfolio.pages import project as project_page
from portfolio.pages import sites_map as map_page
from portfolio.pages.desk_proposals import at_stake
from portfolio.positions.failed_runs import PROJECTION
from portfolio.positions.questions import QuestionAt
from portfolio.reports import deals as deals_list
from portfolio.reports import firms as companies_list
from portfolio.reports import partners as partners_report
from portfolio.reports import sites as projects_list
from portfolio.reports.production.gains import DEFINITION as GAINS
from portfolio.services import questions, rights
from record.calculations.as_of import AsOf
from record.models import Account
from record.roles import AUDITOR, MANAGER, roles_of
from record.services.proposal_notices import waiting_about

from .kept import kept
from .reports import sheet
from .times import once_begun, projected, shown, shows_runs, timed, timed_and_asked, unreadable


def asking(request: HttpRequest, asked: list[QuestionAt], at: AsOf) -> dict[str, Any]:
    """Whether the reader may ask, and each question with whether the reader may answer it."""
    reader = cast(Account, request.user)
    return {
        "may_ask": bool(roles_of(reader) & {MANAGER, AUDITOR}),
        "questions": [(one, questions.may_answer(reader, one.question, at=at)) for one in asked],
    }


@require_safe
def deals(request: HttpRequest) -> HttpResponse:
    return sheet(request, deals_list.DEFINITION, "portfolio/list.html")


@require_safe
def companies(request: HttpRequest) -> HttpResponse:
    return sheet(request, companies_list.DEFINITION, "portfolio/list.html")


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    return sheet(request, projects_list.DEFINITION, "portfolio/list.html")


@require_safe
@timed_and_asked(MapForm.base_fields)
def sites_map(request: HttpRequest, at: AsOf) -> HttpResponse:
    """Tonnes alone are read of a projection."""
    drawn = projected(drawn_map) if request.GET.get("size") == map_page.Size.TONNES else drawn_map
    return drawn(request, at)


def drawn_map(request: HttpRequest, at: AsOf) -> HttpResponse:
    form = MapForm(request.GET)
    if not form.is_valid():
        return unreadable(request, form)
    asked = form.cleaned_data

    def context() -> dict[str, Any]:
        size = map_page.Size(asked["size"])
        return {"page": map_page.page(at, size, asked["mineral"], asked["year"]), "asked": asked}

    body = kept(request, at, GAINS, "portfolio/parts/sites.html", context)
    return shown(request, at, "portfolio/sites_map.html", {"body": body})


@require_safe
@timed
def deal(request: HttpRequest, at: AsOf, slug: str) -> HttpResponse:
    return shown(request, at, "portfolio/deal.html", {"page": deal_page.page(at, slug)})


@require_safe
@timed
def investment(request: HttpRequest, at: AsOf, slug: str) -> HttpResponse:
    page = investment_page.page(at, slug)
    if page.price_support is not None:
        shows_runs(request, PROJECTION)
    may_check = rights.may_write(cast(Account, request.user), page.line.agency, page.line.program)
    waiting = [(one, at_stake(one)) for one in waiting_about(page.line.investment)]
    own = {"may_check": may_check, "waiting": waiting, **asking(request, page.questions, at)}
    return shown(request, at, "portfolio/investment.html", {"page": page, **own})


@require_safe
@timed
def company(request: HttpRequest, at: AsOf, slug: str) -> HttpResponse:
    return shown(request, at, "portfolio/company.html", {"page": company_page.page(at, slug)})


@require_safe
@timed
def project(request: HttpRequest, at: AsOf, slug: str) -> HttpResponse:
    page = project_page.page(at, slug)
    shows_runs(request, PROJECTION)
    return shown(request, at, "portfolio/project.html", {"page": page, **asking(request, page.questions, at)})


@require_safe
@timed
@once_begun("Programs")
def programs(request: HttpRequest, at: AsOf) -> HttpResponse:
    return shown(request, at, "portfolio/programs.html", {"page": programs_page.page(at)})


@require_safe
@timed
def program(request: HttpRequest, at: AsOf, slug: str) -> HttpResponse:
    return shown(request, at, "portfolio/program.html", {"page": program_page.page(at, slug)})


@require_safe
@timed_and_asked(YearForm.base_fields)
@once_begun("Partners")
@projected
def partners(request: HttpRequest, at: AsOf) -> HttpResponse:
    form = YearForm(request.GET)
    if not form.is_valid():
        return unreadable(request, form)
    year = form.cleaned_data["year"]

    def context() -> dict[str, Any]:
        return {"page": partners_page.page(at, year)}

    body = kept(request, at, partners_report.DEFINITION, "portfolio/parts/partners.html", context)
    return shown(request, at, "portfolio/partners.html", {"body": body})
