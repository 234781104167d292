"""A page with its filters is saved under a name, and shared with a role; whose it is drops it again."""

from typing import cast
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from record.models import Account
from record.models.saved_views import SHARED, views_for
from record.services import saved_views

from .desk_steps import number, sent, told
from .times import carries_times

LEFT_OUT = ("page",)
"""What an address asks that is no part of the question."""


def question_of(text: str) -> str:
    """The address of one of our pages, without the number of its sheet. Raises ValidationError for any other."""
    try:
        parts = urlsplit(text)
        is_ours = not parts.netloc and parts.path.endswith("/") and resolve(parts.path).app_name == "portfolio"
    except (Resolver404, ValueError):  # no page of ours, or no address at all
        is_ours = False
    if not is_ours:
        raise ValidationError("This is no page whose question can be saved. Open the page, and save it there.")
    asked = [(name, value) for name, value in parse_qsl(parts.query) if name not in LEFT_OUT and value]
    return f"{parts.path}?{urlencode(asked)}" if asked else parts.path


@require_safe
@carries_times("save")
def index(request: HttpRequest) -> HttpResponse:
    """The views of the reader, and the form that saves the page named by `save`."""
    try:
        address = question_of(request.GET["save"]) if "save" in request.GET else ""
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("portfolio:views"))
    context = {"address": address, "views": views_for(request.user), "sharings": SHARED}
    return render(request, "portfolio/views.html", context)


@sent
def saved(request: HttpRequest) -> HttpResponse:
    """Keep the page that was asked under a name, and go back to it."""
    asked = request.POST.get("address", "")

    def do() -> str:
        view = saved_views.save(
            person=cast(Account, request.user),
            name=request.POST.get("name", ""),
            address=question_of(asked),
            shared_with=request.POST.get("shared_with", ""),
            now=now(),
        )
        return f"Saved as {view.name}, for {view.get_shared_with_display()}. It stands under Reports."

    try:
        back = question_of(asked)
    except ValidationError:
        back = reverse("portfolio:reports")
    return told(request, do, back=back)


@sent
def dropped(request: HttpRequest) -> HttpResponse:
    """Forget a view of one's own."""

    def do() -> str:
        return f"Dropped: {saved_views.drop(person=cast(Account, request.user), number=number(request, 'view'))}."

    return told(request, do, back=reverse("portfolio:views"))
