"""The parts of the form of a new deal: the deal itself, and each award of it with the terms of its instrument."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.timezone import localdate

from portfolio.calculations.kinds import Family, Instrument, Kind, Status
from portfolio.calculations.ledger_rules.messages import one
from portfolio.calculations.terms_rules import UNSIGNED, closing_question
from portfolio.models import Deal, Investment, ReachBasis, Terms
from portfolio.models.terms import COMMON, FIELDS
from portfolio.services import deals
from projects.models import Company, Project
from projects.models.states import StateFormField
from record.admin.field_help import explain
from record.admin.numbers import form_field
from record.admin.refused import put_on
from record.admin.sourced import NEW_SOURCE, NewSourceForm
from record.admin.worded_form import WordedForm
from record.models.fields import DATE_HINT, ExactField, PartialDateField, PartialDateFormField

from . import payments_known, price_unit
from .choices import agencies_of, programs_of
from .deal_source import sources_field
from .entry_rows import ask_entries, entry_fields
from .named import CompanyField, KnownOrNewField, NamedField, SeveralField

NUMBERS = ("fain", "piid", "uri")
OF_INSTRUMENTS: dict[str, tuple[Instrument, ...]] = {
    name: tuple(one for one in Instrument if name in FIELDS[one])
    for name in dict.fromkeys(name for one in Instrument for name in FIELDS[one])
}
"""A field of the terms → the instruments that have it."""
FIGURES = tuple(
    name for name in ("announced_amount", *OF_INSTRUMENTS) if isinstance(Terms._meta.get_field(name), ExactField)
)
"""The figures of an award beside which another source may say otherwise."""


class PartForm(WordedForm, forms.Form):
    """A part of the page; a refusal of the whole write comes back onto the field that it names."""

    refusal: ValidationError | None = None

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.refusal is not None:
            put_on(self, self.refusal)

    def propose(self) -> None:
        """Fill the lists of proposals of its fields."""
        for field in self.fields.values():
            if isinstance(field, NamedField | SeveralField):
                field.propose()


class DealForm(PartForm):
    """The deal, and why it is written."""

    deal = KnownOrNewField(
        Deal.objects.all(),
        by=("name",),
        noun="deal",
        label="Deal",
        required=True,
        help_text="Its name, as in MP Materials partnership. One on record is found by name; any other is new.",
    )
    announced_on = PartialDateFormField(
        label="Announced on", required=False, help_text=f"Needed for a new deal. {DATE_HINT}"
    )
    headline = form_field(Deal._meta.get_field("headline"))
    note = forms.CharField(label="What was announced, in words", required=False, widget=forms.Textarea({"rows": 2}))
    why = forms.CharField(
        label="Why", max_length=500, required=False,
        help_text="Why you write this now, as in: the company filed its 10-K. It stays with the record. "
        "Empty: that the deal was announced.",
    )  # fmt: skip
    warning_reason = forms.CharField(
        label="Reason for what is unusual", max_length=500, required=False, help_text="It stays with the terms."
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        deal = cleaned.get("deal")
        if isinstance(deal, Deal):
            cleaned["announced_on"] = cleaned.get("announced_on") or deal.announced_on
        elif deal and not cleaned.get("announced_on") and "announced_on" not in self.errors:
            self.add_error("announced_on", "A new deal was announced on a day. Write it, as in July 10 2025, or 2025.")
        return cleaned


class AwardForm(NewSourceForm, PartForm):
    """One award: who gives what to whom, for which projects, on which terms, by which source."""

    agency: Any = forms.ModelChoiceField(None, label="Agency", help_text="Who gives it, of those you are assigned to.")
    company = CompanyField(
        Company.objects.all(), by=("name", "ticker"), noun="company", label="Company", required=True,
        help_text="Who receives it: name or ticker, as in MP. One that is not on record is new.",
    )  # fmt: skip
    instrument = forms.ChoiceField(
        label="Instrument",
        choices=[("", "---------"), *((one.value, one.label) for one in Instrument)],
        help_text="Its form. The terms that it has open below.",
    )
    payments_known = forms.ChoiceField(
        label=payments_known.ASKED,
        choices=[("", "---------"), *payments_known.CHOICES],
        help_text="No: its payments are unknown, and not 0.",
    )
    program: Any = forms.ModelChoiceField(
        None, label="Program", required=False, empty_label="not stated", help_text="Empty where the source names none."
    )
    program_text = Investment._meta.get_field("program_text").formfield(
        help_text="In the words of the source, as in Transaction Agreement of 9 July 2025."
    )
    basis = forms.ChoiceField(
        label="Why these projects",
        required=False,
        choices=[("", "as usual: one is stated; of several the first is the main site"), *ReachBasis.choices],
    )
    new_company_ticker = forms.CharField(label="If the company is new: ticker", max_length=40, required=False)
    new_company_country = forms.CharField(
        label="If the company is new: country", max_length=2, required=False, help_text="Two letters, US."
    )
    new_project_state = StateFormField(
        label="If a project is new: state",
        max_length=60,
        required=False,
        help_text="As in NC or North Carolina.",
        beside="new_project_country",
    )
    new_project_country = forms.CharField(
        label="If a project is new: country", max_length=2, required=False, help_text="Two letters, US."
    )
    status = forms.ChoiceField(
        choices=[(one.value, one.label) for one in Status], initial=Status.ANNOUNCED.value,
        help_text="How far it is. From Committed on, its amount is committed in the ledger.",
    )  # fmt: skip
    status_on = PartialDateFormField(
        label="Status since", required=False, help_text="Empty: the day of the closing, signing or announcement."
    )
    commitment_on = PartialDateFormField(
        label="Committed on",
        required=False,
        help_text="The ledger's day of a definitive award with an amount. Empty: as above.",
    )
    fain = forms.CharField(label="Award number (FAIN)", max_length=40, required=False)
    piid = forms.CharField(label="Contract number (PIID)", max_length=60, required=False)
    uri = forms.CharField(label="Aggregate record (URI)", max_length=80, required=False)
    stake_group = Investment._meta.get_field("stake_group").formfield()
    floor_currency = price_unit.currency_field()
    floor_measure = price_unit.measure_field()
    new_file_sha256 = forms.RegexField(r"^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, place: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": f"a{place}"})
        self.place = place
        first = place == 1
        assigned: dict[str, Any] = {"agency": agencies_of(user), "program": programs_of(user)}
        for name, rows in assigned.items():
            field: Any = self.fields[name]
            field.queryset = rows
            self.fields[name].error_messages["invalid_choice"] = (
                f"This {name} is not among those assigned to you. Choose another, or ask an administrator."
            )
        self.fields["company"].widget.draws_list = first
        site = KnownOrNewField(Project.objects.all(), by=("name",), noun="project", draws_list=first)
        self.fields["projects"] = SeveralField(
            site, label="Projects", help_text="Sites that it pays for, with semicolons between, the main one first."
        )
        self.fields["sources"] = sources_field(
            draws_list=first, label="Sources",
            help_text="Titles or identifiers, with semicolons between. One that is not on record is written below.",
        )  # fmt: skip
        for name in (*COMMON, *OF_INSTRUMENTS):
            if name != "floor_unit":
                self.fields[name] = terms_field(name)
        for name in FIGURES:
            own = self.fields[name]
            self.fields[f"rival_{name}"] = form_field(_column(name), required=False)
            self.fields[f"rival_{name}"].label = f"Another source says of {own.label}"
            self.fields[f"rival_{name}"].help_text = "The figure as the other source gives it, in the same unit."
            self.fields[f"rival_{name}_source"] = sources_field(
                draws_list=False, label=f"Who says so of {own.label}", help_text="The other source, by its title."
            )
        self.fields |= entry_fields(but=(Kind.COMMITMENT, Kind.REVERSAL))
        explain(self)

    @property
    def chosen(self) -> Instrument | None:
        """The instrument as chosen so far, whether the form is right or not."""
        text = str(self["instrument"].value() or "")
        return Instrument(text) if text in Instrument.__members__.values() else None

    @property
    def terms_fields(self) -> tuple[str, ...]:
        return (*COMMON, *FIELDS[Instrument(self.cleaned_data["instrument"])])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("sources") and not self.brings_source and not self._is_refused("sources", *NEW_SOURCE):
            self.add_error("sources", "Every figure names its source. Choose one on record, or write a new one below.")
        agency, program = cleaned.get("agency"), cleaned.get("program")
        if agency and program and program.agency_id != agency.pk:
            self.add_error("program", f"{program.code} belongs to {program.agency.code}, not to {agency.code}.")
        if cleaned.get("instrument"):
            self._ask_terms(Instrument(cleaned["instrument"]), cleaned)
        self._ask_status(cleaned)
        self._ask_rivals(cleaned)
        ask_entries(self, cleaned)
        return cleaned

    def _is_refused(self, *names: str) -> bool:
        return any(name in self.errors for name in names)

    @property
    def brings_source(self) -> bool:
        return any(self.cleaned_data.get(name) for name in NEW_SOURCE)

    def _ask_terms(self, instrument: Instrument, cleaned: dict[str, Any]) -> None:
        """What the instrument has no place for is refused, never left out; a floor has its unit."""
        for name, known in OF_INSTRUMENTS.items():
            if name != "floor_unit" and instrument not in known and cleaned.get(name) not in (None, "", [], ()):
                label = _column(name).verbose_name
                self.add_error(
                    name,
                    f"{one(instrument.label.lower()).capitalize()} has no {label}. Empty it, or change the instrument.",
                )
        if instrument in OF_INSTRUMENTS["floor_unit"] and "floor_price" not in self.errors:
            try:
                cleaned["floor_unit"] = price_unit.unit_of(cleaned)
            except ValidationError as error:
                self.add_error("floor_measure", error)

    def _ask_status(self, cleaned: Mapping[str, Any]) -> None:
        """The status is asked where a closing that has come contradicts it."""
        status = cleaned.get("status")
        asked = closing_question(cleaned.get("closed_on"), Status(status) if status else None, localdate())
        if asked:
            self.add_error("status", asked)

    def _ask_rivals(self, cleaned: Mapping[str, Any]) -> None:
        for name in FIGURES:
            value, said = cleaned.get(f"rival_{name}"), cleaned.get(f"rival_{name}_source")
            if value is not None and not said and not self._is_refused(f"rival_{name}_source"):
                self.add_error(f"rival_{name}_source", "Another figure has another source. Name it.")
            if said and value is None and not self._is_refused(f"rival_{name}"):
                self.add_error(f"rival_{name}", "Write what the other source says, or leave the source out.")

    def usual_day(self, announced: Any) -> Any:
        """The day of the status when none was written."""
        signed, closed = (self.cleaned_data.get(f"{name}_on") for name in ("signed", "closed"))
        status = Status(self.cleaned_data["status"])
        if status in UNSIGNED:
            return announced
        days = (closed, signed, announced) if status is not Status.COMMITTED else (signed, closed, announced)
        return deals.first_known(*days)

    def terms(self, announced: Any) -> Terms:
        """The terms as typed, not yet of any investment; announced with the deal where nothing else is written."""
        values = {name: self.cleaned_data.get(name) for name in self.terms_fields}
        values["announced_on"] = values["announced_on"] or announced
        return Terms(**{name: value for name, value in values.items() if value is not None})

    @property
    def holds_shares(self) -> bool:
        return Instrument(self.cleaned_data["instrument"]).family in (Family.EQUITY, Family.RIGHT)


def _column(name: str) -> Any:
    return Terms._meta.get_field(name)


def terms_field(name: str) -> forms.Field:
    column = _column(name)
    if isinstance(column, models.IntegerField):
        return form_field(column)
    field = column.formfield()
    if isinstance(column, PartialDateField):
        field.help_text = DATE_HINT
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 2
    field.required = False
    return field
