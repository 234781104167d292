"""Which agencies and programs are those of an officer: what is assigned."""

from collections.abc import Callable

from portfolio.models import Agency, Assignment, Program
from record.models import Account

Mine = Callable[[Agency | None, Program | None], bool]
"""Whether an agency and a program are among those of a person."""


def of_programs(user: Account) -> Mine:
    """Whether an agency and a program are among those that the officer is assigned to; what nobody owns is nobody's."""
    assigned = set(Assignment.objects.filter(officer=user).values_list("agency_id", "program_id"))

    def mine(agency: Agency | None, program: Program | None) -> bool:
        return agency is not None and bool(assigned & {(agency.pk, None), (agency.pk, program.pk if program else None)})

    return mine
