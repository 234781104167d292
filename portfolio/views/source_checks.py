"""Checked, nothing new: said of one award on its page, or of several on the desk."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from portfolio.models import Investment
from portfolio.services import source_checks
from record.calculations.formatting import ended
from record.models import Recording

from .desk_steps import sent, step


@sent
def checked(request: HttpRequest) -> HttpResponse:
    """All that were ticked are checked in one recording, or none is and a sentence says why."""
    named, source = request.POST.getlist("award"), request.POST.get("source", "").strip()
    awards = list(Investment.objects.filter(slug__in=named).select_related("agency", "program"))

    def write(recording: Recording) -> str:
        if absent := sorted(set(named) - {one.slug for one in awards}):
            raise ValidationError(f"No award is on record as {', '.join(absent)}. Open the desk again.")
        made = source_checks.check_all(awards, source=source, recording=recording, today=localdate())
        what = made[0].investment.slug if len(made) == 1 else f"{len(made)} awards"
        citation = made[0].citation if source or len(made) == 1 else None
        looked_at = "; ".join(map(str, citation.sources.all())) if citation else "their sources"
        return ended(f"Checked, nothing new: {what}, by {looked_at}")

    is_of_award = request.POST.get("page") == "award" and len(awards) == 1
    back = reverse("portfolio:investment", args=[awards[0].slug]) if is_of_award else ""
    return step(request, "checked, nothing new", write, section="to-check", back=back)
