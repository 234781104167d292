"""Undo on the desk: what the reader recorded no longer counts, or is proposed not to, by the way its kind is undone."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse

from portfolio.admin.taking_back import take_back
from portfolio.services import undoing
from record.admin.refused import Refused
from record.calculations.formatting import ended
from record.models import Fact, Recording

from .desk_steps import number, require_officer, sent, told


@sent
def undone(request: HttpRequest) -> HttpResponse:
    """The recording that the form names."""

    def do() -> str:
        require_officer(request, "takes back what was recorded")
        written = Recording.objects.filter(serial=number(request, "recording")).first()
        if written is None or written.by != request.user:
            raise PermissionDenied("An officer undoes here what is recorded in the own name.")
        reason = request.POST.get("note", "").strip()
        if not reason:
            raise ValidationError("Say why it is taken back.")
        proposal = undo(request, written, reason)
        if proposal is None:
            return f"Recorded: what recording {written.serial} wrote no longer counts."
        return f"{ended(f'Proposed: {proposal}')} Another officer decides about it."

    return told(request, do, section="recorded")


def undo(request: HttpRequest, written: Recording, reason: str) -> Any:
    """The proposal to undo it; None where it was undone at once. A single fact is undone as on its own page."""
    rows = list(undoing.written_by(written).values())
    labels = undoing.relabelled_by(written)
    if not rows and not labels:
        raise ValidationError(f"Nothing of recording {written.serial} stands any more.")
    if not rows or labels:
        return take_back(request, written, reason)
    (first, *more) = rows
    form: Any = admin.site._registry.get(type(first))
    if not more and isinstance(first, Fact) and form is not None:
        if not form.may_undo(request, first):
            raise ValidationError(f"{first} is not undone by itself. Open its page.")
        try:
            return form.undo_or_propose(request, first, reason)
        except Refused as refused:
            raise refused.error from refused
    return take_back(request, written, reason)
