"""Estimates of phases and the lead times they go by: recorded, seen as a picture, retracted, overridden."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from projects.calculations.distributions import Shape
from projects.models import EstimatedField, EstimateRule, FeedShare, LeadTimePrior, PhaseEstimate
from projects.models.feeds_on_record import SPLITTING
from record.admin.base import shown, today_as_known
from record.admin.facts import FactAdmin
from record.admin.sourced import FactForm

from .distribution_picture import DistributionPicture, picture_of

TRUST = (
    "An estimate fills what no source states. A fact always outranks it, and an officer's estimate that of a rule. It "
    "counts from the day of the statement that it rests on."
)
OF_A_START = "Of a start: lognormal, by its median and P90, and no other. Of any other field, each of them."


class EstimateForm(FactForm):
    """A distribution by its figures, or a lead time by its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "shape" in self.fields:
            self.fields["shape"].help_text = OF_A_START
        if "lead_time" in self.fields:
            self.fields["lead_time"] = forms.ChoiceField(
                label="Lead time",
                required=False,
                choices=[("", "none"), *lead_times()],
                help_text="Of a start alone: gives the median and the P90, unless they are typed here.",
            )
        if "feed" in self.fields:
            self.fields["feed"] = forms.ChoiceField(
                label="Feed",
                required=False,
                choices=[("", "none"), *feeds()],
                help_text="Of a split alone: the feed whose distribution it goes by.",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = cleaned.get("lead_time")
        if chosen and cleaned.get("middle") is None and cleaned.get("high") is None:
            prior = LeadTimePrior.objects.at(today_as_known()).latest_by("lead_time")[chosen]
            if prior.p90_months is None:
                self.add_error("lead_time", f"{prior} has no P90 on record. Type the median and the P90 of this start.")
            cleaned |= {"shape": Shape.LOGNORMAL.value, "middle": prior.median_months, "high": prior.p90_months}
        return cleaned


def lead_times() -> list[tuple[str, str]]:
    """The lead times that hold today, each with its median and P90 in months."""
    found = LeadTimePrior.objects.at(today_as_known()).latest_by("lead_time")
    return [
        (name, f"{row}: {row.median_months.normalize():f} months"
         + (f", nine in ten within {row.p90_months.normalize():f}" if row.p90_months is not None else ""))
        for name, row in sorted(found.items())
    ]  # fmt: skip


def feeds() -> list[tuple[str, str]]:
    """The feeds whose distribution of elements holds today."""
    found = FeedShare.objects.at(today_as_known()).filter(measure__in=SPLITTING)
    return sorted({(row.feed, row.name) for row in found})


@admin.register(PhaseEstimate)
class PhaseEstimateAdmin(FactAdmin):
    form = EstimateForm
    belongs_to = ("phase",)
    written = (
        "field",
        "shape",
        "low",
        "middle",
        "high",
        "pairs",
        "unit",
        "rule",
        "lead_time",
        "feed",
        "counted_from",
        "reason",
    )
    section_title = "estimates, where no source states a figure"
    section_fields = ("field", "shape", "low", "middle", "high", "unit", "rule", "lead_time", "reason")
    add_label = "Estimate a field"
    unstated = ""
    list_display = ("phase", "field", "shape", "rule", shown("effective_on"), "recording")
    list_filter = ("field", "rule")
    list_select_related = ("phase", "phase__project", "recording")
    search_fields = ("phase__slug", "phase__product", "reason")

    def add_context(self, request: HttpRequest, parent: Any) -> dict[str, Any]:
        return {"trust": TRUST, "distribution": typed_picture(request.POST) if request.method == "POST" else None}

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """An officer's own judgement by default."""
        return {"rule": EstimateRule.OFFICER, **super().get_changeform_initial_data(request)}


def typed_picture(typed: Any) -> DistributionPicture | None:
    """What was typed as a picture; None where it makes no distribution, which the form says."""
    try:
        figures = {
            name: Decimal(typed.get(name, "").replace(",", "")) if typed.get(name, "").strip() else None
            for name in ("low", "middle", "high")
        }
        estimate = PhaseEstimate(shape=typed.get("shape", ""), pairs=typed.get("pairs", ""), **figures)
        prior = LeadTimePrior.objects.at(today_as_known()).latest_by("lead_time").get(typed.get("lead_time", ""))
        if prior is not None and estimate.middle is None and estimate.high is None:
            estimate.shape, estimate.middle, estimate.high = (
                Shape.LOGNORMAL.value,
                prior.median_months,
                prior.p90_months,
            )
        unit = "months" if typed.get("field") == EstimatedField.START else typed.get("unit", "")
        return picture_of(estimate.distribution, unit)
    except (ValueError, InvalidOperation):
        return None


@admin.register(FeedShare)
class FeedShareAdmin(FactAdmin):
    list_display = ("name", "element", "measure", shown("value"), shown("low"), shown("high"), "unit", "confidence")
    search_fields = ("feed", "name", "element")
    list_filter = ("measure",)


@admin.register(LeadTimePrior)
class LeadTimePriorAdmin(FactAdmin):
    list_display = ("lead_time", "plant_kind", "from_event", "to_event", "median_months", "p90_months", "basis")
    search_fields = ("lead_time", "plant_kind", "from_event")
    list_filter = ("basis",)
