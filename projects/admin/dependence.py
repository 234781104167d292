"""Import shares, import reliance and output of the world: loaded from files, and added to by officers."""

from django.contrib import admin

from projects.models import ImportReliance, ImportShare, WorldOutput
from record.admin.base import shown
from record.admin.filters import value_filter
from record.admin.listed_facts import ListedFactAdmin
from record.admin.sourced import WarnedForm


@admin.register(ImportShare)
class ImportShareAdmin(ListedFactAdmin):
    form = WarnedForm
    written = ("mineral", "form", "period", "country", "share", "qualifier", "edition", "confidence")
    new_label = "New import share"
    list_display = ("mineral", "form", "period", "country", shown("share"), "qualifier", "edition")
    list_select_related = ("country",)
    list_filter = (value_filter("mineral"),)
    search_fields = ("mineral", "form", "country__name")


@admin.register(ImportReliance)
class ImportRelianceAdmin(ListedFactAdmin):
    form = WarnedForm
    written = ("mineral", "form", "year", "printed", "low", "high", "demand", "edition", "confidence")
    new_label = "New import reliance"
    list_display = ("mineral", "form", "year", "printed", shown("low"), shown("high"), "demand", "edition")
    list_filter = (value_filter("mineral"),)
    search_fields = ("mineral", "form")


@admin.register(WorldOutput)
class WorldOutputAdmin(ListedFactAdmin):
    form = WarnedForm
    written = (
        "mineral", "stage", "year", "country", "share", "qualifier", "quantity", "printed", "unit", "world_total",
        "is_estimated", "edition", "confidence",
    )  # fmt: skip
    new_label = "New output of a country"
    list_display = ("mineral", "stage", "year", "country", shown("share"), "printed", "unit", "edition")
    list_select_related = ("country",)
    list_filter = (value_filter("mineral"),)
    search_fields = ("mineral", "stage", "country__name")
