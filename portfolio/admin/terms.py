"""Versions of terms: the form shows only what the instrument has."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from portfolio.calculations.kinds import Instrument
from portfolio.models import Confidence, Terms
from portfolio.models.terms import COMMON, FIELDS
from portfolio.services.handlers.facts import TermsHandler
from record.admin.base import shown
from record.admin.filters import value_filter
from record.admin.sourced import WarnedForm

from .investment_facts import InvestmentFactAdmin


@admin.register(Terms)
class TermsAdmin(InvestmentFactAdmin):
    form = WarnedForm
    continues = True
    proposed_as = TermsHandler.kind
    section_title, section_place = "Terms", 1
    section_fields = ("announced_amount", "announced_on", "closed_on", "confidence", "summary")
    add_label = "New terms version"
    list_display = (
        "investment", shown("announced_amount"), shown("announced_on"), shown("closed_on"), "confidence",
        shown("effective_on"),
    )  # fmt: skip
    list_filter = (value_filter("confidence", choices=Confidence.choices),)
    search_fields = ("investment__slug", "summary")

    def fields_for(self, request: HttpRequest, parent: Any) -> tuple[str, ...]:
        return (*COMMON, *FIELDS[Instrument(parent.instrument)]) if parent else COMMON
