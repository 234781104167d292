"""The book in which every kind of fact is tried: something of each kind that one may be about."""

from typing import Any

from django.db import models

from portfolio.models import (
    ConditionEvidence,
    FeedCandidate,
    Investment,
    InvestmentStatus,
    Terms,
    Tranche,
    TrancheCondition,
)
from portfolio.models.terms import FIELDS
from portfolio.services import investments, tranches
from projects.models import (
    CapacityEstimate,
    CapacityPhase,
    Chain,
    ChainStage,
    Company,
    Country,
    HealthChange,
    Milestone,
    MilestoneForecast,
    Project,
)
from record.models import Claim, Recording, Source
from record.services import entities, facts, sources
from tests.cast import TODAY, Cast, day, make_cast, writing

from .ways import TERMS_OF


def make_ways_book() -> Cast:
    """The cast with a phase and its estimate, a milestone, a tranche, a candidate, and an award of each instrument."""
    cast = make_cast()
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
        add_chain(recording)
    with writing() as recording:
        add_award_of_each_instrument(cast, recording)
        add_what_steps_rest_on(cast, milestone, recording)
    with writing(cast.people["officer2"]) as recording:
        add_evidence(cast, milestone, recording)
    return cast


def add_chain(recording: Recording) -> None:
    """Magnets, of two stages."""
    chain = Chain(slug="magnets", name="Magnets", title="Magnets", place=2)
    entities.create(chain, recording=recording)
    for place, stage in enumerate(("mine", "magnet"), 1):
        of = {"chain": chain, "sequence": place, "stage": stage, "product": stage, "unit_of_account": "t"}
        entities.create(ChainStage(slug=f"magnets-{stage}", **of), recording=recording)


def add_award_of_each_instrument(cast: Cast, recording: Recording) -> None:
    like = cast.investments["palisade-preferred"]
    same = {name: getattr(like, name) for name in ("deal", "agency", "program", "recipient", "issuer")}
    for instrument in FIELDS:
        award = Investment(slug=f"of-{instrument.value}"[:60].replace("_", "-"), instrument=instrument.value, **same)
        investments.create(award, recording=recording)
        closed = {"investment": award, "effective_on": day("2025-08-01"), "citation": cast.citation}
        investments.record(InvestmentStatus(status="closed", **closed), recording=recording)
        investments.record(Terms(announced_on=day("2025-07-10"), **closed), recording=recording)
        cast.investments[TERMS_OF + instrument.value] = award


def add_what_steps_rest_on(cast: Cast, milestone: Milestone, recording: Recording) -> None:
    """A second milestone, company and project, a claim, a candidate, a change of health."""
    project, dated = cast.projects["palisade-magnets"], {"effective_on": day("2026-01-05"), "citation": cast.citation}
    entities.create(Milestone(slug="permit", project=project, name="Permit", kind="permit"), recording=recording)
    for model, labels in ((Company, {"country": "US"}), (Project, {"country": "US", "state": "TX"})):
        entities.create(model(slug="twin", name="Twin", **labels), recording=recording)
    entities.create(Country(slug="ca", name="Canada"), recording=recording)
    claim = Claim(figure="shares", value="10", unit="shares", entity=cast.companies["palisade"], **dated)
    facts.record(claim, recording=recording)
    change = HealthChange(milestone=milestone, health="overdue", reason="passed", effective_on=day("2026-06-01"))
    facts.record(change, recording=recording)
    candidate = FeedCandidate(
        feed="awards", kind="award", key="1", title="An award", content="Recipient: Palisade",
        address="https://a.example/1", **dated,
    )  # fmt: skip
    facts.record(candidate, recording=recording)


def add_evidence(cast: Cast, milestone: Milestone, recording: Recording) -> None:
    """By the second officer, so that the first may verify and decide: a tranche with a condition, a waiver asked."""
    sources.add_source(
        recording=recording, slug="seen", publisher="BLM", title="Decision", address="https://blm.example/1"
    )
    seen = sources.cite(["seen"])
    grant = cast.investments["palisade-doe-grant"]
    for name in ("waits", "asked", "other"):
        tranches.create(Tranche(slug=name, investment=grant, name=name, amount=1000), recording=recording, today=TODAY)
    asked = Tranche.objects.get(slug="asked")
    conditions = [
        tranches.add_condition(
            TrancheCondition(tranche=asked, text=text, effective_on=day("2026-01-05")), recording=recording, today=TODAY
        )
        for text in ("A permit is granted", "A line runs")
    ]
    evidence = ConditionEvidence(condition=conditions[0], note="Page 3", effective_on=day("2026-02-01"), citation=seen)
    tranches.give_evidence(evidence, recording=recording, today=TODAY)
    held = TrancheCondition(tranche=Tranche.objects.get(slug="other"), text="It waits", effective_on=day("2026-01-05"))
    tranches.add_condition(held, recording=recording, today=TODAY)
    tranches.propose_waiver(asked, reason="The season is short.", recording=recording, today=TODAY)
    stated = MilestoneForecast(
        milestone=milestone, kind="actual", forecast_on=day("2026-05-01"), effective_on=day("2026-06-01"),
        note="Page 3", citation=seen,
    )  # fmt: skip
    facts.record_by_service(stated, recording=recording, today=TODAY)


def parent_of(about: str, book: Cast) -> Any:
    """What a fact is about, by the name of the relation, or by that name with the one that is meant."""
    if about.startswith(TERMS_OF):
        return book.investments[about]
    named: dict[str, Any] = {
        "company": book.companies["palisade"],
        "owned_company": book.companies["palisade"],
        "entity": book.companies["saltwash"],
        "company twin": Company.objects.filter(slug="twin"),
        "project twin": Project.objects.filter(slug="twin"),
        "phase": CapacityPhase.objects.filter(slug="magnets"),
        "milestone": Milestone.objects.filter(slug="first-magnets"),
        "predecessor": Milestone.objects.filter(slug="permit"),
        "investment": book.investments["palisade-preferred"],
        "project": book.projects["palisade-magnets"],
        "other project": book.projects["saltwash-clay"],
        "program": book.programs["DOE-ATVM"],
        "agency": book.agencies["DOE"],
        "chain": Chain.objects.order_by("pk"),
        "stage": ChainStage.objects.order_by("pk"),
        "next stage": ChainStage.objects.order_by("-pk"),
        "country": Country.objects.order_by("pk"),
        "change": HealthChange.objects.all(),
        "claim": Claim.objects.all(),
        "candidate": FeedCandidate.objects.all(),
        "statement": MilestoneForecast.objects.filter(kind="actual"),
        "tranche": Tranche.objects.filter(slug="waits"),
        "held tranche": Tranche.objects.filter(slug="other"),
        "condition": TrancheCondition.objects.filter(text="A line runs"),
        "evidence": ConditionEvidence.objects.all(),
        "source": Source.objects.filter(slug="cast1"),
    }
    if about == "waiver":
        return Tranche.objects.get(slug="asked").waivers.get()
    found = named[about]
    return found.first() if isinstance(found, models.QuerySet) else found
