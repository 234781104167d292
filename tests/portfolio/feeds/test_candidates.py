"""New awards are candidates: seen beside the nearest on record, decided about once, offered anew when they change."""

import pytest
from django.urls import reverse

from portfolio.admin import candidate_answers
from portfolio.models import CandidateDecision, FeedCandidate, Match, Transaction
from portfolio.positions.nearest import Nearest, nearest_name
from record.models import Recording
from tests.desk import add_page, page, sign_in, words
from tests.portfolio.feeds.conftest import label
from tests.portfolio.feeds.site import Heard, Reply
from tests.portfolio.feeds.usaspending import found
from tests.portfolio.feeds.usaspending import page as answered

pytestmark = pytest.mark.long

SEARCH = "/search/spending_by_award/"
NEW = found("DE-MS0000007", "ASST_NON_DEMS0000007_8900", **{"Recipient Name": "SALTWASH LITHIUM INC."})
OTHER = found("DE-MS0000008", "ASST_NON_DEMS0000008_8900", **{"Recipient Name": "NOBODY WE KNOW LLC"})


@pytest.fixture
def searching(office, settings, site):
    """Two new grants meet the listing, one of them the keyword as well."""
    settings.FEED_USASPENDING_ADDRESS = site.address
    settings.FEED_USASPENDING_LISTINGS = ["81.253"]
    settings.FEED_USASPENDING_KEYWORDS = ["gallium"]
    awards = [NEW, OTHER]

    def answer(heard: Heard) -> Reply:
        filters = heard.question["filters"]
        is_grants = "02" in filters["award_type_codes"]
        some = awards if "program_numbers" in filters else awards[:1]
        return Reply(answered(*(some if is_grants else ())))

    site.replies[SEARCH] = answer
    return awards


@pytest.fixture
def listed(searching, fetch):
    fetch("usaspending-new-awards")
    return FeedCandidate.objects.get(number="DE-MS0000007")


def see(person, query=""):
    return words(sign_in(person).get(reverse("admin:portfolio_feedcandidate_changelist") + query))


def decide(person, candidate, **values):
    address = add_page(CandidateDecision, candidate=candidate)
    return words(sign_in(person).post(address, {"why": "Looked at both.", **values}, follow=True))


def test_each_award_is_listed_once_whatever_question_found_it(listed, site):
    assert FeedCandidate.objects.count() == 2
    asked = [heard.question["filters"] for heard in site.asked(SEARCH)]
    listings = [one for one in asked if "program_numbers" in one]
    assert listings[0]["program_numbers"] == ["81.253"]
    assert listings[0]["time_period"] == [
        {"start_date": "2026-05-01", "end_date": "2026-06-30", "date_type": "new_awards_only"}
    ]
    assert len(listings) == 4  # grants, direct payments, other assistance, loans: no contract has a listing
    assert len(asked) == 10


def test_it_is_seen_with_where_it_was_found_and_the_nearest_on_record(listed, office):
    seen = see(office.people["officer"])
    assert "SALTWASH LITHIUM INC., DE-MS0000007" in seen
    assert "Saltwash Lithium (SWL) (same name)" in seen
    assert "NOBODY WE KNOW LLC, DE-MS0000008" in seen
    assert seen.count("Record it") == seen.count("Same as") == seen.count("Not ours") == 2
    one = words(sign_in(office.people["officer"]).get(page(listed)))
    assert "Amount (USD): 10,000,000.00" in one
    assert "Description: BATTERY MATERIALS PROCESSING" in one
    assert "Nearest on record: Saltwash Lithium (SWL) (same name)" in one


def test_an_auditor_sees_it_and_decides_nothing(listed, office):
    seen = see(office.people["auditor"])
    assert "SALTWASH LITHIUM INC., DE-MS0000007" in seen
    assert "Not ours" not in seen
    response = sign_in(office.people["auditor"]).get(add_page(CandidateDecision, candidate=listed))
    assert response.status_code == 403


def test_what_is_not_ours_is_not_offered_again(listed, office, fetch):
    decide(office.people["officer"], listed, outcome="not ours", why="A research grant.")
    assert "DE-MS0000007" not in see(office.people["officer"])
    assert "Not ours: A research grant. (officer)" in see(office.people["officer"], "?decision=made")
    assert "0 of 2 candidates are new or said otherwise." in fetch("usaspending-new-awards")
    assert "DE-MS0000007" not in see(office.people["officer"])


def test_it_is_offered_again_when_its_source_says_it_otherwise(listed, office, fetch, searching):
    decide(office.people["officer"], listed, outcome="not ours")
    searching[0] = {**NEW, "Award Amount": 25000000.0}
    assert "1 of 2 candidates are new or said otherwise." in fetch("usaspending-new-awards")
    assert "DE-MS0000007" in see(office.people["officer"])
    newest = FeedCandidate.objects.filter(number="DE-MS0000007").latest("pk")
    assert "Amount (USD): 25,000,000.00" in newest.content


def test_same_as_names_an_award_and_matches_its_other_number(listed, office):
    refused = decide(office.people["officer"], listed, outcome="same")
    assert "Name the award on record that it is." in refused
    loan = office.investments["saltwash-doe-loan"]
    decide(office.people["officer"], listed, outcome="same", investment=loan.pk)
    assert CandidateDecision.objects.get().investment == loan
    assert Match.objects.get(award_number="DE-MS0000007").investment == loan
    assert "DE-MS0000007" not in see(office.people["officer"])


def test_an_award_that_bears_the_number_is_the_nearest_and_is_no_candidate_any_more(listed, office, fetch):
    loan = office.investments["saltwash-doe-loan"]
    label(loan, fain="de ms-0000007")
    assert "(same number)" in see(office.people["officer"])
    decide(office.people["officer"], listed, outcome="same", investment=loan.pk)
    assert not Match.objects.exists()
    assert "0 of 1 candidates are new or said otherwise." in fetch("usaspending-new-awards")


def test_it_is_decided_about_once(listed, office):
    decide(office.people["officer"], listed, outcome="not ours")
    again = decide(office.people["officer2"], listed, outcome="not ours", why="I looked as well.")
    assert "waits for no decision any more" in again
    assert CandidateDecision.objects.count() == 1


def test_a_decision_is_undone_and_the_candidate_waits_again(listed, office):
    decide(office.people["officer"], listed, outcome="not ours")
    made = CandidateDecision.objects.get()
    client = sign_in(office.people["officer"])
    client.post(page(made, "retract"), {"reason": "It is for a refinery after all."})
    assert "DE-MS0000007" in see(office.people["officer"])


def test_what_is_not_ours_names_no_award(listed, office):
    grant = office.investments["palisade-doe-grant"]
    seen = decide(office.people["officer"], listed, outcome="not ours", investment=grant.pk)
    assert "What is not ours is none of our awards." in seen
    assert not CandidateDecision.objects.exists()


def test_an_officer_decides_within_the_own_programs(listed, office):
    office.people["officer"].assignments.all().delete()
    seen = decide(
        office.people["officer"], listed, outcome="same", investment=office.investments["saltwash-doe-loan"].pk
    )
    assert "is not assigned to" in seen
    assert not CandidateDecision.objects.exists()


def typed(person, candidate):
    """What the form of a deal is filled with, opened from "Record it" of a candidate."""
    client = sign_in(person)
    shown = client.get(page(candidate)).content.decode()
    address = shown.split(">Record it<")[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    form = client.get(address)
    (part, *_), *_ = form.context["parts"]
    said = {f"a1-{name}": part[name].value() for name in part.fields}
    said |= {name: form.context["deal"][name].value() for name in form.context["deal"].fields}
    return {name: str(text) for name, text in said.items() if text}


def test_record_it_leads_to_the_form_with_all_that_the_candidate_says(listed, office):
    officer, source = office.people["officer"], listed.citation.text
    assert typed(officer, listed) == {
        "deal": "SALTWASH LITHIUM INC., DE-MS0000007", "announced_on": "2026-06-15",
        "note": "BATTERY MATERIALS PROCESSING", "a1-agency": str(office.agencies["DOE"].pk),
        "a1-company": "Saltwash Lithium", "a1-fain": "DE-MS0000007", "a1-announced_amount": "$10,000,000.00",
        "a1-sources": source, "a1-status": "announced", "a1-floor_currency": "USD",
    }  # fmt: skip
    unknown = FeedCandidate.objects.get(number="DE-MS0000008")
    assert typed(officer, unknown)["a1-company"] == "NOBODY WE KNOW LLC"


def test_a_contract_fills_the_number_of_a_contract_and_another_agency_is_left_to_choose(listed, office):
    content = listed.content.replace("Form: grants", "Form: contracts").replace("Department of Energy", "NASA")
    one = FeedCandidate(pk=None, kind=listed.kind, number="N00014", name="Saltwash", content=content)
    said = candidate_answers.answers(one, office.people["officer"])
    assert (said["a1-piid"], said["a1-instrument"]) == ("N00014", "contract")
    assert not {"a1-fain", "a1-agency", "a1-program"} & said.keys()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("ioneer rhyolite ridge", ("ioneer", "named in it")),
        ("saltwash", ("saltwash lithium", "named in it")),
        ("ridge lithium saltwash", ("saltwash lithium", "named in it")),
        ("lithium saltwach", ("saltwash lithium", "name is near")),
        ("saltwash lithium", ("saltwash lithium", "same name")),
        ("line 2", ("", "")),
        ("pioneer metals", ("", "")),
    ],
)
def test_the_nearest_name_is_told_by_its_whole_words_wherever_they_stand(asked, found):
    assert nearest_name(asked, ["ioneer", "saltwash lithium", "line 1"]) == found


def test_the_site_that_is_named_stands_beside_the_company(listed, office):
    company, site = office.companies["saltwash"], office.projects["saltwash-clay"]
    one = FeedCandidate(kind=listed.kind, name=f"{company.name} {site.name} LLC", number="1")
    assert str(Nearest().of(one)) == f"{company}; {site} (named in it)"
    one = FeedCandidate(kind=listed.kind, name=f"{site.name} LLC", number="1")
    assert Nearest().of(one).all[-1] == site


def test_a_candidate_moves_no_money(listed):
    entries = Transaction.objects.count()
    assert Recording.objects.latest("serial").channel == "job"
    assert Transaction.objects.count() == entries


def on_desk(person, **sent):
    """The desk, after a step on it where one is sent."""
    client = sign_in(person)
    return words(client.post("/desk/decided/", sent, follow=True) if sent else client.get("/desk/"))


def test_the_desk_shows_the_nearest_and_takes_not_ours_with_its_reason(listed, office, fetch):
    seen = on_desk(office.people["officer"])
    assert "Found by feeds 2" in seen
    assert "Nearest on record Saltwash Lithium (SWL) (same name)" in seen
    assert "Nearest on record nothing is near" in seen
    assert "Say why it is not ours." in on_desk(office.people["officer"], candidate=listed.pk, note=" ")
    seen = on_desk(office.people["officer"], candidate=listed.pk, note="A research grant.")
    assert "Not ours. " in seen
    assert "Found by feeds 1" in seen
    fetch("usaspending-new-awards")
    assert "Found by feeds 1" in on_desk(office.people["officer"])
    assert "Only an officer decides" in on_desk(office.people["auditor"], candidate=listed.pk, note="No.")


def test_the_desk_says_that_it_is_the_same_as_an_award_of_ours(listed, office):
    award = Transaction.objects.earliest("number").investment
    for person in ("manager", "officer"):
        seen = on_desk(office.people[person], candidate=listed.pk, investment=award.slug)
    assert f"The same as one on record: {award}." in seen
    assert Match.objects.get().award_number == "DE-MS0000007"
    assert "waits for no decision any more" in on_desk(office.people["officer"], candidate=listed.pk, note="No.")
