"""The pages of entities: deals, investments, companies, projects."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portfolio.pages import company as company_page
from portfolio.pages import deal as deal_page
from portfolio.pages import investment as investment_page
from portfolio.pages import project as project_page
from portfolio.reports import deals as deals_list
from portfolio.reports import firms as companies_list
from portfolio.reports import sites as projects_list
from record.calculations.as_of import AsOf

from .reports import sheet
from .times import shown, timed


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
@timed
def deal(request: HttpRequest, at: AsOf, slug: str) -> HttpResponse:
    return shown(request, at, "portfolio/deal.html", {"page": deal_page.page(at, slug)})


@require_safe
@timed
def investment(request: HttpRequest, at: AsOf, slug: str) -> HttpResponse:
    return shown(request, at, "portfolio/investment.html", {"page": investment_page.page(at, slug)})


@require_safe
@timed
def company(request: HttpRequest, at: AsOf, slug: str) -> HttpResponse:
    return shown(request, at, "portfolio/company.html", {"page": company_page.page(at, slug)})


@require_safe
@timed
def project(request: HttpRequest, at: AsOf, slug: str) -> HttpResponse:
    return shown(request, at, "portfolio/project.html", {"page": project_page.page(at, slug)})
