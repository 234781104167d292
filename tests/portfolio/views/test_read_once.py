"""The parts of one page ask the record once for what they share, and the next page sees what was written between."""

from decimal import Decimal

import pytest

from portfolio.models import Terms
from portfolio.positions import investments as awards
from portfolio.services import investments
from tests.cast import Cast, day, writing
from tests.desk import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "moments"), [("/", 2), ("/desk/", 1), ("/companies/palisade/", 1), ("/calendar/", 1)]
)
def test_the_awards_are_read_once_for_each_moment_that_a_page_tells(
    cast: Cast, address: str, moments: int, monkeypatch: pytest.MonkeyPatch
):
    read = []
    labels = awards.EntitiesAt
    monkeypatch.setattr(awards, "EntitiesAt", lambda at: read.append(at) or labels(at))
    assert sign_in(cast.people["officer"]).get(address).status_code == 200
    assert len(read) == len(set(read)) == moments


def test_the_next_page_sees_what_was_written_between(cast: Cast):
    client, award = sign_in(cast.people["officer"]), cast.investments["palisade-doe-grant"]
    page = f"/investments/{award.slug}/"
    assert "77,000,000" not in client.get(page).content.decode()
    with writing(cast.people["officer"], "the amount is another") as recording:
        terms = Terms(investment=award, announced_amount=Decimal(77_000_000), confidence="high",
                      citation=cast.citation, effective_on=day("2026-06-01"))  # fmt: skip
        investments.record(terms, recording=recording)
    assert "77,000,000" in client.get(page).content.decode()
