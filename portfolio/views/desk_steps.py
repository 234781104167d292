"""Steps that are taken on the desk itself: each writes once, says what came of it, and leads back to its section."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from projects.models import HealthChange
from projects.services import alerts
from record.models import Account, Channel, Recording
from record.roles import may_write
from record.services import typed_again
from record.services.recordings import open_recording


def sent(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that takes a form alone. A character that is in no text is refused before anything is looked up by it."""

    @require_POST
    @wraps(view)
    def with_text(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if any("\0" in text for _, texts in request.POST.lists() for text in texts):
            messages.error(request, "What was sent holds a character that is no part of a text (zero). Type it again.")
            return HttpResponseRedirect(reverse("portfolio:desk"))
        return view(request, *args, **kwargs)

    return with_text


def step(
    request: HttpRequest,
    why: str,
    write: Callable[[Recording], str],
    *,
    section: str = "",
    back: str = "",
    first: Callable[[], object] = bool,
) -> HttpResponse:
    """Do `write` under one recording of the reader, and say what it returns; or nothing is written, and it says why.

    `first` reads what `write` needs, before any other writer has to wait. It leads back to `back`, else to a section
    of the desk.
    """

    def do() -> str:
        first()
        with open_recording(by=cast(Account, request.user), why=why, channel=Channel.FORM) as recording:
            return write(recording)

    return told(request, do, section=section, back=back)


def told(request: HttpRequest, do: Callable[[], str], *, section: str = "", back: str = "") -> HttpResponse:
    """What `do` says, or why it did nothing; `do` opens its own recording. What was typed then stands there again."""
    try:
        messages.success(request, do())
    except (ValidationError, PermissionDenied) as error:
        messages.error(request, " ".join(error.messages) if isinstance(error, ValidationError) else str(error))
        by_field = isinstance(error, ValidationError) and hasattr(error, "error_dict")
        typed_again.keep(request, error.message_dict if by_field else None)  # type: ignore[union-attr]
    return HttpResponseRedirect(back or f"{reverse('portfolio:desk')}?next={section}")


def number(request: HttpRequest, name: str) -> int:
    """The number of a row that the form names. Raises ValidationError where it names none."""
    text = request.POST.get(name, "")
    if not text.isdecimal() or len(text) > 18:
        raise ValidationError("The form names no line of the desk. Open the desk again.")
    return int(text)


def require_officer(request: HttpRequest, what: str) -> None:
    """Raises PermissionDenied for anybody else."""
    if not may_write(request.user):
        raise PermissionDenied(f"Only an officer {what}.")


@sent
def acknowledged(request: HttpRequest) -> HttpResponse:
    """An alert was seen, with what is done about it."""

    def write(recording: Recording) -> str:
        require_officer(request, "acknowledges an alert")
        change = HealthChange.objects.filter(pk=number(request, "change")).select_related("milestone").first()
        if change is None:
            raise ValidationError("No such alert is on record. Open the desk again.")
        alerts.acknowledge(change, note=request.POST.get("note", ""), recording=recording, today=localdate())
        return f"Acknowledged: {change.milestone}."

    return step(request, "an alert is acknowledged on the desk", write, section="alerts")
