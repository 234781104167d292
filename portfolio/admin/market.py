"""Share counts and closing prices, added from the company's page."""

from typing import Any

from django.contrib import admin

from portfolio.models import Capitalization, CountKind, SecurityPrice
from record.admin.base import shown
from record.admin.fact_forms import FactForm
from record.admin.facts import FactAdmin
from record.admin.filters import value_filter

COUNTED = {CountKind.COVER, CountKind.VENDOR, CountKind.DERIVED}


class CapitalizationForm(FactForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind, count = cleaned.get("kind"), cleaned.get("basic_shares")
        if kind in COUNTED and count is None and "basic_shares" not in self.errors:
            self.add_error("basic_shares", "A count gives the shares outstanding. Write their number.")
        if kind and kind not in COUNTED and count is not None:
            self.add_error(
                "basic_shares", "New or contingent shares are no count. Write them as diluted or other, and empty this."
            )
        for name in ("basic_shares", "diluted_or_other"):
            if cleaned.get(name) is not None and cleaned[name] <= 0:
                self.add_error(name, f"{cleaned[name]:f} is no number of shares. Write one above 0.")
        return cleaned


@admin.register(Capitalization)
class CapitalizationAdmin(FactAdmin):
    form = CapitalizationForm
    belongs_to = ("company",)
    written = ("kind", "basic_shares", "diluted_or_other")
    section_fields = ("basic_shares", "diluted_or_other", "kind", "note")
    add_label = "New share count"
    list_display = ("company", shown("effective_on"), shown("basic_shares"), shown("diluted_or_other"), "kind")
    list_select_related = ("company",)
    list_filter = (value_filter("kind", choices=CountKind.choices),)
    search_fields = ("company__name", "company__ticker", "company__slug")


class PriceForm(FactForm):
    def clean_close(self) -> Any:
        close = self.cleaned_data["close"]
        if close is not None and close <= 0:
            self.add_error("close", f"{close:f} is no price. Write one above 0.")
        return close


@admin.register(SecurityPrice)
class SecurityPriceAdmin(FactAdmin):
    form = PriceForm
    belongs_to = ("company",)
    written = ("close", "currency")
    section_fields = ("close", "currency")
    add_label = "New closing price"
    list_display = ("company", shown("effective_on"), shown("close"), "currency")
    list_select_related = ("company",)
    search_fields = ("company__name", "company__ticker", "company__slug")
