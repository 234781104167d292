"""What agencies' files say of awards, and which of ours they are: matched by hand, and differences explained."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from portfolio.models import AgencyAward, AgencyEntry, EntryVersion, Investment, Match
from portfolio.services import imports, rights
from record.admin.base import shown
from record.admin.facts import FactAdmin
from record.admin.sections import Link
from record.admin.sourced import FactForm, is_row_number
from record.models import Recording
from record.roles import may_write


@admin.register(AgencyAward)
class AgencyAwardAdmin(FactAdmin):
    """Only imported; its page leads to the match."""

    list_display = ("award_number", "origin", "recipient_name", shown("obligated"), shown("disbursed"), "recording")
    search_fields = ("award_number",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().change_view(request, object_id, *args, **kwargs)
        if may_write(request.user):
            matches = self.admin_site.get_model_admin(Match)
            address = f"{matches.address('add')}?award={response.context_data['fact'].pk}"
            response.context_data["actions"] = [Link(matches.add_label, address)]
        return response


@admin.register(AgencyEntry)
class AgencyEntryAdmin(FactAdmin):
    """Only imported, to be set beside the ledger."""

    list_display = ("award_number", "entry_number", "origin", shown("obligated"), shown("effective_on"), "recording")
    search_fields = ("award_number", "entry_number")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(EntryVersion)
class EntryVersionAdmin(FactAdmin):
    """Only imported: which entry of the ledger a source's key stands for."""

    list_display = ("source_key", "entry", shown("effective_on"), "recording")
    list_select_related = ("entry", "recording")
    search_fields = ("source_key",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class MatchForm(FactForm):
    """About an award of a file: which of ours it is, if any; about one of ours: the number that a file gives it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.parent and isinstance(self.parent[1], AgencyAward):
            self.instance.award_number = self.parent[1].award_number


@admin.register(Match)
class MatchAdmin(FactAdmin):
    form = MatchForm
    belongs_to = ("investment",)
    autocomplete_fields = ("investment",)
    section_title = "Matched with agencies' files by hand"
    section_place = 9
    section_fields = ("award_number", "explained", "note")
    add_label = "Match by hand"
    list_display = ("award_number", "investment", shown("explained"), "note", "recording")
    list_select_related = ("investment", "recording")
    search_fields = ("award_number", "investment__slug")

    def parent(self, request: HttpRequest) -> tuple[str, Any] | None:
        """An investment, or an award of an agency's file."""
        number = request.GET.get("award", "")
        award = AgencyAward.objects.filter(pk=int(number)).first() if is_row_number(number) else None
        return ("award", award) if award else super().parent(request)

    def fields_for(self, request: HttpRequest, parent: Any) -> tuple[str, ...]:
        return ("award_number" if isinstance(parent, Investment) else "investment", "explained")

    def require(self, recording: Recording, obj: Match) -> None:
        if obj.investment is not None:
            rights.require_for(recording, obj.investment)

    def write(self, fact: Match, recording: Recording) -> Any:
        imports.record_match(fact, recording=recording)
        return []
