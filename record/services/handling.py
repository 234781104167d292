"""Who handles a proposal: whom it names and reminds, who takes it over, drops it, or has it open on a screen."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count

from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import (
    Account,
    Assignee,
    Comment,
    Decision,
    Dropped,
    OpenProposal,
    Outcome,
    Proposal,
    Recording,
    Takeover,
)
from record.roles import OFFICER

from . import approvals, comments, facts

REMINDER = "Please decide:"
"""How a reminder begins."""

SEEN = timedelta(minutes=3)
"""A page that was not seen for longer is closed."""


def deciders(proposals: Iterable[Proposal]) -> dict[int, list[Account]]:
    """Proposal → the officers who may decide about it, by name; who took it over may not."""
    asked, found = list(proposals), defaultdict(list)
    taken = set(Takeover.objects.filter(proposal__in=asked).values_list("proposal_id", "taken_by_id")) if asked else ()
    officers = Account.objects.filter(is_active=True, groups__name=OFFICER).order_by("username") if asked else []
    for officer in officers:
        for one in approvals.decidable_by(officer, asked):
            if (one.pk, officer.pk) not in taken:
                found[one.pk].append(officer)
    return found


def name_officer(proposal: Proposal, officer: Account | None, *, recording: Recording, today: date) -> Assignee:
    """Say for whom a proposal is; None for whoever may decide. An officer of its programs says so.

    Raises PermissionDenied for anybody else; ValidationError for one who may not decide, and for what was decided.
    """
    by = recording.by
    if Decision.objects.filter(proposal=proposal).exists():
        raise ValidationError(f'"{proposal}" was decided already. Nothing was written now.')
    if by is None or not (by.pk == proposal.proposed_by_id or approvals.decidable_by(by, [proposal])):
        raise PermissionDenied(f"{proposal.subject} is not among yours.")
    deciding = deciders([proposal])[proposal.pk]
    if officer is not None and officer not in deciding:
        may = ", ".join(one.get_username() for one in deciding) or "nobody"
        raise ValidationError(f"{officer.get_username()} may not decide about {proposal.subject}. {may} may.")
    named = Assignee(proposal=proposal, officer=officer, effective_on=PartialDate.of(today))
    facts.refuse_second(named, at=AsOf(today, recording.moment, recording.reads))
    return facts.record(named, recording=recording)


def remind(proposal: Proposal, officers: Iterable[Account], *, recording: Recording, today: date) -> Comment:
    """Ask those officers to decide: a comment that names each, which the daily letter tells them.

    Raises PermissionDenied for who does not follow it; ValidationError once it is decided, a second time on one day,
    and where nobody may decide.
    """
    if not approvals.follows(recording.by, proposal):
        raise PermissionDenied(f"{proposal.subject} is not among yours.")
    if Decision.objects.filter(proposal=proposal).exists():
        raise ValidationError(f'"{proposal}" was decided already. Nobody is reminded.')
    names = " ".join(f"@{one.get_username()}" for one in officers)
    if not names:
        raise ValidationError(f"Nobody may decide about {proposal.subject}. An administrator assigns its programs.")
    if reminded([proposal]).get(proposal.pk) == today:
        raise ValidationError("A reminder went out today. The next one may go tomorrow.")
    return comments.say(proposal, f"{REMINDER} {names}.", recording=recording, today=today)


def reminded(proposals: Iterable[Proposal]) -> dict[int, date]:
    """Proposal → the last day on which somebody was reminded of it; one question to the database."""
    about = [one.pk for one in proposals]
    said = Comment.objects.filter(table=Proposal._meta.db_table, row_id__in=about, note__startswith=REMINDER)
    return dict(said.order_by("pk").values_list("row_id", "counts_from"))


def said_about(proposals: Iterable[Proposal]) -> dict[int, int]:
    """Proposal → how many comments it has; one question to the database."""
    about = [one.pk for one in proposals]
    said = Comment.objects.filter(table=Proposal._meta.db_table, row_id__in=about).order_by()
    return dict(said.values_list("row_id").annotate(count=Count("pk")))


def drop(proposal: Proposal, *, recording: Recording, today: date) -> Dropped:
    """Let a proposal rest that came back. Raises PermissionDenied for who does not follow it; ValidationError where it
    did not come back, or was dropped before.
    """
    by = recording.by
    if by is None or not approvals.follows(by, proposal):
        raise PermissionDenied(f"{proposal.subject} is not among yours.")
    if not Decision.objects.filter(proposal=proposal, outcome__in=(Outcome.RETURNED, Outcome.LAPSED)).exists():
        raise ValidationError(f'"{proposal}" did not come back. Withdraw it while it waits.')
    if Dropped.objects.filter(proposal=proposal, dropped_by=by).exists():
        raise ValidationError(f'You dropped "{proposal}" before.')
    made = Dropped(proposal=proposal, dropped_by=by, effective_on=PartialDate.of(today))
    return facts.record(made, recording=recording)


def left_behind(user: Account) -> list[Proposal]:
    """Proposals of persons who left, that wait or came back, that `user` may decide about and nobody took over.

    What was dropped or proposed again since is done with.
    """
    settled = Decision.objects.filter(outcome__in=(Outcome.APPROVED, Outcome.WITHDRAWN))
    taken = Takeover.objects.filter(taken_by__is_active=True)
    found = Proposal.objects.filter(proposed_by__is_active=False, drops=None)
    found = found.uncorrected().exclude(pk__in=settled.values("proposal")).exclude(pk__in=taken.values("proposal"))
    open_ones = list(found.select_related("recording", "proposed_by", "decision").order_by("pk"))
    return approvals.decidable_by(user, open_ones)


def take_over(proposal: Proposal, *, recording: Recording, today: date) -> Takeover:
    """Follow the proposal of a person who left: it is then on the taker's desk, under both names.

    Raises PermissionDenied for who may not decide about it; ValidationError where its proposer is here, or it is taken.
    """
    by = recording.by
    if proposal.proposed_by.is_active:
        raise ValidationError(f'{proposal.proposed_by} is here and follows "{proposal}".')
    if by is None or not approvals.decidable_by(by, [proposal]):
        raise PermissionDenied(f"{proposal.subject} is not among yours.")
    if proposal not in left_behind(by):
        raise ValidationError(f'"{proposal}" was settled, or somebody took it over before.')
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
