"""The agencies and programs that an officer may choose: those assigned."""

from typing import Any

from django.db.models import Q, QuerySet

from portfolio.models import Agency, Program


def agencies_of(user: Any) -> QuerySet[Agency]:
    return Agency.objects.filter(assignments__officer=user).distinct()


def programs_of(user: Any) -> QuerySet[Program]:
    """The programs assigned one by one, and all those of agencies assigned as a whole."""
    whole = Q(agency__assignments__officer=user, agency__assignments__program__isnull=True)
    found = Program.objects.filter(Q(assignments__officer=user) | whole).distinct()
    return found.select_related("agency")
