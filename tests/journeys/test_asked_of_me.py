"""A manager or an auditor asks about a figure; an officer of its programs answers; both stay, with the figure then."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portfolio.calculations.kinds import Kind
from portfolio.models import Assignment, OfficerAnswer, ReaderQuestion
from portfolio.notifications import waiting
from projects.models import Milestone
from record.services import entities
from tests.cast import TODAY, Cast, entry, record_entries, writing
from tests.desk import sign_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.long]
LOAN = {"kind": "award", "slug": "saltwash-doe-loan"}


def ask(cast: Cast, role: str = "manager", **sent: str) -> str:
    told = {**LOAN, "chosen": "figure:Paid out", "text": "Why is so little paid out?", **sent}
    return words(sign_in(cast.people[role]).post(reverse("portfolio:asked"), told, follow=True))


def answer(cast: Cast, role: str = "officer", note: str = "The third draw is in March.") -> str:
    told = {"question": ReaderQuestion.objects.get().pk, "note": note}
    return words(sign_in(cast.people[role]).post(reverse("portfolio:answered"), told, follow=True))


def seen(cast: Cast, role: str, page: str = "/desk/") -> str:
    return words(sign_in(cast.people[role]).get(page))


@pytest.fixture
def disbursed(cast: Cast) -> str:
    """The heading of the figure of what was paid."""
    page = sign_in(cast.people["manager"]).get("/investments/saltwash-doe-loan/").content.decode()
    (label,) = [one for one in ("Paid out", "Disbursed", "Paid") if f'value="figure:{one}"' in page]
    return label


def test_a_question_stands_with_the_figure_as_it_was_until_it_is_answered(cast: Cast, disbursed: str) -> None:
    assert f"Asked about {disbursed} of saltwash-doe-loan." in ask(cast, chosen=f"figure:{disbursed}")
    record_entries([entry(cast.investments["saltwash-doe-loan"], Kind.DISBURSEMENT, "2026-03-01", "5000000")])
    desk = seen(cast, "officer")
    assert "Asked of me 1" in desk
    assert "1 asked of you" in desk
    assert "Then 35,000,000 USD" in desk
    assert "My desk 1" in desk
    assert "Answered: " in answer(cast)
    assert "Asked of me" not in seen(cast, "officer")
    page = seen(cast, "auditor", "/investments/saltwash-doe-loan/")
    for said in (
        "Why is so little paid out?",
        f"manager asked on {timezone.localdate()} about {disbursed} of saltwash-doe-loan, then 35,000,000 USD.",
        "The third draw is in March. officer answered on",
    ):
        assert said in page
    assert "40,000,000" in page
    mine = seen(cast, "manager")
    assert "Asked by me 1" in mine
    assert "Answer The third draw is in March. By officer" in mine


def test_a_milestone_and_a_project_are_asked_about_on_the_page_of_the_project(cast: Cast) -> None:
    with writing() as recording:
        site = cast.projects["saltwash-clay"]
        made = Milestone(slug="first-clay", name="First clay", kind="commissioning", project=site)
        entities.create(made, recording=recording)
    page = {"kind": "project", "slug": "saltwash-clay", "text": "When?"}
    assert "Asked about First clay." in ask(cast, "auditor", **page, chosen="milestone:first-clay")
    assert "Asked about Saltwash clay." in ask(cast, "auditor", **page, chosen="")
    assert "The project has no such milestone." in ask(cast, "auditor", **page, chosen="milestone:other")
    assert "Asked of me 2" in seen(cast, "officer")
    Assignment.objects.filter(officer=cast.people["officer2"]).delete()
    assert "Asked of me" not in seen(cast, "officer2")
    assert "Questions 2" in seen(cast, "manager", "/projects/saltwash-clay/")


def test_what_cannot_be_asked_or_answered_is_refused_in_words(cast: Cast) -> None:
    assert "The page has no figure called Nothing." in ask(cast, chosen="figure:Nothing")
    assert "Write the question." in ask(cast, chosen="", text=" ")
    assert "Managers and auditors ask." in ask(cast, "officer", chosen="")
    assert "Nothing is on record as nowhere." in ask(cast, slug="nowhere")
    ask(cast, chosen="")
    assert "is answered by an officer of its programs" in answer(cast, "manager")
    assert "Write the answer." in answer(cast, note=" ")
    assert not OfficerAnswer.objects.exists()


def test_neither_is_changed_or_taken_away(cast: Cast) -> None:
    ask(cast, chosen="")
    answer(cast)
    for model in (ReaderQuestion, OfficerAnswer):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(text="other words")
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all().delete()


def test_the_daily_letter_tells_the_officer_what_is_asked_and_the_reader_what_was_answered(
    cast: Cast, mailoutbox: list
) -> None:
    for name in ("officer", "manager"):
        cast.people[name].email = f"{name}@example.gov"
        cast.people[name].save()
    ask(cast, chosen="")
    assert waiting.send_letters(timezone.now(), day=TODAY) == "1 letter sent."
    assert (mailoutbox[0].to, mailoutbox[0].subject) == (
        ["officer@example.gov"],
        "Lodebook: 1 question waits for you, 2026-06-30",
    )
    assert "- Why is so little paid out?" in mailoutbox[0].body
    answer(cast)
    assert waiting.send_letters(timezone.now(), day=TODAY.replace(month=7)) == "1 letter sent."
    assert (mailoutbox[1].to, mailoutbox[1].subject) == (
        ["manager@example.gov"],
        "Lodebook: 1 answer to you, 2026-07-30",
    )
    assert "  The third draw is in March." in mailoutbox[1].body


def test_who_is_signed_out_asks_nothing(db: None) -> None:
    assert Client().post(reverse("portfolio:asked"), LOAN).status_code == 302
    assert not ReaderQuestion.objects.exists()


def test_the_same_question_and_the_same_answer_are_kept_once(cast: Cast, disbursed: str) -> None:
    ask(cast, chosen=f"figure:{disbursed}")
    assert "This is on record already: manager wrote it at" in ask(cast, chosen=f"figure:{disbursed}")
    assert ReaderQuestion.objects.count() == 1
    answer(cast)
    assert "This is on record already: officer wrote it at" in answer(cast)
    assert OfficerAnswer.objects.count() == 1


def test_a_question_that_is_refused_stands_in_its_field_once(cast: Cast) -> None:
    manager = sign_in(cast.people["manager"])
    told = {**LOAN, "chosen": "figure:No such figure", "text": "Why <so little> is paid?"}
    page = manager.post(reverse("portfolio:asked"), told, follow=True).content.decode()
    assert "The page has no figure called No such figure." in page
    assert 'name="text" maxlength="2000" required>Why &lt;so little&gt; is paid?</textarea>' in page
    again = manager.get("/investments/saltwash-doe-loan/").content.decode()
    assert 'name="text" maxlength="2000" required></textarea>' in again


def test_an_answer_that_is_refused_stands_in_the_row_that_it_was_typed_into(cast: Cast, disbursed: str) -> None:
    ask(cast, chosen=f"figure:{disbursed}")
    officer = sign_in(cast.people["officer"])
    told = {"question": ReaderQuestion.objects.get().pk, "note": "In March.", **LOAN}
    officer.post(reverse("portfolio:answered"), told)
    page = officer.post(reverse("portfolio:answered"), told, follow=True).content.decode()
    assert "This is on record already" in page
    assert 'autocomplete="off" value="In March."' in page
    assert 'In March."' not in officer.get("/investments/saltwash-doe-loan/").content.decode()
