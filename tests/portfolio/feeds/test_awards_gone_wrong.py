"""What USAspending answers otherwise than it should: one sentence, and nothing is kept."""

import pytest

from portfolio.feeds.stopped import FeedStopped
from portfolio.models import FeedAnswer, Import
from record.models import Recording
from tests.portfolio.feeds.site import Reply
from tests.portfolio.feeds.usaspending import (
    AWARD,
    FIRST,
    SEARCH,
    TRANSACTIONS,
    award,
    found,
    page,
)


@pytest.mark.parametrize(
    ("path", "said", "sentence"),
    [
        (SEARCH, {"detail": "new"}, 'there is no "results"'),
        (SEARCH, page(found() | {"Award ID": 7}), '"Award ID" is not text'),
        (SEARCH, page() | {"page_metadata": {"page": 1}}, 'there is no "hasNext"'),
        (AWARD, {"data": award()}, 'there is no "recipient"'),
        (AWARD, award(total_obligation="9,000,000"), '"total_obligation" is no number'),
        (AWARD, award(date_signed="09/30/2025"), '"date_signed" is no day'),
        (TRANSACTIONS, page({**FIRST, "federal_action_obligation": "1"}), '"federal_action_obligation" is no number'),
        (TRANSACTIONS, page({"generated_id": 1}), 'there is no "federal_action_obligation"'),
        (TRANSACTIONS, page("a row"), "a result is no object"),
    ],
)
def test_another_shape_is_told_in_one_sentence_and_nothing_is_kept(grant, fetch, site, path, said, sentence):
    site.says(path, said)
    before = Recording.objects.count()
    with pytest.raises(FeedStopped) as stopped:
        fetch("usaspending-awards")
    assert str(stopped.value) == f"USAspending answers in another shape: {sentence}. Nothing was read."
    assert not Import.objects.exists()
    assert not FeedAnswer.objects.exists()
    assert Recording.objects.count() == before


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply(b'{"results": [{"id": "ASST_TX', 200), "is no JSON, or is cut"),
        (Reply(page(FIRST), cut=40), "is cut"),
        (Reply(status=500), "answered 500"),
        (Reply(b"<html>Down for maintenance</html>"), "is no JSON, or is cut"),
        (Reply(b"a" * 200_000), "more than 100,000 bytes"),
        (Reply(status=302, headers={"Location": "https://10.0.0.1/"}), "has moved"),
    ],
)
def test_what_goes_wrong_on_the_last_question_keeps_nothing_of_the_first_ones(grant, fetch, site, reply, sentence):
    site.says(TRANSACTIONS, reply)
    with pytest.raises(FeedStopped, match=sentence):
        fetch("usaspending-awards")
    assert not Import.objects.exists()
    assert not FeedAnswer.objects.exists()


def test_too_many_pages_are_not_cut_short_in_silence(grant, fetch, site):
    site.says(TRANSACTIONS, page(FIRST, more=True))
    with pytest.raises(FeedStopped, match="more than 50 pages for one question"):
        fetch("usaspending-awards")
    assert not Import.objects.exists()
