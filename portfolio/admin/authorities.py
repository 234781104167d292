"""Authorities of programs, rounds of awards, and awards known to be missing."""

from typing import Any

from django.contrib import admin

from portfolio.models import AwardRound, MissingAward, ProgramAuthority, RoundAward
from portfolio.services import rights
from record.admin.base import shown
from record.admin.facts import FactAdmin
from record.models import Recording

from .investment_facts import InvestmentFactAdmin


class AgencyFactAdmin(FactAdmin):
    """A fact of an agency, or of one of its programs; written within the programs assigned."""

    belongs_to = ("agency",)
    list_select_related = ("agency", "program", "recording")

    def require(self, recording: Recording, obj: Any) -> None:
        rights.require(recording, obj.agency, obj.program)


@admin.register(ProgramAuthority)
class ProgramAuthorityAdmin(AgencyFactAdmin):
    written = (
        "program", "subject", "kind", "statute", "amount", "is_at_least", "expires_on", "state", "minerals_only",
        "inside", "confidence",
    )  # fmt: skip
    section_fields = ("program", "kind", "amount", "expires_on", "state")
    section_title = "Authorities"
    add_label = "New authority"
    list_display = ("agency", "program", "kind", shown("amount"), shown("expires_on"), shown("effective_on"))
    search_fields = ("agency__code", "program__code", "statute", "subject")


@admin.register(AwardRound)
class AwardRoundAdmin(AgencyFactAdmin):
    written = ("round", "name", "program", "awards_made", "amount_made", "is_program_total")
    section_fields = ("name", "awards_made", "amount_made")
    section_title = "Rounds of awards"
    add_label = "New round"
    list_display = ("name", "agency", "program", "awards_made", shown("amount_made"), "is_program_total")
    search_fields = ("round", "name", "agency__code")


@admin.register(MissingAward)
class MissingAwardAdmin(AgencyFactAdmin):
    written = ("recipient", "program", "form", "amount", "state", "confidence")
    section_fields = ("recipient", "form", "amount", "state")
    section_title = "Awards not on record"
    add_label = "New award not on record"
    list_display = ("recipient", "agency", "form", shown("amount"), "state", shown("effective_on"))
    search_fields = ("recipient", "agency__code")


@admin.register(RoundAward)
class RoundAwardAdmin(InvestmentFactAdmin):
    section_title, section_place = "Rounds", 8
    written = ("round",)
    section_fields = ("round", "note")
    add_label = "Part of a round"
    list_display = ("investment", "round", "note")
    search_fields = ("investment__slug", "round")
