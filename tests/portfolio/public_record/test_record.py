"""What is on record once the public record is loaded."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

import pytest

from portfolio.calculations.figures import figures
from portfolio.calculations.kinds import COMMITTED, Instrument, Kind, Status
from portfolio.calculations.ledger_rules.rules import first_refusal
from portfolio.calculations.position import as_converted
from portfolio.models import (
    Capitalization,
    Deal,
    Investment,
    InvestmentEvent,
    InvestmentProject,
    InvestmentStatus,
    Program,
    SecurityPrice,
    Terms,
    Transaction,
)
from projects.models import CapacityEstimate, Company, CountryStanding, Milestone, MilestoneForecast, Ownership, Project
from record.models import Channel, Claim, ClaimChoice, Recording, Source
from tests.books import LOADED_ON

pytestmark = pytest.mark.usefixtures("record")
DAY = "2026-06-18"


def millions(number):
    return Decimal(number) * 1_000_000


def standing(moment):
    """Instrument, status and newest terms of each award at a moment."""
    statuses = InvestmentStatus.objects.at(moment).latest_by("investment_id")
    terms = Terms.objects.at(moment).latest_by("investment_id")
    return {
        award.slug: (Instrument(award.instrument), Status(statuses[award.pk].status), terms[award.pk])
        for award in Investment.objects.all()
        if award.pk in statuses
    }


def figures_at(slug, moment):
    award = Investment.objects.get(slug=slug)
    terms = Terms.objects.filter(investment=award).at(moment).last()
    balance = Transaction.objects.filter(investment=award).at(moment).balances_by_investment()[award.pk]
    return figures(
        balance,
        instrument=Instrument(award.instrument),
        principal=terms.principal,
        face_value=terms.announced_amount,
        covered_share=terms.covered_share,
        complete=award.ledger_is_complete,
        capitalised_interest=terms.capitalised_interest,
    )


def test_everything_is_counted(record):
    counted = {
        model: model.objects.count()
        for model in (Investment, Project, Company, Deal, Milestone, MilestoneForecast, InvestmentProject)
    } | {Source: Source.objects.filter(recording=record).count()}
    assert counted == {
        Investment: 80,
        Project: 57,
        Company: 55 + 20,
        Source: 256,
        Deal: 56,
        Milestone: 47,
        MilestoneForecast: 84,
        InvestmentProject: 100,
    }
    assert (Ownership.objects.count(), CapacityEstimate.objects.count(), Program.objects.count()) == (110, 43, 26)
    assert (Capitalization.objects.count(), SecurityPrice.objects.count()) == (29, 33)


def test_one_recording_says_what_it_is(record):
    assert list(Recording.objects.order_by("serial"))[-1] == record
    assert (record.by_name, record.why) == ("public record loader", "public record as of 2026-06-18")
    assert (record.channel, record.approval) == (Channel.IMPORT, "public record, single control")
    assert not Transaction.objects.exclude(recording=record).exists()


def test_totals_by_status(at):
    totals = defaultdict(Decimal)
    for _, status, terms in standing(at(DAY)).values():
        totals[status] += terms.announced_amount or 0
    assert sum(amount for status, amount in totals.items() if status in COMMITTED) == millions("22237.6")
    assert totals[Status.CONDITIONAL] == millions("6975.0")
    assert totals[Status.LOI] == millions("6332.6")
    assert totals[Status.ANNOUNCED] == millions("276.0")
    assert totals[Status.TERMINATED] == millions("57.7")


def test_face_of_loans_and_ceilings_stand_apart(at):
    lent = [
        terms.announced_amount
        for kind, status, terms in standing(at(DAY)).values()
        if kind.family.is_lending and status in COMMITTED
    ]
    assert sum(lent) == millions("18393.0")
    assert sum(terms.ceiling or 0 for _, _, terms in standing(at(DAY)).values()) == millions("413.9")


def test_only_committed_money_is_on_the_ledger(at):
    on_ledger = set(Transaction.objects.values_list("investment__slug", flat=True))
    statuses = {slug: status for slug, (_, status, _) in standing(at(DAY)).items()}
    assert all(statuses[slug] in COMMITTED for slug in on_ledger)
    commitments = Transaction.objects.filter(kind=Kind.COMMITMENT)
    assert commitments.count() == len(set(commitments.values_list("investment"))) == 35
    assert sum(entry.amount for entry in commitments) == millions("22237.6") - millions("413.9")


def test_the_loan_to_lithium_americas_is_undrawn_by_its_principal(at):
    march = figures_at("lac-doe-loan", at("2026-03-01"))
    assert (march.disbursed, march.undisbursed) == (millions(867), millions(1103))
    assert figures_at("lac-doe-loan", at("2025-12-31")).disbursed == millions(435)


def test_nothing_is_known_before_it_was_recorded(record):
    before = Recording.objects.as_of(LOADED_ON, record.moment - timedelta(seconds=1), record.serial - 1)
    assert not Transaction.objects.at(before).exists()
    assert not InvestmentStatus.objects.at(before).exists()
    assert Investment.objects.at(before) == {}


def test_history_of_a_loan(at):
    loan = InvestmentStatus.objects.filter(investment__slug="lac-doe-loan")
    assert [(row.status, str(row.effective_on)) for row in loan.at(at(DAY))] == [
        ("conditional", "2024-03-12"),
        ("closed", "2024-10-28"),
        ("disbursing", "2025-10-20"),
    ]
    assert [row.announced_amount for row in Terms.objects.filter(investment__slug="lac-doe-loan").at(at(DAY))] == [
        millions(2260),
        millions(2260),
        millions(2230),
    ]


def test_a_letter_of_january_was_signed_in_june(at):
    assert standing(at("2026-06-02"))["usar-doc-equity"][1] is Status.LOI
    assert standing(at(DAY))["usar-doc-equity"][1] is Status.COMMITTED


def test_stake_in_mp_is_conversion_and_warrant():
    group = Investment.objects.filter(stake_group="mp-dow-15")
    terms = {award.instrument: award.terms.get() for award in group}
    preferred, warrant = terms["convertible_preferred"], terms["warrant"]
    held = {entry.kind: entry.shares for entry in Transaction.objects.filter(investment__in=group, shares__gt=0)}
    converted = as_converted(held[Kind.DISBURSEMENT], preferred.original_price, preferred.conversion_price)
    assert (converted, held[Kind.WARRANT_ISSUE]) == (Decimal(13_320_013), Decimal(11_201_659))
    assert converted + held[Kind.WARRANT_ISSUE] == Decimal(24_521_672)
    assert preferred.stated_stake_share == Decimal("0.15")
    assert warrant.stated_stake_share is None


def test_terms_that_the_prose_states_plainly():
    preferred = Terms.objects.get(investment__slug="mp-dow-series-a")
    assert (preferred.dividend_rate, preferred.dividend_form) == (Decimal("0.07"), "paid in kind")
    assert preferred.holding_cap_share == Decimal("0.199")
    floor = Terms.objects.get(investment__slug="mp-dow-ppa")
    assert (floor.floor_price, floor.floor_unit, floor.upside_share) == (Decimal(110), "USD/kg", Decimal("0.30"))
    guarantee = Terms.objects.get(investment__slug="usar-doc-loan")
    assert (guarantee.spread, guarantee.lender) == (Decimal("0.015"), "Federal Financing Bank")


def test_a_payment_implies_its_obligation():
    derived = Transaction.objects.filter(kind=Kind.OBLIGATION, is_derived=True)
    assert {(row.investment.slug, row.amount) for row in derived} == {
        ("mp-dow-series-a", millions(400)),
        ("atalco-dow-preferred", millions(150)),
    }
    lending = [instrument for instrument in Instrument if instrument.family.is_lending]
    assert not Transaction.objects.filter(kind=Kind.OBLIGATION, investment__instrument__in=lending).exists()


def test_a_closed_award_with_shares_was_issued():
    derived = Transaction.objects.filter(is_derived=True, shares__isnull=False)
    assert {(row.investment.slug, row.kind, row.shares) for row in derived} == {
        ("mp-dow-warrant", Kind.WARRANT_ISSUE, Decimal(11_201_659)),
        ("lac-doe-warrant-parent", Kind.WARRANT_ISSUE, Decimal(18_268_687)),
        ("lac-doe-warrant-jv", Kind.WARRANT_ISSUE, Decimal(8_656_509_695)),
    }


def test_price_support_is_accrued_and_moves_no_money(at):
    support = figures_at("mp-dow-ppa", at(DAY))
    assert support.accrued == Decimal(51_000_000 + 42_273_000)
    assert support.disbursed is None


def test_what_is_not_known_is_not_zero(at):
    grant = figures_at("albemarle-dpa-grant", at(DAY))
    assert grant.committed == millions(90)
    assert (grant.obligated, grant.disbursed, grant.exposure) == (None, None, None)


def test_every_ledger_stands_by_its_own_rules():
    for award in Investment.objects.prefetch_related("transactions"):
        terms = award.terms.order_by("counts_from").last()
        entries = [row.entry for row in award.transactions.order_by("number")]
        instrument = Instrument(award.instrument)
        assert first_refusal(entries, instrument=instrument, today=LOADED_ON, principal=terms.principal) is None


def test_an_event_without_an_amount_is_no_entry():
    assert InvestmentEvent.objects.filter(investment__slug="kz-dow-jv-equity").count() == 1
    assert not Transaction.objects.filter(investment__slug="kz-dow-jv-equity", kind=Kind.DISBURSEMENT).exists()


def test_agencies_and_programs_are_normalised():
    stockpile = Investment.objects.get(slug="uamy-dla-idiq")
    assert (stockpile.agency.code, stockpile.office) == ("DOW", "DLA Strategic Materials")
    assert stockpile.program.code == "DLA-NDS"
    assert Investment.objects.get(slug="lac-dod-grant").program is None


def test_partners_count_from_the_day_of_signing(at):
    japan = CountryStanding.objects.filter(country__slug="jp")
    assert [row.standing for row in japan.at(at("2025-10-31"))] == ["partner"]
    assert not japan.at(at("2025-10-15")).exists()
    assert CountryStanding.objects.get(country__slug="kr").standing == "other"


def test_rival_claims_stand_side_by_side():
    phase = CapacityEstimate.objects.get(phase__slug="mp-10x-ndfeb-magnets")
    claims = Claim.objects.filter(table="projects_capacityphase", entity_id=phase.phase_id)
    assert {claim.value for claim in claims} == {"7000", "10000"}
    chosen = ClaimChoice.objects.get(claim__in=claims)
    assert Decimal(chosen.claim.value) == phase.nameplate_added


def test_a_blank_stays_unknown():
    assert CapacityEstimate.objects.get(phase__slug="vulcan-benson-ndfeb-magnets").baseline_output is None
    assert CapacityEstimate.objects.get(phase__slug="mp-10x-ndfeb-magnets").baseline_output == 0


def test_projects_name_their_minerals():
    pass_minerals = Project.objects.get(slug="mountain-pass").minerals
    assert set(pass_minerals.values_list("slug", flat=True)) == {"reo", "ndpr", "dy", "tb", "sm"}
