"""The middleware by which a form that is sent twice (a double click, a page loaded again) writes once."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from record.services.form_keys import FIELD, SentBefore, answering, require_unsent

LONGEST = 40


class SentOnceMiddleware:
    """Answers a form that was sent before with the recording that it brought. It stands after sign-in and CSRF."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with answering(key_of(request)):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Before the view asks its rules, which may refuse a second time what was just written."""
        try:
            require_unsent(key_of(request))
        except SentBefore as found:
            return told(request, found)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Where both were under way at once, the second one finds the recording only as it opens its own."""
        return told(request, exception) if isinstance(exception, SentBefore) else None


def key_of(request: HttpRequest) -> str:
    """The key in a form that is sent; empty where there is none."""
    key = request.POST.get(FIELD, "") if request.method == "POST" else ""
    return key if len(key) <= LONGEST else ""


def told(request: HttpRequest, found: SentBefore) -> HttpResponse:
    """Say so, on the page of the recording where the reader may see it."""
    messages.warning(request, str(found))
    if request.user.has_perm("record.view_recording"):
        return HttpResponseRedirect(reverse("admin:record_recording_change", args=[found.recording.pk]))
    return HttpResponseRedirect("/")
