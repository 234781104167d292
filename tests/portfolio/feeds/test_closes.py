"""Daily closes from an address with places: one proposal of all that is held."""

from decimal import Decimal

import pytest

from portfolio.feeds.closes import address
from portfolio.feeds.stopped import FeedStopped
from portfolio.models import FeedAnswer, Import, SecurityPrice
from portfolio.services import imports, market
from record.models import Proposal
from tests.cast import day, now, writing
from tests.desk import approve_what_waits
from tests.portfolio.feeds.conftest import label
from tests.portfolio.feeds.site import Reply

CLOSES = b"Date,Open,High,Low,Close,Volume\n2026-06-25,30,31,29,30.50,1000\n2026-06-26,31,32,30,31.25,1100\n"


@pytest.fixture
def quoted(office, settings, site):
    settings.FEED_CLOSES_ADDRESS = site.address + "/q/{ticker}/{from:%Y%m%d}-{to:%Y%m%d}?key=secret"
    site.replies["/q/PLM/20250624-20260629"] = [Reply(CLOSES)]
    return office.companies["palisade"]


def test_the_closes_of_a_year_are_proposed_where_none_is_on_record(quoted, fetch, office, site):
    fetch("daily-closes")
    assert not SecurityPrice.objects.filter(company=quoted).exists()
    approve_what_waits(office.people["officer2"])
    closes = SecurityPrice.objects.filter(company=quoted).order_by("counts_from")
    assert [(str(one.effective_on), one.close, one.currency) for one in closes] == [
        ("2026-06-25", Decimal("30.5"), "USD"),
        ("2026-06-26", Decimal("31.25"), "USD"),
    ]
    assert site.heard[0].path == "/q/PLM/20250624-20260629?key=secret"


def test_a_key_in_the_address_is_kept_nowhere(quoted, fetch):
    fetch("daily-closes")
    answer = FeedAnswer.objects.get()
    assert "secret" not in answer.address + answer.source.address + answer.source.title
    assert "secret" not in Import.objects.get().why


def test_the_next_run_asks_from_the_newest_close_and_proposes_only_what_is_new(quoted, fetch, office, site):
    fetch("daily-closes")
    approve_what_waits(office.people["officer2"])
    site.replies["/q/PLM/20260626-20260629"] = [
        Reply(b"Date,Open,High,Low,Close,Volume\n2026-06-26,31,32,30,31.25,1100\n2026-06-29,31,33,31,32.75,900\n")
    ]
    fetch("daily-closes")
    counts = Import.objects.first().counts
    assert (counts["same"], counts["new"], counts["changed"]) == (1, 1, 0)


def test_no_second_proposal_while_the_first_waits_on_the_same_answer(quoted, fetch):
    fetch("daily-closes")
    assert "1 of 1 as before." in fetch("daily-closes")
    assert Proposal.objects.count() == 1


def test_a_company_of_several_exchanges_is_asked_in_the_currency_of_its_closes_on_record(quoted, fetch, office, site):
    label(quoted, exchange="NYSE;ASX")
    assert "as one ticker and its currency are not known: Palisade Magnetics." in fetch("daily-closes")
    with writing() as recording:
        close = SecurityPrice(
            company=quoted,
            close=Decimal("30"),
            currency="AUD",
            effective_on=day("2026-06-24"),
            citation=office.citation,
        )
        market.record(close, recording=recording, today=now().as_of)
    site.replies["/q/PLM/20260624-20260629"] = [Reply(CLOSES)]
    fetch("daily-closes")
    assert b"1000,palisade,AUD" in imports.content_of(Import.objects.get())


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply(b"Date,Open,High,Low,Last,Volume\n2026-06-25,1,1,1,1,1\n"), "gives no column Close for PLM"),
        (Reply(b"<html>Too many requests</html>"), "gives no column Date for PLM"),
        (Reply(b""), "gives no CSV for PLM"),
        (Reply(CLOSES, cut=10), "is cut"),
        (Reply(CLOSES + b"2026-06-29,3\n"), "PLM"),
        (Reply(CLOSES.replace(b"Volume", b"Turnover")), "The column Turnover is unknown"),
    ],
)
def test_other_columns_or_a_cut_file_propose_nothing(quoted, fetch, site, reply, sentence):
    site.replies["/q/PLM/20250624-20260629"] = [reply]
    with pytest.raises(FeedStopped, match=sentence):
        fetch("daily-closes")
    assert not Import.objects.exists()


def test_an_address_has_places_for_the_ticker_and_the_days_alone(settings):
    today = day("2026-06-30").start
    settings.FEED_CLOSES_ADDRESS = "https://a.example/{ticker}?from={from}&to={to}"
    assert address("BRK/B", today, today) == "https://a.example/BRK%2FB?from=2026-06-30&to=2026-06-30"
    for wrong in ("https://a.example/{symbol}", "https://a.example/{ticker.__class__}", "https://a.example/{", "{0}"):
        settings.FEED_CLOSES_ADDRESS = wrong
        with pytest.raises(FeedStopped, match="places for ticker, from, to alone"):
            address("PLM", today, today)
