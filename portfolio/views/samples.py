"""An auditor says, on the page of a kept sample, that an entry agrees with its source, or what does not."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from portfolio.models import KeptRun
from portfolio.services import samples
from record.models import Recording

from .desk_steps import number, sent, step

LONGEST = 18
"""Digits of the number of a row."""


@sent
def found(request: HttpRequest) -> HttpResponse:
    """Record the finding, and go back to the entry after it."""
    exception, agrees = request.POST.get("note", "").strip(), "agrees" in request.POST

    def write(recording: Recording) -> str:
        if agrees == bool(exception):
            told = "It agrees, so leave the exception empty." if agrees else "Say what does not agree."
            raise ValidationError({"note": told})
        sample, entry = KeptRun.objects.filter(pk=number(request, "kept")).first(), number(request, "entry")
        if sample is None:
            raise ValidationError("No such sample is kept. Open the kept answers again.")
        finding = samples.find(sample, entry, exception, recording=recording, today=timezone.localdate())
        asked = "" if agrees else " The officers of its programs see it on their desks."
        return f"{finding.entry.reference}: {finding.verdict.removesuffix('.')}.{asked}"

    return step(request, "a sampled entry is compared with its source", write, back=page_of(request))


def page_of(request: HttpRequest) -> str:
    """The entry on the page of its sample; the list of kept answers where the form names neither."""
    kept, entry = request.POST.get("kept", ""), request.POST.get("entry", "")
    if not (kept.isdecimal() and entry.isdecimal() and len(kept) <= LONGEST):
        return reverse("portfolio:kept_runs")
    return f"{reverse('portfolio:kept_run', args=[int(kept)])}#entry-{int(entry)}"
