"""My desk: what waits for one person, with what is at stake, and nothing that is another's."""

from datetime import datetime, time, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portfolio.models import Assignment, Transaction, Trigger
from portfolio.pages.desk_dates import alerts
from portfolio.pages.open_actions import open_actions
from portfolio.positions.business_days import business_day_after
from projects.models import Acknowledgement, HealthChange, Milestone, MilestoneForecast
from record.models import Proposal, Recording, Source
from record.models.drafts import Draft
from record.services import entities, facts
from tests.cast import PASSWORD, Cast, day, writing
from tests.desk import add_page, approve_what_waits, page, sign_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def pay(cast: Cast, amount: str, *, corrects: Proposal | None = None) -> Proposal:
    """A payment on the grant, proposed in the form; in that of a proposal that came back where it `corrects` one."""
    answers = {"kind": "disbursement", "amount": amount, "effective_on": "2026-01-15", "why": "as the gazette says"}
    answers["sources"] = str(Source.objects.get(slug="cast1").pk)
    address = add_page(Transaction, investment=cast.investments["palisade-doe-grant"])
    address += f"&again={corrects.pk}" if corrects else ""
    assert sign_in(cast.people["officer"]).post(address, answers).status_code == 302
    return Proposal.objects.order_by("-pk")[0]


def seen(cast: Cast, role: str) -> str:
    answer = sign_in(cast.people[role]).get(reverse("portfolio:desk"))
    assert answer.status_code == 200
    return words(answer)


def test_what_waits_is_on_the_desk_of_who_may_decide_and_of_who_proposed(cast: Cast) -> None:
    pay(cast, "1,000,000")
    theirs, mine = seen(cast, "officer2"), seen(cast, "officer")
    assert "1 waits for your decision" in theirs
    assert "Decide 1" in theirs
    assert "At stake $1,000,000 By officer For whoever may decide Since" in theirs
    assert "My desk 1" in theirs
    assert "Waiting for others 1" in mine
    assert "Decide" not in mine


def test_what_was_returned_is_on_the_desk_until_it_is_proposed_again(cast: Cast) -> None:
    proposal = pay(cast, "1,000,000")
    returned = {"_return": "1", "reason": "the invoice says 900,000"}
    sign_in(cast.people["officer2"]).post(page(proposal), returned)
    assert "Came back 1" in seen(cast, "officer")
    assert "Why the invoice says 900,000" in seen(cast, "officer")
    other = pay(cast, "400,000")
    assert other.corrects is None
    assert "Came back 1" in seen(cast, "officer"), "another payment on the award is no correction of it"
    again = pay(cast, "900,000", corrects=proposal)
    assert again.corrects == proposal
    assert "Came back" not in seen(cast, "officer")
    shown = words(sign_in(cast.people["officer2"]).get(page(again)))
    assert f"Corrects {proposal} , returned with a reason" in shown


def test_what_is_duplicated_as_new_corrects_nothing(cast: Cast) -> None:
    first = pay(cast, "1,000,000")
    approve_what_waits(cast.people["officer2"])
    assert pay(cast, "900,000", corrects=first).corrects is None


def test_another_officers_proposal_is_corrected_by_who_follows_it_alone(cast: Cast) -> None:
    proposal = pay(cast, "1,000,000")
    sign_in(cast.people["officer2"]).post(page(proposal), {"_return": "1", "reason": "the invoice says 900,000"})
    answers = {"kind": "disbursement", "amount": "900,000", "effective_on": "2026-01-15", "why": "as the gazette says",
               "sources": str(Source.objects.get(slug="cast1").pk)}  # fmt: skip
    form = add_page(Transaction, investment=cast.investments["palisade-doe-grant"])
    assert sign_in(cast.people["officer2"]).post(f"{form}&again={proposal.pk}", answers).status_code == 302
    assert Proposal.objects.latest("pk").corrects is None
    assert "Came back 1" in seen(cast, "officer")


def test_awards_whose_sources_were_not_read_for_90_days_are_to_be_checked(cast: Cast) -> None:
    assert "To check" in seen(cast, "officer")


@pytest.mark.parametrize("role", ["manager", "auditor", "administrator"])
def test_who_records_nothing_sees_no_button_and_no_proposal(cast: Cast, role: str) -> None:
    pay(cast, "1,000,000")
    text = seen(cast, role)
    for title in ("Decide 1", "To check", "Record a deal", "Acknowledge"):
        assert title not in text


@pytest.mark.parametrize(("role", "page"), [("officer", "/desk/"), ("manager", "/"), ("auditor", "/reports/")])
def test_each_role_lands_where_its_work_begins(cast: Cast, role: str, page: str) -> None:
    told = {"username": role, "password": PASSWORD}
    assert Client().post("/login/?next=/", {**told, "next": "/"})["Location"] == page
    asked = Client().post("/login/", {**told, "next": "/reports/exposure/"})
    assert asked["Location"] == "/reports/exposure/"


def test_the_number_in_the_header_counts_what_waits_and_what_came_back(cast: Cast) -> None:
    proposal = pay(cast, "1,000,000")
    sign_in(cast.people["officer2"]).post(page(proposal), {"_return": "1", "reason": "the invoice says 900,000"})
    assert "My desk 1" in seen(cast, "officer")
    assert "My desk 1" in words(sign_in(cast.people["officer"]).get("/admin/"))
    assert "My desk 1" not in seen(cast, "officer2")


@pytest.fixture
def late(cast: Cast) -> HealthChange:
    """A milestone of the magnet works that turned late."""
    with writing() as recording:
        milestone = entities.create(
            Milestone(
                slug="first-magnets",
                name="First magnets",
                kind="commissioning",
                project=cast.projects["palisade-magnets"],
            ),
            recording=recording,
        )
        said = {"milestone": milestone, "effective_on": day("2026-02-01")}
        forecast = {"kind": "forecast", "forecast_on": day("2026-09"), "citation": cast.citation}
        facts.record(MilestoneForecast(**said, **forecast), recording=recording)
        change = HealthChange(**said, health="late", before="on_track", reason="the forecast slipped", slip_days=200)
        return facts.record(change, recording=recording)


def test_an_alert_is_acknowledged_on_the_desk_and_leaves_it(cast: Cast, late: HealthChange) -> None:
    assert "First magnets, Palisade magnet works" in seen(cast, "officer")
    desk = sign_in(cast.people["officer"]).get(reverse("portfolio:desk")).content.decode()
    assert f"{reverse('admin:record_progress')}?milestone={late.milestone_id}" in desk
    client = sign_in(cast.people["officer"])
    sent = {"change": late.pk, "note": "the firm was asked for a new schedule"}
    text = words(client.post(reverse("portfolio:acknowledged"), sent, follow=True))
    assert "Acknowledged: First magnets" in text
    assert "Alerts of my programs" not in text
    (made,) = Acknowledgement.objects.all()
    assert (made.note, made.recording.by_name) == ("the firm was asked for a new schedule", "officer")
    assert "Say what is done about it" in words(
        client.post(reverse("portfolio:acknowledged"), {**sent, "note": " "}, follow=True)
    )


def test_alerts_say_how_many_are_of_milestones_as_the_briefing_counts_them(cast: Cast, late: HealthChange) -> None:
    """The briefing and the report tell of one milestone; the desk has a payment that did not come beside it."""
    at = Recording.objects.as_of(timezone.localdate(), timezone.now())
    missed = SimpleNamespace(
        trigger=Trigger.PAYMENT_MISSED, what="Interest", award=None, day=at.as_of, owner_name="DOE", amount=None
    )
    both = alerts(at, [missed], lambda *_: True, may_act=False)
    assert (both.count, len(open_actions(at).open)) == (2, 1)
    assert both.title == (
        "Alerts of my programs: 1 of milestones, not acknowledged; 1 of payments, caps and authorities"
    )
    assert alerts(at, [], lambda *_: True, may_act=False).title == "Alerts of my programs"


def test_alerts_are_those_of_the_officers_programs(cast: Cast, late: HealthChange) -> None:
    Assignment.objects.filter(officer=cast.people["officer2"]).delete()
    assert "First magnets" not in seen(cast, "officer2")
    assert "First magnets" in seen(cast, "manager")


def test_only_an_officer_acknowledges(cast: Cast, late: HealthChange) -> None:
    sent = {"change": late.pk, "note": "seen"}
    text = words(sign_in(cast.people["manager"]).post(reverse("portfolio:acknowledged"), sent, follow=True))
    assert "Only an officer acknowledges an alert." in text
    assert not Acknowledgement.objects.exists()


def test_what_was_approved_is_opened_again_as_a_new_one_like_it(cast: Cast) -> None:
    proposal = pay(cast, "1,000,000")
    approve_what_waits(cast.people["officer2"])
    text = seen(cast, "officer")
    assert "Approved by officer2" in text
    assert "Duplicate as new" in text
    desk = sign_in(cast.people["officer"]).get(reverse("portfolio:desk")).content.decode()
    assert f"again={proposal.pk}" in desk


def test_what_was_begun_and_not_sent_is_on_the_desk_of_its_person(cast: Cast) -> None:
    officer, address = cast.people["officer"], reverse("admin:record_a_deal")
    said = {"kind": "Record a deal", "name": "A loan to Longspur", "step": "terms", "fields": {}}
    Draft.objects.create(person=officer, address=address, saved_at=timezone.now(), **said)
    mine = seen(cast, "officer")
    assert "Drafts 1 Record a deal: A loan to Longspur Saved at" in mine
    assert "Step terms Go on" in mine
    assert "Drafts" not in seen(cast, "officer2")


def test_what_waits_above_three_working_days_is_red_on_both_desks(cast: Cast) -> None:
    proposed = timezone.localdate(pay(cast, "1,000,000").recording.moment)
    third = business_day_after(proposed, 3)
    for later, is_red in ((0, False), (1, True)):
        noon = datetime.combine(third + timedelta(days=later), time(12), tzinfo=timezone.get_default_timezone())
        with time_machine.travel(noon, tick=False):
            for role in ("officer", "officer2"):
                assert ("waits too long" in seen(cast, role)) is is_red, (role, later)
