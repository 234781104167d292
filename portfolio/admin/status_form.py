"""The form of a status: an ending takes back what is left, unless it says why that stays."""

from django import forms

from record.admin.sourced import FactForm


class StatusForm(FactForm):
    leaves_rest = forms.CharField(
        label="Why what is left stays",
        required=False,
        max_length=500,
        help_text="Of an ending only. Empty: what was promised and not paid is decommitted with it, and tranches that "
        "wait lapse.",
    )
