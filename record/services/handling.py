"""Who handles a proposal: it names an officer or nobody, is taken over from a person who left, is open on a screen."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError

from record.calculations.partial_dates import PartialDate
from record.models import Account, Assignee, Decision, OpenProposal, Outcome, Proposal, Recording, Takeover
from record.roles import OFFICER

from . import approvals, facts

SEEN = timedelta(minutes=3)
"""A page that was not seen for longer is closed."""


def deciders(proposals: Iterable[Proposal]) -> dict[int, list[Account]]:
    """Proposal → the officers who may decide about it, by name."""
    asked, found = list(proposals), defaultdict(list)
    officers = Account.objects.filter(is_active=True, groups__name=OFFICER).order_by("username") if asked else []
    for officer in officers:
        for one in approvals.decidable_by(officer, asked):
            found[one.pk].append(officer)
    return found


def name_officer(proposal: Proposal, officer: Account | None, *, recording: Recording, today: date) -> Assignee:
    """Say for whom a proposal is; None for whoever may decide. An officer of its programs says so.

    Raises PermissionDenied for anybody else; ValidationError for one who may not decide, and for what was decided.
    """
    by = recording.by
    if Decision.objects.filter(proposal=proposal).exists():
        raise ValidationError(f"{proposal} was decided already. Nothing was written now.")
    if by is None or not (by.pk == proposal.proposed_by_id or approvals.decidable_by(by, [proposal])):
        raise PermissionDenied(f"{proposal.subject} is not among yours.")
    if officer is not None and not approvals.decidable_by(officer, [proposal]):
        may = ", ".join(one.get_username() for one in deciders([proposal])[proposal.pk]) or "nobody"
        raise ValidationError(f"{officer.get_username()} may not decide about {proposal.subject}. {may} may.")
    named = Assignee(proposal=proposal, officer=officer, effective_on=PartialDate.of(today))
    return facts.record(named, recording=recording)


def left_behind(user: Account) -> list[Proposal]:
    """Proposals of persons who left, that wait or came back, that `user` may decide about and nobody took over."""
    settled = Decision.objects.filter(outcome__in=(Outcome.APPROVED, Outcome.WITHDRAWN))
    taken = Takeover.objects.filter(taken_by__is_active=True)
    found = Proposal.objects.filter(proposed_by__is_active=False).exclude(pk__in=settled.values("proposal"))
    open_ones = found.exclude(pk__in=taken.values("proposal")).select_related("recording", "proposed_by")
    return approvals.decidable_by(user, list(open_ones.order_by("pk")))


def take_over(proposal: Proposal, *, recording: Recording, today: date) -> Takeover:
    """Follow the proposal of a person who left: it is then on the taker's desk, under both names.

    Raises PermissionDenied for who may not decide about it; ValidationError where its proposer is here, or it is taken.
    """
    by = recording.by
    if proposal.proposed_by.is_active:
        raise ValidationError(f"{proposal.proposed_by} is here and follows {proposal}.")
    if by is None or not approvals.decidable_by(by, [proposal]):
        raise PermissionDenied(f"{proposal.subject} is not among yours.")
    if proposal not in left_behind(by):
        raise ValidationError(f"{proposal} was settled, or somebody took it over before.")
    made = Takeover(proposal=proposal, left_by=proposal.proposed_by, taken_by=by, effective_on=PartialDate.of(today))
    return facts.record(made, recording=recording)


def seen(proposal: Proposal, officer: Account, *, now: datetime) -> None:
    """Keep that the officer has the page of a proposal open; what is long closed is forgotten."""
    OpenProposal.objects.filter(seen_at__lt=now - SEEN).delete()
    OpenProposal.objects.update_or_create(proposal=proposal, officer=officer, defaults={"seen_at": now})


def open_by(proposals: Iterable[Proposal], *, now: datetime, but: Account) -> dict[int, list[str]]:
    """Proposal → who else has its page open now."""
    found: dict[int, list[str]] = defaultdict(list)
    pages = OpenProposal.objects.filter(proposal__in=[one.pk for one in proposals], seen_at__gte=now - SEEN)
    for one in pages.exclude(officer=but).select_related("officer").order_by("officer__username"):
        found[one.proposal_id].append(one.officer.get_username())
    return found
