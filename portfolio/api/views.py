"""Reports as JSON, streamed as they are read."""

from itertools import chain
from typing import Any

from django.http import Http404, HttpResponseBase, JsonResponse, StreamingHttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from drf_spectacular.views import SCHEMA_KWARGS, SpectacularAPIView
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portfolio.asked import API, require_known
from portfolio.exports import json
from portfolio.exports.answer_cache import Question, pieces
from portfolio.forms import ReportForm
from portfolio.reports import REPORTS, why_none
from portfolio.reports.file_names import file_name
from portfolio.sheet_forms import OF_API
from portfolio.views import unchanged
from portfolio.views.files_taken import counting
from portfolio.views.question import asked_by

from .problems import ApiView, refused
from .schemas import TIMES, filters, problems
from .serializers import DefinitionSerializer, ReportSerializer

OF_SCHEMA = (*OF_API, "lang", "version")

ASKED = [
    OpenApiParameter("name", str, OpenApiParameter.PATH, enum=list(REPORTS)),
    *TIMES,
    *filters(tuple(sorted({name for definition in REPORTS.values() for name in definition.filters}))),
]


class ReportListView(ApiView):
    """Every report that can be asked."""

    @extend_schema(operation_id="reports_list", responses={200: DefinitionSerializer(many=True), **problems()})
    def get(self, request: Request) -> Response:
        require_known(request.query_params, OF_API, API)
        return Response(DefinitionSerializer(REPORTS.values(), many=True).data)


class SchemaView(ApiView, SpectacularAPIView):
    """What can be asked of the API, as OpenAPI."""

    @extend_schema(**SCHEMA_KWARGS)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require_known(request.query_params, OF_SCHEMA, API)
        return super().get(request, *args, **kwargs)


class ReportView(ApiView):
    """A report, whole."""

    @extend_schema(
        operation_id="reports_retrieve", parameters=ASKED, responses={200: ReportSerializer, **problems(404)}
    )
    def get(self, request: Request, name: str) -> HttpResponseBase:
        definition = REPORTS.get(name)
        if definition is None:
            raise Http404(why_none(name))
        form = ReportForm(definition, request.query_params, beside=OF_API)
        if not form.is_valid():
            return self.refused(form)
        return self.answered(request, asked_by(request.user, definition, form))

    def refused(self, form: ReportForm) -> JsonResponse:
        return refused(form)

    def answered(self, request: Request, asked: Question) -> HttpResponseBase:
        return self.written(asked)

    def written(self, asked: Question) -> StreamingHttpResponse:
        rest = pieces(asked, "json", json.rest)
        response = StreamingHttpResponse(
            chain([json.opening(asked.definition, asked.at)], rest), content_type="application/json"
        )
        response["Lodebook-Recording"] = str(asked.at.serial)
        counting(response, rest)
        return response


class ReportFileView(ReportView):
    """The same answer under the name of a file, beside the CSV's: for who is signed in, as the other files."""

    authentication_classes = [SessionAuthentication]
    throttle_classes = []

    @extend_schema(exclude=True)  # a file, for who is signed in: no token opens it
    def get(self, request: Request, name: str) -> HttpResponseBase:
        return super().get(request, name)

    def get_exception_handler(self) -> Any:
        return APIView.get_exception_handler(self)

    def refused(self, form: ReportForm) -> JsonResponse:
        """As the other files of a report are refused."""
        return JsonResponse({"errors": form.errors}, status=400)

    def answered(self, request: Request, asked: Question) -> HttpResponseBase:
        """With an ETag. It tells the moment that was asked, so that is part of it."""
        return unchanged.answered(request, asked, f"json {asked.at.known_at}", lambda: self.written(asked))

    def written(self, asked: Question) -> StreamingHttpResponse:
        response = super().written(asked)
        filename = file_name(asked.definition.name, asked.at, asked.filters, "json")
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
        return response
