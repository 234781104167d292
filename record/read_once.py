"""The middleware by which the parts of a page that is read ask the record once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from record.calculations.once import one_answer


class ReadOnceMiddleware:
    """Keeps what is read of the record while a page is made. A form that writes reads everything anew."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with one_answer():
            return self.get_response(request)
