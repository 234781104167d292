"""The API as OpenAPI describes it: parameters from the forms, objects from the columns of their reports."""

from collections.abc import Mapping
from typing import Any

from django import forms
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers

from portfolio.form_fields import DayField, NamedChoiceField, SerialField
from portfolio.forms import ReportForm
from portfolio.imports.row_outcomes import Becomes
from portfolio.models import ImportState
from portfolio.positions.filters import ASSUMED
from portfolio.reports.base import Column, Type

from .asked import MOST, USUAL
from .bodies import RowsSerializer
from .kinds import Kind
from .problems import PROBLEM
from .serializers import ProblemSerializer

Answers = dict[Any, Any]
WHY = {
    400: "What was asked cannot be read: `errors` has a sentence for each parameter.",
    401: "Nobody signed in, and no token.",
    403: "This role, or this token, may not.",
    404: "What was asked for is on record at no such time: `errors` has a sentence for each parameter.",
    406: "Answers are JSON.",
    412: "An award has moved since its ETag was read.",
    413: "Too much for one request.",
    415: "What is sent is JSON.",
    422: "Written well, and refused by the rules of the record: `errors` has sentences by row and column.",
    428: "What is about money needs the ETag of each award that it is about.",
    429: "Too often in this minute: `Retry-After` says for how many seconds to wait.",
}


def problems(*statuses: int) -> Answers:
    """The refusals of an operation: those of each one, and these."""
    found = sorted({400, 401, 403, 406, 429, *statuses})
    return {(status, PROBLEM): OpenApiResponse(ProblemSerializer, WHY[status]) for status in found}


def described(name: str) -> str:
    """What a parameter of a report does."""
    noun = name.replace("_", " ")
    return f"Assume this: {noun}." if name in ASSUMED else f"Only this {noun}."


def schema_of(field: forms.Field) -> dict[str, Any]:
    """What a field of a form takes, as JSON Schema."""
    if isinstance(field, NamedChoiceField):
        choices: Any = field.choices
        return {"type": "string", "enum": [str(code) for code, _ in choices if code]}
    if isinstance(field, DayField):
        return {"type": "string", "format": "date"}
    if isinstance(field, forms.IntegerField):
        limits = {"minimum": field.min_value, "maximum": field.max_value}
        return {"type": "integer"} | {name: limit for name, limit in limits.items() if limit is not None}
    return TEXT


def parameter(name: str, says: str, schema: Mapping[str, Any]) -> OpenApiParameter:
    return OpenApiParameter(name, dict(schema), description=says)


def filters(names: tuple[str, ...]) -> list[OpenApiParameter]:
    """The filters of a report, each as its form reads it."""
    return [parameter(name, described(name), schema_of(ReportForm.base_fields[name])) for name in names]


MONTHS = r"(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8])"
LEAP = r"((19|20)(0[48]|[2468][048]|[13579][26])|2000)-02-29"
MOMENT = rf"^((19|20)\d\d-({MONTHS})|{LEAP})(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-](0\d|1[0-4]):[0-5]\d))?$"
"""A day, or a moment with its offset."""
TEXT = {"type": "string", "pattern": r"^[^\x00]*[^\x00\s][^\x00]*$"}
"""Text that is not empty and holds no NUL."""
MOMENT_OR_DAY = {"type": "string", "pattern": MOMENT}
TIMES = [
    parameter("as_of", "The day the answer is about; today when left out.", schema_of(DayField())),
    parameter("known_at", "A moment, or a day for its end in New York; now when left out.", MOMENT_OR_DAY),
    parameter("serial", "What was on record up to this recording.", schema_of(SerialField())),
]
LIMIT = parameter(
    "limit", f"Objects of a page; {USUAL} when left out.", {"type": "integer", "minimum": 1, "maximum": MOST}
)
SINCE = parameter("since", "Only what was recorded after this recording.", schema_of(SerialField()))


def fields(kind: Kind) -> OpenApiParameter:
    """Which columns are asked for."""
    names = {"type": "array", "minItems": 1, "items": {"type": "string", "enum": list(kind.columns)}}
    says = "Names of columns, with commas between them; all when left out."
    return OpenApiParameter("fields", names, description=says, style="form", explode=False)


def cell(column: Column) -> serializers.Field:
    """What JSON has of a column: null where it is unknown, decimals as text with their places."""
    told: dict[str, Any] = {"allow_null": True, "required": False, "help_text": meaning(column)}
    if column.type.places is not None:
        return serializers.RegexField(rf"^-?[0-9]+\.[0-9]{{{column.type.places}}}$", **told)
    return PLAIN.get(column.type, serializers.CharField)(**told)


PLAIN: dict[Type, Any] = {
    Type.INTEGER: serializers.IntegerField,
    Type.BOOLEAN: serializers.BooleanField,
    Type.DATE: serializers.DateField,
    Type.MOMENT: serializers.DateTimeField,
}


def meaning(column: Column) -> str:
    return f"{column.label}, {column.unit}: {column.meaning}" if column.unit else f"{column.label}: {column.meaning}"


def serializer(called: str, fields: dict[str, Any]) -> type[serializers.Serializer]:
    return type(f"{called}Serializer", (serializers.Serializer,), fields)


def of_get(**told: Any) -> Any:
    """A class decorator: how GET of the view is described."""
    return extend_schema_view(get=extend_schema(**told))


def times() -> dict[str, Any]:
    return {
        "as_of": serializers.DateField(),
        "known_at": serializers.DateTimeField(),
        "recording": serializers.IntegerField(help_text="The last recording that was read."),
    }


def object_of(kind: Kind) -> type[serializers.Serializer]:
    """One object of a kind."""
    cells = {name: cell(column) for name, column in kind.columns.items()}
    return serializer(kind.name.capitalize(), {"id": serializers.CharField(), **cells})


def of_list(kind: Kind, one: type[serializers.Serializer]) -> Any:
    """How the list of a kind is described."""
    page = serializer(
        f"{kind.name.capitalize()}Page",
        times()
        | {
            "filters": serializers.DictField(child=serializers.CharField()),
            "next": serializers.URLField(allow_null=True, help_text="The address of the next page, at the same times."),
            "results": one(many=True),
        },
    )
    asked = [*TIMES, *filters(kind.definition.filters), fields(kind), LIMIT, *([SINCE] if kind.has_since else [])]
    return of_get(
        operation_id=f"{kind.name}_list",
        summary=kind.definition.title,
        description=kind.definition.question,
        tags=[kind.name],
        parameters=asked,
        responses={200: page, **problems(404)},
    )


def of_one(kind: Kind, one: type[serializers.Serializer]) -> Any:
    """How one object of a kind is described."""
    key = OpenApiParameter("key", str, OpenApiParameter.PATH, description="The `id` of the object.")
    etag = OpenApiParameter(
        "ETag", str, OpenApiParameter.HEADER, response=[200], description="Of an award the base of proposals about it."
    )
    answer = serializer(f"{kind.name.capitalize()}Answer", {**times(), "result": one()})
    return of_get(
        operation_id=f"{kind.name}_retrieve",
        summary=f"{kind.definition.title}: one",
        description=f"Named by {', '.join(kind.key)}.",
        tags=[kind.name],
        parameters=[key, *TIMES, fields(kind), etag],
        responses={200: answer, **problems(404)},
    )


FILE_CONTENT = of_get(
    operation_id="files_content",
    tags=["files"],
    parameters=[OpenApiParameter("sha256", {"type": "string", "pattern": "^[0-9a-f]{64}$"}, OpenApiParameter.PATH)],
    responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, **problems(404)},
)


ROW_OUTCOME = serializer(
    "RowOutcome",
    {
        "row": serializers.IntegerField(help_text="Counted from 1, as they were sent."),
        "becomes": serializers.ChoiceField(choices=[one.value for one in Becomes]),
        "subject": serializers.CharField(),
        "why": serializers.CharField(),
        "changes": serializers.ListField(child=serializers.DictField(child=serializers.CharField())),
    },
)
SHOWN = {
    "state": serializers.ChoiceField(choices=[one.value for one in ImportState]),
    "counts": serializers.DictField(child=serializers.IntegerField()),
    "rows": ROW_OUTCOME(many=True),
}
BROUGHT = serializer(
    "Brought",
    {
        "import": serializers.IntegerField(help_text="The file that holds the rows, as its page has it."),
        "proposal": serializers.IntegerField(allow_null=True, help_text="What waits for a second officer."),
        "recording": serializers.IntegerField(allow_null=True, help_text="What was written at once."),
        "outcome": serializers.CharField(),
        **SHOWN,
    },
)
PROPOSE = extend_schema_view(
    post=extend_schema(
        operation_id="proposals_create",
        summary="Propose rows",
        description="Rows of one kind, with the columns of its files, all of them or none.",
        tags=["proposals"],
        parameters=[
            OpenApiParameter(
                "Idempotency-Key",
                {"type": "string", "pattern": "^[!-~]{8,64}$"},
                OpenApiParameter.HEADER,
                required=True,
                description="New for what is new. The same again finds what it brought.",
            ),
            OpenApiParameter(
                "If-Match",
                {"type": "string", "pattern": "^[ -~]*$"},
                OpenApiParameter.HEADER,
                description="Of what is about money: the ETag of each award that it is about.",
            ),
        ],
        request=RowsSerializer,
        responses={200: serializer("Shown", SHOWN), 201: BROUGHT, **problems(412, 413, 415, 422, 428)},
    )
)
"""How the way to propose is described."""
