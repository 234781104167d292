"""Ramp-up curves: seen before they are chosen, recorded in newer versions, their shares changed all at once."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from projects.calculations.priors import refused_curve
from projects.models import RampUpCurve, RampUpPoint
from projects.models.projectable import CURVE
from projects.services import priors
from record.admin.base import shown, today_as_known
from record.admin.facts import FactAdmin
from record.admin.named_facts import NamedFactAdmin, NamedFactForm
from record.admin.numbers import ExactFormField
from record.admin.refused import Refused, put_on, refusals
from record.admin.sections import Link
from record.admin.sourced import SourcedForm
from record.models import Fact, Recording
from record.models.fields import PartialDateFormField

from .curve_pictures import RECONSTRUCTION, picture, picture_at


class SharesForm(SourcedForm):
    """The share of every curve that is on record, as percents; they sum to 100."""

    effective_on = PartialDateFormField(label="Holds from", required=False)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    field_order: tuple[str, ...] = ()

    def __init__(self, *args: Any, curves: dict[str, RampUpCurve], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.series = {f"share_{number}": name for number, name in enumerate(sorted(curves))}
        for field, name in self.series.items():
            self.fields[field] = ExactFormField(
                label=f"{name} (percent)",
                required=False,
                initial=curves[name].mixture_share,
                help_text="Empty: never drawn, only chosen.",
                max_digits=9,
                decimal_places=6,
                percent=True,
            )
        self.order_fields([*self.series, "effective_on", "note", "sources"])

    def shares(self) -> dict[str, Decimal | None]:
        return {name: self.cleaned_data[field] for field, name in self.series.items()}


class CurveForm(NamedFactForm):
    def refused(self, values: dict[str, Any]) -> dict[str, str]:
        numbers = [values.get(name) for name in CURVE]
        return {} if None in numbers else refused_curve(*numbers)


@admin.register(RampUpCurve)
class RampUpCurveAdmin(NamedFactAdmin):
    form = CurveForm
    subject = "series"
    written = ("asymptote_percent", "tau_months", "shape", "fit_rmse_points")
    trust = RECONSTRUCTION
    add_label, new_label = "New version", "New ramp-up curve"
    list_display = ("series", "asymptote_percent", "tau_months", "shape", shown("mixture_share"), "recording")
    search_fields = ("series",)

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site.admin_view
        return [
            path("compare/", site(self.compare), name="projects_rampupcurve_compare"),
            path("shares/", site(self.change_shares), name="projects_rampupcurve_shares"),
            *super().get_urls(),
        ]

    def buttons(self, request: HttpRequest) -> list[Link]:
        seen = Link("See the curves beside one another", self.address("compare"))
        if not self.has_add_permission(request):
            return [seen]
        return [seen, *super().buttons(request), Link("Change the shares", self.address("shares"))]

    def compare(self, request: HttpRequest) -> HttpResponse:
        """Every curve that holds today, as a picture and a table."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Ramp-up curves beside one another",
            "opts": self.opts,
            "picture": picture_at(today_as_known()),
            "buttons": self.buttons(request)[1:],
        }
        return TemplateResponse(request, "admin/curves.html", context)

    def change_shares(self, request: HttpRequest) -> HttpResponse:
        """New shares of the mixture, with a source and a reason; all of them, or nothing."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        curves = RampUpCurve.objects.at(today_as_known()).latest_by("series")
        form = SharesForm(request.POST or None, request.FILES or None, curves=curves)
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            try:
                with refusals(), self.recording(request, values["why"]) as recording:
                    made = priors.record_shares(
                        form.shares(),
                        effective_on=values["effective_on"],
                        note=values["note"],
                        citation=form.citation(recording),
                        recording=recording,
                    )
            except Refused as refused:
                put_on(form, refused.error)
            else:
                messages.success(request, f"Recorded: new shares of {', '.join(row.series for row in made)}.")
                return HttpResponseRedirect(self.address("changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Change the shares of the curves",
            "opts": self.opts,
            "form": form,
            "picture": picture_at(today_as_known()),
        }
        return TemplateResponse(request, "admin/mixture.html", context)

    def add_context(self, request: HttpRequest, named: Any) -> dict[str, Any]:
        return {"may_preview": True}

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        beside = picture_at(today_as_known())
        typed = getattr(request, "typed", None)
        context["picture"] = picture([*beside.rows, typed]) if typed else beside
        return super().render_change_form(request, context, *args, **kwargs)

    def write(self, fact: Fact, recording: Recording) -> Any:
        priors.record_curve(fact, recording=recording)
        return [fact]

    def stop_if_preview(self, request: HttpRequest, consequences: Any) -> None:
        """Keep what was typed for the picture; nothing of it is recorded."""
        (row,) = consequences
        values = {name: getattr(row, name) for name in (*CURVE, "mixture_share")}
        request.typed = RampUpCurve(series=f"{row.series}, as typed", **values)
        super().stop_if_preview(request, [])

    def undo_fact(self, fact: Fact, reason: str, recording: Recording) -> None:
        priors.retract_curve(fact, reason=reason, recording=recording)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().change_view(request, object_id, *args, **kwargs)
        fact = response.context_data["fact"]
        if not refused_curve(fact.asymptote_percent, fact.tau_months, fact.shape):
            response.context_data["picture"] = picture([fact])
        return response


@admin.register(RampUpPoint)
class RampUpPointAdmin(FactAdmin):
    list_display = ("series", "months", "percent_of_nameplate", "basis", "confidence")
    search_fields = ("series",)
