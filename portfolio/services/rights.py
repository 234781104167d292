"""Who may write what: an officer writes within the programs assigned, and nobody else writes at all."""

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q

from portfolio.models import Agency, Assignment, Investment, Program
from record.models import Account, Recording, Withdrawal

OFFICER, MANAGER = "officer", "manager"


def may_write(user: Account, agency: Agency, program: Program | None) -> bool:
    """True when the user is an officer to whom the program, or the whole agency, is assigned.

    Being a superuser does not make anybody an officer.
    """
    if not user.is_active or not user.groups.filter(name=OFFICER).exists():
        return False
    reached = Q(program__isnull=True) | Q(program=program) if program else Q(program__isnull=True)
    return Assignment.objects.filter(reached, officer=user, agency=agency).exists()


def require(recording: Recording, agency: Agency, program: Program | None) -> None:
    """Raises PermissionDenied when the recording's writer is a person who may not write for this program."""
    if recording.by is not None and not may_write(recording.by, agency, program):
        where = f"{program.code} of {agency.code}" if program else f"all of {agency.code}"
        raise PermissionDenied(
            f"{recording.by_name} is not assigned to {where}. Ask an administrator for the assignment."
        )


def require_one(recording: Recording, owners: Sequence[tuple[Agency, Program | None]]) -> None:
    """Raises PermissionDenied as `require` does, where the writer may write for none of these."""
    by = recording.by
    if by is None or not any(may_write(by, agency, program) for agency, program in owners):
        require(recording, *owners[0])


def require_for(recording: Recording, investment: Investment) -> None:
    """Raises PermissionDenied as `require` does, and ValidationError for an award that was withdrawn."""
    require(recording, investment.agency, investment.program)
    withdrawn = Withdrawal.of(Investment, investment.slug, recording=recording) if investment.pk else None
    if withdrawn is not None:
        raise ValidationError(
            f"{investment} was withdrawn in recording {withdrawn.recording_id}: {withdrawn.note} "
            "Put the award on record anew under its identifier first."
        )


def machine_officer() -> Account | None:
    """The officer in whose name jobs propose, whom FEEDS_OFFICER names; None where it names no active officer."""
    name = settings.FEEDS_OFFICER
    return Account.objects.filter(username=name, is_active=True, groups__name=OFFICER).first() if name else None
