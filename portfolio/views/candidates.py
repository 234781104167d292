"""What an officer decides on the desk about what a feed found: the same as an award on record, or not ours."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portfolio.models import CandidateDecision, CandidateOutcome, FeedCandidate, Investment
from portfolio.services import feeds
from record.calculations.partial_dates import PartialDate
from record.models import Recording

from .desk_steps import number, require_officer, sent, step


@sent
def decided(request: HttpRequest) -> HttpResponse:
    """With an award it is the same as that; without one it is not ours, and the reason is kept."""
    slug, note, today = request.POST.get("investment", ""), request.POST.get("note", "").strip(), timezone.localdate()

    def write(recording: Recording) -> str:
        require_officer(request, "decides about what a feed found")
        candidate = FeedCandidate.objects.filter(pk=number(request, "candidate")).first()
        award = Investment.objects.filter(slug=slug).first() if slug else None
        if candidate is None or (slug and award is None):
            raise ValidationError("That is not on record. Open the desk again.")
        made = CandidateDecision(
            candidate=candidate,
            outcome=CandidateOutcome.SAME if award else CandidateOutcome.NOT_OURS,
            investment=award,
            note=note,
            citation=candidate.citation,
            effective_on=PartialDate.of(today),
        )
        feeds.record_decision(made, recording=recording, today=today)
        return f"{made.get_outcome_display().capitalize()}{f': {award}' if award else ''}. {candidate}"

    return step(request, "decided about what a feed found", write, section="feeds")
