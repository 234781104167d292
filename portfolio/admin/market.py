"""Share counts, closing prices and corporate actions, added from the company's page."""

from typing import Any

from django.contrib import admin
from django.utils.timezone import localdate

from portfolio.models import ActionKind, Capitalization, CorporateAction, CountKind, SecurityPrice
from portfolio.services import corporate_actions
from portfolio.services.handlers.corporate_actions import CorporateActionHandler
from record.admin.base import shown
from record.admin.facts import FactAdmin
from record.admin.filters import value_filter
from record.admin.sourced import WarnedForm
from record.models import Recording


@admin.register(Capitalization)
class CapitalizationAdmin(FactAdmin):
    form = WarnedForm
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
    form = WarnedForm
    belongs_to = ("company",)
    written = ("close", "currency")
    section_fields = ("close", "currency")
    add_label = "New closing price"
    list_display = ("company", shown("effective_on"), shown("close"), "currency")
    list_select_related = ("company",)
    search_fields = ("company__name", "company__ticker", "company__slug")


@admin.register(CorporateAction)
class CorporateActionAdmin(FactAdmin):
    """A second officer sees every holding, term, count and price that it touches, before and after."""

    form = WarnedForm
    belongs_to = ("company",)
    shown_on = ("other",)
    written = ("kind", "new_shares", "old_shares", "other", "carried_cost_share", "ticker")
    section_fields = ("kind", "new_shares", "old_shares", "other", "carried_cost_share", "ticker")
    add_label = "New corporate action"
    proposed_as = CorporateActionHandler.kind
    autocomplete_fields = ("other",)
    list_display = ("company", shown("effective_on"), "kind", shown("new_shares"), shown("old_shares"))
    list_select_related = ("company",)
    list_filter = (value_filter("kind", choices=ActionKind.choices),)
    search_fields = ("company__name", "company__ticker", "company__slug")

    def undo_fact(self, fact: Any, reason: str, recording: Recording) -> None:
        corporate_actions.take_back(fact, reason=reason, recording=recording, today=localdate())
