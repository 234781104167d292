"""The middleware by which a form that is sent twice (a double click, a page loaded again) writes once."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from record.services import drafts
from record.services.form_keys import FIELD, AnsweredBefore, SentBefore, answering, begin, end
from record.services.short_waits import is_locked
from record.writers_wait import busy

LONGEST = 40
REDIRECTED = 302
BEGUN = "lodebook.form_begun"
"""In the request: the key of the form that is answered now."""
KEEPS_DRAFT = "lodebook.keeps_draft"
"""In the request: its answer leads on, and what was typed is not sent yet."""


class SentOnceMiddleware:
    """Answers a form that was sent before with what it brought then. It stands after sign-in and CSRF."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = key_of(request)
        with answering(key):
            try:
                response = self.get_response(request)
            except BaseException:
                leave(request, key, "")
                raise
            is_led_on = response.status_code == REDIRECTED
            leave(request, key, response.get("Location", "") if is_led_on else "")
            if key and is_led_on and KEEPS_DRAFT not in request.META:
                forget_draft(request)
            return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Before the view asks its rules, which may refuse a second time what was just written."""
        key = key_of(request)
        if not key or not request.user.is_authenticated:
            return None
        try:
            begin(key, now=timezone.now())
        except SentBefore as found:
            return told(request, found)
        except AnsweredBefore as found:
            messages.warning(request, str(found))
            return HttpResponseRedirect(found.location or request.path)
        except OperationalError as error:
            if not is_locked(error):
                raise
            return busy(request)
        request.META[BEGUN] = key
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Where both were under way at once, the second one finds the recording only as it opens its own."""
        return told(request, exception) if isinstance(exception, SentBefore) else None


def leave(request: HttpRequest, key: str, location: str) -> None:
    """The form is answered: where that led, or nowhere.

    What it wrote stays told where this cannot be kept: a recording bears the key, and a row under way lasts a while.
    """
    if key and request.META.get(BEGUN) == key:
        with suppress(OperationalError):
            end(key, location=location)


def forget_draft(request: HttpRequest) -> None:
    """What was typed is sent: its draft goes. One that stays, since somebody else is writing, can be deleted."""
    if request.user.is_authenticated:
        with suppress(OperationalError):
            drafts.delete(person=request.user, address=request.get_full_path())


def key_of(request: HttpRequest) -> str:
    """The key in a form that is sent; empty where there is none, or one that this site did not make."""
    key = request.POST.get(FIELD, "") if request.method == "POST" else ""
    return key if len(key) <= LONGEST and key.isprintable() else ""


def told(request: HttpRequest, found: SentBefore) -> HttpResponse:
    """Say so, on the page of the recording where the reader may see it."""
    messages.warning(request, str(found))
    if request.user.has_perm("record.view_recording"):
        return HttpResponseRedirect(reverse("admin:record_recording_change", args=[found.recording.pk]))
    return HttpResponseRedirect("/")
