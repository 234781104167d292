"""Rival claims: added beside the figure that they are about, and one of them chosen with a reason."""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from record.admin.base import today_as_known
from record.admin.sections import Link, Row, Section, source_links
from record.admin.site import page_of
from record.admin.sourced import FactForm, is_row_number
from record.models import Claim, ClaimChoice, Entity, Recording

from .facts import FactAdmin


class ChoiceForm(FactForm):
    """Which claim is used, and why this one: the reason stands wherever the figure is explained."""

    note = forms.CharField(
        label="Why this one", max_length=500, help_text="Shown beside the figure, for as long as this claim is used."
    )


@admin.register(Claim)
class ClaimAdmin(FactAdmin):
    """A claim is of any figure of any entity, so it is added by the table and the number of that entity."""

    adds = True
    written = ("figure", "value", "unit")
    add_label = "New claim"
    list_display = ("figure", "value", "unit", "table", "entity_id", "recording")
    search_fields = ("figure", "value")

    def parent(self, request: HttpRequest) -> tuple[str, Any] | None:
        table, number = request.GET.get("table", ""), request.GET.get("entity_id", "")
        model = next((one for one in entities() if one._meta.db_table == table), None)
        found = model.objects.filter(pk=int(number)).first() if model and is_row_number(number) else None
        return ("entity", found) if found else None

    def named_in_address(self, request: HttpRequest, known: Any) -> dict[str, str]:
        """The address names the entity besides the figure."""
        return {name: text for name, text in request.GET.items() if name in self.written}

    def require(self, recording: Recording, obj: Claim) -> None:
        require(self, recording, obj)

    def about(self, fact: Any) -> Link | None:
        return self.link_to(fact.entity)

    def actions_of(self, request: HttpRequest, fact: Any) -> list[Link]:
        return [use(fact)] if self.may_undo(request, fact) else []

    def section_about(self, request: HttpRequest, entity: Entity) -> Section | None:
        """The claims of the figures of an entity, on its page: which is used, and the buttons to add or choose."""
        at = today_as_known()
        claims = Claim.objects.of(entity).at(at).select_related("citation").prefetch_related("citation__sources")
        chosen = Claim.objects.of(entity).chosen(at)
        may_write = self.has_add_permission(request)
        section = Section("Rival claims", ["Figure", "Claimed", "Used", "Why"], slug="claims")
        section.note = "What sources give differently. Each stays on record; one of a figure is used."
        for claim in claims.order_by("figure", "pk"):
            choice = chosen.get(claim.about)
            is_used = choice is not None and choice.claim == claim
            section.rows.append(
                Row(
                    [
                        Link(claim.figure, page_of(claim), "open this claim"),
                        Link(f"{claim.value} {claim.unit}".strip()),
                        Link("used" if is_used else "open" if choice is None else "not used"),
                        Link(choice.note if is_used else claim.note),
                    ],
                    source_links(claim.citation),
                    [use(claim)] if may_write and not is_used else [],
                )
            )
        if may_write:
            named = f"?table={entity._meta.db_table}&entity_id={entity.pk}"
            section.buttons = [Link(self.add_label, self.address("add") + named)]
        return section if section.rows or section.buttons else None


@admin.register(ClaimChoice)
class ClaimChoiceAdmin(FactAdmin):
    form = ChoiceForm
    belongs_to = ("claim",)
    add_label = "Use this claim"
    list_display = ("claim", "note", "recording")
    list_select_related = ("claim", "recording")
    search_fields = ("claim__figure",)

    def require(self, recording: Recording, obj: ClaimChoice) -> None:
        require(self, recording, obj.claim)

    def page_after(self, request: HttpRequest, obj: ClaimChoice) -> str:
        """Back to what the figure is of."""
        entity = obj.claim.entity
        return page_of(entity) if self.admin_site.is_registered(type(entity)) else page_of(obj.claim)


def require(model_admin: FactAdmin, recording: Recording, claim: Claim) -> None:
    """Raises PermissionDenied when the writer may not write what the claim is about."""
    entity = claim.entity
    own = model_admin.admin_site._registry.get(type(entity))
    if own is not None:
        own.require(recording, entity)


def entities() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, Entity)]


def use(claim: Claim) -> Link:
    """The link to the form by which a claim is chosen."""
    address = reverse("admin:record_claimchoice_add")
    return Link("Use this claim", f"{address}?claim={claim.pk}", f"{claim.figure}: {claim.value} {claim.unit}".strip())
