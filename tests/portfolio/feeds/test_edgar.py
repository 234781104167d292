"""EDGAR: share counts are proposed, new filings are listed to be read."""

from decimal import Decimal

import pytest

from portfolio.feeds.stopped import FeedStopped
from portfolio.models import Capitalization, FeedAnswer, FeedCandidate, Import
from portfolio.services import imports, market
from record.models import Proposal, Recording
from tests.cast import day, now, writing
from tests.desk import approve_what_waits
from tests.portfolio.feeds.conftest import CONTACT, label
from tests.portfolio.feeds.edgar import CIK, columns, company_facts, count, filing, submissions
from tests.portfolio.feeds.site import Reply

FACTS, SUBMISSIONS = f"/api/xbrl/companyfacts/CIK{CIK}.json", f"/submissions/CIK{CIK}.json"
OLDER = count("2026-02-20", 170_000_000, "0001801368-26-000004", "10-K", "2026-02-27", frame="CY2025Q4I")
NEWER = count("2026-05-01", 177_000_000, "0001801368-26-000012", "10-Q", "2026-05-08")


@pytest.fixture
def palisade(office, settings, site):
    """Palisade, of which preferred stock is held, has a CIK; EDGAR knows two of its counts and three filings."""
    settings.FEED_EDGAR_ADDRESS = site.address
    label(office.companies["palisade"], cik="1801368")
    site.says(FACTS, company_facts(OLDER, NEWER))
    recent = (
        filing("0001801368-26-000020", "2026-06-20", "8-K", "plm-20260620.htm", "Current report"),
        filing("0001801368-26-000019", "2026-06-18", "4", "form4.xml"),
        filing("0001801368-26-000018", "2026-06-10", "10-Q/A", "plm-10qa.htm"),
        filing("0001801368-26-000012", "2026-05-08", "10-Q", "plm-10q.htm"),
    )
    site.says(SUBMISSIONS, submissions(*recent))
    return office.companies["palisade"]


def test_the_newest_count_is_proposed_and_on_record_once_another_officer_approves(palisade, fetch, office):
    fetch("edgar-share-counts")
    assert not Capitalization.objects.filter(company=palisade).exists()
    approve_what_waits(office.people["officer2"])
    new = Capitalization.objects.get(company=palisade)
    assert (new.kind, str(new.effective_on), new.basic_shares) == ("cover", "2026-05-01", Decimal(177_000_000))
    source = new.citation.sources.get()
    assert "10-Q 0001801368-26-000012" in source.title
    assert source.file_sha256 == FeedAnswer.objects.get().sha256


def test_edgar_is_told_who_asks_and_is_asked_for_issuers_alone(palisade, fetch, office, site):
    label(office.companies["saltwash"], cik="1440972")
    fetch("edgar-share-counts")
    assert [heard.path for heard in site.heard] == [FACTS]
    assert site.heard[0].headers["User-Agent"] == CONTACT


@pytest.mark.parametrize("contact", ["", "Lodebook", "mines@example.gov", "Office of Mines"])
def test_without_a_contact_edgar_is_not_asked(palisade, fetch, settings, site, contact):
    settings.FEEDS_CONTACT = contact
    for name in ("edgar-share-counts", "edgar-filings"):
        with pytest.raises(FeedStopped, match="EDGAR asks for a contact. Set FEEDS_CONTACT"):
            fetch(name)
    assert not site.heard


def test_every_count_since_the_one_on_record_is_proposed_and_the_one_on_record_is_the_same(
    palisade, fetch, office, site
):
    with writing() as recording:
        held = Capitalization(
            company=palisade, kind="cover", basic_shares=Decimal(170_000_000), effective_on=day("2026-02-20"),
            citation=office.citation, note="Cover of the annual report.",
        )  # fmt: skip
        market.record(held, recording=recording, today=now().as_of)
    fetch("edgar-share-counts")
    counts = Import.objects.get().counts
    assert (counts["same"], counts["new"]) == (1, 1)


def test_the_same_and_a_newer_answer_without_a_newer_count_propose_nothing(palisade, fetch, office, site):
    fetch("edgar-share-counts")
    assert "1 of 1 as before." in fetch("edgar-share-counts")
    approve_what_waits(office.people["officer2"])
    site.says(FACTS, company_facts(OLDER, {**NEWER, "frame": "CY2026Q1I"}))
    assert "1 of 1 as before." in fetch("edgar-share-counts")
    assert not Proposal.objects.filter(decision=None).exists()


def test_the_filing_that_came_last_says_the_count_of_a_day(palisade, fetch, site):
    amended = count("2026-05-01", 178_500_000, "0001801368-26-000015", "10-Q/A", "2026-05-20")
    site.says(FACTS, company_facts(amended, NEWER))
    fetch("edgar-share-counts")
    assert b"palisade,2026-05-01,cover,178500000" in imports.content_of(Import.objects.get())


def test_two_counts_of_one_day_filed_together_are_told_and_not_read(palisade, fetch, site):
    other = {**NEWER, "val": 12_000_000}
    site.says(FACTS, company_facts(NEWER, other))
    assert "EDGAR states 2 counts of Palisade Magnetics for 2026-05-01: none was read." in fetch("edgar-share-counts")
    assert not Import.objects.exists()


def test_a_company_without_counts_and_one_without_a_cik_are_told(palisade, fetch, office, site):
    site.says(FACTS, company_facts())
    assert "EDGAR states no count for Palisade Magnetics." in fetch("edgar-share-counts")
    label(palisade, cik="")
    assert "No CIK on record for Palisade Magnetics: not asked." in fetch("edgar-share-counts")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (company_facts(OLDER, cik=320193), "EDGAR was asked about CIK 0001801368 and answers about 320193."),
        ({"cik": 1801368, "entityName": "Palisade"}, 'there is no "facts"'),
        (company_facts({**NEWER, "val": "177000000"}), '"val" is no number'),
        (company_facts({"end": "2026-05-01", "val": 1}), 'there is no "accn"'),
        (company_facts({**NEWER, "end": "Q1 2026"}), '"end" is no day'),
        (Reply(b'{"cik": 1801368, "facts": {"dei"'), "is no JSON, or is cut"),
        (Reply(b"", 403), "answered 403"),
    ],
)
def test_another_shape_of_company_facts_keeps_nothing(palisade, fetch, site, said, sentence):
    site.says(FACTS, said)
    before = Recording.objects.count()
    with pytest.raises(FeedStopped) as stopped:
        fetch("edgar-share-counts")
    assert sentence in str(stopped.value)
    assert (Import.objects.count(), Recording.objects.count()) == (0, before)


def test_new_filings_to_read_are_candidates_with_the_address_of_the_document(palisade, fetch):
    assert "2 of 2 candidates are new or said otherwise." in fetch("edgar-filings")
    newest, amended = FeedCandidate.objects.order_by("-effective_on")
    assert newest.title == "Palisade Magnetics: 8-K filed 2026-06-20"
    assert newest.address == ("https://www.sec.gov/Archives/edgar/data/1801368/000180136826000020/plm-20260620.htm")
    assert (newest.key, newest.number, newest.name) == ("0001801368-26-000020", CIK, "Palisade Magnetics")
    assert "Form: 10-Q/A" in amended.content
    assert newest.citation.sources.get().file_sha256 == FeedAnswer.objects.get().sha256


def test_filings_are_listed_once(palisade, fetch):
    fetch("edgar-filings")
    before = Recording.objects.count()
    assert "0 of 2 candidates are new or said otherwise." in fetch("edgar-filings")
    assert (FeedCandidate.objects.count(), Recording.objects.count()) == (2, before)


def test_filings_on_an_older_page_are_read_where_it_reaches_into_the_last_30_days(palisade, fetch, site):
    first, second = (f"CIK{CIK}-submissions-{number}.json" for number in ("001", "002"))
    pages = (
        {"name": first, "filingCount": 1, "filingFrom": "2026-06-01", "filingTo": "2026-06-05"},
        {"name": second, "filingCount": 9, "filingFrom": "2020-01-01", "filingTo": "2026-05-01"},
    )
    site.says(SUBMISSIONS, submissions(filing("0001801368-26-000020", "2026-06-20", "8-K"), files=pages))
    site.says(f"/submissions/{first}", columns(filing("0001801368-26-000017", "2026-06-05", "8-K")))
    fetch("edgar-filings")
    assert FeedCandidate.objects.count() == 2
    assert len(site.heard) == 2


def test_lists_of_filings_that_differ_in_length_are_another_shape(palisade, fetch, site):
    said = submissions(filing("0001801368-26-000020", "2026-06-20", "8-K"))
    said["filings"]["recent"]["form"].append("10-K")
    site.says(SUBMISSIONS, said)
    with pytest.raises(FeedStopped, match="its lists of filings differ in length. Nothing was read."):
        fetch("edgar-filings")
    assert not FeedCandidate.objects.exists()
