"""The milestones and the capacity of the book of every report."""

from decimal import Decimal

from portfolio.services import capacity
from projects.models import (
    CapacityEstimate,
    CapacityPhase,
    ChainStage,
    EstimateRule,
    HealthChange,
    Milestone,
    MilestoneForecast,
    Mineral,
    PhaseEstimate,
    PhaseStart,
    Predecessor,
    ProductionRecord,
    ProjectionOverride,
    ProjectMineral,
)
from projects.services import alerts, milestones, priors
from projects.services.phase_estimates import record_estimate
from record.models import Recording
from record.services import entities, facts
from record.services.sources import cite
from tests.cast import TODAY, Cast, day, now, writing


def add_milestones(cast: Cast) -> None:
    """A permit that slips, a plant after it, an alert that is acknowledged and one that was closed."""
    site, officer = cast.projects["saltwash-clay"], cast.people["officer"]
    with writing(officer) as recording:
        permit, plant = (
            entities.create(
                Milestone(slug=slug, project=site, name=name, kind=kind, owner=officer, citation=cite(["filing"])),
                recording=recording,
            )
            for slug, name, kind in (("permit", "The permit", "permit"), ("plant", "The plant runs", "commissioning"))
        )
        for one, kind, happens, stated in (
            (permit, "baseline", "2025-12-31", "2025-06-01"),
            (permit, "forecast", "2026-06", "2026-05-01"),
            (plant, "baseline", "2026-12-31", "2025-06-01"),
            (plant, "forecast", "2027-Q1", "2026-04-01"),
        ):
            statement = MilestoneForecast(
                milestone=one, kind=kind, forecast_on=day(happens), effective_on=day(stated), citation=cite(["filing"]),
                note="as filed",
            )  # fmt: skip
            facts.record(statement, recording=recording)
        undated = Milestone(slug="water", project=site, name="Water rights", kind="other")
        entities.create(undated, recording=recording)
        facts.record(
            MilestoneForecast(milestone=undated, kind="forecast", effective_on=day("2026-03-01")), recording=recording
        )
        milestones.precede(Predecessor(milestone=plant, predecessor=permit), recording=recording)
    with writing(officer) as recording:
        done = MilestoneForecast(
            milestone=permit, kind="actual", forecast_on=day("2026-06-10"), effective_on=day("2026-06-12"),
            citation=cite(["filing"]),
        )  # fmt: skip
        milestones.state(done, recording=recording, today=TODAY)
    with writing(cast.people["officer2"]) as recording:
        milestones.verify(done, recording=recording, today=TODAY)
    with writing(why="milestones watched") as recording:
        for one, health, before, on, slip in (
            (permit, "late", "watch", "2026-05-02", 181),
            (permit, "done", "late", "2026-06-12", 161),
            (plant, "watch", "", "2026-04-02", 90),
        ):
            change = HealthChange(
                milestone=one, health=health, before=before, reason=f"{slip} days", slip_days=slip, effective_on=day(on)
            )
            facts.record(change, recording=recording)
    with writing(officer) as recording:
        alerts.acknowledge(change, note="The operator was asked.", recording=recording, today=TODAY)


def add_capacity(cast: Cast) -> None:
    """Two plants of one chain, one with what it put out; projected, changed, and projected again."""
    li, site = Mineral.objects.get(slug="li"), cast.projects["saltwash-clay"]
    stages = {one.stage: one for one in ChainStage.objects.all()}
    with writing(why="what the plants can make") as recording:
        ProjectMineral.objects.create(project=site, mineral=li, recording=recording)
        phases = {
            stage: entities.create(
                CapacityPhase(slug=f"saltwash-{stage}", project=site, product=product, stage_as_stated="under way"),
                recording=recording,
            )
            for stage, product in (("mine", "Lithium clay"), ("chemical", "Lithium carbonate"))
        }
        common = {
            "unit": "t/yr", "kind": "increment", "mineral": li, "counts_as": "primary", "phase_stage": "construction",
            "ramp_curve": "S3_after_McNulty", "ramp_curve_reason": "a first plant", "feed_origin": "own mine",
            "is_domestic": True, "factor_to_unit_of_account": Decimal("0.99"), "citation": cite(["filing"]),
            "baseline_output": Decimal(100), "note": "as filed",
        }  # fmt: skip
        for stage, added, start in (("mine", 6_000, "2027"), ("chemical", 5_000, "2027-Q3")):
            estimate = CapacityEstimate(
                phase=phases[stage],
                chain_stage=stages[stage],
                unit_of_account=stages[stage].unit_of_account,
                nameplate_added=Decimal(added),
                planned_start_on=day(start),
                planned_nameplate_on=day("2029"),
                effective_on=day("2026-01"),
                **common,
            )
            facts.record(estimate, recording=recording)
        plant = Milestone.objects.get(slug="plant")
        facts.record(PhaseStart(phase=phases["chemical"], milestone=plant), recording=recording)
        unknown = entities.create(
            CapacityPhase(slug="saltwash-second", project=site, product="Lithium hydroxide"), recording=recording
        )
        estimate = CapacityEstimate(
            phase=unknown, chain_stage=stages["chemical"], unit_of_account=stages["chemical"].unit_of_account,
            **{name: value for name, value in common.items() if name != "baseline_output"},
        )  # fmt: skip
        facts.record(estimate, recording=recording)
        put_out = ProductionRecord(
            phase=phases["mine"], output=Decimal(25), unit="t", effective_on=day("2026-Q1"), note="a trial",
            citation=cite(["filing"]),
        )  # fmt: skip
        facts.record(put_out, recording=recording)
    capacity.run(now(), draws=200)
    with writing(why="the plant grows") as recording:
        odds = ProjectionOverride(project=site, success_share=Decimal("0.8"), reason="The permit is contested.",
                                  citation=cite(["filing"]))  # fmt: skip
        priors.override(odds, p90=None, recording=recording)
        grown = CapacityEstimate(
            phase=phases["chemical"],
            chain_stage=stages["chemical"],
            unit_of_account=stages["chemical"].unit_of_account,
            nameplate_added=Decimal(5_500),
            planned_start_on=day("2027-Q4"),
            planned_nameplate_on=day("2029"),
            effective_on=day("2026-05"),
            **common,
        )
        facts.record(grown, recording=recording)
        third = entities.create(
            CapacityPhase(slug="saltwash-third", project=site, product="Lithium chloride"), recording=recording
        )
        total = CapacityEstimate(
            phase=third, chain_stage=stages["chemical"], unit_of_account=stages["chemical"].unit_of_account,
            nameplate_added=Decimal(3_000), planned_start_on=day("2028"),
            **{name: value for name, value in common.items() if name != "baseline_output"} | {"kind": "total"},
        )  # fmt: skip
        facts.record(total, recording=recording)
        second = CapacityPhase.objects.get(slug="saltwash-second")
        for field, rule, values in (
            ("nameplate", EstimateRule.STATED_RANGE, {"shape": "uniform", "low": 1_000, "high": 1_500, "unit": "t/yr"}),
            ("start", EstimateRule.LEAD_TIME, {"shape": "lognormal", "middle": 40, "high": 70, "lead_time": "j5"}),
        ):
            filled = PhaseEstimate(phase=second, field=field, rule=rule, effective_on=day("2026-04"),
                                   reason="The operator gives a range and no date.", citation=cite(["filing"]),
                                   **values)  # fmt: skip
            record_estimate(filled, recording=recording, today=TODAY)
        split = PhaseEstimate(phase=phases["chemical"], field="split", rule=EstimateRule.SPLIT, feed="ore",
                              effective_on=day("2026-04"), reason="The ore holds both.",
                              citation=cite(["filing"]))  # fmt: skip
        record_estimate(split, recording=recording, today=TODAY)
    capacity.run(now(), draws=200)
    assert Recording.objects.order_by("-serial").first().moment.date() < TODAY
