"""Proposals on the desk: what waits for this officer's decision, what came back to her, what waits for others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from portfolio.models import Absence
from portfolio.positions.business_days import business_day_after
from portfolio.positions.decisions_due import WORKING_DAYS
from record.calculations.column_figures import as_written, formatted_number
from record.models import Account, Decision, Outcome, Proposal

from .desk_lines import Ask, Forms, Line, Section, line, section

CAME_BACK = (Outcome.RETURNED, Outcome.LAPSED)
RECENT = timedelta(days=30)
"""What came back longer ago is no news."""


def page_of(proposal: Proposal) -> str:
    return reverse("admin:record_proposal_change", args=[proposal.pk])


def at_stake(proposal: Proposal) -> str:
    """The dollars and shares of it; of a file those of each kind of entry."""
    dollars, shares = proposal.amount, proposal.shares
    own = [formatted_number("amount", dollars)] if dollars is not None else []
    own += [f"{formatted_number('shares', shares)} shares"] if shares is not None else []
    stated = "; ".join(proposal.shown.get("stake", ())) or " and ".join(own)
    return as_written(stated) or "no dollars and no shares"


def waits_long(proposal: Proposal) -> bool:
    """True once more than three working days have passed since it was proposed."""
    since = timezone.localdate(proposal.recording.moment)
    return business_day_after(since, WORKING_DAYS) < timezone.localdate()


def waiting_line(proposal: Proposal, **details: Any) -> Line:
    since = timezone.localdate(proposal.recording.moment)
    red = "waits too long" if waits_long(proposal) else ""
    stake, moved = at_stake(proposal), proposal.shown_again
    return line(
        str(proposal), page_of(proposal), red=red, at_stake=stake, **details, since=since, shown_again_since=moved
    )


@dataclass(frozen=True, slots=True)
class Handling:
    """Who handles the proposals on a desk; read once by the view."""

    named: Mapping[int, Account | None]
    away: Mapping[int, Absence]
    taken: Mapping[int, Account]
    deciders: Mapping[int, Sequence[Account]]
    open_by: Mapping[int, Sequence[str]]
    left: Sequence[Proposal]
    reminded: Mapping[int, date]
    said: Mapping[int, int]
    """Proposal → how many comments it has."""

    def whom(self, proposal: Proposal) -> str:
        """For whom it is, in words."""
        officer = self.named.get(proposal.pk)
        if officer is None:
            return "whoever may decide"
        absence = self.away.get(officer.pk)
        if not officer.is_active:
            return f"{officer}, who left"
        return f"{officer}, away until {absence.until}: {absence.stand_in} stands in" if absence else str(officer)

    def by(self, proposal: Proposal) -> str:
        """Whose it is: both names where it was taken over."""
        taker = self.taken.get(proposal.pk)
        return f"{proposal.recording.by_name}, taken over by {taker}" if taker else proposal.recording.by_name

    def naming(self, proposal: Proposal, *, but: Account | None = None) -> Ask:
        """The choice of the officer for whom it is."""
        officers = [one for one in self.deciders.get(proposal.pk, ()) if one != but]
        choices = (("", "whoever may decide"), *((str(one.pk), one.get_username()) for one in officers))
        return Ask("named", "Say for whom", "Officer", (("proposal", str(proposal.pk)),), choices)


def to_decide(waiting: Iterable[Proposal], handling: Handling, user: Account) -> Section:
    lines = [
        waiting_line(
            one,
            by=handling.by(one),
            open_by=", ".join(handling.open_by.get(one.pk, ())),
            asks=(handling.naming(one, but=user),),
            **{"for": handling.whom(one)},
        )
        for one in waiting
    ]
    address = reverse("admin:waiting_for_me")
    return section("decide", "Decide", lines, address, links=((f"Go through all {len(lines)}", address),))


def left_behind(handling: Handling) -> Section:
    """Proposals of persons who left, which an officer of the same programs takes over."""
    lines = [
        line(
            str(one),
            page_of(one),
            at_stake=at_stake(one),
            by=f"{one.recording.by_name}, who left",
            asks=(Ask("taken_over", "Take over", "", (("proposal", str(one.pk)),)),),
        )
        for one in handling.left
    ]
    return section("left", "Work of who left", lines)


def returned(user: Account) -> list[Decision]:
    """What was returned or lapsed in the last 30 days, and was neither dropped nor corrected since."""
    own = Q(proposed_by=user) | Q(proposal__takeovers__taken_by=user)
    recent = Q(outcome__in=CAME_BACK, recording__moment__gte=timezone.now() - RECENT)
    taken = Q(outcome__in=CAME_BACK, proposal__takeovers__taken_by=user)
    decided = Decision.objects.filter(
        (own & recent | taken) & Q(proposal__drops=None, proposal__corrected_by=None)
    ).distinct()
    worded = Prefetch("proposal", Proposal.objects.as_worded().select_related("recording"))
    return list(decided.select_related("recording").prefetch_related(worded).order_by("-pk"))


def came_back(user: Account, forms: Forms) -> Section:
    lines = [
        line(
            str(one.proposal),
            page_of(one.proposal),
            how=one.get_outcome_display(),
            by=one.recording.by_name,
            on=timezone.localdate(one.recording.moment),
            why=one.note,
            links=(("Correct and propose again", again),) if (again := forms.again(one.proposal)) else (),
            asks=(Ask("dropped", "Drop", "", (("proposal", str(one.proposal_id)),)),),
        )
        for one in returned(user)
    ]
    return section("came-back", "Came back", lines, reverse("admin:record_decision_changelist"))


def waiting_of(user: Account) -> list[Proposal]:
    """What the user proposed or took over, and nobody decided."""
    waiting = Proposal.objects.undecided().filter(Q(proposed_by=user) | Q(takeovers__taken_by=user)).distinct()
    return list(waiting.select_related("recording", "proposed_by"))


def steps_of(proposal: Proposal) -> tuple[Ask, ...]:
    """What who follows it may do."""
    sent = (("proposal", str(proposal.pk)),)
    return Ask("reminded", "Remind", "", sent), Ask("withdrawn", "Withdraw", "Why it is withdrawn", sent)


def waiting_for_others(waiting: Iterable[Proposal], handling: Handling, user: Account, forms: Forms) -> Section:
    lines = [
        waiting_line(
            one,
            by=handling.by(one) if one.proposed_by_id != user.pk else "",
            who_may_decide=", ".join(map(str, handling.deciders.get(one.pk, ()))) or "nobody",
            open_by=", ".join(handling.open_by.get(one.pk, ())),
            comments=handling.said.get(one.pk, ""),
            reminded_on=handling.reminded.get(one.pk, ""),
            links=(("Amend", form),) if (form := forms.amend(one)) else (),
            asks=(handling.naming(one), *steps_of(one)),
            **{"for": handling.whom(one)},
        )
        for one in waiting
    ]
    return section("waiting", "Waiting for others", lines, reverse("admin:record_proposal_changelist"))
