"""Who handles a proposal, said on the desk: for whom it is, who took it over or drops it, who is away."""

from typing import cast

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portfolio.positions.absences import reminded_of
from portfolio.services import absences
from record.calculations.formatting import ended
from record.models import Account, Proposal, Recording
from record.models.fields import DayField
from record.roles import may_write
from record.services import approvals, handling

from .desk_steps import number, require_officer, sent, step, told


def proposal_of(request: HttpRequest) -> Proposal:
    """The proposal that the form names. Raises ValidationError where there is none."""
    found = Proposal.objects.filter(pk=number(request, "proposal")).select_related("proposed_by", "recording").first()
    if found is None:
        raise ValidationError("No such proposal is on record. Open the desk again.")
    return found


def officer_of(request: HttpRequest, name: str) -> Account | None:
    """The officer that was chosen; None for nobody."""
    chosen = request.POST.get(name, "")
    found = Account.objects.filter(pk=number(request, name)).first() if chosen else None
    if chosen and found is None:
        raise ValidationError("No such officer has an account. Choose from the list.")
    return found


@sent
def named(request: HttpRequest) -> HttpResponse:
    """For whom a proposal is."""

    def write(recording: Recording) -> str:
        proposal, officer = proposal_of(request), officer_of(request, "chosen")
        handling.name_officer(proposal, officer, recording=recording, today=timezone.localdate())
        whom = officer or "whoever may decide"
        return f'"{proposal}" is for {whom}.'

    return step(request, "for whom a proposal is", write, section=request.POST.get("section", "decide"))


@sent
def taken_over(request: HttpRequest) -> HttpResponse:
    """The proposal of a person who left is followed by the reader."""

    def write(recording: Recording) -> str:
        proposal = proposal_of(request)
        handling.take_over(proposal, recording=recording, today=timezone.localdate())
        return f'You took over "{proposal}" from {proposal.proposed_by}. It is on your desk.'

    return step(request, "work of a person who left is taken over", write, section="left")


@sent
def dropped(request: HttpRequest) -> HttpResponse:
    """A proposal that came back is not proposed again."""

    def write(recording: Recording) -> str:
        proposal = proposal_of(request)
        handling.drop(proposal, recording=recording, today=timezone.localdate())
        return f"{ended(f'Dropped: {proposal}')} It stays in the list of decisions."

    return step(request, "a proposal that came back is dropped", write, section="came-back")


@sent
def reminded(request: HttpRequest) -> HttpResponse:
    """Who may decide is reminded of a proposal: whom it names, or who stands in; else everybody who may."""

    def write(recording: Recording) -> str:
        proposal, today = proposal_of(request), timezone.localdate()
        at = Recording.objects.as_of(today, timezone.now())
        officers = reminded_of(proposal, handling.deciders([proposal])[proposal.pk], at)
        handling.remind(proposal, officers, recording=recording, today=today)
        names = ", ".join(one.get_username() for one in officers)
        return f"Reminded: {names}. It stands among the comments, and in the next daily letter."

    return step(request, "who may decide is reminded of a proposal", write, section="waiting")


@sent
def withdrawn(request: HttpRequest) -> HttpResponse:
    """The reader's own proposal is taken back before anybody decided."""

    def do() -> str:
        require_officer(request, "withdraws a proposal")
        proposal, reason = proposal_of(request), request.POST.get("note", "")
        approvals.withdraw(proposal, by=cast(Account, request.user), reason=reason, today=timezone.localdate())
        return ended(f"Withdrawn: {proposal}")

    return told(request, do, section="waiting")


@sent
def away(request: HttpRequest) -> HttpResponse:
    """Until when the reader is away, and who stands in; without a day, back."""

    def write(recording: Recording) -> str:
        try:
            until = DayField(required=False).clean(request.POST.get("until", ""))
        except ValidationError as error:
            raise ValidationError({"until": error.messages}) from error
        stand_in = officer_of(request, "stand_in")
        absences.away(until, stand_in, recording=recording, today=timezone.localdate())
        return f"Away until {until}: {stand_in} stands in." if until else "You are back."

    return step(request, "an officer is away, or back", write)


@sent
def opened(request: HttpRequest) -> HttpResponse:
    """The page of a proposal says that it is open; nothing is recorded."""
    reader = cast(Account, request.user)
    if not may_write(reader):
        return HttpResponse(status=403)
    found = Proposal.objects.undecided().filter(pk__in=[request.POST["proposal"]] if is_number(request) else []).first()
    if found is None or not (found.proposed_by_id == reader.pk or approvals.decidable_by(reader, [found])):
        return HttpResponse(status=404)
    handling.seen(found, reader, now=timezone.now())
    return HttpResponse(status=204)


def is_number(request: HttpRequest) -> bool:
    text = request.POST.get("proposal", "")
    return text.isdecimal() and len(text) < 19
