"""What a report page may be asked."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from portfolio.asked import require_known
from portfolio.calculations.filter_match import NoSuchValue, matched
from portfolio.calculations.kinds import Instrument, Status
from portfolio.calculations.money_form import LOANS_APART, MoneyForm
from portfolio.calculations.row_states import Due, LookedAt, Moved, Priced, YesNo
from portfolio.calculations.support import Support
from portfolio.form_fields import ABSENT, DayField, MomentField, NamedChoiceField, NearValues, SerialField
from portfolio.models import AuthorityKind, Confidence
from portfolio.positions.dated import DatedKind
from portfolio.positions.filter_options import filter_options, fiscal_years
from portfolio.positions.filters import ASSUMED, Filters
from portfolio.positions.milestones import LATE_OR_OVERDUE
from portfolio.positions.partners import Partnership
from portfolio.positions.rivals import Use
from portfolio.reports.audit_trail import kinds_of_facts
from portfolio.reports.base import Definition
from portfolio.reports.figure_known import figures_of
from portfolio.reports.money_by_year import BY_QUARTER
from portfolio.reports.readiness.questions import QUESTIONS
from portfolio.scenario_forms import PricesField, QuarterField, share_a_year
from portfolio.searched_fields import SearchedField
from projects.calculations.schedule import Health
from projects.models import Standing
from record.calculations.as_of import AsOf
from record.models import Channel, Recording
from record.models.recordings import end_of_day

# What "known before the first recording" is written as.
BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


def one_of(codes: Iterable[Any], label: str | None = None) -> NamedChoiceField:
    """A choice of one of these codes, or of any."""
    return NamedChoiceField(required=False, label=label, choices=[("", "any"), *((c.value, c.label) for c in codes)])


class AsOfForm(forms.Form):
    """The two times of every answer; both may be left out for today as known now."""

    as_of = DayField(label="As of", help_text="The day the answer is about, 2026-06-18.")
    known_at = MomentField(
        required=False, label="As known at", help_text="What was on record by then: a day or a moment."
    )
    serial = SerialField(label="Recording", help_text="What was on record up to this recording.")

    def clean_known_at(self) -> datetime | None:
        """Refuse a day that is yet to come, for the same reason; of today, what is known by now."""
        known_at, now = self.cleaned_data["known_at"], timezone.now()
        if known_at and known_at > end_of_day(timezone.localdate(now)):
            raise ValidationError("What will be known then is not on record yet. Ask for today or before.", code=ABSENT)
        return known_at and min(known_at, now)

    NOUN = "page"

    def __init__(self, *args: Any, beside: Mapping[str, forms.Field] | None = None, **kwargs: Any) -> None:
        """`beside`: what else the address may ask of what is opened; another form reads it."""
        super().__init__(*args, **kwargs)
        self.beside = dict(beside or {})

    def given(self, name: str) -> list[str]:
        """The values that the address gives under a name, in its order."""
        found: list[str] = self.data.getlist(name) if isinstance(self.data, QueryDict) else []
        return found

    def refuse_what_is_not_asked(self) -> None:
        """Refuse what nothing here reads, and what is said twice: the answer would be that of another question."""
        known = {**self.fields, **self.beside}
        require_known(self.data, known, self.NOUN)
        single = [
            name for name, field in known.items() if not isinstance(field, forms.MultipleChoiceField | SearchedField)
        ]
        twice = sorted(name for name in single if len(self.given(name)) > 1)
        if twice:
            raise ValidationError(f"{', '.join(twice)} is given more than once. Give one value, or ask twice.")

    def clean(self) -> dict[str, Any]:
        """Refuse a moment and a recording that mean two different states of the record."""
        self.refuse_what_is_not_asked()
        asked = super().clean()
        known_at, serial = asked.get("known_at"), asked.get("serial")
        if known_at is not None and serial is not None:
            last = Recording.objects.last_serial(known_at)
            if last != serial:
                raise ValidationError(
                    f"Recording {serial} and that moment, when the last one was {last}, are two questions. Ask one.",
                    code=ABSENT,
                )
        return asked

    def at(self) -> AsOf:
        """The AsOf that was asked for. Today and now are read here, at the edge.

        A recording is asked for by its serial and answered with its own moment, so that the answer is the same whenever
        it is asked.
        """
        asked = self.cleaned_data
        serial, known_at = asked.get("serial"), asked.get("known_at")
        if serial is not None and known_at is None:
            known_at = Recording.objects.filter(serial=serial).values_list("moment", flat=True).first() or BEFORE_ALL
        return Recording.objects.as_of(asked.get("as_of") or timezone.localdate(), known_at or timezone.now(), serial)


class ReportForm(AsOfForm):
    """What narrows a report, as far as the report knows it."""

    agency = forms.CharField(required=False, help_text="Code of the agency, DOW.")
    program = forms.CharField(required=False, help_text='Code of the program, DOE-ATVM, or "not stated".')
    company = forms.CharField(required=False, help_text="Identifier of the company, lac.")
    project = forms.CharField(required=False, help_text="Identifier of the project, thacker-pass.")
    deal = forms.CharField(required=False, help_text="Identifier of the deal, lac-doe.")
    investment = forms.CharField(required=False, help_text="Identifier of the investment, lac-doe-loan.")
    mineral = forms.CharField(required=False, help_text="Identifier of the mineral, li.")
    state = forms.CharField(required=False, help_text="Code of the state, NV.")
    country = forms.CharField(required=False, help_text="Code of the country of a site, BR.")
    partnership = NamedChoiceField(required=False, label="Standing", choices=[("", "any"), *Partnership.choices])
    instrument = one_of(Instrument)
    money_form = NamedChoiceField(
        required=False,
        label="Form of money",
        choices=[("", "any"), *((f.value, f.label) for f in MoneyForm), (LOANS_APART, "Loans and guarantees apart")],
    )
    status = one_of(Status)
    confidence = NamedChoiceField(required=False, choices=[("", "any"), *Confidence.choices])
    stage = forms.CharField(required=False, help_text="Of a site, construction; of output, smelter.")
    site_kind = forms.CharField(required=False, label="Class", help_text="Class of the site, mine.")
    support = NamedChoiceField(required=False, choices=[("", "any"), *((s.value, s.value) for s in Support)])
    standing = one_of(Standing, label="Where the plant stands")
    health = NamedChoiceField(
        required=False, choices=[("", "any"), *((h, h.replace("_", " ")) for h in (*Health, LATE_OR_OVERDUE))]
    )
    officer = forms.CharField(required=False, help_text="Account of the officer, as signed in.")
    fact = NamedChoiceField(
        required=False,
        label="Kind of fact",
        choices=lambda: [("", "any"), *((kind, kind) for kind in kinds_of_facts())],
    )
    check = NamedChoiceField(
        required=False, label="Question", choices=[("", "any"), *((one.check, one.text) for one in QUESTIONS)]
    )
    kind = one_of(DatedKind, label="Kind of date")
    figure = forms.CharField(required=False, label="With the figure", help_text="Name of a column, committed_usd.")
    known = one_of(YesNo, label="Is it known?")
    priced = one_of(Priced, label="Listed and priced")
    moved = one_of(Moved, label="Figure that moved")
    due = one_of(Due)
    authority_kind = one_of(AuthorityKind)
    use = one_of(Use, label="Use of the claim")
    resolved = one_of(YesNo)
    checked = one_of(LookedAt, label="Last checked")
    until = DayField(label="Due until", help_text="The last day, 2026-09-30.")
    channel = NamedChoiceField(required=False, choices=[("", "any"), *Channel.choices])
    since = DayField(
        label="Since",
        help_text="A day in New York, 2026-06-18; of the audit trail, the first day on which it was recorded.",
    )
    kept = forms.CharField(
        required=False, label="Compare with", help_text="A kept moment, edition-of-june-2026. Or give a day below."
    )
    run = forms.IntegerField(required=False, min_value=1, help_text="Number of a projection run. Empty: the newest.")
    against = forms.IntegerField(required=False, min_value=1, help_text="Number of a run. Empty: the one before it.")
    fiscal_year = forms.IntegerField(required=False, min_value=1900, max_value=2200, help_text="2026")
    period = NamedChoiceField(
        required=False, label="Told by", choices=[("", "fiscal year"), (BY_QUARTER, "fiscal quarter")]
    )
    year = forms.IntegerField(
        required=False, help_text="A year, 2030. Empty: that of Production; of gains, output and capacity, all."
    )
    prices = PricesField()
    volatility = share_a_year(5, help_text="Of prices, a year: 0.4. Empty: prices as given.")
    discount_rate = share_a_year(1, help_text="A year: 0.04. Empty: nothing is discounted.")
    upside_from = QuarterField(label="Upside due from", help_text="2028-Q1. Empty: once it is on record.")
    seed = forms.CharField(
        required=False, max_length=40, help_text="Any words, such as a number that was drawn by lot. Empty: 1."
    )
    size = forms.IntegerField(
        required=False, min_value=1, max_value=1_000, label="Entries to draw", help_text="Empty: 25."
    )

    NOUN = "report"

    def __init__(self, definition: Definition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = definition.name
        for name in set(self.fields) - set(AsOfForm.base_fields) - set(definition.filters):
            del self.fields[name]
        if "figure" in self.fields:
            choices = [("", "any"), *((one.name, one.label) for one in figures_of(definition.columns))]
            self.fields["figure"] = NamedChoiceField(required=False, label="With the figure", choices=choices)

    def clean(self) -> dict[str, Any]:
        """The codes that the filters mean. What the report does not know is refused."""
        asked = super().clean()
        if asked.get("known") and not asked.get("figure"):
            self.add_error("known", ValidationError("Say of which figure: give the name of a column as figure."))
        if not self.errors:
            self.match_values(asked)
        return asked

    def match_values(self, asked: dict[str, Any]) -> None:
        """Put in place of each text the code that it means at the times asked for; refuse a value that nobody has."""
        wanted = {name: str(value) for name, value in asked.items() if value not in ("", None) and name not in ASSUMED}
        if not wanted:
            return
        at = self.at()
        for name, options in filter_options(at, wanted, self.report).items():
            noun = str(self.fields[name].label or name).replace("_", " ").lower()
            try:
                found = matched(wanted[name], options, refused=f'No {noun} "{wanted[name]}" is on record then.')
            except NoSuchValue as error:
                self.add_error(name, NearValues(error, ABSENT))
            else:
                asked[name] = int(found) if isinstance(self.fields[name], forms.IntegerField) else found
        year = asked.get("fiscal_year")
        if year is not None:
            years = fiscal_years(at)
            if years is None or not years[0] <= year <= years[1]:
                known = f"Those on record are {years[0]} to {years[1]}." if years else "None is on record then."
                self.add_error(
                    "fiscal_year", ValidationError(f"Nothing lies in the fiscal year {year}. {known}", code=ABSENT)
                )

    def filters(self) -> Filters:
        times = set(AsOfForm.base_fields)
        return Filters(**{name: value for name, value in self.cleaned_data.items() if name not in times})


class YearForm(AsOfForm):
    """The two times, and the year that a page is about."""

    year = forms.IntegerField(required=False)
    NAMED: ClassVar[tuple[str, ...]] = ("year",)

    def clean(self) -> dict[str, Any]:
        """Put an identifier in place of its name; refuse what is not on record."""
        asked = super().clean()
        wanted = {name: str(asked[name]) for name in self.NAMED if asked.get(name)}
        if not wanted or self.errors:
            return asked
        for name, options in filter_options(self.at(), wanted).items():
            try:
                found = matched(wanted[name], options, refused=f'No {name} "{wanted[name]}" is on record then.')
            except NoSuchValue as error:
                self.add_error(name, NearValues(error))
            else:
                asked[name] = int(found) if name == "year" else found
        return asked


class MapForm(YearForm):
    """The same with what the size of a site on the map says; tonnes are those of a mineral."""

    size = forms.ChoiceField(required=False, choices=[("", "nothing"), ("dollars", "dollars"), ("tonnes", "tonnes")])
    mineral = forms.CharField(required=False)
    NAMED: ClassVar[tuple[str, ...]] = ("mineral", "year")

    def clean(self) -> dict[str, Any]:
        """Refuse tonnes of no mineral: tonnes of several are never added."""
        asked = super().clean()
        if asked.get("size") == "tonnes" and not asked.get("mineral"):
            self.add_error("mineral", "Choose the mineral whose tonnes are asked.")
        return asked


class MadeForm(YearForm):
    """The same with the mineral whose output a page tells."""

    mineral = forms.CharField(required=False)
    NAMED: ClassVar[tuple[str, ...]] = ("mineral", "year")


class MineralForm(MadeForm):
    """The same with the stage of a page, and which answer is asked for: facts only, or rough ones too."""

    stage = forms.CharField(required=False)
    estimates = forms.ChoiceField(
        required=False, choices=[("", "with estimates"), ("facts", "facts only"), ("rough", "rough too")]
    )
