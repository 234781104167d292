"""The form of a status: an ending takes back what is left, unless it says why that stays."""

from django import forms

from record.admin.sourced import WarnedForm


def leaves_rest_field() -> forms.CharField:
    """Why what is left of an award that ends stays."""
    return forms.CharField(
        label="Why what is left stays",
        required=False,
        max_length=500,
        help_text="Of an ending only. Empty: what was promised and not paid is decommitted with it, and tranches that "
        "wait lapse.",
    )


class StatusForm(WarnedForm):
    leaves_rest = leaves_rest_field()
