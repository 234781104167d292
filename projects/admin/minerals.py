"""Minerals, chains, conversions and national statistics: reference data, read here and loaded from files."""

from django.contrib import admin

from projects.models import BaselineStatistic, Chain, ChainStage, Conversion, Mineral
from record.admin.base import shown
from record.admin.facts import FactAdmin
from record.admin.filters import value_filter
from record.admin.reference import ReferenceEntityAdmin


@admin.register(Mineral)
class MineralAdmin(ReferenceEntityAdmin):
    labels = ("name", "on_critical_list", "unit_of_account", "note")
    list_display = ("name", "on_critical_list", "unit_of_account", "slug")
    search_fields = ("name", "slug")


@admin.register(Chain)
class ChainAdmin(ReferenceEntityAdmin):
    labels = ("name",)
    list_display = ("name", "slug")
    search_fields = ("name", "slug")


@admin.register(ChainStage)
class ChainStageAdmin(ReferenceEntityAdmin):
    fixed = ("chain",)
    labels = ("sequence", "stage", "product", "unit_of_account", "is_headline", "by_product_of", "note")
    shown_on = ("chain",)
    list_display = ("__str__", "sequence", "product", "unit_of_account", "is_headline")
    list_select_related = ("chain",)
    search_fields = ("stage", "product", "chain__name")


@admin.register(Conversion)
class ConversionAdmin(FactAdmin):
    list_display = ("from_product", "to_product", "factor", "low", "high", "basis")
    search_fields = ("from_product", "to_product")


@admin.register(BaselineStatistic)
class BaselineStatisticAdmin(FactAdmin):
    list_display = ("mineral", "metric", "year", shown("value"), "raw", "unit", "is_withheld", "edition")
    list_filter = (value_filter("mineral"), value_filter("metric"))
    search_fields = ("mineral", "metric")
