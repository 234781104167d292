"""Addresses of the pages, the reports and the API."""

from django.urls import path

from portfolio.api import urls as api
from portfolio.api.views import ReportFileView
from portfolio.views import (
    calendar,
    candidates,
    desk,
    desk_steps,
    entities,
    handling,
    overview,
    price_floors,
    production,
    questions,
    reports,
    search,
    source_checks,
    sources,
)

app_name = "portfolio"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("deals/", entities.deals, name="deals"),
    path("deals/<slug:slug>/", entities.deal, name="deal"),
    path("investments/<slug:slug>/", entities.investment, name="investment"),
    path("companies/", entities.companies, name="companies"),
    path("companies/<slug:slug>/", entities.company, name="company"),
    path("projects/", entities.projects, name="projects"),
    path("projects/<slug:slug>/", entities.project, name="project"),
    path("programs/", entities.programs, name="programs"),
    path("programs/<slug:slug>/", entities.program, name="program"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("warrants/", calendar.warrants, name="warrants"),
    path("production/", production.production, name="production"),
    path("production/chains/", production.chains, name="chains"),
    path("production/what-if/", production.what_if, name="what_if"),
    path("desk/", desk.my_desk, name="desk"),
    path("desk/checked/", source_checks.checked, name="checked"),
    path("desk/acknowledged/", desk_steps.acknowledged, name="acknowledged"),
    path("desk/decided/", candidates.decided, name="decided"),
    path("desk/named/", handling.named, name="named"),
    path("desk/taken-over/", handling.taken_over, name="taken_over"),
    path("desk/away/", handling.away, name="away"),
    path("desk/opened/", handling.opened, name="opened"),
    path("questions/asked/", questions.asked, name="asked"),
    path("questions/answered/", questions.answered, name="answered"),
    path("search/", search.results, name="search"),
    path("search.json", search.as_typed, name="search_as_typed"),
    path("production/price-floors/", price_floors.price_floors, name="price_floors"),
    path("citations/<int:pk>/", sources.citation, name="citation"),
    path("sources/<slug:slug>/", sources.source, name="source"),
    path("reports/", reports.index, name="reports"),
    path("reports/<slug:name>.csv", reports.csv_file, name="csv"),
    path("reports/<slug:name>.xlsx", reports.xlsx_file, name="xlsx"),
    path("reports/<slug:name>.parquet", reports.parquet_file, name="parquet"),
    path("reports/<slug:name>.json", ReportFileView.as_view(), name="json"),
    path("reports/<slug:name>.datapackage.json", reports.datapackage, name="datapackage"),
    path("reports/<slug:name>/", reports.report, name="report"),
    *api.urlpatterns,
]
