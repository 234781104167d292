"""The parts of the form that changes a deal: why, and of each award its terms, its status and what happened."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import Investment, InvestmentStatus, Terms
from portfolio.models.terms import COMMON, FIELDS
from portfolio.services import ledger
from record.admin import rivals
from record.admin.field_help import explain
from record.admin.sourced import NEW_SOURCE, NewSourceForm
from record.models.fields import DATE_HINT, PartialDateFormField

from . import price_unit
from .deal_source import sources_field
from .entry_rows import ENTRY_FIELDS, amounts, ask_entries, entries_of, entry_fields
from .new_deal_forms import PartForm, terms_field
from .status_form import leaves_rest_field


class ChangeForm(PartForm):
    """Why the deal changes."""

    why = forms.CharField(
        label="Why", max_length=500, help_text="Why you write this now, as in: amended on 3 March. It stays."
    )  # fmt: skip
    warning_reason = forms.CharField(
        label="Reason for what is unusual", max_length=500, required=False, help_text="It stays with the terms."
    )


class ChangedAwardForm(NewSourceForm, PartForm):
    """One award of the deal as it stands; what is left as it is changes nothing."""

    terms_on = PartialDateFormField(
        label="New terms hold from", required=False, help_text=f"Needed where a term changes. {DATE_HINT}"
    )
    status = forms.ChoiceField(
        label="New status", required=False,
        choices=[("", "as it is"), *((one.value, one.label) for one in Status)],
    )  # fmt: skip
    status_on = PartialDateFormField(label="New status since", required=False, help_text=DATE_HINT)
    leaves_rest = leaves_rest_field()
    new_file_sha256 = forms.RegexField(r"^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, place: int, award: Investment, before: Terms | None, **kwargs: Any) -> None:
        self.place, self.award, self.before = place, award, before
        self.instrument = Instrument(award.instrument)
        self.names = tuple(name for name in (*COMMON, *FIELDS[self.instrument]) if name != "floor_unit")
        initial = {name: getattr(before, name) for name in self.names} if before else {}
        currency, _, measure = (before.floor_unit if before else "").partition("/")
        self.keeps_unit = bool(measure) and measure not in price_unit.MEASURES
        given = initial | {"floor_currency": currency or "USD", "floor_measure": measure}
        super().__init__(*args, **{**kwargs, "prefix": f"a{place}", "initial": given | kwargs.get("initial", {})})
        for name in self.names:
            self.fields[name] = terms_field(name)
            if name == "floor_price" and not self.keeps_unit:
                self.fields |= {
                    "floor_currency": price_unit.currency_field(),
                    "floor_measure": price_unit.measure_field(),
                }
        self.fields |= entry_fields(but=(Kind.REVERSAL,))
        self.fields["sources"] = sources_field(
            draws_list=place == 1, label="Sources",
            help_text="Needed where anything of the award changes. Titles or identifiers, with semicolons between.",
        )  # fmt: skip
        explain(self)
        rivals.offer(self, award, rivals.figures_of(Terms) | amounts())

    @property
    def title(self) -> str:
        return f"{self.instrument.label}: {self.award.slug}"

    @property
    def groups(self) -> list[tuple[str, list[Any], bool]]:
        """Title, fields, and whether something is written in them."""
        unit = [name for name in ("floor_currency", "floor_measure") if name in self.fields]
        found = []
        for title, names in (
            ("New terms", ("terms_on", *self.names, *unit)),
            ("New status", ("status", "status_on", "leaves_rest")),
            ("Entries", ENTRY_FIELDS),
            ("Sources of these changes", ("sources", *NEW_SOURCE)),
        ):
            touched = self.is_bound and any(name in self.changed_data or name in self.errors for name in names)
            found.append((title, [self[name] for name in names], touched))
        return found

    @property
    def brings_source(self) -> bool:
        return any(self.cleaned_data.get(name) for name in NEW_SOURCE)

    @property
    def changes_anything(self) -> bool:
        cleaned = self.cleaned_data
        written = any(cleaned.get(name) not in (None, "") for name in ENTRY_FIELDS)
        return bool(self.changed_terms() or cleaned.get("status") or written)

    def changed_terms(self) -> list[str]:
        """The terms that are others than those that count now."""
        names = [name for name in self.names if name in self.cleaned_data]
        changed = [name for name in names if (self.cleaned_data[name] or None) != (self.now(name) or None)]
        return changed + (["floor_unit"] if self.unit() != (self.before.floor_unit if self.before else "") else [])

    def now(self, name: str) -> Any:
        return getattr(self.before, name) if self.before else None

    def unit(self) -> str:
        """The unit of the floor as the form has it. Raises ValidationError where a price has none."""
        if "floor_measure" not in self.fields:
            return self.before.floor_unit if self.before else ""
        return price_unit.unit_of(self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        ask_entries(self, cleaned)
        try:
            self.unit()
        except ValidationError as error:
            self.add_error("floor_measure", error)
            return cleaned
        if self.changed_terms() and not cleaned.get("terms_on") and "terms_on" not in self.errors:
            self.add_error("terms_on", "New terms hold from a day. Write it, as in March 3 2026.")
        if cleaned.get("status") and not cleaned.get("status_on") and "status_on" not in self.errors:
            self.add_error("status_on", "A new status holds from a day. Write it, as in March 3 2026.")
        has_source = cleaned.get("sources") or self.brings_source
        if (
            self.changes_anything
            and not has_source
            and not any(name in self.errors for name in ("sources", *NEW_SOURCE))
        ):
            self.add_error("sources", "Every figure names its source. Choose one on record, or write a new one below.")
        return cleaned

    def terms(self) -> Terms | None:
        """The new version; None where no term changes."""
        if not self.changed_terms():
            return None
        values = {name: self.cleaned_data[name] for name in self.names}
        return Terms(
            investment=self.award,
            effective_on=self.cleaned_data["terms_on"],
            floor_unit=self.unit(),
            **{name: value for name, value in values.items() if value is not None},
        )

    def entries(self) -> Iterable[ledger.Draft]:
        return entries_of(self.cleaned_data, self.award)

    def new_status(self) -> InvestmentStatus | None:
        status = self.cleaned_data["status"]
        since = self.cleaned_data["status_on"]
        return InvestmentStatus(investment=self.award, status=status, effective_on=since) if status else None
