"""Companies, and who owns what."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest

from projects.models import Company, Ownership
from record.admin.base import shown
from record.admin.facts import FactAdmin
from record.admin.filters import value_filter

from .named import NamedAdmin


@admin.register(Company)
class CompanyAdmin(NamedAdmin):
    labels = ("name", "ticker", "exchange", "cik", "uei", "country", "hq_state", "website", "note")
    together = ("exchange", "country", "hq_state")
    list_display = ("name", "ticker", "exchange", "country", "hq_state", "slug")
    search_fields = ("name", "ticker", "slug", "cik", "uei")
    search_help_text = "Name, ticker (MP), identifier, CIK or UEI."
    list_filter = (value_filter("country"), value_filter("hq_state", "headquarters state", "state"))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Among proposals, whoever bears the ticker itself comes first."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.path.endswith("/autocomplete/") and search_term.strip():
            bears_it = Case(When(ticker__iexact=search_term.strip(), then=Value(0)), default=Value(1))
            found = found.order_by(bears_it, "name")
        return found, may_repeat


@admin.register(Ownership)
class OwnershipAdmin(FactAdmin):
    belongs_to = ("owned_company", "owned_project")
    shown_on = ("owner_company",)
    written = ("owner_company", "owner_code", "economic_share", "voting_share", "basis", "ends_on")
    section_fields = ("owner_company", "owner_code", "owned_company", "owned_project", "economic_share", "voting_share",
                      "basis")  # fmt: skip
    add_label = "New owner"
    autocomplete_fields = ("owner_company",)
    list_display = ("__str__", shown("economic_share"), shown("voting_share"), "basis", shown("effective_on"))
    list_select_related = ("owner_company", "owned_company", "owned_project")
    list_filter = (value_filter("basis", choices=Ownership._meta.get_field("basis").choices),)
    search_fields = ("owner_company__name", "owner_code", "owned_company__name", "owned_project__name")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related(*self.list_select_related)
