"""What every form of a ledger entry shares, and the form of several entries of one award."""

from typing import Any

from django import forms

from portfolio.calculations.kinds import Instrument, Kind, kinds_for
from portfolio.models import Investment, Transaction
from record.admin import rivals
from record.admin.sourced import SourcedForm
from record.admin.worded_form import WordedForm

SHARES = ("shares", "shares_received")
FIRST = (Kind.COMMITMENT, Kind.OBLIGATION, Kind.DISBURSEMENT)
"""The kinds with which a chain opens, as far as the instrument has them."""
ROWS, MOST = 5, 24
"""Entries for which a new chain has room, and the most that one proposal holds."""


def kinds_of(award: Investment) -> list[Kind]:
    """The kinds of entry that an award of its instrument may have, in their order; none is reversed by a form."""
    wanted = kinds_for(Instrument(award.instrument)) - {Kind.REVERSAL}
    return [kind for kind in Kind if kind in wanted]


def choices_of(award: Investment) -> list[tuple[str, str]]:
    return [("", "---------")] + [(kind.value, f"{kind.label} - {kind.meaning}") for kind in kinds_of(award)]


def figures_of(award: Investment) -> tuple[str, ...]:
    """The figures that an entry of the award states."""
    return ("amount", *SHARES) if Instrument(award.instrument).family.holds_shares else ("amount",)


class EntryRules(forms.BaseForm):
    """What a form refuses of one entry by itself; all else the ledger's own rules say in words."""

    def _get_validation_exclusions(self) -> set[str]:
        above: Any = super()
        return above._get_validation_exclusions() | {"amount", *SHARES, "previous_hash", "hash"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("amount", *SHARES):
            if cleaned.get(name) is not None and cleaned[name] <= 0:
                self.add_error(
                    name, f"{cleaned[name]:f} is not above 0. An entry is positive; its kind carries the direction."
                )
        return cleaned


class ChainEntryForm(WordedForm, EntryRules, forms.ModelForm):
    """One of several entries of an award."""

    award: Investment

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.investment = self.award
        kind: Any = self.fields["kind"]
        kind.choices = choices_of(self.award)
        self.fields["effective_on"].required = True
        self.fields["note"].widget = forms.TextInput()
        rivals.offer(self, self.award, rivals.figures_of(Transaction))

    def has_changed(self) -> bool:
        """True where something is written in the row, or another kind chosen than stands there beforehand."""
        if any(str(self[name].data or "").strip() for name in self.fields if name != "kind"):
            return True
        kind = self["kind"].data
        return bool(kind) and kind != self.get_initial_for_field(self.fields["kind"], "kind")


class EntriesFormSet(forms.BaseFormSet):
    """The entries in the order in which they are recorded; a row in which nothing is written is none."""

    def initial_form_count(self) -> int:
        """Every row may be left out, also one whose kind stands there beforehand."""
        return 0

    def clean(self) -> None:
        if not any(self.errors) and not self.rows():
            raise forms.ValidationError("No entry is filled in. Write the first one.")

    def rows(self) -> list[Transaction]:
        """The entries that were written, unsaved."""
        return [form.instance for form in self.forms if form.has_changed()]


class ChainForm(SourcedForm):
    """The sources, and why."""

    warning_reason = forms.CharField(
        label="Reason for what is unusual",
        required=False,
        max_length=500,
        help_text="Asked only when something here is unusual; kept in the notes of all entries.",
    )
