"""Who is away at an AsOf, and who stands in."""

from collections.abc import Iterable

from portfolio.models import Absence, Assignment
from record.calculations.as_of import AsOf
from record.calculations.once import once
from record.models import Account, Assignee, Proposal, Takeover
from record.roles import OFFICER


@once
def absences_at(at: AsOf) -> dict[int, Absence]:
    """Officer → the absence in force; one question to the database."""
    newest = Absence.objects.known(at).select_related("officer", "stand_in").order_by("pk").latest_by("officer_id")
    return {officer: one for officer, one in newest.items() if one.until is not None and one.until >= at.as_of}


def colleagues(user: Account) -> list[Account]:
    """Active officers with a program or an agency in common, by name."""
    agencies = Assignment.objects.filter(officer=user).values("agency")
    officers = Account.objects.filter(is_active=True, groups__name=OFFICER, assignments__agency__in=agencies)
    return list(officers.exclude(pk=user.pk).distinct().order_by("username"))


def assignees(proposals: Iterable[Proposal]) -> dict[int, Account | None]:
    """Proposal → the officer whom it names; None, or nothing, for nobody."""
    named = Assignee.objects.filter(proposal__in=[one.pk for one in proposals]).select_related("officer")
    return {one.proposal_id: one.officer for one in named.order_by("pk")}


def takers(proposals: Iterable[Proposal]) -> dict[int, Account]:
    """Proposal → who took it over last."""
    taken = Takeover.objects.filter(proposal__in=[one.pk for one in proposals]).select_related("taken_by")
    return {one.proposal_id: one.taken_by for one in taken.order_by("pk")}


def for_desk(user: Account, waiting: Iterable[Proposal], at: AsOf) -> list[Proposal]:
    """Of the proposals that the user may decide about those that name nobody, the user, or whom the user stands in for.

    One that names somebody who left is for everybody. What the user took over is another's to decide.
    """
    asked = list(waiting)
    named, away, taken = assignees(asked), absences_at(at), takers(asked)
    found = []
    for one in asked:
        officer = named.get(one.pk)
        absent = away.get(officer.pk) if officer else None
        is_here = officer is None or officer == user or not officer.is_active
        if (is_here or (absent is not None and absent.stand_in == user)) and taken.get(one.pk) != user:
            found.append(one)
    return found


def reminded_of(proposal: Proposal, deciders: Iterable[Account], at: AsOf) -> list[Account]:
    """Of those who may decide, whom a reminder names: the officer of the proposal or who stands in, else all."""
    asked = list(deciders)
    officer = assignees([proposal]).get(proposal.pk)
    if officer is None or not officer.is_active:
        return asked
    absence = absences_at(at).get(officer.pk)
    wanted = absence.stand_in if absence and absence.stand_in else officer
    return [one for one in asked if one == wanted] or asked
