"""Deals: what was announced together."""

from collections.abc import Collection

from django.contrib import admin

from portfolio.models import Deal
from portfolio.services import identity, rights
from record.admin.base import shown
from record.admin.entities import EntityAdmin
from record.models import Recording


@admin.register(Deal)
class DealAdmin(EntityAdmin):
    labels = ("name", "announced_on", "headline", "note")
    list_display = ("name", shown("announced_on"), shown("headline"), "slug")
    search_fields = ("name", "slug", "investments__recipient__name", "investments__recipient__ticker")
    search_help_text = "Name, identifier, or a recipient's name or ticker."
    ordering = ("-announced_on", "slug")
    asks_reason = True

    def unusual(self, obj: Deal, names: Collection[str]) -> list[str]:
        return identity.deal_questions(obj, Deal.objects.standing()) if "name" in names else []

    def require(self, recording: Recording, obj: Deal) -> None:
        """A deal with awards is changed by an officer of one of their programs."""
        awards = list(obj.investments.select_related("agency", "program")) if obj.pk else []
        if awards and not any(rights.may_write(recording.by, one.agency, one.program) for one in awards):
            rights.require_for(recording, awards[0])
