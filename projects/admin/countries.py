"""Countries and how each stands: reference data."""

from django.contrib import admin

from projects.models import Country, CountryStanding, PartnerAgreement
from record.admin.base import shown
from record.admin.facts import FactAdmin
from record.admin.filters import value_filter
from record.admin.reference import ReferenceEntityAdmin


@admin.register(Country)
class CountryAdmin(ReferenceEntityAdmin):
    labels = ("name",)
    list_display = ("name", "slug")
    search_fields = ("name", "slug")


@admin.register(PartnerAgreement)
class PartnerAgreementAdmin(FactAdmin):
    shown_on = ("country",)
    section_fields = ("kind", "status")
    list_display = ("country", "kind", "status", shown("effective_on"))
    list_select_related = ("country",)
    search_fields = ("country__name", "kind")


@admin.register(CountryStanding)
class CountryStandingAdmin(FactAdmin):
    belongs_to = ("country",)
    shown_on = ("country",)
    written = ("standing", "statute")
    section_fields = ("standing", "statute")
    add_label = "New standing"
    list_display = ("country", "standing", "statute", shown("effective_on"))
    list_select_related = ("country",)
    list_filter = (value_filter("standing"),)
    search_fields = ("country__name", "statute")
