"""How a feed asks: tried again where that may help, stopped in one sentence where it may not."""

import gzip
from datetime import UTC, datetime

import pytest

from portfolio.feeds.fetch import Fetcher, retry_after
from portfolio.feeds.limits import Limits
from portfolio.feeds.stopped import FeedStopped
from tests.portfolio.feeds.site import Reply


def test_it_says_who_asks_and_reads_what_is_packed(site, fetcher):
    packed = gzip.compress(b"a" * 1000)
    site.says("/a", Reply(packed, headers={"Content-Encoding": "gzip"}))
    assert fetcher.get(f"{site.address}/a?b=1").content == b"a" * 1000
    (heard,) = site.heard
    assert heard.headers["User-Agent"] == "Office of Mines mines@example.gov"
    assert heard.headers["Host"] == site.address.removeprefix("http://")
    assert heard.path == "/a?b=1"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_pass_is_asked_again_after_pauses_that_double(site, fetcher, pauses, status):
    site.says("/a", Reply(status=status), Reply(status=status), b"good")
    assert fetcher.get(f"{site.address}/a").content == b"good"
    assert [pause for pause in pauses if pause] == [2, 4]


def test_the_pause_that_a_server_asks_for_is_kept(site, fetcher, pauses):
    site.says("/a", Reply(status=429, headers={"Retry-After": "17"}), b"good")
    assert fetcher.get(f"{site.address}/a").content == b"good"
    assert [pause for pause in pauses if pause] == [17]


def test_a_pause_that_is_too_long_is_left_to_the_next_run(site, fetcher, pauses):
    site.says("/a", Reply(status=503, headers={"Retry-After": "3600"}))
    with pytest.raises(FeedStopped, match=r"/a answered 503. It asks to wait 3,600 seconds, so the next run asks."):
        fetcher.get(f"{site.address}/a")
    assert len(site.heard) == 1
    assert not pauses


def test_a_pause_may_be_given_as_a_moment():
    now = datetime(2026, 6, 30, 12, 0, tzinfo=UTC)
    assert retry_after("Tue, 30 Jun 2026 12:01:30 GMT", now=lambda: now) == 90
    assert retry_after("Tue, 30 Jun 2026 11:00:00 GMT", now=lambda: now) == 0
    assert retry_after("12") == 12
    assert retry_after(None) is retry_after("soon") is None


def test_after_four_tries_it_stops(site, fetcher):
    site.says("/a", Reply(status=500))
    with pytest.raises(FeedStopped, match=r"/a answered 500. It was asked 4 times."):
        fetcher.get(f"{site.address}/a")
    assert len(site.heard) == 4


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_a_refusal_is_not_asked_again(site, fetcher, status):
    site.says("/a", Reply(b"secret detail", status))
    with pytest.raises(FeedStopped, match=rf"/a answered {status}, so nothing was read.$"):
        fetcher.get(f"{site.address}/a")
    assert len(site.heard) == 1


def test_a_cut_answer_is_no_answer(site, fetcher):
    site.says("/a", Reply(b"Date,Close\n2026-01-02,5\n", cut=5))
    with pytest.raises(FeedStopped, match=r"The answer of .*/a is cut. It was asked 4 times."):
        fetcher.get(f"{site.address}/a")


@pytest.mark.parametrize("kept", [0, 5, 12, -1, -8])
def test_a_packed_answer_that_is_empty_or_cut_is_no_answer(site, fetcher, kept):
    """Its length is told rightly, so that only the gzip itself shows that something is missing."""
    packed = gzip.compress(b"Date,Close\n2026-01-02,5\n" * 100)
    site.says("/a", Reply(packed[:kept], headers={"Content-Encoding": "gzip"}))
    with pytest.raises(FeedStopped, match=r"The answer of .*/a is packed, and empty or cut. It was asked 4 times."):
        fetcher.get(f"{site.address}/a")


def test_a_packed_answer_in_parts_is_read_to_its_end(site, fetcher):
    site.says("/a", Reply(gzip.compress(b"one,") + gzip.compress(b"two"), headers={"Content-Encoding": "gzip"}))
    assert fetcher.get(f"{site.address}/a").content == b"one,two"


@pytest.mark.parametrize(("packing", "body"), [("gzip", b"no gzip"), ("br", b"x"), ("deflate", b"x")])
def test_what_cannot_be_unpacked_is_told(site, fetcher, packing, body):
    site.says("/a", Reply(body, headers={"Content-Encoding": packing}))
    with pytest.raises(FeedStopped, match="can't be unpacked"):
        fetcher.get(f"{site.address}/a")


def test_an_answer_that_does_not_say_where_it_ends_may_be_cut(site, fetcher):
    site.says("/a", Reply(b"Date,Close\n", is_unsized=True))
    with pytest.raises(FeedStopped, match="does not say where its answer ends"):
        fetcher.get(f"{site.address}/a")


def test_an_answer_larger_than_allowed_is_not_read(site, fetcher):
    site.says("/a", b"a" * 100_001)
    with pytest.raises(FeedStopped, match=r"/a answers with more than 100,000 bytes. Nothing was read."):
        fetcher.get(f"{site.address}/a")


def test_a_small_answer_that_unpacks_to_a_large_one_is_not_read_either(site, fetcher):
    site.says("/a", Reply(gzip.compress(b"a" * 10_000_000), headers={"Content-Encoding": "gzip"}))
    with pytest.raises(FeedStopped, match="more than 100,000 bytes"):
        fetcher.get(f"{site.address}/a")
    assert fetcher.received < 400_000


def test_all_answers_of_a_run_together_have_a_limit(site):
    one = Fetcher(limits=Limits(most_in_all=1_500, between=0), may_ask_loopback=True)
    site.says("/a", b"a" * 1_000)
    one.get(f"{site.address}/a")
    with pytest.raises(FeedStopped, match="more than 1,500 bytes"):
        one.get(f"{site.address}/a")


def test_a_run_asks_a_limited_number_of_times_and_pauses_between(site):
    pauses: list[float] = []
    one = Fetcher(limits=Limits(most_requests=2), may_ask_loopback=True, sleep=pauses.append)
    site.says("/a", b"a")
    one.get(f"{site.address}/a")
    one.get(f"{site.address}/a")
    assert pauses == [0.2]
    with pytest.raises(FeedStopped, match="One run asks 2 times at most"):
        one.get(f"{site.address}/a")


def test_an_answer_that_takes_too_long_is_left(site):
    seconds = iter(range(0, 100_000, 200))
    limits = Limits(tries=1, between=0)
    one = Fetcher(limits=limits, may_ask_loopback=True, clock=lambda: float(next(seconds)))
    site.says("/a", b"a" * 1_000_000)
    with pytest.raises(FeedStopped, match="took longer than 300 seconds"):
        one.get(f"{site.address}/a")


def test_a_redirect_is_followed_when_it_is_checked(site, fetcher):
    site.says("/a", Reply(status=302, headers={"Location": "/b"}))
    site.says("/b", b"good")
    assert fetcher.get(f"{site.address}/a").content == b"good"


@pytest.mark.parametrize(
    "to", ["http://10.0.0.1/", "https://169.254.169.254/latest/meta-data/", "http://192.168.0.1:8080/", "file:///etc"]
)
def test_a_redirect_to_a_private_address_is_refused(site, fetcher, to):
    site.says("/a", Reply(status=302, headers={"Location": to}))
    with pytest.raises(FeedStopped, match=r"not public|no address"):
        fetcher.get(f"{site.address}/a")
    assert len(site.heard) == 1


def test_redirects_end(site, fetcher):
    site.says("/a", Reply(status=301, headers={"Location": "/a"}))
    with pytest.raises(FeedStopped, match="more than 5 redirects"):
        fetcher.get(f"{site.address}/a")


def test_a_question_is_not_sent_elsewhere(site, fetcher):
    site.says("/a", Reply(status=307, headers={"Location": "/b"}))
    with pytest.raises(FeedStopped, match="/a has moved. Set its new address."):
        fetcher.post(f"{site.address}/a", {"page": 1})


def test_the_number_that_was_checked_is_asked_whatever_the_name_leads_to_later(site):
    port = site.address.rpartition(":")[2]
    looked_up = []

    def once(host, port):
        looked_up.append(host)
        return ["127.0.0.1"] if len(looked_up) == 1 else ["10.0.0.5"]

    site.says("/a", b"good")
    one = Fetcher(may_ask_loopback=True, resolve=once)
    assert one.get(f"http://name.invalid:{port}/a").content == b"good"
    assert looked_up == ["name.invalid"]
    assert site.heard[0].headers["Host"] == f"name.invalid:{port}"


def test_without_leave_this_machine_is_not_asked(site):
    with pytest.raises(FeedStopped, match="127.0.0.1, which is not public"):
        Fetcher().get(f"{site.address}/a")
    assert not site.heard
