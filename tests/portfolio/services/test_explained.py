"""A split of one award alone, a conversion off the ratio and an exercise off the strike give their reason."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portfolio.calculations.kinds import Kind
from portfolio.models import Terms, Transaction
from portfolio.services import investments
from tests.cast import Cast, day, entry, record_entries, writing
from tests.portfolio.imports.conftest import show


def split(cast: Cast, slug: str, given: str, received: str, note: str = ""):
    award = cast.investments[slug]
    return entry(award, Kind.SPLIT, "2026-05-01", shares=given, shares_received=received, note=note)


def refused(*drafts) -> str:
    with pytest.raises(ValidationError) as caught:
        record_entries(drafts)
    return caught.value.messages[0]


def test_a_split_of_one_award_alone_gives_its_reason(cast: Cast):
    sentence = refused(split(cast, "palisade-warrant", "1500000", "150000"))
    assert sentence == (
        "This would split 1,500,000 shares into 150,000 on one award alone, while palisade-preferred of the same "
        "issuer would stay as they are. A split is of the whole company: record it for each of its holdings. "
        "Correct it, or give the reason."
    )
    record_entries(
        [
            split(
                cast,
                "palisade-warrant",
                "1500000",
                "150000",
                note="Unusual, and why: the preferred are not split, 10-Q p. 4",
            )
        ]
    )


def test_a_split_of_every_holding_asks_for_none(cast: Cast):
    record_entries(
        [split(cast, "palisade-warrant", "1500000", "150000"), split(cast, "palisade-preferred", "60000", "6000")]
    )
    assert Transaction.objects.filter(kind=Kind.SPLIT).count() == 2


def test_a_conversion_off_the_ratio_gives_its_reason(cast: Cast):
    preferred = cast.investments["palisade-preferred"]  # 1,000 a share at 30
    assert refused(entry(preferred, Kind.CONVERSION, "2026-05-01", shares="60000", shares_received="1900000")) == (
        "This would convert 60,000 shares into 1,900,000. By the terms, $1,000.00 a share at $30.00, they convert into "
        "2,000,000. Correct it, or give the reason."
    )
    record_entries([entry(preferred, Kind.CONVERSION, "2026-05-01", shares="60000", shares_received="2000000")])


@pytest.mark.parametrize(("amount", "received", "is_taken"), [
    ("30000", "1000", True), ("29000", "1000", False), (None, "900", True), (None, "1001", False),
])  # fmt: skip
def test_an_exercise_off_the_strike_gives_its_reason(cast: Cast, amount, received, is_taken):
    warrant = cast.investments["palisade-warrant"]  # strike 30
    drafts = [
        entry(warrant, Kind.COMMITMENT, "2026-05-01", "30000"),
        entry(warrant, Kind.OBLIGATION, "2026-05-01", "30000"),
        entry(warrant, Kind.EXERCISE, "2026-05-01", amount, shares="1000", shares_received=received),
    ]
    if is_taken:
        record_entries(drafts)
    else:
        assert "give the reason" in refused(*drafts)


def test_a_file_is_asked_as_well(cast: Cast):
    plan = show(
        "transactions",
        "investment,kind,shares,shares_received,effective_on,note\npalisade-warrant,split,1500000,150000,2026-05-01,\n",
    )
    (row,) = plan.refused
    assert "on one award alone" in row.changes[0][2]


def test_the_form_asks_before_it_is_sent(client, cast: Cast, settings):
    settings.SINGLE_CONTROL = True
    client.force_login(cast.people["officer"])
    award = cast.investments["palisade-warrant"]
    address = f"{reverse('admin:portfolio_transaction_add')}?investment={award.pk}"
    given = {
        "kind": "split", "shares": "1500000", "shares_received": "150000", "effective_on": "2026-05-01", "why": "split",
        "sources": [source.pk for source in cast.citation.sources.all()],
    }  # fmt: skip
    page = client.post(address, given)
    assert "on one award alone" in str(page.context["adminform"].form.errors["warning_reason"])
    assert client.post(address, {**given, "warning_reason": "the preferred are not split"}).status_code == 302
    assert Transaction.objects.get(kind=Kind.SPLIT).shares_received == Decimal(150_000)


def test_an_exercise_after_the_last_day_gives_its_reason_and_on_it_none(cast: Cast):
    warrant = cast.investments["palisade-warrant"]  # at 30, and with the terms below until 2026-05-29
    with writing() as recording:
        terms = Terms(investment=warrant, shares=Decimal(1_500_000), strike_price=Decimal(30),
                      expires_on=day("2026-05-29"), effective_on=day("2026-01-05"))  # fmt: skip
        investments.record(terms, recording=recording)
    money = [entry(warrant, kind, "2026-05-29", "6000") for kind in (Kind.COMMITMENT, Kind.OBLIGATION)]
    used = {"shares": "100", "shares_received": "100"}
    record_entries([*money, entry(warrant, Kind.EXERCISE, "2026-05-29", "3000", **used)])
    assert refused(entry(warrant, Kind.EXERCISE, "2026-05-30", "3000", **used)) == (
        "This would exercise 100 rights on 2026-05-30, after their last day, 2026-05-29: rights that expired bring no "
        "share. Correct it, or give the reason."
    )
    reason = "Unusual, and why: the notice came on the last day, 8-K"
    record_entries([entry(warrant, Kind.EXERCISE, "2026-05-30", "3000", note=reason, **used)])
