"""A curve is chosen among those on record, each with what it yields in its first years."""

from typing import Any

from django import forms

from projects.calculations.ramp_up import Curve, year_mean
from projects.models import RampUpCurve
from projects.models.projectable import CURVE
from record.admin.base import today_as_known
from record.admin.sourced import FactForm


class CurveChoiceForm(FactForm):
    """A fact that may name a ramp-up curve. What is chosen already stays a choice."""

    empty_curve = "none: drawn by the shares of the mixture"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "ramp_curve" not in self.fields:
            return
        self.fields["ramp_curve"] = forms.ChoiceField(
            label="Ramp-up curve",
            required=False,
            choices=[("", self.empty_curve), *choices()],
            help_text="A reconstruction; which one a plant follows is judgement. All of them are shown above.",
            initial=self.fields["ramp_curve"].initial,
        )


def choices() -> list[tuple[str, str]]:
    """The curves that hold today, each with its mean share of nameplate in the first two years."""
    found = []
    for series, row in sorted(RampUpCurve.objects.at(today_as_known()).latest_by("series").items()):
        curve = Curve(series, *(float(getattr(row, name)) for name in CURVE))
        first, second = (f"{100 * year_mean(curve, year):.1f}%" for year in (1, 2))
        found.append((series, f"{series}: {first} of nameplate in its first year, {second} in its second"))
    return found
