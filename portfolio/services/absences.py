"""An officer says until when she is away, and who of the same programs stands in; or that she is back."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError

from portfolio.models import Absence
from portfolio.positions.absences import colleagues
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Account, Recording
from record.roles import OFFICER, roles_of
from record.services import facts


def away(until: date | None, stand_in: Account | None, *, recording: Recording, today: date) -> Absence:
    """The writer is away until that day; without one, back. Raises ValidationError for a day that is over, and for who
    has no program in common; PermissionDenied for who is no officer.
    """
    by = recording.by
    if by is None or OFFICER not in roles_of(by):
        raise PermissionDenied("An officer says who stands in.")
    if until is not None:
        if until < today:
            raise ValidationError({"until": f"{until} is over. Give the last day on which you are away."})
        near = colleagues(by)
        if stand_in not in near:
            may = ", ".join(one.get_username() for one in near) or "nobody: ask an administrator for an assignment"
            raise ValidationError({"stand_in": f"Choose a colleague of the same programs who stands in: {may}."})
    absence = Absence(officer=by, until=until, stand_in=stand_in if until else None)
    absence.effective_on = PartialDate.of(today)
    facts.refuse_second(absence, at=AsOf(today, recording.moment, recording.reads))
    return facts.record(absence, recording=recording)
