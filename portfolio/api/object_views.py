"""The objects of a kind: page by page, and one by its identifier. One pair of views for all kinds."""

from dataclasses import replace
from hashlib import sha256
from json import dumps, loads
from types import SimpleNamespace
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from portfolio.asked import API, require_known
from portfolio.calculations.filter_match import Option, near
from portfolio.exports.answer_cache import Question, content
from portfolio.models import Investment
from portfolio.positions.filters import Filters, as_merged
from portfolio.reports.base import Line
from portfolio.sheet_forms import OF_API
from portfolio.views.files_taken import counting
from portfolio.views.question import asked_by
from record.calculations.as_of import AsOf
from record.calculations.formatting import moment
from record.models import Attachment
from record.services import attachments
from record.services.moved import base_hash

from .asked import ObjectForm, ObjectsForm
from .kinds import KINDS, Kind
from .problems import ApiView, problem, refused
from .schemas import FILE_CONTENT, problems
from .serializers import KindSerializer


class KindView(ApiView):
    """A view of one kind. Raises PermissionDenied for who may not read its pages."""

    kind: ClassVar[Kind]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.kind.permission and not request.user.has_perm(self.kind.permission):
            raise PermissionDenied(f"Your role reads no {self.kind.name}.")


class ObjectListView(KindView):
    """The objects of a kind that stand at the times asked for, in the order of their report."""

    def get(self, request: Request) -> HttpResponseBase:
        form = ObjectsForm(self.kind, request.query_params)
        if not form.is_valid():
            return refused(form)
        asked = asked_by(request.user, self.kind.definition, form)
        spelling = f"objects {form.limit} {form.after} {form.recorded_since} {','.join(form.names)}"
        head, results = content(asked, spelling, lambda: page_of(form, asked)).split(b"\n", 1)
        page = loads(head)
        told = {**times(asked.at), "filters": asked.filters.asked(), "next": self.next(form, asked, page["after"])}
        opened = dumps(told, ensure_ascii=False).encode().removesuffix(b"}")
        response = HttpResponse(b'%b, "results": %b}' % (opened, results), content_type="application/json")
        response["Lodebook-Recording"] = str(asked.at.serial)
        counting(response, SimpleNamespace(rows=page["rows"]))
        return response

    def next(self, form: ObjectsForm, asked: Question, after: int | None) -> str | None:
        """The address of the next page, at the same day and recording; None after the last one."""
        if after is None:
            return None
        question: dict[str, Any] = {"as_of": asked.at.as_of.isoformat(), "serial": asked.at.serial}
        question |= asked.filters.asked() | {"limit": form.limit}
        question |= {} if form.recorded_since is None else {"since": form.recorded_since}
        question |= {"fields": form.cleaned_data["fields"]} if form.cleaned_data["fields"] else {}
        question["cursor"] = form.cursor(asked.at, after)
        return self.request.build_absolute_uri(f"{self.request.path}?{urlencode(question)}")


def page_of(form: ObjectsForm, asked: Question) -> bytes:
    """A page as it is kept: a line with the position after which the next one begins, if there is one, and how many
    objects it has; then these, spelled once.
    """
    kind, lines = form.of_kind, lines_of(form.of_kind, asked)
    if form.recorded_since is not None:
        lines = lines.recorded_after(form.recorded_since)
    found = kind.walk.following(lines, form.after, form.limit + 1)
    rows = [kind.cells(line, form.names) for _, line in found[: form.limit]]
    after = found[form.limit - 1][0] if len(found) > form.limit else None
    return b"%b\n%b" % (dumps({"after": after, "rows": len(rows)}).encode(), dumps(rows, ensure_ascii=False).encode())


class ObjectView(KindView):
    """One object by its identifier, with the ETag that a write about it is to bring along."""

    def get(self, request: Request, key: str) -> HttpResponseBase:
        form = ObjectForm(self.kind, request.query_params)
        if not form.is_valid():
            return refused(form)
        asked = asked_by(request.user, self.kind.definition, form)
        line = one_of(self.kind, asked, key)
        cells = self.kind.cells(line, form.names)
        response = JsonResponse(times(asked.at) | {"result": cells}, json_dumps_params={"ensure_ascii": False})
        response["ETag"] = f'"{etag(self.kind, line, cells, asked.at)}"'
        return response


def lines_of(kind: Kind, asked: Question) -> Any:
    return kind.answered_by.report(at=asked.at, filters=asked.filters).lines


def one_of(kind: Kind, asked: Question, key: str) -> Line:
    """The line of an identifier, also of one that was merged into another. Raises Http404 with what is near."""
    name = kind.key[0]
    if "\0" in key:  # PostgreSQL keeps none in a text, and refuses to look for one
        raise Http404(f"None of the {kind.name} has an identifier with a NUL character.")
    if kind.key in (("company",), ("project",)):
        merged: dict[str, Any] = {name: key}
        key = getattr(as_merged(Filters(**merged), asked.at), name)
    narrowed: dict[str, Any] = {kind.narrowed_by: key} if kind.narrowed_by else {}
    lines = lines_of(kind, replace(asked, filters=Filters(**narrowed)))
    for line in kind.walk.near(lines, key):
        if kind.key_of(line) == key:
            return line
    every = [] if narrowed else [Option(kind.key_of(line)) for line in kind.walk.near(lines, key)]
    told = near(key, every) if every else f"The address /api/v1/{kind.name}/ lists those that are."
    raise Http404(f'None of the {kind.name} is called "{key[:80]}" then. {told}')


def etag(kind: Kind, line: Line, cells: dict[str, Any], at: AsOf) -> str:
    """Of an award the hash of the state that a proposal about it rests on; else the SHA-256 of what is answered."""
    if kind.name == "investments":
        investment: Investment = line.investment
        return base_hash([investment], at=at)
    return sha256(dumps(cells, sort_keys=True).encode()).hexdigest()


def times(at: AsOf) -> dict[str, Any]:
    return {"as_of": at.as_of.isoformat(), "known_at": moment(at.known_at), "recording": at.serial}


@FILE_CONTENT
class FileContentView(ApiView):
    """The bytes of a file, to be saved; whoever may open what it belongs to."""

    def get(self, request: Request, sha256: str) -> HttpResponseBase:
        require_nothing_asked(request)
        for found in Attachment.objects.filter(sha256=sha256).order_by("pk"):
            if attachments.may_open(found, request.user):
                return opened(found)
        raise Http404("No file of this SHA-256 is on record.")


def require_nothing_asked(request: Request) -> None:
    """Raises ValidationError for any parameter."""
    require_known(request.query_params, OF_API, API)


def opened(found: Attachment) -> HttpResponseBase:
    try:
        stored = attachments.opened(found)
    except attachments.FileLost as lost:
        return problem(500, str(lost))
    response = FileResponse(stored, as_attachment=True, filename=found.name, content_type=found.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


class IndexView(ApiView):
    """What the API gives: each kind of object with its address, filters and columns."""

    @extend_schema(operation_id="kinds_list", responses={200: KindSerializer(many=True), **problems()})
    def get(self, request: Request) -> Response:
        require_nothing_asked(request)
        return Response([described(kind, request) for kind in KINDS.values()])


def described(kind: Kind, request: Request) -> dict[str, Any]:
    definition = kind.definition
    return {
        "name": kind.name,
        "address": request.build_absolute_uri(f"/api/v1/{kind.name}/"),
        "question": definition.question,
        "key": list(kind.key),
        "filters": list(definition.filters),
        "columns": [
            {"name": one.name, "label": one.label, "meaning": one.meaning, "type": one.type.value, "unit": one.unit}
            for one in definition.columns
        ],
    }


@extend_schema(exclude=True)
class NothingView(ApiView):
    """Below /api/ an address of nothing is a problem too, and no page."""

    def get(self, request: Request, rest: str) -> HttpResponse:
        require_nothing_asked(request)
        raise Http404(f"There is nothing at {request.path}. GET /api/v1/ lists what there is; addresses end with /.")
