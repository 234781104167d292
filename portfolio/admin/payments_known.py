"""Whether every payment of an award is on record: asked with a new award, and changed later on its page."""

from typing import Any

from django import forms

ASKED = "Do you know every payment made on this award so far?"
CHOICES = (("yes", "Yes, all: none is missing"), ("no", "No: what was paid stays unknown"))


class PaymentsKnownField(forms.TypedChoiceField):
    """Yes or no, as the column `ledger_is_complete` holds it; where nothing is sent, it stays as it is."""

    def __init__(self) -> None:
        super().__init__(
            label=ASKED,
            choices=CHOICES,
            coerce=lambda text: text == "yes",
            empty_value=None,
            required=False,
            help_text="Yes: what has no entry is 0. No: it is unknown. A second officer decides about the change.",
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data) and super().has_changed(self.prepare_value(initial), data)
