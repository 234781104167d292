"""A later edition is a folder of CSV files and nothing else; each is its own recording, so that both can be asked."""

from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Kind
from portfolio.models import Investment, InvestmentStatus, Terms, Transaction
from portfolio.public_record import editions
from portfolio.public_record.load import load_public_record
from projects.models import CapacityEstimate, Company
from record.calculations.partial_dates import PartialDate
from record.models import Recording, Retraction
from record.reference.rows import UnreadableFile
from tests.books import LOADED_ON

pytestmark = [pytest.mark.usefixtures("record"), pytest.mark.long]

GRANT = "albemarle-dpa-grant"
"""90 million, committed on 2023-09-12."""


@pytest.fixture
def later(folder):
    """Write files of an edition of July 2026 after the one of June, and load both."""

    def _later(**files):
        edition = folder.parent / "2026_07"
        edition.mkdir(exist_ok=True)
        files = {"edition": "edition,as_of,note\npublic record,2026-07-20,\n"} | files
        for name, text in files.items():
            (edition / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
        return load_public_record(say=lambda *said: None, today=LOADED_ON, folder=folder.parent)

    return _later


def amounts(slug, at):
    return [terms.announced_amount for terms in Terms.objects.filter(investment__slug=slug).at(at)]


def committed(slug, at):
    balances = Transaction.objects.filter(investment__slug=slug).at(at).balances_by_investment().values()
    return sum((balance.committed for balance in balances), Decimal(0))


def test_an_edition_is_a_recording_of_its_own_and_the_one_before_can_still_be_asked(later, at, record):
    (newer,) = later(companies="company,name\nmp,MP Minerals\n")
    assert (newer.why, newer.serial) == ("public record as of 2026-07-20", record.serial + 1)
    company = Company.objects.get(slug="mp")
    assert (company.name, company.ticker) == ("MP Minerals", "MP")
    assert Company.objects.at(at("2026-07-20", record))[company.pk].name == "MP Materials Corp."


def test_loaded_again_neither_edition_says_anything_new(later):
    later(companies="company,name\nmp,MP Minerals\n")
    assert later() == []
    assert Recording.objects.filter(by_name="public record loader").count() == 2


def test_a_row_that_is_left_out_of_a_later_edition_stays(later, at):
    before = InvestmentStatus.objects.at(at("2026-07-20")).count()
    later(statuses="investment,status,effective_on,sources\nnova-dpa-grant,disbursing,2026-07-01,nva1\n")
    assert InvestmentStatus.objects.at(at("2026-07-20")).count() == before + 1


def test_a_changed_amount_is_a_further_commitment_on_the_day_of_the_change(later, at, record):
    later(investments=f"investment,announced_usd,terms_effective_on,sources\n{GRANT},95000000,2026-07-01,alb1\n")
    assert amounts(GRANT, at("2026-06-30")) == [Decimal(90_000_000)]
    assert amounts(GRANT, at("2026-07-01")) == [Decimal(90_000_000), Decimal(95_000_000)]
    assert committed(GRANT, at("2026-06-30")) == Decimal(90_000_000)
    assert committed(GRANT, at("2026-07-01")) == Decimal(95_000_000)
    assert committed(GRANT, at("2026-07-01", record)) == Decimal(90_000_000)
    further = Transaction.objects.filter(investment__slug=GRANT).order_by("number").last()
    assert (further.kind, further.amount, str(further.effective_on)) == (Kind.COMMITMENT, 5_000_000, "2026-07-01")


def test_a_lower_amount_is_a_decommitment_on_its_day(later, at):
    later(investments=f"investment,announced_usd,terms_effective_on\n{GRANT},80000000,2026-07-01\n")
    entries = [(row.kind, row.amount) for row in Transaction.objects.filter(investment__slug=GRANT).order_by("number")]
    assert entries == [(Kind.COMMITMENT, 90_000_000), (Kind.DECOMMITMENT, 10_000_000)]
    assert committed(GRANT, at("2026-06-30")) == Decimal(90_000_000)


def test_a_changed_amount_without_a_day_is_a_further_commitment_without_a_day(later, at):
    later(investments=f"investment,announced_usd\n{GRANT},95000000\n")
    further = Transaction.objects.filter(investment__slug=GRANT).order_by("number").last()
    assert (further.kind, further.amount, further.effective_on) == (Kind.COMMITMENT, 5_000_000, None)
    assert amounts(GRANT, at("2026-07-01")) == [Decimal(95_000_000)]


def test_a_figure_that_was_an_error_is_corrected_from_its_first_day(later, at, record):
    later(investments=f"investment,announced_usd,is_correction\n{GRANT},95000000,true\n")
    assert committed(GRANT, at("2023-09-12")) == Decimal(95_000_000)
    assert committed(GRANT, at("2023-09-12", record)) == Decimal(90_000_000)


def test_a_closing_commits_the_amount_of_that_day_once(later, at):
    later(
        investments="investment,announced_usd,closed_on,terms_effective_on\n"
        "vulcan-osc-loan,600000000,2026-07-10,2026-07-10\n",
        statuses="investment,status,effective_on\nvulcan-osc-loan,closed,2026-07-10\n",
    )
    (entry,) = Transaction.objects.filter(investment__slug="vulcan-osc-loan")
    assert (entry.kind, entry.amount, str(entry.effective_on)) == (Kind.COMMITMENT, 600_000_000, "2026-07-10")
    assert amounts("vulcan-osc-loan", at("2026-07-09")) == [Decimal(620_000_000)]


def test_a_figure_is_withdrawn_by_the_word(later, at, record):
    later(investments=f"investment,announced_usd,summary\n{GRANT},withdrawn,The amount was not confirmed.\n")
    assert amounts(GRANT, at("2026-07-20")) == [None]
    assert committed(GRANT, at("2026-07-20")) == 0
    assert amounts(GRANT, at("2026-07-20", record)) == [Decimal(90_000_000)]


def test_a_row_is_taken_off_with_its_reason(later, at):
    (newer,) = later(
        withdrawn="file,key,reason\nstatuses,nova-dpa-grant;2025-10-01;committed,The day was of a press article.\n",
        statuses="investment,status,effective_on,sources\nnova-dpa-grant,committed,2025-09-30,nva1\n",
    )
    days = InvestmentStatus.objects.filter(investment__slug="nova-dpa-grant").at(at("2026-07-20"))
    assert [str(status.effective_on) for status in days] == ["2025-09-30"]
    (retraction,) = Retraction.objects.filter(recording=newer, table=InvestmentStatus._meta.db_table)
    assert retraction.reason == "The day was of a press article."


def test_a_changed_row_cites_its_new_source_and_those_of_before(later, at):
    later(capacities="phase,nameplate_added_tpa,effective_on,sources\nstibnite-antimony,7000,2026-07-01,mp1\n")
    old, new = CapacityEstimate.objects.filter(phase__slug="stibnite-antimony").at(at("2026-07-20"))
    assert new.citation.text == f"mp1;{old.citation.text}"
    assert (new.nameplate_added, new.unit) == (Decimal(7000), old.unit)
    assert CapacityEstimate.objects.filter(phase__slug="stibnite-antimony").at(at("2026-06-30")).get() == old


def test_a_third_edition_is_one_more_folder(later, folder, at):
    later(companies="company,name,website\nmp,MP Minerals,https://example.org\n")
    third = folder.parent / "2026_09"
    third.mkdir()
    (third / "edition.csv").write_text("edition,as_of,note\npublic record,2026-09-01,\n", encoding="utf-8")
    (third / "companies.csv").write_text("company,name\nmp,MP Magnets\n", encoding="utf-8")
    (newer,) = load_public_record(say=lambda *said: None, today=LOADED_ON, folder=folder.parent)
    company = Company.objects.get(slug="mp")
    assert (newer.why, company.name) == ("public record as of 2026-09-01", "MP Magnets")
    assert company.website == "https://example.org"
    assert Company.objects.at(at("2026-09-01", newer))[company.pk].name == "MP Magnets"


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"companies": "company,nme\nmp,MP\n"}, "the column nme is unknown. Did you mean name"),
        ({"companies": "name\nMP\n"}, "the column company is missing"),
        ({"companies": "company,name\nmp,A\nmp,B\n"}, "a second row for mp"),
        ({"withdrawn": "file,key,reason\ncompanies,nobody,gone\n"}, "companies.csv has no row nobody"),
        ({"withdrawn": "file,key,reason\ncompanys,mp,gone\n"}, '"companys" is no file of the record'),
        ({"edition": "edition,as_of,note\npublic record,2026-06-18,\n"}, "bear the same day"),
    ],
)
def test_a_wrong_edition_is_refused_whole(later, files, sentence):
    last = Recording.objects.last_serial()
    with pytest.raises(UnreadableFile, match=sentence):
        later(**files)
    assert Recording.objects.last_serial() == last
    assert Investment.objects.count() == 80


def test_each_later_edition_is_newer_than_the_one_before():
    days = [PartialDate.parse(edition.title.rpartition(" ")[2]).start for edition in editions.editions()]
    assert days == sorted(set(days))
