"""The two forms of a new deal: what it is, and the terms of its instrument."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portfolio.calculations.kinds import Family, Instrument, Status
from portfolio.models import Deal, ReachBasis, Terms
from portfolio.models.terms import COMMON, FIELDS
from portfolio.services import deals
from projects.models import Company, Project
from record.admin.numbers import form_field
from record.admin.refused import put_on
from record.admin.sourced import DATE_HINT, NewSourceForm
from record.admin.worded_form import WordedForm
from record.models import Source
from record.models.fields import ExactField, PartialDateField, PartialDateFormField

from .choices import agencies_of, programs_of
from .named import NamedField

SITES = ("project_1", "project_2", "project_3")
CITED = ("source_1", "source_2", "source_3")


class StepForm(WordedForm, forms.Form):
    """A step; a refusal of the whole write comes back onto the field that it names."""

    refusal: ValidationError | None = None

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.refusal is not None:
            put_on(self, self.refusal)

    def propose(self) -> "StepForm":
        for field in self.fields.values():
            if isinstance(field, NamedField):
                field.propose()
        return self

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields in groups with their headings, as the page draws them."""
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in self.grouped()]

    def grouped(self) -> list[tuple[str, tuple[str, ...]]]:
        return []


class AwardForm(StepForm):
    """Who gives what to whom, for which projects."""

    deal = NamedField(
        Deal.objects.all(), by=("name",), noun="deal", label="Deal on record", help_text="Name or identifier."
    )
    new_deal_name = forms.CharField(label="Or a new deal: its name", max_length=200, required=False)
    new_deal_headline = form_field(Deal._meta.get_field("headline"))
    agency = forms.ModelChoiceField(None, label="Agency", help_text="Those that you are assigned to.")
    program = forms.ModelChoiceField(
        None, label="Program", required=False, empty_label="not stated", help_text="Empty where the source names none."
    )
    company = NamedField(
        Company.objects.all(),
        by=("name", "ticker"),
        noun="company",
        label="Company on record",
        help_text="Who receives it: name, ticker or identifier.",
    )
    new_company_name = forms.CharField(label="Or a new company: its name", max_length=200, required=False)
    new_company_ticker = forms.CharField(label="New company: ticker", max_length=40, required=False)
    new_company_country = forms.CharField(
        label="New company: country", max_length=2, required=False, help_text="Two letters, US."
    )
    project_1 = NamedField(
        Project.objects.all(), by=("name",), noun="project", label="Project on record", help_text="Name or identifier."
    )
    project_2 = NamedField(
        Project.objects.all(), by=("name",), noun="project", draws_list=False, label="Second project"
    )
    project_3 = NamedField(Project.objects.all(), by=("name",), noun="project", draws_list=False, label="Third project")
    new_project_name = forms.CharField(label="Or a new project: its name", max_length=200, required=False)
    new_project_state = forms.CharField(label="New project: state", max_length=60, required=False)
    new_project_country = forms.CharField(
        label="New project: country", max_length=2, required=False, help_text="Two letters, US."
    )
    basis = forms.ChoiceField(
        label="Why these projects", choices=ReachBasis.choices, initial=ReachBasis.STATED, required=False
    )
    instrument = forms.ChoiceField(
        label="Instrument", choices=[("", "---------"), *((one.value, one.label) for one in Instrument)]
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_of(user)
        self.fields["program"].queryset = programs_of(user)
        for name in ("agency", "program"):
            self.fields[name].error_messages["invalid_choice"] = (
                f"This {name} is not among those assigned to you. Choose another, or ask an administrator."
            )
        self.fields["new_deal_headline"].label = "New deal: headline (US dollars)"

    def grouped(self) -> list[tuple[str, tuple[str, ...]]]:
        return [
            ("Deal", ("deal", "new_deal_name", "new_deal_headline")),
            ("Who gives", ("agency", "program")),
            ("Who receives", ("company", "new_company_name", "new_company_ticker", "new_company_country")),
            ("For which projects", (*SITES, "new_project_name", "new_project_state", "new_project_country", "basis")),
            ("In which form", ("instrument",)),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for known, new, noun in (("deal", "new_deal_name", "deal"), ("company", "new_company_name", "company")):
            if known in self.errors or new in self.errors:
                continue
            if bool(cleaned.get(known)) == bool(cleaned.get(new)):
                say = "Choose one" if not cleaned.get(known) else "Keep one of the two: choose one"
                self.add_error(known, f"{say} on record, or write a new {noun}.")
        agency, program = cleaned.get("agency"), cleaned.get("program")
        if agency and program and program.agency_id != agency.pk:
            self.add_error("program", f"{program.code} belongs to {program.agency.code}, not to {agency.code}.")
        return cleaned


class TermsStepForm(NewSourceForm, StepForm):
    """Only the terms of one instrument, its status, its source and the reason."""

    status = forms.ChoiceField(choices=[("", "---------"), *((one.value, one.label) for one in Status)])
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
    source_1 = NamedField(
        Source.objects.all(),
        by=("title", "publisher"),
        noun="source",
        label="Source on record",
        help_text="Title or identifier.",
    )
    source_2 = NamedField(
        Source.objects.all(), by=("title", "publisher"), noun="source", draws_list=False, label="Second source"
    )
    source_3 = NamedField(
        Source.objects.all(), by=("title", "publisher"), noun="source", draws_list=False, label="Third source"
    )
    new_file_sha256 = forms.RegexField(r"^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput)
    why = forms.CharField(label="Why", max_length=500, help_text="Why you write this now. It stays with the record.")
    warning_reason = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument = instrument
        for name in self.terms_fields:
            self.fields[name] = _terms_field(name)

    @property
    def terms_fields(self) -> tuple[str, ...]:
        return (*COMMON, *FIELDS[self.instrument])

    def grouped(self) -> list[tuple[str, tuple[str, ...]]]:
        numbers = {Family.AWARD: ("fain", "piid", "uri"), Family.TAX_CREDIT: ("uri",)}
        own = FIELDS[self.instrument]
        return [
            ("Amount and days", tuple(name for name in COMMON if name not in ("summary", "confidence"))),
            ("How far it is", ("status", "status_on", "commitment_on")),
            (f"Terms of a {self.instrument.label.lower()}", own),
            ("Award number", numbers.get(self.instrument.family, ("fain", "piid", "uri"))),
            ("In words", ("summary", "confidence")),
            ("Source (one at least)", (*CITED, *(name for name in self.fields if name.startswith("new_")))),
            ("Reason", ("why",)),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        named = any(cleaned.get(name) for name in (*CITED, "new_publisher", "new_title", "new_address"))
        if not named and not any(name in self.errors for name in (*CITED, "new_publisher", "new_title")):
            self.add_error("source_1", "Every figure names its source. Choose one on record, or write a new one below.")
        if not self.errors:
            cleaned["status_on"] = cleaned.get("status_on") or self.usual_day(cleaned)
        return cleaned

    def usual_day(self, cleaned: Mapping[str, Any]) -> Any:
        """The day of the status when none was written."""
        announced, signed, closed = (cleaned.get(f"{name}_on") for name in ("announced", "signed", "closed"))
        status = Status(cleaned["status"])
        if status in (Status.ANNOUNCED, Status.LOI, Status.CONDITIONAL, Status.APPROVED):
            return announced
        return (
            deals.first_known(closed, signed, announced)
            if status is not Status.COMMITTED
            else deals.first_known(signed, closed, announced)
        )

    def terms(self) -> Terms:
        """The terms as typed, not yet of any investment."""
        return Terms(**{name: self.cleaned_data[name] for name in self.terms_fields})


def _terms_field(name: str) -> forms.Field:
    column = Terms._meta.get_field(name)
    if isinstance(column, ExactField):
        return form_field(column)
    field = column.formfield()
    if isinstance(column, PartialDateField):
        field.help_text = DATE_HINT
    field.required = False
    return field
