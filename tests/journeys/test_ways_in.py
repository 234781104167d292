"""Every kind of fact × every way in × the same bad inputs: the same refusal, on the same field, in its own words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ValidationError
from django.db import models
from django.test import RequestFactory
from django.utils.timezone import localdate

from portfolio.imports.kinds import KINDS
from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import preview, read
from portfolio.models import Capitalization, InvestmentStatus, ProgramTerms, SecurityPrice, Terms
from projects.models import (
    BaselineStatistic,
    CapacityEstimate,
    CapacityPhase,
    Conversion,
    Milestone,
    MilestoneForecast,
    Ownership,
    ProductionRecord,
    ProjectFunding,
    ProjectionOverride,
    RampUpCurve,
    StageRisk,
)
from projects.services import priors
from record.admin.numbers import is_fraction
from record.models import Fact, Recording, Source
from record.models.fields import ExactField, PartialDateField
from record.services import entities, facts
from tests.cast import Cast, day, writing

NOT_WORDS = re.compile(r"Constraint|Ensure|not a valid choice|DoesNotExist|cannot be (null|blank)|Traceback")
CHOSEN = ("ramp_curve",)
"""Columns that a form offers as a choice among what is on record, so that nothing is typed."""
LONG, BELL = "a" * 2001, "a\x07b"
UNREADABLE = ("ten", "NaN", "Infinity", "-Infinity", "1e400", "9" * 30, "0." + "0" * 20 + "1")
OUTSIDE = ("-1", "0", "1.5", "1000000", "-200")
NO_DATES = ("soon", "2026-13", "2026-02-30")
BEYOND_THE_CALENDAR = ("0001", "1799-12-31", "2200", "9999-12-31")


@dataclass(frozen=True)
class Way:
    """A kind of fact: what its form and its file say of one that is right, and which column of the file is which."""

    model: type[Fact]
    good: dict[str, str]
    about: str = ""
    file: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    row: dict[str, str] = field(default_factory=dict)
    looks_back: bool = False
    """True where what it is about has happened: its day is not ahead."""
    service: Callable[..., Any] | None = None
    """Its service, where a loader records it in another way."""

    @property
    def id(self) -> str:
        return self.model.__name__


WAYS = (
    Way(
        Capitalization, {"kind": "cover", "basic_shares": "1000", "effective_on": "2026-01-05"}, "company",
        "share-counts", {"kind": "count_kind", "diluted_or_other": "other_shares"}, {"company": "palisade"}, True,
    ),
    Way(
        SecurityPrice, {"close": "12.50", "currency": "USD", "effective_on": "2026-01-05"}, "company",
        "security-prices", {}, {"company": "palisade"}, True,
    ),
    Way(
        CapacityEstimate,
        {"nameplate_added": "1200", "unit": "t/yr", "kind": "increment", "effective_on": "2026-01-05"}, "phase",
        "capacity-estimates",
        {"kind": "capacity_kind", "effective_on": "stated_on", "factor_to_unit_of_account": "factor",
         "is_domestic": "domestic"},
        {"phase": "magnets"}, True,
    ),
    Way(
        ProductionRecord, {"output": "100", "unit": "t", "effective_on": "2026-01"}, "phase",
        "recorded-production", {"output": "recorded_output", "effective_on": "period"}, {"phase": "magnets"}, True,
    ),
    Way(
        MilestoneForecast, {"kind": "forecast", "forecast_on": "2027-Q1", "effective_on": "2026-01-05"}, "milestone",
        "milestone-statements", {"kind": "statement", "forecast_on": "happens_on", "effective_on": "stated_on"},
        {"milestone": "first-magnets"}, True,
    ),
    Way(
        BaselineStatistic,
        {"mineral": "Lithium", "metric": "production", "year": "2024", "edition": "2025", "value": "5"}, "",
        "baseline-statistics", {"value": "statistic_value"}, {},
    ),
    Way(
        Terms,
        {"announced_amount": "60000000", "announced_on": "2025-07-10", "closed_on": "2025-08-01", "shares": "60000",
         "price_per_share": "1000"},
        "investment", "investments", {"announced_amount": "announced_usd", "price_per_share": "price_per_share_usd"},
        {"investment": "palisade-preferred"},
    ),
    Way(
        InvestmentStatus, {"status": "closed", "effective_on": "2026-01-05"}, "investment",
        "investments", {"effective_on": "status_on"}, {"investment": "palisade-preferred"}, True,
    ),
    Way(Ownership, {"owner_code": "DOW", "economic_share": "0.1", "basis": "stated"}, "owned_company", looks_back=True),
    Way(Conversion, {"from_product": "spodumene", "to_product": "LCE", "factor": "0.1", "basis": "yield"}),
    Way(ProjectFunding, {"total": "1000000", "measure": "initial_capital"}, "project"),
    Way(ProgramTerms, {"ceiling": "1000000"}, "program"),
    Way(StageRisk, {"stage": "study", "success_share": "0.4", "slip_median_months": "12", "slip_p90_months": "30"},
        service=priors.record_odds),
    Way(RampUpCurve, {"series": "S9", "asymptote_percent": "90", "tau_months": "6", "shape": "1"},
        service=priors.record_curve),
    Way(ProjectionOverride, {"success_share": "0.4", "reason": "The permit is late."}, "project",
        service=partial(priors.override, p90=None)),
)  # fmt: skip


def bad_inputs(way: Way) -> Iterator[tuple[str, str]]:
    """Each column of the form with what it must not take."""
    written = set(admin.site.get_model_admin(way.model).written) | {"effective_on", *way.good}
    for column in way.model._meta.concrete_fields:
        name = column.name
        if name not in written or column.is_relation or isinstance(column, models.BooleanField) or name in CHOSEN:
            continue
        if isinstance(column, ExactField):
            yield from ((name, text) for text in UNREADABLE)
            yield from ((name, text) for text in OUTSIDE if column.bound.refusal(column.to_python(text)))
        elif isinstance(column, PartialDateField):
            yield from ((name, text) for text in (*NO_DATES, *BEYOND_THE_CALENDAR))
            if way.looks_back and name == "effective_on":
                yield name, "2190-01-01" if way.model is not ProductionRecord else "2190-01"
        elif isinstance(column, models.CharField) and column.choices:
            yield name, "nonsense"
        elif isinstance(column, models.CharField | models.TextField):
            yield name, BELL
            if column.max_length:
                yield name, LONG
        elif isinstance(column, models.IntegerField):
            yield from ((name, text) for text in ("1799", "9999"))


@pytest.fixture
def book(cast: Cast) -> Cast:
    """The cast with a phase, its estimate and a milestone."""
    project = cast.projects["palisade-magnets"]
    with writing() as recording:
        phase = CapacityPhase(slug="magnets", project=project, product="Magnets")
        entities.create(phase, recording=recording)
        estimate = CapacityEstimate(
            phase=phase, nameplate_added=1200, unit="t/yr", kind="increment", effective_on=day("2025-01-01")
        )
        facts.record(estimate, recording=recording)
        milestone = Milestone(slug="first-magnets", project=project, name="First magnets", kind="first_production")
        entities.create(milestone, recording=recording)
    return cast


def parent_of(way: Way, book: Cast) -> models.Model:
    return {
        "company": book.companies["palisade"],
        "owned_company": book.companies["palisade"],
        "phase": CapacityPhase.objects.get(slug="magnets"),
        "milestone": Milestone.objects.get(slug="first-magnets"),
        "investment": book.investments["palisade-preferred"],
        "project": book.projects["palisade-magnets"],
        "program": book.programs["DOE-ATVM"],
    }[way.about]


def typed(way: Way, name: str, text: str) -> str:
    """What an officer types: a share in percent."""
    column = way.model._meta.get_field(name)
    if isinstance(column, ExactField) and is_fraction(name) and text not in UNREADABLE:
        return f"{column.to_python(text) * 100:f}"
    return text


def by_form(way: Way, book: Cast, values: dict[str, str]) -> dict[str, str]:
    """Field → what the form says. Nothing is drawn: only the answer's form is read."""
    query = f"?{way.about}={parent_of(way, book).pk}" if way.about else ""
    answers = {name: typed(way, name, text) for name, text in values.items()}
    request = RequestFactory().post(
        f"/add/{query}", answers | {"sources": str(Source.objects.get(slug="cast1").pk), "why": "a test"}
    )
    request.user = book.people["officer"]
    request._messages = CookieStorage(request)
    request._dont_enforce_csrf_checks = True
    response = admin.site.get_model_admin(way.model).add_view(request)
    errors = response.context_data["adminform"].form.errors if hasattr(response, "context_data") else {}
    return {name: " ".join(texts) for name, texts in errors.items()}


def by_file(way: Way, values: dict[str, str]) -> dict[str, str]:
    """Field → what a file of one row is told."""
    cells = way.row | {way.columns.get(name, name): text for name, text in values.items()} | {"sources": "cast1"}
    shown = ",".join(f'"{cell}"' for cell in cells.values())
    reading = read(way.file, f"{','.join(cells)}\n{shown}\n".encode(), Mapping())
    plan = preview(reading, why="a test", today=localdate(), by_name="loader")
    fields = {column: name for name, column in way.columns.items()}
    return {fields.get(column, column): what for row in plan.refused for column, _, what in row.changes}


def by_service(way: Way, book: Cast, values: dict[str, str]) -> dict[str, str]:
    """Field → what the service of the table says of the same fact, as a loader calls it."""
    columns = {name: way.model._meta.get_field(name) for name in values}
    about = {way.about: parent_of(way, book)} if way.about else {}
    fact = way.model(**about, citation=book.citation)
    service = way.service or partial(facts.record_by_service, today=localdate())
    try:
        with writing() as recording:
            for name, text in values.items():
                setattr(fact, name, columns[name].to_python(text))
            service(fact, recording=recording)
    except ValidationError as error:
        return {name: " ".join(texts) for name, texts in error.message_dict.items()}
    return {}


def is_read_by(way: Way, name: str) -> bool:
    """True where the file has a column for it."""
    wanted = {one.name for one in KINDS[way.file].wanted if not one.shown_only} if way.file else set()
    return way.columns.get(name, name) in wanted


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.id)
def test_a_bad_input_is_refused_alike_by_form_file_and_service(book: Cast, way: Way):
    last, wrong = Recording.objects.last_serial(), []
    for name, text in bad_inputs(way):
        values = way.good | {name: text}
        said = {"form": by_form(way, book, values)}
        if is_read_by(way, name):
            said["file"] = by_file(way, values)
        if text not in (*UNREADABLE, *NO_DATES):  # what is no number or date at all never reaches a service
            said["service"] = by_service(way, book, values)
        sentences = {door: found.get(name, "") for door, found in said.items()}
        if len(set(sentences.values())) != 1 or not sentences["form"] or NOT_WORDS.search(sentences["form"]):
            wrong.append((name, text[:40], {door: said[door] for door in said}))
    assert not wrong, "\n".join(map(str, wrong))
    assert Recording.objects.last_serial() == last


@pytest.mark.parametrize("way", [way for way in WAYS if way.file], ids=lambda way: way.id)
def test_what_is_right_is_taken_by_form_and_file(book: Cast, way: Way):
    assert by_file(way, way.good) == {}
    assert by_form(way, book, way.good) == {}
