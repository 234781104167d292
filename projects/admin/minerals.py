"""Minerals, conversions and national statistics: loaded from files, and added to by officers."""

from django.contrib import admin

from projects.models import BaselineStatistic, Conversion, Mineral, NationalDemand
from record.admin.base import shown
from record.admin.facts import FactAdmin
from record.admin.filters import value_filter
from record.admin.listed_facts import ListedFactAdmin
from record.admin.sourced import WarnedForm

from .named import NamedAdmin


@admin.register(Mineral)
class MineralAdmin(NamedAdmin):
    labels = ("name", "also_called", "on_critical_list", "unit_of_account", "counted_in", "note")
    list_display = ("name", "on_critical_list", "unit_of_account", "slug")
    search_fields = ("name", "slug", "also_called")


@admin.register(Conversion)
class ConversionAdmin(ListedFactAdmin):
    written = ("from_product", "to_product", "factor", "low", "high", "basis", "source_text")
    new_label = "New conversion"
    list_display = ("from_product", "to_product", "factor", "low", "high", "basis")
    search_fields = ("from_product", "to_product")


@admin.register(BaselineStatistic)
class BaselineStatisticAdmin(ListedFactAdmin):
    form = WarnedForm
    written = (
        "mineral", "stage", "metric", "year", "raw", "value", "qualifier", "unit", "is_withheld", "is_estimated",
        "edition", "source_text",
    )  # fmt: skip
    new_label = "New national figure"
    list_display = ("mineral", "metric", "year", shown("value"), "raw", "unit", "is_withheld", "edition")
    list_filter = (value_filter("mineral"), value_filter("metric"))
    search_fields = ("mineral", "metric")


@admin.register(NationalDemand)
class NationalDemandAdmin(FactAdmin):
    list_display = (
        "demand", "mineral", "stage", "measure", shown("low"), shown("central"), shown("high"), "unit", "last_year",
        "is_main",
    )  # fmt: skip
    list_filter = (value_filter("mineral"), "is_main", "is_stand_in")
    search_fields = ("demand", "mineral", "stage", "measure")
