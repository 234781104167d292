"""The middleware by which a form waits for another writer ten seconds at most, and what was typed is not lost."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from record.services import writer_at_work
from record.services.form_keys import FIELD
from record.services.short_waits import briefly, is_locked

WRITER_WAITS = 10.0
"""Seconds for which a form, or a write by the API, waits for another writer."""
READS = ("GET", "HEAD", "OPTIONS", "TRACE")
UNSHOWN = ("csrfmiddlewaretoken", FIELD)


class WritersWaitMiddleware:
    """Answers 503 with what was typed, where somebody else keeps the write lock. A page that is read never waits."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in READS:
            return self.get_response(request)
        with briefly(WRITER_WAITS):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if request.method in READS or not isinstance(exception, OperationalError) or not is_locked(exception):
            return None
        return busy(request)


def busy(request: HttpRequest) -> HttpResponse:
    """Who writes and since when, what was typed, and a button that sends the same once more.

    A password is not shown, and a file is not kept: both are given anew in the form itself. Who is not signed in is not
    told who writes.
    """
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    is_kept = not request.FILES and not any("password" in name for name, _ in sent)
    context = {
        "told": writer_at_work.told(is_named=request.user.is_authenticated),
        "typed": [
            (name.replace("_", " "), value)
            for name, value in sent
            if value and name not in UNSHOWN and not name.startswith("_") and "password" not in name
        ],
        "sent": [(name, value) for name, value in sent if name != UNSHOWN[0]] if is_kept else [],
    }
    response = render(request, "busy.html", context, status=503)
    response["Retry-After"] = str(int(WRITER_WAITS))
    return response
