"""Loading again: nothing twice, what changed as new facts, all or nothing."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError

from portfolio.calculations.kinds import Kind
from portfolio.models import Investment, InvestmentStatus, Terms, Transaction
from portfolio.services import ledger
from projects.models import Company, Ownership
from record.models import Channel, Recording, Retraction
from record.reference.rows import UnreadableFile
from record.services import entities, facts
from record.services.recordings import open_recording
from tests.books import JUNE, LOADED_ON

pytestmark = [pytest.mark.usefixtures("record"), pytest.mark.long]
DAY = "2026-06-18"


def held(slug, at):
    entries = Transaction.objects.filter(investment__slug=slug).at(at)
    (balance,) = entries.balances_by_investment().values()
    return balance


def test_loading_twice_changes_nothing(load, record):
    assert load() is None
    assert Recording.objects.order_by("-serial").first() == record


def test_a_changed_amount_is_a_new_version_and_a_new_commitment(load, change, at, record):
    change(
        "investments", "albemarle,kings-mountain,,,DOW,USD,90000000,", "albemarle,kings-mountain,,,DOW,USD,95000000,"
    )
    newer = load()
    terms = Terms.objects.filter(investment__slug="albemarle-dpa-grant")
    assert terms.at(at(DAY)).last().announced_amount == Decimal(95_000_000)
    assert terms.at(at(DAY, record)).last().announced_amount == Decimal(90_000_000)
    assert held("albemarle-dpa-grant", at(DAY)).committed == Decimal(95_000_000)
    assert held("albemarle-dpa-grant", at(DAY, record)).committed == Decimal(90_000_000)
    (undone,) = Transaction.objects.filter(recording=newer, kind=Kind.REVERSAL)
    assert (undone.reverses.amount, undone.effective_on) == (Decimal(90_000_000), undone.reverses.effective_on)
    assert load() is None


def test_a_changed_payment_is_reversed_with_the_obligation_that_it_implied(load, change, at):
    change("transactions", "2026-01-12,150000000,", "2026-01-12,140000000,")
    load()
    balance = held("atalco-dow-preferred", at(DAY))
    assert (balance.obligated, balance.disbursed) == (Decimal(140_000_000), Decimal(140_000_000))
    assert load() is None


def test_a_changed_obligation_moves_what_was_paid_against_it(load, change, folder, at):
    path = folder / "transactions.csv"
    extra = "atalco-dow-preferred-0,atalco-dow-preferred,obligation,2026-01-12,150000000,,,ata2\n"
    path.write_text(path.read_text(encoding="utf-8") + extra, encoding="utf-8", newline="")
    load()
    assert held("atalco-dow-preferred", at(DAY)).obligated == Decimal(150_000_000)
    change("transactions", extra, extra.replace(",,,ata2", ",,as reported,ata2"))
    load()
    balance = held("atalco-dow-preferred", at(DAY))
    assert (balance.obligated, balance.disbursed) == (Decimal(150_000_000), Decimal(150_000_000))
    assert load() is None


def test_a_changed_share_count_moves_the_stake(load, change, at):
    change("transactions", "400000000,400000,", "400000000,300000,")
    load()
    assert held("mp-dow-series-a", at(DAY)).shares == Decimal(300_000)


def test_a_removed_row_is_retracted_and_its_commitment_reversed(load, drop, at):
    for name in ("investments", "statuses", "investment_projects"):
        drop(name, "talon-dpa-grant,")
    newer = load()
    assert not InvestmentStatus.objects.filter(investment__slug="talon-dpa-grant").at(at(DAY)).exists()
    assert held("talon-dpa-grant", at(DAY)).committed == 0
    assert Investment.objects.filter(slug="talon-dpa-grant").exists()
    reasons = set(Retraction.objects.filter(recording=newer).values_list("reason", flat=True))
    assert reasons == {"The file that it was loaded from no longer says this."}


def test_a_changed_name_relabels_the_company(load, change, at, record):
    change("companies", "mp,MP Materials Corp.,", "mp,MP Materials Corporation,")
    load()
    company = Company.objects.get(slug="mp")
    assert company.name == "MP Materials Corporation"
    assert Company.objects.at(at(DAY, record))[company.pk].name == "MP Materials Corp."


def test_what_officers_corrected_stays(load):
    entry = Transaction.objects.get(investment__slug="talon-dpa-grant")
    with open_recording(by_name="officer", why="corrections", channel=Channel.FORM) as recording:
        facts.retract(Ownership.objects.get(owned_company__slug="techmet"), reason="not so", recording=recording)
        entities.relabel(Company.objects.get(slug="mp"), {"ticker": "MPM"}, recording=recording)
        ledger.reverse(entry, reason="never signed", recording=recording, today=LOADED_ON)
    assert load() is None
    assert Company.objects.get(slug="mp").ticker == "MPM"


def test_a_new_deal_needs_only_its_rows(load, folder, at):
    row = (
        "mp-more-grant,mp-dow-2025,DoW,DPA Title III,grant,mp,mountain-pass,,,DOW,USD,1000000"
        + "," * 35
        + "2026-06-01,,,high,More.,mp1,mp1\n"
    )
    for name, line in (
        ("investments", row),
        ("statuses", "mp-more-grant,committed,2026-06-01,mp1,\n"),
    ):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8", newline="")
    load()
    assert held("mp-more-grant", at(DAY)).committed == Decimal(1_000_000)


def test_a_changed_source_needs_an_id_of_its_own(load, change):
    change("sources", "mp5,Justia Contracts", "mp5,Justia")
    with pytest.raises(UnreadableFile, match="mp5 is on record with another publisher"):
        load()


def test_an_impossible_entry_writes_nothing(load, change, record):
    change("transactions", "2025-10-20,435000000,", "2025-10-20,1700000000,")
    change("companies", "mp,MP Materials Corp.,", "mp,MP Materials Corporation,")
    with pytest.raises(UnreadableFile, match=r"lac-doe-loan: amount: This would draw .* \$1,970,000,000.00"):
        load()
    assert Recording.objects.order_by("-serial").first() == record
    assert Company.objects.get(slug="mp").name == "MP Materials Corp."


def test_an_unknown_source_is_named(load, change):
    change("deals", "Amount undisclosed.,mp11\n", "Amount undisclosed.,mp99\n")
    with pytest.raises(ValidationError, match="No source is on record as mp99"):
        load()


@pytest.mark.usefixtures("office_of_one")
def test_the_command_says_in_one_sentence_what_is_wrong(folder, change):
    change("investments", "announced_usd", "anounced_usd")
    with pytest.raises(CommandError, match="anounced_usd is unknown. Did you mean announced_usd"):
        call_command("load_public_record", folder=folder.parent)


@pytest.mark.usefixtures("office_of_one")
@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("projects", "Kings Mountain,albemarle,,US,NC,", "Kings Mountain,albemarle,,US,North Caro,", "North Carolina"),
        ("companies", "Corp.,MP,NYSE,US,NV,", "Corp.,MP,NYSE,US,Nevad,", "Nevada"),
    ],
)
def test_the_command_refuses_a_wrong_state_in_the_words_of_the_form(folder, change, file, before, after, said):
    change(file, before, after)
    wrong = after.rsplit(",", 2)[1]
    with pytest.raises(CommandError, match=f'"{wrong}" is no state of the United States. Did you mean {said}?'):
        call_command("load_public_record", folder=folder.parent)


def test_the_command_shows_its_progress(capsys):
    call_command("load_public_record", until=JUNE)
    stated = capsys.readouterr().out
    assert stated.startswith("Public record as of 2026-06-18:\n")
    assert "investments: 80 (as before)" in stated
    assert "\nNothing new.\n" in stated


def test_an_unknown_name_is_said_with_the_nearest(load, change):
    change("projects", "mp-10x,10X magnet campus (Northlake),mp,", "mp-10x,10X magnet campus (Northlake),mpp,")
    with pytest.raises(UnreadableFile, match='No company is called "mpp". Did you mean mp'):
        load()
