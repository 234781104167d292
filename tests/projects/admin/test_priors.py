"""Curves, odds, overrides and recorded production, written by an officer: append-only, or refused with the numbers."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import (
    CapacityEstimate,
    CapacityPhase,
    Mineral,
    ProductionRecord,
    ProjectionOverride,
    RampUpCurve,
    StageRisk,
)
from record.models import Recording, Source
from record.services import entities, facts
from tests.cast import Cast, day, writing
from tests.desk import add_page, page, sign_in, words

CURVES = "/admin/projects/rampupcurve/"
ODDS = "/admin/projects/stagerisk/"
S1, S2, S3, S4 = (f"S{number}_after_McNulty" for number in range(1, 5))


@pytest.fixture
def desk(cast: Cast, reference: None):
    return sign_in(cast.people["officer"])


@pytest.fixture
def phase(cast: Cast, desk) -> CapacityPhase:
    with writing() as recording:
        made = CapacityPhase(slug="palisade-oxide", project=cast.projects["palisade-magnets"], product="Oxide")
        entities.create(made, recording=recording)
        facts.record(
            CapacityEstimate(
                phase=made,
                nameplate_added=Decimal(1200),
                baseline_output=Decimal(0),
                unit="t/yr",
                unit_of_account="t REO",
                factor_to_unit_of_account=Decimal(1),
                kind="increment",
                phase_stage="construction",
                ramp_curve=S3,
                ramp_curve_reason="a first plant",
                mineral=Mineral.objects.first(),
                planned_start_on=day("2027"),
                citation=cast.citation,
            ),
            recording=recording,
        )
    return made


def sourced(**values):
    return {"sources": str(Source.objects.get(slug="cast1").pk), "why": "a new study", **values}


def curves() -> dict[str, RampUpCurve]:
    at = Recording.objects.as_of(timezone.localdate(), timezone.now())
    return RampUpCurve.objects.at(at).latest_by("series")


def test_a_newer_version_of_a_curve_keeps_the_older_and_its_share(desk):
    first = curves()[S3]
    answer = desk.post(
        f"{CURVES}add/?series={S3}",
        sourced(asymptote_percent="90", tau_months="8", shape="1", effective_on="2026-01", note="seven starts"),
        follow=True,
    )
    assert "Recorded" in words(answer)
    newest = curves()[S3]
    assert (newest.asymptote_percent, newest.mixture_share, newest.series) == (90, first.mixture_share, S3)
    assert (newest.citation.text, RampUpCurve.objects.filter(series=S3).count()) == ("cast1", 2)


def test_what_is_no_curve_is_refused_with_its_number(desk):
    described = words(
        desk.post(f"{CURVES}add/", sourced(series="mine", asymptote_percent="140", tau_months="0", shape="1"))
    )
    assert "A plant does not tend to 140% of nameplate. Give a percentage above 0 and at most 110." in described
    assert "A climb with a tau of 0 months cannot be drawn." in described
    assert RampUpCurve.objects.count() == 4


def test_a_curve_is_seen_before_it_is_kept(desk):
    answer = desk.post(
        f"{CURVES}add/",
        sourced(series="mine", asymptote_percent="87", tau_months="8.6", shape="1", _preview="Show what follows"),
    )
    assert "mine, as typed 40.1%" in words(answer)
    assert RampUpCurve.objects.count() == 4


def test_the_curves_stand_beside_one_another_with_their_trust(desk, cast):
    for name in ("officer", "auditor"):
        described = words(sign_in(cast.people[name]).get(f"{CURVES}compare/"))
        for series, first_year in ((S1, "70.6%"), (S2, "56.3%"), (S3, "40.1%"), (S4, "25.1%")):
            assert f"{series} {first_year}" in described
        assert "reconstruction" in described
        assert "judgement, bounded by measured findings" in described
    picture = desk.get(f"{CURVES}compare/").content.decode()
    assert picture.count("<polyline") == 4
    assert "style=" not in picture.split("<svg", 1)[1].split("</svg>")[0]


def test_every_page_of_a_prior_says_how_far_it_may_be_trusted(desk):
    for address in (ODDS, f"{ODDS}add/?stage=fs", page(StageRisk.objects.get(stage="fs"))):
        assert "judgement, bounded by measured findings" in words(desk.get(address)), address
    for address in (CURVES, f"{CURVES}add/?series={S1}", page(RampUpCurve.objects.get(series=S1))):
        assert "reconstruction" in words(desk.get(address)), address


def test_shares_change_together_or_not_at_all(desk):
    address = reverse("admin:projects_rampupcurve_shares")
    shares = {f"share_{number}": text for number, text in enumerate(("40", "30", "27", "13"))}
    described = words(desk.post(address, sourced(**shares)))
    assert f"The shares sum to 110%: {S1} 40%, {S2} 30%, {S3} 27%, {S4} 13%. Take away 10%" in described
    assert RampUpCurve.objects.count() == 4
    desk.post(address, sourced(**shares | {"share_3": "3"}))
    expected = {S1: Decimal("0.4"), S2: Decimal("0.3"), S3: Decimal("0.27"), S4: Decimal("0.03")}
    assert {name: row.mixture_share for name, row in curves().items()} == expected
    assert RampUpCurve.objects.count() == 6
    assert len({row.recording_id for row in RampUpCurve.objects.order_by("-pk")[:2]}) == 1


def test_a_curve_is_not_retracted_while_a_phase_climbs_by_it_or_the_shares_would_break(desk, phase):
    described = words(desk.post(page(curves()[S3], "retract"), {"reason": "superseded"}))
    assert "The shares sum to 73%" in described
    with writing() as recording:
        facts.record(
            RampUpCurve(series="own", asymptote_percent=Decimal(90), tau_months=Decimal(8), shape=Decimal(1)),
            recording=recording,
        )
    values = {"unit": "t/yr", "kind": "increment", "ramp_curve": "own", "ramp_curve_reason": "as its supplier says"}
    desk.post(add_page(CapacityEstimate, phase=phase), sourced(**values))
    described = words(desk.post(page(curves()["own"], "retract"), {"reason": "superseded"}))
    assert "own is the curve of: Palisade magnet works: Oxide" in described
    assert "Choose another curve there first." in described
    assert "own" in curves()


def test_newer_odds_have_the_sigma_of_their_median_and_p90(desk):
    answer = desk.post(
        f"{ODDS}add/?stage=fs",
        sourced(success_share="50", success_share_low="30", success_share_high="60", slip_median_months="9",
                slip_p90_months="24", source_text="twelve mines", effective_on="2026-03"),
        follow=True,
    )  # fmt: skip
    assert "Recorded" in words(answer)
    row = StageRisk.objects.order_by("-pk").first()
    assert (row.stage, row.success_share, round(row.slip_sigma, 3)) == ("fs", Decimal("0.5"), Decimal("0.765"))
    described = words(desk.post(f"{ODDS}add/?stage=fs", sourced(success_share="20", success_share_low="30")))
    assert "The low end 30% lies above 20%. Lower it." in described
    described = words(desk.post(f"{ODDS}add/?stage=fs", sourced(success_share="20", slip_median_months="12")))
    assert "A median slip of 12 months needs the months within which nine in ten stay. Give them." in described


def test_an_override_gives_reason_and_source_and_stands_on_the_projects_page(desk, cast):
    project = cast.projects["palisade-magnets"]
    address = add_page(ProjectionOverride, project=project)
    assert "The curves are a reconstruction" in words(desk.get(address))
    values = {"success_share": "50", "slip_median_months": "12", "slip_p90_months": "36", "ramp_curve": S4}
    described = words(desk.post(address, {**values, "why": "the permit is contested"}))
    assert "Every figure names its source." in described
    assert ProjectionOverride.objects.count() == 0
    desk.post(address, sourced(**values, reason="The permit is contested."))
    row = ProjectionOverride.objects.get()
    assert (row.success_share, row.ramp_curve, round(row.slip_sigma, 3)) == (Decimal("0.5"), S4, Decimal("0.857"))
    assert "The permit is contested." in words(desk.get(page(project)))
    assert 'value="36' in desk.get(address).content.decode()
    desk.post(page(row, "retract"), {"reason": "The permit stands."})
    assert "no longer counts" in words(desk.get(page(row)))


def test_an_override_of_nothing_or_by_an_unknown_curve_is_refused(desk, cast):
    address = add_page(ProjectionOverride, project=cast.projects["palisade-magnets"])
    assert "Nothing is overridden." in words(desk.post(address, sourced(reason="no")))
    described = words(desk.post(address, sourced(reason="no", ramp_curve="S9")))
    assert '"S9" is none of the choices.' in described
    described = words(desk.post(address, sourced(reason="no", slip_median_months="30", slip_p90_months="12")))
    assert "Nine slips in ten stay within 12 months, but the median is 30." in described


def test_a_curve_is_chosen_for_a_phase_with_a_reason(desk, phase):
    address = add_page(CapacityEstimate, phase=phase)
    shown = desk.get(address).content.decode()
    assert "70.6% of nameplate in its first year" in shown
    assert f'<option value="{S3}" selected>' in shown
    values = {"unit": "t/yr", "kind": "increment", "nameplate_added": "1200", "ramp_curve": S4}
    assert f"{S4} is chosen by judgement. Give the reason." in words(desk.post(address, sourced(**values)))
    desk.post(address, sourced(**values, ramp_curve_reason="a process tried nowhere"))
    assert CapacityEstimate.objects.order_by("-pk").first().ramp_curve == S4


def test_recorded_production_is_entered_by_period(desk, phase):
    address = add_page(ProductionRecord, phase=phase)
    assert 'value="t"' in desk.get(address).content.decode()
    desk.post(address, sourced(output="90", unit="t", effective_on="2026-02"))
    row = ProductionRecord.objects.get()
    assert (row.output, str(row.effective_on), row.counts_from) == (90, "2026-02", date(2026, 2, 28))
    refused = {
        "2026-02-14": "Output is recorded by period. Give a month, a quarter or a year.",
        "2099": "2099 ends on 2099-12-31, which is not over. Record it after that day.",
        "2026-Q1": "The periods inside 2026-Q1 add up to 90 t, more than its 50. Correct one of them first.",
    }
    for period, sentence in refused.items():
        assert sentence in words(desk.post(address, sourced(output="50", unit="t", effective_on=period)))
    described = words(desk.post(address, sourced(output="50", unit="lb", effective_on="2026-01")))
    assert "The phase is counted in t or t REO, not in lb. Convert the output first." in described
    assert ProductionRecord.objects.count() == 1


def test_nobody_but_an_officer_writes_any_of_it(cast, desk):
    for name in ("auditor", "administrator"):
        client = sign_in(cast.people[name])
        for address in (f"{CURVES}add/", f"{CURVES}shares/", f"{ODDS}add/"):
            assert client.get(address).status_code == 403, (name, address)
            assert client.post(address, sourced()).status_code == 403, (name, address)
