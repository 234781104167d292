"""From a page of the record to its report page, and back."""

from typing import Any

from django import template
from django.db import models
from django.urls import reverse
from django.utils.html import format_html

from portfolio.models import Deal, Investment, Program, Tranche
from projects.models import CapacityPhase, Company, Milestone, Project
from record.models import Source

from .frame import enters_record

register = template.Library()

PAGES: dict[type[models.Model], str] = {
    Investment: "investment", Deal: "deal", Program: "program", Company: "company", Project: "project",
    Source: "source",
}  # fmt: skip
OF_ANOTHER: dict[type[models.Model], str] = {Milestone: "project", CapacityPhase: "project", Tranche: "investment"}
"""What stands on the page of another: by which relation."""


@register.simple_tag
def report_page(row: Any) -> str:
    """The address of the page on which readers see the row; empty where there is none."""
    of = getattr(row, OF_ANOTHER[type(row)]) if type(row) in OF_ANOTHER else row
    return reverse(f"portfolio:{PAGES[type(of)]}", args=[of.slug]) if type(of) in PAGES else ""


@register.simple_tag(takes_context=True)
def record_link(context: Any, row: Any) -> str:
    """A link to the row's page of the record, for who may enter that; nothing for others."""
    if not enters_record(context):
        return ""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<p class="record-link"><a href="{}">Open in the record</a></p>', address)
