"""Share counts and closing prices, added from the company's page."""

from django.contrib import admin

from portfolio.models import Capitalization, CountKind, SecurityPrice
from record.admin.base import shown
from record.admin.facts import FactAdmin
from record.admin.filters import value_filter


@admin.register(Capitalization)
class CapitalizationAdmin(FactAdmin):
    belongs_to = ("company",)
    written = ("kind", "basic_shares", "diluted_or_other")
    section_fields = ("basic_shares", "diluted_or_other", "kind", "note")
    add_label = "New share count"
    list_display = ("company", shown("effective_on"), shown("basic_shares"), shown("diluted_or_other"), "kind")
    list_select_related = ("company",)
    list_filter = (value_filter("kind", choices=CountKind.choices),)
    search_fields = ("company__name", "company__ticker", "company__slug")


@admin.register(SecurityPrice)
class SecurityPriceAdmin(FactAdmin):
    belongs_to = ("company",)
    written = ("close", "currency")
    section_fields = ("close", "currency")
    add_label = "New closing price"
    list_display = ("company", shown("effective_on"), shown("close"), "currency")
    list_select_related = ("company",)
    search_fields = ("company__name", "company__ticker", "company__slug")
