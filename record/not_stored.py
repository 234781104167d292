"""The middleware by which no browser stores what somebody who is signed in has read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control


class NotStoredMiddleware:
    """Says `no-store` of each answer that says nothing of it itself; a file says that it is asked again.

    It stands inside of what reads the session: an answer to nobody in particular may be stored.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response.headers:
            patch_cache_control(response, private=True, no_store=True)
        return response
