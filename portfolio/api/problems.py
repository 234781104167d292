"""How the API refuses: problem details (RFC 9457), with the sentences of the forms."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import OperationalError
from django.http import JsonResponse
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler, set_rollback

from portfolio.asked import told
from portfolio.form_fields import ABSENT
from record.services import writer_at_work
from record.services.short_waits import is_locked

from .authentication import AUTHENTICATION, InScope
from .throttles import MinuteThrottle

PROBLEM = "application/problem+json"
Errors = dict[str, list[str]]


def body(status: int, detail: str, errors: Errors | None = None) -> dict[str, Any]:
    """A problem as its members; `errors` are sentences by parameter."""
    members: dict[str, Any] = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return members if errors is None else members | {"errors": errors}


def problem(status: int, detail: str, errors: Errors | None = None) -> JsonResponse:
    return JsonResponse(body(status, detail, errors), status=status, content_type=PROBLEM)


def refused(form: forms.Form) -> JsonResponse:
    """Why what was asked is not answered, parameter by parameter: 404 where all is written well, and names nothing."""
    errors: Errors = {name: [str(one) for one in those] for name, those in form.errors.items()}
    codes = {one.code for those in form.errors.as_data().values() for one in those}
    return of_errors(errors, 404 if codes == {ABSENT} else 400)


def of_errors(errors: Errors, status: int = 400) -> JsonResponse:
    """The same of sentences that a form, or a check beside one, gave."""
    sentences = [
        sentence if name == NON_FIELD_ERRORS else f"{name}: {sentence}"
        for name, those in errors.items()
        for sentence in those
    ]
    return problem(status, " ".join(sentences), errors)


def handled(error: Exception, context: dict[str, Any]) -> Response | JsonResponse | None:
    """What the framework refuses, as a problem; None for what it does not know, which is a failure of ours."""
    if isinstance(error, ValidationError):
        return of_errors(told(error))
    if isinstance(error, OperationalError) and is_locked(error):
        set_rollback()
        return problem(503, writer_at_work.told())
    response = exception_handler(error, context)
    if response is not None:
        detail = response.data.get("detail", "") if isinstance(response.data, dict) else ""
        response.data = body(response.status_code, str(detail) or HTTPStatus(response.status_code).description)
        response.content_type = PROBLEM
    return response


class ApiView(APIView):
    """A view below /api/: it is read, and it refuses with problem details."""

    http_method_names = ["get", "head"]
    authentication_classes = AUTHENTICATION
    permission_classes = [IsAuthenticated, InScope]
    throttle_classes = [MinuteThrottle]

    def get_exception_handler(self) -> Any:
        return handled
