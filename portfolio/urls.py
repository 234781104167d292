"""Addresses of the pages, the reports and the API."""

from django.urls import path

from portfolio.api import urls as api
from portfolio.api.views import ReportFileView
from portfolio.views import entities, overview, production, reports, sources

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
    path("production/", production.production, name="production"),
    path("production/chains/", production.chains, name="chains"),
    path("production/what-if/", production.what_if, name="what_if"),
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
