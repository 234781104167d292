"""Addresses of the API, version 1."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import IsAuthenticated

from .views import ReportListView, ReportView

urlpatterns = [
    path("api/v1/reports/", ReportListView.as_view(), name="api-reports"),
    path("api/v1/reports/<slug:name>/", ReportView.as_view(), name="api-report"),
    path("api/v1/schema/", SpectacularAPIView.as_view(permission_classes=[IsAuthenticated]), name="api-schema"),
]
