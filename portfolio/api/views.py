"""Reports as JSON, streamed as they are read."""

from itertools import chain

from django.http import Http404, JsonResponse, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portfolio.exports import json
from portfolio.exports.answer_cache import Question, pieces
from portfolio.forms import ReportForm
from portfolio.positions.filters import ASSUMED
from portfolio.reports import REPORTS, why_none
from portfolio.reports.base import file_name
from portfolio.views.reports import asked_by

from .serializers import DefinitionSerializer, ErrorSerializer, ReportSerializer


def described(name: str) -> str:
    """What a parameter of a report does."""
    noun = name.replace("_", " ")
    return f"Assume this: {noun}." if name in ASSUMED else f"Only this {noun}."


PARAMETERS = [
    OpenApiParameter("as_of", OpenApiTypes.DATE, description="The day the answer is about; today when left out."),
    OpenApiParameter("known_at", str, description="A moment, or a day for its end in New York; now when left out."),
    OpenApiParameter("serial", int, description="What was on record up to this recording."),
    *(
        OpenApiParameter(name, int if name in ("fiscal_year", "year") else str, description=described(name))
        for name in sorted({name for definition in REPORTS.values() for name in definition.filters})
    ),
]


ANSWER = {
    "parameters": [OpenApiParameter("name", str, OpenApiParameter.PATH, enum=list(REPORTS)), *PARAMETERS],
    "responses": {200: ReportSerializer, 400: ErrorSerializer},
}


class ReportListView(APIView):
    """Every report that can be asked."""

    @extend_schema(operation_id="reports_list", responses=DefinitionSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(DefinitionSerializer(REPORTS.values(), many=True).data)


class ReportView(APIView):
    """A report, whole."""

    @extend_schema(operation_id="reports_retrieve", **ANSWER)
    def get(self, request: Request, name: str) -> StreamingHttpResponse | JsonResponse:
        definition = REPORTS.get(name)
        if definition is None:
            raise Http404(why_none(name))
        form = ReportForm(definition, request.query_params)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=400)
        return self.answered(asked_by(request.user, definition, form))

    def answered(self, asked: Question) -> StreamingHttpResponse:
        rest = pieces(asked, "json", json.rest)
        response = StreamingHttpResponse(
            chain([json.opening(asked.definition, asked.at)], rest), content_type="application/json"
        )
        response["Lodebook-Recording"] = str(asked.at.serial)
        return response


class ReportFileView(ReportView):
    """The same answer under the name of a file, beside the CSV's."""

    @extend_schema(operation_id="reports_file_retrieve", **ANSWER)
    def get(self, request: Request, name: str) -> StreamingHttpResponse | JsonResponse:
        return super().get(request, name)

    def answered(self, asked: Question) -> StreamingHttpResponse:
        response = super().answered(asked)
        filename = file_name(asked.definition.name, asked.at, asked.filters, "json")
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
        return response
