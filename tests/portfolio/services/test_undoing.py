"""A write that was a mistake is taken back whole: off every list and total, its history kept."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portfolio.calculations.kinds import Instrument, Kind, Status
from portfolio.models import Deal, Investment, InvestmentStatus, Terms, Transaction
from portfolio.pages.lookup import NotOnRecord, found
from portfolio.reports import deals as deals_list
from portfolio.reports import firms, sites
from portfolio.services import deals, investments
from portfolio.services.ledger_check import LedgerCheck
from portfolio.services.undoing import take_back
from projects.models import Company
from record.models import Proposal, Recording, Withdrawal
from record.services import approvals, entities
from tests.cast import TODAY, Cast, day, entry, now, record_entries, writing
from tests.desk import words
from tests.portfolio.imports.conftest import put
from tests.portfolio.reports.answers import ask, rows_of

pytestmark = pytest.mark.long

BANK = (
    "agency,program,company_name,instrument,kind,amount_usd,shares,effective_on\n"
    "DOW,DOW-OSC,Bank Alder,preferred_equity,disbursement,5000000,5000,2025-03-01\n"
    "DOW,DOW-OSC,Bank Alder,preferred_equity,dividend,62500,,2025-06-01\n"
)


def undo(written: Recording, *, along: bool = False) -> Recording:
    with writing(why="wrong program") as recording:
        take_back(written, reason="wrong program", recording=recording, today=TODAY, along=along)
    return recording


def lists() -> dict[str, list]:
    names = ("investments", "exposure", "stakes", "programs", "tranches")
    lists = (firms.DEFINITION, deals_list.DEFINITION, sites.DEFINITION)
    return {name: rows_of(ask(name, now())) for name in names} | {
        one.name: cells(one.report(at=now())) for one in lists
    }


def cells(report) -> list[list[str]]:
    """What a list of a page shows, cell by cell."""
    return [[str(column.value(line)) for column in report.columns] for line in report.lines]


@pytest.fixture
def before(cast: Cast) -> dict[str, list]:
    return lists()


@pytest.fixture
def bank(before) -> Recording:
    _, recording = put("history", BANK)
    return recording


def test_a_file_that_was_undone_is_on_no_list_and_in_no_total(before, bank: Recording):
    assert lists() != before
    undo(bank)
    assert lists() == before
    assert not list(LedgerCheck(today=TODAY).problems())


def test_its_history_stays(bank: Recording):
    award = Investment.objects.get(created_in=bank)
    undoing = undo(bank)
    with pytest.raises(NotOnRecord):
        found(Investment, award.slug, now())
    assert found(Investment, award.slug, now(serial=undoing.serial - 1)) == award
    kinds = [row["kind"] for row in rows_of(ask("transactions", now())) if row["investment"] == award.slug]
    assert sorted(kinds) == sorted(["commitment", "obligation", "disbursement", "dividend", *["reversal"] * 4])
    past = rows_of(ask("investments", now(serial=undoing.serial - 1)))
    assert award.slug in {row["investment"] for row in past}


def test_sent_once_more_it_is_on_record_under_the_same_names(bank: Recording):
    there = lists()
    award, company = Investment.objects.get(created_in=bank), Company.objects.get(created_in=bank)
    undo(bank)
    _, again = put("history", BANK)
    for name, rows in lists().items():
        assert rows == there[name], name
    assert (Investment.objects.filter(slug__startswith=award.slug).count(), Company.objects.count()) == (1, 3)
    undo(again)
    assert company.slug not in {row[0] for row in lists()["companies"]}


def test_it_is_refused_with_the_list_of_what_rests_on_it(bank: Recording):
    award = Investment.objects.get(created_in=bank)
    (sold,) = record_entries([entry(award, Kind.SALE, "2026-01-05", "1000000", shares="1000")])
    with writing() as recording:
        status = InvestmentStatus(investment=award, status=Status.DISBURSED, effective_on=day("2026-02-01"))
        investments.record(status, recording=recording)
    with pytest.raises(ValidationError) as caught:
        undo(bank)
    (sentence,) = caught.value.messages
    assert f"transaction {sold.reference} of {award}: Sale proceeds (recording {sold.recording_id})" in sentence
    assert f"{award}: disbursed (recording {status.recording_id})" in sentence
    assert sentence.endswith("Undo these first, or along with it.")


def test_what_rests_on_it_is_undone_in_the_same_step(before, bank: Recording):
    award = Investment.objects.get(created_in=bank)
    record_entries([entry(award, Kind.SALE, "2026-01-05", "1000000", shares="1000")])
    with writing() as recording:
        status = InvestmentStatus(investment=award, status=Status.DISBURSED, effective_on=day("2026-02-01"))
        investments.record(status, recording=recording)
    undoing = undo(bank, along=True)
    assert lists() == before
    assert Transaction.objects.filter(recording=undoing, kind=Kind.REVERSAL).count() == 5


def test_an_entry_on_which_a_later_one_rests_is_refused_with_it(cast: Cast):
    grant = cast.investments["palisade-doe-grant"]
    _, sent = put("transactions", f"investment,kind,amount_usd,effective_on\n{grant},obligation,2000000,2026-01-05\n")
    (paid,) = record_entries([entry(grant, Kind.DISBURSEMENT, "2026-02-05", "6000000")])
    with pytest.raises(ValidationError, match=rf"{paid.reference} of {grant}: Disbursement"):
        undo(sent)
    undo(sent, along=True)
    assert not list(LedgerCheck(today=TODAY).problems())


def record_deal(cast: Cast, by) -> Investment:
    new = deals.NewAward(
        deal=Deal(slug="wrong-deal", name="A wrong deal", announced_on=day("2026-01-05")),
        recipient=cast.companies["palisade"],
        investment=Investment(
            slug="wrong-grant",
            agency=cast.agencies["DOE"],
            program=cast.programs["DOE-MESC"],
            instrument=Instrument.GRANT,
        ),
        terms=Terms(announced_amount=Decimal(7_000_000), announced_on=day("2026-01-05")),
        status=Status.COMMITTED,
        status_on=day("2026-01-05"),
        citation=cast.citation,
    )
    with writing(by) as recording:
        return deals.record(new, recording=recording, today=TODAY)


def test_a_deal_that_was_wrongly_approved_is_withdrawn_by_two(client, before, cast: Cast, settings):
    settings.SINGLE_CONTROL = False
    award = record_deal(cast, cast.people["officer"])
    client.force_login(cast.people["officer"])
    page = reverse("admin:portfolio_investment_withdraw", args=[award.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"reason": "it was another firm's"}).status_code == 302
    proposal = Proposal.objects.get()
    assert ["Deal", "A wrong deal", "taken back"] in proposal.shown["fields"]
    assert ["Committed", "$7,000,000.00", "$0.00"] in proposal.shown["totals"]
    approvals.approve(proposal, by=cast.people["officer2"], shown_hash=proposal.shown_hash, today=TODAY)
    assert lists() == before
    shown = client.get(reverse("admin:portfolio_investment_changelist")).content.decode()
    gone = reverse("admin:portfolio_investment_change", args=[award.pk])
    assert reverse("admin:portfolio_investment_change", args=[cast.investments["palisade-doe-grant"].pk]) in shown
    assert gone not in shown
    client.force_login(cast.people["manager"])
    seen = words(client.get(f"/investments/{award.slug}/"))
    serial = Withdrawal.objects.latest("pk").recording_id
    assert f"The investment {award.slug} was withdrawn by recording {serial}" in seen
    assert "(it was another firm's)" in seen
    assert "at any time" not in seen


def test_what_a_loader_wrote_with_much_else_is_not_withdrawn(client, cast: Cast, settings):
    settings.SINGLE_CONTROL = True
    client.force_login(cast.people["officer"])
    award = cast.investments["palisade-doe-grant"]
    page = client.post(reverse("admin:portfolio_investment_withdraw", args=[award.pk]), {"reason": "wrong"})
    assert "was loaded by loader, with much else" in page.content.decode()


def test_nothing_is_written_about_what_was_withdrawn(cast: Cast):
    award = record_deal(cast, cast.people["officer"])
    undo(award.created_in)
    with pytest.raises(ValidationError, match=r"wrong-grant was withdrawn in recording \d+: wrong program"):
        record_entries([entry(award, Kind.FEE, "2026-02-01", "1")])


def test_a_withdrawal_gives_its_reason(cast: Cast):
    with pytest.raises(ValidationError, match="with a reason"), writing() as recording:
        entities.withdraw(cast.deals["palisade-grant"], reason=" ", recording=recording)
