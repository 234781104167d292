"""An agency's file is imported, its awards are matched and explained by hand, and what waits stands on the overview."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from portfolio.models import AgencyAward, Import, Match
from record.models import Recording, Source
from tests.desk import page, sign_in, words
from tests.journeys.test_import_proposed import confirm, send

pytestmark = pytest.mark.long

TEXT = (
    "origin,award_number,recipient_name,theirs_obligated_usd,theirs_disbursed_usd,stated_on\n"
    "DOE,DE-MS0001,Palisade,9000000,3000000,2026-06-01\n"
    "DOE,X9,Somebody else,500,,2026-06-01\n"
)


@pytest.fixture
def desk(cast):
    client = sign_in(cast.people["officer"])
    confirm(client, send(client, TEXT, "agency-awards"))
    assert AgencyAward.objects.count() == 2, Import.objects.get().outcome
    return client


@pytest.fixture
def looking(cast):
    return sign_in(cast.people["manager"])


def found(client, **asked):
    answer = client.get("/reports/reconciliation.csv", asked)
    return {row["award_number"] or row["our_investments"]: row for row in csv.DictReader(
        StringIO(b"".join(answer.streaming_content).decode())
    )}  # fmt: skip


def match(client, address, **answers):
    stated = {"why": "the agency's letter", "sources": str(Source.objects.get(slug="cast1").pk)}
    return client.post(f"{reverse('admin:portfolio_match_add')}?{address}", stated | answers)


def test_from_the_file_over_the_match_to_the_report_and_the_overview(cast, desk, looking):
    grant = cast.investments["palisade-doe-grant"]
    assert found(looking)["DE-MS0001"]["reconciliation_state"] == "missing here"
    before = words(looking.get("/"))
    assert "awards differ or are missing on a side" in before
    award, other = AgencyAward.objects.order_by("pk")
    seen = desk.get(page(award))
    assert f"{reverse('admin:portfolio_match_add')}?award={award.pk}" in seen.content.decode()
    assert match(desk, f"award={award.pk}", investment=grant.pk).status_code == 302
    line = found(looking)["DE-MS0001"]
    asked = ("reconciliation_state", "our_investments", "matched_by", "difference_usd", "resolved")
    assert tuple(line[name] for name in asked) == (
        "differing", "palisade-doe-grant", "by hand", "1000000.00", "false",
    )  # fmt: skip
    refused = match(desk, f"award={award.pk}", investment=grant.pk, explained="1,000,000")
    assert "An explained difference says why" in words(refused)
    stated = {"explained": "1,000,000", "note": "Bound in June, in our books in July"}
    match(desk, f"award={award.pk}", investment=grant.pk, **stated)
    assert (found(looking)["DE-MS0001"]["resolved"], found(looking)["DE-MS0001"]["note"]) == ("true", stated["note"])
    assert {row["resolved"] for row in found(looking, resolved="yes").values()} == {"true"}
    waiting = found(looking, resolved="no")
    assert {row["resolved"] for row in waiting.values()} == {"false"}
    told = words(looking.get("/"))
    assert f"{len(waiting)} unexplained difference{'s' if len(waiting) > 1 else ''} from agencies' files" in told
    match(desk, f"award={other.pk}", investment="")
    assert found(looking)["X9"]["reconciliation_state"] == "none of ours"
    after = words(looking.get("/"))
    assert "4 of 4 awards differ" not in after
    desk.post(page(Match.objects.order_by("-pk").first(), "retract"), {"reason": "it is ours"})
    assert found(looking)["X9"]["reconciliation_state"] == "missing here"


def test_from_the_page_of_an_investment_a_number_is_matched(cast, desk, looking):
    grant = cast.investments["palisade-doe-grant"]
    assert "Matched with agencies' files by hand" in words(desk.get(page(grant)))
    match(desk, f"investment={grant.pk}", award_number="DE-MS0001")
    assert found(looking)["DE-MS0001"]["our_investments"] == "palisade-doe-grant"


def test_a_match_stays_within_the_programs_of_the_officer(cast, desk):
    officer = cast.people["officer"]
    officer.assignments.all().delete()
    before = Recording.objects.last_serial()
    award = AgencyAward.objects.order_by("pk").first()
    match(desk, f"award={award.pk}", investment=cast.investments["palisade-doe-grant"].pk)
    assert (Recording.objects.last_serial(), Match.objects.count()) == (before, 0)
