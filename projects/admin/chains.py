"""Supply chains: their stages, which stage feeds which, by which factors, and under which national statistics."""

from typing import Any

from django.contrib import admin

from projects.models import Chain, ChainFactor, ChainLink, ChainStage, StageStatistic
from record.admin.entities import EntityAdmin, EntityForm
from record.admin.facts import FactAdmin
from record.admin.sourced import WarnedForm
from record.services import slugs

from .named import NamedAdmin


@admin.register(Chain)
class ChainAdmin(NamedAdmin):
    labels = ("name", "title", "place")
    list_display = ("name", "title", "place", "slug")
    search_fields = ("name", "slug")


class ChainStageForm(EntityForm):
    def clean_slug(self) -> str:
        """By default that of the chain and of the stage within it."""
        chain: Any = self.cleaned_data.get("chain")
        named = f"{chain.slug if chain else ''} {self.data.get('stage', '')}".strip()
        return self.cleaned_data["slug"] or slugs.free_slug(ChainStage, named)


@admin.register(ChainStage)
class ChainStageAdmin(EntityAdmin):
    form = ChainStageForm
    belongs_to = ("chain",)
    fixed = ("chain",)
    labels = (
        "sequence", "stage", "product", "mineral", "unit_of_account", "is_headline", "by_product_of", "note",
    )  # fmt: skip
    list_display = ("__str__", "sequence", "product", "mineral", "unit_of_account", "is_headline")
    list_select_related = ("chain", "mineral")
    search_fields = ("stage", "product", "chain__name")


@admin.register(ChainLink)
class ChainLinkAdmin(FactAdmin):
    belongs_to = ("stage",)
    continues = True
    written = ("into", "rests_on", "is_host")
    section_title = "feeds"
    section_fields = ("into", "rests_on", "is_host")
    section_related = ("into__chain",)
    add_label = "New stage that it feeds"
    list_display = ("stage", "into", "rests_on", "is_host")
    list_select_related = ("stage__chain", "into__chain")
    search_fields = ("stage__stage", "stage__chain__name")


@admin.register(ChainFactor)
class ChainFactorAdmin(FactAdmin):
    form = WarnedForm
    belongs_to = ("stage",)
    written = ("from_product", "to_product", "is_divided")
    section_title = "factors of what the final product takes"
    section_fields = ("from_product", "to_product", "is_divided")
    add_label = "New factor"
    list_display = ("stage", "from_product", "to_product", "is_divided")
    list_select_related = ("stage__chain",)
    search_fields = ("stage__stage", "stage__chain__name", "from_product", "to_product")


@admin.register(StageStatistic)
class StageStatisticAdmin(FactAdmin):
    form = WarnedForm
    belongs_to = ("stage",)
    written = (
        "published_mineral", "published_stage", "published_unit", "from_product", "to_product", "feed",
        "only_mineral",
    )  # fmt: skip
    section_title = "published under"
    section_fields = ("published_mineral", "published_stage", "published_unit")
    add_label = "New name in the statistics"
    list_display = ("__str__", "published_mineral", "published_stage", "published_unit")
    list_select_related = ("stage__chain",)
    search_fields = ("stage__stage", "stage__chain__name", "stage_as_stated", "published_mineral")
