"""What a source states of an award beside its terms: events without an amount, and totals."""

from django.contrib import admin

from portfolio.models import InvestmentEvent, StatedTotal
from record.admin.base import shown
from record.admin.sourced import WarnedForm

from .investment_facts import InvestmentFactAdmin


@admin.register(InvestmentEvent)
class InvestmentEventAdmin(InvestmentFactAdmin):
    form = WarnedForm
    section_title, section_place = "Events without an amount", 6
    written = ("kind",)
    section_fields = ("kind", "note")
    add_label = "New event without an amount"
    list_display = ("investment", "kind", shown("effective_on"), "note")
    search_fields = ("investment__slug", "kind")


@admin.register(StatedTotal)
class StatedTotalAdmin(InvestmentFactAdmin):
    form = WarnedForm
    section_title, section_place = "Totals as stated", 7
    written = ("figure", "amount")
    section_fields = ("figure", "amount", "note")
    add_label = "New total as stated"
    list_display = ("investment", "figure", shown("amount"), shown("effective_on"), "note")
    search_fields = ("investment__slug",)
