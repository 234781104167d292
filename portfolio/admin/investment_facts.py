"""Facts of an investment are written by its services, within the programs assigned."""

from typing import Any

from django.db import models
from django.http import HttpRequest

from portfolio.services import rights
from record.admin.facts import FactAdmin
from record.admin.sections import Section
from record.models import Recording
from record.roles import OFFICER, roles_of


class InvestmentFactAdmin(FactAdmin):
    belongs_to = ("investment",)
    list_select_related = ("investment", "recording")

    def require(self, recording: Recording, obj: Any) -> None:
        rights.require_for(recording, obj.investment)

    def sections_on(self, request: HttpRequest, relation: str, parent: models.Model) -> list[Section]:
        """Without buttons where the officer may not write for the investment's program."""
        sections = super().sections_on(request, relation, parent)
        if relation == "investment" and not _may_write(request, parent):
            for section in sections:
                section.buttons = []
                for row in section.rows:
                    row.actions = []
        return [section for section in sections if section.rows or section.buttons]


def _may_write(request: HttpRequest, investment: Any) -> bool:
    if OFFICER not in roles_of(request.user):
        return False
    if not hasattr(request, "may_write_for"):
        request.may_write_for = {}
    key = (investment.agency_id, investment.program_id)
    if key not in request.may_write_for:
        request.may_write_for[key] = rights.may_write(request.user, investment.agency, investment.program)
    return request.may_write_for[key]
