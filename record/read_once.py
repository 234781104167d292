"""The middleware by which the parts of a page ask the record once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from record.calculations.once import one_answer


class ReadOnceMiddleware:
    """Keeps what is read of the record while a page is made; a form that writes reads everything anew after it.

    A form that is refused, or previewed, draws its page as one that is read does: of the same names a thousand times.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_answer():
            return self.get_response(request)
