"""Addresses of the API, version 1."""

from typing import Any

from django.urls import URLPattern, path

from . import docs, schemas
from .kinds import KINDS, Kind
from .object_views import FileContentView, IndexView, NothingView, ObjectListView, ObjectView
from .views import ReportListView, ReportView, SchemaView
from .writes import ProposalListView

LISTS: dict[str, type[ObjectListView]] = {"proposals": schemas.PROPOSE(ProposalListView)}
"""Kind → the view of its list, where it is no list alone."""


def of_kind(kind: Kind) -> list[URLPattern]:
    """The two addresses of a kind: its objects, and one of them."""
    called = kind.name.capitalize()
    members: dict[str, Any] = {"kind": kind, "__module__": __name__}
    shape = schemas.object_of(kind)
    many = schemas.of_list(kind, shape)(type(f"{called}View", (LISTS.get(kind.name, ObjectListView),), members))
    one = schemas.of_one(kind, shape)(type(f"{called}OneView", (ObjectView,), members))
    return [
        path(f"api/v1/{kind.name}/", many.as_view(), name=f"api-{kind.name}"),
        path(f"api/v1/{kind.name}/<str:key>/", one.as_view(), name=f"api-{kind.name}-one"),
    ]


urlpatterns = [
    path("api/docs/", docs.page, name="api-docs"),
    path("api/v1/", IndexView.as_view(), name="api"),
    path("api/v1/reports/", ReportListView.as_view(), name="api-reports"),
    path("api/v1/reports/<slug:name>/", ReportView.as_view(), name="api-report"),
    path("api/v1/schema/", SchemaView.as_view(), name="api-schema"),
    *(pattern for kind in KINDS.values() for pattern in of_kind(kind)),
    path("api/v1/files/<slug:sha256>/content/", FileContentView.as_view(), name="api-file-content"),
    path("api/<path:rest>", NothingView.as_view(), name="api-nothing"),
]
