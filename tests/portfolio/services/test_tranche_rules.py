"""Tranches together stay within the award, change by two persons, and are released on a day of their own."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portfolio.calculations.kinds import Kind
from portfolio.models import ConditionEvidence, Terms, Tranche, TrancheCondition, TrancheDecision, Transaction
from portfolio.positions.tranche_state import tranche_statuses
from portfolio.services import investments, ledger, tranches
from projects.models import Milestone, MilestoneForecast
from projects.services import milestones
from record.models import LabelChange, Proposal
from record.services import approvals, entities, facts, sources
from record.services.row_formatting import format_value
from tests.cast import TODAY, Cast, day, entry, now, record_entries, writing


@pytest.fixture
def loan(cast: Cast):
    """Committed 100 million with a principal of 90, of which 35 are drawn."""
    return cast.investments["saltwash-doe-loan"]


def tranche(award, name: str, **size: str) -> Tranche:
    size = {key: Decimal(value) for key, value in size.items()}
    with writing() as recording:
        made = Tranche(slug=name, investment=award, name=name, **size)
        return tranches.create(made, recording=recording, today=TODAY)


def state(one: Tranche) -> str:
    return next(str(found.state) for found in tranche_statuses(now()) if found.tranche.pk == one.pk)


class TestTogether:
    def test_they_never_pass_what_a_loan_may_draw(self, loan):
        tranche(loan, "first", amount="60000000")
        with pytest.raises(
            ValidationError, match=r"together would be \$90,000,000.01 of an award of \$90,000,000.00\. Give at most"
        ):
            tranche(loan, "second", amount="30000000.01")
        tranche(loan, "second", amount="30000000")

    def test_they_never_pass_the_commitment_of_a_grant(self, cast: Cast):
        with pytest.raises(ValidationError, match=r"\$10,000,000.01 of an award of \$10,000,000.00"):
            tranche(cast.investments["palisade-doe-grant"], "first", amount="10000000.01")

    def test_they_never_pass_the_shares_of_the_terms(self, cast: Cast):
        with pytest.raises(ValidationError, match="60,001 shares of an award of 60,000"):
            tranche(cast.investments["palisade-preferred"], "first", shares="60001")

    def test_what_lapsed_makes_room(self, loan):
        first = tranche(loan, "first", amount="90000000")
        with writing() as recording:
            tranches.lapse(first, reason="it was cut", recording=recording, today=TODAY)
        tranche(loan, "second", amount="90000000")

    def test_a_changed_amount_is_asked_as_well(self, loan):
        first = tranche(loan, "first", amount="60000000")
        with pytest.raises(ValidationError, match="90,000,001"), writing() as recording:
            tranches.relabel(first, {"amount": Decimal(90_000_001)}, recording=recording, today=TODAY)


def test_without_conditions_nothing_is_verified_and_it_may_be_released(loan):
    first = tranche(loan, "first", amount="35000000")
    assert state(first) == "no conditions"
    with writing() as recording:
        tranches.release(first, recording=recording, today=TODAY)
    assert state(first) == "released"


def test_a_release_of_a_past_day_counts_from_that_day(loan):
    first = tranche(loan, "first", amount="40000000")
    with writing() as recording:
        tranches.release(first, on=day("2025-09-30"), recording=recording, today=TODAY)
    (found,) = tranche_statuses(now())
    assert (str(found.since), str(found.part.released_on)) == ("2025-09-30", "2025-09-30")
    record_entries([entry(loan, Kind.DISBURSEMENT, "2025-11-01", "5000000")])
    with pytest.raises(ValidationError, match=r"\$40,000,001.00 against \$40,000,000.00 of released tranches"):
        record_entries([entry(loan, Kind.DISBURSEMENT, "2025-11-01", "1")])


def test_a_release_has_no_day_to_come(loan):
    first = tranche(loan, "first", amount="40000000")
    for on in ("2026-07-01", "2026"):
        with pytest.raises(ValidationError, match="is not over by today"), writing() as recording:
            tranches.release(first, on=day(on), recording=recording, today=TODAY)


def test_a_refund_in_time_makes_room_for_another_payment(cast: Cast):
    grant = cast.investments["palisade-doe-grant"]  # 3 million paid on 2025-10-01
    first = tranche(grant, "first", amount="3000000")
    with writing() as recording:
        tranches.release(first, on=day("2025-09-30"), recording=recording, today=TODAY)
    again = entry(grant, Kind.DISBURSEMENT, "2026-03-01", "1000000")
    with pytest.raises(ValidationError, match="of released tranches"):
        record_entries([again])
    record_entries([entry(grant, Kind.RECOVERY, "2026-02-01", "1000000"), again])


def test_that_a_milestone_happened_has_a_day(cast: Cast):
    with writing() as recording:
        made = Milestone(slug="p", project=cast.projects["saltwash-clay"], name="plant runs", kind="commissioning")
        entities.create(made, recording=recording)
    done = MilestoneForecast(milestone=made, kind="actual", effective_on=day("2026-06-02"), citation=cast.citation)
    with pytest.raises(ValidationError, match="That it happened has a day"), writing() as recording:
        milestones.state(done, recording=recording, today=TODAY)


def test_a_source_without_the_day_is_told_in_the_note(cast: Cast):
    with writing() as recording:
        made = Milestone(slug="p", project=cast.projects["saltwash-clay"], name="plant runs", kind="commissioning")
        entities.create(made, recording=recording)
        call = {"publisher": "Operator", "title": "Call", "address": "https://example.com/call"}
        sources.add_source(recording=recording, slug="call", **call)
        done = MilestoneForecast(
            milestone=made, kind="actual", effective_on=day("2026-06-02"), citation=sources.cite(["call"]),
            note="Unusual, and why: reported as live, without the day.",
        )  # fmt: skip
        assert milestones.state(done, recording=recording, today=TODAY).forecast_on is None


def conditioned(cast: Cast, loan) -> Tranche:
    """30 million that wait for an insurer, with evidence by one officer and its verification by the other."""
    second = tranche(loan, "second", amount="30000000")
    with writing(cast.people["officer"]) as recording:
        sources.add_source(
            recording=recording, slug="policy", publisher="Insurer", title="Policy", address="https://example.com/p"
        )
        condition = TrancheCondition(tranche=second, text="insurance is in place")
        tranches.add_condition(condition, recording=recording, today=TODAY)
        evidence = ConditionEvidence(
            condition=condition, citation=sources.cite(["policy"]), effective_on=day("2026-06-01")
        )
        tranches.give_evidence(evidence, recording=recording, today=TODAY)
    with writing(cast.people["officer2"]) as recording:
        tranches.verify(evidence, recording=recording, today=TODAY)
    return second


def test_who_approves_a_release_sees_what_it_rests_on(cast: Cast, loan):
    decision = TrancheDecision(tranche=conditioned(cast, loan), state="released", effective_on=day("2026-06-15"))
    with writing(cast.people["officer"]) as recording:
        proposal = approvals.propose("tranche", {"row": format_value(decision)}, recording=recording, today=TODAY)
    assert [
        "Condition: insurance is in place",
        "verified",
        "met on 2026-06-01, evidence by officer (policy), verified by officer2 on 2026-06-30",
    ] in proposal.shown["rests_on"]
    approvals.approve(proposal, by=cast.people["officer2"], shown_hash=proposal.shown_hash, today=TODAY)
    assert TrancheDecision.objects.get().effective_on == day("2026-06-15")


def test_an_amount_is_changed_by_two_persons(client, cast: Cast, loan, settings):
    settings.SINGLE_CONTROL = False
    first = tranche(loan, "first", amount="60000000")
    client.force_login(cast.people["officer"])
    given = {
        "name": "first", "amount": "50000000", "shares": "", "note": "", "effective_on": "2026-06-10", "why": "amended",
        "seen": str(first.recording_id), "sources": [source.pk for source in cast.citation.sources.all()],
    }  # fmt: skip
    sent = client.post(reverse("admin:portfolio_tranche_change", args=[first.pk]), given)
    assert sent.status_code == 302, sent.context["adminform"].errors
    first.refresh_from_db()
    assert first.amount == 60_000_000
    proposal = Proposal.objects.get()
    assert (proposal.kind_label, proposal.amount) == ("change of a tranche", 10_000_000)
    assert ["Amount", "$60,000,000.00", "$50,000,000.00"] in proposal.shown["fields"]
    approvals.approve(proposal, by=cast.people["officer2"], shown_hash=proposal.shown_hash, today=TODAY)
    first.refresh_from_db()
    assert first.amount == 50_000_000
    assert str(LabelChange.objects.get(field="amount").effective_on) == "2026-06-10"


def test_a_name_alone_is_changed_by_one_person(client, cast: Cast, loan, settings):
    settings.SINGLE_CONTROL = False
    first = tranche(loan, "first", amount="60000000")
    client.force_login(cast.people["officer"])
    given = {
        "name": "first draw", "amount": "60000000", "shares": "", "note": "", "effective_on": "", "why": "as it says",
        "seen": str(first.recording_id), "sources": [source.pk for source in cast.citation.sources.all()],
    }  # fmt: skip
    assert client.post(reverse("admin:portfolio_tranche_change", args=[first.pk]), given).status_code == 302
    first.refresh_from_db()
    assert (first.name, Proposal.objects.count()) == ("first draw", 0)


class TestTheAwardStaysAsLarge:
    """Whatever makes an award smaller is refused below what its tranches come to."""

    @pytest.fixture
    def grant(self, cast: Cast):
        """10 million committed, in one tranche of 8."""
        award = cast.investments["palisade-doe-grant"]
        tranche(award, "first", amount="8000000")
        return award

    def test_a_decommitment_is_refused(self, grant):
        record_entries([entry(grant, Kind.COMMITMENT, "2026-01-01", "1")])
        paid = Transaction.objects.filter(investment=grant).exclude(kind__in=("commitment", "reversal"))
        for row in paid.order_by("-number"):
            with writing() as recording:
                ledger.reverse(row, reason="the test begins anew", recording=recording, today=TODAY)
        with pytest.raises(ValidationError, match=r"an award of \$7,000,001.00 below its tranches of \$8,000,000.00"):
            record_entries([entry(grant, Kind.DECOMMITMENT, "2026-02-01", "3000000")])
        record_entries([entry(grant, Kind.DECOMMITMENT, "2026-02-01", "2000001")])

    def test_a_reversed_or_smaller_commitment_is_refused(self, grant):
        for row in Transaction.objects.filter(investment=grant).order_by("-number"):
            if row.kind != Kind.COMMITMENT:
                with writing() as recording:
                    ledger.reverse(row, reason="the test begins anew", recording=recording, today=TODAY)
        committed = Transaction.objects.get(investment=grant, kind=Kind.COMMITMENT)
        smaller = entry(grant, Kind.COMMITMENT, "2025-08-01", "7999999")
        with pytest.raises(ValidationError, match="below its tranches"), writing() as recording:
            ledger.replace_entry(committed, smaller, reason="a slip", recording=recording, today=TODAY)

    def test_smaller_terms_are_refused_and_so_is_taking_back_the_larger_ones(self, loan):
        tranche(loan, "all", amount="90000000")
        stated = Terms.objects.filter(investment=loan).at(now()).last()
        values = {one.attname: getattr(stated, one.attname) for one in Terms._meta.concrete_fields}
        kept = {name: value for name, value in values.items() if name not in ("id", "recording_id", "counts_from")}
        less = Terms(**kept | {"principal": Decimal(80_000_000), "effective_on": day("2026-01-01")})
        with pytest.raises(ValidationError, match=r"an award of \$80,000,000.00 below"), writing() as recording:
            investments.record(less, recording=recording, today=TODAY)
        with writing() as recording:
            more = Terms(**kept | {"principal": Decimal(95_000_000), "effective_on": day("2026-01-02")})
            investments.record(more, recording=recording, today=TODAY)
        tranche(loan, "rest", amount="5000000")
        with pytest.raises(ValidationError, match=r"an award of \$90,000,000.00 below"), writing() as recording:
            facts.retract(more, reason="a slip", recording=recording)

    def test_a_lapse_is_taken_back_only_while_there_is_room(self, loan):
        first = tranche(loan, "first", amount="90000000")
        with writing() as recording:
            lapsed = tranches.lapse(first, reason="it was cut", recording=recording, today=TODAY)
        tranche(loan, "second", amount="1")
        with pytest.raises(ValidationError, match="together would be"), writing() as recording:
            tranches.take_back(lapsed, reason="it was not", recording=recording, today=TODAY)
