"""The middleware that writes down each file as it was answered: who, what was asked, which recording, how many rows."""

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from record import tasks
from record.models.access import AccessKind
from record.services import access
from record.services.short_waits import briefly

log = logging.getLogger(__name__)

COUNTED = "lodebook_rows"
"""In a response: what counts the rows of its file, by an attribute `rows` that is true once all are answered."""
LONGEST = 300


class FilesTakenMiddleware:
    """Every answer with the name of a file or the number of a recording is written down once it was answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_file = "Content-Disposition" in response.headers or "Lodebook-Recording" in response.headers
        if request.method != "GET" or response.status_code != 200 or not is_file:
            return response
        if isinstance(response, StreamingHttpResponse):
            whole: Any = response.streaming_content
            response.streaming_content = watched(whole, request, response)
        elif isinstance(response, HttpResponse):
            note(request, response, size=len(response.content), is_whole=True)
        return response


def counting(response: HttpResponseBase, found: Any) -> None:
    """Let the rows of `found` be written down with the response, where it counts them."""
    vars(response)[COUNTED] = found


def watched(pieces: Iterable[bytes], request: HttpRequest, response: HttpResponseBase) -> Iterator[bytes]:
    """The same pieces; then, or as they break off, what was answered is written down."""
    size, is_whole = 0, False
    try:
        for piece in pieces:
            size += len(piece)
            yield piece
        is_whole = True
    finally:
        note(request, response, size=size, is_whole=is_whole)


def note(request: HttpRequest, response: HttpResponseBase, *, size: int, is_whole: bool) -> None:
    """Write it down at once; where another writes for long, the queue does so later, and the reader does not wait."""
    user: Any = request.user
    if not user.is_authenticated:
        return
    serial = response.headers.get("Lodebook-Recording")
    told = {
        "question": request.get_full_path(),
        "file": file_of(response)[:LONGEST],
        "read_serial": int(serial) if serial else None,
        "rows": getattr(vars(response).get(COUNTED), "rows", None),
        "size": size,
        "is_whole": is_whole,
    }
    try:
        with briefly():
            access.note(user, AccessKind.FILE, **told)
    except OperationalError:
        later(moment=timezone.now().isoformat(), account=user.pk, by_name=user.get_username(), **told)


def later(**told: Any) -> None:
    """Hand it to the queue. Where that is away too, the operator's log has all of it: the reader has the file."""
    try:
        tasks.note_access.delay(kind=AccessKind.FILE.value, **told)
    except Exception as error:  # whatever the broker's client raises
        log.error("A file that was taken is in no report: neither database nor queue takes it. %s: %s", told, error)


def file_of(response: HttpResponseBase) -> str:
    """The name of the file; empty for an answer that bears none."""
    _, _, name = response.headers.get("Content-Disposition", "").partition("filename=")
    return name.strip('"')
